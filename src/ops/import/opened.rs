//! A file that is about to be taken in: opened and checked, with the decision which column is which and how its days and
//! amounts are written. Nothing of it is in the book yet.

use super::{asked, named_by_file, reading::Reading, rejected, remembered};
use crate::{
    error::{Error, Result},
    import::{Amounts, Field, HeaderAt, Mapping, Rows, Source, Written, head, own_list},
    ops::{Choice, Cx, Progress},
};

/// How many rows are looked at to see whose list it is.
const LOOKED_AT: usize = 30;

/// A file that was opened.
pub(in crate::ops) struct Opened {
    /// The file.
    pub(in crate::ops) source: Source,
    /// Which column is which.
    pub(in crate::ops) mapping: Mapping,
    /// How its amounts are to be taken.
    pub(in crate::ops) amounts: Amounts,
    /// How the days and amounts of each field are written.
    pub(in crate::ops) written: Written,
    /// What only the person can say of that. While there is something, no row is to be read.
    pub(in crate::ops) choices: Vec<Choice>,
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
        let mut source = Source::open(&reading.file, cx.input(), &reading.shape()?, &mut |_| {
            if progress.stop() {
                Err(Error::stopped())
            } else {
                Ok(())
            }
        })?;
        let mut notes = std::mem::take(&mut source.notes);
        let name = source.name.clone();
        let mut rows = source.rows(delimiter)?;
        let head = head::find(&mut rows, reading.header(), &name)?;
        let names: Vec<String> = head.header.cells().map(|h| h.trim().to_owned()).collect();
        let changed = remembered::header_question(reading, &names, cx.store.view())?;
        let mut wishes = reading.wishes();
        named_by_file::settle(&mut wishes, &name, cx.store.view())?;
        let mut mapping = Mapping::decide(fields, &head.header, &wishes).map_err(|mut e| {
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
        let first = rows.look_ahead(LOOKED_AT)?;
        drop(rows);
        mapping.guarded = source.is_text();
        let says = |field: &str| reading.says_of(field);
        if own_list::settle(&mut mapping, &first, says) {
            notes.push(own_list::NOTE.to_owned());
        }
        let mut opened = Self {
            written: rejected::beside(reading, &names, &mapping).written(&mapping)?,
            source,
            mapping,
            amounts,
            choices: changed.into_iter().collect(),
            notes,
            delimiter,
            header: reading.header(),
        };
        opened.find_written(progress)?;
        Ok(opened)
    }

    /// Looks at all rows, where it was not said how their days and amounts are written.
    fn find_written(&mut self, progress: &dyn Progress) -> Result<()> {
        if !self.written.lacks(&self.mapping) {
            return Ok(());
        }
        let before = self.written.clone();
        let mut written = before.clone();
        let total = self.source.bytes;
        let (mapping, rows) = self.rows()?;
        let open = written.find(mapping, rows, &mut |bytes| {
            progress.tell(bytes, total, "bytes");
            if progress.stop() {
                return Err(Error::stopped());
            }
            Ok(())
        })?;
        let choices = open.iter().map(|one| asked::about(&self.mapping, one));
        self.choices.extend(choices);
        self.notes.extend(written.found(&before, &self.mapping));
        self.written = written;
        Ok(())
    }

    /// The same, if nothing is left to ask; else the refusal with the words to add.
    pub(in crate::ops) fn settled(self) -> Result<Self> {
        match Choice::unanswered(&self.choices) {
            Some(refusal) => Err(refusal),
            None => Ok(self),
        }
    }

    /// What must be decided before a file is read.
    pub(in crate::ops) fn choices(
        fields: &'static [Field],
        reading: &Reading,
        cx: &mut Cx<'_>,
    ) -> Result<Vec<Choice>> {
        match Self::open(fields, reading, cx) {
            Ok(opened) => Ok(opened.choices),
            Err(e) => asked::about_file(reading, cx)?.map_or(Err(e), |choice| Ok(vec![choice])),
        }
    }

    /// Its rows below the header, and which column is which.
    pub(in crate::ops) fn rows(&mut self) -> Result<(&Mapping, Rows<'_>)> {
        let name = self.source.name.clone();
        let mut rows = self.source.rows(self.delimiter)?;
        head::find(&mut rows, self.header, &name)?;
        Ok((&self.mapping, rows))
    }
}
