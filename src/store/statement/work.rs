//! A partner's referrals and the customers it earns on: how far along, since when, how many months are left.

use super::{View, day, maybe_day, maybe_text, money, text};
use crate::{
    domain::{
        day::{Day, add_months, shown},
        money::{Money, Totals},
        terms::Terms,
    },
    error::Result,
};

/// How a referral ended, or that it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// Still going.
    Open,
    /// Became a customer.
    Won,
    /// Lost, rejected or expired.
    Without,
}

/// A referral the partner sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Its id: `R128`.
    pub id: i64,
    /// The company.
    pub company: String,
    /// When it was sent.
    pub sent_on: Option<Day>,
    /// The stage's name.
    pub stage: String,
    /// Place among the open stages, and how many there are; nothing once closed.
    pub step: Option<(i64, i64)>,
    /// Whether it ended, and how.
    pub closed: Closed,
    /// The last day something changed.
    pub changed_on: Option<Day>,
    /// When it was won.
    pub won_on: Option<Day>,
    /// Until when the claim on the company is the partner's.
    pub protected_until: Option<Day>,
    /// What comes next.
    pub next_step: Option<String>,
    /// When.
    pub next_on: Option<Day>,
    /// Why it was lost or rejected.
    pub reason: Option<String>,
}

/// The months in which a customer earns the partner commission (`COMMISSION_RULES R4`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The month it is in now, from 1; the last one once it is over.
    pub month: u32,
    /// Of how many.
    pub months: u32,
    /// The first payment.
    pub first: Day,
    /// The first day that no longer earns.
    pub end: Day,
    /// It is over.
    pub over: bool,
}

/// A customer the partner earns on.
#[derive(Debug, Clone, PartialEq)]
pub struct Paying {
    /// The company.
    pub company: String,
    /// A customer since.
    pub since: Option<Day>,
    /// Left on.
    pub left_on: Option<Day>,
    /// The months that earn; nothing where the terms set no end or nothing was paid yet.
    pub window: Option<Window>,
    /// Whether anything was ever paid that the terms pay on.
    pub has_paid: bool,
    /// The last payment the terms pay on: day, amount, and how many months it covers.
    pub last: Option<(Day, Money, u32)>,
    /// The partner's share where it is not all of the commission: `70`.
    pub share: Option<String>,
    /// What the partner earned on it so far, per currency.
    pub earned: Totals,
}

impl Sent {
    /// The stage in words: `Demo, 4 of 6`.
    pub fn stage_words(&self) -> String {
        let mut letters = self.stage.chars();
        let name: String = letters
            .next()
            .map(|c| c.to_uppercase().chain(letters).collect())
            .unwrap_or_default();
        match self.step {
            Some((n, of)) => format!("{name}, {n} of {of}"),
            None => name,
        }
    }

    /// What is next, or how it ended, in a phrase; empty where there is nothing to say.
    pub fn outlook(&self) -> String {
        match self.closed {
            Closed::Won => self
                .won_on
                .map_or_else(String::new, |d| format!("Won on {}", shown(d))),
            Closed::Without => self
                .reason
                .as_ref()
                .map_or_else(String::new, |r| format!("Reason: {r}")),
            Closed::Open => match (&self.next_step, self.next_on) {
                (Some(step), Some(on)) => format!("{step}, {}", shown(on)),
                (Some(step), None) => step.clone(),
                (None, Some(on)) => shown(on),
                (None, None) => String::new(),
            },
        }
    }
}

impl Paying {
    /// `3 of 12`, `12 of 12`, `no end`, or that nothing was paid yet.
    pub fn months_words(&self) -> String {
        match self.window {
            Some(w) => format!("{} of {}", w.month, w.months),
            None if self.has_paid => "no end".to_owned(),
            None => "not begun".to_owned(),
        }
    }

    /// How it stands, as a phrase.
    pub fn state_words(&self) -> String {
        match (self.left_on, self.window) {
            (Some(on), _) => format!("Left on {}", shown(on)),
            (None, Some(w)) if w.over => format!("Months ended on {}", shown(w.end)),
            (None, Some(w)) => format!("Active; earns until {}", shown(w.end)),
            (None, None) if self.has_paid => "Active".to_owned(),
            (None, None) => "No payment yet".to_owned(),
        }
    }

    /// The last payment: `$2,150.00 on 28 Oct 2026`, with the months it covers where they are more than one.
    pub fn last_words(&self) -> String {
        match self.last {
            Some((on, amount, 1)) => format!("{} on {}", amount.shown(), shown(on)),
            Some((on, amount, months)) => {
                format!("{} for {months} months, on {}", amount.shown(), shown(on))
            }
            None => String::new(),
        }
    }
}

