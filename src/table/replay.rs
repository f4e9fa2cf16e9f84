//! History under other terms as tables: a row per partner and currency, or per payment; the figures are the store's.

use super::{
    Cell, Column, Row, Table,
    columns::{day, left, right, unsorted},
};
use crate::{
    domain::{facts::Source, id::Noun},
    error::Result,
    store::ReplayReport,
};

const PARTNERS: &[Column] = &[
    unsorted(left("partner", "Partner", 14, 40, 0)),
    unsorted(right("now", "As it is", 10, 26, 2)),
    unsorted(right("then", "Under these terms", 10, 26, 1)),
    unsorted(right("difference", "Difference", 10, 26, 0)),
    unsorted(left("currency", "Currency", 3, 8, 6)),
    unsorted(left("slug", "Short name", 8, 30, 9)),
];

const THINGS: &[Column] = &[
    unsorted(left("earned_on", "Line", 3, 12, 0)),
    unsorted(day("day", "Day", 3)),
    unsorted(left("company", "Company", 12, 32, 1)),
    unsorted(left("partner", "Partner", 12, 32, 2)),
    unsorted(right("now", "As it is", 9, 26, 2)),
    unsorted(right("then", "Under these terms", 9, 26, 1)),
    unsorted(right("difference", "Difference", 9, 26, 0)),
];

/// A row per partner and currency, the largest change first; sums per currency below.
pub fn partners(report: &ReplayReport) -> Result<Table> {
    let rows = report.partners.iter().map(|one| Row {
        id: one.partner,
        cells: vec![
            Cell::Text(one.name.clone()),
            Cell::Money(one.old),
            Cell::Money(one.new),
            Cell::Money(one.change),
            Cell::Text(one.old.currency.to_string()),
            Cell::Text(one.slug.clone()),
        ],
    });
    Ok(Table {
        columns: PARTNERS.to_vec(),
        rows: rows.collect(),
        footer: footer(report)?,
    })
}

/// The payments and fixed sums that differ most.
pub fn things(report: &ReplayReport) -> Result<Table> {
    let rows = report.most.iter().map(|one| {
        let (id, name) = match one.source {
            Source::Line(id) => (id, Noun::Revenue.id(id)),
            Source::Referral(id) => (id, Noun::Referral.id(id)),
        };
        Row {
            id,
            cells: vec![
                Cell::Text(name.to_string()),
                Cell::Day(one.day),
                Cell::Text(one.company.clone()),
                Cell::Text(one.partner.clone()),
                Cell::Money(one.old),
                Cell::Money(one.new),
                Cell::Money(one.change),
            ],
        }
    });
    Ok(Table {
        columns: THINGS.to_vec(),
        rows: rows.collect(),
        footer: footer(report)?,
    })
}

fn footer(report: &ReplayReport) -> Result<Vec<(String, Vec<crate::domain::money::Money>)>> {
    let (old, new, change) = report.totals()?;
    Ok([
        ("As it is", old),
        ("Under these terms", new),
        ("Difference", change),
    ]
    .into_iter()
    .map(|(word, sums)| (word.to_owned(), sums.iter().collect()))
    .collect())
}
