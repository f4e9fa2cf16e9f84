//! How a partner, a referral or a customer stands: counts and sums for one of them; lists have their own statements.

use rusqlite::{Row, params};

use super::{View, column::broken, held_back::held_back_lines};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::{Money, Totals},
    },
    error::Result,
};

/// What a partner has earned, by where it is; per currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartnerMoney {
    /// Everything posted so far.
    pub earned: Totals,
    /// Waiting for its day.
    pub held: Totals,
    /// Due, and in no payout; below zero where more was paid than is owed by now.
    pub payable: Totals,
    /// Held back by a person: in no payout until it is released.
    pub blocked: Totals,
    /// In payouts that are not paid yet.
    pub in_payouts: Totals,
    /// Paid and not taken back.
    pub paid: Totals,
}

impl View<'_> {
    /// What a partner has earned, by where it is on a day.
    pub fn partner_money(&self, partner: i64, on: Day) -> Result<PartnerMoney> {
        let mut found = PartnerMoney::default();
        let mut q = self.conn.prepare_cached(concat!(
            "SELECT c.currency,
               CASE WHEN p.state = 'paid' THEN 'paid' WHEN p.id IS NOT NULL THEN 'in' WHEN h.id IS NOT NULL THEN 'blocked' WHEN c.payable_on > ?2 THEN 'held' ELSE 'payable' END AS place,
               sum(c.minor)
             FROM commission c
             LEFT JOIN payout_line l ON l.commission_id = c.id
               AND EXISTS (SELECT 1 FROM payout o WHERE o.id = l.payout_id AND o.state NOT IN ('failed', 'cancelled', 'reversed'))
             LEFT JOIN payout p ON p.id = l.payout_id
             LEFT JOIN (",
            held_back_lines!(),
            ") h ON h.id = c.id WHERE c.partner_id = ?1 GROUP BY 1, 2",
        ))?;
        let mut rows = q.query(params![partner, on.to_string()])?;
        while let Some(r) = rows.next()? {
            let money = Money::new(r.get(2)?, currency(r, 0)?);
            found.earned.add(money)?;
            match r.get_ref(1)?.as_str()? {
                "paid" => found.paid.add(money)?,
                "in" => found.in_payouts.add(money)?,
                "held" => found.held.add(money)?,
                "blocked" => found.blocked.add(money)?,
                _ => found.payable.add(money)?,
            }
        }
        Ok(found)
    }

    /// How many referrals of a partner are open, won, and anything else.
    pub fn partner_referrals(&self, partner: i64) -> Result<(i64, i64, i64)> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce(sum(s.kind = 'open'), 0), coalesce(sum(s.kind = 'won'), 0), coalesce(sum(s.kind NOT IN ('open', 'won')), 0)
                 FROM referral r JOIN stage s ON s.name = r.stage WHERE r.partner_id = ?1",
            )?
            .query_row([partner], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?)
    }

    /// What a customer paid, per currency, refunds taken off.
    pub fn customer_revenue(&self, customer: i64) -> Result<Totals> {
        self.totals(
            "SELECT currency, sum(minor) FROM revenue_line WHERE customer_id = ?1 GROUP BY currency",
            customer,
        )
    }

    /// How many revenue lines a customer has.
    pub fn customer_lines(&self, customer: i64) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM revenue_line WHERE customer_id = ?1")?
            .query_row([customer], |r| r.get(0))?)
    }

    /// What was paid that a referral earns on, per currency, refunds taken off.
    pub fn referral_revenue(&self, referral: i64) -> Result<Totals> {
        self.totals(
            "SELECT currency, sum(minor) FROM revenue_line WHERE referral_id = ?1 GROUP BY currency",
            referral,
        )
    }

    /// What a referral earned, per currency, for everyone who shares in it.
    pub fn referral_commission(&self, referral: i64) -> Result<Totals> {
        self.totals(
            "SELECT currency, sum(minor) FROM commission WHERE referral_id = ?1 GROUP BY currency",
            referral,
        )
    }

    /// The agreements of a referral, in the order they were made: terms, what it is for, term, and who shares it.
    pub fn referral_agreements(&self, referral: i64) -> Result<Vec<AgreementLine>> {
        let mut q = self.conn.prepare_cached(
            "SELECT a.id, g.name, g.slug, t.version, t.text, t.partner_id IS NOT NULL, a.role, a.starts, a.ends, a.by_hand IS NOT NULL,
               p.slug, p.name, s.share
             FROM agreement a JOIN terms t ON t.id = a.terms_id JOIN program g ON g.id = t.program_id
             LEFT JOIN agreement_share s ON s.agreement_id = a.id LEFT JOIN partner p ON p.id = s.partner_id
             WHERE a.referral_id = ?1 ORDER BY a.id, s.position",
        )?;
        let mut rows = q.query([referral])?;
        let mut all: Vec<AgreementLine> = Vec::new();
        while let Some(r) = rows.next()? {
            let id = r.get(0)?;
            if all.last().is_none_or(|line| line.id != id) {
                all.push(AgreementLine {
                    id,
                    program: r.get(1)?,
                    program_slug: r.get(2)?,
                    version: r.get(3)?,
                    text: r.get(4)?,
                    own_terms: r.get(5)?,
                    role: r.get(6)?,
                    starts: super::column::day(r, 7)?,
                    ends: super::column::day(r, 8)?,
                    by_hand: r.get(9)?,
                    shares: String::new(),
                    split: Vec::new(),
                });
            }
            let (slug, name, share): (Option<String>, Option<String>, Option<String>) =
                (r.get(10)?, r.get(11)?, r.get(12)?);
            if let (Some(line), Some(slug), Some(name), Some(share)) =
                (all.last_mut(), slug, name, share)
            {
                let comma = if line.shares.is_empty() { "" } else { ", " };
                line.shares = format!("{}{comma}{name} {share}%", line.shares);
                line.split.push((slug, share));
            }
        }
        Ok(all)
    }

    /// How many referrals the book has.
    pub fn referral_count(&self) -> Result<i64> {
        Ok(self
            .conn
            .query_row("SELECT count(*) FROM referral", [], |r| r.get(0))?)
    }

    fn totals(self, sql: &str, id: i64) -> Result<Totals> {
        let mut q = self.conn.prepare_cached(sql)?;
        let mut rows = q.query([id])?;
        let mut sums = Totals::new();
        while let Some(r) = rows.next()? {
            sums.add(Money::new(r.get(1)?, currency(r, 0)?))?;
        }
        Ok(sums)
    }
}

/// An agreement as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementLine {
    /// Its id.
    pub id: i64,
    /// Name of the program.
    pub program: String,
    /// Short name of the program.
    pub program_slug: String,
    /// Version of its terms.
    pub version: i64,
    /// Canonical terms text.
    pub text: String,
    /// Whether these terms were agreed with one partner alone.
    pub own_terms: bool,
    /// What it is for: `referral` for who referred, `agency` and the like for others.
    pub role: String,
    /// First day; none: from the start.
    pub starts: Option<Day>,
    /// Last day; none: goes on.
    pub ends: Option<Day>,
    /// Whether a person made or changed it.
    pub by_hand: bool,
    /// `Northwind 70%, Acme 30%`.
    pub shares: String,
    /// The same in parts: short name of the partner and its percentage, in order.
    pub split: Vec<(String, String)>,
}

fn currency(r: &Row<'_>, at: usize) -> rusqlite::Result<Currency> {
    Currency::from_code(r.get_ref(at)?.as_str()?).map_err(|e| broken(at, e))
}
