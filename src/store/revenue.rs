//! Revenue lines in the book: what customers paid, and the rules a refund keeps (`COMMISSION_RULES R7`).

use rusqlite::{OptionalExtension, params};

use super::{
    Tx, View,
    column::{broken, sure_day},
};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, shown},
        money::Money,
    },
    error::{Error, Result},
};

/// A revenue line to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevenue {
    /// Its name in another system; unique.
    pub external_id: Option<String>,
    /// Who paid.
    pub customer: i64,
    /// The referral that earns on it; where none is named, the customer's sourcing referral.
    pub referral: Option<i64>,
    /// The day it was paid.
    pub day: Day,
    /// What was paid for: `base`, or another kind.
    pub kind: String,
    /// How much; negative for a refund or a discount.
    pub money: Money,
    /// How many months it pays for; 1 for an ordinary month.
    pub period_months: u32,
    /// The line it gives back, wholly or in part.
    pub refund_of: Option<i64>,
    /// What the program it came from calls its state (`Paid`, `succeeded`); said beside ours, never acted on.
    pub their_status: Option<String>,
}

/// A revenue line in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revenue {
    /// Its id: `V5` is 5.
    pub id: i64,
    /// Name of the customer who paid.
    pub customer_name: String,
    /// What is known. Here `referral` is the one that earns, or nothing.
    pub known: NewRevenue,
}

/// A refund of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOf {
    /// Its id.
    pub id: i64,
    /// Its name in another system.
    pub external_id: Option<String>,
    /// The day it was given back.
    pub day: Day,
    /// How much, in the line's currency, in minor units; negative.
    pub minor: i64,
}

impl View<'_> {
    /// A revenue line by id.
    pub fn revenue(&self, id: i64) -> Result<Revenue> {
        self.conn
            .prepare_cached(
                "SELECT v.id, c.name, v.external_id, v.customer_id, v.referral_id, v.day, v.kind, v.minor, v.currency,
                   v.period_months, v.refund_of, v.their_status
                 FROM revenue_line v JOIN customer c ON c.id = v.customer_id WHERE v.id = ?1",
            )?
            .query_row([id], |r| {
                let currency =
                    Currency::from_code(r.get_ref(8)?.as_str()?).map_err(|e| broken(8, e))?;
                Ok(Revenue {
                    id: r.get(0)?,
                    customer_name: r.get(1)?,
                    known: NewRevenue {
                        external_id: r.get(2)?,
                        customer: r.get(3)?,
                        referral: r.get(4)?,
                        day: sure_day(r, 5)?,
                        kind: r.get(6)?,
                        money: Money::new(r.get(7)?, currency),
                        period_months: r.get(9)?,
                        refund_of: r.get(10)?,
                        their_status: r.get(11)?,
                    },
                })
            })
            .optional()?
            .ok_or_else(|| Error::not_found(format!("There is no revenue line V{id}.")))
    }

    /// The refunds of a line, by day.
    pub fn refunds_of(&self, line: i64) -> Result<Vec<RefundOf>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, external_id, day, minor FROM revenue_line WHERE refund_of = ?1 ORDER BY day, id",
        )?;
        let mut rows = q.query([line])?;
        let mut found = Vec::new();
        while let Some(r) = rows.next()? {
            found.push(RefundOf {
                id: r.get(0)?,
                external_id: r.get(1)?,
                day: sure_day(r, 2)?,
                minor: r.get(3)?,
            });
        }
        Ok(found)
    }

    /// What was given back of a line so far: zero or negative, in the line's currency, in minor units.
    pub fn refunded(&self, line: i64) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce(sum(minor), 0) FROM revenue_line WHERE refund_of = ?1",
            )?
            .query_row([line], |r| r.get(0))?)
    }
}

