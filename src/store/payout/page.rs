//! A run as a person works through it: its payouts with what to look at before they are sent, and who is in none of them,
//! with the reason; nothing is written here.

use std::collections::HashSet;

use super::{Payee, Payout, RunRow, View};
use crate::{
    domain::{
        day::Day,
        money::{Money, Totals},
        payout::{Check, Waits},
    },
    error::{Kind, Result},
};

/// A run and everything that decides about it.
#[derive(Debug, Clone, PartialEq)]
pub struct RunPage {
    /// Its number: `run-4`.
    pub id: i64,
    /// It holds lines payable on this day or before.
    pub as_of: Day,
    /// One for each partner and currency that has been in it, as it stands last.
    pub payouts: Vec<RunPayout>,
    /// Partners who are in no payout of it and have a balance or something on hold; nobody once nothing is open.
    pub left_out: Vec<LeftOut>,
}

/// A partner who is in no payout of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The partner's short name.
    pub slug: String,
    /// The balance, and why it waits; payable where nothing says so.
    pub row: RunRow,
}

/// A payout of a run, with what to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct RunPayout {
    /// The payout, and where its money goes.
    pub payee: Payee,
    /// The partner's short name.
    pub slug: String,
    /// Of it, what the terms earned.
    pub earned: Money,
    /// Of it, what a person added or took away.
    pub adjusted: Money,
    /// What is missing before money can go there.
    pub missing: Option<Check>,
    /// Why it may not be sent as it is, as a sentence.
    pub refused: Option<String>,
    /// What is payable to the partner by now and is not in it; below zero where it was taken back since.
    pub more: Money,
}

/// Whether nothing is decided yet about a payout.
fn open(payout: &Payout) -> bool {
    matches!(payout.state.as_str(), "draft" | "approved" | "exported")
}

impl RunPage {
    /// What payouts in these states come to, with how many they are and how many lines they settle.
    pub fn sums(&self, states: &[&str]) -> Result<(usize, i64, Totals)> {
        let (mut n, mut lines, mut totals) = (0, 0, Totals::new());
        for payout in self.in_state(states) {
            n += 1;
            lines += payout.lines;
            totals.add(payout.money)?;
        }
        Ok((n, lines, totals))
    }

    /// Its payouts in these states.
    pub fn in_state(&self, states: &[&str]) -> impl Iterator<Item = &Payout> {
        self.payouts
            .iter()
            .map(|one| &one.payee.payout)
            .filter(move |payout| states.contains(&payout.state.as_str()))
    }
}

impl View<'_> {
    /// A run with everything that decides about it, as seen on a day; an error where there is no such run.
    pub fn run_page(&self, run: i64, today: Day) -> Result<RunPage> {
        let run = self.payout_run(run)?;
        let mut payees = self.payees(&run.payouts)?;
        // Of a partner who was taken out, or not reached, and put in again only what stands last is shown.
        let mut seen = HashSet::new();
        payees.reverse();
        payees.retain(|payee| {
            let payout = &payee.payout;
            let first = seen.insert((payout.partner, payout.money.currency));
            first || open(payout) || payout.state == "paid"
        });
        payees.sort_by_key(|payee| payee.payout.partner_name.to_lowercase());
        let any_open = payees.iter().any(|payee| open(&payee.payout));
        let payouts = payees
            .into_iter()
            .map(|payee| self.run_payout(payee, today))
            .collect::<Result<Vec<_>>>()?;
        let left_out = if any_open {
            let mut rows = self.run_preview(None, run.as_of)?;
            rows.retain(|row| !seen.contains(&(row.due.partner, row.due.balance.currency)));
            // Who could be paid, or nearly, before those who only wait.
            rows.sort_by_key(|row| matches!(row.due.waits, Some(Waits::Held(_))));
            rows.into_iter()
                .map(|row| {
                    let slug = self.partner(row.due.partner)?.slug;
                    Ok(LeftOut { slug, row })
                })
                .collect::<Result<Vec<_>>>()?
        } else {
            Vec::new()
        };
        Ok(RunPage {
            id: run.id,
            as_of: run.as_of,
            payouts,
            left_out,
        })
    }

    fn run_payout(&self, payee: Payee, today: Day) -> Result<RunPayout> {
        let payout = &payee.payout;
        let adjusted: i64 = self
            .conn
            .prepare_cached(
                "SELECT coalesce(sum(c.minor), 0) FROM payout_line l JOIN commission c ON c.id = l.commission_id
                 WHERE l.payout_id = ?1 AND c.source = 'hand'",
            )?
            .query_row([payout.id], |r| r.get(0))?;
        let adjusted = Money::new(adjusted, payout.money.currency);
        let waits = open(payout);
        let refused = match self.may_be_sent(payout, today) {
            Err(e) if waits && e.kind == Kind::Refused => Some(e.message),
            Err(e) if waits => return Err(e),
            _ => None,
        };
        let more = if waits {
            self.free_balance(payout, today.max(payout.as_of))?
        } else {
            Money::zero(payout.money.currency)
        };
        Ok(RunPayout {
            slug: self.partner(payout.partner)?.slug,
            earned: payout.money.checked_sub(adjusted)?,
            adjusted,
            missing: payee.account.missing().filter(|_| waits),
            refused,
            more,
            payee,
        })
    }
}
