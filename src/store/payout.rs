//! Payouts: drafted from payable lines, recorded as paid once, taken back only by an entry of their own.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Tx, View, held_back::FREE};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso, shown},
        money::{Money, Totals},
        payout::{Claim, Due, due},
    },
    error::{Error, Result},
};

/// A payout: one partner, one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Payout {
    /// Its id: `P3`.
    pub id: i64,
    /// Whose it is.
    pub partner: i64,
    /// The partner's name.
    pub partner_name: String,
    /// How much.
    pub money: Money,
    /// It holds lines payable on this day or before.
    pub as_of: Day,
    /// draft, approved, exported, paid, failed, cancelled or reversed.
    pub state: String,
    /// When the money left.
    pub paid_on: Option<Day>,
    /// How it was paid.
    pub method: Option<String>,
    /// The bank's or provider's reference.
    pub reference: Option<String>,
    /// When it was taken back.
    pub reversed_on: Option<Day>,
    /// Why it failed, was cancelled or reversed.
    pub reason: Option<String>,
    /// How many commission lines it settles.
    pub lines: i64,
}

/// How a payout was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The day the money left.
    pub on: Day,
    /// Bank transfer, `PayPal`, Wise …
    pub method: Option<String>,
    /// The reference that finds it again there.
    pub reference: Option<String>,
}

fn read(r: &Row<'_>) -> Result<Payout> {
    let maybe_day = |column| -> Result<Option<Day>> {
        Ok(r.get_ref(column)?
            .as_str_or_null()?
            .map(parse_iso)
            .transpose()?)
    };
    Ok(Payout {
        id: r.get(0)?,
        partner: r.get(1)?,
        partner_name: r.get(2)?,
        money: Money::new(r.get(3)?, Currency::from_code(r.get_ref(4)?.as_str()?)?),
        as_of: parse_iso(r.get_ref(5)?.as_str()?)?,
        state: r.get(6)?,
        paid_on: maybe_day(7)?,
        method: r.get(8)?,
        reference: r.get(9)?,
        reversed_on: maybe_day(10)?,
        reason: r.get(11)?,
        lines: r.get(12)?,
    })
}

impl View<'_> {
    /// One payout.
    pub fn payout(&self, id: i64) -> Result<Payout> {
        self.conn
            .prepare_cached(
                "SELECT p.id, p.partner_id, n.name, p.minor, p.currency, p.as_of, p.state, p.paid_on, p.method, p.reference,
                   p.reversed_on, p.reason, (SELECT count(*) FROM payout_line l WHERE l.payout_id = p.id)
                 FROM payout p JOIN partner n ON n.id = p.partner_id WHERE p.id = ?1",
            )?
            .query_row([id], |r| Ok(read(r)))
            .optional()?
            .unwrap_or_else(|| {
                Err(Error::not_found(format!("There is no payout P{id}."))
                    .hint("`partnerbook payout list` shows them."))
            })
    }

    /// Whether a payout can be recorded as paid on a day, as seen on `today`; the error says why not. A payout is paid
    /// once, and not before its lines are payable (`COMMISSION_RULES R11`).
    pub fn may_be_paid(&self, payout: &Payout, on: Day, today: Day) -> Result<()> {
        let id = payout.id;
        match payout.state.as_str() {
            "draft" | "approved" | "exported" => {}
            "paid" => {
                let on = payout
                    .paid_on
                    .map_or_else(String::new, |d| format!(" on {}", shown(d)));
                return Err(refused(format!("Payout P{id} is paid already{on}."))
                    .hint("A payout is paid once. Nothing needs to be done."));
            }
            state => {
                return Err(refused(format!("Payout P{id} is {state}."))
                    .hint("Draft a new one: `partnerbook payout new`."));
            }
        }
        if on > today {
            return Err(refused(format!("{on} is in the future."))
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

    /// What each partner (or these) may be paid on a day, and why the rest waits (`COMMISSION_RULES R11`). A partner's
    /// minimum is the lowest of the programs it is enrolled in.
    pub fn dues(&self, partners: Option<&[i64]>, day: Day) -> Result<Vec<Due>> {
        let minimums = self.lowest_minimums()?;
        let mut claims: BTreeMap<i64, Vec<Claim>> = BTreeMap::new();
        let only = partners.map(super::facts::id_list);
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.partner_id, c.currency, c.payable_on, sum(c.minor) FROM commission c
             WHERE (?1 IS NULL OR c.partner_id IN (SELECT value FROM json_each(?1))) AND {FREE}
             GROUP BY c.partner_id, c.currency, c.payable_on"
        ))?;
        let mut rows = q.query([only])?;
        while let Some(r) = rows.next()? {
            let partner = r.get(0)?;
            claims.entry(partner).or_default().push(Claim {
                partner,
                payable_on: parse_iso(r.get_ref(2)?.as_str()?)?,
                money: Money::new(r.get(3)?, Currency::from_code(r.get_ref(1)?.as_str()?)?),
            });
        }
        let none = Totals::new();
        let mut dues = Vec::new();
        for (partner, claims) in claims {
            dues.extend(due(
                claims,
                [],
                day,
                minimums.get(&partner).unwrap_or(&none),
            )?);
        }
        Ok(dues)
    }

    pub(super) fn lowest_minimums(&self) -> Result<BTreeMap<i64, Totals>> {
        let mut q = self.conn.prepare_cached(
            "SELECT e.partner_id, m.currency, min(m.minor) FROM enrolment e JOIN minimum m ON m.program_id = e.program_id GROUP BY 1, 2",
        )?;
        let mut rows = q.query([])?;
        let mut all: BTreeMap<i64, Totals> = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let least = Money::new(r.get(2)?, Currency::from_code(r.get_ref(1)?.as_str()?)?);
            all.entry(r.get(0)?).or_default().add(least)?;
        }
        Ok(all)
    }
}

