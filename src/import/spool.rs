//! Rows of a file that is no text table, set down once so that they can be read like one: in memory while few, in a
//! nameless temporary file when many. Every size is bounded here, whatever the file says of itself.

use std::io::{BufReader, BufWriter, Read, Seek, Write};

use tempfile::SpooledTempFile;

use super::records::{CELL_BYTES, COLUMNS, Record};
use crate::error::{Error, Result};

const IN_MEMORY: usize = 8 << 20;
/// Most text a file may unfold into: a few letters of a workbook can stand for the same cell a million times.
const TEXT_BYTES: u64 = 256 << 20;

/// Rows being set down.
pub(super) struct Spool {
    out: BufWriter<SpooledTempFile>,
    pub(super) rows: u64,
    text: u64,
}

impl Spool {
    pub(super) fn new() -> Self {
        Self {
            out: BufWriter::new(SpooledTempFile::new(IN_MEMORY)),
            rows: 0,
            text: 0,
        }
    }

    /// Sets a row down without the empty cells at its end; a row of nothing is left out. `at` is its place in the file.
    pub(super) fn push(&mut self, at: u64, cells: &[String]) -> Result<()> {
        let end = cells.iter().rposition(|c| !c.trim().is_empty());
        let Some(cells) = end.map(|end| &cells[..=end]) else {
            return Ok(());
        };
        if cells.len() > COLUMNS {
            return Err(
                Error::refused(format!("Row {at} has more than {COLUMNS} columns."))
                    .means("Nothing was imported.")
                    .hint("Leave out the columns that are not needed."),
            );
        }
        self.out.write_all(&at.to_le_bytes())?;
        self.size(cells.len())?;
        for (n, cell) in (1..).zip(cells) {
            let says = |what: String| {
                Error::refused(format!("Row {at}, column {n}: {what}."))
                    .means("Nothing was imported.")
            };
            if cell.len() > CELL_BYTES {
                return Err(says(format!(
                    "the cell is {} bytes, and {CELL_BYTES} is the most",
                    cell.len()
                ))
                .hint("Shorten it, or leave the column out."));
            }
            if cell.contains('\0') {
                return Err(says("the cell holds a NUL character".to_owned()));
            }
            self.size(cell.len())?;
            self.out.write_all(cell.as_bytes())?;
            self.text += cell.len() as u64 + 4;
        }
        self.rows += 1;
        if self.text > TEXT_BYTES {
            return Err(
                Error::refused("The file unfolds into more than 256 MB of text.")
                    .means("Nothing was imported.")
                    .hint("Save it as “CSV UTF-8” and import that: a CSV may be of any size."),
            );
        }
        Ok(())
    }

    fn size(&mut self, size: usize) -> Result<()> {
        let size = u32::try_from(size).map_err(|_| Error::failed("A row is too large."))?;
        Ok(self.out.write_all(&size.to_le_bytes())?)
    }

    /// The rows, to be read from the first on.
    pub(super) fn done(self) -> Result<Spooled> {
        let inner = self.out.into_inner();
        Ok(Spooled {
            file: inner.map_err(|e| Error::from(e.into_error()))?,
            rows: self.rows,
            bytes: self.text,
            header: None,
        })
    }
}

/// Rows that were set down.
pub(super) struct Spooled {
    file: SpooledTempFile,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    /// The names of the columns, where the file gives them apart from its rows.
    pub(super) header: Option<Vec<String>>,
}

impl Spooled {
    /// The rows from the first on.
    pub(super) fn read(&mut self) -> Result<SpoolReader<'_>> {
        self.file.rewind()?;
        Ok(SpoolReader {
            left: self.rows,
            from: BufReader::new(&mut self.file),
        })
    }
}

/// Gives back rows that were set down.
pub(super) struct SpoolReader<'s> {
    from: BufReader<&'s mut SpooledTempFile>,
    left: u64,
}

impl SpoolReader<'_> {
    /// The next row; `false` after the last.
    pub(super) fn next(&mut self, into: &mut Record) -> Result<bool> {
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let mut line = [0; 8];
        self.from.read_exact(&mut line)?;
        let mut cells = Vec::new();
        for _ in 0..self.size()? {
            let mut cell = vec![0; self.size()?];
            self.from.read_exact(&mut cell)?;
            cells.push(String::from_utf8(cell).map_err(|_| {
                Error::failed("The rows that were set aside came back changed.")
                    .means("Nothing was imported.")
            })?);
        }
        *into = Record::of(u64::from_le_bytes(line), cells.iter().map(String::as_str));
        Ok(true)
    }

    fn size(&mut self) -> Result<usize> {
        let mut size = [0; 4];
        self.from.read_exact(&mut size)?;
        Ok(u32::from_le_bytes(size) as usize)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_come_back_as_they_were_set_down() {
        let mut spool = Spool::new();
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>();
        spool.push(1, &row(&["a", "", "Ромашка\n2", ""])).unwrap();
        spool.push(2, &row(&["", " "])).unwrap();
        spool.push(7, &row(&["b"])).unwrap();
        assert!(spool.push(8, &row(&["a\0"])).is_err());
        let mut spooled = spool.done().unwrap();
        for _ in 0..2 {
            let (mut found, mut record) = (Vec::new(), Record::default());
            let mut rows = spooled.read().unwrap();
            while rows.next(&mut record).unwrap() {
                found.push((record.line, record.cells().collect::<Vec<_>>().join("|")));
            }
            assert_eq!(
                found,
                [(1, "a||Ромашка\n2".to_owned()), (7, "b".to_owned())]
            );
        }
        let long = "x".repeat(CELL_BYTES + 1);
        assert!(Spool::new().push(1, &row(&[&long])).is_err());
        assert!(Spool::new().push(1, &row(&["x"; COLUMNS + 1])).is_err());
    }
}
