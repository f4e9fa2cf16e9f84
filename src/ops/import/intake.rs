//! The one loop by which rows become records: read, checked, written in one transaction, or nothing at all.

use std::{cell::Cell, collections::HashSet};

use super::{
    opened::Opened,
    reading::{Existing, Reading},
    rejected, remembered,
    report::Tally,
    trial::{AllMade, Trial},
};
use crate::{
    domain::id::Noun as Id,
    error::{Error, Kind, Result},
    import::{Field, Mapping, Record, Refused, Rejects, Row},
    ops::{Choice, Cx, Outcome, Watched},
    store::{Ask, Tx},
};

/// From how many rows on the log keeps a range of ids instead of one change each.
const BULK_ROWS: u64 = 10_000;
/// How many rows go by between two looks at whether to stop.
const ROWS_A_LOOK: u64 = 1000;

/// One field of a record that a row changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) struct Edit {
    pub(in crate::ops) field: &'static str,
    pub(in crate::ops) before: String,
    pub(in crate::ops) after: String,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ops) enum Fate {
    /// A new record.
    New,
    /// A record that was in the book: its name, and what changed.
    Changed(String, Vec<Edit>),
    /// Said nothing new.
    Same,
    /// Must wait until every other row is in; taken in the order of this key.
    Later(String),
}

/// Why a row did not go in.
pub(in crate::ops) enum Stop {
    /// The row is refused; others may go on.
    Row(Refused),
    /// A person said to leave such rows out.
    Out,
    /// Whom it means may be on a later row; refused if it is on none. Not where rows that wait mean something else.
    Later(Refused),
    /// The whole import ends.
    Whole(Error),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Row(refused)
    }
}

impl From<Error> for Stop {
    /// What the book refuses is the fault of the row; everything else is the fault of something larger.
    fn from(e: Error) -> Self {
        if e.kind == Kind::Refused {
            return Self::Row(Refused {
                column: String::new(),
                value: String::new(),
                reason: e.message.trim_end_matches('.').to_owned(),
            });
        }
        Self::Whole(e)
    }
}

/// A kind of file: what a row of it means for the book.
pub(in crate::ops) trait Intake {
    /// Takes one row.
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop>;

    /// Takes a row that had to wait.
    fn take_late(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        self.take(tx, row)
    }

    /// Forgets what the row `mark` (see [`Tx::mark`]) made beside its own record: it was refused, and the book has nothing
    /// of it.
    fn forget(&mut self, mark: u64);

    /// What a person should know of the rows beside their number, in one line.
    fn remarks(&self) -> Option<String> {
        None
    }

    /// What only the person can say.
    fn questions(&self) -> Vec<Choice> {
        Vec::new()
    }

    /// Whether one of the questions must be answered before anything is saved, though no row was refused for it.
    fn must_ask(&self) -> bool {
        false
    }

    /// Records of other kinds that the rows made, such as customers nobody had entered.
    fn made(&self) -> AllMade {
        AllMade::default()
    }

    /// What follows from all rows together.
    fn finish(&mut self, _: &Tx<'_>) -> Result<()> {
        Ok(())
    }
}

/// What is imported, in words.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct Noun {
    pub(in crate::ops) one: &'static str,
    pub(in crate::ops) many: &'static str,
}

/// Records this file has spoken of already: saying the same twice is nothing, saying two things is refused.
#[derive(Debug, Default)]
pub(in crate::ops) struct Spoken {
    known: HashSet<i64>,
    /// Ids only grow: from this one on, every record was made by this file.
    first_new: Option<i64>,
}

impl Spoken {
    /// Whether to write a record that the file speaks of; refused if it said something else before. Not where records
    /// are to stay as they are.
    pub(in crate::ops) fn judge(
        &mut self,
        id: i64,
        equal: bool,
        row: &Row<'_>,
        field: usize,
    ) -> Result<bool, Refused> {
        let made_here = self.first_new.is_some_and(|first| id >= first);
        let first = !made_here && self.known.insert(id);
        if let (false, false, Some(kept)) = (equal, made_here, row.keeps) {
            kept.set(kept.get() + 1);
            return Ok(false);
        }
        if equal || first {
            return Ok(!equal);
        }
        Err(row.refuse(
            field,
            "stands on two lines of this file with different values",
        ))
    }

