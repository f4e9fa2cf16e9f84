//! Workbooks (XLSX and ODS) as rows: looked through before anything of them is believed, then read one cell after the
//! other. Formulas give the value they last had; macros, links to other files and hidden sheets are left alone.

mod limits;
mod number;
mod ods;
mod sheet;
mod xlsx;
mod xml;

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::spool::{Spool, Spooled};
use crate::{
    error::{Error, Result},
    text::nearest,
};

pub(super) use limits::FILE_BYTES;
use limits::Kind;

/// A workbook in memory.
type Book<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// A sheet of a workbook.
struct Sheet {
    name: String,
    hidden: bool,
    /// Where it lies: its part in the zip, or its number.
    place: String,
}

/// What was read, and what the person should be told of it.
pub(super) struct Opened {
    pub(super) rows: Spooled,
    pub(super) notes: Vec<String>,
}

/// Rows on their way out of a sheet.
struct Taken {
    spool: Spool,
    /// Whether a decimal comma stands in numbers, because the person said that amounts are written so.
    comma: bool,
    /// Numbers read without the dust that sums of fractions leave (`0.30000000000000004`).
    dusted: u64,
}

impl Taken {
    fn new(comma: bool) -> Self {
        Self {
            spool: Spool::new(),
            comma,
            dusted: 0,
        }
    }

    /// A number as its sheet shows it.
    fn number(&mut self, text: &str) -> String {
        let (shown, dust) = number::shown(text);
        self.dusted += u64::from(dust);
        if self.comma {
            shown.replace('.', ",")
        } else {
            shown
        }
    }
}

/// Reads one sheet of a workbook: the one named, or the first that is not hidden and has rows. Errors: no workbook,
/// one with a password, larger than the limits, no such sheet, no rows.
pub(super) fn read(bytes: &[u8], name: &str, sheet: Option<&str>, comma: bool) -> Result<Opened> {
    let kind = limits::look_through(bytes, name)?;
    let mut book = ZipArchive::new(Cursor::new(bytes)).map_err(|e| limits::broken(name, &e))?;
    let unreadable = |e: xml::Failed| match e {
        xml::Failed::Limit(e) => e,
        xml::Failed::Broken(why) => limits::broken(name, &why),
    };
    let mut xlsx = match kind {
        Kind::Xlsx => Some(xlsx::Xlsx::open(&mut book).map_err(unreadable)?),
        Kind::Ods => None,
    };
    let sheets = match &mut xlsx {
        Some(xlsx) => std::mem::take(&mut xlsx.sheets),
        None => ods::sheets(&mut book).map_err(unreadable)?,
    };
    let mut take = |sheet: &Sheet| -> Result<Taken> {
        let mut taken = Taken::new(comma);
        match &xlsx {
            Some(xlsx) => xlsx.rows(&mut book, sheet, &mut taken),
            None => ods::rows(&mut book, sheet, &mut taken),
        }
        .map_err(unreadable)?;
        Ok(taken)
    };
    let mut found = None;
    if let Some(wanted) = sheet {
        let sheet = named(&sheets, wanted, name)?;
        let taken = take(sheet)?;
        if taken.spool.rows == 0 {
            return Err(nothing(&format!(
                "The sheet “{}” of {name} has no rows",
                sheet.name
            )));
        }
        found = Some((sheet, taken));
    } else {
        for sheet in sheets.iter().filter(|s| !s.hidden) {
            let taken = take(sheet)?;
            if taken.spool.rows > 0 {
                found = Some((sheet, taken));
                break;
            }
        }
    }
    let (sheet, taken) =
        found.ok_or_else(|| nothing(&format!("No sheet of {name} that can be seen has rows")))?;
    let mut notes = vec![of_sheets(sheet, &sheets)];
    if taken.dusted > 0 {
        let n = taken.dusted;
        let numbers = if n == 1 { "number" } else { "numbers" };
        notes.push(format!(
            "{n} {numbers} read to 15 digits, as the sheet shows them (0.30000000000000004 is 0.3)"
        ));
    }
    Ok(Opened {
        rows: taken.spool.done()?,
        notes,
    })
}

fn nothing(what: &str) -> Error {
    Error::refused(format!("{what}."))
        .means("Nothing was imported.")
        .hint("Name another sheet with --sheet.")
}

fn named<'s>(sheets: &'s [Sheet], wanted: &str, name: &str) -> Result<&'s Sheet> {
    let exact = sheets.iter().find(|s| s.name == wanted);
    let alike = || {
        let lower = wanted.trim().to_lowercase();
        sheets
            .iter()
            .find(|s| s.name.trim().to_lowercase() == lower)
    };
    exact.or_else(alike).ok_or_else(|| {
        let near = nearest(wanted, sheets.iter().map(|s| s.name.as_str()))
            .map_or(String::new(), |n| format!(" Did you mean “{n}”?"));
        Error::refused(format!("{name} has no sheet “{wanted}”.{near}"))
            .means("Nothing was imported.")
            .hint(format!("Its sheets are: {}.", names(sheets.iter())))
    })
}

fn names<'s>(sheets: impl Iterator<Item = &'s Sheet>) -> String {
    const SHOWN: usize = 10;
    let all: Vec<&str> = sheets.map(|s| s.name.as_str()).collect();
    let more = all.len().saturating_sub(SHOWN);
    let shown = all[..all.len().min(SHOWN)].join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

fn of_sheets(sheet: &Sheet, sheets: &[Sheet]) -> String {
    let others = sheets.iter().filter(|s| s.name != sheet.name);
    if sheets.len() == 1 {
        return format!("sheet “{}”", sheet.name);
    }
    format!("sheet “{}” (not read: {})", sheet.name, names(others))
}

/// A part of a workbook, whatever the case of its name.
fn part<'z>(book: &'z mut Book<'_>, name: &str) -> Result<Option<impl Read + 'z>, xml::Failed> {
    let index = (0..book.len()).find(|n| {
        let found = book.name_for_index(*n).and_then(std::result::Result::ok);
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    });
    match index {
        None => Ok(None),
        Some(index) => book.by_index(index).map(Some).map_err(xml::broken),
    }
}
