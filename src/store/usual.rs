//! What a customer of this book usually pays at a time, for examples; decides nothing about money owed.

use std::collections::BTreeMap;

use rusqlite::params;

use super::{View, column::money};
use crate::{
    domain::{currency::Currency, money::Money},
    error::Result,
};

/// The newest payments that are looked at.
const LOOKED_AT: i64 = 1_001;

impl View<'_> {
    /// The median of the newest payments of a kind that are for one month, in the currency asked for or else in the one
    /// that most of them are in; nothing where there are none.
    pub fn usual_payment(&self, kind: &str, currency: Option<Currency>) -> Result<Option<Money>> {
        let mut q = self.conn.prepare_cached(
            "SELECT minor, currency FROM revenue_line WHERE kind = ?1 AND minor > 0 AND refund_of IS NULL
               AND period_months = 1 AND (?2 IS NULL OR currency = ?2) ORDER BY id DESC LIMIT ?3",
        )?;
        let code = currency.map(|c| c.code().to_owned());
        let rows = q.query_map(params![kind, code, LOOKED_AT], |r| money(r, 0))?;
        let found: Vec<Money> = rows
            .collect::<rusqlite::Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect();
        let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
        for one in &found {
            *counts.entry(one.currency).or_default() += 1;
        }
        let most = counts.into_iter().max_by_key(|(_, n)| *n).map(|(c, _)| c);
        let mut of: Vec<i64> = found
            .iter()
            .filter(|m| Some(m.currency) == most)
            .map(|m| m.minor)
            .collect();
        of.sort_unstable();
        Ok(most
            .zip(of.get(of.len().saturating_sub(1) / 2))
            .map(|(currency, minor)| Money::new(*minor, currency)))
    }
}
