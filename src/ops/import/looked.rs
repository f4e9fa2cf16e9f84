//! A file that is looked at before anything is decided: its header and what every column holds.

use super::reading::Reading;
use crate::{
    error::{Error, Result},
    import::{Mapping, Record, Source, Wishes, head, survey::Survey},
    ops::{Cx, Progress},
};

/// A file that was opened, of which only the header is known.
pub(in crate::ops) struct OpenFile {
    /// Its name, without the folders.
    pub(in crate::ops) name: String,
    /// The names of its columns, each once.
    pub(in crate::ops) header: Vec<String>,
    source: Source,
    notes: Vec<String>,
}

/// A file that was looked at.
pub(in crate::ops) struct Looked {
    /// Its name, without the folders.
    pub(in crate::ops) name: String,
    /// The names of its columns, each once.
    pub(in crate::ops) header: Vec<String>,
    /// What they hold.
    pub(in crate::ops) survey: Survey,
    /// How it was read, in words: `214 rows`, `UTF-8`, `comma`.
    pub(in crate::ops) read_as: Vec<String>,
}

impl OpenFile {
    /// Opens the file that `reading` names.
    pub(in crate::ops) fn of(reading: &Reading, cx: &mut Cx<'_>) -> Result<Self> {
        let progress = cx.progress;
        let mut source = Source::open(&reading.file, cx.input(), &reading.shape()?, &mut |_| {
            go_on(progress)
        })?;
        let name = source.name.clone();
        let mut notes = std::mem::take(&mut source.notes);
        let mut rows = source.rows(reading.delimiter()?)?;
        let head = head::find(&mut rows, reading.header(), &name)?;
        let header = head.header.cells().map(|h| h.trim().to_owned()).collect();
        let separator = rows.separator();
        drop(rows);
        if let Some(separator) = separator {
            notes.insert(0, separator_word(separator));
            if notes.iter().all(|n| !n.starts_with("read as")) {
                notes.insert(0, "UTF-8".to_owned());
            }
        }
        notes.extend(head.notes);
        Ok(Self {
            name,
            header,
            source,
            notes,
        })
    }

    /// Looks at the rows that `only` wants, in one pass.
    pub(in crate::ops) fn look(
        mut self,
        reading: &Reading,
        only: Vec<String>,
        cx: &Cx<'_>,
    ) -> Result<Looked> {
        let progress = cx.progress;
        let total = self.source.bytes;
        let names = Record::of(1, self.header.iter().map(String::as_str));
        let wishes = Wishes {
            only,
            ..Wishes::default()
        };
        let wanted = Mapping::decide(&[], &names, &wishes)?;
        let mut rows = self.source.rows(reading.delimiter()?)?;
        head::find(&mut rows, reading.header(), &self.name)?;
        let survey = Survey::of(&mut rows, &wanted, &mut |bytes| {
            progress.tell(bytes, total, "bytes");
            go_on(progress)
        })?;
        let rows = match survey.rows {
            1 => "1 row".to_owned(),
            n => format!("{n} rows"),
        };
        self.notes.insert(0, rows);
        Ok(Looked {
            name: self.name,
            header: self.header,
            survey,
            read_as: self.notes,
        })
    }
}

fn go_on(progress: &dyn Progress) -> Result<()> {
    if progress.stop() {
        Err(Error::stopped())
    } else {
        Ok(())
    }
}

fn separator_word(separator: u8) -> String {
    match separator {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "pipe".to_owned(),
        other => format!("“{}” between cells", char::from(other)),
    }
}
