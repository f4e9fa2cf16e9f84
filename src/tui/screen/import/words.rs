//! What the person decided about a file, as words of a command line: said, said again, taken back. Knows options by their
//! shape only.

use clap::{Arg, ArgAction};

use crate::ops::registry;
pub use crate::tui::field::quoted;

/// An option and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// `--map`.
    pub option: String,
    /// Its value; an option such as `--no-header` has none.
    pub value: Option<String>,
}

/// Options whose value begins with the name of a field, and which belong to one kind of file.
const FIELDS: &[&str] = &["--map", "--set", "--default", "--rule"];

/// What was decided so far, and what stood before each decision.
#[derive(Debug, Clone, Default)]
pub struct Words {
    all: Vec<Word>,
    before: Vec<Vec<Word>>,
}

/// Words of a command line in pairs: an option, and its value where one follows. What is no option is left out.
pub fn pairs(words: &[String]) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut takes = false;
    for word in words {
        if let Some(long) = word.strip_prefix("--").filter(|w| !w.is_empty()) {
            let (option, value) = match long.split_once('=') {
                Some((name, value)) => (format!("--{name}"), Some(value.to_owned())),
                None => (word.clone(), None),
            };
            takes = value.is_none();
            all.push(Word { option, value });
        } else if let Some(last) = all.last_mut().filter(|_| takes) {
            last.value = Some(word.clone());
            takes = false;
        }
    }
    all
}

/// Words of a command line without an option and its value.
pub fn without(words: &[String], option: &str) -> Vec<String> {
    let mut kept = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == option {
            words.next();
        } else if !word
            .strip_prefix(option)
            .is_some_and(|rest| rest.starts_with('='))
        {
            kept.push(word.clone());
        }
    }
    kept
}

impl Word {
    /// `currency` of `currency=EUR`; nothing where it has no equals sign.
    pub fn field(&self) -> &str {
        let value = self.value.as_deref().unwrap_or_default();
        value.split_once('=').map_or("", |(field, _)| field)
    }

    /// `EUR` of `currency=EUR`.
    fn rest(&self) -> &str {
        let value = self.value.as_deref().unwrap_or_default();
        value.split_once('=').map_or("", |(_, rest)| rest)
    }
}

impl Words {
    /// Nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What is decided from the beginning: it cannot be taken back, only be said otherwise.
    pub fn begin_with(&mut self, words: &[String]) {
        self.all = pairs(words);
    }

    /// Decides, in place of what was decided about the same before.
    pub fn say(&mut self, words: &[String]) {
        let said = pairs(words);
        if said.is_empty() || said.iter().all(|w| self.all.contains(w)) {
            return;
        }
        self.before.push(self.all.clone());
        for word in said {
            self.replace(&word);
            self.all.push(word);
        }
    }

    /// Takes out what a new word stands in place of.
    fn replace(&mut self, new: &Word) {
        self.all.retain(|old| match new.option.as_str() {
            // Fields of another kind of file are other fields.
            "--as" => old.option != "--as" && !FIELDS.contains(&old.option.as_str()),
            "--map" | "--set" => {
                let about = matches!(old.option.as_str(), "--map" | "--set");
                let twice = old.option == "--map"
                    && new.option == "--map"
                    && !new.rest().is_empty()
                    && old.rest() == new.rest();
                !(about && old.field() == new.field() || twice)
            }
            "--where" | "--rule" => old != new,
            "--no-header" | "--header-row" => {
                !matches!(old.option.as_str(), "--no-header" | "--header-row")
            }
            once if !repeats(once) => old.option != new.option,
            // THEIRS=OURS: each for something else.
            _ => old.option != new.option || old.field() != new.field(),
        });
    }

    /// Takes one word back.
    pub fn unsay(&mut self, word: &Word) {
        if self.all.contains(word) {
            self.before.push(self.all.clone());
            self.all.retain(|w| w != word);
        }
    }

    /// Takes what was said for these options back.
    pub fn forget(&mut self, options: &[&str]) {
        self.before.push(self.all.clone());
        self.all.retain(|w| !options.contains(&w.option.as_str()));
    }

    /// Takes the last decision back; false if there is none.
    pub fn back(&mut self) -> bool {
        match self.before.pop() {
            Some(all) => {
                self.all = all;
                true
            }
            None => false,
        }
    }

    /// Whether a word was said, rather than found.
    pub fn has(&self, word: &Word) -> bool {
        self.all.contains(word)
    }

    /// What was said for an option that stands once.
    pub fn value(&self, option: &str) -> Option<&str> {
        let word = self.all.iter().rfind(|w| w.option == option)?;
        Some(word.value.as_deref().unwrap_or_default())
    }

    /// As words of a command line.
    pub fn flat(&self) -> Vec<String> {
        let mut words = Vec::new();
        for word in &self.all {
            match &word.value {
                // A value that looks like an option would be taken for one.
                Some(value) if value.starts_with('-') => {
                    words.push(format!("{}={value}", word.option));
                }
                Some(value) => words.extend([word.option.clone(), value.clone()]),
                None => words.push(word.option.clone()),
            }
        }
        words
    }
}

/// Whether an option of an import may stand several times.
fn repeats(option: &str) -> bool {
    any_import(option, |arg| matches!(arg.get_action(), ArgAction::Append))
}

/// Whether any import takes an option.
pub fn takes(option: &str) -> bool {
    any_import(option, |_| true)
}

fn any_import(option: &str, is: impl Fn(&Arg) -> bool) -> bool {
    let mut imports = registry::all().filter(|e| e.spec.path.starts_with("import"));
    imports.any(|entry| {
        let command = (entry.command)();
        command.get_arguments().any(|arg| {
            is(arg)
                && arg
                    .get_long()
                    .is_some_and(|long| option == format!("--{long}"))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(all: &[&[&str]]) -> Words {
        let mut words = Words::default();
        for one in all {
            let one: Vec<String> = one.iter().map(ToString::to_string).collect();
            words.say(&one);
        }
        words
    }

    #[test]
    fn what_is_said_again_stands_in_place_of_what_was_said_before() {
        let words = said(&[
            &["--map", "date=Paid At", "--date-format", "dmy"],
            &["--map", "amount=Total"],
            &["--where", "Status=Paid"],
            &["--map", "date=Created"],
            &["--date-format=mdy"],
            &["--where", "Country!=US"],
            // A column goes to one field, and a field has a column or a value.
            &["--map", "tax=Total"],
            &["--set", "tax=0"],
        ]);
        assert_eq!(
            words.flat(),
            [
                "--where",
                "Status=Paid",
                "--map",
                "date=Created",
                "--date-format",
                "mdy",
                "--where",
                "Country!=US",
                "--set",
                "tax=0"
            ]
        );
    }

    #[test]
    fn another_kind_forgets_the_fields_of_the_first_and_back_brings_them_again() {
        let mut words = said(&[
            &["--map", "amount=Total", "--where", "Status=Paid"],
            &["--as", "referrals"],
        ]);
        assert_eq!(
            words.flat(),
            ["--where", "Status=Paid", "--as", "referrals"]
        );
        assert!(words.back());
        assert_eq!(
            words.flat(),
            ["--map", "amount=Total", "--where", "Status=Paid"]
        );
        assert!(words.back() && words.is_empty() && !words.back());
    }

    #[test]
    fn a_value_is_never_taken_for_an_option() {
        let words = said(&[&["--set=note=-x", "--no-header"], &["--where=--odd=1"]]);
        assert_eq!(
            words.flat(),
            ["--set", "note=-x", "--no-header", "--where=--odd=1"]
        );
    }
}
