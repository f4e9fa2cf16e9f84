//! What is owed read into a document: adjustments, ledger, what is held back or voided, payouts, rewards; changes nothing.

use super::{super::View, fields::line_of};
use crate::{
    domain::document::{
        Adjustment, Block, Commission, Document, Payout, PayoutRun, Ref, Reward, Run, Void,
    },
    error::Result,
};

impl View<'_> {
    /// Puts everything that is owed, and what was decided about it, into a document.
    pub(super) fn read_owed(&self, doc: &mut Document) -> Result<()> {
        doc.adjustments = self
            .all(
                "SELECT j.id, p.slug, j.kind, j.day, j.minor, j.currency, j.reason, j.referral_id FROM adjustment j
                 JOIN partner p ON p.id = j.partner_id ORDER BY j.id",
                |f| {
                    Ok(Adjustment {
                        id: f.number()?,
                        partner: f.take()?,
                        kind: f.take()?,
                        day: f.day()?,
                        amount: f.money()?,
                        reason: f.take()?,
                        referral: f.maybe_number()?,
                    })
                },
            )?
            .into();
        doc.commissions = self.doc_commissions()?.into();
        doc.blocks = self
            .all(
                "SELECT commission_id, on_day, reason FROM commission_block ORDER BY id",
                |f| {
                    Ok(Block {
                        line: f.number()?,
                        on: f.day()?,
                        reason: f.take()?,
                    })
                },
            )?
            .into();
        doc.voids = self
            .all(
                "SELECT p.slug, v.source, CASE v.source WHEN 'line' THEN 'V' WHEN 'event' THEN 'R' ELSE 'J' END || v.source_id, v.on_day,
                   v.reason, nullif(v.agreement_id, 0) FROM commission_void v JOIN partner p ON p.id = v.partner_id ORDER BY v.id",
                |f| {
                    Ok(Void {
                        partner: f.take()?,
                        source: f.take()?,
                        of: f.take()?,
                        on: f.day()?,
                        reason: f.take()?,
                        agreement: f.maybe_number()?,
                    })
                },
            )?
            .into();
        doc.runs = self
            .all("SELECT id, as_of FROM payout_run ORDER BY id", |f| {
                Ok(PayoutRun {
                    id: Run(f.take()?),
                    as_of: f.day()?,
                })
            })?
            .into();
        doc.payouts = self.doc_payouts()?.into();
        doc.rewards = self.doc_rewards()?.into();
        Ok(())
    }

    fn doc_commissions(&self) -> Result<Vec<Commission>> {
        self.all(
            "SELECT c.id, p.slug, c.source, CASE c.source WHEN 'line' THEN 'V' WHEN 'event' THEN 'R' ELSE 'J' END || c.source_id,
               nullif(c.referral_id, 0), nullif(c.agreement_id, 0), c.entry, c.day, c.payable_on, c.minor, c.currency, c.base_minor, c.currency, c.rate, c.share, c.reason, c.month, c.months
             FROM commission c JOIN partner p ON p.id = c.partner_id ORDER BY c.id",
            |f| {
                Ok(Commission {
                    id: f.number()?,
                    partner: f.take()?,
                    source: f.take()?,
                    of: f.take()?,
                    referral: f.maybe_number()?,
                    agreement: f.maybe_number()?,
                    entry: f.take()?,
                    day: f.day()?,
                    payable_on: f.day()?,
                    amount: f.money()?,
                    base: f.money()?,
                    rate: f.take()?,
                    share: f.take()?,
                    reason: f.take()?,
                    month: f.take()?,
                    months: f.take()?,
                })
            },
        )
    }

    fn doc_payouts(&self) -> Result<Vec<Payout>> {
        let mut lines = self.by_owner(
            "SELECT payout_id, commission_id FROM payout_line ORDER BY payout_id, commission_id",
            line_of,
        )?;
        self.all(
            "SELECT o.id, p.slug, o.minor, o.currency, o.as_of, o.state, o.paid_on, o.method, o.reference, o.reversed_on, o.reason,
               o.run_id, o.approved_on, o.exported_on, o.file
             FROM payout o JOIN partner p ON p.id = o.partner_id ORDER BY o.id",
            |f| {
                let id: Ref<'P'> = f.number()?;
                Ok(Payout {
                    id,
                    partner: f.take()?,
                    amount: f.money()?,
                    as_of: f.day()?,
                    state: f.take()?,
                    paid_on: f.maybe_day()?,
                    method: f.take()?,
                    reference: f.take()?,
                    reversed_on: f.maybe_day()?,
                    reason: f.take()?,
                    run: f.take::<Option<i64>>()?.map(Run),
                    approved_on: f.maybe_day()?,
                    exported_on: f.maybe_day()?,
                    file: f.take()?,
                    lines: lines.remove(&id.0).unwrap_or_default(),
                })
            },
        )
    }

    fn doc_rewards(&self) -> Result<Vec<Reward>> {
        self.all(
            "SELECT w.id, p.slug, w.kind, w.reason, w.state, w.promised_on, w.rep, w.referral_id, w.minor, w.currency, w.what, w.state_reason,
               w.approved_on, w.given_on, w.reference, w.adjustment_id, w.their_status, w.external_id
             FROM reward w JOIN partner p ON p.id = w.partner_id ORDER BY w.id",
            |f| {
                Ok(Reward {
                    id: f.number()?,
                    partner: f.take()?,
                    kind: f.take()?,
                    reason: f.take()?,
                    state: f.take()?,
                    promised_on: f.day()?,
                    rep: f.take()?,
                    referral: f.maybe_number()?,
                    value: f.maybe_money()?,
                    what: f.take()?,
                    state_reason: f.take()?,
                    approved_on: f.maybe_day()?,
                    given_on: f.maybe_day()?,
                    reference: f.take()?,
                    adjustment: f.maybe_number()?,
                    their_status: f.take()?,
                    external_id: f.take()?,
                })
            },
        )
    }
}
