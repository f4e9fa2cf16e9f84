//! The forecast as a table: a row a month, or a month and program or partner; the figures are the store's.

use super::{
    Cell, Column, Row, Table,
    cells::amounts,
    columns::{left, right, unsorted},
};
use crate::{
    domain::money::Totals,
    error::Result,
    store::{By, ForecastReport},
};

const MONTH: Column = unsorted(left("month", "Month", 7, 7, 0));
const REVENUE: Column = unsorted(right("revenue", "Revenue assumed", 10, 40, 2));
const OWED: Column = unsorted(right("owed", "Commission", 10, 40, 0));
const PROGRAM: Column = unsorted(left("program", "Program", 12, 40, 1));
const PARTNER: Column = unsorted(left("partner", "Partner", 12, 40, 1));

/// The rows, with sums per currency below.
pub fn forecast(report: &ForecastReport, by: Option<By>, partner: bool) -> Result<Table> {
    let columns = match (by, partner) {
        (None, false) => vec![MONTH, REVENUE, OWED],
        (None, true) => vec![MONTH, OWED],
        (Some(By::Program), _) => vec![MONTH, PROGRAM, OWED],
        (Some(By::Partner), _) => vec![MONTH, PARTNER, OWED],
    };
    let (mut revenue, mut owed) = (Totals::new(), Totals::new());
    let mut rows = Vec::with_capacity(report.rows.len());
    for (id, one) in (1..).zip(&report.rows) {
        revenue.add_all(&one.revenue)?;
        owed.add_all(&one.owed)?;
        let mut cells = vec![Cell::Text(one.month.to_string())];
        match (by, partner) {
            (None, false) => cells.push(amounts(&one.revenue)),
            (None, true) => {}
            (Some(_), _) => cells.push(one.name.clone().map_or(Cell::Empty, Cell::Text)),
        }
        cells.push(amounts(&one.owed));
        rows.push(Row { id, cells });
    }
    let mut footer = Vec::new();
    if !revenue.is_empty() {
        footer.push(("Revenue assumed".to_owned(), revenue.iter().collect()));
    }
    if !owed.is_empty() {
        footer.push(("Commission".to_owned(), owed.iter().collect()));
    }
    Ok(Table {
        columns,
        rows,
        footer,
    })
}
