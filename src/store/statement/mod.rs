//! What one partner may read about itself, gathered; nothing of any other partner, no customer e-mail, no internal
//! note ever gets into these types, so nothing that is written from them can leak one.

mod money;
mod rewards;
mod terms;
mod work;

use rusqlite::{OptionalExtension, Row};

use super::View;
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::Money,
        month::Month,
        pay_method::PayMethod,
    },
    error::{Error, Result},
    text::clean,
};

pub use money::{Line, Payment, Purse, State};
pub use rewards::Given;
pub use terms::{Active, Promise};
pub use work::{Closed, Paying, Sent, Window};

/// One partner's own copy of the book as of a day. Text in it is cleaned: safe to show on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The name of the program: the book's name.
    pub program: String,
    /// Whom the partner asks, where the book says so.
    pub contact: Contact,
    /// The partner's name.
    pub partner: String,
    /// The partner's short name: names the file.
    pub slug: String,
    /// The day it counts as.
    pub as_of: Day,
    /// The way the partner is paid, where it is one the program knows; never an account.
    pub paid_by: Option<PayMethod>,
    /// Money, one purse per currency in which there is any.
    pub purses: Vec<Purse>,
    /// What comes next, soonest first, five at most.
    pub coming: Vec<Coming>,
    /// What the partner must do to keep earning, where its terms ask for something.
    pub active: Option<Active>,
    /// Referrals the partner sent: open ones first and furthest along, then the newest.
    pub referrals: Vec<Sent>,
    /// Customers the partner earns on, the newest first.
    pub customers: Vec<Paying>,
    /// Commission lines, newest first.
    pub lines: Vec<Line>,
    /// Payouts, newest first; failed and cancelled ones are none.
    pub payouts: Vec<Payment>,
    /// Rewards that were given, newest first.
    pub rewards: Vec<Given>,
    /// Terms that are in force for this partner, by program and version.
    pub terms: Vec<Promise>,
}

/// Whom to ask: settings `contact`, `contact_email` and `pay_day` of the book.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// A name.
    pub name: Option<String>,
    /// An e-mail address of ours.
    pub email: Option<String>,
    /// The day of the month on which payouts are made, where there is one.
    pub pay_day: Option<u32>,
}

/// Something that will happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// When.
    pub on: Day,
    /// What, as a sentence.
    pub what: String,
}

impl View<'_> {
    /// Everything the partner with this id may read about itself, as of `today`.
    pub fn statement(&self, partner: i64, today: Day) -> Result<Statement> {
        let (name, slug, method) = self
            .conn
            .prepare_cached("SELECT name, slug, payout_method FROM partner WHERE id = ?1")?
            .query_row([partner], |r| {
                Ok((
                    r.get::<_, String>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, Option<String>>(2)?,
                ))
            })
            .optional()?
            .ok_or_else(|| Error::not_found("There is no such partner any more."))?;
        let contact = Contact {
            name: self.own_setting("contact")?,
            email: self.own_setting("contact_email")?,
            pay_day: self.own_setting("pay_day")?.and_then(|d| d.parse().ok()),
        };
        let terms = self.promises(partner, today)?;
        let mut statement = Statement {
            program: self.own_setting("name")?.unwrap_or_default(),
            partner: clean(&name).into_owned(),
            slug,
            as_of: today,
            paid_by: method
                .as_deref()
                .and_then(PayMethod::known)
                .filter(|method| *method != PayMethod::Other),
            purses: self.purses(partner, today)?,
            coming: Vec::new(),
            active: self.active(partner, &terms, today)?,
            referrals: self.sent(partner)?,
            customers: self.paying(partner, today)?,
            lines: self.statement_lines(partner, today)?,
            payouts: self.payments(partner)?,
            rewards: self.given_rewards(partner, today)?,
            terms: terms.into_iter().map(|(promise, _)| promise).collect(),
            contact,
        };
        statement.coming = coming(&statement);
        Ok(statement)
    }

    /// Ids and short names of the partners that have a referral, a share, a commission or a reward, by name: those a page is for.
    pub fn partners_with_work(&self) -> Result<Vec<(i64, String)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.slug FROM partner p
             WHERE EXISTS (SELECT 1 FROM referral r WHERE r.partner_id = p.id)
                OR EXISTS (SELECT 1 FROM agreement_share s WHERE s.partner_id = p.id)
                OR EXISTS (SELECT 1 FROM commission c WHERE c.partner_id = p.id)
                OR EXISTS (SELECT 1 FROM reward w WHERE w.partner_id = p.id AND w.state = 'given')
             ORDER BY p.name COLLATE NOCASE, p.id",
        )?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn own_setting(&self, key: &str) -> Result<Option<String>> {
        Ok(self
            .setting(key)?
            .filter(|v| !v.trim().is_empty())
            .map(|v| clean(&v).into_owned()))
    }
}

