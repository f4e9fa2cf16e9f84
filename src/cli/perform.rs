//! One operation of a command line: its questions asked, its confirmation, its run, what it returned printed.

use std::{
    ffi::OsString,
    io::{IsTerminal, stderr, stdin},
    path::PathBuf,
};

use clap::ArgMatches;

use super::{
    Format, ask, output,
    progress::{self, Consent, not_confirmed},
    settle::{read, settle, without_rejected},
};
use crate::{
    domain::day::Day,
    error::{Error, Kind as ErrorKind, Result},
    ops::{Cx, Entry, Kept, Kind, Outcome, Progress, import_book, line, registry},
    store::{Origin, Store},
};

/// An operation asked for on a command line.
pub(super) struct Request {
    /// The book.
    pub path: PathBuf,
    /// The day it is.
    pub today: Day,
    /// How the result is printed.
    pub format: Format,
    /// The command line, with the program's name.
    pub args: Vec<OsString>,
    /// Say nothing but errors.
    pub quiet: bool,
    /// What would be asked is answered with yes.
    pub yes: bool,
}

impl Request {
    /// Whether there is a person to ask.
    pub(super) fn may_ask(&self) -> bool {
        self.consent() == Consent::Person
    }

    fn consent(&self) -> Consent {
        let silent = self.format == Format::Json;
        if self.yes {
            Consent::Given
        } else if !silent && ask::somebody(&self.args) && stderr().is_terminal() {
            Consent::Person
        } else {
            let quiet = self.quiet;
            Consent::Nobody { silent, quiet }
        }
    }
}

/// Asks, runs, prints; returns the exit code.
pub(super) fn operation(matches: &ArgMatches, mut request: Request) -> Result<u8> {
    let (entry, args) = located(matches)?;
    let silent = request.format == Format::Json;
    let progress = progress::Line::watch(request.quiet || silent, request.consent())?;
    // A whole book may be read into a file that is not there yet.
    let new = entry.spec.path == import_book::PATH && !request.path.exists();
    let bookless = registry::WITHOUT_BOOK.contains(&entry.spec.path) && !request.path.exists();
    let mut store = if bookless {
        import_book::unkept(request.today)?
    } else if new {
        import_book::begin(&request.path, request.today)?
    } else if matches!(entry.spec.kind, Kind::Read | Kind::Files) {
        Store::open_for_reading(&request.path)?
    } else {
        Store::open(&request.path)?
    };
    // Not locked for long: questions are answered on it too, where it is the terminal.
    let mut input = Kept::of(stdin());
    let mut cx = Cx {
        store: &mut store,
        today: request.today,
        origin: Origin::Shell,
        command: words(&request.args),
        progress: &progress,
        stdin: Some(&mut input),
    };
    let outcome = attempt(entry, args, &mut request, &progress, &mut cx);
    if new && !outcome.as_ref().is_ok_and(|o| o.op.is_some()) {
        // Nothing was read into it: an empty book would only be in the way of the next try.
        drop(store);
        std::fs::remove_file(&request.path)?;
    }
    progress.clear();
    let outcome = match outcome {
        Err(e) if e.kind == ErrorKind::Interrupted => {
            let code = progress.stopped_code();
            output::error(&e, code, request.format == Format::Json);
            return Ok(code);
        }
        outcome => outcome?,
    };
    output::outcome(&outcome, entry.spec.kind, request.format, request.quiet)?;
    Ok(match (outcome.problems, outcome.rejected) {
        (true, _) => ErrorKind::Problems.exit_code(),
        (_, true) => ErrorKind::Refused.exit_code(),
        _ => 0,
    })
}

/// Asks, and runs it; once more without what was rejected, if that is what a person wants.
fn attempt(
    entry: &'static Entry,
    args: &ArgMatches,
    request: &mut Request,
    progress: &progress::Line,
    cx: &mut Cx<'_>,
) -> Result<Outcome> {
    let mut again: Option<ArgMatches> = None;
    loop {
        let (entry, args) = again.as_ref().map_or(Ok((entry, args)), located)?;
        let (answered, mut outcome) = settle(entry, args, request, progress, cx)?;
        let (entry, args) = answered.as_ref().map_or(Ok((entry, args)), located)?;
        let Some((question, add)) = without_rejected(&outcome, args).filter(|_| request.may_ask())
        else {
            return Ok(outcome);
        };
        // What to type instead is what is asked next.
        outcome
            .said
            .truncate(outcome.said.find('\n').unwrap_or(outcome.said.len()));
        output::outcome(&outcome, entry.spec.kind, request.format, request.quiet)?;
        if !ask::yes(&question)? {
            return Err(not_confirmed());
        }
        request.args.extend(add);
        again = Some(read(request, cx)?);
        progress.begin_again();
    }
}

/// Runs it as it stands, with a yes where one is needed.
pub(super) fn run_as_it_is(
    entry: &Entry,
    args: &ArgMatches,
    request: &Request,
    progress: &progress::Line,
    cx: &mut Cx<'_>,
) -> Result<Outcome> {
    confirm(entry, args, request, progress, cx)?;
    progress.begin_again();
    let mut outcome = (entry.run)(args, cx)?;
    progress.clear();
    if progress.agreed() && outcome.op.is_some() {
        told_before(&mut outcome);
    }
    Ok(outcome)
}

pub(super) fn located(matches: &ArgMatches) -> Result<(&'static Entry, &ArgMatches)> {
    registry::locate(matches).ok_or_else(|| {
        Error::usage("There is no such command.").hint("`partnerbook --help` lists them.")
    })
}

/// Asks for a yes where one is needed. Where nobody can be asked, what it would be asked about is told.
fn confirm(
    entry: &Entry,
    args: &ArgMatches,
    request: &Request,
    progress: &progress::Line,
    cx: &mut Cx<'_>,
) -> Result<()> {
    if request.yes {
        return Ok(());
    }
    let question = (entry.confirm)(args, cx)?;
    progress.clear();
    question.map_or(Ok(()), |question| progress.confirm(&question))
}

/// What a person just saw and said yes to is not told once more: only what came of it.
fn told_before(outcome: &mut Outcome) {
    let Some(trial) = &outcome.trial else {
        return;
    };
    let posted = trial.posting().map(|posted| format!("{posted}.\n"));
    outcome.said.insert_str(0, &posted.unwrap_or_default());
    outcome.record = None;
    outcome.files.clear();
}

/// The command line as it goes into the log: without the program's name and the book's path, quoted where needed.
pub(super) fn words(args: &[OsString]) -> String {
    let mut words = Vec::new();
    let mut rest = args.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(word) = rest.next() {
        if word == "--db" {
            rest.next();
        } else if !word.starts_with("--db=") {
            words.push(word.into_owned());
        }
    }
    line::join(words)
}
