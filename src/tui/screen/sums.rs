//! The totals below a list: each sum under its column, a line per currency, the rest by name.

use ratatui::{buffer::Buffer, layout::Rect};

use super::list::ListScreen;
use crate::{
    domain::{currency::Currency, money::Money},
    table::{Align, Cell, Column},
    text,
    tui::{
        theme::{Role, Theme},
        widget::{
            put,
            table::{Fit, MARGIN},
        },
    },
};

/// Cells of a currency code.
const CODE: u16 = 3;

/// One line of totals: text at a column, or ending at one.
pub enum Line {
    /// Sums of one currency, each ending at its column.
    Under(Vec<(u16, String)>),
    /// Sums by their names, or a sentence about them.
    Said(String),
}

/// The totals below a list.
#[derive(Default)]
pub struct Sums {
    /// What each column of sums is, written into the rule above them, where the list's own columns do not say it.
    labels: Vec<(u16, String)>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// Totals stand under the column they sum, a line per currency. Those of no column have columns of their own, and where
/// those do not fit, names. At most so many lines: what is left out is counted.
pub fn sums(list: &ListScreen, fit: &Fit, width: u16, most: usize) -> Sums {
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
    let shown = list.footer.iter().filter(|(_, sums)| !sums.is_empty());
    let (placed, named): (Vec<_>, Vec<_>) = shown.partition(|(label, _)| under(label).is_some());
    let mut all = Sums::default();
    if placed.is_empty()
        && let Some(grid) = grid(&named, width)
    {
        all = grid;
    } else {
        for (_, line) in by_currency(&placed, &under) {
            all.lines.push(Line::Under(line));
        }
        wrap(&named, width, &mut all.lines);
    }
    let note = waits(&list.waiting);
    if all.lines.len() > most {
        all.lines.truncate(most.saturating_sub(1));
        let more = "… and more; a taller window shows them all.";
        all.lines.push(Line::Said(more.to_owned()));
        all.lines.truncate(most);
    } else if let Some(note) = note.filter(|_| all.lines.len() < most) {
        all.lines.push(Line::Said(note));
    }
    if all.lines.is_empty() {
        all.labels.clear();
    }
    all
}

/// A sum by its label.
type Labelled<'a> = &'a (String, Vec<Money>);

/// The amounts of each currency with the column they end at, currencies in the order they come.
fn by_currency(
    sums: &[Labelled<'_>],
    end: &impl Fn(&str) -> Option<u16>,
) -> Vec<(Currency, Vec<(u16, String)>)> {
    let mut lines: Vec<(Currency, Vec<(u16, String)>)> = Vec::new();
    for (label, sums) in sums {
        let Some(end) = end(label) else { continue };
        for money in sums {
            let here = (end, money.shown());
            match lines.iter_mut().find(|(c, _)| *c == money.currency) {
                Some((_, line)) => line.push(here),
                None => lines.push((money.currency, vec![here])),
            }
        }
    }
    lines
}

/// A column for each label and a line for each currency; nothing where that does not fit.
fn grid(named: &[Labelled<'_>], width: u16) -> Option<Sums> {
    let mut currencies: Vec<Currency> = Vec::new();
    for money in named.iter().flat_map(|(_, sums)| sums) {
        if !currencies.contains(&money.currency) {
            currencies.push(money.currency);
        }
    }
    currencies.sort_by_key(|c| c.code());
    let amount = |sums: &[Money], currency: Currency| {
        let sum = sums.iter().find(|m| m.currency == currency);
        sum.copied().unwrap_or(Money::zero(currency)).shown()
    };
    let wide = |(label, sums): &Labelled<'_>| {
        let amounts = currencies.iter().map(|c| text::width(&amount(sums, *c)));
        put::cells(amounts.max().unwrap_or(0).max(text::width(label)))
    };
    let widths: Vec<u16> = named.iter().map(wide).collect();
    let gap = |gap: u16| MARGIN + CODE + widths.iter().map(|w| w + gap).sum::<u16>();
    let gap = [4, 3, 2].into_iter().find(|n| gap(*n) < width)?;
    let mut end = MARGIN + CODE;
    let mut labels = Vec::new();
    let mut lines: Vec<Vec<(u16, String)>> = currencies
        .iter()
        .map(|c| vec![(end, c.code().to_owned())])
        .collect();
    for ((label, sums), width) in named.iter().zip(widths) {
        end += gap + width;
        labels.push((end, label.clone()));
        for (line, currency) in lines.iter_mut().zip(&currencies) {
            line.push((end, amount(sums, *currency)));
        }
    }
    Some(Sums {
        labels,
        lines: lines.into_iter().map(Line::Under).collect(),
    })
}

/// Sums by their names, as many to a line as fit.
fn wrap(named: &[Labelled<'_>], width: u16, lines: &mut Vec<Line>) {
    let mut line = String::new();
    for (label, sums) in named {
        let words = format!("{label} {}", Cell::Amounts(sums.clone()).shown());
        if !line.is_empty() && text::width(&line) + text::width(&words) + 6 > usize::from(width) {
            lines.push(Line::Said(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push_str("   ");
        }
        line.push_str(&words);
    }
    if !line.is_empty() {
        lines.push(Line::Said(line));
    }
}

/// How much of what is payable is not paid yet, as a sentence.
fn waits(waiting: &[Money]) -> Option<String> {
    let amounts: Vec<String> = waiting.iter().map(|m| m.shown()).collect();
    let (last, first) = amounts.split_last()?;
    Some(if first.is_empty() {
        format!("Of the payable, {last} is under a minimum and waits.")
    } else {
        let first = first.join(", ");
        format!("Of the payable, {first} and {last} are under a minimum and wait.")
    })
}

/// Draws the lines from a row on, below a rule.
pub fn draw(buf: &mut Buffer, area: Rect, from: u16, sums: &Sums, theme: Theme) {
    put::rule(buf, area, from, '╌', theme.style(Role::Border));
    for (end, label) in &sums.labels {
        let words = format!(" {label} ");
        let at = (end + 1).saturating_sub(put::cells(text::width(&words)));
        put::left(buf, area, from, at, &words, theme.style(Role::Muted));
    }
    put::left(buf, area, from + 1, 0, "Σ", theme.style(Role::Muted));
    for (n, line) in sums.lines.iter().enumerate() {
        let row = from + 1 + put::cells(n);
        match line {
            Line::Said(words) => {
                put::left(buf, area, row, MARGIN, words, theme.style(Role::Heading));
            }
            Line::Under(sums) => {
                for (end, words) in sums {
                    let at = end.saturating_sub(put::cells(text::width(words))).max(1);
                    put::left(buf, area, row, at, words, theme.style(Role::Heading));
                }
            }
        }
    }
}

/// True if a sum of this label is what a column adds up to.
pub fn sums_up(column: &Column, label: &str) -> bool {
    column.align == Align::Right
        && (column.key == label || column.title.to_lowercase() == label.to_lowercase())
}
