//! A table as CSV (RFC 4180) that a spreadsheet reads without running anything in it.

use super::{Cell, Table};
use crate::{
    error::{Error, Result},
    text::csv_guard,
};

/// A header of keys, then the rows. An amount takes two columns, `x` and `x_currency`; several amounts one, written
/// `12.00 USD; 3.00 EUR`. Text that a spreadsheet would run as a formula gets a `'` before it.
pub fn text(table: &Table) -> Result<String> {
    let money: Vec<bool> = (0..table.columns.len())
        .map(|at| {
            table
                .rows
                .iter()
                .any(|row| matches!(row.cells.get(at), Some(Cell::Money(_))))
        })
        .collect();
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut header = Vec::new();
    for (column, money) in table.columns.iter().zip(&money) {
        header.push(column.key.to_owned());
        if *money {
            header.push(format!("{}_currency", column.key));
        }
    }
    write(&mut out, &header)?;
    for row in &table.rows {
        let mut record = Vec::with_capacity(header.len());
        for (cell, money) in row.cells.iter().zip(&money) {
            record.push(field(cell));
            if *money {
                record.push(match cell {
                    Cell::Money(m) => m.currency.code().to_owned(),
                    _ => String::new(),
                });
            }
        }
        write(&mut out, &record)?;
    }
    let bytes = out
        .into_inner()
        .map_err(|e| Error::failed(format!("The CSV could not be written: {}.", e.error())))?;
    String::from_utf8(bytes)
        .map_err(|e| Error::failed(format!("The CSV could not be written: {e}.")))
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::State(_, text) => csv_guard(text).into_owned(),
        other => other.plain(),
    }
}

fn write(out: &mut csv::Writer<Vec<u8>>, record: &[String]) -> Result<()> {
    out.write_record(record)
        .map_err(|e| Error::failed(format!("The CSV could not be written: {e}.")))
}
