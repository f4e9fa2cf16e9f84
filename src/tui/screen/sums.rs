//! The totals below a list: each sum under its column, a line per currency, the rest by name.

use ratatui::{buffer::Buffer, layout::Rect};

use super::list::{ListScreen, sums_up};
use crate::{
    domain::currency::Currency,
    table::Cell,
    text,
    tui::{
        theme::{Role, Theme},
        widget::{
            put,
            table::{Fit, MARGIN},
        },
    },
};

/// One line of totals: text at a column, or ending at one.
pub enum Sums {
    /// Sums of one currency, each ending under the column it adds up.
    Under(Vec<(u16, String)>),
    /// Sums of columns that are not shown, with their names.
    Named(String),
}

/// Totals stand under the column they sum, a line per currency; those of hidden columns follow with their names.
pub fn sums(list: &ListScreen, fit: &Fit, width: u16) -> Vec<Sums> {
    let columns = list.list().columns();
    let (mut ends, mut x) = (Vec::new(), MARGIN);
    for (i, width) in &fit.columns {
        x += width;
        ends.push((*i, x));
        x += 2;
    }
    let under = |label: &str| {
        ends.iter()
            .find(|(i, _)| sums_up(&columns[*i], label))
            .map(|(_, end)| *end)
    };
    let mut lines: Vec<(Currency, Vec<(u16, String)>)> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for (label, sums) in &list.footer {
        match under(label) {
            Some(end) => {
                for money in sums {
                    let at = lines
                        .iter()
                        .position(|(c, _)| *c == money.currency)
                        .unwrap_or_else(|| {
                            lines.push((money.currency, Vec::new()));
                            lines.len() - 1
                        });
                    lines[at].1.push((end, money.shown()));
                }
            }
            None if sums.is_empty() => {}
            None => named.push(format!("{label} {}", Cell::Amounts(sums.clone()).shown())),
        }
    }
    let mut all: Vec<Sums> = lines
        .into_iter()
        .map(|(_, line)| Sums::Under(line))
        .collect();
    let mut line = String::new();
    for words in named {
        if !line.is_empty() && text::width(&line) + text::width(&words) + 6 > usize::from(width) {
            all.push(Sums::Named(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push_str("   ");
        }
        line.push_str(&words);
    }
    if !line.is_empty() {
        all.push(Sums::Named(line));
    }
    all
}

/// Draws the lines from a row on, below a rule.
pub fn draw(buf: &mut Buffer, area: Rect, from: u16, lines: &[Sums], theme: Theme) {
    put::rule(buf, area, from, '╌', theme.style(Role::Border));
    put::left(buf, area, from + 1, 0, "Σ", theme.style(Role::Muted));
    for (n, line) in lines.iter().enumerate() {
        let row = from + 1 + put::cells(n);
        match line {
            Sums::Named(words) => {
                put::left(buf, area, row, MARGIN, words, theme.style(Role::Heading));
            }
            Sums::Under(sums) => {
                for (end, words) in sums {
                    let at = end.saturating_sub(put::cells(text::width(words))).max(1);
                    put::left(buf, area, row, at, words, theme.style(Role::Heading));
                }
            }
        }
    }
}
