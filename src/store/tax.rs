//! What was paid to whom in a calendar year, for the US form 1099-NEC; sums only, nothing is written.

use rusqlite::params;

use super::{View, column};
use crate::{
    domain::{
        money::{Money, Totals},
        pay_method,
        tax::{self, Home},
    },
    error::Result,
};

/// What one partner was paid in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxRow {
    /// The partner.
    pub partner: i64,
    /// Its short name.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// In the US, or nobody knows where. Partners elsewhere have no row.
    pub home: Home,
    /// The tax form on file.
    pub form: Option<String>,
    /// US dollars that count.
    pub counted: Money,
    /// US dollars paid through processors, who report them themselves (form 1099-K): not counted.
    pub processors: Money,
    /// Paid in other currencies: not converted, not counted.
    pub other: Totals,
    /// How many payouts.
    pub payouts: i64,
}

/// What was paid in a calendar year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxYear {
    /// The year.
    pub year: i32,
    /// From this sum on it is reported.
    pub threshold: Money,
    /// Whether the law names that sum for this year.
    pub known: bool,
    /// Partners in the US and those without a country, by name.
    pub rows: Vec<TaxRow>,
    /// Partners elsewhere who were paid: left out.
    pub elsewhere: usize,
}

impl View<'_> {
    /// Payouts that were paid in a calendar year and not reversed, by partner. How a payout was paid is what was recorded
    /// with it, or else how its partner is paid.
    ///
    /// # Errors
    /// The book cannot be read, or a sum is beyond what amounts hold.
    pub fn tax_year(&self, year: i32) -> Result<TaxYear> {
        let threshold = tax::threshold(year)?;
        let usd = threshold.currency;
        let mut q = self.conn.prepare_cached(
            "SELECT p.id, p.slug, p.name, p.country, p.tax_form, y.minor, y.currency, coalesce(y.method, p.payout_method, '')
             FROM payout y JOIN partner p ON p.id = y.partner_id
             WHERE y.state = 'paid' AND y.paid_on BETWEEN ?1 AND ?2
             ORDER BY p.name COLLATE NOCASE, p.id, y.id",
        )?;
        let mut rows = q.query(params![
            format!("{year:04}-01-01"),
            format!("{year:04}-12-31")
        ])?;
        let mut found = TaxYear {
            year,
            threshold,
            known: tax::is_known(year),
            rows: Vec::new(),
            elsewhere: 0,
        };
        let mut last_elsewhere = None;
        while let Some(r) = rows.next()? {
            let partner: i64 = r.get(0)?;
            // A payout always has an amount.
            let Some(money) = column::money(r, 5)? else {
                continue;
            };
            let home = tax::home(r.get_ref(3)?.as_str_or_null()?);
            if home == Home::Elsewhere {
                if last_elsewhere.replace(partner) != Some(partner) {
                    found.elsewhere += 1;
                }
                continue;
            }
            if found.rows.last().is_none_or(|row| row.partner != partner) {
                found.rows.push(TaxRow {
                    partner,
                    slug: r.get(1)?,
                    name: r.get(2)?,
                    home,
                    form: r.get(4)?,
                    counted: Money::zero(usd),
                    processors: Money::zero(usd),
                    other: Totals::new(),
                    payouts: 0,
                });
            }
            let Some(row) = found.rows.last_mut() else {
                continue;
            };
            row.payouts += 1;
            if money.currency != usd {
                row.other.add(money)?;
            } else if pay_method::is_processor(r.get_ref(7)?.as_str()?) {
                row.processors = row.processors.checked_add(money)?;
            } else {
                row.counted = row.counted.checked_add(money)?;
            }
        }
        Ok(found)
    }
}
