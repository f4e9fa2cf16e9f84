//! A list as its next version comes in, row by row: each row is told from those of the version before by its id, else its
//! name and domain, else its domain, else its name; so an account keeps its row, and the day it was first seen.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, params};

use super::{
    link_up::strict_name,
    population::{ACCOUNT, ListOf, NewAccount, listed, read_account},
};
use crate::{
    domain::day::Day,
    error::Result,
    store::{
        Tx,
        column::{day, iso},
    },
};

/// What a row of a new version is to the version before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was not there.
    New,
    /// It is as it was.
    Same,
    /// It was there, with something else said of it.
    Changed(Box<NewAccount>),
    /// It was gone, and is back.
    Back,
    /// Which one it was is known once every row that is surer has been taken: hand it in again after them.
    Later,
}

/// How many rows are what, since the version before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that are there no more.
    pub gone: u64,
    /// Rows that were gone and are back.
    pub back: u64,
    /// Rows of which something else is said.
    pub changed: u64,
    /// Rows that are as they were.
    pub same: u64,
}

impl Tally {
    /// Whether the version says anything new.
    pub fn is_news(&self) -> bool {
        self.new + self.gone + self.back + self.changed > 0
    }
}

/// What rows are told by: hashes, because a list may have a million.
#[derive(Debug, Default)]
struct Before {
    rows: HashMap<i64, bool>,
    by_id: HashMap<u64, Vec<i64>>,
    by_both: HashMap<u64, Vec<i64>>,
    by_domain: HashMap<u64, Vec<i64>>,
    by_name: HashMap<u64, Vec<i64>>,
    with_id: HashSet<i64>,
}

/// A list under way.
#[derive(Debug)]
pub struct Loading {
    population: i64,
    /// Whether the list is new: then every row is.
    fresh: bool,
    file: String,
    as_of: Day,
    /// The day the version before speaks of.
    was_as_of: Day,
    before: Before,
    taken: HashSet<i64>,
    /// Rows of this file, so that one that stands twice counts once.
    met: HashSet<u64>,
    tally: Tally,
}

fn hash(parts: &[&str]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

fn digest(account: &NewAccount) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    account.hash(&mut hasher);
    hasher.finish()
}

impl Before {
    fn note(&mut self, id: i64, gone: bool, account: &NewAccount) {
        self.rows.insert(id, gone);
        if let Some(external) = &account.external_id {
            self.by_id.entry(hash(&[external])).or_default().push(id);
            self.with_id.insert(id);
        }
        let name = strict_name(&account.name);
        if let Some(domain) = &account.domain {
            self.by_both
                .entry(hash(&[domain, &name]))
                .or_default()
                .push(id);
            self.by_domain.entry(hash(&[domain])).or_default().push(id);
        }
        self.by_name.entry(hash(&[&name])).or_default().push(id);
    }
}

