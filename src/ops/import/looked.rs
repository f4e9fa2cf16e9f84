//! A file that is looked at before anything is decided: its header and what every column holds.

use super::reading::Reading;
use crate::{
    error::Result,
    import::{Source, head, survey::Survey},
    ops::{Cx, stopped},
};

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

impl Looked {
    /// Looks at the file that `reading` names, in one pass over its rows.
    pub(in crate::ops) fn at(reading: &Reading, cx: &mut Cx<'_>) -> Result<Self> {
        let progress = cx.progress;
        let go_on = || {
            if progress.stop() {
                Err(stopped())
            } else {
                Ok(())
            }
        };
        let stdin = cx
            .stdin
            .as_mut()
            .map(|s| &mut **s as &mut dyn std::io::Read);
        let mut source = Source::open(&reading.file, stdin, &reading.shape()?, &mut |_| go_on())?;
        let name = source.name.clone();
        let total = source.bytes;
        let notes = std::mem::take(&mut source.notes);
        let mut rows = source.rows(reading.delimiter()?)?;
        let head = head::find(&mut rows, reading.header(), &name)?;
        let header: Vec<String> = head.header.cells().map(|h| h.trim().to_owned()).collect();
        let survey = Survey::of(&mut rows, header.len(), &mut |bytes| {
            progress.tell(bytes, total, "bytes");
            go_on()
        })?;
        let mut read_as = vec![match survey.rows {
            1 => "1 row".to_owned(),
            n => format!("{n} rows"),
        }];
        if let Some(separator) = rows.separator() {
            if notes.iter().all(|n| !n.starts_with("read as")) {
                read_as.push("UTF-8".to_owned());
            }
            read_as.push(separator_word(separator));
        }
        read_as.extend(notes);
        read_as.extend(head.notes);
        Ok(Self {
            name,
            header,
            survey,
            read_as,
        })
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
