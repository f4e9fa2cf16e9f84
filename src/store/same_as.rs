//! What other programs call a referral or a revenue line beside its own id there, as a person said: kept by ids of other
//! programs, which a copy of the book has too. Decides nothing by itself.

use std::collections::HashMap;

use rusqlite::OptionalExtension;

use super::{Tx, View};
use crate::error::Result;

/// What has ids of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A referral: its id in a form and in a CRM.
    Referral,
    /// A revenue line: an invoice and its payment.
    Revenue,
}

impl Thing {
    /// What its settings begin with.
    fn start(self) -> &'static str {
        match self {
            Self::Referral => "same.referral.",
            Self::Revenue => "same.revenue.",
        }
    }
}

/// Ids of other programs that stand for one another.
#[derive(Debug, Default)]
pub struct OtherIds {
    firsts: HashMap<String, String>,
    others: HashMap<String, Vec<String>>,
}

impl OtherIds {
    /// The id a record bears, by another one of its.
    pub fn first(&self, other: &str) -> Option<&str> {
        self.firsts.get(other).map(String::as_str)
    }

    /// The other ids of a record that bears this one.
    pub fn others(&self, first: &str) -> &[String] {
        self.others.get(first).map_or(&[], Vec::as_slice)
    }

    /// Notes that a record has another id.
    pub fn add(&mut self, other: &str, first: &str) {
        self.firsts.insert(other.to_owned(), first.to_owned());
        let others = self.others.entry(first.to_owned()).or_default();
        others.push(other.to_owned());
    }
}

impl View<'_> {
    /// The ids that stand for others.
    pub fn other_ids(&self, thing: Thing) -> Result<OtherIds> {
        let start = thing.start();
        let mut all = OtherIds::default();
        // What follows a full stop sorts before what follows a slash, the next character.
        let mut q = self
            .conn
            .prepare("SELECT key, value FROM setting WHERE key >= ?1 AND key < ?2")?;
        let end = format!("{}/", start.trim_end_matches('.'));
        let mut rows = q.query([start, &end])?;
        while let Some(r) = rows.next()? {
            let (key, first) = (r.get_ref(0)?.as_str()?, r.get_ref(1)?.as_str()?);
            all.add(key.strip_prefix(start).unwrap_or(key), first);
        }
        Ok(all)
    }

    /// The id that a record bears, by another one of its.
    pub(super) fn first_id(&self, thing: Thing, other: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
            .query_row([format!("{}{other}", thing.start())], |r| r.get(0))
            .optional()?)
    }
}

impl Tx<'_> {
    /// Remembers that another program calls the record of the id `first` by the id `other`.
    pub fn same_as(&self, thing: Thing, other: &str, first: &str) -> Result<()> {
        self.set(&format!("{}{other}", thing.start()), first)
    }
}
