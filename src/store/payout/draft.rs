//! Drafts of payouts: made from what is payable, in runs; nothing is sent and nothing becomes paid here.

use rusqlite::params;

use super::{FREE, Payout};
use crate::{
    domain::{
        day::Day,
        money::Money,
        payout::{Due, Waits},
    },
    error::{Error, Result},
    store::Tx,
};

/// What making a payout anew did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refreshed {
    /// It was up to date.
    Same,
    /// It is a draft of this much now.
    Changed(Money),
    /// Nothing is left to pay, for this reason: it is cancelled.
    Cancelled(String),
}

impl Tx<'_> {
    /// Drafts one payout for each partner and currency with a payable balance of at least its minimum, together one
    /// run. Returns their ids.
    pub fn draft_payouts(&self, partners: Option<&[i64]>, as_of: Day) -> Result<Vec<i64>> {
        self.drafted(partners, as_of, None)
    }

    /// As [`Self::draft_payouts`], into a run that is there, as of its day.
    pub fn draft_payouts_into(&self, run: i64, partners: Option<&[i64]>) -> Result<Vec<i64>> {
        let run = self.view().payout_run(run)?;
        self.drafted(partners, run.as_of, Some(run.id))
    }

    fn drafted(
        &self,
        partners: Option<&[i64]>,
        as_of: Day,
        mut run: Option<i64>,
    ) -> Result<Vec<i64>> {
        let dues = self.view().dues(partners, as_of)?;
        let mut made = Vec::new();
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

    /// Makes a payout that was not sent anew from what is payable today (or on its day, if that is later), and a draft
    /// again; where nothing is left to pay it is cancelled with the reason.
    pub fn refresh_payout(&self, id: i64) -> Result<Refreshed> {
        let payout = self.view().payout(id)?;
        match payout.state.as_str() {
            "draft" | "approved" => {}
            "exported" => {
                return Err(Error::refused(format!(
                    "Payout P{id} was written to {}; it may be on its way.",
                    payout.file.as_deref().unwrap_or("a payment file")
                ))
                .means("Nothing was changed.")
                .hint(format!(
                    "If it was not sent: `partnerbook payout cancel P{id}`, then `partnerbook payout new`."
                )));
            }
            state => {
                return Err(Error::refused(format!(
                    "Payout P{id} is no draft any more; its state is {state}."
                ))
                .means("Nothing was changed."));
            }
        }
        // What is the same again leaves no trace in the log.
        self.conn.execute_batch("SAVEPOINT refresh")?;
        let done = self.made_anew(&payout);
        self.conn.execute_batch(match &done {
            Ok(Refreshed::Changed(_) | Refreshed::Cancelled(_)) => "RELEASE refresh",
            Ok(Refreshed::Same) | Err(_) => "ROLLBACK TO refresh; RELEASE refresh",
        })?;
        done
    }

    fn made_anew(&self, payout: &Payout) -> Result<Refreshed> {
        let (id, currency) = (payout.id, payout.money.currency);
        let as_of = payout.as_of.max(self.today);
        let before = self.lines_of(id)?;
        // Cancelled for a moment, its lines are as free as all others.
        self.conn
            .prepare_cached("UPDATE payout SET state = 'cancelled' WHERE id = ?1")?
            .execute([id])?;
        let dues = self.view().dues(Some(&[payout.partner]), as_of)?;
        let due = dues.iter().find(|due| due.balance.currency == currency);
        let Some(due) = due.filter(|due| due.pay.minor > 0) else {
            let why = due
                .and_then(|due: &Due| due.waits)
                .unwrap_or(Waits::Settled);
            let why = match why {
                Waits::Settled => "Nothing of it is payable any more.".to_owned(),
                why => why.sentence(),
            };
            self.conn
                .prepare_cached("UPDATE payout SET reason = ?2 WHERE id = ?1")?
                .execute(params![id, why])?;
            return Ok(Refreshed::Cancelled(why));
        };
        self.conn
            .prepare_cached("DELETE FROM payout_line WHERE payout_id = ?1")?
            .execute([id])?;
        self.take_lines(id, payout.partner, currency.code(), as_of)?;
        if self.lines_of(id)? == before {
            return Ok(Refreshed::Same);
        }
        self.conn
            .prepare_cached(
                "UPDATE payout SET state = 'draft', approved_on = NULL, minor = ?2, as_of = ?3 WHERE id = ?1",
            )?
            .execute(params![id, due.pay.minor, as_of.to_string()])?;
        Ok(Refreshed::Changed(due.pay))
    }

    fn lines_of(&self, payout: i64) -> Result<Vec<i64>> {
        let lines = self
            .conn
            .prepare_cached(
                "SELECT commission_id FROM payout_line WHERE payout_id = ?1 ORDER BY commission_id",
            )?
            .query_map([payout], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(lines)
    }
}
