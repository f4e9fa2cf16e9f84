//! A grid of dots, shown as braille; must not know what the dots mean.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a dot's place is the whole part of a length, checked against the grid"
)]

/// A grid of dots, two by four in a cell.
pub(super) struct Dots {
    /// Columns.
    pub wide: usize,
    /// Rows.
    pub high: usize,
    /// One byte a cell, in the bit order of braille.
    cells: Vec<u8>,
}

impl Dots {
    /// An empty grid of `wide` by `high` cells.
    pub fn new(wide: usize, high: usize) -> Self {
        Self {
            wide,
            high,
            cells: vec![0; wide * high],
        }
    }

    /// Sets the dot at `x`, `y`, counted in dots from the upper left; outside the grid nothing.
    pub fn set(&mut self, x: f64, y: f64) {
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        if x < 0.0 || y < 0.0 {
            return;
        }
        let (x, y) = (x as usize, y as usize);
        if x < self.wide * 2 && y < self.high * 4 {
            self.cells[y / 4 * self.wide + x / 2] |= BITS[y % 4][x % 2];
        }
    }

    /// The grid as characters of braille, or full stops.
    pub fn lines(&self, ascii: bool) -> Vec<Vec<char>> {
        let shown = |bits: &u8| match *bits {
            0 => ' ',
            _ if ascii => '.',
            bits => char::from_u32(0x2800 + u32::from(bits)).unwrap_or('.'),
        };
        self.cells
            .chunks(self.wide)
            .map(|row| row.iter().map(shown).collect())
            .collect()
    }
}
