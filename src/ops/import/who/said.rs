//! What a person said of who is who (`--same`): read from words, looked up by what the file says. Knows no book.

use std::collections::HashMap;

use crate::{
    domain::identity::same_name,
    error::{Error, Result},
    store::Noun,
};

/// What a text can mean one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Of {
    /// A partner or a customer.
    Record(Noun),
    /// A referral, by the id or the company of a row.
    Referral,
}

impl From<Noun> for Of {
    fn from(noun: Noun) -> Self {
        Self::Record(noun)
    }
}

/// Whom a text of a file means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Target {
    /// A record in the book, as it is named on a command line.
    Record(String),
    /// Nobody in the book: a new one.
    New,
    /// It does not matter: its rows are left out.
    Skip,
}

/// What was said of texts, and of all others.
#[derive(Debug, Default)]
pub(in super::super) struct Said {
    texts: HashMap<(Of, String), Target>,
    others: HashMap<Of, Target>,
}

impl Said {
    /// Reads `partner:NORHT=northwind`, `customer:ACME Inc=new`, `partner:*=skip`, `referral:D7=R12`.
    pub(in super::super) fn parse(typed: &[String]) -> Result<Self> {
        let mut said = Self::default();
        for one in typed {
            let wrong = || {
                Error::usage(format!("“{one}” does not say who is who."))
                    .hint("Write --same \"partner:TEXT=PARTNER\" or \"customer:TEXT=CUSTOMER\" or \"referral:ID=REFERRAL\"; new and skip stand for nobody.")
            };
            let (noun, rest) = one.split_once(':').ok_or_else(wrong)?;
            let noun = match noun.trim() {
                "referral" => Of::Referral,
                noun => Of::Record(Noun::parse(noun).ok_or_else(wrong)?),
            };
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
                said.texts.insert(key(noun, text), target.clone())
            } else if matches!(&target, Target::Record(name) if noun != Of::Referral || name != "same")
            {
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
    pub(in super::super) fn of(&self, noun: impl Into<Of>, text: &str) -> Option<&Target> {
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&key(noun.into(), text))
    }

    /// What was said of all that are neither in the book nor named.
    pub(in super::super) fn others(&self, noun: impl Into<Of>) -> Option<&Target> {
        self.others.get(&noun.into())
    }
}

/// Names are compared as names; an id is what it is.
fn key(of: Of, text: &str) -> (Of, String) {
    let text = match of {
        Of::Record(_) => same_name(text),
        Of::Referral => text.trim().to_owned(),
    };
    (of, text)
}
