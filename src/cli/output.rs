//! Printing: data to stdout, words to stderr, everything from outside made safe on the way.

use std::{
    borrow::Cow,
    io::{ErrorKind as IoKind, IsTerminal, Write, stderr, stdout},
};

use serde_json::json;

use super::Format;
use crate::{
    domain::id::Noun,
    error::{Error, Result},
    ops::{Kind, Outcome},
    table, text,
};

/// Prints what an operation returned.
pub(super) fn outcome(outcome: &Outcome, kind: Kind, format: Format, quiet: bool) -> Result<()> {
    let width = stdout()
        .is_terminal()
        .then(|| usize::from(crossterm::terminal::size().map_or(80, |(w, _)| w)));
    if let Some(raw) = &outcome.raw {
        return data(&seen(raw, width.is_some()));
    }
    match (&outcome.table, &outcome.record, format) {
        // Words about a table go above it; the object for programs holds both.
        (_, Some(r), Format::Json) => data(&table::json::text(&r.json))?,
        (Some(t), Some(r), Format::Text) => {
            data(&lines(&r.lines))?;
            data(&format!("\n{}", table::text::lines(t, width)))?;
        }
        (Some(t), None, Format::Json) => data(&table::json::text(&table::json::array(t)))?,
        (Some(t), _, Format::Csv) => data(&seen(&table::csv::text(t)?, width.is_some()))?,
        (Some(t), _, Format::Text) => data(&table::text::lines(t, width))?,
        (None, Some(r), _) => match &outcome.sheet {
            Some(sheet) => data(&lines(&sheet.text()))?,
            None => data(&lines(&r.lines))?,
        },
        (None, None, Format::Json) => {
            let op = outcome.op.map(|op| Noun::Operation.id(op).to_string());
            data(&table::json::text(
                &json!({ "said": outcome.said, "history": op, "files": outcome.files, "rejected": outcome.rejected }),
            ))?;
        }
        (None, None, _) => {
            for file in &outcome.files {
                data(&seen(&format!("{}\n", file.display()), width.is_some()))?;
            }
        }
    }
    if format != Format::Json && !outcome.said.is_empty() {
        let undo = if outcome.op.is_some() && kind == Kind::Write {
            "\nUndo: partnerbook undo"
        } else {
            ""
        };
        say(&format!("{}{undo}", outcome.said), quiet);
    }
    Ok(())
}

/// A file's text on its way to stdout: unchanged into a pipe or a file, made visible where a terminal would act on it.
/// JSON has nothing of that kind left in it and stays as it is.
fn seen(text: &str, terminal: bool) -> Cow<'_, str> {
    if terminal && text.contains(|c: char| c != '\n' && text::is_unseen(c)) {
        text::clean_lines(text)
    } else {
        Cow::Borrowed(text)
    }
}

fn lines(lines: &[String]) -> String {
    let mut all = String::new();
    for line in lines {
        all.push_str(&text::clean(line));
        all.push('\n');
    }
    all
}

/// Data for stdout. A reader that went away (`| head`) is no error.
pub(super) fn data(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != IoKind::BrokenPipe => Err(unwritten(&e)),
        _ => Ok(()),
    }
}

/// What is said when stdout takes no more.
pub(super) fn unwritten(e: &std::io::Error) -> Error {
    Error::failed(format!("The result could not be written: {e}."))
        .means("The book is as the command left it.")
}

/// Words for the person, on stderr.
pub(super) fn say(words: &str, quiet: bool) {
    if !quiet && !words.is_empty() {
        // Nobody may be listening; the work is done all the same.
        let _ = writeln!(stderr(), "{}", text::clean_lines(words));
    }
}

/// An error and its exit code, on stderr: three lines at most, or one JSON object.
pub(super) fn error(e: &Error, code: u8, json: bool) {
    let shown = if json {
        text::json_safe(
            &json!({ "error": { "message": e.message, "means": e.means, "hint": e.hint, "exit": code } })
                .to_string(),
        )
        .into_owned()
    } else {
        text::clean_lines(&format!("Error: {e}")).to_string()
    };
    let _ = writeln!(stderr(), "{shown}");
}
