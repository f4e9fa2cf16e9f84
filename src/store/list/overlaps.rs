//! Overlaps as lists, read from the kept accounts and pairs: partners with a loaded list, and the accounts of one region or
//! cell. An account in common is listed once, as we count it, with the strongest of theirs that it is.

use super::{Wanted, customers::latest_base, run::json};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::{Money, Totals},
        overlap::{Groups, Region, Standing},
    },
    error::Result,
    store::{
        View,
        column::{day, sure_day},
        overlap::OURS,
    },
};

/// A partner with a loaded list.
pub(crate) struct OverlapRow {
    pub id: i64,
    pub partner: String,
    pub slug: String,
    /// Accounts of ours in common.
    pub both: i64,
    /// Accounts of theirs in common.
    pub both_theirs: i64,
    pub ours: i64,
    /// Accounts only of theirs; none where only what both have is known.
    pub theirs: Option<i64>,
    /// Rows of its lists.
    pub accounts: i64,
    pub loaded_on: Day,
    /// What the lists are: customers, opportunities, prospects, or their names.
    pub lists: String,
}

/// Which accounts of an overlap.
#[derive(Clone, Copy)]
pub(crate) struct Which {
    pub region: Region,
    /// Only those that are this to us.
    pub ours: Option<Standing>,
    /// Only those that are this to the partner.
    pub theirs: Option<Standing>,
    /// Whether parents and children count as well.
    pub groups: Groups,
    /// Instead of a region: those of ours that no partner has.
    pub uncovered: bool,
}

/// An account of an overlap.
pub(crate) struct AccountRow {
    /// Our account; theirs where only they have it.
    pub id: i64,
    pub our_name: Option<String>,
    /// customer, opportunity, prospect, other.
    pub ours: Option<&'static str>,
    pub customer_id: Option<i64>,
    pub referral_id: Option<i64>,
    pub owner: Option<String>,
    /// The newest base line of a customer, or what its open opportunities are worth.
    pub our_value: Totals,
    pub our_since: Option<Day>,
    pub opened_on: Option<Day>,
    pub their_name: Option<String>,
    /// customer, opportunity, prospect, other.
    pub theirs: Option<&'static str>,
    /// Its first row in their lists.
    pub their_row: Option<i64>,
    pub stage: Option<String>,
    pub rep: Option<String>,
    /// What their first row says it is worth.
    pub their_value: Totals,
    pub their_since: Option<Day>,
    /// The first day it was on a list of theirs.
    pub seen_first: Option<Day>,
    pub domain: Option<String>,
    pub country: Option<String>,
    /// The tier and rule by which it is in common.
    pub tier: Option<String>,
    pub rule: Option<String>,
}

/// What our account `u` is worth: amounts and currencies by blanks.
macro_rules! our_value {
    () => {
        concat!(
            "coalesce((SELECT v.minor || ' ' || v.currency FROM customer c JOIN revenue_line v ON v.id = ", latest_base!(), " WHERE c.id = u.customer_id),
              (SELECT group_concat(v.minor || ' ' || v.currency, ' ') FROM account_value v WHERE v.account_id = u.id))"
        )
    };
}

/// Columns of our account `u`; nothing where it is not joined.
macro_rules! ours {
    () => {
        concat!(
            "u.id, u.name, u.standing, u.customer_id, u.referral_id, u.owner, ",
            our_value!(),
            ", u.since, u.opened_on"
        )
    };
}

/// Columns of theirs, `t`.
macro_rules! theirs {
    () => {
        "t.id, t.name, t.standing, t.row_id, t.stage, t.owner,
         (SELECT a.minor || ' ' || a.currency FROM population_account a WHERE a.id = t.row_id AND a.minor IS NOT NULL), t.since, t.seen_first"
    };
}

/// Accounts in common, by the pairs that hold.
macro_rules! both {
    ($holds:literal) => {
        concat!(
            "SELECT ", ours!(), ", ", theirs!(), ", coalesce(u.domain, t.domain), coalesce(u.country, t.country), o.tier, o.rule
             FROM (SELECT ours, theirs, tier, CASE kind WHEN 'affiliate' THEN 'affiliate' ELSE rule END AS rule, min(their_standing)
                   FROM overlap p WHERE partner_id = :of AND ", $holds, "
                     AND (:ours IS NULL OR our_standing = :ours) AND (:theirs IS NULL OR their_standing = :theirs)
                     AND (:ids IS NULL OR ours IN (SELECT value FROM json_each(:ids))) GROUP BY ours) o
             JOIN account u ON u.id = o.ours JOIN account t ON t.id = o.theirs ORDER BY u.name COLLATE NOCASE, u.key"
        )
    };
}

/// Our accounts of which no pair is found.
macro_rules! only_ours {
    ($pair:literal) => {
        concat!(
            "SELECT ", ours!(), ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, u.domain, u.country, NULL, NULL
             FROM account u WHERE u.partner_id = 0 AND (:ours IS NULL OR u.standing = :ours)
               AND (:ids IS NULL OR u.id IN (SELECT value FROM json_each(:ids)))
               AND NOT EXISTS (SELECT 1 FROM overlap p WHERE ", $pair, ")
             ORDER BY u.name COLLATE NOCASE, u.key"
        )
    };
}

/// Accounts of theirs of which no pair is found.
macro_rules! only_theirs {
    ($holds:literal) => {
        concat!(
            "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ", theirs!(), ", t.domain, t.country, NULL, NULL
             FROM account t WHERE t.partner_id = :of AND (:theirs IS NULL OR t.standing = :theirs)
               AND (:ids IS NULL OR t.id IN (SELECT value FROM json_each(:ids)))
               AND NOT EXISTS (SELECT 1 FROM overlap p WHERE p.theirs = t.id AND ", $holds, ")
             ORDER BY t.name COLLATE NOCASE, t.key"
        )
    };
}

