//! What is owed taken in from a document: adjustments, ledger lines as they were posted, what is held back or voided,
//! payouts and rewards; the ledger is not worked out here.

use rusqlite::params;

use super::super::{
    Tx,
    names::{Names, day, id_of, known},
};
use crate::{
    domain::document::{Commission, Document, DocumentError, Payout, Reward},
    error::Result,
};

/// The number in `V12`, `R3` or `J5`; the document was proven to have one there.
fn source_id(of: &str) -> Option<i64> {
    of.get(1..).and_then(|digits| digits.parse().ok())
}

impl Tx<'_> {
    pub(super) fn take_adjustments(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, j) in doc.adjustments.iter().enumerate() {
            let at = |field: &'static str| move || format!("adjustments[{n}].{field}");
            let partner = id_of(&names.partners, &j.partner, at("partner"))?;
            let referral = j
                .referral
                .map(|r| known(&names.referrals, r.0, 'R', at("referral")))
                .transpose()?;
            self.conn
                .prepare_cached(
                    "INSERT INTO adjustment (id, partner_id, referral_id, kind, day, minor, currency, reason, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    j.id.0, partner, referral, j.kind, j.day.0.to_string(), j.amount.minor, j.amount.currency.code(), j.reason, self.op
                ])?;
        }
        Ok(())
    }

    pub(super) fn take_ledger(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, c) in doc.commissions.iter().enumerate() {
            self.take_commission(n, c, names)?;
        }
        for b in doc.blocks.iter() {
            self.conn
                .prepare_cached("INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![b.line.0, b.on.0.to_string(), b.reason, self.op])?;
        }
        for (n, v) in doc.voids.iter().enumerate() {
            let partner = id_of(&names.partners, &v.partner, || {
                format!("voids[{n}].partner")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO commission_void (source, source_id, agreement_id, partner_id, on_day, reason, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    v.source,
                    source_id(&v.of),
                    v.agreement.map_or(0, |a| a.0),
                    partner,
                    v.on.0.to_string(),
                    v.reason,
                    self.op
                ])?;
        }
        Ok(())
    }

    fn take_commission(&self, n: usize, c: &Commission, names: &Names) -> Result<()> {
        let at = |field: &str| format!("commissions[{n}].{field}");
        let partner = id_of(&names.partners, &c.partner, || at("partner"))?;
        if c.base.currency != c.amount.currency {
            return Err(DocumentError::at(
                at("base"),
                "The base is in another currency than the amount.",
            )
            .into());
        }
        // What a line speaks of may have been taken away since: its number needs no record.
        let of = source_id(&c.of);
        self.conn
            .prepare_cached(
                "INSERT INTO commission (id, partner_id, referral_id, agreement_id, source, source_id, entry, day, payable_on, currency, minor,
                   base_minor, rate, share, month, months, reason, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                c.id.0, partner, c.referral.map_or(0, |r| r.0), c.agreement.map_or(0, |a| a.0), c.source, of, c.entry, c.day.0.to_string(), c.payable_on.0.to_string(),
                c.amount.currency.code(), c.amount.minor, c.base.minor, c.rate, c.share, c.month, c.months, c.reason, self.op
            ])?;
        Ok(())
    }

    pub(super) fn take_payouts(&self, doc: &Document, names: &Names) -> Result<()> {
        for run in doc.runs.iter() {
            self.conn
                .prepare_cached("INSERT INTO payout_run (id, as_of, op) VALUES (?1, ?2, ?3)")?
                .execute(params![run.id.0, run.as_of.0.to_string(), self.op])?;
        }
        // A line may be in a payout that failed and in one that lives: the dead ones first, or the book thinks it is paid twice.
        let dead = |p: &Payout| matches!(p.state.as_str(), "failed" | "cancelled" | "reversed");
        for first in [true, false] {
            for (n, p) in doc
                .payouts
                .iter()
                .enumerate()
                .filter(|(_, p)| dead(p) == first)
            {
                self.take_one_payout(n, p, names)?;
            }
        }
        Ok(())
    }

    fn take_one_payout(&self, n: usize, p: &Payout, names: &Names) -> Result<()> {
        let partner = id_of(&names.partners, &p.partner, || {
            format!("payouts[{n}].partner")
        })?;
        self.conn
            .prepare_cached(
                "INSERT INTO payout (id, partner_id, currency, minor, as_of, state, paid_on, method, reference, reversed_on, reason, run_id,
                   approved_on, exported_on, file, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                p.id.0, partner, p.amount.currency.code(), p.amount.minor, p.as_of.0.to_string(), p.state, day(p.paid_on), p.method,
                p.reference, day(p.reversed_on), p.reason, p.run.map(|r| r.0), day(p.approved_on), day(p.exported_on), p.file, self.op
            ])?;
        for (k, line) in p.lines.iter().enumerate() {
            let line = known(&names.commissions, line.0, 'L', || {
                format!("payouts[{n}].lines[{k}]")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO payout_line (payout_id, commission_id, op) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![p.id.0, line, self.op])?;
        }
        Ok(())
    }

    pub(super) fn take_rewards(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, w) in doc.rewards.iter().enumerate() {
            self.take_reward(n, w, names)?;
        }
        Ok(())
    }

    fn take_reward(&self, n: usize, w: &Reward, names: &Names) -> Result<()> {
        let at = |field: &'static str| move || format!("rewards[{n}].{field}");
        let partner = id_of(&names.partners, &w.partner, at("partner"))?;
        let referral = w
            .referral
            .map(|r| known(&names.referrals, r.0, 'R', at("referral")))
            .transpose()?;
        self.conn
            .prepare_cached(
                "INSERT INTO reward (id, partner_id, rep, referral_id, kind, minor, currency, what, reason, state, state_reason, promised_on,
                   approved_on, given_on, reference, adjustment_id, op, their_status, external_id)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                w.id.0, partner, w.rep, referral, w.kind, w.value.map(|v| v.minor), w.value.map(|v| v.currency.code()), w.what, w.reason,
                w.state, w.state_reason, w.promised_on.0.to_string(), day(w.approved_on), day(w.given_on), w.reference,
                w.adjustment.map(|j| j.0), self.op, w.their_status, w.external_id
            ])?;
        Ok(())
    }
}