impl Tx<'_> {
    /// Begins a version of a list: of the one that is there, or a new one. `as_of` is the day it speaks of; today if
    /// nothing is said.
    pub fn begin_list(&self, of: ListOf<'_>, file: &str, as_of: Option<Day>) -> Result<Loading> {
        let as_of = as_of.unwrap_or(self.today);
        let there: Option<(i64, Day)> = self
            .conn
            .prepare_cached(
                "SELECT id, coalesce(as_of, loaded_on) FROM population
                 WHERE coalesce(partner_id, 0) = coalesce(?1, 0) AND coalesce(name, kind) = coalesce(?2, ?3) COLLATE NOCASE",
            )?
            .query_row(params![of.partner, of.name, of.standing.list()], |r| {
                Ok((r.get(0)?, crate::store::column::sure_day(r, 1)?))
            })
            .optional()?;
        let mut loading = Loading {
            population: 0,
            fresh: there.is_none(),
            file: file.to_owned(),
            as_of,
            was_as_of: as_of,
            before: Before::default(),
            taken: HashSet::new(),
            met: HashSet::new(),
            tally: Tally::default(),
        };
        if let Some((id, was)) = there {
            loading.population = id;
            loading.was_as_of = was;
            let mut q = self.conn.prepare(&format!(
                "SELECT a.id, a.gone_on, {ACCOUNT} FROM population_account a WHERE a.population_id = ?1 ORDER BY a.id"
            ))?;
            let mut rows = q.query([id])?;
            while let Some(r) = rows.next()? {
                let gone = day(r, 1)?.is_some();
                loading.before.note(r.get(0)?, gone, &read_account(r, 2)?);
            }
            self.conn
                .prepare_cached("UPDATE population SET kind = ?2 WHERE id = ?1 AND kind <> ?2")?
                .execute(params![id, of.standing.list()])?;
        } else {
            self.conn
                .prepare_cached(
                    "INSERT INTO population (partner_id, kind, name, loaded_on, file, as_of, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    of.partner,
                    of.standing.list(),
                    of.name,
                    self.today.to_string(),
                    file,
                    (as_of != self.today).then(|| as_of.to_string()),
                    self.op
                ])?;
            loading.population = self.conn.last_insert_rowid();
        }
        Ok(loading)
    }

    fn set_list_row(&self, id: i64, a: &NewAccount, was_as_of: Day) -> Result<()> {
        let (minor, currency) = (a.value.map(|v| v.minor), a.value.map(|v| v.currency.code()));
        self.conn
            .prepare_cached(
                "UPDATE population_account SET name = ?2, site = ?3, domain = ?4, rep = ?5, stage = ?6, minor = ?7, currency = ?8,
                   external_id = ?9, mail_domain = ?10, country = ?11, numbers = ?12, aliases = ?13, since = ?14, opened_on = ?15,
                   seen_first = coalesce(seen_first, ?16), gone_on = NULL WHERE id = ?1",
            )?
            .execute(params![
                id, a.name, a.site, a.domain, a.rep, a.stage, minor, currency, a.external_id, a.mail_domain, a.country, a.numbers,
                listed(&a.aliases), iso(a.since), iso(a.opened_on), was_as_of.to_string()
            ])?;
        Ok(())
    }

    fn list_row(&self, id: i64) -> Result<NewAccount> {
        Ok(self
            .conn
            .prepare_cached(&format!(
                "SELECT {ACCOUNT} FROM population_account a WHERE a.id = ?1"
            ))?
            .query_row([id], |r| read_account(r, 0))?)
    }
}

impl Loading {
    /// How it stands; `gone` is known once it is finished.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// The day the version before speaks of; none if there was none.
    pub fn since(&self) -> Option<Day> {
        (!self.fresh).then_some(self.was_as_of)
    }

    /// Takes a row.
    pub fn take(&mut self, tx: &Tx<'_>, account: &NewAccount) -> Result<Taken> {
        if !self.met.insert(digest(account)) {
            return Ok(Taken::Same);
        }
        if self.fresh {
            return self.add(tx, account);
        }
        let name = strict_name(&account.name);
        let of = |domain: &String| hash(&[domain, &name]);
        let sure = match (&account.external_id, &account.domain) {
            (Some(id), _) => self.free(self.before.by_id.get(&hash(&[id])), false),
            (None, Some(domain)) => self.free(self.before.by_both.get(&of(domain)), false),
            (None, None) => None,
        };
        match sure {
            Some(row) => self.settle(tx, row, account),
            None if self.likely(account).is_some() => Ok(Taken::Later),
            None => self.add(tx, account),
        }
    }

    /// Takes a row that had to wait; rows that waited are to come in an order that the file's does not decide.
    pub fn take_late(&mut self, tx: &Tx<'_>, account: &NewAccount) -> Result<Taken> {
        match self.likely(account) {
            Some(row) => self.settle(tx, row, account),
            None => self.add(tx, account),
        }
    }

