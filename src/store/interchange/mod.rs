//! Whole books in and out as documents; single facts and lists are the business of their own files.

mod read;
mod write;

use super::{Tx, View};
use crate::{
    domain::{day::Day, money::Money},
    error::Result,
};

/// An account on a partner's list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct NewAccount {
    /// Its name.
    pub name: String,
    /// Its site, as the list has it.
    pub site: Option<String>,
    /// Registrable domain; nothing matches an account without one.
    pub domain: Option<String>,
    /// The partner's person.
    pub rep: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// What it is worth.
    pub value: Option<Money>,
}

impl View<'_> {
    /// The payout that was paid last, if any was.
    pub fn newest_paid_payout(&self) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT id FROM payout WHERE state = 'paid' ORDER BY paid_on DESC, id DESC LIMIT 1",
            )?
            .query_row([], |r| r.get(0))
            .optional()?)
    }
}

impl Tx<'_> {
    /// Adds a partner's list of accounts (`customers`, `opportunities` or `prospects`); a partner has one of each.
    pub fn add_population(
        &self,
        partner: i64,
        kind: &str,
        loaded_on: Day,
        file: &str,
        accounts: &[NewAccount],
    ) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO population (partner_id, kind, loaded_on, file, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![partner, kind, loaded_on.to_string(), file, self.op])?;
        let population = self.conn.last_insert_rowid();
        let mut q = self.conn.prepare_cached(
            "INSERT INTO population_account (population_id, name, site, domain, rep, stage, minor, currency, op)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for a in accounts {
            let (minor, currency) = (a.value.map(|v| v.minor), a.value.map(|v| v.currency.code()));
            q.execute(params![
                population, a.name, a.site, a.domain, a.rep, a.stage, minor, currency, self.op
            ])?;
        }
        Ok(population)
    }
}
