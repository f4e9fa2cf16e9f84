//! The rows of a source, whatever it is: lines of text or what was set down of a workbook or of JSON. Rows that were
//! looked at to find the header come again.

use std::{collections::VecDeque, io::Read};

use super::{
    records::{Record, Records},
    spool::SpoolReader,
};
use crate::error::{Error, Result};

/// Rows, one after the other.
pub struct Rows<'s> {
    from: From<'s>,
    held: VecDeque<Record>,
    /// What is wrong with the row after those that are held.
    broken: Option<Error>,
    /// How many cells a row of a sheet has, where empty ones at its end are not kept.
    width: Option<usize>,
    taken: u64,
    header: Option<Vec<String>>,
    /// Whether the header was found: from then on rows of empty cells are as blank as empty lines.
    below: bool,
}

enum From<'s> {
    Text(Box<Records<Box<dyn Read + 's>>>),
    Spool(SpoolReader<'s>),
}

impl<'s> Rows<'s> {
    pub(super) fn text(from: Box<dyn Read + 's>, delimiter: Option<u8>) -> Result<Self> {
        let records = Records::new(from, delimiter)?;
        Ok(Self::of(From::Text(Box::new(records)), None))
    }

    pub(super) fn spooled(from: SpoolReader<'s>, header: Option<Vec<String>>) -> Self {
        Self::of(From::Spool(from), header)
    }

    fn of(from: From<'s>, header: Option<Vec<String>>) -> Self {
        Self {
            from,
            held: VecDeque::new(),
            broken: None,
            width: None,
            taken: 0,
            header,
            below: false,
        }
    }

    /// What stands between the cells; a comma where nothing does.
    pub fn delimiter(&self) -> u8 {
        match &self.from {
            From::Text(records) => records.delimiter(),
            From::Spool(_) => b',',
        }
    }

    /// What stands between the cells of a text; `None` where the rows were set down from something else.
    pub fn separator(&self) -> Option<u8> {
        (!self.is_sheet()).then(|| self.delimiter())
    }

    /// Bytes taken so far, of those the source says it has.
    pub fn bytes(&self) -> u64 {
        match &self.from {
            From::Text(records) => records.bytes,
            From::Spool(_) => self.taken,
        }
    }

    /// Whether empty cells at the end of a row are not there at all.
    pub(super) fn is_sheet(&self) -> bool {
        matches!(self.from, From::Spool(_))
    }

    /// The names of the columns, where the source has them apart from its rows.
    pub(super) fn own_header(&mut self) -> Option<Vec<String>> {
        self.header.take()
    }

    /// From now on rows of a sheet are as wide as its header, and columns are called as it says.
    pub(super) fn set_header(&mut self, header: &Record) {
        self.below = true;
        self.width = self.is_sheet().then_some(header.len());
        if let From::Text(records) = &mut self.from {
            records.set_names(header);
        }
    }

    /// Gives a row back: it comes before all that were not read yet.
    pub(super) fn put_back(&mut self, record: Record) {
        self.held.push_front(record);
    }

    /// The next row that is not blank; `false` at the end. Errors as those of [`Records::next`].
    pub fn next(&mut self, into: &mut Record) -> Result<bool> {
        while self.next_of_all(into)? {
            // Spreadsheets write the lines below their last one as cells without anything.
            if !self.below || into.len() < 2 || !into.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next_of_all(&mut self, into: &mut Record) -> Result<bool> {
        if let Some(held) = self.held.pop_front() {
            *into = held;
        } else if let Some(e) = self.broken.take() {
            // The names of columns are known by now.
            return Err(match &self.from {
                From::Text(records) => records.long_cell().unwrap_or(e),
                From::Spool(_) => e,
            });
        } else {
            let more = match &mut self.from {
                From::Text(records) => records.next(into)?,
                From::Spool(rows) => rows.next(into)?,
            };
            if !more {
                return Ok(false);
            }
            if self.is_sheet() {
                self.taken += into.cells().map(|c| c.len() as u64 + 4).sum::<u64>();
            }
        }
        if let Some(width) = self.width
            && into.len() < width
        {
            let missing = width - into.len();
            let cells = into.cells().chain(std::iter::repeat_n("", missing));
            *into = Record::of(into.line, cells);
        }
        Ok(true)
    }

    /// The rows up to a number of them, without taking them. What is wrong with a later row is told when it is its turn.
    pub fn look_ahead(&mut self, many: usize) -> Result<Vec<Record>> {
        let mut seen = Vec::new();
        let mut record = Record::default();
        while seen.len() < many {
            match self.next(&mut record) {
                Ok(true) => seen.push(std::mem::take(&mut record)),
                Ok(false) => break,
                Err(e) if seen.is_empty() => return Err(e),
                Err(e) => {
                    self.broken = Some(e);
                    break;
                }
            }
        }
        for one in seen.iter().rev() {
            self.put_back(one.clone());
        }
        Ok(seen)
    }

    /// The error of a source without a row.
    pub(super) fn empty(name: &str) -> Error {
        let name = if name == "-" { "Standard input" } else { name };
        Error::refused(format!("{name} is empty."))
            .means("Nothing was imported.")
            .hint("Check that it is the file you mean, and save it again.")
    }
}
