//! The walls of the house: who may name whom, how long a file may grow, and that every operation is whole.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use partnerbook::ops::registry;

/// Each room, and the rooms below it that it may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("text", &["error"]),
    ("error", &["text"]),
    ("domain", &["text", "error"]),
    ("store", &["domain", "text", "error"]),
    ("table", &["store", "domain", "text", "error"]),
    ("import", &["store", "domain", "text", "error"]),
    ("private", &["domain", "text", "error"]),
    ("export", &["table", "store", "domain", "text", "error"]),
    ("demo", &["store", "domain", "text", "error"]),
    (
        "ops",
        &[
            "private", "import", "export", "table", "store", "domain", "text", "error",
        ],
    ),
    ("cli", &["ops", "table", "store", "domain", "text", "error"]),
    ("tui", &["ops", "table", "store", "domain", "text", "error"]),
];

/// Words that belong to one room, and the rooms that may say them.
const WORDS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui", "cli"]),
    ("clap", &["ops", "cli", "tui"]),
    ("Utc::now", &["store"]),
    ("Local::now", &["cli"]),
    ("println!", &[]),
];

const LONGEST: usize = 400;

fn sources() -> Vec<(String, PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&src, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&src).unwrap().to_path_buf();
            let room = inside
                .iter()
                .next()
                .unwrap()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(&path).unwrap();
            (room, inside, text)
        })
        .collect()
}

/// The file without its comments and its tests: what the program is made of.
fn code(text: &str) -> String {
    let before_tests = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    before_tests
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Rooms of the crate that a file names: `crate::room`, also inside `use crate::{a::x, b}`.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        if let Some(list) = part.strip_prefix('{') {
            let (mut depth, mut word) = (0, String::new());
            for c in list.chars() {
                match c {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        named.insert(
                            std::mem::take(&mut word)
                                .trim()
                                .split("::")
                                .next()
                                .unwrap()
                                .to_owned(),
                        );
                    }
                    c if depth == 0 => word.push(c),
                    _ => {}
                }
            }
            named.insert(word.trim().split("::").next().unwrap().to_owned());
        } else {
            named.insert(
                part.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    named
}

#[test]
fn rooms_name_only_the_rooms_below_them() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let Some((_, may)) = MAY_NAME.iter().find(|(r, _)| *r == room) else {
            continue;
        };
        for named in rooms_named(&code(&text)) {
            let is_room = MAY_NAME.iter().any(|(r, _)| *r == named);
            if is_room && named != room && !may.contains(&named.as_str()) {
                wrong.push(format!("{} names {named}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn words_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        for (word, rooms) in WORDS {
            if code(&text).contains(word) && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{} says {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_answer_one_question() {
    let mut wrong = Vec::new();
    for (_, path, text) in sources() {
        if text.lines().count() > LONGEST {
            wrong.push(format!(
                "{} has {} lines",
                path.display(),
                text.lines().count()
            ));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not say what it is for", path.display()));
        }
        let name = path.file_stem().unwrap().to_string_lossy();
        if ["util", "utils", "helper", "helpers", "manager", "common"].contains(&name.as_ref()) {
            wrong.push(format!("{} has a name that says nothing", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_operation_is_told_of_and_every_argument_too() {
    let mut paths = BTreeSet::new();
    for entry in registry::all() {
        let path = entry.spec.path;
        assert!(paths.insert(path), "{path} is listed twice");
        let command = (entry.command)();
        let about = command
            .get_about()
            .unwrap_or_else(|| panic!("{path} has no sentence"))
            .to_string();
        assert!(
            !about.ends_with('.'),
            "{path}: help lines have no full stop"
        );
        for argument in command.get_arguments() {
            let help = argument
                .get_help()
                .unwrap_or_else(|| panic!("{path} {} has no help", argument.get_id()))
                .to_string();
            assert!(
                !help.ends_with('.'),
                "{path} {}: help lines have no full stop",
                argument.get_id()
            );
        }
        if let Some((noun, _)) = path.split_once(' ') {
            assert!(
                registry::NOUNS.iter().any(|(n, _)| *n == noun),
                "{noun} has no sentence"
            );
        }
    }
}

#[test]
fn the_command_tree_holds_together() {
    partnerbook::cli::command().debug_assert();
}
