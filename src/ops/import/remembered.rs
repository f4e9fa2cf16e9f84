//! Saved mappings at work: which words of a command line are kept, how they come back, and what happens when a file's
//! header is no longer the one they were made for. Nothing is guessed here.

use std::ffi::OsString;

use clap::{ArgMatches, Command};

use super::{
    given::{self, Given},
    reading::Reading,
};
use crate::{
    domain::header::{Drift, is_reason, listed},
    error::{Error, Result},
    import::FileKind,
    ops::{
        Choice, Cx,
        line::{self, Request},
    },
    store::{Kept, NewMapping, SavedMapping, Tx, View},
    text::{check_name, fold},
};

/// Arguments that are about one file or one run, and not about the source it comes from.
pub(super) const ONCE: [&str; 8] = [
    "--partner",
    "--dry-run",
    "--rejects",
    "--skip-bad",
    "--mapping",
    "--save-mapping",
    "--as-saved",
    "--replace",
];

/// Flags of every command, which are no part of an operation.
pub(super) const EVERYWHERE: [&str; 6] = ["--json", "--csv", "--yes", "-y", "--quiet", "-q"];

/// A command line with the words of the mapping it names.
pub(in crate::ops) struct Applied {
    /// Its arguments.
    pub(in crate::ops) matches: ArgMatches,
    /// The command line it is the same as, for the log.
    pub(in crate::ops) line: String,
}

/// The arguments with those of the mapping they name; nothing where they name none. What is said on the command line
/// goes before what was saved.
pub(in crate::ops) fn applied(
    path: &str,
    command: fn() -> Command,
    matches: &ArgMatches,
    cx: &Cx<'_>,
) -> Result<Option<Applied>> {
    // A file of any kind: whatever reads it in the end gets the words.
    if path == "import" {
        return Ok(None);
    }
    let Some(name) = named(matches) else {
        return Ok(None);
    };
    let saved = cx.store.view().mapping(name)?;
    let kind = FileKind::parse(&saved.kind);
    if kind.is_none_or(|kind| kind.command() != path) {
        let how = kind.map_or_else(|| "import".to_owned(), FileKind::command);
        return Err(Error::usage(format!(
            "The mapping “{}” is for {}.",
            saved.name, saved.kind
        ))
        .hint(format!(
            "Use `partnerbook {how}`, or a mapping for what the file holds."
        )));
    }
    let tree = command();
    let said = given::typed(&tree, matches);
    let kept = given::beside(given::read(&saved.words), &said)?;
    let placed: Vec<OsString> = tree
        .get_positionals()
        .filter_map(|arg| matches.try_get_raw(arg.get_id().as_str()).ok().flatten())
        .flatten()
        .map(OsString::from)
        .collect();
    let words = |logged: bool| -> Vec<OsString> {
        let said = said
            .iter()
            .filter(|g| !logged || !matches!(g.option.as_str(), "--mapping" | "--as-saved"));
        let options = kept.iter().chain(said).flat_map(Given::words);
        placed
            .iter()
            .cloned()
            .chain(options.map(OsString::from))
            .collect()
    };
    let matches = command()
        .no_binary_name(true)
        .try_get_matches_from(words(false))
        .map_err(|e| {
            let text = e.to_string();
            let first = text.lines().next().unwrap_or_default();
            Error::usage(format!(
                "The mapping “{}” does not go with this: {}.",
                saved.name,
                first.trim_start_matches("error: ").trim_end_matches('.')
            ))
        })?;
    let spelled = words(true);
    let spelled = spelled.iter().map(|w| w.to_string_lossy().into_owned());
    let line = line::join(path.split(' ').map(str::to_owned).chain(spelled));
    Ok(Some(Applied { matches, line }))
}

/// The mapping that arguments name; an empty name is none.
fn named(matches: &ArgMatches) -> Option<&str> {
    // Only what imports has both; elsewhere a mapping is a record like others.
    matches.try_contains_id("save_mapping").ok()?;
    let name = matches.try_get_one::<String>("mapping").ok().flatten()?;
    (!name.trim().is_empty()).then_some(name)
}

/// What a command line that imports a file reads it as, its options, and the partner it is about.
pub(super) fn parts(command: &str) -> Result<(FileKind, Vec<Given>, Option<String>)> {
    let words = line::split(command)?
        .into_iter()
        .filter(|w| !EVERYWHERE.contains(&w.as_str()))
        .collect();
    let request = Request::of(words)?;
    let (entry, matches) = request.parts()?;
    let kind = FileKind::ALL
        .into_iter()
        .find(|kind| kind.command() == entry.spec.path)
        .ok_or_else(|| {
            Error::usage(format!(
                "There is no mapping to save of `{}`.",
                entry.spec.path
            ))
        })?;
    let tree = (entry.command)();
    let all = given::typed(&tree, matches);
    let placed = matches.try_get_one::<String>("partner").ok().flatten();
    let partner = placed.cloned().or_else(|| {
        all.iter().find_map(|g| match g.option.as_str() {
            "--partner" => g.value.clone(),
            "--set" if g.field().is_some_and(|f| fold(f) == "partner") => g
                .value
                .as_deref()
                .and_then(|v| v.split_once('='))
                .map(|(_, value)| value.trim().to_owned()),
            _ => None,
        })
    });
    Ok((kind, all, partner))
}

