//! Payouts, read: what one is, and what may be paid to whom; the steps of a payout are in the files below.

mod account;
mod draft;
mod page;
mod preview;
mod run;
mod steps;

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row};

pub use account::{Account, Payee};
pub use draft::Refreshed;
pub use page::{LeftOut, RunPage, RunPayout};
pub use preview::RunRow;
pub use run::Run;

use super::{View, held_back::FREE};
use crate::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::{Money, Totals},
        payout::{Claim, Due, due},
    },
    error::{Error, Result},
};

/// A payout: one partner, one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Payout {
    /// Its id: `P3`.
    pub id: i64,
    /// Whose it is.
    pub partner: i64,
    /// The partner's name.
    pub partner_name: String,
    /// How much.
    pub money: Money,
    /// It holds lines payable on this day or before.
    pub as_of: Day,
    /// draft, approved, exported, paid, failed, cancelled or reversed.
    pub state: String,
    /// The run it was drafted in: `run-4`.
    pub run: Option<i64>,
    /// When it was approved.
    pub approved_on: Option<Day>,
    /// When it was last written to a payment file.
    pub exported_on: Option<Day>,
    /// The name of that file.
    pub file: Option<String>,
    /// When the money left.
    pub paid_on: Option<Day>,
    /// How it was paid.
    pub method: Option<String>,
    /// The bank's or provider's reference.
    pub reference: Option<String>,
    /// When the money came back: of one that was reversed, or that failed.
    pub reversed_on: Option<Day>,
    /// Why it failed, was cancelled or reversed.
    pub reason: Option<String>,
    /// How many commission lines it settles.
    pub lines: i64,
}

/// How a payout was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The day the money left.
    pub on: Day,
    /// Bank transfer, `PayPal`, Wise …
    pub method: Option<String>,
    /// The reference that finds it again there.
    pub reference: Option<String>,
}

fn read(r: &Row<'_>) -> Result<Payout> {
    let maybe_day = |column| -> Result<Option<Day>> {
        Ok(r.get_ref(column)?
            .as_str_or_null()?
            .map(parse_iso)
            .transpose()?)
    };
    Ok(Payout {
        id: r.get(0)?,
        partner: r.get(1)?,
        partner_name: r.get(2)?,
        money: Money::new(r.get(3)?, Currency::from_code(r.get_ref(4)?.as_str()?)?),
        as_of: parse_iso(r.get_ref(5)?.as_str()?)?,
        state: r.get(6)?,
        paid_on: maybe_day(7)?,
        method: r.get(8)?,
        reference: r.get(9)?,
        reversed_on: maybe_day(10)?,
        reason: r.get(11)?,
        lines: r.get(12)?,
        run: r.get(13)?,
        approved_on: maybe_day(14)?,
        exported_on: maybe_day(15)?,
        file: r.get(16)?,
    })
}

impl View<'_> {
    /// One payout.
    pub fn payout(&self, id: i64) -> Result<Payout> {
        self.conn
            .prepare_cached(
                "SELECT p.id, p.partner_id, n.name, p.minor, p.currency, p.as_of, p.state, p.paid_on, p.method, p.reference,
                   p.reversed_on, p.reason, (SELECT count(*) FROM payout_line l WHERE l.payout_id = p.id),
                   p.run_id, p.approved_on, p.exported_on, p.file
                 FROM payout p JOIN partner n ON n.id = p.partner_id WHERE p.id = ?1",
            )?
            .query_row([id], |r| Ok(read(r)))
            .optional()?
            .unwrap_or_else(|| {
                Err(Error::not_found(format!("There is no payout P{id}."))
                    .hint("`partnerbook payout list` shows them."))
            })
    }

    /// What each partner (or these) may be paid on a day, and why the rest waits (`COMMISSION_RULES R11`). A partner's
    /// minimum is the lowest of the programs it is enrolled in.
    pub fn dues(&self, partners: Option<&[i64]>, day: Day) -> Result<Vec<Due>> {
        let minimums = self.lowest_minimums()?;
        let mut claims: BTreeMap<i64, Vec<Claim>> = BTreeMap::new();
        let only = partners.map(super::facts::id_list);
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT c.partner_id, c.currency, c.payable_on, sum(c.minor) FROM commission c
             WHERE (?1 IS NULL OR c.partner_id IN (SELECT value FROM json_each(?1))) AND {FREE}
             GROUP BY c.partner_id, c.currency, c.payable_on"
        ))?;
        let mut rows = q.query([only])?;
        while let Some(r) = rows.next()? {
            let partner = r.get(0)?;
            claims.entry(partner).or_default().push(Claim {
                partner,
                payable_on: parse_iso(r.get_ref(2)?.as_str()?)?,
                money: Money::new(r.get(3)?, Currency::from_code(r.get_ref(1)?.as_str()?)?),
            });
        }
        let none = Totals::new();
        let mut dues = Vec::new();
        for (partner, claims) in claims {
            dues.extend(due(
                claims,
                [],
                day,
                minimums.get(&partner).unwrap_or(&none),
            )?);
        }
        Ok(dues)
    }

    pub(super) fn lowest_minimums(&self) -> Result<BTreeMap<i64, Totals>> {
        let mut q = self.conn.prepare_cached(
            "SELECT e.partner_id, m.currency, min(m.minor) FROM enrolment e JOIN minimum m ON m.program_id = e.program_id GROUP BY 1, 2",
        )?;
        let mut rows = q.query([])?;
        let mut all: BTreeMap<i64, Totals> = BTreeMap::new();
        while let Some(r) = rows.next()? {
            let least = Money::new(r.get(2)?, Currency::from_code(r.get_ref(1)?.as_str()?)?);
            all.entry(r.get(0)?).or_default().add(least)?;
        }
        Ok(all)
    }
}
