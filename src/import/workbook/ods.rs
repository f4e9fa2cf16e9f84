//! The sheets of an ODS workbook as rows. Cells and rows that say how often they repeat are believed only as far as
//! they hold something.

use std::io::Read;

use quick_xml::events::BytesStart;

use super::{
    Book, Sheet, Taken, part,
    xml::{Failed, Next, Part, attribute, broken},
};
use crate::{
    error::Error,
    import::records::{CELL_BYTES, COLUMNS},
};

/// Most rows of a sheet, in any program.
const ROWS: u64 = 1_048_576;

/// Its sheets; which one it is, is its number.
pub(super) fn sheets(book: &mut Book<'_>) -> Result<Vec<Sheet>, Failed> {
    let mut part = content(book)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut depth = 0_usize;
    loop {
        match part.next()? {
            Next::Start(e) if e.name().as_ref() == "table:table" => {
                // A table within a cell is no sheet.
                if depth == 0 {
                    sheets.push(Sheet {
                        name: attribute(&e, "table:name")?.unwrap_or_default(),
                        hidden: false,
                        place: sheets.len().to_string(),
                    });
                }
                depth += 1;
            }
            Next::End(name) if name == "table" => depth = depth.saturating_sub(1),
            Next::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

fn content<'z>(book: &'z mut Book<'_>) -> Result<Part<impl Read + 'z>, Failed> {
    let part = part(book, "content.xml")?;
    Ok(Part::new(
        part.ok_or_else(|| broken("its content is missing"))?,
    ))
}

/// Takes the rows of a sheet.
pub(super) fn rows(book: &mut Book<'_>, sheet: &Sheet, into: &mut Taken) -> Result<(), Failed> {
    let mut part = content(book)?;
    let (mut at, mut depth, mut row) = (0_usize, 0_usize, 0_u64);
    loop {
        match part.next()? {
            Next::Start(e) => match e.name().as_ref() {
                "table:table" => depth += 1,
                "table:table-row" if depth == 1 && at.to_string() == sheet.place => {
                    let times = repeats(&e, "table:number-rows-repeated")?;
                    let cells = cells(&mut part, row + 1, into)?;
                    if cells.iter().any(|c| !c.trim().is_empty()) {
                        if row.saturating_add(times) > ROWS {
                            return Err(Failed::Limit(
                                Error::refused(format!(
                                    "The sheet “{}” has more than {ROWS} rows.",
                                    sheet.name
                                ))
                                .means("Nothing was imported."),
                            ));
                        }
                        for n in 1..=times {
                            into.spool.push(row.saturating_add(n), &cells)?;
                        }
                    }
                    row = row.saturating_add(times);
                }
                _ => {}
            },
            Next::End(name) if name == "table" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    at += 1;
                }
            }
            Next::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn repeats(e: &BytesStart<'_>, name: &str) -> Result<u64, Failed> {
    match attribute(e, name)? {
        None => Ok(1),
        Some(n) => n
            .parse()
            .map_err(|_| broken(format!("it repeats something “{n}” times"))),
    }
}

/// The cells of the row that was opened, up to its end.
fn cells<R: Read>(part: &mut Part<R>, row: u64, into: &mut Taken) -> Result<Vec<String>, Failed> {
    let mut cells = Vec::new();
    // Empty cells take room only once something follows them.
    let mut empty = 0_u64;
    loop {
        match part.next()? {
            Next::Start(e)
                if matches!(
                    e.name().as_ref(),
                    "table:table-cell" | "table:covered-table-cell"
                ) =>
            {
                let times = repeats(&e, "table:number-columns-repeated")?;
                let element = e.local_name().as_ref().to_owned();
                let value = value(part, &e, &element, into)?;
                if value.is_empty() {
                    empty = empty.saturating_add(times);
                    continue;
                }
                let wide = (cells.len() as u64)
                    .saturating_add(empty)
                    .saturating_add(times);
                if wide > COLUMNS as u64 {
                    return Err(Failed::Limit(
                        Error::refused(format!("Row {row} has more than {COLUMNS} columns."))
                            .means("Nothing was imported.")
                            .hint("Leave out the columns that are not needed."),
                    ));
                }
                for _ in 0..empty {
                    cells.push(String::new());
                }
                empty = 0;
                for _ in 0..times {
                    cells.push(value.clone());
                }
            }
            Next::End(name) if name == "table-row" => return Ok(cells),
            Next::Eof => return Err(broken("a row ends too early")),
            _ => {}
        }
    }
}

/// The value of a cell, up to its end: what it says in figures, or its text.
fn value<R: Read>(
    part: &mut Part<R>,
    e: &BytesStart<'_>,
    element: &str,
    into: &mut Taken,
) -> Result<String, Failed> {
    let kind = attribute(e, "office:value-type")?.unwrap_or_default();
    let typed = match kind.as_str() {
        "float" | "percentage" | "currency" => attribute(e, "office:value")?,
        "date" => attribute(e, "office:date-value")?.map(|d| {
            d.strip_suffix("T00:00:00")
                .map_or_else(|| d.replace('T', " "), str::to_owned)
        }),
        "boolean" => attribute(e, "office:boolean-value")?,
        "string" => attribute(e, "office:string-value")?,
        _ => None,
    };
    let text = text(part, element)?;
    Ok(match typed {
        Some(figure) if matches!(kind.as_str(), "float" | "percentage" | "currency") => {
            into.number(&figure)
        }
        Some(typed) => typed,
        None => text,
    })
}

/// The paragraphs of a cell; remarks on it are no part of it.
fn text<R: Read>(part: &mut Part<R>, element: &str) -> Result<String, Failed> {
    let (mut text, mut remark, mut paragraphs) = (String::new(), 0_usize, 0_usize);
    let mut inside = false;
    loop {
        match part.next()? {
            Next::Start(e) => match e.name().as_ref() {
                "office:annotation" => remark += 1,
                _ if remark > 0 => {}
                "text:p" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside = true;
                }
                "text:s" => {
                    let n = repeats(&e, "text:c")?.min(CELL_BYTES as u64 + 1);
                    text.extend((0..n).map(|_| ' '));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
            Next::End(name) if name == "p" && remark == 0 => inside = false,
            Next::End(name) if name == "annotation" => remark = remark.saturating_sub(1),
            Next::End(name) if name == element => return Ok(text),
            Next::Text(more) if remark == 0 && inside => text.push_str(&more),
            Next::Eof => return Err(broken("a cell ends too early")),
            _ => {}
        }
    }
}
