//! Customers both have that nobody credits a partner for, referrals the partner never listed, and what was asked and
//! answered about either. What the days say is decided in `domain::credit`; nothing is earned by a question.

use rusqlite::{OptionalExtension, params};

use super::{
    Tx, View,
    column::{day, sure_day},
};
use crate::{
    domain::{
        credit::{Dates, Verdict},
        currency::Currency,
        day::Day,
        money::{Money, Totals},
    },
    error::Result,
};

/// A referral counts as the one that brought a customer when it came at most so many days before it.
const BEFORE: u32 = 180;

/// What a question of credit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// A customer without a referral of the partner.
    Customer(i64),
    /// A referral for an account the partner never listed.
    Referral(i64),
}

/// What was asked, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// `source`, `influence` or `unknown`.
    pub role: String,
    /// When it was asked.
    pub asked_on: Day,
    /// When it was answered; none: not yet.
    pub answered_on: Option<Day>,
    /// `confirmed` or `refused`.
    pub answer: Option<String>,
    /// What was said with it.
    pub note: Option<String>,
}

/// A customer both have that the partner has no referral for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Our customer.
    pub customer: i64,
    /// Its name.
    pub name: String,
    /// Its website's domain.
    pub domain: Option<String>,
    /// What they call it.
    pub their_name: String,
    /// `customer` or `opportunity`: what it is to them.
    pub theirs: &'static str,
    /// Their person.
    pub rep: Option<String>,
    /// The days.
    pub dates: Dates,
    /// The referral of somebody else that brought it, and whose.
    pub sourced_by: Option<(i64, String)>,
    /// What it has paid, refunds taken off.
    pub paid: Totals,
    /// What was asked already.
    pub asked: Option<Question>,
}

impl Missed {
    /// What the days say.
    pub fn verdict(&self) -> Verdict {
        self.dates.verdict(self.sourced_by.is_some())
    }
}

/// A referral for an account the partner never listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    /// The referral.
    pub referral: i64,
    /// The company.
    pub company: String,
    /// Its domain.
    pub domain: Option<String>,
    /// Its stage.
    pub stage: String,
    /// When it was handed in.
    pub submitted_on: Option<Day>,
    /// What was asked already.
    pub asked: Option<Question>,
}

/// Columns of a question `q`, from `at` on; nothing where there is none.
const QUESTION: &str = "q.as_role, q.asked_on, q.answered_on, q.answer, q.note";

