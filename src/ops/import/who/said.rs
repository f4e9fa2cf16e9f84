//! What a person said of who is who (`--same`): read from words, looked up by what the file says. Knows no book.

use std::collections::HashMap;

use crate::{
    domain::identity::same_name,
    error::{Error, Result},
    store::Noun,
};

/// Whom a text of a file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A record in the book, as it is named on a command line.
    Record(String),
    /// Nobody in the book: a new one.
    New,
    /// It does not matter: its rows are left out.
    Skip,
}

/// What was said of texts, and of all others.
#[derive(Debug, Default)]
pub(super) struct Said {
    texts: HashMap<(Noun, String), Target>,
    others: HashMap<Noun, Target>,
}

impl Said {
    /// Reads `partner:NORHT=northwind`, `customer:ACME Inc=new`, `partner:*=skip`.
    pub(super) fn parse(typed: &[String]) -> Result<Self> {
        let mut said = Self::default();
        for one in typed {
            let wrong = || {
                Error::usage(format!("“{one}” does not say who is who."))
                    .hint("Write --same \"partner:TEXT=PARTNER\" or \"customer:TEXT=CUSTOMER\"; new and skip stand for nobody.")
            };
            let (noun, rest) = one.split_once(':').ok_or_else(wrong)?;
            let noun = Noun::parse(noun.trim()).ok_or_else(wrong)?;
            let (text, target) = rest.rsplit_once('=').ok_or_else(wrong)?;
            let (text, target) = (text.trim(), target.trim());
            if text.is_empty() || target.is_empty() {
                return Err(wrong());
            }
            let target = match target {
                "new" => Target::New,
                "skip" => Target::Skip,
                record => Target::Record(record.to_owned()),
            };
            let before = if text != "*" {
                said.texts.insert((noun, same_name(text)), target.clone())
            } else if matches!(target, Target::Record(_)) {
                return Err(wrong());
            } else {
                said.others.insert(noun, target.clone())
            };
            if before.is_some_and(|b| b != target) {
                return Err(Error::usage(format!("--same says two things of “{text}”.")));
            }
        }
        Ok(said)
    }

    /// What was said of a text.
    pub(super) fn of(&self, noun: Noun, text: &str) -> Option<&Target> {
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&(noun, same_name(text)))
    }

    /// What was said of all that are neither in the book nor named.
    pub(super) fn others(&self, noun: Noun) -> Option<&Target> {
        self.others.get(&noun)
    }
}
