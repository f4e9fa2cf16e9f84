//! What the first step of an import offers: files that complete what is typed, the newest tables at hand, and what was
//! imported before. Reads names and the log, never what is in a file.

use std::path::Path;

use crate::{
    domain::{day::Day, query},
    error::{Error, Result},
    ops::{
        import::folder::{self, Entry},
        line::split,
    },
    store::View,
    table::{self, Cell, List, Query},
};

/// How many files of a folder nobody named are offered.
const AT_HAND: usize = 6;
/// How many earlier imports are looked through, and how many files of them are offered.
const BEFORE: (usize, usize) = (40, 6);
/// Folders where downloaded files lie.
const FOLDERS: &[&str] = &["~/Downloads/", "~/Desktop/", "~/Documents/"];

/// What is offered for what is typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files {
    /// What was typed.
    pub typed: String,
    /// What is typed is a file: its path, as it is opened.
    pub file: Option<String>,
    /// What is offered, by where it is from.
    pub shelves: Vec<(String, Vec<Offer>)>,
    /// Why there is nothing, or that there is more.
    pub note: Option<String>,
}

/// A file or folder that is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its name.
    pub name: String,
    /// The path as it would be typed.
    pub typed: String,
    /// The path as it is opened; a folder is not opened.
    pub path: Option<String>,
    /// Its size, or what became of it when it was imported.
    pub what: String,
    /// The day it was written to, or imported.
    pub day: Option<Day>,
}

/// What to offer for what is typed. `home` is where `~` is.
pub fn offered(view: View<'_>, today: Day, typed: &str, home: Option<&Path>) -> Result<Files> {
    let mut files = Files {
        typed: typed.to_owned(),
        ..Files::default()
    };
    let put = |files: &mut Files, title: &str, entries: Vec<Offer>| {
        if !entries.is_empty() {
            files.shelves.push((title.to_owned(), entries));
        }
    };
    if typed.trim().is_empty() {
        put(&mut files, "Imported before", before(view, today)?);
        let here = folder::tables("", home, AT_HAND);
        put(
            &mut files,
            "In this folder",
            here.into_iter().map(of).collect(),
        );
        for folder in FOLDERS.iter().filter(|_| home.is_some()) {
            let found = folder::tables(folder, home, AT_HAND);
            put(
                &mut files,
                &format!("In {folder}"),
                found.into_iter().map(of).collect(),
            );
        }
        return Ok(files);
    }
    let found = folder::following(typed, home);
    files.file = found.file;
    files.note = found.trouble;
    if found.more > 0 {
        files.note = Some(format!("And {} more: type on.", found.more));
    }
    put(&mut files, "", found.entries.into_iter().map(of).collect());
    Ok(files)
}

fn of(entry: Entry) -> Offer {
    Offer {
        what: if entry.folder {
            "folder".to_owned()
        } else {
            size(entry.bytes)
        },
        path: (!entry.folder).then_some(entry.path),
        day: entry.day.filter(|_| !entry.folder),
        name: entry.name,
        typed: entry.typed,
    }
}

/// `12 KB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes.div_ceil(1_000_000)),
        _ => format!("{} GB", bytes.div_ceil(1_000_000_000)),
    }
}

/// Files that were imported, the newest first and each once.
fn before(view: View<'_>, today: Day) -> Result<Vec<Offer>> {
    let list = List::History;
    let mut ask = Query::new(list, today);
    ask.filter = query::parse("is:import is:done", &list.vocabulary(), today)
        .map_err(|e| Error::usage(e.to_string()))?;
    let ids = table::first(view, &ask, BEFORE.0)?;
    let columns = list.columns();
    let mut found: Vec<Offer> = Vec::new();
    for row in table::rows(view, &ask, &ids)? {
        let text = |key: &str| {
            let at = columns.iter().position(|c| c.key == key)?;
            match row.cells.get(at)? {
                Cell::Text(text) => Some(text.clone()),
                _ => None,
            }
        };
        let (Some(name), Some(command)) = (text("file"), text("command")) else {
            continue;
        };
        let words = split(&command).unwrap_or_default();
        let path = words.iter().skip(1).find(|w| {
            let name_of = w.rsplit(['/', std::path::MAIN_SEPARATOR]).next();
            !w.starts_with("--") && name_of == Some(name.as_str())
        });
        // What came in over standard input cannot be read again.
        let Some(path) = path else { continue };
        if found.iter().any(|f| f.path.as_deref() == Some(path)) {
            continue;
        }
        let summary = text("summary").unwrap_or_default();
        found.push(Offer {
            name: name.clone(),
            typed: path.clone(),
            path: Some(path.clone()),
            // The summary names the file again.
            what: summary.replace(&format!(" from {name}"), ""),
            day: text("at").and_then(|at| at.get(..10)?.parse().ok()),
        });
        if found.len() == BEFORE.1 {
            break;
        }
    }
    Ok(found)
}