    /// The row it most likely was: of the same domain and name, of the same domain, of the same name.
    fn likely(&self, account: &NewAccount) -> Option<i64> {
        let name = strict_name(&account.name);
        // A row that has an id of its own in the list is another one, if this one has, too.
        let own = account.external_id.is_some();
        let domain = account.domain.as_ref();
        let both = domain.and_then(|d| self.free(self.before.by_both.get(&hash(&[d, &name])), own));
        let by_domain =
            || domain.and_then(|d| self.free(self.before.by_domain.get(&hash(&[d])), own));
        let by_name = || self.free(self.before.by_name.get(&hash(&[&name])), own);
        both.or_else(by_domain).or_else(by_name)
    }

    /// The first row of these that no row of the file has taken: those that are there before those that are gone.
    fn free(&self, rows: Option<&Vec<i64>>, own: bool) -> Option<i64> {
        rows?
            .iter()
            .copied()
            .filter(|id| !(self.taken.contains(id) || own && self.before.with_id.contains(id)))
            .min_by_key(|id| (self.before.rows.get(id).copied().unwrap_or(false), *id))
    }

    fn add(&mut self, tx: &Tx<'_>, account: &NewAccount) -> Result<Taken> {
        tx.add_list_row(self.population, account, Some(self.as_of), None)?;
        self.tally.new += 1;
        Ok(Taken::New)
    }

    fn settle(&mut self, tx: &Tx<'_>, row: i64, account: &NewAccount) -> Result<Taken> {
        self.taken.insert(row);
        let was = tx.list_row(row)?;
        let gone = self.before.rows.get(&row).copied().unwrap_or(false);
        if !gone && was == *account {
            self.tally.same += 1;
            return Ok(Taken::Same);
        }
        tx.set_list_row(row, account, self.was_as_of)?;
        if gone {
            self.tally.back += 1;
            return Ok(Taken::Back);
        }
        self.tally.changed += 1;
        Ok(Taken::Changed(Box::new(was)))
    }

    /// Takes all rows of a version and finishes it. Returns the list's id.
    pub fn take_all(&mut self, tx: &Tx<'_>, accounts: &[NewAccount]) -> Result<i64> {
        let mut later = Vec::new();
        for account in accounts {
            if self.take(tx, account)? == Taken::Later {
                later.push(account);
            }
        }
        later.sort_by(|a, b| {
            (&a.name, &a.domain, &a.external_id).cmp(&(&b.name, &b.domain, &b.external_id))
        });
        for account in later {
            self.take_late(tx, account)?;
        }
        self.finish(tx)?;
        Ok(self.population)
    }

    /// Notes which rows are gone, and the version, if it says anything new.
    pub fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        if self.fresh {
            return Ok(());
        }
        let mut gone: Vec<i64> = self
            .before
            .rows
            .iter()
            .filter(|(id, gone)| !**gone && !self.taken.contains(id))
            .map(|(id, _)| *id)
            .collect();
        gone.sort_unstable();
        let (as_of, was) = (self.as_of.to_string(), self.was_as_of.to_string());
        for id in &gone {
            tx.conn
                .prepare_cached("UPDATE population_account SET gone_on = ?2, seen_first = coalesce(seen_first, ?3) WHERE id = ?1")?
                .execute(params![id, as_of, was])?;
        }
        self.tally.gone = u64::try_from(gone.len()).unwrap_or(u64::MAX);
        if !self.tally.is_news() {
            return Ok(());
        }
        tx.conn
            .prepare_cached("UPDATE population_account SET seen_first = ?2 WHERE population_id = ?1 AND seen_first IS NULL")?
            .execute(params![self.population, was])?;
        tx.conn
            .prepare_cached(
                "UPDATE population SET loaded_on = ?2, file = ?3, version = coalesce(version, 1) + 1, as_of = ?4, before = ?5 WHERE id = ?1",
            )?
            .execute(params![
                self.population,
                tx.today.to_string(),
                self.file,
                (self.as_of != tx.today).then(|| as_of.clone()),
                was
            ])?;
        Ok(())
    }
}
