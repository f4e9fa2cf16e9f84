//! Drafts of payouts: made from what is payable, in runs; nothing is sent and nothing becomes paid here.

use rusqlite::params;

use super::FREE;
use crate::{domain::day::Day, error::Result, store::Tx};

impl Tx<'_> {
    /// Drafts one payout for each partner and currency with a payable balance of at least its minimum, together one
    /// run. Returns their ids.
    pub fn draft_payouts(&self, partners: Option<&[i64]>, as_of: Day) -> Result<Vec<i64>> {
        let dues = self.view().dues(partners, as_of)?;
        let mut made = Vec::new();
        let mut run = None;
        for due in dues.iter().filter(|due| due.pay.minor > 0) {
            let run = match run {
                Some(run) => run,
                None => *run.insert(self.add_run(as_of)?),
            };
            self.conn
                .prepare_cached(
                    "INSERT INTO payout (partner_id, currency, minor, as_of, run_id, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    due.partner,
                    due.pay.currency.code(),
                    due.pay.minor,
                    as_of.to_string(),
                    run,
                    self.op
                ])?;
            let id = self.conn.last_insert_rowid();
            self.take_lines(id, due.partner, due.pay.currency.code(), as_of)?;
            made.push(id);
        }
        Ok(made)
    }

    fn add_run(&self, as_of: Day) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO payout_run (as_of, op) VALUES (?1, ?2)")?
            .execute(params![as_of.to_string(), self.op])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Puts every free line of a partner and currency that is payable on `as_of` into a payout.
    fn take_lines(&self, payout: i64, partner: i64, currency: &str, as_of: Day) -> Result<()> {
        self.conn
            .prepare_cached(&format!(
                "INSERT INTO payout_line (payout_id, commission_id, op) SELECT ?1, c.id, ?2 FROM commission c
                 WHERE c.partner_id = ?3 AND c.currency = ?4 AND c.payable_on <= ?5 AND {FREE} ORDER BY c.id"
            ))?
            .execute(params![payout, self.op, partner, currency, as_of.to_string()])?;
        Ok(())
    }
}
