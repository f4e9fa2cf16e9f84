//! Everything that moved what is owed, by day: lines earned and taken off, payouts, payouts that came back.

use rusqlite::Row;

use super::{
    View,
    column::{iso, sure_day},
};
use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::Money,
        month::Month,
        period::Period,
        roll::{Kind, Move},
    },
    error::Result,
};

/// One movement of what is owed to a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The day it counts as.
    pub day: Day,
    /// What it is.
    pub kind: Kind,
    /// The commission line, or the payout.
    pub id: i64,
    /// Whose it is.
    pub partner: i64,
    /// Its name.
    pub partner_name: String,
    /// Its short name.
    pub slug: String,
    /// What is owed grows by this much: payouts are negative.
    pub money: Money,
    /// The company it was earned on; of a payout nothing.
    pub company: Option<String>,
    /// The revenue line it was earned on.
    pub revenue: Option<i64>,
    /// The referral it was earned on.
    pub referral: Option<i64>,
    /// When it was written into the book (UTC).
    pub posted: Option<Day>,
    /// Why: the terms of a line, the reason of a reversal.
    pub reason: Option<String>,
    /// The bank's or provider's reference of a payout.
    pub reference: Option<String>,
}

/// A branch per kind, each read along its index of days; payouts come after the lines of their day.
const MOVEMENTS: &str = "
  SELECT m.day AS day, 0 AS rank, m.id AS id, m.entry, m.partner_id, p.name, p.slug, m.minor, m.currency, coalesce(c.name, r.company),
         v.id, nullif(m.referral_id, 0), substr(o.at, 1, 10), m.reason, NULL
    FROM commission m JOIN partner p ON p.id = m.partner_id JOIN operation o ON o.id = m.op
    LEFT JOIN referral r ON r.id = m.referral_id LEFT JOIN revenue_line v ON v.id = CASE m.source WHEN 'line' THEN m.source_id END
    LEFT JOIN customer c ON c.id = v.customer_id
   WHERE m.day <= ?1
  UNION ALL
  SELECT y.paid_on, 1, y.id, 'paid', y.partner_id, p.name, p.slug, -y.minor, y.currency, NULL, NULL, NULL, NULL, NULL, y.reference
    FROM payout y JOIN partner p ON p.id = y.partner_id WHERE y.paid_on <= ?1 AND y.state IN ('paid', 'reversed')
  UNION ALL
  SELECT y.reversed_on, 2, y.id, 'returned', y.partner_id, p.name, p.slug, y.minor, y.currency, NULL, NULL, NULL, NULL, y.reason, y.reference
    FROM payout y JOIN partner p ON p.id = y.partner_id WHERE y.reversed_on <= ?1 AND y.state = 'reversed'
  ORDER BY 1, 2, 3";

/// The same summed by month. Days before `?1` count as one month before.
const BY_MONTH: &str = "
  SELECT iif(day < coalesce(?1, ''), '', substr(day, 1, 7)), entry, currency, sum(minor) FROM (
    SELECT day, entry, currency, minor FROM commission
    UNION ALL SELECT paid_on, 'paid', currency, -minor FROM payout WHERE state IN ('paid', 'reversed')
    UNION ALL SELECT reversed_on, 'returned', currency, minor FROM payout WHERE state = 'reversed')
   WHERE ?2 IS NULL OR day <= ?2 GROUP BY 1, 2, 3";

impl View<'_> {
    /// Hands over every movement dated `to` or before, oldest first, one at a time: a ledger may be longer than memory.
    pub fn movements(&self, to: Day, mut each: impl FnMut(Movement) -> Result<()>) -> Result<()> {
        let mut q = self.conn.prepare_cached(MOVEMENTS)?;
        let mut rows = q.query([to.to_string()])?;
        while let Some(r) = rows.next()? {
            each(movement(r)?)?;
        }
        Ok(())
    }

    /// Partners that anything dated `to` or before moved, by id, with their short names.
    pub fn movers(&self, to: Day) -> Result<Vec<(i64, String)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.slug FROM partner p
              WHERE EXISTS (SELECT 1 FROM commission m WHERE m.partner_id = p.id AND m.day <= ?1)
                 OR EXISTS (SELECT 1 FROM payout y WHERE y.partner_id = p.id AND y.paid_on <= ?1)
              ORDER BY p.slug, p.id",
        )?;
        let found = q
            .query_map([to.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// Currencies that anything dated `to` or before is in, by code.
    pub fn moved_currencies(&self, to: Day) -> Result<Vec<Currency>> {
        let mut q = self.conn.prepare_cached(
            "SELECT currency FROM commission WHERE day <= ?1 UNION SELECT currency FROM payout WHERE paid_on <= ?1 ORDER BY 1",
        )?;
        let mut rows = q.query([to.to_string()])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(Currency::from_code(r.get_ref(0)?.as_str()?)?);
        }
        Ok(all)
    }

    /// What moved in each month of a period, summed by kind and currency; what lies before it comes without a month.
    pub fn moved_by_month(&self, period: Period) -> Result<Vec<Move>> {
        let mut q = self.conn.prepare_cached(BY_MONTH)?;
        let mut rows = q.query([iso(period.from), iso(period.to)])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let month = match r.get_ref(0)?.as_str()? {
                "" => None,
                text => Some(Month::parse(text)?),
            };
            all.push(Move {
                month,
                kind: Kind::of(r.get_ref(1)?.as_str()?),
                money: Money::new(r.get(3)?, Currency::from_code(r.get_ref(2)?.as_str()?)?),
            });
        }
        Ok(all)
    }
}

fn movement(r: &Row<'_>) -> Result<Movement> {
    Ok(Movement {
        day: sure_day(r, 0)?,
        kind: Kind::of(r.get_ref(3)?.as_str()?),
        id: r.get(2)?,
        partner: r.get(4)?,
        partner_name: r.get(5)?,
        slug: r.get(6)?,
        money: Money::new(r.get(7)?, Currency::from_code(r.get_ref(8)?.as_str()?)?),
        company: r.get(9)?,
        revenue: r.get(10)?,
        referral: r.get(11)?,
        posted: super::column::day(r, 12)?,
        reason: r.get(13)?,
        reference: r.get(14)?,
    })
}
