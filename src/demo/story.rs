//! What happened to each referral of the example, day by day, worked out from its plot: the same every time.

use super::plots::{End, PLOTS, Plot};
use crate::{
    domain::day::{Day, add_days},
    error::{Error, Result},
};

/// Something that happened to a referral.
pub(super) struct Happening {
    pub on: Day,
    /// Index of the plot.
    pub plot: usize,
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// It was sent.
    Sent,
    /// It came to an open stage.
    Stage(&'static str),
    /// It was won.
    Won,
    /// It ended without a win, in this stage and for this reason.
    Closed(&'static str, Option<&'static str>),
}

const LOST: &[&str] = &[
    "price",
    "chose a competitor",
    "no budget this year",
    "no answer after four tries",
    "bad timing, ask again in spring",
    "missing a feature they need",
];
const REJECTED: &[&str] = &[
    "already a customer",
    "already in our pipeline",
    "too small for us",
];
const NEXT: &[&str] = &[
    "demo with the owner",
    "send the proposal",
    "call about the trial",
    "waiting for their answer",
    "introduce the solutions engineer",
    "price for two locations",
];

/// The day `days` days before.
pub(super) fn before(day: Day, days: u32) -> Result<Day> {
    day.checked_sub_days(chrono::Days::new(u64::from(days)))
        .ok_or_else(|| Error::failed("The example lies too far in the past."))
}

/// Everything that happened until `today`, in order.
pub(super) fn happenings(today: Day) -> Result<Vec<Happening>> {
    let mut all = Vec::new();
    for (n, plot) in PLOTS.iter().enumerate() {
        let sent = before(today, plot.2)?;
        let steps = steps(n, plot);
        let last = span(n, plot);
        let count = u32::try_from(steps.len()).unwrap_or(1).max(1);
        all.push(Happening {
            on: sent,
            plot: n,
            what: What::Sent,
        });
        for (at, what) in (1_u32..).zip(steps) {
            let on = add_days(sent, last * at / count)?;
            all.push(Happening { on, plot: n, what });
        }
    }
    // Sent comes before the rest of the same day because the sort is stable.
    all.sort_by_key(|h| (h.on, h.plot));
    Ok(all)
}

/// How many days the way took, or has taken so far.
fn span(n: usize, plot: &Plot) -> u32 {
    let vary = u32::try_from(n).unwrap_or(0);
    let quiet = plot.2.min(vary * 5 % 19);
    match plot.3 {
        End::Won => 18 + vary * 13 % 40,
        End::Lost => 15 + vary * 11 % 30,
        End::Rejected => 2 + vary % 5,
        End::Expired => 90,
        End::New => 0,
        _ => plot.2 - quiet,
    }
}

fn steps(n: usize, plot: &Plot) -> Vec<What> {
    use What::{Closed, Stage};
    let open = ["accepted", "qualified", "demo", "proposal", "trial"];
    let upto = |count: usize| {
        open.iter()
            .take(count)
            .map(|s| Stage(s))
            .collect::<Vec<_>>()
    };
    let ending = |count: usize, last: What| {
        let mut steps = upto(count);
        steps.push(last);
        steps
    };
    match plot.3 {
        End::New => Vec::new(),
        End::Accepted => upto(1),
        End::Qualified => upto(2),
        End::Demo => upto(3),
        End::Proposal => upto(4),
        End::Trial => upto(5),
        End::Won => ending(if n.is_multiple_of(3) { 5 } else { 4 }, What::Won),
        End::Lost => ending(1 + n % 4, Closed("lost", Some(LOST[n % LOST.len()]))),
        End::Rejected => ending(0, Closed("rejected", Some(REJECTED[n % REJECTED.len()]))),
        End::Expired => ending(1, Closed("expired", None)),
    }
}

/// What comes next for a referral that is open today, and in how many days (below zero: overdue).
pub(super) fn next_step(n: usize, plot: &Plot) -> Option<(&'static str, i64)> {
    let open = matches!(
        plot.3,
        End::Qualified | End::Demo | End::Proposal | End::Trial
    );
    let in_days = i64::try_from(n * 7 % 16).unwrap_or(0) - 2;
    (open && !n.is_multiple_of(5)).then_some((NEXT[n % NEXT.len()], in_days))
}
