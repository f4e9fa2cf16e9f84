//! Separated values (RFC 4180) as records with their line; strict about quotes, with bounds on every size.
//!
//! Ends of line may be LF, CRLF or CR. A quote only opens a cell at its start; elsewhere it is text.

use std::io::Read;

use super::delimiter;
use crate::error::{Error, Result};

/// Most columns a file may have.
pub const COLUMNS: usize = 500;
/// Most bytes a cell may have.
pub const CELL_BYTES: usize = 8 << 10;

/// One record: its cells and the line it starts on.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Line of its first character, from 1.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no cell at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell as it stands in the file; empty where there is none.
    pub fn cell(&self, i: usize) -> &str {
        let Some(end) = self.ends.get(i) else {
            return "";
        };
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.text[start..*end]
    }

    /// Whether nothing stands in any of its cells.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Every cell, in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.cell(i))
    }

    /// A record made of cells, for tests and for files that are no separated values.
    pub fn of<'a>(line: u64, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut record = Self {
            line,
            ..Self::default()
        };
        for cell in cells {
            record.text.push_str(cell);
            record.ends.push(record.text.len());
        }
        record
    }
}

/// Reads records one after another; holds one buffer, whatever the size of the file.
pub struct Records<R> {
    from: R,
    buffer: Vec<u8>,
    at: usize,
    len: usize,
    ended: bool,
    line: u64,
    delimiter: u8,
    cells: Vec<u8>,
    /// The names of the columns, once they are known: to name one that is too long.
    names: Vec<String>,
    /// A cell that was too long: its line, its column, its bytes.
    long: Option<(u64, usize, usize)>,
    /// Bytes taken so far.
    pub bytes: u64,
}

/// Where in a cell the reader is.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted cell: its end, or the first of two.
    Quote,
}

impl<R: Read> Records<R> {
    /// Starts on UTF-8 bytes: drops a byte order mark and a `sep=` line, and finds the delimiter if none is given.
    pub fn new(from: R, delimiter: Option<u8>) -> Result<Self> {
        let mut records = Self {
            from,
            buffer: vec![0; 64 << 10],
            at: 0,
            len: 0,
            ended: false,
            line: 1,
            delimiter: b',',
            cells: Vec::new(),
            names: Vec::new(),
            long: None,
            bytes: 0,
        };
        records.fill()?;
        if records.rest().starts_with(b"\xEF\xBB\xBF") {
            records.at += 3;
        }
        let named = match records.rest() {
            [b's', b'e', b'p', b'=', one, b'\r', b'\n', ..] => Some((*one, 7)),
            [b's', b'e', b'p', b'=', one, b'\r' | b'\n', ..] => Some((*one, 6)),
            _ => None,
        };
        if let Some((_, length)) = named {
            records.at += length;
            records.line = 2;
        }
        records.delimiter = match (delimiter, named) {
            (Some(given), _) => given,
            (None, Some((one, _))) => one,
            (None, None) => delimiter::of_header(records.rest())?,
        };
        Ok(records)
    }

    /// What stands between the cells.
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// Names the columns.
    pub(super) fn set_names(&mut self, header: &Record) {
        self.names = header.cells().map(str::to_owned).collect();
    }

    fn rest(&self) -> &[u8] {
        &self.buffer[self.at..self.len]
    }

    /// Fills the buffer as far as the file goes. Called only when all of it was used, or at the start.
    fn fill(&mut self) -> Result<()> {
        self.at = 0;
        self.len = 0;
        while !self.ended && self.len < self.buffer.len() {
            match self.from.read(&mut self.buffer[self.len..]) {
                Ok(0) => self.ended = true,
                Ok(n) => self.len += n,
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => {
                    return Err(Error::failed(format!(
                        "The file could not be read to its end: {e}."
                    ))
                    .means("Nothing was imported.")
                    .hint("Import it again once it is whole and no longer written to."));
                }
            }
        }
        self.bytes += self.len as u64;
        Ok(())
    }

    fn next_byte(&mut self) -> Result<Option<u8>> {
        if self.at == self.len {
            if self.ended {
                return Ok(None);
            }
            self.fill()?;
            if self.len == 0 {
                return Ok(None);
            }
        }
        let byte = self.buffer[self.at];
        self.at += 1;
        Ok(Some(byte))
    }

    /// The next record that is not a blank line; `false` at the end. Errors name the line: a quote that is never
    /// closed, text after a closing quote, more than [`COLUMNS`] cells, a cell of more than [`CELL_BYTES`].
    pub fn next(&mut self, into: &mut Record) -> Result<bool> {
        loop {
            self.cells.clear();
            into.ends.clear();
            into.text.clear();
            into.line = self.line;
            if !self.read_record(into)? {
                return Ok(false);
            }
            if into.ends.len() == 1 && self.cells.is_empty() {
                continue;
            }
            let text = std::str::from_utf8(&self.cells)
                .map_err(|_| Error::failed("The file changed while it was being read."))?;
            into.text.push_str(text);
            return Ok(true);
        }
    }

