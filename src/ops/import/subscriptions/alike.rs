//! Periods that look like money another source brought, such as the payments of the same subscription: what becomes of
//! them is what the person said.

use super::{At, Subscriptions};
use crate::{
    import::Row,
    ops::import::{
        intake::Stop,
        payer::Payer,
        twice::{Verdict, undecided},
    },
    store::{NewRevenue, Revenue, Tx},
};

/// What became of the periods of a subscription.
#[derive(Default)]
pub(super) struct Settled {
    /// Lines of the book whose place a period takes, and what they are by it.
    pub(super) replaced: Vec<(Revenue, NewRevenue)>,
    /// Periods that were left out.
    pub(super) out: u64,
}

impl Subscriptions {
    /// Leaves out periods that a person said are lines of another name.
    pub(super) fn without_same(&self, tx: &Tx<'_>, new: &mut Vec<NewRevenue>) -> Result<(), Stop> {
        let mut rest = Vec::with_capacity(new.len());
        for line in new.drain(..) {
            let same = match &line.external_id {
                Some(id) => self.beside.same(tx, id)?,
                None => None,
            };
            if same.is_none() {
                rest.push(line);
            }
        }
        *new = rest;
        Ok(())
    }

    /// Whether one of the periods is like a payment in the book.
    pub(super) fn looks(&mut self, tx: &Tx<'_>, new: &[NewRevenue]) -> Result<bool, Stop> {
        for line in new {
            if self.beside.looks(tx, line)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Leaves in `new` what is to be added.
    pub(super) fn settle(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        new: &mut Vec<NewRevenue>,
        payer: Payer,
    ) -> Result<Settled, Stop> {
        let mut settled = Settled::default();
        let mut asked = false;
        let mut rest = Vec::with_capacity(new.len());
        for line in std::mem::take(new) {
            match self.beside.settle(tx, &line, row.record.line)? {
                Verdict::Take => rest.push(line),
                Verdict::Ask => asked = true,
                Verdict::Out(_) => settled.out += 1,
                Verdict::Replace(id) => {
                    let before = tx.view().revenue(id)?;
                    let to = NewRevenue {
                        referral: if payer.named {
                            payer.referral
                        } else {
                            before.known.referral
                        },
                        their_status: before.known.their_status.clone(),
                        ..line
                    };
                    settled.replaced.push((before, to));
                }
            }
        }
        if asked {
            let column = row.mapping.heading(At::Amount.into());
            return Err(undecided(column, row.raw(At::Amount)).into());
        }
        *new = rest;
        Ok(settled)
    }
}