impl Tx<'_> {
    /// Adds a revenue line and returns its id. A refund that breaks `COMMISSION_RULES R7` is refused.
    pub fn add_revenue(&self, new: &NewRevenue) -> Result<i64> {
        self.expect_free("revenue_line", "external_id", new.external_id.as_deref(), 0)?;
        let referral = match (new.refund_of, new.referral) {
            // A refund earns, or takes back, where its line did.
            (Some(line), _) => self.expect_refund_fits(new, line)?,
            (None, None) => self
                .conn
                .prepare_cached("SELECT referral_id FROM customer WHERE id = ?1")?
                .query_row([new.customer], |r| r.get(0))
                .optional()?
                .flatten(),
            (None, named) => named,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO revenue_line (external_id, customer_id, referral_id, day, kind, minor, currency, period_months, refund_of, op,
                   their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                new.external_id, new.customer, referral, new.day.to_string(), new.kind, new.money.minor,
                new.money.currency.code(), new.period_months, new.refund_of, self.op, new.their_status
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Takes a revenue line out of the book: the ledger answers with corrections. Refused while refunds name it.
    pub fn void_revenue(&self, id: i64) -> Result<()> {
        let refunds: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM revenue_line WHERE refund_of = ?1")?
            .query_row([id], |r| r.get(0))?;
        if refunds > 0 {
            return Err(Error::refused(format!(
                "V{id} has {refunds} refund{}.",
                if refunds == 1 { "" } else { "s" }
            ))
            .means("Nothing was changed.")
            .hint("Void its refunds first."));
        }
        self.conn
            .prepare_cached("DELETE FROM revenue_line WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// Changes the amount, day, kind or period of a line in place, for imports that bring a corrected line. The ledger
    /// answers with corrections.
    pub fn set_revenue(&self, id: i64, to: &NewRevenue) -> Result<()> {
        self.expect_free("revenue_line", "external_id", to.external_id.as_deref(), id)?;
        if let Some(line) = to.refund_of {
            self.expect_refund_fits_but(to, line, id)?;
        }
        self.expect_refunds_still_fit(id, to)?;
        self.conn
            .prepare_cached(
                "UPDATE revenue_line SET external_id = ?2, customer_id = ?3, referral_id = ?4, day = ?5, kind = ?6,
                   minor = ?7, currency = ?8, period_months = ?9, refund_of = ?10, their_status = ?11 WHERE id = ?1",
            )?
            .execute(params![
                id, to.external_id, to.customer, to.referral, to.day.to_string(), to.kind, to.money.minor,
                to.money.currency.code(), to.period_months, to.refund_of, to.their_status
            ])?;
        Ok(())
    }

    /// What was given back of a line must still be allowed when the line changes.
    fn expect_refunds_still_fit(&self, id: i64, to: &NewRevenue) -> Result<()> {
        let (refunds, given_back, first): (i64, i64, Option<String>) = self
            .conn
            .prepare_cached("SELECT count(*), coalesce(sum(minor), 0), min(day) FROM revenue_line WHERE refund_of = ?1")?
            .query_row([id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        if refunds == 0 {
            return Ok(());
        }
        let now = self.view().revenue(id)?.known;
        let same = (now.customer, now.referral, now.money.currency)
            == (to.customer, to.referral, to.money.currency);
        let later = first.is_some_and(|first| to.day.to_string() > first);
        if same && !later && to.money.minor.saturating_add(given_back) >= 0 {
            return Ok(());
        }
        Err(Error::refused(format!(
            "V{id} was refunded, and its refunds would no longer fit it: same customer, referral and currency, not before it, not more than it."
        ))
        .means("Nothing was changed.")
        .hint("Void its refunds first."))
    }

    fn expect_refund_fits(&self, new: &NewRevenue, line: i64) -> Result<Option<i64>> {
        self.expect_refund_fits_but(new, line, 0)
    }

    /// `but`: the refund itself, when it is there already. Returns the referral the refund belongs to.
    fn expect_refund_fits_but(&self, new: &NewRevenue, line: i64, but: i64) -> Result<Option<i64>> {
        let of = self.view().revenue(line)?.known;
        let refuse = |words: String| Err(Error::refused(words).means("Nothing was changed."));
        if of.refund_of.is_some() || of.money.minor <= 0 {
            return refuse(format!(
                "V{line} is not a payment, so nothing of it can be refunded."
            ));
        }
        if new.money.minor >= 0 {
            return refuse(format!(
                "A refund of V{line} is a negative amount, and {} is not.",
                new.money
            ));
        }
        if of.customer != new.customer {
            return refuse(format!("V{line} was paid by another customer."));
        }
        if of.money.currency != new.money.currency {
            return refuse(format!(
                "V{line} was paid in {}, so it is refunded in {0}, not in {}.",
                of.money.currency, new.money.currency
            ));
        }
        if new.referral.is_some() && new.referral != of.referral {
            return refuse(format!(
                "V{line} earns on another referral, and its refund must follow it."
            ));
        }
        if new.day < of.day {
            return refuse(format!(
                "V{line} was paid on {}, so it cannot be refunded on {} already.",
                shown(of.day),
                shown(new.day)
            ));
        }
        let before: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(sum(minor), 0) FROM revenue_line WHERE refund_of = ?1 AND id <> ?2")?
            .query_row(params![line, but], |r| r.get(0))?;
        let left = of.money.minor.saturating_add(before);
        if left.saturating_add(new.money.minor) < 0 {
            return refuse(format!(
                "Of V{line} ({}) {} is left to refund.",
                of.money,
                Money::new(left, of.money.currency)
            ));
        }
        Ok(of.referral)
    }
}
