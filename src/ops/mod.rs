//! Operations: each capability is one type in one file, declared once; command, form, palette line, help, completion
//! and history line follow from it. No drawing and no printing here.

pub mod args;
mod book;
mod choice;
mod commission;
pub mod customer;
pub mod export;
mod facts;
pub mod forecast;
pub mod import;
pub mod import_book;
pub mod init;
mod input;
mod known_as;
pub mod line;
mod link;
pub mod list;
mod mapping;
mod merge;
mod overlap;
pub mod pace;
pub mod partner;
mod payout;
mod pipeline;
mod program;
pub mod referral;
pub mod registry;
mod revenue;
mod reward;
pub mod share;
pub mod sheet;
pub mod stats;

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches};

pub use input::{Input, Kept};

use crate::{
    domain::day::Day,
    error::{Error, Result},
    store::{Ask, Origin, Store, Watch},
    table::Table,
};

/// What an operation does to the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads the book only.
    Read,
    /// Writes the book; undoable.
    Write,
    /// Writes the book and cannot be undone, or records money as paid: asks first.
    Money,
    /// Writes files outside the book.
    Files,
}

/// The part of an operation that clap does not hold.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// `noun verb`: the command, the palette line and the key table all use it.
    pub path: &'static str,
    /// What it does to the world.
    pub kind: Kind,
    /// Other names of the verb.
    pub aliases: &'static [&'static str],
}

/// What the screen has selected: prefill for forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// `partner`, `referral`, `customer`, `commission`, `payout`, `operation`, …: the noun of the rows.
    pub noun: &'static str,
    /// Ids of the picked rows, or of the row under the cursor.
    pub ids: Vec<i64>,
    /// How each id is written on a command line (`northwind`, `R128`, `P3`), in the same order.
    pub names: Vec<String>,
}

/// What an operation did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// One sentence for the status line or stderr; empty for pure reads.
    pub said: String,
    /// The data, for stdout or a screen.
    pub table: Option<Table>,
    /// Data that is no table: an object for `show` commands, printed as text and as JSON.
    pub record: Option<Record>,
    /// The same as the record, with amounts to line up and marks: laid out by whoever knows how wide it may be.
    pub sheet: Option<Box<sheet::Sheet>>,
    /// Data for stdout as it is, byte for byte: documents that other programs read.
    pub raw: Option<String>,
    /// Files written.
    pub files: Vec<PathBuf>,
    /// Undo is possible: the operation's number in the log.
    pub op: Option<i64>,
    /// Some input was rejected though the rest was done: exit code 4.
    pub rejected: bool,
    /// `check` found problems: exit code 8.
    pub problems: bool,
    /// The payout run it drafted: where the work goes on.
    pub run: Option<i64>,
    /// The questions of the trial held it back, and whoever is there is to be asked them.
    pub asks: bool,
    /// What taking a file in did or would do, row by row.
    pub trial: Option<Box<import::trial::Trial>>,
}

/// How a form differs from the command line it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Arguments a form needs although a command line may leave them out.
    pub needs: &'static [&'static str],
    /// Arguments that only a command line has.
    pub without: &'static [&'static str],
}

/// A question that only a person can answer before an operation runs; each answer is words of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it is about, so that a screen can put it beside the thing: a column's header, a name in the file.
    pub about: String,
    /// The question, with what makes it one.
    pub question: String,
    /// The answers: what each says to the person, and the words it adds to the command line.
    pub answers: Vec<(String, Vec<String>)>,
}

/// One thing shown in full: readable lines, and the same as JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Lines as a person reads them.
    pub lines: Vec<String>,
    /// The same facts for programs; money is `{"amount":"1.00","currency":"USD"}`.
    pub json: serde_json::Value,
}

/// What a running operation may touch.
pub struct Cx<'a> {
    /// The book.
    pub store: &'a mut Store,
    /// Today, as the user's clock or `PARTNERBOOK_TODAY` says it.
    pub today: Day,
    /// Where the request came from.
    pub origin: Origin,
    /// The request as a command line, for the log.
    pub command: String,
    /// Tells progress and asks whether to stop.
    pub progress: &'a dyn Progress,
    /// What standard input holds, for operations that take `-`. `None` where there is none (a screen).
    pub stdin: Option<&'a mut dyn Input>,
}

impl Cx<'_> {
    /// The same on behalf of another command line.
    fn on_behalf(&mut self, command: String) -> Cx<'_> {
        Cx {
            store: &mut *self.store,
            today: self.today,
            origin: self.origin,
            command,
            progress: self.progress,
            stdin: self.stdin.as_mut().map(|i| &mut **i as &mut dyn Input),
        }
    }

    /// What standard input holds, from its first byte; `None` where there is none (a screen).
    pub fn input(&mut self) -> Option<&mut dyn std::io::Read> {
        let input = self.stdin.as_mut()?;
        input.again();
        Some(&mut **input)
    }

    /// What the log is to hold of this request.
    pub fn ask(&self) -> Ask {
        Ask::new(self.origin, self.command.clone(), self.today)
    }
}

