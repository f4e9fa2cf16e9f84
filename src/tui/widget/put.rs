//! Puts text into the buffer: the one way text gets on the screen, so that it is always cleaned, cut and in its place.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::text;

/// A number of cells as the terminal counts them.
pub fn cells(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

/// A count for a person: `1,234,567`.
pub fn count(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Puts text at the left of a line of `area`; returns how many cells it took.
pub fn left(buf: &mut Buffer, area: Rect, row: u16, column: u16, words: &str, style: Style) -> u16 {
    if row >= area.height || column >= area.width {
        return 0;
    }
    let room = area.width - column;
    let safe = text::clean(words);
    let cut = text::cut(&safe, usize::from(room));
    let took = cells(text::width(&cut)).min(room);
    buf.set_stringn(
        area.x + column,
        area.y + row,
        &cut,
        usize::from(room),
        style,
    );
    took
}

/// Puts text so that it ends at the right edge of a line of `area`; returns the column it begins at.
pub fn right(buf: &mut Buffer, area: Rect, row: u16, words: &str, style: Style) -> u16 {
    let safe = text::clean(words);
    let wide = cells(text::width(&safe)).min(area.width);
    left(buf, area, row, area.width - wide, &safe, style);
    area.width - wide
}

/// Puts pieces of different styles one after the other; returns the column after the last.
pub fn run(buf: &mut Buffer, area: Rect, row: u16, column: u16, pieces: &[(&str, Style)]) -> u16 {
    let mut at = column;
    for (words, style) in pieces {
        at += left(buf, area, row, at, words, *style);
    }
    at
}

/// Fills a line of `area` with one character.
pub fn rule(buf: &mut Buffer, area: Rect, row: u16, line: char, style: Style) {
    left(
        buf,
        area,
        row,
        0,
        &line.to_string().repeat(usize::from(area.width)),
        style,
    );
}

/// Empties an area, colours too: what is drawn over it starts clean.
pub fn clear(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// The part of `area` left when `by` columns go at either side and rows at top and bottom.
pub fn inside(area: Rect, columns: u16, rows: u16) -> Rect {
    let (columns, rows) = (columns.min(area.width / 2), rows.min(area.height / 2));
    Rect::new(
        area.x + columns,
        area.y + rows,
        area.width - 2 * columns,
        area.height - 2 * rows,
    )
}

/// An area in the middle of another, never larger than it.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}
