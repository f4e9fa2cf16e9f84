//! The US form 1099-NEC by partner: its columns, and what was paid as rows; nothing is asked of the book.

use super::{
    Cell, Column, Mark, Row, Table,
    cells::{amounts, int, text},
    columns::{left, right},
};
use crate::{
    domain::{
        money::{Money, Totals},
        tax::Home,
    },
    error::Result,
    store::{TaxRow, TaxYear},
};

/// Columns, most important first where it matters.
const COLUMNS: &[Column] = &[
    left("partner", "Partner", 14, 32, 0),
    right("paid", "Paid", 10, 16, 0),
    right("threshold", "From", 8, 12, 2),
    left("verdict", "1099-NEC", 10, 18, 0),
    left("tax_form", "Tax form", 8, 12, 0),
    right("processors", "By processors", 10, 16, 1),
    right("other", "Other currencies", 10, 24, 3),
    right("payouts", "Payouts", 7, 7, 4),
    left("country", "Country", 7, 8, 2),
    left("slug", "Short name", 8, 24, 5),
];

/// The labels of the sums below it.
const LABELS: [&str; 4] = ["over", "under", "country unknown", "by processors"];

/// The report of a year.
///
/// # Errors
/// A sum is beyond what amounts hold.
pub fn tax(year: &TaxYear) -> Result<Table> {
    let mut sums: Vec<(&str, Totals)> = LABELS.map(|label| (label, Totals::new())).to_vec();
    let mut rows = Vec::with_capacity(year.rows.len());
    for row in &year.rows {
        let label = verdict(row, year.threshold).1;
        for (name, totals) in &mut sums {
            if *name == label {
                totals.add(row.counted)?;
            }
            if *name == "by processors" {
                totals.add(row.processors)?;
            }
        }
        rows.push(cells(row, year.threshold));
    }
    let footer = sums
        .into_iter()
        .map(|(label, totals)| {
            let sums: Vec<Money> = totals.iter().filter(|m| !m.is_zero()).collect();
            (label.to_owned(), sums)
        })
        .filter(|(_, sums)| !sums.is_empty())
        .collect();
    Ok(Table {
        columns: COLUMNS.to_vec(),
        rows,
        footer,
    })
}

/// Whether it is to be reported, as a mark and a word.
fn verdict(row: &TaxRow, threshold: Money) -> (Mark, &'static str) {
    match row.home {
        Home::Unknown => (Mark::Attention, "country unknown"),
        _ if row.counted.minor >= threshold.minor => (Mark::Attention, "over"),
        _ => (Mark::None, "under"),
    }
}

fn cells(row: &TaxRow, threshold: Money) -> Row {
    let (mark, word) = verdict(row, threshold);
    let form = match &row.form {
        Some(form) => text(form.clone()),
        None => Cell::State(Mark::Attention, "missing".to_owned()),
    };
    let country = if row.home == Home::UnitedStates {
        text("US".to_owned())
    } else {
        Cell::Empty
    };
    Row {
        id: row.partner,
        cells: vec![
            text(row.name.clone()),
            Cell::Money(row.counted),
            Cell::Money(threshold),
            Cell::State(mark, word.to_owned()),
            form,
            Cell::Money(row.processors),
            amounts(&row.other),
            int(row.payouts),
            country,
            text(row.slug.clone()),
        ],
    }
}