/// What is kept of a command line that imports a file with this header.
pub(in crate::ops) fn to_keep(
    name: &str,
    command: &str,
    headers: &[String],
    view: View<'_>,
) -> Result<NewMapping> {
    let name = check_name(name)?;
    let (kind, all, partner) = parts(command)?;
    let mut words = Vec::new();
    for one in all {
        if ONCE.contains(&one.option.as_str()) {
            continue;
        }
        // One column a word: a later command line can say one of them anew.
        if one.option == "--map" {
            for (field, column) in given::maps(std::slice::from_ref(&one))? {
                words.extend(Given::map(&field, &column).words());
            }
        } else {
            words.extend(one.words());
        }
    }
    Ok(NewMapping {
        name,
        kind: kind.word().to_owned(),
        partner: partner.and_then(|typed| view.find_partner(&typed).ok()),
        header: headers.iter().filter(|h| !is_reason(h)).cloned().collect(),
        words,
    })
}

/// Saves a mapping as part of an import, and says what that changes.
pub(in crate::ops) fn keep(tx: &Tx<'_>, new: &NewMapping) -> Result<String> {
    let words = if new.words.is_empty() {
        "the columns as they are called".to_owned()
    } else {
        line::join(&new.words)
    };
    Ok(match tx.save_mapping(new)? {
        Kept::New => format!("mapping “{}”: nothing → {words}", new.name),
        Kept::Replaced(before) => format!(
            "mapping “{}”: {} → {words}",
            new.name,
            line::join(&before.words)
        ),
        Kept::Same => format!("mapping “{}” is saved already", new.name),
    })
}

/// What a header that is not the one of the mapping means: refused where a column that is needed has gone; else a
/// question, unless it was answered. Nothing without a mapping.
pub(in crate::ops) fn header_question(
    reading: &Reading,
    header: &[String],
    view: View<'_>,
) -> Result<Option<Choice>> {
    let Some(name) = reading.mapping.as_ref().filter(|n| !n.trim().is_empty()) else {
        return Ok(None);
    };
    let saved = view.mapping(name)?;
    let drift = Drift::of(&saved.header, header);
    if drift.is_none() {
        return Ok(None);
    }
    let needed = columns(&saved.words)?;
    let lost: Vec<String> = drift
        .gone
        .iter()
        .filter(|gone| needed.contains(&fold(gone.trim())))
        .cloned()
        .collect();
    if !lost.is_empty() {
        let came = if drift.new.is_empty() {
            "No column came in its place.".to_owned()
        } else {
            format!("New in the file: {}.", listed(&drift.new))
        };
        return Err(Error::not_found(format!(
            "The file has no column {} any more, and the mapping “{}” reads it. {came}",
            listed(&lost),
            saved.name
        ))
        .means("Nothing was imported, and nothing was guessed.")
        .hint(format!(
            "Say which column it is now, with --map, and save it with --save-mapping \"{}\".",
            saved.name
        )));
    }
    Ok((!reading.as_saved).then(|| changed(&saved, &drift)))
}

/// The question what to do with a file whose columns are not quite those of a mapping.
pub(in crate::ops) fn changed(saved: &SavedMapping, drift: &Drift) -> Choice {
    Choice {
        about: drift
            .new
            .first()
            .or(drift.gone.first())
            .cloned()
            .unwrap_or_default(),
        question: format!(
            "The file comes {}, compared with those the mapping “{}” was made for. Read it by that mapping?",
            drift.said(),
            saved.name
        ),
        answers: vec![
            (
                "Yes, what is new is not imported".to_owned(),
                vec![
                    "--mapping".to_owned(),
                    saved.name.clone(),
                    "--as-saved".to_owned(),
                ],
            ),
            (
                "No, find its columns anew".to_owned(),
                vec!["--mapping=".to_owned()],
            ),
        ],
    }
}

/// The columns that saved words speak of, folded.
fn columns(words: &[String]) -> Result<Vec<String>> {
    let given = given::read(words);
    let mut all: Vec<String> = given::maps(&given)?.into_iter().map(|(_, c)| c).collect();
    let conditions = given.iter().filter(|g| g.option == "--where");
    all.extend(conditions.filter_map(|g| {
        let value = g.value.as_deref()?;
        let column = value.split(['=', '!']).next()?;
        Some(column.split(" in ").next()?.to_owned())
    }));
    Ok(all.iter().map(|c| fold(c.trim())).collect())
}
