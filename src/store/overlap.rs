//! Partners' lists of accounts in the book, and how they compare with ours; which accounts match is decided in
//! `domain::overlap`, on registrable domains alone.

use rusqlite::params;

use super::{
    Tx, View,
    column::{money, sure_day},
};
use crate::{
    domain::{
        day::Day,
        money::Money,
        overlap::{Overlap, Row},
    },
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

/// A list of a partner's accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// Its id.
    pub id: i64,
    /// `customers`, `opportunities` or `prospects`.
    pub kind: String,
    /// When it was loaded.
    pub loaded_on: Day,
    /// From which file.
    pub file: String,
    /// How many accounts it has.
    pub accounts: i64,
}

/// A row of either list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A customer of ours.
    Customer(i64),
    /// An open referral of ours.
    Referral(i64),
    /// An account of theirs.
    Theirs(i64),
}

impl View<'_> {
    /// The lists of a partner, strongest first: customers, opportunities, prospects.
    pub fn populations(&self, partner: i64) -> Result<Vec<Population>> {
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.kind, p.loaded_on, p.file, (SELECT count(*) FROM population_account a WHERE a.population_id = p.id)
             FROM population p WHERE p.partner_id = ?1 ORDER BY p.kind",
        )?;
        let rows = q.query_map([partner], |r| {
            Ok(Population {
                id: r.get(0)?,
                kind: r.get(1)?,
                loaded_on: sure_day(r, 2)?,
                file: r.get(3)?,
                accounts: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The accounts of a list, in the order they were loaded, each with its id.
    pub fn population_accounts(&self, population: i64) -> Result<Vec<(i64, NewAccount)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, name, site, domain, rep, stage, minor, currency FROM population_account
             WHERE population_id = ?1 ORDER BY id",
        )?;
        let rows = q.query_map([population], |r| {
            let account = NewAccount {
                name: r.get(1)?,
                site: r.get(2)?,
                domain: r.get(3)?,
                rep: r.get(4)?,
                stage: r.get(5)?,
                value: money(r, 6)?,
            };
            Ok((r.get(0)?, account))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Our side of every comparison: customers and open referrals; those without a domain match nothing.
    pub fn our_accounts(&self) -> Result<Vec<Row<Who>>> {
        let mut rows = self.keyed("SELECT id, domain FROM customer", [], Who::Customer)?;
        rows.extend(self.keyed(
            "SELECT r.id, r.domain FROM referral r JOIN stage s ON s.name = r.stage WHERE s.kind = 'open'",
            [],
            Who::Referral,
        )?);
        Ok(rows)
    }

    /// How many of our customers and open referrals have no domain, and so match nothing.
    pub fn our_accounts_without_domain(&self) -> Result<i64> {
        Ok(self.conn.query_row(
            "SELECT (SELECT count(*) FROM customer WHERE domain IS NULL)
                  + (SELECT count(*) FROM referral r JOIN stage s ON s.name = r.stage WHERE s.kind = 'open' AND r.domain IS NULL)",
            [],
            |r| r.get(0),
        )?)
    }

    /// Our accounts compared with all lists of a partner.
    pub fn overlap(&self, partner: i64) -> Result<Overlap<Who>> {
        let theirs = self.keyed(
            "SELECT a.id, a.domain FROM population p JOIN population_account a ON a.population_id = p.id WHERE p.partner_id = ?1",
            [partner],
            Who::Theirs,
        )?;
        Ok(Overlap::of(&self.our_accounts()?, &theirs))
    }

    fn keyed(
        &self,
        sql: &str,
        with: impl rusqlite::Params,
        who: fn(i64) -> Who,
    ) -> Result<Vec<Row<Who>>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let rows = q.query_map(with, |r| {
            Ok(Row {
                id: who(r.get(0)?),
                key: r.get(1)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Loads a partner's list of a kind (`customers`, `opportunities`, `prospects`) in place of the one there is.
    pub fn load_population(
        &self,
        partner: i64,
        kind: &str,
        file: &str,
        accounts: &[NewAccount],
    ) -> Result<i64> {
        self.forget_population(partner, Some(kind))?;
        self.add_population(partner, kind, self.today, file, accounts)
    }

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

    /// Deletes a partner's list of a kind, or all of them. Returns how many accounts were on them.
    pub fn forget_population(&self, partner: i64, kind: Option<&str>) -> Result<usize> {
        let which = "SELECT id FROM population WHERE partner_id = ?1 AND (?2 IS NULL OR kind = ?2)";
        let accounts = self
            .conn
            .prepare_cached(&format!(
                "DELETE FROM population_account WHERE population_id IN ({which})"
            ))?
            .execute(params![partner, kind])?;
        self.conn
            .prepare_cached(
                "DELETE FROM population WHERE partner_id = ?1 AND (?2 IS NULL OR kind = ?2)",
            )?
            .execute(params![partner, kind])?;
        Ok(accounts)
    }
}
