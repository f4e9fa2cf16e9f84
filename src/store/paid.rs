//! The payments of a customer and how they came into the book, for comparing with payments of another source; must not
//! decide what is the same.

use rusqlite::{OptionalExtension, params};

use super::{
    View,
    column::{broken, sure_day},
};
use crate::{
    domain::{currency::Currency, day::Day, money::Money, paid_twice::Paid},
    error::Result,
};

/// A payment in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: i64,
    /// Its name in another system.
    pub external_id: Option<String>,
    /// What it was paid for: `base`, or another kind.
    pub kind: String,
    /// Amount, day and months; whether it is a period of a subscription is not known here.
    pub paid: Paid,
    /// The operation that brought it.
    pub op: i64,
}

/// How an operation brought what it brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Came {
    /// What was asked, as typed.
    pub command: String,
    /// Name of the file that was read.
    pub file: Option<String>,
}

impl View<'_> {
    /// Whether any revenue line was brought by another operation than `op`.
    pub fn has_revenue_but_of(&self, op: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached("SELECT 1 FROM revenue_line WHERE op <> ?1 LIMIT 1")?
            .exists([op])?)
    }

    /// The payments of a customer from one day to another, both included, that other operations than `op` brought, by
    /// day; no refunds and no discounts.
    pub fn payments_but_of(
        &self,
        op: i64,
        customer: i64,
        [from, until]: [Day; 2],
    ) -> Result<Vec<Received>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, external_id, kind, minor, currency, day, period_months, op FROM revenue_line
             WHERE customer_id = ?1 AND day BETWEEN ?3 AND ?4 AND op <> ?2 AND minor > 0 AND refund_of IS NULL
             ORDER BY day, id",
        )?;
        let all = q.query_map(
            params![customer, op, from.to_string(), until.to_string()],
            |r| {
                let currency =
                    Currency::from_code(r.get_ref(4)?.as_str()?).map_err(|e| broken(4, e))?;
                Ok(Received {
                    id: r.get(0)?,
                    external_id: r.get(1)?,
                    kind: r.get(2)?,
                    paid: Paid {
                        money: Money::new(r.get(3)?, currency),
                        day: sure_day(r, 5)?,
                        months: r.get(6)?,
                        period: false,
                    },
                    op: r.get(7)?,
                })
            },
        )?;
        Ok(all.collect::<rusqlite::Result<_>>()?)
    }

    /// How an operation brought what it brought.
    pub fn came_with(&self, op: i64) -> Result<Came> {
        let came = self
            .conn
            .prepare_cached("SELECT command, file FROM operation WHERE id = ?1")?
            .query_row([op], |r| {
                Ok(Came {
                    command: r.get(0)?,
                    file: r.get(1)?,
                })
            })
            .optional()?;
        Ok(came.unwrap_or_default())
    }
}
