//! A partner's money: what may be paid, what is on hold and until when, every line and every payout; changes nothing.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::Datelike;

use super::{View, day, maybe_day, maybe_text, money, text};
use crate::store::held_back::held_back_lines;
use crate::{
    domain::{
        currency::Currency,
        day::{Day, shown},
        money::Money,
        payout::Waits,
    },
    error::Result,
};

/// What a partner has in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Purse {
    /// Past its hold and in no payout: what a payout made now is made of. Below zero if too much was paid.
    pub now: Money,
    /// Why nothing of `now` is paid, as a sentence (`COMMISSION_RULES R11`).
    pub waits: Option<String>,
    /// In payouts that are being prepared.
    pub preparing: Money,
    /// What is on hold, in all.
    pub on_hold: Money,
    /// What we hold back, whatever its day, until we let it go.
    pub held_back: Money,
    /// What is on hold by the day it comes free, soonest first.
    pub held: Vec<(Day, Money)>,
    /// Paid in the calendar year of the statement's day.
    pub paid_this_year: Money,
    /// In how many payouts.
    pub payouts_this_year: usize,
    /// Paid ever.
    pub paid: Money,
    /// Earned ever: accruals less what refunds took back.
    pub earned: Money,
}

/// Where a commission line stands on the statement's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Held back by us until we let it go.
    HeldBack,
    /// On hold until this day.
    Held(Day),
    /// May be paid since this day.
    Payable(Day),
    /// In this payout, which is being prepared.
    Preparing(i64),
    /// Paid on this day in this payout.
    Paid(Day, i64),
}

/// One commission line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its id: `L7`.
    pub id: i64,
    /// The day it counts for.
    pub day: Day,
    /// The company that paid, or that was referred.
    pub company: String,
    /// What the rate was put on; nothing where no amount was (fixed sums, adjustments).
    pub base: Option<Money>,
    /// The rate, such as `25%`; nothing where there was none.
    pub rate: Option<String>,
    /// The commission; negative where something is taken back.
    pub amount: Money,
    /// Where it stands.
    pub state: State,
    /// Why it is what it is, in words.
    pub reason: String,
}

/// A payout.
#[derive(Debug, Clone, PartialEq)]
pub struct Payment {
    /// Its id: `P3`.
    pub id: i64,
    /// How much.
    pub amount: Money,
    /// How many lines it settles.
    pub lines: i64,
    /// When it was paid; nothing while it is being prepared.
    pub paid_on: Option<Day>,
    /// How.
    pub method: Option<String>,
    /// The reference that finds it on the partner's side.
    pub reference: Option<String>,
    /// Taken back on this day, and why.
    pub reversed: Option<(Day, String)>,
}

impl State {
    /// The word, as in the list of words.
    pub fn word(self) -> &'static str {
        match self {
            Self::HeldBack => "Held back",
            Self::Held(_) => "On hold",
            Self::Payable(_) => "Payable",
            Self::Preparing(_) => "In preparation",
            Self::Paid(..) => "Paid",
        }
    }

    /// The state as a phrase with its day: `On hold until 27 Nov 2026`.
    pub fn phrase(self) -> String {
        match self {
            Self::HeldBack => "Held back".to_owned(),
            Self::Held(until) => format!("On hold until {}", shown(until)),
            Self::Payable(since) => format!("Payable since {}", shown(since)),
            Self::Preparing(payout) => format!("In preparation: payout P{payout}"),
            Self::Paid(on, payout) => format!("Paid on {} in P{payout}", shown(on)),
        }
    }
}

impl Payment {
    /// What became of it, as a phrase.
    pub fn phrase(&self) -> String {
        match (&self.reversed, self.paid_on) {
            (Some((on, reason)), _) => format!("Taken back on {}: {reason}", shown(*on)),
            (None, Some(on)) => format!("Paid on {}", shown(on)),
            (None, None) => "In preparation".to_owned(),
        }
    }
}

/// A live payout: one that its lines still belong to.
const LIVE: &str = "NOT IN ('failed', 'cancelled', 'reversed')";

