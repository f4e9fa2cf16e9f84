//! The steps of a payout: approved, exported, then paid once or failed; cancelled before, reversed after. Each step asks
//! first whether it may be taken, and none of them changes a line of the ledger.

use rusqlite::params;

use super::{FREE, Payment, Payout};
use crate::{
    domain::{
        day::{Day, parse_iso, shown},
        money::Money,
    },
    error::{Error, Result},
    store::{Tx, View, held_back::held_back_lines},
};

impl View<'_> {
    /// Whether a payout can be recorded as paid on a day, as seen on `today`; the error says why not. A payout is paid
    /// once, and not before its lines are payable (`COMMISSION_RULES R11`). A draft must hold as for its approval.
    pub fn may_be_paid(&self, payout: &Payout, on: Day, today: Day) -> Result<()> {
        self.payment_fits(payout, on, today)?;
        if payout.state == "draft" {
            self.holds(payout, on).map_err(|e| {
                let anew = e.hint.clone().unwrap_or_default();
                e.hint(format!(
                    "{anew} If the money has left already, add --as-drafted."
                ))
            })?;
        }
        Ok(())
    }

    /// As [`Self::may_be_paid`], for money that has left already: whether a draft still holds is not asked.
    pub fn payment_fits(&self, payout: &Payout, on: Day, today: Day) -> Result<()> {
        let id = payout.id;
        if payout.state == "paid" {
            let on = payout
                .paid_on
                .map_or_else(String::new, |d| format!(" on {}", shown(d)));
            return Err(refused(format!("Payout P{id} is paid already{on}."))
                .hint("A payout is paid once. Nothing needs to be done."));
        }
        open(payout)?;
        if on > today {
            return Err(refused(format!("{} is in the future.", shown(on)))
                .hint("Record a payment on the day it is made, or after."));
        }
        let ready: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT max(c.payable_on) FROM payout_line l JOIN commission c ON c.id = l.commission_id WHERE l.payout_id = ?1",
            )?
            .query_row([id], |r| r.get(0))?;
        let ready = ready.as_deref().map(parse_iso).transpose()?;
        match ready {
            Some(ready) if on < ready => Err(refused(format!(
                "P{id} holds commission that is payable from {} on; it cannot have been paid on {}.",
                shown(ready),
                shown(on)
            ))
            .hint("Give the day the money left, or cancel the payout and draft one as of that day.")),
            _ => Ok(()),
        }
    }

    /// Whether a payout may be approved on a day, or written to a payment file: it is the sum of its lines, none of them
    /// is held back, and nothing was taken back since that makes it too much (`COMMISSION_RULES R11`).
    pub fn may_be_sent(&self, payout: &Payout, on: Day) -> Result<()> {
        open(payout)?;
        self.holds(payout, on)
    }

    fn holds(&self, payout: &Payout, on: Day) -> Result<()> {
        let id = payout.id;
        let (sum, blocked): (Option<i64>, Option<i64>) = self
            .conn
            .prepare_cached(
                concat!(
                    "SELECT sum(c.minor), min(h.by) FROM payout_line l JOIN commission c ON c.id = l.commission_id
                     LEFT JOIN (",
                    held_back_lines!(),
                    ") h ON h.id = c.id WHERE l.payout_id = ?1"
                ),
            )?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if sum != Some(payout.money.minor) {
            return Err(
                refused(format!("Payout P{id} is not the sum of its lines."))
                    .hint("Run `partnerbook check`."),
            );
        }
        if let Some(line) = blocked {
            return Err(refused(format!("P{id} holds L{line}, which is held back.")).hint(format!(
                "`partnerbook commission release L{line}`, or `partnerbook payout refresh P{id}` leaves it out."
            )));
        }
        let since = self.free_balance(payout, on.max(payout.as_of))?;
        if since.minor < 0 {
            return Err(refused(format!(
                "Since P{id} was drafted, {} was taken back from {}; paid as it is, it would be too much.",
                since.negated()?.shown(),
                payout.partner_name
            ))
            .hint(format!("`partnerbook payout refresh P{id}` makes it anew.")));
        }
        Ok(())
    }

    /// What a payout's partner has payable by a day in its currency that is in no live payout; below zero where more
    /// was taken back than earned since.
    pub fn free_balance(&self, payout: &Payout, day: Day) -> Result<Money> {
        let minor = self
            .conn
            .prepare_cached(&format!(
                "SELECT coalesce(sum(c.minor), 0) FROM commission c
                 WHERE c.partner_id = ?1 AND c.currency = ?2 AND c.payable_on <= ?3 AND {FREE}"
            ))?
            .query_row(
                params![
                    payout.partner,
                    payout.money.currency.code(),
                    day.to_string()
                ],
                |r| r.get(0),
            )?;
        Ok(Money::new(minor, payout.money.currency))
    }
}

