//! An account as it is kept: what its rows come to, and how it is read.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{
    OURS,
    link_up::Party,
    members::Member,
    population::{listed, names},
};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        ledger::LedgerError,
        money::{Money, Totals},
        overlap::Standing,
    },
    error::{Error, Result},
    store::{
        View,
        column::{day, sure_day},
    },
};

/// An account of one side: the rows of its lists that share a website, or one row without a website.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id; the account's as long as it is there, and never written into the log.
    pub id: i64,
    /// Whose; none: ours.
    pub partner: Option<i64>,
    /// `d:acme.com`; without a website `c12`, `r7` or `a33`.
    pub key: String,
    /// What decisions know it by.
    pub decision_key: String,
    /// Its name.
    pub name: String,
    /// Its website's domain.
    pub domain: Option<String>,
    /// Its country.
    pub country: Option<String>,
    /// What it is to its side.
    pub standing: Standing,
    /// Ours: its first customer.
    pub customer: Option<i64>,
    /// Ours: its first open referral.
    pub referral: Option<i64>,
    /// Its first row in a list.
    pub row: Option<i64>,
    /// Our owner, or their rep.
    pub owner: Option<String>,
    /// How far it is.
    pub stage: Option<String>,
    /// What its open opportunities are worth, each once.
    pub value: Totals,
    /// Customer since.
    pub since: Option<Day>,
    /// The first day of its open deal.
    pub opened_on: Option<Day>,
    /// The first day it is known to have been on that side's lists.
    pub seen_first: Day,
}

/// What the members of an account come to, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub side: i64,
    pub key: String,
    pub name: String,
    pub domain: Option<String>,
    pub mail: Option<String>,
    pub country: Option<String>,
    pub numbers: Option<String>,
    pub aliases: Vec<String>,
    pub decision_key: String,
    pub standing: i64,
    pub customer: Option<i64>,
    pub referral: Option<i64>,
    pub row: Option<i64>,
    pub owner: Option<String>,
    pub stage: Option<String>,
    pub since: Option<String>,
    pub opened_on: Option<String>,
    pub seen_first: String,
    pub values: BTreeMap<String, i64>,
}

/// Words of all, each once, by blanks.
fn gathered<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut all: Vec<&str> = words.flat_map(str::split_whitespace).collect();
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then(|| all.join(" "))
}

impl Made {
    /// What members in their order come to; nothing where there are none.
    pub(super) fn of(side: i64, key: &str, members: &[Member]) -> Result<Option<Self>> {
        let Some(first) = members.first() else {
            return Ok(None);
        };
        let id_of = |source: i64| members.iter().find(|m| m.source == source).map(|m| m.id);
        let strongest = members
            .iter()
            .map(|m| m.standing)
            .min()
            .unwrap_or(first.standing);
        // Who looks after it, and how far it is, is said best by what makes it what it is.
        let mut by_standing: Vec<&Member> = members.iter().collect();
        by_standing.sort_by_key(|m| (m.standing, m.source, m.id));
        let told =
            |of: fn(&Member) -> Option<&String>| by_standing.iter().find_map(|m| of(m)).cloned();
        let mut aliases: Vec<String> = members
            .iter()
            .flat_map(|m| std::iter::once(&m.name).chain(&m.aliases))
            .filter(|n| **n != first.name)
            .cloned()
            .collect();
        aliases.sort_unstable();
        aliases.dedup();
        let mut made = Self {
            side,
            key: key.to_owned(),
            name: first.name.clone(),
            domain: first.domain.clone(),
            mail: members.iter().find_map(|m| m.mail.clone()),
            numbers: gathered(members.iter().filter_map(|m| m.numbers.as_deref())),
            aliases,
            decision_key: String::new(),
            country: told(|m| m.country.as_ref()),
            standing: strongest.number(),
            customer: id_of(1),
            referral: id_of(2),
            row: id_of(3),
            owner: told(|m| m.owner.as_ref()),
            stage: told(|m| m.stage.as_ref()),
            since: members.iter().filter_map(|m| m.since.clone()).min(),
            opened_on: members.iter().filter_map(|m| m.opened_on.clone()).min(),
            seen_first: members
                .iter()
                .map(|m| m.seen_first.clone())
                .min()
                .unwrap_or_default(),
            values: values(members)?,
        };
        made.decision_key = Party::of(0, &made).decision_key();
        Ok(Some(made))
    }