impl View<'_> {
    /// One purse per currency, in the order of currency codes.
    pub(super) fn purses(&self, partner: i64, today: Day) -> Result<Vec<Purse>> {
        let mut purses: BTreeMap<Currency, Purse> = BTreeMap::new();
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.payable_on, sum(c.minor), c.currency,
               h.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout o ON o.id = l.payout_id
                                                WHERE l.commission_id = c.id AND o.state {LIVE})
             FROM commission c LEFT JOIN ({}) h ON h.id = c.id WHERE c.partner_id = ?1 GROUP BY c.currency, c.payable_on, 4",
            held_back_lines!()
        ))?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            let (payable_on, sum) = (day(r, 0)?, money(r, 1, 2)?);
            let purse = purses
                .entry(sum.currency)
                .or_insert_with(|| Purse::empty(sum.currency));
            purse.earned = purse.earned.checked_add(sum)?;
            if r.get(3)? {
                purse.held_back = purse.held_back.checked_add(sum)?;
            } else if payable_on > today && sum.minor != 0 {
                purse.on_hold = purse.on_hold.checked_add(sum)?;
                purse.held.push((payable_on, sum));
            }
        }
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT paid_on, minor, currency, state FROM payout WHERE partner_id = ?1 AND state {LIVE} ORDER BY id"
        ))?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            let (paid_on, sum) = (maybe_day(r, 0)?, money(r, 1, 2)?);
            let purse = purses
                .entry(sum.currency)
                .or_insert_with(|| Purse::empty(sum.currency));
            match paid_on {
                Some(on) if r.get_ref(3)?.as_str()? == "paid" => {
                    purse.paid = purse.paid.checked_add(sum)?;
                    if on.year() == today.year() {
                        purse.paid_this_year = purse.paid_this_year.checked_add(sum)?;
                        purse.payouts_this_year += 1;
                    }
                }
                _ => purse.preparing = purse.preparing.checked_add(sum)?,
            }
        }
        for due in self.dues(Some(&[partner]), today)? {
            if let Some(purse) = purses.get_mut(&due.balance.currency) {
                purse.now = due.balance;
                // A balance of nothing needs no reason: what is on hold is said beside it.
                purse.waits = due
                    .waits
                    .filter(|_| due.balance.minor != 0)
                    .map(Waits::sentence);
            }
        }
        Ok(purses.into_values().collect())
    }

    /// Every line, newest first.
    pub(super) fn statement_lines(&self, partner: i64, today: Day) -> Result<Vec<Line>> {
        // Customers that came through a link or code only are not named to the partner.
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.id, c.day, c.payable_on, c.minor, c.currency, c.base_minor, c.rate, c.share, c.month, c.months, c.entry, c.source, c.reason,
               CASE WHEN r.came_by = 'link' THEN 'Company R' || r.id ELSE coalesce(k.name, r.company) END, c.referral_id, p.id, p.state, p.paid_on, h.reason
             FROM commission c
             LEFT JOIN referral r ON r.id = c.referral_id
             LEFT JOIN revenue_line v ON c.source = 'line' AND v.id = c.source_id
             LEFT JOIN customer k ON k.id = v.customer_id
             LEFT JOIN payout p ON p.id = (SELECT o.id FROM payout_line l JOIN payout o ON o.id = l.payout_id
                                           WHERE l.commission_id = c.id AND o.state {LIVE})
             LEFT JOIN ({}) h ON h.id = c.id
             WHERE c.partner_id = ?1 ORDER BY c.day DESC, c.id DESC",
            held_back_lines!()
        ))?;
        let mut rows = q.query([partner])?;
        let mut lines = Vec::new();
        while let Some(r) = rows.next()? {
            let payable_on = day(r, 2)?;
            let amount = money(r, 3, 4)?;
            let base = money(r, 5, 4)?;
            let payout: Option<i64> = r.get(15)?;
            let held_back = maybe_text(r, 18)?;
            let state = match (payout, maybe_day(r, 17)?) {
                (Some(id), Some(on)) if r.get_ref(16)?.as_str()? == "paid" => State::Paid(on, id),
                (Some(id), _) => State::Preparing(id),
                (None, _) if held_back.is_some() => State::HeldBack,
                (None, _) if payable_on > today => State::Held(payable_on),
                (None, _) => State::Payable(payable_on),
            };
            let frozen = Frozen {
                entry: text(r, 10)?,
                source: text(r, 11)?,
                reason: text(r, 12)?,
                rate: maybe_text(r, 6)?,
                share: text(r, 7)?,
                month: r.get::<_, Option<i64>>(8)?.zip(r.get::<_, Option<i64>>(9)?),
            };
            let company = maybe_text(r, 13)?.map_or_else(
                || {
                    // What a person added for no referral is for none.
                    Ok::<_, crate::error::Error>(match r.get::<_, i64>(14)? {
                        0 => String::new(),
                        id => format!("Referral R{id}"),
                    })
                },
                Ok,
            )?;
            let mut reason = frozen.reason_words(base);
            if let (State::HeldBack, Some(why)) = (state, held_back) {
                let _ = write!(reason, "; held back: {why}");
            }
            lines.push(Line {
                id: r.get(0)?,
                day: day(r, 1)?,
                company,
                base: (frozen.source == "line" && base.minor != 0).then_some(base),
                reason,
                rate: frozen.rate.filter(|_| frozen.source == "line"),
                amount,
                state,
            });
        }
        Ok(lines)
    }

    /// Payouts that were paid, taken back after that, or are being prepared.
    pub(super) fn payments(&self, partner: i64) -> Result<Vec<Payment>> {
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.minor, p.currency, p.paid_on, p.method, p.reference, p.reversed_on, p.reason,
               (SELECT count(*) FROM payout_line l WHERE l.payout_id = p.id)
             FROM payout p WHERE p.partner_id = ?1 AND p.state NOT IN ('failed', 'cancelled')
             ORDER BY p.paid_on IS NOT NULL, p.paid_on DESC, p.id DESC",
        )?;
        let mut rows = q.query([partner])?;
        let mut payments = Vec::new();
        while let Some(r) = rows.next()? {
            payments.push(Payment {
                id: r.get(0)?,
                amount: money(r, 1, 2)?,
                lines: r.get(8)?,
                paid_on: maybe_day(r, 3)?,
                method: maybe_text(r, 4)?,
                reference: maybe_text(r, 5)?,
                reversed: maybe_day(r, 6)?
                    .map(|on| {
                        Ok::<_, crate::error::Error>((on, maybe_text(r, 7)?.unwrap_or_default()))
                    })
                    .transpose()?,
            });
        }
        Ok(payments)
    }
}

