//! One operation of a command line: its questions asked, its confirmation, its run, what it returned printed.

use std::{
    ffi::OsString,
    io::{IsTerminal, Read, stderr, stdin},
    path::PathBuf,
};

use clap::ArgMatches;

use super::{Format, ask, command, output, progress};
use crate::{
    domain::day::Day,
    error::{Error, Kind as ErrorKind, Result},
    ops::{Choice, Cx, Entry, Kind, Outcome, import_book, line, registry},
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
    fn may_ask(&self) -> bool {
        self.format != Format::Json && !self.yes && stdin().is_terminal() && stderr().is_terminal()
    }
}

/// Asks, runs, prints; returns the exit code.
pub(super) fn operation(matches: &ArgMatches, mut request: Request) -> Result<u8> {
    let (entry, args) = located(matches)?;
    let progress = progress::Line::watch(request.quiet || request.format == Format::Json)?;
    // A whole book may be read into a file that is not there yet.
    let new = entry.spec.path == import_book::PATH && !request.path.exists();
    let mut store = if new {
        import_book::begin(&request.path, request.today)?
    } else if matches!(entry.spec.kind, Kind::Read | Kind::Files) {
        Store::open_for_reading(&request.path)?
    } else {
        Store::open(&request.path)?
    };
    // Not locked for long: questions are answered on it too.
    let mut input = stdin();
    let mut cx = Cx {
        store: &mut store,
        today: request.today,
        origin: Origin::Shell,
        command: words(&request.args),
        progress: &progress,
        stdin: Some(&mut input as &mut dyn Read),
    };
    let outcome = through(entry, args, &mut request, &progress, &mut cx);
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

fn located(matches: &ArgMatches) -> Result<(&'static Entry, &ArgMatches)> {
    registry::locate(matches).ok_or_else(|| {
        Error::usage("There is no such command.").hint("`partnerbook --help` lists them.")
    })
}

/// Confirms and runs, and asks what stood in the way, until nothing is left to ask: each answer is words that the command
/// line gets. Asked after and not before, so that a file without questions is read and checked once.
fn through(
    entry: &'static Entry,
    args: &ArgMatches,
    request: &mut Request,
    progress: &progress::Line,
    cx: &mut Cx<'_>,
) -> Result<Outcome> {
    let mut answered: Option<ArgMatches> = None;
    let mut asked: Vec<Choice> = Vec::new();
    loop {
        let (entry, args) = match &answered {
            Some(matches) => located(matches)?,
            None => (entry, args),
        };
        let ended =
            confirm(entry, args, request, progress, cx).and_then(|()| (entry.run)(args, cx));
        progress.clear();
        // A question about how a file is read is an error of its run; one about its rows held the run back.
        let mut open = match &ended {
            Ok(outcome) => outcome.questions().to_vec(),
            Err(e) if matches!(e.kind, ErrorKind::Interrupted | ErrorKind::Unconfirmed) => {
                Vec::new()
            }
            // What cannot be asked about stays the error it is.
            Err(_) => (entry.choices)(args, cx).unwrap_or_default(),
        };
        if open.is_empty() {
            return ended;
        }
        if !request.may_ask()
            && let Some(refusal) = Choice::unanswered(&open)
        {
            return Err(refusal);
        }
        let choice = open.swap_remove(0);
        if asked.contains(&choice) {
            return Err(Error::failed(format!(
                "The answer did not settle this: {}",
                choice.question
            ))
            .means("Nothing was changed."));
        }
        let Some(words_of_it) = ask::one_of(&choice)? else {
            return Err(
                Error::new(ErrorKind::Unconfirmed, "Not answered.").means("Nothing was changed.")
            );
        };
        request.args.extend(words_of_it.iter().map(OsString::from));
        asked.push(choice);
        let matches = command()
            .try_get_matches_from(&request.args)
            .map_err(|e| Error::usage(e.to_string().trim_end().to_owned()))?;
        answered = Some(matches);
        cx.command = words(&request.args);
    }
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
    let Some(question) = question else {
        return Ok(());
    };
    if !request.may_ask() {
        if request.format != Format::Json {
            output::say(&question, request.quiet);
        }
        return Err(Error::new(
            ErrorKind::Unconfirmed,
            "This needs a confirmation, and there is nobody to ask.",
        )
        .means("Nothing was changed.")
        .hint("Say it with --yes."));
    }
    if !ask::yes(&question)? {
        return Err(
            Error::new(ErrorKind::Unconfirmed, "Not confirmed.").means("Nothing was changed.")
        );
    }
    Ok(())
}

/// The command line as it goes into the log: without the program's name and the book's path, quoted where needed.
fn words(args: &[OsString]) -> String {
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
