//! What was said about sharing lists of ours, kept and read; what follows from it is decided in `domain::sharing`.

use rusqlite::params;

use super::{Tx, View, column::broken};
use crate::{
    domain::sharing::{Detail, Level, Rule, Sharing},
    error::{Error, Result},
};

/// The lists of ours every book has, by what their accounts are to us.
pub const STANDARD: [&str; 3] = ["customers", "opportunities", "prospects"];

#[derive(Debug, thiserror::Error)]
#[error("“{0}” is no sharing level or field")]
struct Unknown(String);

impl View<'_> {
    /// Everything that was said about sharing: of everyone first, then by partner, by list.
    pub fn sharing_rules(&self) -> Result<Vec<Rule>> {
        let mut q = self.conn.prepare_cached(
            "SELECT partner_id, population, level, fields FROM sharing ORDER BY coalesce(partner_id, 0), population",
        )?;
        let rows = q.query_map([], |r| {
            let (level, fields): (String, String) = (r.get(2)?, r.get(3)?);
            let words: Vec<String> = serde_json::from_str(&fields).map_err(|e| broken(3, e))?;
            let details = words
                .iter()
                .map(|w| Detail::parse(w).ok_or_else(|| broken(3, Unknown(w.clone()))))
                .collect::<rusqlite::Result<_>>()?;
            Ok(Rule {
                partner: r.get(0)?,
                population: r.get(1)?,
                sharing: Sharing {
                    level: Level::parse(&level).ok_or_else(|| broken(2, Unknown(level)))?,
                    details,
                },
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The lists of ours that can be shared: the three every book has, then those with names of their own.
    pub fn our_list_names(&self) -> Result<Vec<String>> {
        let mut names: Vec<String> = STANDARD.map(str::to_owned).to_vec();
        let mut q = self.conn.prepare_cached(
            "SELECT name FROM population WHERE partner_id IS NULL AND name IS NOT NULL ORDER BY name COLLATE NOCASE",
        )?;
        for name in q.query_map([], |r| r.get::<_, String>(0))? {
            names.push(name?);
        }
        Ok(names)
    }

    /// The list of ours a typed word means.
    pub fn find_our_list(&self, typed: &str) -> Result<String> {
        let names = self.our_list_names()?;
        let typed = typed.trim().to_lowercase();
        let found = names.iter().find(|name| name.to_lowercase() == typed);
        found.cloned().ok_or_else(|| {
            Error::not_found(format!("You have no list “{typed}”."))
                .means("Nothing was changed.")
                .hint(format!("There are: {}.", names.join(", ")))
        })
    }
}

impl Tx<'_> {
    /// Says what a partner (none: everyone not named) may be told of a list of ours.
    pub fn set_sharing(
        &self,
        partner: Option<i64>,
        population: &str,
        sharing: &Sharing,
    ) -> Result<()> {
        let words: Vec<&str> = sharing.details.iter().map(|d| d.word()).collect();
        let fields = serde_json::Value::from(words).to_string();
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE sharing SET level = ?3, fields = ?4 WHERE partner_id IS ?1 AND population = ?2",
            )?
            .execute(params![partner, population, sharing.level.word(), fields])?;
        if changed == 0 {
            self.conn
                .prepare_cached(
                    "INSERT INTO sharing (partner_id, population, level, fields, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    partner,
                    population,
                    sharing.level.word(),
                    fields,
                    self.op
                ])?;
        }
        Ok(())
    }

    /// Takes back what was said, so that what holds for everyone, or counts only, holds again. Returns whether anything
    /// was said.
    pub fn clear_sharing(&self, partner: Option<i64>, population: &str) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM sharing WHERE partner_id IS ?1 AND population = ?2")?
            .execute(params![partner, population])?;
        Ok(gone > 0)
    }
}
