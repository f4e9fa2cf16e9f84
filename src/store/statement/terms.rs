//! The terms a partner earns by, in words, and until when it counts as active under them; changes nothing.

use super::{View, day, maybe_day, money, text};
use crate::{
    domain::{
        day::{Day, add_days, shown},
        money::Totals,
        plan::{ActiveBy, Activity},
        terms::Terms,
    },
    error::Result,
};

/// A version of a program's terms that holds for this partner.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// The program.
    pub program: String,
    /// The version's number.
    pub version: i64,
    /// The binding text, one line.
    pub text: String,
    /// The same in plain words.
    pub words: String,
    /// Agreed with this partner alone.
    pub own: bool,
    /// In force from; nothing: from the start.
    pub from: Option<Day>,
    /// New referrals come under it; otherwise it runs on for older ones only.
    pub for_new: bool,
    /// How many of the partner's referrals are under it.
    pub referrals: i64,
    /// Days between a payment and its commission being payable.
    pub hold_days: u32,
    /// The least a payout pays, per currency.
    pub minimum: Totals,
}

/// What keeps the partner active (`COMMISSION_RULES R5`), and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Active {
    /// The last day on which the partner counts as active; nothing: not active now.
    pub until: Option<Day>,
    /// What is asked: `1 win in 365 days`.
    pub asked: String,
}

impl Active {
    /// How it stands, as a sentence.
    pub fn sentence(&self) -> String {
        match self.until {
            Some(until) => format!("Active until {} ({} needed).", shown(until), self.asked),
            None => format!("Not active now: {} needed.", self.asked),
        }
    }
}

impl View<'_> {
    /// Terms of the partner's agreements, and those its next referral would come under.
    pub(super) fn promises(
        &self,
        partner: i64,
        today: Day,
    ) -> Result<Vec<(Promise, Option<Activity>)>> {
        let mut q = self.conn.prepare_cached(
            "WITH mine AS (SELECT a.terms_id AS id, count(DISTINCT a.referral_id) AS n FROM agreement_share s JOIN agreement a ON a.id = s.agreement_id
                           WHERE s.partner_id = ?1 GROUP BY 1),
                  next AS (SELECT (SELECT t.id FROM terms t WHERE t.program_id = e.program_id AND (t.from_day IS NULL OR t.from_day <= ?2)
                                     AND (t.partner_id IS NULL OR t.partner_id = ?1)
                                   ORDER BY t.partner_id IS NULL, t.version DESC LIMIT 1) AS id
                           FROM enrolment e WHERE e.partner_id = ?1 AND (e.to_day IS NULL OR e.to_day >= ?2))
             SELECT p.name, t.version, t.text, t.from_day, t.hold_days, t.id IN (SELECT id FROM next), coalesce(m.n, 0), p.id, t.partner_id IS NOT NULL
             FROM terms t JOIN program p ON p.id = t.program_id LEFT JOIN mine m ON m.id = t.id
             WHERE m.id IS NOT NULL OR t.id IN (SELECT id FROM next)
             ORDER BY p.name, p.id, t.version DESC",
        )?;
        let mut rows = q.query((partner, today.to_string()))?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let line = text(r, 2)?;
            let terms = Terms::parse(&line).ok();
            let activity = terms.as_ref().and_then(|t| {
                t.plans()
                    .iter()
                    .find_map(|p| p.scope().and_then(|s| s.activity))
            });
            let promise = Promise {
                program: text(r, 0)?,
                version: r.get(1)?,
                words: terms.map_or_else(String::new, |t| t.in_words()),
                text: line,
                from: maybe_day(r, 3)?,
                for_new: r.get(5)?,
                referrals: r.get(6)?,
                hold_days: r.get(4)?,
                minimum: self.minimum_of(r.get(7)?)?,
                own: r.get(8)?,
            };
            all.push((promise, activity));
        }
        Ok(all)
    }

    fn minimum_of(&self, program: i64) -> Result<Totals> {
        let mut q = self.conn.prepare_cached(
            "SELECT minor, currency FROM minimum WHERE program_id = ?1 AND minor > 0",
        )?;
        let mut rows = q.query([program])?;
        let mut minimum = Totals::new();
        while let Some(r) = rows.next()? {
            minimum.add(money(r, 0, 1)?)?;
        }
        Ok(minimum)
    }

    /// Until when the partner meets the activity its terms ask for; the terms for new referrals count first.
    pub(super) fn active(
        &self,
        partner: i64,
        terms: &[(Promise, Option<Activity>)],
        today: Day,
    ) -> Result<Option<Active>> {
        let asked = terms
            .iter()
            .filter(|(p, _)| p.for_new)
            .chain(terms)
            .find_map(|(_, a)| *a);
        let Some(asked) = asked else { return Ok(None) };
        let (column, what) = match asked.by {
            ActiveBy::Won => ("won_on", if asked.count == 1 { "win" } else { "wins" }),
            ActiveBy::Submitted => (
                "submitted_on",
                if asked.count == 1 {
                    "referral"
                } else {
                    "referrals"
                },
            ),
        };
        // The count-th newest date that counts: while it is in the window, so are the newer ones.
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT r.{column} FROM referral r JOIN stage g ON g.name = r.stage
             WHERE g.kind <> 'rejected' AND r.{column} IS NOT NULL AND r.{column} <= ?2 AND r.id IN
               (SELECT a.referral_id FROM agreement a JOIN agreement_share s ON s.agreement_id = a.id WHERE s.partner_id = ?1)
             ORDER BY 1 DESC LIMIT 1 OFFSET ?3"
        ))?;
        let mut rows = q.query((partner, today.to_string(), asked.count.saturating_sub(1)))?;
        let until = match rows.next()? {
            Some(r) => Some(add_days(day(r, 0)?, asked.days.saturating_sub(1))?)
                .filter(|until| *until >= today),
            None => None,
        };
        Ok(Some(Active {
            until,
            asked: format!("{} {what} in {} days", asked.count, asked.days),
        }))
    }
}
