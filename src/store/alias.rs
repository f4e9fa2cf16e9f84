//! What files call a record beside its names, as a person said: remembered, listed, forgotten. Decides nothing by itself.

use rusqlite::{OptionalExtension, params};

use super::{Tx, View};
use crate::{
    domain::identity::{match_key, same_name},
    error::{Error, Result},
};

/// What a name can be a name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    /// A partner.
    Partner,
    /// A customer.
    Customer,
}

impl Noun {
    /// The word, which is also the name of the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Partner => "partner",
            Self::Customer => "customer",
        }
    }

    /// The noun of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Partner, Self::Customer]
            .into_iter()
            .find(|n| n.word() == word)
    }
}

/// What files call a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// What it is a name of.
    pub noun: Noun,
    /// The text, as names are compared.
    pub text: String,
    /// The record.
    pub record: i64,
}

impl View<'_> {
    /// The other names of a record, in order.
    pub fn aliases(&self, noun: Noun, record: i64) -> Result<Vec<String>> {
        let mut q = self.conn.prepare_cached(
            "SELECT text FROM alias WHERE noun = ?1 AND record_id = ?2 ORDER BY text",
        )?;
        let texts = q
            .query_map(params![noun.word(), record], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(texts)
    }

    /// The record that a text is another name of.
    pub fn alias_of(&self, noun: Noun, text: &str) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT record_id FROM alias WHERE noun = ?1 AND text = ?2")?
            .query_row(params![noun.word(), same_name(text)], |r| r.get(0))
            .optional()?)
    }

    /// Another record that has a text as its name, id or domain: then it can be nobody else's other name.
    pub fn borne_by_another(&self, noun: Noun, text: &str, but: i64) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(&format!(
                "SELECT id FROM {} WHERE id <> ?3 AND (name = ?1 COLLATE NOCASE OR external_id = ?1 OR domain = ?2) LIMIT 1",
                noun.word()
            ))?
            .query_row(params![text.trim(), match_key(text), but], |r| r.get(0))
            .optional()?)
    }

    pub(super) fn all_aliases(&self, noun: Noun) -> Result<Vec<(String, i64)>> {
        let mut q = self
            .conn
            .prepare("SELECT text, record_id FROM alias WHERE noun = ?1 ORDER BY id")?;
        let all = q
            .query_map([noun.word()], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(all)
    }
}

impl Tx<'_> {
    /// Remembers that files call a record this. Says it of this record only, if it was said of another; refused where
    /// another record has it as its own name, id or domain. Returns whether that is new.
    pub fn remember(&self, noun: Noun, text: &str, record: i64) -> Result<bool> {
        if let Some(other) = self.view().borne_by_another(noun, text, record)? {
            let (one, all) = match noun {
                Noun::Partner => {
                    let other = self.view().partner(other)?;
                    (other.slug, other.known.name)
                }
                Noun::Customer => (format!("C{other}"), self.view().customer(other)?.known.name),
            };
            let word = noun.word();
            return Err(Error::refused(format!(
                "“{text}” is the name, id or domain of {one} ({all})."
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "If the two are one {word}, merge them: `partnerbook {word} merge {one} {}`.",
                word.to_uppercase()
            )));
        }
        self.put_alias(noun, text, record)
    }

    /// Remembers a name that a merged record had, unless another record has it too.
    pub(super) fn inherit(&self, noun: Noun, text: &str, record: i64) -> Result<()> {
        if self.view().borne_by_another(noun, text, record)?.is_none() {
            self.put_alias(noun, text, record)?;
        }
        Ok(())
    }

    pub(in crate::store) fn put_alias(&self, noun: Noun, text: &str, record: i64) -> Result<bool> {
        let text = same_name(text);
        if text.is_empty() {
            return Err(
                Error::refused("An empty text is nobody's name.").means("Nothing was changed.")
            );
        }
        if self.view().alias_of(noun, &text)? == Some(record) {
            return Ok(false);
        }
        self.conn
            .prepare_cached(
                "INSERT INTO alias (noun, text, record_id, op) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (noun, text) DO UPDATE SET record_id = excluded.record_id",
            )?
            .execute(params![noun.word(), text, record, self.op])?;
        Ok(true)
    }

    /// Forgets another name of a record. Returns whether it was one.
    pub fn forget_alias(&self, noun: Noun, text: &str, record: i64) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM alias WHERE noun = ?1 AND text = ?2 AND record_id = ?3")?
            .execute(params![noun.word(), same_name(text), record])?;
        Ok(gone > 0)
    }

    /// Forgets every other name of a record that goes.
    pub(super) fn forget_aliases(&self, noun: Noun, record: i64) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM alias WHERE noun = ?1 AND record_id = ?2")?
            .execute(params![noun.word(), record])?;
        Ok(())
    }
}
