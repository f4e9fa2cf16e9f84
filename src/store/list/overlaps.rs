//! Overlaps as lists: partners with a loaded list of accounts, and the accounts of one region.
//!
//! Ours are customers and open referrals; an account is a domain, and a row without one is an account of its own that
//! matches nothing, as in `domain::overlap`.

use super::{Wanted, customers::latest_base, run::json};
use crate::{
    domain::{day::Day, money::Money, overlap::Region},
    error::Result,
    store::{
        View,
        column::{money, sure_day},
    },
};

/// A partner with a loaded list.
pub(crate) struct OverlapRow {
    pub id: i64,
    pub partner: String,
    pub slug: String,
    pub both: i64,
    pub ours: i64,
    pub theirs: i64,
    /// Rows of its lists.
    pub accounts: i64,
    pub loaded_on: Day,
    /// What the lists are: customers, opportunities, prospects.
    pub lists: String,
}

/// An account of an overlap.
pub(crate) struct AccountRow {
    /// Their row; for accounts only we have, our customer, or our referral with a minus.
    pub id: i64,
    pub our_name: Option<String>,
    /// customer, referral.
    pub ours: Option<String>,
    pub customer_id: Option<i64>,
    pub referral_id: Option<i64>,
    /// The newest base line of a customer, or what a referral is expected to bring.
    pub our_value: Option<Money>,
    pub their_name: Option<String>,
    /// customer, opportunity, prospect.
    pub theirs: Option<String>,
    pub stage: Option<String>,
    pub rep: Option<String>,
    pub their_value: Option<Money>,
    pub domain: Option<String>,
}

/// Our accounts: customers by their id, open referrals by theirs with a minus.
macro_rules! ours {
    () => {
        "(SELECT c.id, c.name, c.domain FROM customer c
          UNION ALL SELECT -r.id, r.company, r.domain FROM referral r JOIN stage s ON s.name = r.stage AND s.kind = 'open')"
    };
}

/// Their account `a` is one of ours, too.
macro_rules! known {
    () => {
        "(a.domain IS NOT NULL AND (EXISTS (SELECT 1 FROM customer c WHERE c.domain = a.domain)
          OR EXISTS (SELECT 1 FROM referral r JOIN stage s ON s.name = r.stage AND s.kind = 'open' WHERE r.domain = a.domain)))"
    };
}

/// Columns of an account with row `a` of theirs, customer `c` or referral `r` of ours.
macro_rules! account {
    ($id:literal) => {
        concat!(
            "SELECT ", $id, ", coalesce(c.name, r.company), CASE WHEN c.id IS NOT NULL THEN 'customer' WHEN r.id IS NOT NULL THEN 'referral' END,
                c.id, CASE WHEN c.id IS NULL THEN r.id END,
                CASE WHEN c.id IS NULL THEN r.expected_minor ELSE v.minor END, CASE WHEN c.id IS NULL THEN r.currency ELSE v.currency END"
        )
    };
}

const THEIRS: &str = concat!(
    account!("a.id"),
    ", a.name, CASE o.kind WHEN 'customers' THEN 'customer' WHEN 'opportunities' THEN 'opportunity' ELSE 'prospect' END,
       a.stage, a.rep, a.minor, a.currency, a.domain
     FROM population o JOIN population_account a ON a.population_id = o.id
          LEFT JOIN customer c ON c.id = (SELECT min(x.id) FROM customer x WHERE x.domain = a.domain)
          LEFT JOIN referral r ON r.id = (SELECT min(x.id) FROM referral x JOIN stage s ON s.name = x.stage AND s.kind = 'open' WHERE x.domain = a.domain)
          LEFT JOIN revenue_line v ON v.id = ", latest_base!(),
    " WHERE o.partner_id = :of AND ", known!(), " = :both"
);

const OURS: &str = concat!(
    account!("u.id"),
    ", NULL, NULL, NULL, NULL, NULL, NULL, u.domain FROM ", ours!(), " u
          LEFT JOIN customer c ON c.id = u.id LEFT JOIN referral r ON r.id = -u.id
          LEFT JOIN revenue_line v ON v.id = ", latest_base!(), "
     WHERE u.domain IS NULL OR u.domain NOT IN (SELECT a.domain FROM population o JOIN population_account a ON a.population_id = o.id
                                                WHERE o.partner_id = :of AND a.domain IS NOT NULL)"
);

impl View<'_> {
    /// Partners with a loaded list, by name, with their three numbers in accounts.
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
            concat!(
                "SELECT p.id, p.name, p.slug, max(o.loaded_on), group_concat(DISTINCT o.kind), count(a.id),
                        count(DISTINCT a.domain) + coalesce(sum(a.id IS NOT NULL AND a.domain IS NULL), 0),
                        count(DISTINCT CASE WHEN ", known!(), " THEN a.domain END)
                 FROM population o JOIN partner p ON p.id = o.partner_id LEFT JOIN population_account a ON a.population_id = o.id
                 WHERE {} GROUP BY p.id ORDER BY p.name COLLATE NOCASE, p.id"
            ),
            whose
        );
        let mut rows = self.list_ask(&sql, wanted, &binds, |r| {
            let (all_theirs, both): (i64, i64) = (r.get(6)?, r.get(7)?);
            Ok(OverlapRow {
                id: r.get(0)?,
                partner: r.get(1)?,
                slug: r.get(2)?,
                loaded_on: sure_day(r, 3)?,
                lists: r.get::<_, String>(4)?.replace(',', " "),
                accounts: r.get(5)?,
                both,
                ours: 0,
                theirs: all_theirs - both,
            })
        })?;
        // Counting all our accounts is the costly part, and most books have no lists.
        if !rows.is_empty() {
            let all_ours: i64 = self
                .list_ask(
                    concat!(
                        "SELECT count(DISTINCT domain) + sum(domain IS NULL) FROM ",
                        ours!()
                    ),
                    wanted,
                    &[],
                    |r| Ok(r.get::<_, Option<i64>>(0)?.unwrap_or(0)),
                )?
                .into_iter()
                .sum();
            for row in &mut rows {
                row.ours = all_ours - row.both;
            }
        }
        Ok(rows)
    }

    /// Accounts of one region of the overlap with partner `wanted.of`.
    pub(crate) fn account_rows(
        self,
        wanted: &Wanted<'_>,
        region: Region,
    ) -> Result<Vec<AccountRow>> {
        let both = (
            ":both".to_owned(),
            rusqlite::types::Value::from(region == Region::Both),
        );
        let sql = if region == Region::Ours { OURS } else { THEIRS };
        self.list_ask(sql, wanted, &[both], |r| {
            Ok(AccountRow {
                id: r.get(0)?,
                our_name: r.get(1)?,
                ours: r.get(2)?,
                customer_id: r.get(3)?,
                referral_id: r.get(4)?,
                our_value: money(r, 5)?,
                their_name: r.get(7)?,
                theirs: r.get(8)?,
                stage: r.get(9)?,
                rep: r.get(10)?,
                their_value: money(r, 11)?,
                domain: r.get(13)?,
            })
        })
    }
}
