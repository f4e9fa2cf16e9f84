//! Runs: payouts that were drafted together, and what of them failed; nothing is written here.

use rusqlite::OptionalExtension;

use super::{FREE, View};
use crate::{
    domain::day::{Day, parse_iso},
    error::{Error, Result},
};

/// Payouts drafted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number: `run-4`.
    pub id: i64,
    /// It holds lines payable on this day or before.
    pub as_of: Day,
    /// Its payouts, in order.
    pub payouts: Vec<i64>,
}

impl View<'_> {
    /// The payment files that payouts were in before an operation and are in no more after it, by name.
    pub fn files_taken_back(&self, op: i64) -> Result<Vec<String>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT before ->> 'file' FROM change WHERE op = ?1 AND tbl = 'payout' AND before ->> 'file' IS NOT NULL
               AND before ->> 'file' IS NOT after ->> 'file' ORDER BY 1",
        )?;
        let files = q.query_map([op], |r| r.get(0))?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    /// One run; an error where there is none of this number.
    pub fn payout_run(&self, run: i64) -> Result<Run> {
        let as_of: String = self
            .conn
            .prepare_cached("SELECT as_of FROM payout_run WHERE id = ?1")?
            .query_row([run], |r| r.get(0))
            .optional()?
            .ok_or_else(|| {
                Error::not_found(format!("There is no payout run run-{run}."))
                    .hint("`partnerbook payout list` shows the run of each payout.")
            })?;
        let payouts = self
            .conn
            .prepare_cached("SELECT id FROM payout WHERE run_id = ?1 ORDER BY id")?
            .query_map([run], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Run {
            id: run,
            as_of: parse_iso(&as_of)?,
            payouts,
        })
    }

    /// The payouts of a run, in order; an error where there is no such run.
    pub fn run_payouts(&self, run: i64) -> Result<Vec<i64>> {
        Ok(self.payout_run(run)?.payouts)
    }

    /// What failed and is not drafted again, in words: `P3 failed and is payable again: Northwind (account closed)`.
    pub(in crate::store) fn failed_again(&self) -> Result<Vec<String>> {
        let each = self
            .conn
            .prepare_cached(&format!(
                "SELECT 'P' || y.id || ' failed and is payable again: ' || n.name || coalesce(' (' || y.reason || ')', '')
                 FROM payout y JOIN partner n ON n.id = y.partner_id
                 WHERE y.state = 'failed' AND EXISTS (SELECT 1 FROM payout_line o JOIN commission c ON c.id = o.commission_id
                   WHERE o.payout_id = y.id AND {FREE}) ORDER BY y.id LIMIT 1000"
            ))?
            .query_map([], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(each)
    }
}
