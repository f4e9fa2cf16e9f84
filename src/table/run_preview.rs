//! What a run would pay, as a table: who gets what, who is left out and why, what to look at before.

use super::{
    Cell, Column, Mark, Row, Table,
    cells::{int, opt_money, opt_text, text},
    columns::{left, right, unsorted},
};
use crate::{domain::money::Totals, error::Result, store::RunRow};

/// Columns, most important first where it matters.
const COLUMNS: &[Column] = &[
    unsorted(left("partner", "Partner", 14, 32, 0)),
    unsorted(right("lines", "Lines", 5, 6, 3)),
    unsorted(right("earned", "Earned", 10, 16, 2)),
    unsorted(right("adjusted", "Adjust", 8, 14, 4)),
    unsorted(right("held", "On hold", 8, 14, 5)),
    unsorted(right("minimum", "Minimum", 8, 14, 6)),
    unsorted(right("to_pay", "To pay", 10, 16, 0)),
    unsorted(left("method", "Method", 6, 14, 1)),
    unsorted(left("why", "Checks", 12, 60, 0)),
];

/// One row of a run that is not drafted yet, as cells.
fn row(r: &RunRow) -> Row {
    let warns = r.checks.iter().any(|c| c.warns());
    let mark = match r.due.waits {
        Some(_) if r.due.balance.minor < 0 => Mark::Reversed,
        Some(_) => Mark::Waiting,
        None if warns => Mark::Attention,
        None => Mark::Done,
    };
    let mut words: Vec<String> = r.left_out().into_iter().collect();
    words.extend(r.checks.iter().map(|c| c.sentence()));
    if words.is_empty() {
        words.push("ready".to_owned());
    }
    Row {
        id: r.due.partner,
        cells: vec![
            text(r.partner_name.clone()),
            int(r.lines),
            Cell::Money(r.earned),
            Cell::Money(r.adjusted),
            Cell::Money(r.due.held),
            opt_money(r.minimum),
            Cell::Money(r.due.pay),
            opt_text(r.account.method.clone()),
            Cell::State(mark, words.join(" ")),
        ],
    }
}

/// All of them with what is paid and what waits, per currency.
pub fn run_preview(rows: &[RunRow]) -> Result<Table> {
    let (mut pay, mut waits) = (Totals::new(), Totals::new());
    for r in rows {
        if r.due.waits.is_none() {
            pay.add(r.due.pay)?;
        } else {
            waits.add(r.due.balance)?;
        }
    }
    let footer = [("to pay", pay), ("carried over", waits)]
        .into_iter()
        .filter(|(_, totals)| !totals.is_empty())
        .map(|(label, totals)| (label.to_owned(), totals.iter().collect()))
        .collect();
    Ok(Table {
        columns: COLUMNS.to_vec(),
        rows: rows.iter().map(row).collect(),
        footer,
    })
}
