//! The list of commission lines, of all or of one payout: its columns, and a row as cells, with why it stands where it
//! stands; states are the store's to derive.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, opt_id, opt_text, text},
    columns::{day, left, right, unsorted},
};
use crate::{
    domain::{day::Day, id::Noun, payout::Waits},
    store::list::{CommissionRow, Standing},
};
use chrono::Datelike;

/// Columns, most important first where it matters. `state` is the plain word for programs, `why` the words for people.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 6),
    left("partner", "Partner", 12, 24, 2),
    left("company", "Customer", 14, 32, 0),
    day("day", "Day", 3),
    right("base", "Base", 10, 16, 4),
    right("rate", "Rate", 5, 8, 4),
    right("amount", "Commission", 10, 16, 0),
    left("why", "State and why", 16, 32, 1),
    left("state", "State", 8, 10, 9),
    day("payable_on", "Payable on", 9),
    left("payout", "Payout", 6, 8, 8),
    right("share", "Share", 5, 8, 8),
    unsorted(left("month", "Month", 8, 9, 7)),
    left("entry", "Entry", 8, 12, 7),
    unsorted(left("reason", "Reason", 16, 60, 7)),
    left("referral", "Referral", 6, 9, 8),
    unsorted(left("slug", "Short name", 8, 30, 9)),
];

/// The same without what one payout has in common.
pub(super) const OF_PAYOUT: &[Column] = &[
    left("id", "ID", 5, 9, 5),
    left("company", "Customer", 14, 32, 0),
    day("day", "Day", 2),
    right("base", "Base", 10, 16, 3),
    right("rate", "Rate", 5, 8, 3),
    right("amount", "Commission", 10, 16, 0),
    left("entry", "Entry", 8, 12, 4),
    unsorted(left("reason", "Reason", 16, 60, 4)),
    left("referral", "Referral", 6, 9, 6),
];

pub(super) fn row(m: CommissionRow, as_of: Day) -> Row {
    let (mark, why) = why(&m, as_of);
    let month = match (m.month, m.months) {
        (Some(n), Some(of)) => Cell::Text(format!("{n} of {of}")),
        _ => Cell::Empty,
    };
    let cells = vec![
        id(Noun::Commission, m.id),
        text(m.partner),
        opt_text(m.company),
        Cell::Day(m.day),
        Cell::Money(m.base),
        text(m.rate),
        Cell::Money(m.amount),
        Cell::State(mark, why),
        text(m.standing.word().to_owned()),
        Cell::Day(m.payable_on),
        opt_id(Noun::Payout, m.standing.payout()),
        text(m.share),
        month,
        text(m.entry),
        text(m.reason),
        opt_id(Noun::Referral, m.referral_id),
        text(m.slug),
    ];
    Row { id: m.id, cells }
}

pub(super) fn row_of_payout(m: CommissionRow) -> Row {
    let cells = vec![
        id(Noun::Commission, m.id),
        opt_text(m.company),
        Cell::Day(m.day),
        Cell::Money(m.base),
        text(m.rate),
        Cell::Money(m.amount),
        text(m.entry),
        text(m.reason),
        opt_id(Noun::Referral, m.referral_id),
    ];
    Row { id: m.id, cells }
}

/// The mark and the words: `payable since 6 Nov`, `held to 27 Nov (30 days)`, `paid 5 Nov P3`.
fn why(m: &CommissionRow, as_of: Day) -> (Mark, String) {
    let taken = m.amount.minor < 0;
    let (mark, words) = match m.standing {
        Standing::Paid { payout, on } => (
            Mark::Done,
            format!("paid {} {}", near(on, as_of), Noun::Payout.id(payout)),
        ),
        Standing::InPayout { payout } => (
            Mark::Payable,
            format!("in payout {}", Noun::Payout.id(payout)),
        ),
        Standing::Blocked => (
            Mark::Attention,
            format!("blocked: {}", m.blocked.as_deref().unwrap_or_default()),
        ),
        Standing::Held => (Mark::Waiting, held(m, as_of)),
        Standing::Payable if taken => (Mark::Payable, format!("{}, off next payout", what(m))),
        Standing::Payable => match m.waits {
            Some(why) => (Mark::Note, waits(why)),
            None => (
                Mark::Payable,
                format!("payable since {}", near(m.payable_on, as_of)),
            ),
        },
    };
    (if taken { Mark::Reversed } else { mark }, words)
}

/// Until when, and how long that is from the day it counts as.
fn held(m: &CommissionRow, as_of: Day) -> String {
    let until = near(m.payable_on, as_of);
    match (m.payable_on - m.day).num_days() {
        0 => format!("held to {until}"),
        1 => format!("held to {until} (1 day)"),
        days => format!("held to {until} ({days} days)"),
    }
}

/// Why a line that is payable is not paid. It is the partner's balance that is too little, not this line.
fn waits(why: Waits) -> String {
    match why {
        Waits::UnderMinimum(least) => format!("under {} minimum, waits", least.shown()),
        Waits::Negative(balance) => format!("balance {}, waits", balance.shown()),
        Waits::Settled | Waits::Held(_) | Waits::HeldBack(_) => "balance is zero, waits".to_owned(),
    }
}

/// What made a line take something back.
fn what(m: &CommissionRow) -> &'static str {
    match m.entry.as_str() {
        "refund" => "refunded",
        "correction" => "corrected",
        _ => "taken back",
    }
}

/// A day for people, its year only where it is another than that of `as_of`.
fn near(day: Day, as_of: Day) -> String {
    let form = if day.year() == as_of.year() {
        "%-d %b"
    } else {
        "%-d %b %Y"
    };
    day.format(form).to_string()
}
