//! How a case is put and how it comes out, in figures only; the judging is `judge`'s.

use crate::domain::day::{Day, add_months};
use crate::domain::facts::{Facts, Source};
use crate::domain::ledger::LedgerError;
use crate::domain::money::Money;
use crate::domain::month::Month;
use crate::domain::rate::Rate;
use crate::domain::ratio::Ratio;

/// What is judged: a line under an agreement, or the referral itself where there is no line.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub referral: usize,
    pub agreement: usize,
    pub line: Option<usize>,
    pub day: Day,
}

impl Case {
    pub fn source(self, facts: &Facts) -> Source {
        match self.line {
            Some(line) => Source::Line(facts.lines[line].id),
            None => Source::Referral(facts.referrals[self.referral].id),
        }
    }
}

/// How a case came out.
#[derive(Clone, Copy)]
pub(super) enum Ruling {
    Pays(Pay),
    Not(Refusal),
}

/// A case that pays, though perhaps nothing in the end.
#[derive(Clone, Copy)]
pub(super) struct Pay {
    /// The line's amount or the fixed sum; for a refund, the amount of the line it gives back.
    pub base: Money,
    /// The exact commission of what is left of the line.
    pub exact: Ratio,
    /// The rounded commission before and after this case; before is zero but for refunds.
    pub before: i64,
    pub after: i64,
    /// What is left of the line.
    pub left: i64,
    pub rate: Option<Rate>,
    pub month: Option<(u32, u32)>,
    /// The rate is the one for days on which the partner is not active.
    pub inactive: bool,
}

/// Why a case does not pay.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Rejected,
    NotWon,
    NoEvent,
    PaysByEvent,
    Kind,
    Term,
    Window,
    Inactive,
    RefundOfNothing,
}

/// The months from the first payment on, as days: the first, and the day after the last.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub first: Day,
    pub end: Day,
    pub months: u32,
}

impl Window {
    /// Which month a day in the window lies in, from 1 (R4: each counted from the first payment).
    pub fn month(self, day: Day) -> Result<u32, LedgerError> {
        let mut month = u32::try_from(Month::of(day).since(Month::of(self.first))).unwrap_or(0);
        // The anniversary in this month may not have come yet.
        if month > 0 && add_months(self.first, month)? > day {
            month -= 1;
        }
        Ok(month + 1)
    }
}
