//! A file that is about to be taken in: opened and checked, with the decision which column is which and how its days and
//! amounts are written. Nothing of it is in the book yet.

use super::{named_by_file, reading::Reading};
use crate::{
    error::Result,
    import::{Amounts, Field, HeaderAt, Mapping, Rows, Source, head},
    ops::{Cx, stopped},
};

/// A file that was opened.
pub(in crate::ops) struct Opened {
    /// The file.
    pub(in crate::ops) source: Source,
    /// Which column is which.
    pub(in crate::ops) mapping: Mapping,
    /// How its amounts are written.
    pub(in crate::ops) amounts: Amounts,
    /// What a person should know of how it was read.
    pub(in crate::ops) notes: Vec<String>,
    delimiter: Option<u8>,
    header: HeaderAt,
}

impl Opened {
    /// Opens the file that `reading` names.
    pub(in crate::ops) fn open(
        fields: &'static [Field],
        reading: &Reading,
        cx: &mut Cx<'_>,
    ) -> Result<Self> {
        let amounts = reading.amounts(cx.store.view().currency()?)?;
        let delimiter = reading.delimiter()?;
        let progress = cx.progress;
        let stdin = cx
            .stdin
            .as_mut()
            .map(|s| &mut **s as &mut dyn std::io::Read);
        let mut source = Source::open(&reading.file, stdin, &reading.shape()?, &mut |_| {
            if progress.stop() {
                Err(stopped())
            } else {
                Ok(())
            }
        })?;
        let mut notes = std::mem::take(&mut source.notes);
        let name = source.name.clone();
        let mut rows = source.rows(delimiter)?;
        let head = head::find(&mut rows, reading.header(), &name)?;
        drop(rows);
        let mut wishes = reading.wishes();
        named_by_file::settle(&mut wishes, &name, cx.store.view())?;
        let mapping = Mapping::decide(fields, &head.header, &wishes).map_err(|mut e| {
            if head.guessed {
                let line = head.header.line;
                e.message = format!(
                    "{} The header was taken from line {line}; --header-row names another.",
                    e.message
                );
            }
            e
        })?;
        notes.extend(head.notes);
        Ok(Self {
            source,
            mapping,
            amounts,
            notes,
            delimiter,
            header: reading.header(),
        })
    }

    /// Its rows below the header, and which column is which.
    pub(in crate::ops) fn rows(&mut self) -> Result<(&Mapping, Rows<'_>)> {
        let name = self.source.name.clone();
        let mut rows = self.source.rows(self.delimiter)?;
        head::find(&mut rows, self.header, &name)?;
        Ok((&self.mapping, rows))
    }
}
