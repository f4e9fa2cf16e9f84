//! Payments that look like money another source brought: they wait until every other row is in, and what becomes of them
//! is what the person said.

use super::{At, Revenue, known, line::nth_line, shown};
use crate::{
    domain::{money::Money, paid_twice::Alike},
    import::Row,
    ops::import::{
        intake::{Fate, Stop},
        payer::Payer,
        report::edits,
        twice::{Verdict, undecided},
    },
    store::{NewRevenue, Tx},
};

/// When rows that wait are taken: payments of the same amount as one in the book, others like one, refunds.
pub(super) const REFUNDS: char = '3';

impl Revenue {
    /// Whether a payment must wait, and its turn then: one that the book has not, and that is like one it has.
    pub(super) fn waits(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        new: &NewRevenue,
    ) -> Result<Option<Fate>, Stop> {
        // The book knows most rows of a file that comes again by their ids: that costs less than to look beside them.
        if !self.beside.asks() || new.external_id.is_some() && known(tx, new)?.is_some() {
            return Ok(None);
        }
        let Some(how) = self.beside.looks(tx, new)? else {
            return Ok(None);
        };
        if new.external_id.is_none() && nth_line(tx, row, new, self.met(new))?.is_some() {
            return Ok(None);
        }
        let turn = match how {
            Alike::Amount => '1',
            Alike::Time => '2',
        };
        let cells: Vec<&str> = row.record.cells().collect();
        let turn = format!("{turn}{}\u{1}{}", new.day, cells.join("\u{1}"));
        Ok(Some(Fate::Later(turn)))
    }

    /// Takes a payment that waited.
    pub(super) fn take_alike(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let (new, payer) = self.read(tx, row)?;
        // An earlier row of the file may have its id.
        if let Some(id) = known(tx, &new)? {
            let again = self.spoken.met(id);
            let fate = self.compare(tx, row, id, &new, payer)?;
            let total = self.total(row, new.money)?;
            return self.with_total(tx, row, id, total, (fate, again));
        }
        tx.mark()?;
        match self.beside.settle(tx, &new, row.record.line)? {
            Verdict::Take => match self.add(tx, &new, payer)? {
                Some(id) => {
                    let total = self.total(row, new.money)?;
                    self.with_total(tx, row, id, total, (Fate::New, false))
                }
                None => Ok(Fate::Same),
            },
            Verdict::Ask => {
                let column = row.mapping.heading(At::Amount.into());
                Err(undecided(column, row.raw(At::Amount)).into())
            }
            Verdict::Out(line) => {
                let fate = self.lies_there(tx, row, line, new.money)?;
                if fate == Fate::Same {
                    return Err(Stop::Out);
                }
                Ok(fate)
            }
            Verdict::Replace(line) => {
                let fate = self.replace(tx, line, &new, payer)?;
                let total = self.total(row, new.money)?;
                self.with_total(tx, row, line, total, (fate, false))
            }
        }
    }

    /// Puts a payment in the place of a line: what only the line knows of itself stays.
    fn replace(
        &mut self,
        tx: &Tx<'_>,
        line: i64,
        new: &NewRevenue,
        payer: Payer,
    ) -> Result<Fate, Stop> {
        let before = tx.view().revenue(line)?;
        let mut to = NewRevenue {
            referral: if payer.named {
                payer.referral
            } else {
                before.known.referral
            },
            ..new.clone()
        };
        if to.kind == "base" {
            to.kind.clone_from(&before.known.kind);
        }
        if to.period_months == 1 {
            to.period_months = before.known.period_months;
        }
        tx.set_revenue(line, &to)?;
        self.payers.paid(payer, to.referral);
        Ok(Fate::Changed(
            format!("V{line} {}", before.customer_name),
            edits(shown(tx, &before.known)?, shown(tx, &to)?),
        ))
    }

    /// The line that a refund names: in the book, or what was said to be the same money.
    pub(super) fn refunded_line(&self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Option<i64>, Stop> {
        let Some(external) = row.text(At::RefundOf)? else {
            return Ok(None);
        };
        let line = match tx.view().line(&external)? {
            Some(line) => Some(line),
            None => self.beside.same(tx, &external)?,
        };
        match line {
            Some(line) => Ok(Some(line)),
            None => Err(row
                .refuse(At::RefundOf, "is no revenue line in the book or the file")
                .into()),
        }
    }

    /// How often a line without an id was met in this file so far.
    fn met(&self, new: &NewRevenue) -> u32 {
        let Money { minor, currency } = new.money;
        let kind = self.kinds.iter().position(|k| *k == new.kind);
        kind.and_then(|kind| {
            self.counted
                .get(&(new.customer, new.day, kind, minor, currency))
        })
        .copied()
        .unwrap_or(0)
    }
}
