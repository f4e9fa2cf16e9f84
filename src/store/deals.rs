//! The referrals of a partner as another source is compared with them; must not decide what is the same.

use super::{View, column::day};
use crate::{domain::day::Day, error::Result};

/// A referral that is open or won.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// Its id.
    pub id: i64,
    /// The company.
    pub company: String,
    /// Its registrable domain.
    pub domain: Option<String>,
    /// Its name in another system.
    pub external_id: Option<String>,
    /// Its stage.
    pub stage: String,
    /// The day it was won, if it was.
    pub won_on: Option<Day>,
    /// The operation that brought it.
    pub op: i64,
}

impl View<'_> {
    /// Whether any referral was brought by another operation than `op`.
    pub fn has_referrals_but_of(&self, op: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT 1 FROM referral WHERE op <> ?1 LIMIT 1")?
            .exists([op])?)
    }

    /// The open and won referrals of a partner that other operations than `op` brought, oldest first.
    pub fn deals_but_of(&self, op: i64, partner: i64) -> Result<Vec<Deal>> {
        let mut q = self.conn.prepare_cached(
            "SELECT r.id, r.company, r.domain, r.external_id, r.stage, r.won_on, r.op FROM referral r
             JOIN stage s ON s.name = r.stage
             WHERE r.partner_id = ?1 AND r.op <> ?2 AND s.kind IN ('open', 'won') ORDER BY r.id",
        )?;
        let all = q.query_map([partner, op], |r| {
            Ok(Deal {
                id: r.get(0)?,
                company: r.get(1)?,
                domain: r.get(2)?,
                external_id: r.get(3)?,
                stage: r.get(4)?,
                won_on: day(r, 5)?,
                op: r.get(6)?,
            })
        })?;
        Ok(all.collect::<rusqlite::Result<_>>()?)
    }
}