/// The next five dated things: payout day, holds that end, windows that end, next steps with a date, activity.
fn coming(s: &Statement) -> Vec<Coming> {
    let mut all = Vec::new();
    let mut say = |on: Day, what: String| {
        if on >= s.as_of {
            all.push(Coming { on, what });
        }
    };
    let ready: Vec<String> = s
        .purses
        .iter()
        .filter(|p| p.now.minor > 0 && p.waits.is_none())
        .map(|p| p.now.shown())
        .collect();
    if let (Some(day), false) = (s.contact.pay_day, ready.is_empty()) {
        say(
            next_pay_day(s.as_of, day),
            format!("Payout day: {} is ready.", ready.join(" and ")),
        );
    }
    for purse in &s.purses {
        for (on, money) in &purse.held {
            say(
                *on,
                match money.negated() {
                    Ok(back) if money.minor < 0 => {
                        format!("{} is taken back for a refund.", back.shown())
                    }
                    _ => format!("{} comes off hold.", money.shown()),
                },
            );
        }
    }
    for c in &s.customers {
        if let Some(w) = c.window.filter(|w| !w.over && c.left_on.is_none()) {
            say(
                w.end,
                format!("The {} months of {} end.", w.months, c.company),
            );
        }
    }
    for r in s.referrals.iter().filter(|r| r.closed == Closed::Open) {
        if let (Some(on), Some(step)) = (r.next_on, &r.next_step) {
            say(on, format!("{}: {step}.", r.company));
        }
    }
    if let Some(until) = s.active.as_ref().and_then(|a| a.until) {
        say(
            until,
            "You stay active until this day unless another referral counts before.".to_owned(),
        );
    }
    all.sort_by(|a, b| (a.on, &a.what).cmp(&(b.on, &b.what)));
    all.truncate(5);
    all
}

/// The next day of the month on which payouts are made, today included; the month's last day if it is shorter.
fn next_pay_day(today: Day, day: u32) -> Day {
    let of = |m: Month| {
        m.first()
            .checked_add_days(chrono::Days::new(u64::from(day.clamp(1, 31) - 1)))
            .map_or(m.last(), |d| d.min(m.last()))
    };
    let this = of(Month::of(today));
    if this >= today {
        this
    } else {
        of(Month::of(today).next())
    }
}

fn text(r: &Row<'_>, at: usize) -> Result<String> {
    Ok(clean(r.get_ref(at)?.as_str()?).into_owned())
}

fn maybe_text(r: &Row<'_>, at: usize) -> Result<Option<String>> {
    Ok(r.get_ref(at)?
        .as_str_or_null()?
        .filter(|t| !t.trim().is_empty())
        .map(|t| clean(t).into_owned()))
}

fn day(r: &Row<'_>, at: usize) -> Result<Day> {
    Ok(parse_iso(r.get_ref(at)?.as_str()?)?)
}

fn maybe_day(r: &Row<'_>, at: usize) -> Result<Option<Day>> {
    Ok(r.get_ref(at)?
        .as_str_or_null()?
        .map(parse_iso)
        .transpose()?)
}

/// Money in two columns: minor units, then the currency.
fn money(r: &Row<'_>, minor: usize, currency: usize) -> Result<Money> {
    Ok(Money::new(
        r.get(minor)?,
        Currency::from_code(r.get_ref(currency)?.as_str()?)?,
    ))
}