    /// Whether an earlier row of this file spoke of a record.
    pub(in crate::ops) fn met(&self, id: i64) -> bool {
        self.known.contains(&id) || self.first_new.is_some_and(|first| id >= first)
    }

    /// Notes a record that a row made.
    pub(in crate::ops) fn note(&mut self, id: i64) {
        self.first_new.get_or_insert(id);
    }
}

/// The refusal of a record that stands on two lines, with the fields in which they differ.
pub(in crate::ops) fn twice(mut why: Refused, edits: &[Edit]) -> Refused {
    let fields: Vec<&str> = edits.iter().map(|e| e.field).collect();
    if !fields.is_empty() {
        why.reason = format!("{}: {}", why.reason, fields.join(", "));
    }
    why
}

/// Takes a row whole: nothing is left of one that is refused. What a person left out was judged, and that is kept.
fn whole<I: Intake>(
    tx: &Tx<'_>,
    intake: &mut I,
    take: impl FnOnce(&mut I) -> Result<Fate, Stop>,
) -> Result<Result<Fate, Stop>> {
    let fate = take(intake);
    if matches!(fate, Ok(_) | Err(Stop::Out)) {
        tx.keep()?;
    } else if let Some(mark) = tx.take_back()? {
        intake.forget(mark);
    }
    Ok(fate)
}

