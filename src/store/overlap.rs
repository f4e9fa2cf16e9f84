//! Partners' lists of accounts in the book, and how they compare with ours; which accounts match is decided in
//! `domain::overlap`, on registrable domains alone.

use std::collections::HashMap;

use rusqlite::params;

use super::{
    Tx, View,
    column::{money, sure_day},
};
use crate::{
    domain::{
        day::Day,
        money::Money,
        overlap::{Account, Overlap, Region, Row},
    },
    error::Result,
};

/// One account of a partner's list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct TheirAccount {
    /// Name.
    pub name: String,
    /// Website or e-mail, as they wrote it.
    pub site: Option<String>,
    /// Registrable domain; none matches nothing.
    pub domain: Option<String>,
    /// Their person.
    pub rep: Option<String>,
    /// Where it stands with them.
    pub stage: Option<String>,
    /// What it is worth to them.
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

/// One account in words: what it is to us, and what to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Match {
    /// Registrable domain, where it has one.
    pub domain: Option<String>,
    /// Our customer, if it is one.
    pub customer: Option<i64>,
    /// Our open referral, if there is one; the first where there are several.
    pub referral: Option<i64>,
    /// What we call it.
    pub our_name: Option<String>,
    /// `customer`, or the stage of the open referral.
    pub ours: Option<String>,
    /// What the open referral is expected to be worth.
    pub our_value: Option<Money>,
    /// What they call it.
    pub their_name: Option<String>,
    /// `customer`, `opportunity` or `prospect`: the strongest, where it is on several lists.
    pub theirs: Option<String>,
    /// Where it stands with them.
    pub stage: Option<String>,
    /// Their person.
    pub rep: Option<String>,
    /// What it is worth to them.
    pub their_value: Option<Money>,
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
    pub fn population_accounts(&self, population: i64) -> Result<Vec<(i64, TheirAccount)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, name, site, domain, rep, stage, minor, currency FROM population_account
             WHERE population_id = ?1 ORDER BY id",
        )?;
        let rows = q.query_map([population], |r| {
            let account = TheirAccount {
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

    /// The accounts of one region in words, in the order of the comparison.
    pub fn overlap_accounts(&self, partner: i64, region: Region) -> Result<Vec<Match>> {
        let found = self.overlap(partner)?;
        let mut theirs = HashMap::new();
        for population in self.populations(partner)? {
            let kind = singular(&population.kind);
            for (id, account) in self.population_accounts(population.id)? {
                theirs.insert(id, (kind, account));
            }
        }
        found
            .region(region)
            .iter()
            .map(|account| self.in_words(account, &theirs))
            .collect()
    }

    fn in_words(
        &self,
        account: &Account<Who>,
        theirs: &HashMap<i64, (&'static str, TheirAccount)>,
    ) -> Result<Match> {
        let mut found = Match {
            domain: account.key.clone(),
            ..Match::default()
        };
        // Customers sort before referrals, so the customer's name is the one that shows.
        for who in &account.ours {
            match who {
                Who::Customer(id) if found.customer.is_none() => {
                    found.customer = Some(*id);
                    found.our_name = Some(self.customer(*id)?.known.name);
                    found.ours = Some("customer".to_owned());
                }
                Who::Referral(id) if found.referral.is_none() => {
                    let known = self.referral(*id)?.known;
                    found.referral = Some(*id);
                    found.our_value = known.expected;
                    found.our_name.get_or_insert(known.company);
                    found.ours.get_or_insert(known.stage);
                }
                _ => {}
            }
        }
        let mut rows: Vec<(&str, i64, &TheirAccount)> = account
            .theirs
            .iter()
            .filter_map(|who| match who {
                Who::Theirs(id) => theirs.get(id).map(|(kind, a)| (*kind, *id, a)),
                _ => None,
            })
            .collect();
        // `customer`, `opportunity`, `prospect`: the alphabet orders them by strength.
        rows.sort_by_key(|(kind, id, _)| (*kind, *id));
        if let Some((kind, _, first)) = rows.first() {
            let any = |of: fn(&TheirAccount) -> &Option<String>| {
                rows.iter().find_map(|(_, _, a)| of(a).clone())
            };
            found.their_name = Some(first.name.clone());
            found.theirs = Some((*kind).to_owned());
            found.stage = any(|a| &a.stage);
            found.rep = any(|a| &a.rep);
            found.their_value = rows.iter().find_map(|(_, _, a)| a.value);
        }
        Ok(found)
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
        accounts: &[TheirAccount],
    ) -> Result<i64> {
        // New rows may go into the log as a range; those they replace must each be there, or undo could not bring
        // them back.
        let bulk: i64 = self
            .conn
            .query_row("SELECT bulk FROM temp.current", [], |r| r.get(0))?;
        self.conn.execute("UPDATE temp.current SET bulk = 0", [])?;
        self.forget_population(partner, Some(kind))?;
        self.conn
            .execute("UPDATE temp.current SET bulk = ?1", [bulk])?;
        self.conn
            .prepare_cached("INSERT INTO population (partner_id, kind, loaded_on, file, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![partner, kind, self.today.to_string(), file, self.op])?;
        let population = self.conn.last_insert_rowid();
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO population_account (population_id, name, site, domain, rep, stage, minor, currency, op)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        for a in accounts {
            insert.execute(params![
                population,
                a.name,
                a.site,
                a.domain,
                a.rep,
                a.stage,
                a.value.map(|m| m.minor),
                a.value.map(|m| m.currency.code()),
                self.op
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

fn singular(kind: &str) -> &'static str {
    match kind {
        "customers" => "customer",
        "opportunities" => "opportunity",
        _ => "prospect",
    }
}