/// Progress of long work; also how it learns that it should stop, or that what it came to is wanted.
pub trait Progress: Send + Sync {
    /// `done` of `total` (0: unknown) of `what` ("rows", "bytes").
    fn tell(&self, done: u64, total: u64, what: &str);
    /// `rows` were taken so far, and `done` of the `total` bytes they stand in.
    fn tell_rows(&self, rows: u64, done: u64, total: u64) {
        let _ = rows;
        self.tell(done, total, "bytes");
    }
    /// The user wants it stopped: roll back and return [`Error::stopped`].
    fn stop(&self) -> bool;
    /// Whether [`Progress::confirm`] asks for a yes; else nobody is there who could be asked while work is held.
    fn confirms(&self) -> bool {
        false
    }
    /// Asks for a yes to go on; an error where the answer is none.
    fn confirm(&self, question: &str) -> Result<()> {
        let _ = question;
        Ok(())
    }
    /// A file was taken in, and is saved next: an error keeps it out of the book.
    fn before_saving(&self, trial: &import::trial::Trial) -> Result<()> {
        let _ = trial;
        Ok(())
    }
}

/// Progress that nobody watches.
pub struct Quiet;
impl Progress for Quiet {
    fn tell(&self, _: u64, _: u64, _: &str) {}
    fn stop(&self) -> bool {
        false
    }
}

/// Long writes of the book shown and stopped as all work is.
pub(crate) struct Watched<'a>(pub(crate) &'a dyn Progress);

impl Watch for Watched<'_> {
    fn tell(&self, done: u64, total: u64, what: &str) -> Result<()> {
        self.0.tell(done, total, what);
        if self.0.stop() {
            return Err(Error::stopped());
        }
        Ok(())
    }
}

/// A capability.
pub trait Operation: Args + FromArgMatches + 'static {
    /// Its name and kind.
    const SPEC: Spec;

    /// Does it.
    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome>;

    /// What the selection puts into the form before the person sees it: (argument id, value).
    fn prefill(_: &Selection) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// How its form differs from its command line.
    const FORM: Form = Form {
        needs: &[],
        without: &[],
    };

    /// Whether its form shows, while it is filled in, what it would do.
    const PREVIEWS: bool = false;

    /// What it would do as it is filled in so far; `None` where there is nothing to add. Changes nothing; an error is
    /// what running it would answer.
    fn preview(&self, _: &mut Cx<'_>) -> Result<Option<Record>> {
        Ok(None)
    }

    /// What must be decided before it runs. Where nobody can be asked, running it refuses with the words to add.
    fn choices(&self, _: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Ok(Vec::new())
    }

    /// What a confirmation must say before it runs: `None` if it need not ask. Money and overwriting only.
    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(None)
    }
}

/// An operation with its type erased, for the registry.
pub struct Entry {
    /// Name and kind.
    pub spec: Spec,
    /// Its clap command: also the schema of its form.
    pub command: fn() -> Command,
    /// Parses and runs.
    pub run: fn(&ArgMatches, &mut Cx<'_>) -> Result<Outcome>,
    /// See [`Operation::prefill`].
    pub prefill: fn(&Selection) -> Vec<(&'static str, String)>,
    /// See [`Operation::FORM`].
    pub form: Form,
    /// See [`Operation::PREVIEWS`].
    pub previews: bool,
    /// See [`Operation::preview`].
    pub preview: fn(&ArgMatches, &mut Cx<'_>) -> Result<Option<Record>>,
    /// See [`Operation::choices`].
    pub choices: fn(&ArgMatches, &mut Cx<'_>) -> Result<Vec<Choice>>,
    /// See [`Operation::confirm`].
    pub confirm: fn(&ArgMatches, &mut Cx<'_>) -> Result<Option<String>>,
}

impl Entry {
    /// Erases the type of an operation.
    pub const fn of<T: Operation>() -> Self {
        fn command<T: Operation>() -> Command {
            let name = T::SPEC.path.rsplit(' ').next().unwrap_or(T::SPEC.path);
            T::augment_args(Command::new(name).visible_aliases(T::SPEC.aliases.iter().copied()))
        }
        // A saved mapping is words of the command line: they are there before anything else looks at it, and it is
        // them that the log keeps.
        fn parse<T: Operation>(m: &ArgMatches, cx: &mut Cx<'_>) -> Result<T> {
            let applied = import::remembered::applied(T::SPEC.path, command::<T>, m, cx)?;
            let m = applied.as_ref().map_or(m, |a| &a.matches);
            let parsed = T::from_arg_matches(m).map_err(|e| Error::usage(e.to_string()))?;
            if let Some(applied) = applied {
                cx.command = applied.line;
            }
            Ok(parsed)
        }
        fn run<T: Operation>(m: &ArgMatches, cx: &mut Cx<'_>) -> Result<Outcome> {
            parse::<T>(m, cx)?.run(cx)
        }
        fn confirm<T: Operation>(m: &ArgMatches, cx: &mut Cx<'_>) -> Result<Option<String>> {
            parse::<T>(m, cx)?.confirm(cx)
        }
        fn preview<T: Operation>(m: &ArgMatches, cx: &mut Cx<'_>) -> Result<Option<Record>> {
            parse::<T>(m, cx)?.preview(cx)
        }
        fn choices<T: Operation>(m: &ArgMatches, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
            parse::<T>(m, cx)?.choices(cx)
        }
        Self {
            spec: T::SPEC,
            choices: choices::<T>,
            form: T::FORM,
            previews: T::PREVIEWS,
            preview: preview::<T>,
            command: command::<T>,
            run: run::<T>,
            prefill: T::prefill,
            confirm: confirm::<T>,
        }
    }
}
