//! The lines of a record as a person reads them: a title, facts with their words in one column, sections.

use crate::{
    domain::{
        day::{Day, shown},
        money::Totals,
    },
    store::Activity,
};

/// Cells of the column of words before facts.
const WORD: usize = 12;

/// Lines under way. What is empty says nothing: a fact without a value has no line.
pub struct Lines {
    lines: Vec<String>,
    /// How many lines the section has.
    section: usize,
}

impl Lines {
    /// A title, and how the thing is named on a command line.
    pub fn titled(title: &str, name: &str) -> Self {
        Self {
            lines: vec![format!("{title}  ({name})")],
            section: 0,
        }
    }

    /// One fact, if it is known. Further lines of a long text stand under the first.
    pub fn fact(&mut self, word: &str, value: Option<&str>) {
        let Some(value) = value else { return };
        for (n, part) in value.lines().enumerate() {
            let word = if n == 0 { word } else { "" };
            self.say(&format!("{word:<WORD$}{part}"));
        }
    }

    /// A day, if it is known.
    pub fn day(&mut self, word: &str, day: Option<Day>) {
        self.fact(word, day.map(shown).as_deref());
    }

    /// Sums per currency, if there are any that are not zero.
    pub fn sums(&mut self, word: &str, sums: &Totals) {
        if sums.iter().any(|m| !m.is_zero()) {
            self.fact(word, Some(&sums.shown()));
        }
    }

    /// A section.
    pub fn head(&mut self, title: &str) {
        self.lines.push(String::new());
        self.lines.push(title.to_owned());
        self.section = 0;
    }

    /// A line as it is.
    pub fn say(&mut self, line: &str) {
        self.section += 1;
        self.lines.push(line.to_owned());
    }

    /// What an empty section says.
    pub fn or(&mut self, empty: &str) {
        if self.section == 0 {
            self.say(empty);
        }
    }

    /// The section of notes, newest first, if there are any.
    pub fn notes(&mut self, notes: &[Activity]) {
        if notes.is_empty() {
            return;
        }
        self.head("Notes");
        for note in notes {
            self.fact(&shown(note.on), Some(&format!(" {}", note.words())));
        }
    }

    /// The lines.
    pub fn done(self) -> Vec<String> {
        self.lines
    }
}
