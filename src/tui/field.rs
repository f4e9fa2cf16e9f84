//! One field of a form, read off one argument of a command: what it takes, what is typed, what it stands for in argv.

use clap::{Arg, ArgAction};
use tui_input::Input;

use super::{chord::Chord, widget::input};
use crate::ops::line::split;

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Text; days and amounts too, for the operation reads them as typed.
    Text,
    /// Yes or no.
    Toggle,
    /// One of these.
    Choice(Vec<String>),
    /// The name of a record of this noun.
    Record(&'static str),
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Argument id.
    pub id: String,
    /// As it is called on screen.
    pub label: String,
    /// One line of help.
    pub help: String,
    /// Must be filled in.
    pub required: bool,
    /// What it takes.
    pub kind: FieldKind,
    /// Several values, apart by blanks.
    pub many: bool,
    /// What is typed.
    pub input: Input,
    /// What is wrong with it.
    pub error: Option<String>,
    long: Option<String>,
}

/// Value names that stand for records.
const RECORDS: &[(&str, &str)] = &[
    ("PARTNER", "partner"),
    ("CUSTOMER", "customer"),
    ("REFERRAL", "referral"),
    ("PROGRAM", "program"),
    ("PAYOUT", "payout"),
    ("LINK", "link"),
    ("SIGNUP", "signup"),
];

impl Field {
    /// True if it narrows or refines, such as `--only`, and is not what the operation is about.
    pub fn is_option(&self) -> bool {
        self.long.is_some()
    }

    /// The field of an argument.
    pub fn of(arg: &Arg) -> Self {
        let choices: Vec<String> = arg
            .get_possible_values()
            .iter()
            .filter(|v| !v.is_hide_set())
            .map(|v| v.get_name().to_owned())
            .collect();
        let value_name = arg
            .get_value_names()
            .and_then(|names| names.first())
            .map(ToString::to_string)
            .unwrap_or_default();
        let record = RECORDS.iter().find(|(name, _)| *name == value_name);
        let many = matches!(arg.get_action(), ArgAction::Append)
            || arg.get_num_args().is_some_and(|n| n.max_values() > 1);
        let kind = if matches!(arg.get_action(), ArgAction::SetTrue) {
            FieldKind::Toggle
        } else if let Some((_, noun)) = record {
            FieldKind::Record(noun)
        } else if !choices.is_empty() && !many {
            FieldKind::Choice(choices)
        } else {
            FieldKind::Text
        };
        let default = match kind {
            FieldKind::Toggle => String::new(),
            _ => arg
                .get_default_values()
                .iter()
                .map(|v| v.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" "),
        };
        Self {
            id: arg.get_id().to_string(),
            label: sentence(&arg.get_id().as_str().replace(['_', '-'], " ")),
            help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
            required: arg.is_required_set(),
            kind,
            many,
            input: Input::new(default),
            error: None,
            long: arg.get_long().map(ToOwned::to_owned),
        }
    }

    /// What is typed.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Puts a value in.
    pub fn set(&mut self, value: &str) {
        self.input = Input::new(value.to_owned());
    }

    /// True for a toggle that is on.
    pub fn on(&self) -> bool {
        self.kind == FieldKind::Toggle && self.value() == "yes"
    }

    /// The word being typed, of a field that names records.
    pub fn word(&self) -> &str {
        if self.many {
            self.value().rsplit(' ').next().unwrap_or_default()
        } else {
            self.value().trim()
        }
    }

    /// Puts a record's name in place of the word being typed.
    pub fn accept(&mut self, name: &str) {
        let name = quoted(name);
        let before = if self.many {
            let typed = self.value();
            typed[..typed.len() - self.word().len()].to_owned()
        } else {
            String::new()
        };
        let name = if self.many {
            name
        } else {
            name.trim_matches('"').to_owned()
        };
        self.set(&format!("{before}{name}"));
    }

    /// Handles a key; true if the value has changed.
    pub fn key(&mut self, chord: Chord) -> bool {
        match &self.kind {
            FieldKind::Toggle => {
                let turn = chord.is("space") || chord.is("left") || chord.is("right");
                if turn {
                    self.set(if self.on() { "" } else { "yes" });
                }
                turn
            }
            FieldKind::Choice(choices) => {
                let at = choices.iter().position(|c| c == self.value());
                let last = choices.len() - 1;
                let next = if chord.is("right") || chord.is("space") {
                    Some(at.map_or(0, |i| if i == last { 0 } else { i + 1 }))
                } else if chord.is("left") {
                    Some(at.map_or(last, |i| if i == 0 { last } else { i - 1 }))
                } else if chord.is("bs") || chord.is("del") {
                    None
                } else {
                    let letter = chord.letter().map(|c| c.to_lowercase().to_string());
                    let from = at.map_or(0, |i| i + 1);
                    match letter.and_then(|l| {
                        (from..from + choices.len())
                            .map(|i| i % choices.len())
                            .find(|i| choices[*i].starts_with(&l))
                    }) {
                        Some(i) => Some(i),
                        None => return false,
                    }
                };
                let value = next.map_or(String::new(), |i| choices[i].clone());
                self.set(&value);
                true
            }
            FieldKind::Text | FieldKind::Record(_) => input::key(&mut self.input, chord),
        }
    }

    /// Its part of the command line: options, and positional values.
    pub fn argv(&self) -> (Vec<String>, Vec<String>) {
        let value = self.value();
        if value.trim().is_empty() {
            return (Vec::new(), Vec::new());
        }
        let values = if self.many {
            split(value).unwrap_or_else(|_| vec![value.to_owned()])
        } else {
            vec![value.trim().to_owned()]
        };
        match (&self.kind, &self.long) {
            (FieldKind::Toggle, Some(long)) => (vec![format!("--{long}")], Vec::new()),
            (_, Some(long)) => (
                values.iter().map(|v| format!("--{long}={v}")).collect(),
                Vec::new(),
            ),
            (_, None) => (Vec::new(), values),
        }
    }
}

/// A word as it is written on a command line.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/@+=%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains('"') {
        format!("'{word}'")
    } else {
        format!("\"{word}\"")
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_splits_into_the_words_it_was_quoted_from() {
        let all = ["acme", "two words", "it's", "--on=today", ""];
        let line = all.map(quoted).join(" ");
        assert_eq!(split(&line).unwrap(), all);
    }
}
