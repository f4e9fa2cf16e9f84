//! The questions of an operation, asked until nothing is open: each answer is words that the command line gets. A question
//! can be gone back to. Decides nothing itself.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use clap::ArgMatches;

use super::{
    ask::{self, Answer},
    command,
    perform::{Request, located, run_as_it_is, words},
    progress,
};
use crate::{
    error::{Error, Kind as ErrorKind, Result},
    ops::{Choice, Cx, Entry, Outcome},
};

/// Runs an operation, asking what stood in its way until nothing is left to ask. Asked after and not before, so that a
/// file without questions is read and checked once. Returns the arguments with the answers, if there are any, and what
/// came of it.
pub(super) fn settle(
    entry: &'static Entry,
    args: &ArgMatches,
    request: &mut Request,
    progress: &progress::Line,
    cx: &mut Cx<'_>,
) -> Result<(Option<ArgMatches>, Outcome)> {
    let mut answered: Option<ArgMatches> = None;
    // What was asked, and how long the command line was before it was answered.
    let mut asked: Vec<(Choice, usize)> = Vec::new();
    loop {
        let (entry, args) = match &answered {
            Some(matches) => located(matches)?,
            None => (entry, args),
        };
        let ended = run_as_it_is(entry, args, request, progress, cx);
        // A question about how a file is read is an error of its run; one about its rows held the run back.
        let open = match &ended {
            Ok(outcome) => outcome.questions().to_vec(),
            Err(e) if matches!(e.kind, ErrorKind::Interrupted | ErrorKind::Unconfirmed) => {
                Vec::new()
            }
            // What cannot be asked about stays the error it is.
            Err(_) => (entry.choices)(args, cx).unwrap_or_default(),
        };
        let Some(choice) = open.first() else {
            return Ok((answered, ended?));
        };
        if !request.may_ask()
            && let Some(refusal) = Choice::unanswered(&open)
        {
            return Err(refusal);
        }
        if asked.iter().any(|(before, _)| before == choice) {
            return Err(Error::failed(format!(
                "The answer did not settle this: {}",
                choice.question
            ))
            .means("Nothing was changed."));
        }
        progress.clear();
        match ask::one_of(choice, !asked.is_empty())? {
            Answer::Words(words) => {
                asked.push((choice.clone(), request.args.len()));
                request.args.extend(words.iter().map(OsString::from));
            }
            Answer::Back => {
                let before = asked.pop().map_or(request.args.len(), |(_, before)| before);
                request.args.truncate(before);
            }
            Answer::None => {
                return Err(Error::new(ErrorKind::Unconfirmed, "Not answered.")
                    .means("Nothing was changed."));
            }
        }
        progress.begin_again();
        answered = Some(read(request, cx)?);
    }
}

/// Reads the words anew.
pub(super) fn read(request: &Request, cx: &mut Cx<'_>) -> Result<ArgMatches> {
    cx.command = words(&request.args);
    command()
        .try_get_matches_from(&request.args)
        .map_err(|e| Error::usage(e.to_string().trim_end().to_owned()))
}

/// Where an import was held back by rows that were rejected: the question whether to save the others, and the words that
/// do.
pub(super) fn without_rejected(
    outcome: &Outcome,
    args: &ArgMatches,
) -> Option<(String, Vec<OsString>)> {
    let trial = outcome.trial.as_ref()?;
    let others = trial.rows.saturating_sub(trial.rejected);
    if !trial.held_back || trial.rejected == 0 || others == 0 {
        return None;
    }
    let mut add = vec![OsString::from("--skip-bad")];
    let told = matches!(args.try_get_one::<PathBuf>("rejects"), Ok(Some(_)));
    let mut to = String::new();
    if let (false, Ok(Some(file))) = (told, args.try_get_one::<PathBuf>("file")) {
        let file = beside(file);
        to = format!(
            ", and write the rejected to {} to be mended",
            file.display()
        );
        add.extend(["--rejects".into(), file.into_os_string()]);
    }
    let others = match others {
        1 => "Take the other row".to_owned(),
        n => format!("Take the other {n} rows"),
    };
    Some((format!("{others} all the same{to}?"), add))
}

/// Where the rejected rows of a file go if nothing else was said: beside it, in a file that is not there yet.
fn beside(file: &Path) -> PathBuf {
    let stem = match file.file_stem() {
        Some(stem) if stem != "-" => stem.to_string_lossy().into_owned(),
        _ => "rows".to_owned(),
    };
    let first = file.with_file_name(format!("{stem}.rejected.csv"));
    (2..100)
        .map(|n| file.with_file_name(format!("{stem}.rejected-{n}.csv")))
        .fold(first, |to, next| if to.exists() { next } else { to })
}