impl Tx<'_> {
    /// Drafts one payout for each partner and currency with a payable balance of at least its minimum. Returns their ids.
    pub fn draft_payouts(&self, partners: Option<&[i64]>, as_of: Day) -> Result<Vec<i64>> {
        let mut made = Vec::new();
        for due in self.view().dues(partners, as_of)? {
            if due.pay.minor <= 0 {
                continue;
            }
            self.conn
                .prepare_cached("INSERT INTO payout (partner_id, currency, minor, as_of, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![due.partner, due.pay.currency.code(), due.pay.minor, as_of.to_string(), self.op])?;
            let id = self.conn.last_insert_rowid();
            self.conn
                .prepare_cached(&format!(
                    "INSERT INTO payout_line (payout_id, commission_id, op) SELECT ?1, c.id, ?2 FROM commission c
                     WHERE c.partner_id = ?3 AND c.currency = ?4 AND c.payable_on <= ?5 AND {FREE} ORDER BY c.id"
                ))?
                .execute(params![id, self.op, due.partner, due.pay.currency.code(), as_of.to_string()])?;
            made.push(id);
        }
        Ok(made)
    }

    /// Records that a payout was paid. A payout is paid once: whatever asks a second time is refused.
    pub fn mark_paid(&self, id: i64, payment: &Payment) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        self.view().may_be_paid(&payout, payment.on, self.today)?;
        self.conn
            .prepare_cached("UPDATE payout SET state = 'paid', paid_on = ?2, method = ?3, reference = ?4 WHERE id = ?1")?
            .execute(params![id, payment.on.to_string(), payment.method, payment.reference])?;
        Ok(payout)
    }

    /// Drops a payout that is not paid; its lines are payable again.
    pub fn cancel_payout(&self, id: i64, reason: Option<&str>) -> Result<Payout> {
        let payout = self.view().payout(id)?;
        match payout.state.as_str() {
            "draft" | "approved" | "exported" => {}
            "paid" => {
                return Err(refused(format!("Payout P{id} is paid; it cannot be cancelled."))
                    .hint(format!("`partnerbook payout reverse P{id} --reason …` takes it back with an entry of its own.")));
            }
            state => return Err(refused(format!("Payout P{id} is {state} already."))),
        }
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
                "Payout P{id} is {}; only a paid one can be reversed.",
                payout.state
            )));
        }
        if payout.paid_on.is_some_and(|paid| on < paid) || on > self.today {
            return Err(refused(format!(
                "It cannot be reversed on {on}: that is before it was paid, or in the future."
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

fn refused(message: String) -> Error {
    Error::refused(message).means("Nothing was changed.")
}