impl Purse {
    fn empty(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            now: zero,
            waits: None,
            preparing: zero,
            on_hold: zero,
            held_back: zero,
            held: Vec::new(),
            paid_this_year: zero,
            payouts_this_year: 0,
            paid: zero,
            earned: zero,
        }
    }
}

/// What was frozen into a line when it was posted.
struct Frozen {
    entry: String,
    source: String,
    reason: String,
    rate: Option<String>,
    share: String,
    month: Option<(i64, i64)>,
}

impl Frozen {
    /// The reason as a partner reads it: numbers of our log mean nothing there, so corrections get words of their own.
    fn reason_words(&self, base: Money) -> String {
        let mut words = match self.entry.as_str() {
            "adjustment" => return self.reason.clone(),
            "correction" if self.reason.starts_with("voided: ") => {
                return self.reason.replacen("voided", "Taken back", 1);
            }
            "correction" if self.source == "hand" => {
                return "Correction of an earlier line".to_owned();
            }
            "correction" => "Correction of an earlier line: the facts behind it changed".to_owned(),
            "refund" => "Refund to the customer: its commission is taken back".to_owned(),
            _ => match &self.rate {
                Some(rate) if self.source == "line" => format!("{rate} of {}", base.shown()),
                Some(rate) => rate.clone(),
                None => self.reason.clone(),
            },
        };
        if let Some((month, months)) = self.month {
            let _ = write!(words, ", month {month} of {months}");
        }
        if self.share != "100" && !self.share.is_empty() {
            let _ = write!(words, ", your share {}%", self.share);
        }
        words
    }
}
