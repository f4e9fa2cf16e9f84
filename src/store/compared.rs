//! What a private comparison told, as lists of the partner; must not know how it came to be known.

use rusqlite::params;

use super::{Tx, column::iso};
use crate::{
    domain::{day::Day, money::Money},
    error::Result,
};

/// An account both have, as the partner told of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// `customers`, `opportunities`, `prospects` or `other`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its site, as they write it.
    pub site: Option<String>,
    /// Registrable domain.
    pub domain: Option<String>,
    /// Their person.
    pub rep: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// Since when.
    pub since: Option<Day>,
    /// What it is worth.
    pub value: Option<Money>,
    /// Two letters, where our account says it: both agreed on name and country.
    pub country: Option<String>,
}

impl Tx<'_> {
    /// Puts what a comparison told into the book: a list of the partner for each kind. It takes the place of what earlier
    /// ones told in the same direction about no other populations of ours: what this one could not tell stays.
    pub fn keep_compared(
        &self,
        partner: i64,
        exchange: i64,
        file: &str,
        accounts: &[Compared],
    ) -> Result<()> {
        let old: Vec<i64> = self
            .conn
            .prepare_cached(
                "SELECT p.id FROM population p JOIN private_exchange was ON was.id = p.exchange_id JOIN private_exchange now ON now.id = ?2
                  WHERE p.partner_id = ?1 AND was.side = now.side AND NOT EXISTS (
                        SELECT 1 FROM json_each(was.populations) w WHERE w.value NOT IN (SELECT value FROM json_each(now.populations)))",
            )?
            .query_map([partner, exchange], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for list in old {
            self.forget_list(list)?;
        }
        for kind in ["customers", "opportunities", "prospects", "other"] {
            let of_kind: Vec<&Compared> = accounts.iter().filter(|a| a.kind == kind).collect();
            if of_kind.is_empty() {
                continue;
            }
            let name = match kind {
                "other" => "compared privately".to_owned(),
                kind => format!("{kind} compared privately"),
            };
            let name = self.free_name(partner, &name)?;
            self.conn
                .prepare_cached(
                    "INSERT INTO population (partner_id, kind, loaded_on, file, name, exchange_id, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![partner, kind, self.today.to_string(), file, name, exchange, self.op])?;
            let population = self.conn.last_insert_rowid();
            let mut q = self.conn.prepare_cached(
                "INSERT INTO population_account (population_id, name, site, domain, rep, stage, minor, currency, since, country, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?;
            for a in of_kind {
                let minor = a.value.map(|v| v.minor);
                let currency = a.value.map(|v| v.currency.code());
                q.execute(params![
                    population,
                    a.name,
                    a.site,
                    a.domain,
                    a.rep,
                    a.stage,
                    minor,
                    currency,
                    iso(a.since),
                    a.country,
                    self.op
                ])?;
            }
        }
        Ok(())
    }

    /// A name no list of the partner has: as given, or with a number behind it.
    fn free_name(&self, partner: i64, name: &str) -> Result<String> {
        let mut taken = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM population WHERE partner_id = ?1 AND coalesce(name, kind) = ?2 COLLATE NOCASE)",
        )?;
        let (mut free, mut number) = (name.to_owned(), 1);
        while taken.query_row(params![partner, free], |r| r.get::<_, bool>(0))? {
            number += 1;
            free = format!("{name} {number}");
        }
        Ok(free)
    }
}
