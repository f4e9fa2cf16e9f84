//! What a row of a revenue file says: read and checked by itself, before the book is asked what it knows of it.

use super::{At, Revenue, WHO, known, state};
use crate::{
    domain::{billing::whole_months, day::is_before_2000, money::Money},
    import::{Refused, Row},
    ops::import::{intake::Stop, payer::Payer, said::Said},
    store::{NewRevenue, Tx},
};

impl Revenue {
    /// What a row says, with who paid and which referral earns on it.
    pub(super) fn read(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<(NewRevenue, Payer), Stop> {
        let new = self.facts(tx, row)?;
        let payer = self.payer(tx, row)?;
        self.bringers.hear(tx, row, new.day, payer)?;
        Ok((payer.of(new), payer))
    }

    /// What a refund says: where it names nobody, it went back to whoever paid the line it names.
    pub(super) fn read_refund(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        line: Option<i64>,
    ) -> Result<(NewRevenue, Payer), Stop> {
        let mut new = self.facts(tx, row)?;
        let Some(line) = line else {
            let payer = self.payer(tx, row)?;
            return Ok((payer.of(new), payer));
        };
        let paid = tx.view().revenue(line)?.known;
        if row.raw(At::Kind).is_empty() {
            new.kind = paid.kind;
        }
        let silent = row.raw(At::Referral).is_empty() && Said::read(row, WHO)?.is_empty();
        let payer = if silent {
            Payer {
                customer: paid.customer,
                referral: paid.referral,
                named: false,
            }
        } else {
            self.payer(tx, row)?
        };
        Ok((payer.of(new), payer))
    }

    /// Whether a row of zero is passed over. One that the book has with an amount is not: that would be a change.
    pub(super) fn is_nothing(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<bool, Stop> {
        if !self.skip_zero || !money(row)?.is_zero() {
            return Ok(false);
        }
        let known = match row.text(At::Id)? {
            Some(id) => tx.view().line(&id)?,
            None => None,
        };
        if let Some(id) = known {
            let has = tx.view().revenue(id)?.known.money.shown();
            return Err(row
                .refuse(
                    At::Amount,
                    format!("is zero, and the book has {has} as V{id}; void that line if nothing was paid"),
                )
                .into());
        }
        self.zeros += 1;
        Ok(true)
    }

    /// The line by which the book has the same money under another id: an invoice and its charge are one payment, and so
    /// is what a person said to be one.
    pub(super) fn elsewhere(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        new: &NewRevenue,
    ) -> Result<Option<i64>, Stop> {
        // Asked first: a file in which every row names another id is mostly new.
        let other = row.text(At::KnownAs)?;
        let named = match &other {
            Some(other) => tx.view().line(other)?,
            None => None,
        };
        let line = match (named, &new.external_id) {
            (None, Some(id)) => self.beside.same(tx, id)?,
            _ => named,
        };
        if line.is_none() || known(tx, new)?.is_some() {
            return Ok(None);
        }
        if let (Some(_), Some(other), Some(id)) = (named, other, &new.external_id) {
            // A refund of the next file may name either.
            self.beside.is_also(tx, id, &other)?;
        }
        Ok(line)
    }

    fn payer(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Payer, Stop> {
        let referral = row.text(At::Referral)?;
        let said = Said::read(row, WHO)?;
        self.payers
            .of(tx, referral.as_deref(), &said)
            .map_err(|e| e.stop(row, At::Referral, Said::first(row, WHO)))
    }

    /// Everything but who paid.
    fn facts(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<NewRevenue, Stop> {
        let day = row.day(At::Date)?.ok_or_else(|| {
            row.refuse(At::Date, "is empty, and a line needs the day it was paid")
        })?;
        if day > tx.today {
            return Err(row.refuse(At::Date, "is in the future").into());
        }
        if is_before_2000(day) {
            return Err(row
                .refuse(At::Date, "is before 2000; is the year right?")
                .into());
        }
        let money = money(row)?;
        if money.is_zero() {
            return Err(row
                .refuse(
                    At::Amount,
                    "is zero, and an amount of zero says nothing; --skip-zero passes such rows over",
                )
                .into());
        }
        Ok(NewRevenue {
            external_id: row.text(At::Id)?,
            customer: 0,
            referral: None,
            day,
            kind: self.pays_for.of(row)?,
            money,
            period_months: months(row)?.unwrap_or(1),
            refund_of: None,
            their_status: state::read(row, At::Status.into())?,
        })
    }
}

/// The amount of a row; empty is refused.
fn money(row: &Row<'_>) -> Result<Money, Refused> {
    let currency = row.currency(At::Currency)?;
    row.amount(At::Amount, currency)?
        .ok_or_else(|| row.refuse(At::Amount, "is empty, and empty is not zero"))
}

/// Whether a row gives money back: it names the line it gives back, or says so by yes or by a word for its type.
pub(super) fn is_refund(row: &Row<'_>) -> Result<bool, Refused> {
    let word = row.raw(At::Refund).to_lowercase();
    match word.as_str() {
        "credit" | "refund" | "refunded" => Ok(true),
        "capture" | "charge" | "legacy" | "payment" | "purchase" | "sale" => {
            Ok(!row.raw(At::RefundOf).is_empty())
        }
        _ => Ok(row.yes(At::Refund)? || !row.raw(At::RefundOf).is_empty()),
    }
}

/// How many months a row pays for, if it says so: in a number, or by the period of service where that has whole months.
pub(super) fn months(row: &Row<'_>) -> Result<Option<u32>, Refused> {
    if let Some(months) = row.count(At::Months)? {
        return Ok(Some(months));
    }
    match (row.day(At::PeriodStart)?, row.day(At::PeriodEnd)?) {
        (Some(start), Some(end)) => Ok(Some(whole_months(start, end).unwrap_or(1))),
        _ => Ok(None),
    }
}
