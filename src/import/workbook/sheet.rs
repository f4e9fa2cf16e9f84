//! One sheet of an XLSX workbook as rows: each cell at its own place, whatever the sheet says of its size.

use std::io::Read;

use super::{
    Taken, number, xlsx,
    xml::{Failed, Next, Part, attribute, broken},
};
use crate::{error::Error, import::records::COLUMNS};

/// What cells refer to.
pub(super) struct Cells {
    pub(super) texts: Vec<String>,
    /// For each style, whether it shows days.
    pub(super) days: Vec<bool>,
    pub(super) from_1904: bool,
}

/// A cell without its value.
struct Cell {
    column: usize,
    kind: String,
    day: bool,
}

/// Takes the rows of a sheet.
pub(super) fn rows<R: Read>(
    mut part: Part<R>,
    cells: &Cells,
    into: &mut Taken,
) -> Result<(), Failed> {
    let (mut row, mut column) = (0_u64, 0);
    let mut values: Vec<String> = Vec::new();
    loop {
        match part.next()? {
            Next::Start(e) => match e.local_name().as_ref() {
                "row" => {
                    let said = attribute(&e, "r")?;
                    let at = match said {
                        Some(said) => said.parse().map_err(|_| broken("a row has no number"))?,
                        None => row + 1,
                    };
                    if at <= row {
                        return Err(broken(format!("row {at} comes after row {row}")));
                    }
                    (row, column) = (at, 0);
                    values.clear();
                }
                "c" => {
                    let place = attribute(&e, "r")?;
                    let at = match place {
                        Some(place) => column_of(&place)
                            .ok_or_else(|| broken(format!("“{place}” is no place of a cell")))?,
                        None => column,
                    };
                    let style: usize = attribute(&e, "s")?
                        .and_then(|s| s.parse().ok())
                        .unwrap_or(0);
                    let cell = Cell {
                        column: at,
                        kind: attribute(&e, "t")?.unwrap_or_default(),
                        day: cells.days.get(style).copied().unwrap_or(false),
                    };
                    column = at + 1;
                    let value = value(&mut part, &cell, cells, into)?;
                    put(&mut values, &cell, value, row)?;
                }
                _ => {}
            },
            Next::End(name) if name == "row" => {
                into.spool.push(row, &values)?;
                values.clear();
            }
            Next::End(name) if name == "sheetData" => return Ok(()),
            Next::Eof => return Err(broken("the sheet ends too early")),
            _ => {}
        }
    }
}

/// Puts a value in its column. Empty cells far out, as formats leave them, take no room.
fn put(values: &mut Vec<String>, cell: &Cell, value: String, row: u64) -> Result<(), Failed> {
    if value.is_empty() {
        return Ok(());
    }
    if cell.column >= COLUMNS {
        return Err(Failed::Limit(
            Error::refused(format!("Row {row} has more than {COLUMNS} columns."))
                .means("Nothing was imported.")
                .hint("Leave out the columns that are not needed."),
        ));
    }
    if values.len() <= cell.column {
        values.resize(cell.column + 1, String::new());
    }
    values[cell.column] = value;
    Ok(())
}

/// The value of the cell that was opened, up to its end.
fn value<R: Read>(
    part: &mut Part<R>,
    cell: &Cell,
    cells: &Cells,
    into: &mut Taken,
) -> Result<String, Failed> {
    let mut value = String::new();
    loop {
        match part.next()? {
            Next::Start(e) => match e.local_name().as_ref() {
                "v" => {
                    let raw = part.text("v", &[])?;
                    if cell.kind != "inlineStr" {
                        value = shown(&raw, cell, cells, into)?;
                    }
                }
                "is" => value = xlsx::rich(part, "is")?,
                "f" => {
                    // How it is reckoned says nothing about what it gave.
                    part.text("f", &[])?;
                }
                _ => {}
            },
            Next::End(name) if name == "c" => return Ok(value),
            Next::Eof => return Err(broken("a cell ends too early")),
            _ => {}
        }
    }
}

fn shown(raw: &str, cell: &Cell, cells: &Cells, into: &mut Taken) -> Result<String, Failed> {
    Ok(match cell.kind.as_str() {
        "s" => {
            let text = raw.trim().parse::<usize>().ok();
            let text = text.and_then(|at| cells.texts.get(at));
            text.ok_or_else(|| broken("a cell refers to a text that is missing"))?
                .clone()
        }
        "b" => if raw.trim() == "1" { "true" } else { "false" }.to_owned(),
        "str" => raw.replace("_x000D_", ""),
        "e" | "d" => raw.to_owned(),
        _ if raw.trim().is_empty() => String::new(),
        _ => {
            let day = cell.day.then(|| number::day(raw, cells.from_1904));
            day.flatten().unwrap_or_else(|| into.number(raw))
        }
    })
}

/// The column of a place such as `AB12`, from 0.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        let nth = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(nth)?;
    }
    let rest = place.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let digits = !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit());
    column.checked_sub(1).filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_columns() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("XFD1048576"), Some(16_383));
        for bad in ["", "1", "A", "A1B", "ÄÄ1", "ZZZZZZZZZZZZZZZZZZZZ1"] {
            assert_eq!(column_of(bad), None, "{bad}");
        }
    }
}
