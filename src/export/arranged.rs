//! A statement put in the order a partner reads it, for the page and its plain text alike; it formats nothing.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::{
    domain::{
        currency::Currency,
        day::Day,
        money::{Money, Totals},
        month::Month,
    },
    error::Result,
    store::statement::{Closed, Line, Statement},
};

/// What the state words mean, as the page explains them.
pub(super) const WORDS: &[(&str, &str)] = &[
    (
        "On hold",
        "Earned, and waiting until its day in case the customer asks for the money back.",
    ),
    (
        "Held back",
        "Kept out of payouts by us for the reason said on the line, until it is settled. It is not lost.",
    ),
    (
        "Payable",
        "Past its hold. It goes into the next payout, together with everything else that is payable.",
    ),
    (
        "In preparation",
        "In a payout that is being made, and not paid yet.",
    ),
    ("Paid", "The payout was made on the day shown."),
    (
        "Taken back",
        "A customer was refunded, or a payout came back. The line has a minus sign; it is set off against what comes next.",
    ),
    (
        "Minimum",
        "The least a payout pays. What is under it is not lost: it is carried over and paid with the next payout.",
    ),
];

/// The commission lines of a calendar year, newest month first.
pub(super) struct Year<'a> {
    pub number: i32,
    pub months: Vec<MonthLines<'a>>,
    /// Sums by state word, in the order of a line's life.
    pub sums: Vec<(&'static str, Totals)>,
}

/// The commission lines of a month and their sum.
pub(super) struct MonthLines<'a> {
    pub month: Month,
    pub lines: Vec<&'a Line>,
    pub sum: Totals,
}

/// Commission by month in one currency: twelve months, the last of them that of the statement.
pub(super) struct Trend {
    pub currency: Currency,
    pub months: Vec<(Month, Money)>,
}

/// How many referrals are open, won, and closed without a win.
pub(super) struct Counts {
    pub all: usize,
    pub open: usize,
    pub won: usize,
    pub closed: usize,
}

pub(super) fn counts(s: &Statement) -> Counts {
    let of = |kind: Closed| s.referrals.iter().filter(|r| r.closed == kind).count();
    Counts {
        all: s.referrals.len(),
        open: of(Closed::Open),
        won: of(Closed::Won),
        closed: of(Closed::Without),
    }
}

pub(super) fn years(s: &Statement) -> Result<Vec<Year<'_>>> {
    let mut years: Vec<Year<'_>> = Vec::new();
    for line in &s.lines {
        let month = Month::of(line.day);
        if years.last().is_none_or(|y| y.number != month.year()) {
            years.push(Year {
                number: month.year(),
                months: Vec::new(),
                sums: Vec::new(),
            });
        }
        let Some(year) = years.last_mut() else {
            continue;
        };
        if year.months.last().is_none_or(|m| m.month != month) {
            year.months.push(MonthLines {
                month,
                lines: Vec::new(),
                sum: Totals::new(),
            });
        }
        if let Some(group) = year.months.last_mut() {
            group.lines.push(line);
            group.sum.add(line.amount)?;
        }
    }
    for year in &mut years {
        for word in ["On hold", "Held back", "Payable", "In preparation", "Paid"] {
            let mut sum = Totals::new();
            let lines = year.months.iter().flat_map(|m| &m.lines);
            for line in lines.filter(|l| l.state.word() == word) {
                sum.add(line.amount)?;
            }
            if !sum.is_empty() {
                year.sums.push((word, sum));
            }
        }
    }
    Ok(years)
}

/// The last twelve months of each currency in which anything was earned in them.
pub(super) fn trends(s: &Statement) -> Result<Vec<Trend>> {
    let last = Month::of(s.as_of);
    let months: Vec<Month> = (0..12).rev().map(|back| last.moved(-back)).collect();
    let mut sums: BTreeMap<Currency, BTreeMap<Month, Money>> = BTreeMap::new();
    for line in &s.lines {
        let month = Month::of(line.day);
        if months.contains(&month) {
            let currency = line.amount.currency;
            let sum = sums
                .entry(currency)
                .or_default()
                .entry(month)
                .or_insert(Money::zero(currency));
            *sum = sum.checked_add(line.amount)?;
        }
    }
    Ok(sums
        .into_iter()
        .map(|(currency, by)| Trend {
            currency,
            months: months
                .iter()
                .map(|m| (*m, by.get(m).copied().unwrap_or(Money::zero(currency))))
                .collect(),
        })
        .collect())
}

/// `November 2026`.
pub(super) fn month_name(month: Month) -> String {
    month.first().format("%B %Y").to_string()
}

/// The year of a day: the page opens its lines and folds away older ones.
pub(super) fn year_of(day: Day) -> i32 {
    day.year()
}