    /// Writes a new account. Returns its id.
    pub(super) fn insert(&self, conn: &Connection) -> Result<i64> {
        conn.prepare_cached(
            "INSERT INTO account (partner_id, key, name, domain, mail, country, numbers, aliases, decision_key, standing, customer_id,
               referral_id, row_id, owner, stage, since, opened_on, seen_first)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        )?
        .execute(params![
            self.side, self.key, self.name, self.domain, self.mail, self.country, self.numbers, listed(&self.aliases), self.decision_key,
            self.standing, self.customer, self.referral, self.row, self.owner, self.stage, self.since, self.opened_on, self.seen_first
        ])?;
        let id = conn.last_insert_rowid();
        self.put_values(conn, id)?;
        Ok(id)
    }

    /// Writes an account that is there anew.
    pub(super) fn update(&self, conn: &Connection, id: i64) -> Result<()> {
        conn.prepare_cached(
            "UPDATE account SET name = ?2, domain = ?3, mail = ?4, country = ?5, numbers = ?6, aliases = ?7, decision_key = ?8, standing = ?9,
               customer_id = ?10, referral_id = ?11, row_id = ?12, owner = ?13, stage = ?14, since = ?15, opened_on = ?16, seen_first = ?17
             WHERE id = ?1",
        )?
        .execute(params![
            id, self.name, self.domain, self.mail, self.country, self.numbers, listed(&self.aliases), self.decision_key, self.standing,
            self.customer, self.referral, self.row, self.owner, self.stage, self.since, self.opened_on, self.seen_first
        ])?;
        conn.prepare_cached("DELETE FROM account_value WHERE account_id = ?1")?
            .execute([id])?;
        self.put_values(conn, id)
    }

    fn put_values(&self, conn: &Connection, id: i64) -> Result<()> {
        for (currency, minor) in &self.values {
            conn.prepare_cached(
                "INSERT INTO account_value (account_id, currency, minor) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id, currency, minor])?;
        }
        Ok(())
    }

    /// The account as it is kept, with its id.
    pub(super) fn kept(conn: &Connection, side: i64, key: &str) -> Result<Option<(i64, Self)>> {
        let found = conn
            .prepare_cached(&format!(
                "SELECT {MADE} FROM account a WHERE a.partner_id = ?1 AND a.key = ?2"
            ))?
            .query_row(params![side, key], |r| Ok((r.get(0)?, Self::read(r)?)))
            .optional()?;
        let Some((id, mut made)) = found else {
            return Ok(None);
        };
        let mut q =
            conn.prepare_cached("SELECT currency, minor FROM account_value WHERE account_id = ?1")?;
        made.values = q
            .query_map([id], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Some((id, made)))
    }

    /// Reads [`MADE`], without its values.
    pub(super) fn read(r: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            side: r.get(1)?,
            key: r.get(2)?,
            name: r.get(3)?,
            domain: r.get(4)?,
            mail: r.get(5)?,
            country: r.get(6)?,
            numbers: r.get(7)?,
            aliases: names(r, 8)?,
            decision_key: r.get(9)?,
            standing: r.get(10)?,
            customer: r.get(11)?,
            referral: r.get(12)?,
            row: r.get(13)?,
            owner: r.get(14)?,
            stage: r.get(15)?,
            since: r.get(16)?,
            opened_on: r.get(17)?,
            seen_first: r.get(18)?,
            values: BTreeMap::new(),
        })
    }
}

/// Columns of a kept account.
pub(super) const MADE: &str = "a.id, a.partner_id, a.key, a.name, a.domain, a.mail, a.country, a.numbers, a.aliases, a.decision_key, a.standing,
   a.customer_id, a.referral_id, a.row_id, a.owner, a.stage, a.since, a.opened_on, a.seen_first";

/// What the open opportunities of an account are worth, each once: the referrals of the book; where none names a value, the
/// first list of opportunities that does.
fn values(members: &[Member]) -> Result<BTreeMap<String, i64>> {
    let worth = |m: &&Member| m.standing == Standing::Opportunity && m.minor.is_some();
    let rank = |m: &Member| (m.source, m.list);
    let Some(best) = members.iter().filter(worth).map(rank).min() else {
        return Ok(BTreeMap::new());
    };
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for member in members.iter().filter(|m| worth(m) && rank(m) == best) {
        let (Some(currency), Some(minor)) = (&member.currency, member.minor) else {
            continue;
        };
        let sum = sums.entry(currency.clone()).or_default();
        *sum = sum
            .checked_add(minor)
            .ok_or_else(|| Error::from(LedgerError::too_large("A sum")))?;
    }
    Ok(sums)
}

impl View<'_> {
    /// An account by its id.
    pub fn overlap_account(&self, id: i64) -> Result<Account> {
        let found = self
            .conn
            .prepare_cached(&format!("SELECT {MADE} FROM account a WHERE a.id = ?1"))?
            .query_row([id], account)
            .optional()?;
        let mut account = found.ok_or_else(|| {
            Error::not_found("That account is on no list any more.")
                .hint("Look again: `partnerbook overlap list PARTNER`.")
        })?;
        account.value = self.account_value(id)?;
        Ok(account)
    }

    /// What the open opportunities of an account are worth.
    pub(in crate::store) fn account_value(&self, id: i64) -> Result<Totals> {
        let mut q = self
            .conn
            .prepare_cached("SELECT minor, currency FROM account_value WHERE account_id = ?1")?;
        let mut rows = q.query([id])?;
        let mut totals = Totals::new();
        while let Some(r) = rows.next()? {
            let currency = Currency::from_code(r.get_ref(1)?.as_str()?)?;
            totals.add(Money::new(r.get(0)?, currency))?;
        }
        Ok(totals)
    }
}

/// Reads [`MADE`] as an account, without its value.
pub(super) fn account(r: &Row<'_>) -> rusqlite::Result<Account> {
    let side: i64 = r.get(1)?;
    Ok(Account {
        id: r.get(0)?,
        partner: (side != OURS).then_some(side),
        key: r.get(2)?,
        name: r.get(3)?,
        domain: r.get(4)?,
        country: r.get(6)?,
        decision_key: r.get(9)?,
        standing: Standing::of_number(r.get(10)?).unwrap_or(Standing::Other),
        customer: r.get(11)?,
        referral: r.get(12)?,
        row: r.get(13)?,
        owner: r.get(14)?,
        stage: r.get(15)?,
        value: Totals::new(),
        since: day(r, 16)?,
        opened_on: day(r, 17)?,
        seen_first: sure_day(r, 18)?,
    })
}
