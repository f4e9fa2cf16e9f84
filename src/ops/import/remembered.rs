//! Saved mappings at work: which words of a command line are kept, how they come back, and what happens when a file's
//! header is no longer the one they were made for. Nothing is guessed here.

use std::ffi::OsString;

use clap::{ArgMatches, Command};

use super::reading::Reading;
use crate::{
    domain::header::{Drift, REJECTED_BECAUSE, listed},
    error::{Error, Result},
    import::FileKind,
    ops::{
        Choice, Cx,
        given::{Given, given},
        line::{self, Request},
    },
    store::{Kept, NewMapping, SavedMapping, Tx, View},
    text::{check_name, fold},
};

/// Arguments that are about one file or one run, and not about the source it comes from.
const ONCE: [&str; 10] = [
    "file",
    "partner",
    "dry_run",
    "rejects",
    "skip_bad",
    "mapping",
    "save_mapping",
    "as_saved",
    "replace",
    "yes",
];

/// Flags of every command, which are no part of an operation.
const EVERYWHERE: [&str; 6] = ["--json", "--csv", "--yes", "-y", "--quiet", "-q"];

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
    let explicit = given(&tree, matches);
    let remembered = given(&tree, &parse_saved(&saved, command)?);
    let kept: Vec<Given> = remembered
        .into_iter()
        .filter(|s| !said_anew(s, &explicit))
        .collect();
    let words = |logged: bool| -> Vec<OsString> {
        let (named, placed): (Vec<&Given>, Vec<&Given>) =
            explicit.iter().partition(|g| g.flag.is_some());
        placed
            .into_iter()
            .chain(&kept)
            .chain(named)
            .filter(|g| !logged || !matches!(g.id.as_str(), "mapping" | "as_saved"))
            .flat_map(Given::words)
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

/// The saved words as arguments; what a command must have otherwise may be missing.
fn parse_saved(saved: &SavedMapping, command: fn() -> Command) -> Result<ArgMatches> {
    command()
        .no_binary_name(true)
        .mut_args(|a| a.required(false))
        .try_get_matches_from(&saved.words)
        .map_err(|_| {
            Error::failed(format!(
                "The mapping “{}” was saved with words this program does not know: {}.",
                saved.name,
                line::join(&saved.words)
            ))
            .means("Nothing was imported.")
            .hint("Map the columns anew and save that under the same name.")
        })
}

/// Whether the command line says something else than a saved argument: the same one, or for lists the same key.
fn said_anew(saved: &Given, explicit: &[Given]) -> bool {
    let mut same = explicit.iter().filter(|e| e.id == saved.id);
    if !saved.many {
        return same.next().is_some();
    }
    // Conditions add up.
    if saved.id == "only" {
        return false;
    }
    let Some(key) = keys(saved).into_iter().next() else {
        return false;
    };
    same.any(|e| keys(e).contains(&key))
}

/// What an argument such as `date=Paid At` or `Won=won,Lost=lost` is about.
fn keys(given: &Given) -> Vec<String> {
    let text = given.text();
    let pieces: Vec<&str> = if listed_pairs(&given.id) {
        text.split(',').collect()
    } else {
        vec![&text]
    };
    pieces
        .into_iter()
        .filter_map(|p| p.split_once('='))
        .map(|(key, _)| fold(key.trim()))
        .collect()
}

/// Whether an argument takes several pairs with commas between.
fn listed_pairs(id: &str) -> bool {
    id == "map" || id.ends_with("_map")
}

/// What is kept of a command line that imports a file with this header.
pub(in crate::ops) fn to_keep(
    name: &str,
    command: &str,
    headers: &[String],
    view: View<'_>,
) -> Result<NewMapping> {
    let name = check_name(name)?;
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
    let all = given(&(entry.command)(), matches);
    let partner = all.iter().find_map(|g| match g.id.as_str() {
        "partner" => Some(g.text()),
        "set" => g
            .text()
            .split_once('=')
            .filter(|(field, _)| fold(field.trim()) == "partner")
            .map(|(_, value)| value.trim().to_owned()),
        _ => None,
    });
    let kept = all
        .into_iter()
        .filter(|g| g.flag.is_some() && !ONCE.contains(&g.id.as_str()));
    let mut words = Vec::new();
    for one in kept {
        let flag = one.flag.clone().unwrap_or_default();
        // One pair a word: so that a later command line can say one of them anew.
        if listed_pairs(&one.id) {
            for pair in pairs(&one.text()) {
                words.extend([flag.clone(), pair]);
            }
            continue;
        }
        let spelled = one.words();
        words.extend(spelled.iter().map(|w| w.to_string_lossy().into_owned()));
    }
    Ok(NewMapping {
        name,
        kind: kind.word().to_owned(),
        partner: partner.and_then(|typed| view.find_partner(&typed).ok()),
        header: headers
            .iter()
            .filter(|h| *h != REJECTED_BECAUSE)
            .cloned()
            .collect(),
        words,
    })
}

/// `a=X,b=Y` in pairs; a comma within a name is kept where what follows it has no equals sign.
fn pairs(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in text.split(',') {
        match all.last_mut() {
            Some(last) if !piece.contains('=') => {
                last.push(',');
                last.push_str(piece);
            }
            _ => all.push(piece.trim_start().to_owned()),
        }
    }
    all
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
    let needed = columns(&saved.words);
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
fn columns(words: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag, value),
            _ => (
                word.as_str(),
                match word.as_str() {
                    "--map" | "--where" => words.next().map_or("", String::as_str),
                    _ => "",
                },
            ),
        };
        let column = match flag {
            "--map" => value.split_once('=').map(|(_, column)| column),
            "--where" => Some(value.split(['=', '!']).next().unwrap_or(value))
                .map(|c| c.split(" in ").next().unwrap_or(c)),
            _ => None,
        };
        all.extend(column.map(|c| fold(c.trim())));
    }
    all
}