/// Reads the file and takes its rows. `begin` is called with the mapping, inside the transaction.
pub(in crate::ops) fn bring_in<I: Intake>(
    fields: &'static [Field],
    noun: Noun,
    reading: &Reading,
    cx: &mut Cx<'_>,
    begin: impl FnOnce(&Tx<'_>, &Mapping) -> Result<I>,
) -> Result<Outcome> {
    let mut opened = Opened::open(fields, reading, cx)?.settled()?;
    let mut ask = Ask::new(cx.origin, cx.command.clone(), cx.today);
    ask.file = Some((opened.source.name.clone(), opened.source.sha256.clone()));
    ask.dry = reading.dry_run;
    ask.bulk = opened.source.lines > BULK_ROWS;
    let progress = cx.progress;
    let (name, total) = (opened.source.name.clone(), opened.source.bytes);
    let sha256 = opened.source.sha256.clone();
    let mut notes = std::mem::take(&mut opened.notes);
    let amounts = opened.amounts;
    let written = opened.written.clone();
    let (mapping, mut records) = opened.rows()?;
    let mut record = Record::default();
    let mut rejects = Rejects::new(
        reading.rejects.as_deref(),
        &reading.file,
        &mapping.headers,
        records.delimiter(),
    )?;
    rejects.read_again_by(rejected::words(&cx.command, mapping, &written));
    if reading.dry_run {
        rejects.write_none();
    }
    let keep = match &reading.save_mapping {
        Some(name) => {
            let view = cx.store.view();
            Some(remembered::to_keep(
                name,
                &cx.command,
                &mapping.headers,
                view,
            )?)
        }
        None => None,
    };
    let again = cx.store.view().imported(&sha256, noun.many)?;
    if let Some((op, day)) = &again {
        notes.push(format!(
            "the same file was imported as {} on {day}",
            Id::Operation.id(*op)
        ));
    }
    let mut tally = Tally::new(noun, name, notes, mapping, again);
    let kept = Cell::new(0);
    let width = mapping.headers.len();
    let row = |record: &Record| -> Result<(), Refused> {
        if record.len() == width {
            return Ok(());
        }
        let (has, cells) = (
            record.len(),
            if record.len() == 1 { "cell" } else { "cells" },
        );
        Err(Refused {
            column: String::new(),
            value: String::new(),
            reason: format!("has {has} {cells} where the header has {width}"),
        })
    };
    let nothing = Record::default();
    let blank = Row {
        record: &nothing,
        mapping,
        written: &written,
        amounts,
        keeps: (reading.existing == Existing::Skip).then_some(&kept),
    };
    let mut held_back = false;
    let work = |tx: &mut Tx<'_>| -> Result<(String, Trial)> {
        let mut intake = begin(tx, mapping)?;
        let mut later: Vec<(String, Record)> = Vec::new();
        while records.next(&mut record)? {
            let at = Row {
                record: &record,
                ..blank
            };
            let fate = match row(&record) {
                Err(ragged) => Err(Stop::Row(ragged)),
                Ok(()) if !mapping.wants(&record) => {
                    tally.left_out();
                    continue;
                }
                Ok(()) => whole(tx, &mut intake, |intake| intake.take(tx, &at))?,
            };
            tally.row();
            match fate {
                Ok(Fate::Later(key)) => later.push((key, record.clone())),
                Ok(fate) => tally.note(&at, fate),
                Err(Stop::Row(why)) => {
                    tally.refuse(&at, &why);
                    rejects.add(&record, why)?;
                }
                Err(Stop::Out) => tally.leave_out(),
                Err(Stop::Later(_)) => {
                    let cells: Vec<&str> = record.cells().collect();
                    later.push((cells.join("\u{1}"), record.clone()));
                }
                Err(Stop::Whole(e)) => return Err(e),
            }
            if tally.rows().is_multiple_of(ROWS_A_LOOK) {
                progress.tell_rows(tally.rows(), records.bytes(), total);
                if progress.stop() {
                    return Err(Error::stopped());
                }
            }
        }
        later.sort_by(|a, b| a.0.cmp(&b.0));
        for (n, (_, record)) in (0_u64..).zip(&later) {
            let at = Row { record, ..blank };
            match whole(tx, &mut intake, |intake| intake.take_late(tx, &at))? {
                Ok(fate) => tally.note(&at, fate),
                Err(Stop::Out) => tally.leave_out(),
                Err(Stop::Row(why) | Stop::Later(why)) => {
                    tally.refuse(&at, &why);
                    rejects.add(record, why)?;
                }
                Err(Stop::Whole(e)) => return Err(e),
            }
            if n % ROWS_A_LOOK == 0 && progress.stop() {
                return Err(Error::stopped());
            }
        }
        let conflict = reading.existing == Existing::Stop && tally.changes() > 0;
        held_back = (conflict || (rejects.count > 0 && !reading.skip_bad)) && !reading.dry_run;
        if !held_back {
            intake.finish(tx)?;
            held_back = intake.must_ask() && !reading.settles();
        }
        // What followed from all rows may be worth a word, and may have made records of its own.
        tally.close(intake.remarks(), intake.made(), intake.questions());
        if let (false, Some(mapping)) = (held_back, &keep) {
            tally.remembered(remembered::keep(tx, mapping)?);
        }
        let trial = tally.sum_up(rejects.count, kept.get(), reading.dry_run);
        if held_back {
            return Err(Error::refused("Something held the rows back."));
        }
        progress.tell_rows(tally.rows(), total, total);
        rejects.flush()?;
        Ok((tally.summary(rejects.count), trial))
    };
    let done = cx.store.write_if(&ask, &Watched(progress), work, |done| {
        let mut trial = done.value.clone();
        trial.set_posted(&done.posted);
        progress.before_saving(&trial)
    });
    let done = match done {
        Ok(done) => Some(done),
        Err(_) if held_back => None,
        Err(e) => return Err(e),
    };
    let file = rejects.finish().map_err(|e| match &done {
        Some(done) if done.op.is_some() => e.means("The good rows were saved."),
        _ => e,
    })?;
    Ok(tally.outcome(reading, &rejects, file, done.as_ref()))
}
