//! Rows that were refused: the first of them for the person, all of them in a file that can be mended and fed again.

use std::{
    collections::VecDeque,
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{Record, row::Refused};
use crate::{
    domain::header::{REJECTED_BECAUSE, is_reason, reason_with},
    error::{Error, Result},
    store::may_be_replaced,
};

/// How many refused rows are shown.
pub const SHOWN: usize = 20;

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Its line in the file.
    pub line: u64,
    /// Column, value and reason.
    pub why: Refused,
}

impl Reject {
    /// `line 12, column close_date “03/04/2024”: is not an ISO day …`.
    pub fn shown(&self) -> String {
        let Refused {
            column,
            value,
            reason,
        } = &self.why;
        let line = self.line;
        match (column.is_empty(), value.is_empty()) {
            (true, _) => format!("line {line}: {reason}"),
            (false, true) => format!("line {line}, column {column}: {reason}"),
            (false, false) => format!("line {line}, column {column}, “{}”: {reason}", brief(value)),
        }
    }
}

fn brief(value: &str) -> String {
    const CHARS: usize = 60;
    if value.chars().count() <= CHARS {
        return value.to_owned();
    }
    let cut: String = value.chars().take(CHARS).collect();
    format!("{cut}~")
}

/// Collects refused rows: their number, the first of them in order of line, and the file of all of them if one was
/// asked for.
pub struct Rejects {
    /// How many.
    pub count: u64,
    shown: VecDeque<Reject>,
    to: Option<PathBuf>,
    header: Vec<String>,
    /// Words by which they are read again.
    again: Option<String>,
    delimiter: u8,
    out: Option<csv::Writer<BufWriter<NamedTempFile>>>,
}

impl Rejects {
    /// None yet. `to`: where all of them are to be written, with the header and delimiter of the file they came `from`.
    /// Errors: that is the file itself, whose good rows would be lost, or nothing that a file may take the place of.
    pub fn new(to: Option<&Path>, from: &Path, header: &[String], delimiter: u8) -> Result<Self> {
        if let Some(to) = to {
            may_be_replaced(to)?;
            if to
                .canonicalize()
                .is_ok_and(|to| from.canonicalize().is_ok_and(|from| to == from))
            {
                return Err(Error::refused(format!(
                    "{} is the file that is imported: its good rows would be lost.",
                    to.display()
                ))
                .means("Nothing was imported.")
                .hint("Name another file for the rejected rows."));
            }
        }
        Ok(Self {
            count: 0,
            shown: VecDeque::new(),
            to: to.map(Path::to_path_buf),
            header: header.to_vec(),
            again: None,
            delimiter,
            out: None,
        })
    }

    /// Says by which words they are read again: a column that is no field of ours carries them in its header.
    pub fn read_again_by(&mut self, words: Option<String>) {
        self.again = words;
    }

    /// Only counts and shows them from now on: nothing is written.
    pub fn write_none(&mut self) {
        self.to = None;
    }

    /// Adds one.
    pub fn add(&mut self, record: &Record, why: Refused) -> Result<()> {
        self.count += 1;
        let reject = Reject {
            line: record.line,
            why,
        };
        if self.to.is_some() {
            self.write(record, &reject)?;
        }
        let at = self.shown.partition_point(|r| r.line <= reject.line);
        if at < SHOWN {
            self.shown.insert(at, reject);
            self.shown.truncate(SHOWN);
        }
        Ok(())
    }

    /// The first of them, in order of line.
    pub fn shown(&self) -> impl Iterator<Item = &Reject> {
        self.shown.iter()
    }

    /// The cells go out as they came in: they are the person's own, and must be the same when they are fed again.
    fn write(&mut self, record: &Record, reject: &Reject) -> Result<()> {
        let again = self.header.first().is_some_and(|h| is_reason(h));
        if self.out.is_none()
            && let Some(to) = &self.to
        {
            let folder = to
                .parent()
                .filter(|p| !p.as_os_str().is_empty())
                .unwrap_or(Path::new("."));
            let beside = NamedTempFile::new_in(folder).map_err(|e| {
                Error::failed(format!("The file {} cannot be written: {e}.", to.display()))
                    .means("Nothing was imported.")
            })?;
            let mut out = csv::WriterBuilder::new()
                .delimiter(self.delimiter)
                .flexible(true)
                .from_writer(BufWriter::new(beside));
            let names = self.header.iter().map(String::as_str);
            let because = self
                .again
                .as_deref()
                .map_or_else(|| REJECTED_BECAUSE.to_owned(), reason_with);
            let names = names.skip(usize::from(again));
            out.write_record(std::iter::once(because.as_str()).chain(names))
                .map_err(unwritten)?;
            self.out = Some(out);
        }
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        let why = reject.shown();
        let cells = record.cells().skip(usize::from(again));
        out.write_record(std::iter::once(why.as_str()).chain(cells))
            .map_err(unwritten)
    }

    /// Writes out all of them so far. To be called before anything is saved: a full disk shows here.
    pub fn flush(&mut self) -> Result<()> {
        let Some(out) = &mut self.out else {
            return Ok(());
        };
        let flushed = out
            .flush()
            .and_then(|()| out.get_ref().get_ref().as_file().sync_all());
        flushed.map_err(|e| unwritten(csv::Error::from(e)))
    }

    /// Puts the file in its place, if there is anything in it. Returns where it is.
    pub fn finish(&mut self) -> Result<Option<PathBuf>> {
        let (Some(out), Some(to)) = (self.out.take(), &self.to) else {
            return Ok(None);
        };
        let file: File = out
            .into_inner()
            .map_err(|e| unwritten(csv::Error::from(std::io::Error::other(e.to_string()))))?
            .into_inner()
            .map_err(|e| unwritten(csv::Error::from(std::io::Error::other(e.to_string()))))?
            .persist(to)
            .map_err(|e| unwritten(csv::Error::from(e.error)))?;
        file.sync_all()?;
        Ok(Some(to.clone()))
    }
}

#[allow(clippy::needless_pass_by_value)] // the shape map_err wants
fn unwritten(e: csv::Error) -> Error {
    Error::failed(format!("The rejected rows cannot be written: {e}."))
        .means("Nothing was imported.")
}