impl View<'_> {
    pub(super) fn sent(&self, partner: i64) -> Result<Vec<Sent>> {
        let mut q = self.conn.prepare_cached(
            "SELECT r.id, CASE WHEN r.came_by = 'link' THEN 'Company R' || r.id ELSE r.company END, r.submitted_on, r.stage, s.kind,
               (SELECT count(*) FROM stage o WHERE o.kind = 'open' AND o.position <= s.position),
               (SELECT count(*) FROM stage o WHERE o.kind = 'open'),
               coalesce((SELECT max(h.on_day) FROM referral_stage h WHERE h.referral_id = r.id), r.closed_on, r.won_on, r.submitted_on),
               r.won_on, r.protected_until, r.next_step, r.next_on, r.reason
             FROM referral r JOIN stage s ON s.name = r.stage WHERE r.partner_id = ?1
             ORDER BY s.kind <> 'open', CASE s.kind WHEN 'open' THEN -s.position WHEN 'won' THEN 0 ELSE 1 END,
               coalesce(r.won_on, r.closed_on, r.submitted_on, '') DESC, r.id DESC",
        )?;
        let mut rows = q.query([partner])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let closed = match r.get_ref(4)?.as_str()? {
                "open" => Closed::Open,
                "won" => Closed::Won,
                _ => Closed::Without,
            };
            all.push(Sent {
                id: r.get(0)?,
                company: text(r, 1)?,
                sent_on: maybe_day(r, 2)?,
                stage: text(r, 3)?,
                step: (closed == Closed::Open).then_some((r.get(5)?, r.get(6)?)),
                closed,
                changed_on: maybe_day(r, 7)?,
                won_on: maybe_day(r, 8)?,
                protected_until: maybe_day(r, 9)?,
                next_step: maybe_text(r, 10)?.map(|t| t.trim_end_matches('.').to_owned()),
                next_on: maybe_day(r, 11)?,
                reason: maybe_text(r, 12)?,
            });
        }
        Ok(all)
    }

    pub(super) fn paying(&self, partner: i64, today: Day) -> Result<Vec<Paying>> {
        let mut q = self.conn.prepare_cached(
            // The agreement in force today; before the first one starts, and after the last one ended, the nearest.
            "SELECT CASE WHEN r.came_by = 'link' THEN 'Company R' || r.id ELSE k.name END, k.started_on, k.churned_on, r.id, t.text, s.share
             FROM customer k JOIN referral r ON r.id = k.referral_id
             JOIN agreement a ON a.id = (SELECT b.id FROM agreement b JOIN agreement_share n ON n.agreement_id = b.id
                                         WHERE b.referral_id = r.id AND n.partner_id = ?1
                                         ORDER BY b.starts IS NULL OR b.starts <= ?2 DESC, b.id DESC LIMIT 1)
             JOIN agreement_share s ON s.agreement_id = a.id AND s.partner_id = ?1 JOIN terms t ON t.id = a.terms_id
             ORDER BY coalesce(k.started_on, r.won_on, '') DESC, k.id DESC",
        )?;
        let mut rows = q.query((partner, today.to_string()))?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let referral: i64 = r.get(3)?;
            let (kinds, months) = paid_on(r.get_ref(4)?.as_str()?);
            let first = self.first_payment(referral, &kinds)?;
            let window = match (first, months) {
                (Some(first), Some(months)) => Some(window(first, months, today)?),
                _ => None,
            };
            let share = text(r, 5)?;
            all.push(Paying {
                company: text(r, 0)?,
                since: maybe_day(r, 1)?.or(first),
                left_on: maybe_day(r, 2)?.filter(|d| *d <= today),
                window,
                has_paid: first.is_some(),
                last: self.last_payment(referral, &kinds)?,
                share: Some(share).filter(|s| s != "100"),
                earned: self.earned_on(partner, referral)?,
            });
        }
        Ok(all)
    }

    /// F of `COMMISSION_RULES R4`: the earliest positive line of a kind the plan pays on that is no refund.
    fn first_payment(&self, referral: i64, kinds: &str) -> Result<Option<Day>> {
        let mut q = self.conn.prepare_cached(
            "SELECT min(day) FROM revenue_line WHERE referral_id = ?1 AND minor > 0 AND refund_of IS NULL
             AND kind IN (SELECT value FROM json_each(?2))",
        )?;
        let mut rows = q.query((referral, kinds))?;
        rows.next()?.map_or(Ok(None), |r| maybe_day(r, 0))
    }

    fn last_payment(&self, referral: i64, kinds: &str) -> Result<Option<(Day, Money, u32)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT day, minor, currency, period_months FROM revenue_line WHERE referral_id = ?1 AND minor > 0 AND refund_of IS NULL
             AND kind IN (SELECT value FROM json_each(?2)) ORDER BY day DESC, id DESC LIMIT 1",
        )?;
        let mut rows = q.query((referral, kinds))?;
        rows.next()?
            .map(|r| Ok((day(r, 0)?, money(r, 1, 2)?, r.get(3)?)))
            .transpose()
    }

    fn earned_on(&self, partner: i64, referral: i64) -> Result<Totals> {
        let mut q = self
            .conn
            .prepare_cached("SELECT sum(minor), currency FROM commission WHERE referral_id = ?1 AND partner_id = ?2 GROUP BY currency")?;
        let mut rows = q.query([referral, partner])?;
        let mut earned = Totals::new();
        while let Some(r) = rows.next()? {
            earned.add(money(r, 0, 1)?)?;
        }
        Ok(earned)
    }
}

/// The kinds of revenue terms pay on, as a JSON list, and their months: those of the clause that runs longest.
fn paid_on(text: &str) -> (String, Option<u32>) {
    let plans = Terms::parse(text)
        .map(Terms::into_plans)
        .unwrap_or_default();
    let scopes: Vec<_> = plans.iter().filter_map(|p| p.scope()).collect();
    let kinds: Vec<&str> = scopes
        .iter()
        .flat_map(|s| s.kinds.iter().map(String::as_str))
        .collect();
    let months = if scopes.iter().any(|s| s.months.is_none()) {
        None
    } else {
        scopes.iter().filter_map(|s| s.months).max()
    };
    (serde_json::json!(kinds).to_string(), months)
}

fn window(first: Day, months: u32, today: Day) -> Result<Window> {
    let end = add_months(first, months)?;
    let mut month = 1;
    // Counted from the first payment each time: 31 Jan + 1 is the end of February, + 2 the end of March (R4).
    while month < months && add_months(first, month)? <= today {
        month += 1;
    }
    Ok(Window {
        month,
        months,
        first,
        end,
        over: end <= today,
    })
}