fn question(r: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Option<Question>> {
    let Some(role) = r.get(at)? else {
        return Ok(None);
    };
    Ok(Some(Question {
        role,
        asked_on: sure_day(r, at + 1)?,
        answered_on: day(r, at + 2)?,
        answer: r.get(at + 3)?,
        note: r.get(at + 4)?,
    }))
}

impl View<'_> {
    /// Customers of ours that are a partner's customers or open opportunities too, with no referral of the partner and
    /// nothing that credits it: what the days speak for first, then by name. Those that came to the partner later are
    /// left out; those it refused stand last.
    pub fn missed(&self, partner: i64) -> Result<Vec<Missed>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.id, c.name, c.domain, t.name, t.standing, t.owner, t.since, t.seen_first,
               coalesce(u.opened_on, s.submitted_on), coalesce(c.started_on, u.since), s.id, p.name, {QUESTION}
             FROM overlap o JOIN account u ON u.id = o.ours JOIN account t ON t.id = o.theirs
             JOIN customer c ON c.id = u.customer_id
             LEFT JOIN referral s ON s.id = c.referral_id LEFT JOIN partner p ON p.id = s.partner_id
             LEFT JOIN credit_question q ON q.partner_id = o.partner_id AND q.customer_id = c.id
             WHERE o.partner_id = ?1 AND o.counts = 1 AND o.our_standing = 1 AND o.their_standing IN (1, 2)
               AND NOT EXISTS (SELECT 1 FROM influence i WHERE i.customer_id = c.id AND i.partner_id = o.partner_id)
               AND NOT EXISTS (SELECT 1 FROM referral r JOIN stage g ON g.name = r.stage AND g.kind <> 'rejected'
                 WHERE r.partner_id = o.partner_id
                   AND (r.id = c.referral_id OR r.domain = c.domain OR r.company = c.name COLLATE NOCASE)
                   AND (r.submitted_on IS NULL OR c.started_on IS NULL OR r.submitted_on >= date(c.started_on, '-{BEFORE} days')))
             ORDER BY c.name COLLATE NOCASE, c.id, coalesce(t.since, t.seen_first), t.key"
        ))?;
        let rows = q.query_map([partner], |r| {
            let by: Option<i64> = r.get(10)?;
            let whose: Option<String> = r.get(11)?;
            Ok(Missed {
                customer: r.get(0)?,
                name: r.get(1)?,
                domain: r.get(2)?,
                their_name: r.get(3)?,
                theirs: if r.get::<_, i64>(4)? == 1 {
                    "customer"
                } else {
                    "opportunity"
                },
                rep: r.get(5)?,
                dates: Dates {
                    theirs_since: day(r, 6)?,
                    seen_on_theirs: day(r, 7)?,
                    opened_on: day(r, 8)?,
                    customer_on: day(r, 9)?,
                },
                sourced_by: by.zip(whose),
                paid: Totals::new(),
                asked: question(r, 12)?,
            })
        })?;
        let mut all: Vec<Missed> = Vec::new();
        for row in rows {
            let row = row?;
            // Of several accounts of theirs the one they had first speaks for them.
            if all.last().is_none_or(|last| last.customer != row.customer)
                && row.verdict() != Verdict::Nothing
            {
                all.push(row);
            }
        }
        for row in &mut all {
            row.paid = self.paid_so_far(row.customer)?;
        }
        all.sort_by_key(|m| {
            let refused = m.asked.as_ref().is_some_and(|q| q.answer.is_some());
            (refused, m.verdict())
        });
        Ok(all)
    }

    /// What a customer has paid, refunds taken off.
    fn paid_so_far(&self, customer: i64) -> Result<Totals> {
        let mut q = self
            .conn
            .prepare_cached("SELECT minor, currency FROM revenue_line WHERE customer_id = ?1")?;
        let mut rows = q.query([customer])?;
        let mut totals = Totals::new();
        while let Some(r) = rows.next()? {
            let currency = Currency::from_code(r.get_ref(1)?.as_str()?)?;
            totals.add(Money::new(r.get(0)?, currency))?;
        }
        Ok(totals)
    }

    /// Referrals of a partner, open or won, whose account is on none of its lists; newest first.
    pub fn unlisted(&self, partner: i64) -> Result<Vec<Unlisted>> {
        if !self.theirs_known(partner)? {
            return Ok(Vec::new());
        }
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT r.id, r.company, r.domain, r.stage, r.submitted_on, {QUESTION}
             FROM referral r JOIN stage g ON g.name = r.stage AND g.kind IN ('open','won')
             LEFT JOIN credit_question q ON q.partner_id = r.partner_id AND q.referral_id = r.id
             WHERE r.partner_id = ?1
               AND NOT EXISTS (SELECT 1 FROM account u JOIN overlap o ON o.ours = u.id AND o.partner_id = ?1 AND o.counts = 1
                 WHERE u.partner_id = 0 AND u.key IN ('d:' || r.domain, 'r' || r.id))
               AND NOT EXISTS (SELECT 1 FROM customer c JOIN account u ON u.partner_id = 0 AND u.key = coalesce('d:' || c.domain, 'c' || c.id)
                 JOIN overlap o ON o.ours = u.id AND o.partner_id = ?1 AND o.counts = 1 WHERE c.referral_id = r.id)
             ORDER BY r.submitted_on DESC, r.id DESC"
        ))?;
        let rows = q.query_map([partner], |r| {
            Ok(Unlisted {
                referral: r.get(0)?,
                company: r.get(1)?,
                domain: r.get(2)?,
                stage: r.get(3)?,
                submitted_on: day(r, 4)?,
                asked: question(r, 5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What was asked of a partner about a customer or a referral.
    pub fn credit_question(&self, partner: i64, about: About) -> Result<Option<Question>> {
        let (customer, referral) = about.columns();
        let found = self
            .conn
            .prepare_cached(&format!(
                "SELECT {QUESTION} FROM credit_question q WHERE q.partner_id = ?1 AND q.customer_id IS ?2 AND q.referral_id IS ?3"
            ))?
            .query_row(params![partner, customer, referral], |r| question(r, 0))
            .optional()?;
        Ok(found.flatten())
    }

    /// The partners with lists in the book, by name.
    pub fn partners_with_lists(&self) -> Result<Vec<i64>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT p.id FROM population o JOIN partner p ON p.id = o.partner_id ORDER BY p.name COLLATE NOCASE, p.id",
        )?;
        let ids = q.query_map([], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

impl About {
    fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Customer(id) => (Some(id), None),
            Self::Referral(id) => (None, Some(id)),
        }
    }
}

impl Tx<'_> {
    /// Keeps a question, or that it was asked again or answered.
    pub fn put_credit_question(&self, partner: i64, about: About, to: &Question) -> Result<()> {
        let (customer, referral) = about.columns();
        let answered = to.answered_on.map(|d| d.to_string());
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE credit_question SET as_role = ?4, asked_on = ?5, answered_on = ?6, answer = ?7, note = ?8
                 WHERE partner_id = ?1 AND customer_id IS ?2 AND referral_id IS ?3",
            )?
            .execute(params![
                partner, customer, referral, to.role, to.asked_on.to_string(), answered, to.answer, to.note
            ])?;
        if changed == 0 {
            self.conn
                .prepare_cached(
                    "INSERT INTO credit_question (partner_id, customer_id, referral_id, as_role, asked_on, answered_on, answer, note, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                )?
                .execute(params![
                    partner, customer, referral, to.role, to.asked_on.to_string(), answered, to.answer, to.note, self.op
                ])?;
        }
        Ok(())
    }
}
