//! The table of keys for the README, in Markdown: a line for each place. Words only.

use std::fmt::Write;

use super::{KEYS, Scope};

/// The table for the README, in Markdown: a line for each place, keys that do the same together.
pub fn markdown() -> String {
    let mut lines: Vec<(Scope, String, &str)> = Vec::new();
    for key in KEYS.iter().filter(|k| k.works()) {
        let (chord, about) = (format!("`{}`", key.chord), key.hint);
        match lines
            .iter_mut()
            .find(|(scope, _, what)| *scope == key.scope && *what == about)
        {
            Some((_, chords, _)) => {
                chords.push(' ');
                chords.push_str(&chord);
            }
            None => lines.push((key.scope, chord, about)),
        }
    }
    let mut rows: Vec<(Scope, Vec<String>)> = Vec::new();
    for (scope, chords, about) in lines {
        let words = format!("{chords} {}", about.replace('|', "\\|"));
        match rows.iter_mut().find(|(s, _)| *s == scope) {
            Some((_, all)) => all.push(words),
            None => rows.push((scope, vec![words])),
        }
    }
    // What holds everywhere comes first.
    rows.sort_by_key(|(scope, _)| match scope {
        Scope::Everywhere => 0,
        Scope::Lists => 1,
        Scope::Records => 2,
        _ => 3,
    });
    let mut out = String::from("| Where | Keys |\n|---|---|\n");
    for (scope, all) in rows {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "| {} | {} |", scope.title(), all.join(" · "));
    }
    out
}
