//! A table as aligned lines of plain text, safe in any terminal; what a cell says is `Cell::shown`'s to decide.

use super::{Align, Cell, Column, Table};
use crate::text::{pad_left, pad_right, width as cells_of};

/// Blank cells between columns.
const GAP: usize = 2;

/// What the most important columns may take before less important ones are left out.
const NAME: usize = 24;

/// The table in lines: columns, rows, sums. For a terminal `width` cells wide, less important columns are left out and
/// long cells cut with `~`; for a pipe (`None`) no cell is ever cut.
pub fn lines(table: &Table, width: Option<usize>) -> String {
    let mut out = String::new();
    if table.rows.is_empty() {
        // A program that reads the lines has nothing to read; a person is told.
        return if width.is_some() {
            "Nothing to show.\n".to_owned()
        } else {
            String::new()
        };
    }
    let shown: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(Cell::shown).collect())
        .collect();
    let natural: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = shown
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cells_of(cell));
            cells.chain([cells_of(column.title)]).max().unwrap_or(0)
        })
        .collect();
    let kept = fitted(&table.columns, &natural, width);
    let heads: Vec<String> = table.columns.iter().map(|c| c.title.to_owned()).collect();
    for row in std::iter::once(&heads).chain(&shown) {
        out.push_str(&line(&table.columns, row, &kept));
    }
    if !table.footer.is_empty() {
        out.push('\n');
    }
    let labels = table
        .footer
        .iter()
        .map(|(label, _)| cells_of(label))
        .max()
        .unwrap_or(0);
    for (label, sums) in &table.footer {
        let sums = Cell::Amounts(sums.clone()).shown();
        out.push_str(&pad_right(label, labels));
        out.push_str("  ");
        out.push_str(&sums);
        out.push('\n');
    }
    out
}

fn line(columns: &[Column], row: &[String], kept: &[(usize, usize)]) -> String {
    let parts: Vec<String> = kept
        .iter()
        .map(|&(at, wide)| {
            let cell = row.get(at).map_or("", String::as_str);
            match columns[at].align {
                Align::Left => pad_right(cell, wide),
                Align::Right => pad_left(cell, wide),
            }
        })
        .collect();
    format!("{}\n", parts.join(&" ".repeat(GAP)).trim_end())
}

/// Which columns are shown, and how wide each is.
fn fitted(columns: &[Column], natural: &[usize], width: Option<usize>) -> Vec<(usize, usize)> {
    let shown: Vec<usize> = (0..columns.len())
        .filter(|&at| columns[at].priority < 9)
        .collect();
    let Some(width) = width else {
        return shown.into_iter().map(|at| (at, natural[at])).collect();
    };
    // A name is worth more than one more column; the most important column always stays.
    let least = |at: usize| {
        let Column {
            title,
            min,
            max,
            priority,
            ..
        } = columns[at];
        let least = usize::from(min).max(cells_of(title));
        let useful = if priority == 0 {
            NAME.min(usize::from(max))
        } else {
            0
        };
        natural[at].min(least.max(useful))
    };
    let most = |at: usize| natural[at].min(usize::from(columns[at].max).max(least(at)));
    let mut by_worth = shown;
    by_worth.sort_by_key(|&at| (columns[at].priority, at));
    let mut kept: Vec<(usize, usize)> = Vec::new();
    let mut used = 0;
    for at in by_worth {
        let gap = if kept.is_empty() { 0 } else { GAP };
        if kept.is_empty() || used + gap + least(at) <= width {
            used += gap + least(at);
            kept.push((at, least(at)));
        }
    }
    // What is left over goes to the cells that are cut, most important first.
    for (at, wide) in &mut kept {
        let more = (most(*at) - *wide).min(width.saturating_sub(used));
        *wide += more;
        used += more;
    }
    if let [(_, only)] = kept.as_mut_slice() {
        *only = (*only).min(width.max(1));
    }
    kept.sort_unstable();
    kept
}
