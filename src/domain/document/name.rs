//! How the records of a document are named, and how its days are written; what they name is looked up elsewhere.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::day::{Day, parse_iso};

/// The number of a record, written with the letter of its kind: `Ref::<'R'>(12)` is `R12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref<const LETTER: char>(pub i64);

impl<const LETTER: char> fmt::Display for Ref<LETTER> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{LETTER}{}", self.0)
    }
}

impl<const LETTER: char> Serialize for Ref<LETTER> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de, const LETTER: char> Deserialize<'de> for Ref<LETTER> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        number_after(LETTER.encode_utf8(&mut [0; 4]), &text)
            .map(Self)
            .ok_or_else(|| {
                de::Error::custom(format!("“{text}” is no number of the form {LETTER}12"))
            })
    }
}

/// A day, read and written as `2026-11-21` and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct On(pub Day);

impl Serialize for On {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for On {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        parse_iso(&String::deserialize(from)?)
            .map(Self)
            .map_err(de::Error::custom)
    }
}

/// The number of a payout run, written `run-4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Run(pub i64);

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "run-{}", self.0)
    }
}

impl Serialize for Run {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Run {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        number_after("run-", &text)
            .map(Self)
            .ok_or_else(|| de::Error::custom(format!("“{text}” is no number of the form run-4")))
    }
}

/// The number a text names after its prefix, from 1 on: 12 of `R12`; nothing where it names none.
pub fn number_after(prefix: &str, text: &str) -> Option<i64> {
    text.strip_prefix(prefix)
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()) && !d.starts_with('0'))
        .and_then(|d| d.parse().ok())
}