impl Tx<'_> {
    /// Approves a draft: from here on it may be sent. It must still hold, as seen today.
    pub fn approve_payout(&self, id: i64) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        if payout.state != "draft" {
            open(&payout)?;
            return Err(refused(format!(
                "Payout P{id} is {} already.",
                payout.state
            )));
        }
        self.view().may_be_sent(&payout, self.today)?;
        self.approved(id, self.today)?;
        Ok(payout)
    }

    fn approved(&self, id: i64, on: Day) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE payout SET state = 'approved', approved_on = ?2 WHERE id = ?1")?
            .execute(params![id, on.to_string()])?;
        Ok(())
    }

    /// Records that an approved payout was written to a payment file. It is not paid by that. It may be written again.
    pub fn mark_exported(&self, id: i64, file: &str) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        match payout.state.as_str() {
            "draft" => {
                return Err(refused(format!("Payout P{id} is not approved yet."))
                    .hint(format!("`partnerbook payout approve P{id}`.")));
            }
            "approved" => self.view().may_be_sent(&payout, self.today)?,
            _ => open(&payout)?,
        }
        self.conn
            .prepare_cached(
                "UPDATE payout SET state = 'exported', exported_on = ?2, file = ?3 WHERE id = ?1",
            )?
            .execute(params![id, self.today.to_string(), file])?;
        Ok(payout)
    }

    /// Records that a payout was paid. A payout is paid once: whatever asks a second time is refused. A draft is
    /// approved in the same step.
    pub fn mark_paid(&self, id: i64, payment: &Payment) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        self.view().may_be_paid(&payout, payment.on, self.today)?;
        self.paid(payout, payment)
    }

    /// As [`Self::mark_paid`], for money that has left already: a draft that holds no more is recorded as it stands,
    /// and what was taken back since is made up from later commission.
    pub fn mark_paid_as_drafted(&self, id: i64, payment: &Payment) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        self.view().payment_fits(&payout, payment.on, self.today)?;
        self.paid(payout, payment)
    }

    fn paid(&self, payout: Payout, payment: &Payment) -> Result<Payout> {
        if payout.state == "draft" {
            self.approved(payout.id, payment.on)?;
        }
        self.conn
            .prepare_cached("UPDATE payout SET state = 'paid', paid_on = ?2, method = ?3, reference = ?4 WHERE id = ?1")?
            .execute(params![
                payout.id,
                payment.on.to_string(),
                payment.method,
                payment.reference
            ])?;
        Ok(payout)
    }

    /// Records that a payout did not arrive; its lines are payable again.
    pub fn mark_failed(&self, id: i64, on: Day, reason: &str) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        match payout.state.as_str() {
            "draft" => {
                return Err(refused(format!(
                    "Payout P{id} is a draft; it was not sent, so it cannot have failed."
                ))
                .hint(format!("`partnerbook payout cancel P{id}` drops it.")));
            }
            "paid" => {
                return Err(
                    refused(format!("Payout P{id} is paid; it cannot fail any more.")).hint(
                        format!(
                            "If the money came back: `partnerbook payout reverse P{id} --reason …`."
                        ),
                    ),
                );
            }
            _ => open(&payout)?,
        }
        if on > self.today {
            return Err(refused(format!("{} is in the future.", shown(on)))
                .hint("Record it on the day it failed, or after."));
        }
        self.conn
            .prepare_cached(
                "UPDATE payout SET state = 'failed', reversed_on = ?2, reason = ?3 WHERE id = ?1",
            )?
            .execute(params![id, on.to_string(), reason])?;
        Ok(payout)
    }

    /// Drops a payout that is not paid; its lines are payable again.
    pub fn cancel_payout(&self, id: i64, reason: Option<&str>) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        if payout.state == "paid" {
            return Err(refused(format!("Payout P{id} is paid; it cannot be cancelled."))
                .hint(format!("`partnerbook payout reverse P{id} --reason …` takes it back with an entry of its own.")));
        }
        open(&payout)?;
        self.conn
            .prepare_cached("UPDATE payout SET state = 'cancelled', reason = ?2 WHERE id = ?1")?
            .execute(params![id, reason])?;
        Ok(payout)
    }

    /// Takes a paid payout back: it stays in the books as reversed, with the day and the reason, and its lines are
    /// payable again.
    pub fn reverse_payout(&self, id: i64, on: Day, reason: &str) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        if payout.state != "paid" {
            return Err(refused(format!(
                "Payout P{id} {}; only a paid one can be reversed.",
                stands(&payout.state)
            )));
        }
        if payout.paid_on.is_some_and(|paid| on < paid) || on > self.today {
            return Err(refused(format!(
                "It cannot be reversed on {}: that is before it was paid, or in the future.",
                shown(on)
            )));
        }
        self.conn
            .prepare_cached(
                "UPDATE payout SET state = 'reversed', reversed_on = ?2, reason = ?3 WHERE id = ?1",
            )?
            .execute(params![id, on.to_string(), reason])?;
        Ok(payout)
    }
}

/// Refuses a payout that is settled: nothing more can happen to it.
fn open(payout: &Payout) -> Result<()> {
    match payout.state.as_str() {
        "draft" | "approved" | "exported" => Ok(()),
        state => {
            let why = payout
                .reason
                .as_ref()
                .map_or_else(String::new, |reason| format!(": {reason}"));
            let why = why.trim_end_matches('.');
            Err(
                refused(format!("Payout P{} {}{why}.", payout.id, stands(state))).hint(
                    if state == "paid" {
                        "Nothing needs to be done."
                    } else {
                        "Draft a new one: `partnerbook payout new`."
                    },
                ),
            )
        }
    }
}

/// A state after a payout's name: "is a draft", "was cancelled", "failed".
fn stands(state: &str) -> String {
    match state {
        "draft" => "is a draft".to_owned(),
        "failed" => "failed".to_owned(),
        "cancelled" | "reversed" => format!("was {state}"),
        state => format!("is {state}"),
    }
}

fn refused(message: String) -> Error {
    Error::refused(message).means("Nothing was changed.")
}
