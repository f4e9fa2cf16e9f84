//! Rows as a table: which columns fit, how wide they are, and a row drawn. Only the rows given are looked at.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::put;
use crate::{
    table::{Align, Cell, Column, Row},
    text,
    tui::theme::{Role, Theme},
};

/// Cells before the first column: cursor and pick marks.
pub const MARGIN: u16 = 2;
/// Cells between columns.
const GAP: u16 = 2;

/// Columns of this priority or a higher number are minor.
const MINOR: u8 = 3;
/// A text column cut to this many cells still says something.
const READABLE: u16 = 12;

/// Columns that fit, with their widths, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// Index into the list's columns, and cells.
    pub columns: Vec<(usize, u16)>,
    /// How many were left out for want of room.
    pub hidden: usize,
}

/// Widths that what is known of each column takes; nothing known yet: none.
pub type Known<'a> = &'a [u16];

/// Chooses columns for a width: the important ones stay longest, then each grows towards its widest. `known` says how
/// wide the contents are, so that no column takes more than it fills.
pub fn fit(columns: &[Column], without: &[&str], width: u16, known: Known<'_>) -> Fit {
    let title = |i: usize| put::cells(text::width(columns[i].title));
    let widest = |i: usize| {
        known
            .get(i)
            .map_or(columns[i].max, |k| columns[i].max.min((*k).max(title(i))))
    };
    let narrowest = |i: usize| columns[i].min.min(widest(i));
    let room = width.saturating_sub(MARGIN);
    let mut chosen: Vec<usize> = (0..columns.len())
        .filter(|i| columns[*i].priority < 9 && !without.contains(&columns[*i].key))
        .collect();
    let all = chosen.len();
    let least = |chosen: &[usize]| {
        chosen
            .iter()
            .map(|i| narrowest(*i) + GAP)
            .sum::<u16>()
            .saturating_sub(GAP)
    };
    while chosen.len() > 1 && least(&chosen) > room {
        // Of equal priority the rightmost goes.
        let worst = chosen
            .iter()
            .enumerate()
            .max_by_key(|(at, i)| (columns[**i].priority, *at));
        let Some((at, _)) = worst else { break };
        chosen.remove(at);
    }
    loop {
        let mut spare = room.saturating_sub(least(&chosen));
        let mut widths: Vec<u16> = chosen.iter().map(|i| narrowest(*i).min(room)).collect();
        let mut order: Vec<usize> = (0..chosen.len()).collect();
        order.sort_by_key(|at| columns[chosen[*at]].priority);
        for at in &order {
            let more = widest(chosen[*at]).saturating_sub(widths[*at]).min(spare);
            widths[*at] += more;
            spare -= more;
        }
        // A minor column goes if it would only show pieces of words, or if its room makes an important one whole.
        let cut = |at: usize, enough: u16| widths[at] < widest(chosen[at]).min(enough);
        let important =
            (0..chosen.len()).any(|at| columns[chosen[at]].priority <= 1 && cut(at, u16::MAX));
        if let Some(last) = order.last().copied()
            && columns[chosen[last]].priority >= MINOR
            && (important || (columns[chosen[last]].align == Align::Left && cut(last, READABLE)))
        {
            chosen.remove(last);
            continue;
        }
        return Fit {
            hidden: all - chosen.len(),
            columns: chosen.into_iter().zip(widths).collect(),
        };
    }
}

impl Fit {
    /// Cells the table takes with its margin.
    pub fn width(&self) -> u16 {
        MARGIN
            + self
                .columns
                .iter()
                .map(|(_, w)| w + GAP)
                .sum::<u16>()
                .saturating_sub(GAP)
    }

    /// Draws the headings; the sorted column carries `▾` or `▴`.
    pub fn head(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        columns: &[Column],
        sort: Option<(&str, bool)>,
    ) {
        let mut x = MARGIN;
        for (i, width) in &self.columns {
            let column = &columns[*i];
            let mark = match sort {
                Some((key, true)) if key == column.key => " ▾",
                Some((key, false)) if key == column.key => " ▴",
                _ => "",
            };
            let words = format!(
                "{}{mark}",
                text::cut(
                    column.title,
                    usize::from(*width) - mark.chars().count().min(usize::from(*width))
                )
            );
            put::left(
                buf,
                area,
                0,
                x,
                &aligned(&words, column.align, *width),
                theme.style(Role::Heading),
            );
            x += width + GAP;
        }
    }

    /// Draws one row on a line of `area`.
    pub fn row(
        &self,
        buf: &mut Buffer,
        area: Rect,
        line: u16,
        columns: &[Column],
        row: &Row,
        look: &Look,
    ) {
        let base = look.base();
        if look.cursor {
            let blank = " ".repeat(usize::from(self.width().max(look.width).min(area.width)));
            put::left(buf, area, line, 0, &blank, base);
        }
        let marks = [
            if look.cursor { ">" } else { " " },
            if look.picked { "+" } else { " " },
        ]
        .concat();
        put::left(buf, area, line, 0, &marks, base);
        let mut x = MARGIN;
        for (i, width) in &self.columns {
            if let Some(cell) = row.cells.get(*i) {
                let at = Rect {
                    x: area.x + x.min(area.width),
                    width: (*width).min(area.width.saturating_sub(x)),
                    ..area
                };
                draw_cell(buf, at, line, columns[*i].align, cell, look);
            }
            x += width + GAP;
        }
    }
}

/// Draws one cell on a line of its column.
fn draw_cell(buf: &mut Buffer, column: Rect, line: u16, align: Align, cell: &Cell, look: &Look) {
    let words = aligned(&cell.shown(), align, column.width);
    put::left(buf, column, line, 0, &words, look.base());
    if let Cell::State(mark, _) = cell
        && !look.cursor
    {
        // The mark alone is coloured; the word says the same.
        put::left(
            buf,
            column,
            line,
            0,
            mark.glyph(false),
            look.theme.mark(*mark),
        );
    }
}

/// How a row is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// The cursor is on it.
    pub cursor: bool,
    /// It is picked.
    pub picked: bool,
    /// Least width of the cursor's bar.
    pub width: u16,
}

impl Look {
    fn base(&self) -> Style {
        self.theme.style(if self.cursor {
            Role::Selected
        } else {
            Role::Text
        })
    }
}

fn aligned(words: &str, align: Align, width: u16) -> String {
    match align {
        Align::Left => text::pad_right(words, usize::from(width)),
        Align::Right => text::pad_left(words, usize::from(width)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn column(key: &'static str, min: u16, max: u16, priority: u8) -> Column {
        Column {
            key,
            title: key,
            align: Align::Left,
            min,
            max,
            priority,
            sortable: true,
        }
    }

    const COLUMNS: &[Column] = &[
        column("id", 5, 6, 3),
        column("name", 10, 30, 0),
        column("money", 8, 12, 1),
        column("note", 8, 8, 9),
    ];

    #[test]
    fn important_columns_stay_and_grow_first() {
        let narrow = fit(COLUMNS, &[], 22, &[]);
        assert_eq!(
            narrow,
            Fit {
                columns: vec![(1, 10), (2, 8)],
                hidden: 1
            }
        );
        let wide = fit(COLUMNS, &[], 200, &[]);
        assert_eq!(wide.columns, [(0, 6), (1, 30), (2, 12)]);
        assert_eq!(fit(COLUMNS, &[], 1, &[]).columns.len(), 1);
        let known = fit(COLUMNS, &[], 200, &[5, 12, 3, 0]);
        assert_eq!(known.columns, [(0, 5), (1, 12), (2, 5)]);
    }
}