/// The statement that finds them: a text for each way to count, so that each has the best plan.
fn statement(which: Which) -> &'static str {
    match (which.region, which.groups, which.uncovered) {
        (_, _, true) => only_ours!("p.ours = u.id AND p.counts = 1"),
        (Region::Both, Groups::Apart, _) => both!("counts = 1"),
        (Region::Both, Groups::Together, _) => {
            both!("(counts = 1 OR kind = 'affiliate' AND open = 0)")
        }
        (Region::Ours, Groups::Apart, _) => {
            only_ours!("p.partner_id = :of AND p.ours = u.id AND p.counts = 1")
        }
        (Region::Ours, Groups::Together, _) => only_ours!(
            "p.partner_id = :of AND p.ours = u.id AND (p.counts = 1 OR p.kind = 'affiliate' AND p.open = 0)"
        ),
        (Region::Theirs, Groups::Apart, _) => only_theirs!("p.counts = 1"),
        (Region::Theirs, Groups::Together, _) => {
            only_theirs!("(p.counts = 1 OR p.kind = 'affiliate' AND p.open = 0)")
        }
    }
}

impl View<'_> {
    /// Partners with a loaded list, by name, with their numbers in accounts.
    pub(crate) fn overlap_rows(
        self,
        wanted: &Wanted<'_>,
        only: Option<&[i64]>,
    ) -> Result<Vec<OverlapRow>> {
        let mut binds = Vec::new();
        let whose = match only {
            Some(ids) => {
                binds.push((":ids".to_owned(), json(ids)));
                "p.id IN (SELECT value FROM json_each(:ids))"
            }
            None => "1",
        };
        let sql = format!(
            "SELECT p.id, p.name, p.slug, max(o.loaded_on), group_concat(DISTINCT coalesce(o.name, o.kind)),
                    sum((SELECT count(*) FROM population_account a WHERE a.population_id = o.id AND a.gone_on IS NULL))
             FROM population o JOIN partner p ON p.id = o.partner_id WHERE {whose} GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id"
        );
        let mut rows = self.list_ask(&sql, wanted, &binds, |r| {
            Ok(OverlapRow {
                id: r.get(0)?,
                partner: r.get(1)?,
                slug: r.get(2)?,
                loaded_on: sure_day(r, 3)?,
                lists: r.get::<_, String>(4)?.replace(',', " "),
                accounts: r.get(5)?,
                both: 0,
                both_theirs: 0,
                ours: 0,
                theirs: None,
            })
        })?;
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        // Counting all of ours is the costly part, and most books have no lists.
        let all_ours = if rows.is_empty() {
            0
        } else {
            self.all_accounts(OURS)?.iter().sum()
        };
        for row in &mut rows {
            let numbers = self.numbers_beside(row.id, Groups::Apart, all_ours)?;
            row.both = count(numbers.ours);
            row.both_theirs = count(numbers.theirs);
            row.ours = count(numbers.only_ours());
            row.theirs = numbers.theirs_known.then(|| count(numbers.only_theirs()));
        }
        Ok(rows)
    }

    /// Accounts of one region of the overlap with partner `wanted.of`, by name; or some of them.
    pub(crate) fn account_rows(
        self,
        wanted: &Wanted<'_>,
        which: Which,
        only: Option<&[i64]>,
    ) -> Result<Vec<AccountRow>> {
        let number = |standing: Option<Standing>| {
            rusqlite::types::Value::from(standing.map(Standing::number))
        };
        let binds = [
            (":ours".to_owned(), number(which.ours)),
            (":theirs".to_owned(), number(which.theirs)),
            (
                ":ids".to_owned(),
                only.map_or(rusqlite::types::Value::Null, json),
            ),
        ];
        let word = |number: Option<i64>| number.and_then(Standing::of_number).map(Standing::word);
        self.list_ask(statement(which), wanted, &binds, |r| {
            let (ours, theirs): (Option<i64>, Option<i64>) = (r.get(0)?, r.get(9)?);
            Ok(AccountRow {
                id: ours.or(theirs).unwrap_or_default(),
                our_name: r.get(1)?,
                ours: word(r.get(2)?),
                customer_id: r.get(3)?,
                referral_id: r.get(4)?,
                owner: r.get(5)?,
                our_value: totals(r.get(6)?)?,
                our_since: day(r, 7)?,
                opened_on: day(r, 8)?,
                their_name: r.get(10)?,
                theirs: word(r.get(11)?),
                their_row: r.get(12)?,
                stage: r.get(13)?,
                rep: r.get(14)?,
                their_value: totals(r.get(15)?)?,
                their_since: day(r, 16)?,
                seen_first: day(r, 17)?,
                domain: r.get(18)?,
                country: r.get(19)?,
                tier: r.get(20)?,
                rule: r.get(21)?,
            })
        })
    }
}

/// Amounts from `1200 USD 500 EUR`, in minor units.
fn totals(text: Option<String>) -> Result<Totals> {
    let mut totals = Totals::new();
    let text = text.unwrap_or_default();
    let mut words = text.split(' ');
    while let (Some(minor), Some(code)) = (words.next(), words.next()) {
        if let Ok(minor) = minor.parse() {
            totals.add(Money::new(minor, Currency::from_code(code)?))?;
        }
    }
    Ok(totals)
}