    /// One record, blank or not, into `cells` and `ends`; `false` if there is nothing left.
    fn read_record(&mut self, into: &mut Record) -> Result<bool> {
        let mut state = At::Start;
        let mut opened = self.line;
        let mut any = false;
        loop {
            let Some(byte) = self.next_byte()? else {
                if state == At::Quoted {
                    return Err(unclosed(opened));
                }
                if any {
                    self.end_cell(into)?;
                }
                return Ok(any);
            };
            any = true;
            if state == At::Quoted {
                match byte {
                    b'"' => state = At::Quote,
                    byte => {
                        if byte == b'\n' || (byte == b'\r' && self.rest().first() != Some(&b'\n')) {
                            self.line += 1;
                        }
                        self.cells.push(byte);
                        if self.too_long(into) {
                            return Err(self.measured(into, Some(opened)));
                        }
                    }
                }
                continue;
            }
            match byte {
                b'"' if state == At::Start => {
                    opened = self.line;
                    state = At::Quoted;
                }
                b'"' if state == At::Quote => {
                    self.cells.push(b'"');
                    state = At::Quoted;
                }
                byte if byte == self.delimiter => {
                    self.end_cell(into)?;
                    state = At::Start;
                }
                b'\r' | b'\n' => {
                    if byte == b'\r' {
                        if self.at == self.len && !self.ended {
                            self.fill()?;
                        }
                        if self.rest().first() == Some(&b'\n') {
                            self.at += 1;
                        }
                    }
                    self.line += 1;
                    self.end_cell(into)?;
                    return Ok(true);
                }
                // Blanks between a closing quote and the delimiter say nothing.
                b' ' if state == At::Quote => {}
                _ if state == At::Quote => {
                    return Err(refused(format!(
                        "On line {} there is text after a closing quote (\").",
                        self.line
                    ))
                    .hint("Double the quotes (\"\") that belong to the text."));
                }
                byte => {
                    self.cells.push(byte);
                    state = At::Plain;
                    self.push_plain(into)?;
                }
            }
        }
    }

    /// Takes the rest of an unquoted cell that is in the buffer, in one go.
    fn push_plain(&mut self, into: &Record) -> Result<()> {
        let delimiter = self.delimiter;
        let run = self
            .rest()
            .iter()
            .position(|b| *b == delimiter || *b == b'\n' || *b == b'\r')
            .unwrap_or(self.len - self.at);
        self.cells
            .extend_from_slice(&self.buffer[self.at..self.at + run]);
        self.at += run;
        if self.too_long(into) {
            return Err(self.measured(into, None));
        }
        Ok(())
    }

    fn too_long(&self, into: &Record) -> bool {
        let start = into.ends.last().copied().unwrap_or(0);
        self.cells.len() - start > CELL_BYTES
    }

    /// The error of a cell that is too long, with how long it is: the rest of it is counted and not kept. `quoted`: the
    /// line on which its quote opens.
    fn measured(&mut self, into: &Record, quoted: Option<u64>) -> Error {
        let start = into.ends.last().copied().unwrap_or(0);
        let mut bytes = self.cells.len() - start;
        let mut closing = false;
        loop {
            let byte = match self.next_byte() {
                Ok(Some(byte)) => byte,
                Ok(None) if quoted.is_some() && !closing => return unclosed(quoted.unwrap_or(0)),
                Ok(None) => break,
                Err(e) => return e,
            };
            let ends = byte == self.delimiter || byte == b'\n' || byte == b'\r';
            match (quoted, byte) {
                (None, _) if ends => break,
                (Some(_), b'"') if !closing => closing = true,
                (Some(_), byte) if closing && byte != b'"' => break,
                _ => {
                    closing = false;
                    bytes += 1;
                }
            }
        }
        self.long = Some((into.line, into.ends.len(), bytes));
        self.long_cell()
            .unwrap_or_else(|| unclosed(quoted.unwrap_or(0)))
    }

    /// The error of the cell that was too long, by the name its column has by now.
    pub(super) fn long_cell(&self) -> Option<Error> {
        let (line, column, bytes) = self.long?;
        let column = self.names.get(column).map_or_else(
            || format!("column {}", column + 1),
            |name| format!("column “{name}”"),
        );
        let (bytes, most) = (grouped(bytes), grouped(CELL_BYTES));
        Some(
            refused(format!(
                "Line {line}, {column}: the cell is {bytes} bytes; the limit is {most}."
            ))
            .hint("Shorten it, or leave that column out of the file."),
        )
    }

    fn end_cell(&mut self, into: &mut Record) -> Result<()> {
        if into.ends.len() == COLUMNS {
            return Err(refused(format!(
                "Line {} has more than {COLUMNS} columns.",
                into.line
            ))
            .hint("Check --delimiter, or leave out the columns that are not needed."));
        }
        into.ends.push(self.cells.len());
        Ok(())
    }
}

fn refused(message: String) -> Error {
    Error::refused(message).means("Nothing was imported.")
}

fn unclosed(line: u64) -> Error {
    refused(format!(
        "A quote (\") that opens on line {line} is never closed."
    ))
    .hint("Close it, or double it (\"\") if it belongs to the text.")
}

/// `8,192`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}
