//! Words for verdicts: one sentence for a list, a few lines for a page; figures only, no names, as none are known here.

use super::{ActivityNote, Because, Outcome, Verdict, VolumeNote, WhyNot, WindowMonth};
use crate::domain::day::{Day, shown};
use crate::domain::money::Money;
use crate::domain::plan::{ActiveBy, Activity, Mode};

impl Verdict {
    /// What was earned and why, or why not, in one sentence.
    pub fn sentence(&self) -> String {
        match &self.outcome {
            Outcome::Earned(because) => because.sentence(),
            Outcome::Nothing(why) => why.sentence(),
        }
    }

    /// The same step by step, the clause first.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("Terms: {}", self.clause)];
        match &self.outcome {
            Outcome::Earned(because) => lines.extend(because.lines()),
            Outcome::Nothing(why) => lines.push(why.sentence()),
        }
        lines
    }
}

impl Because {
    /// `25% of base, month 3 of 12 (28 Aug 2026 to 27 Aug 2027): 25% × $2,150.00 = $537.50`.
    pub fn sentence(&self) -> String {
        let window = self.window.as_ref().map(|window| {
            let WindowMonth { month, months, .. } = window;
            format!("month {month} of {months} ({})", days(window))
        });
        let parts = [
            Some(self.promise.clone()),
            window,
            self.activity.as_ref().map(counted),
            self.volume.as_ref().map(volume_words),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}: {}", parts.join(", "), self.formula())
    }

    /// Step by step, for a page.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(window) = &self.window {
            lines.push(format!(
                "Month {} of {}: the first payment was on {}; payments up to {} earn.",
                window.month,
                window.months,
                shown(window.first),
                last(window.end)
            ));
        }
        if let Some(activity) = &self.activity {
            lines.push(format!("Activity: {}.", counted(activity)));
        }
        if let Some(volume) = &self.volume {
            lines.push(format!("Volume: {}.", volume_words(volume)));
        }
        if let Some(months) = self.divided_by {
            lines.push(format!(
                "The payment covers {months} months; one month's part of it counts."
            ));
        }
        lines.push(format!("{}.", self.formula()));
        if self.was_rounded {
            lines.push(format!(
                "Exactly it is {}, rounded once to the nearest smallest unit.",
                self.exact
            ));
        }
        if self.shares.len() > 1 {
            let parts: Vec<String> = self
                .shares
                .iter()
                .map(|part| format!("{} is {}", part.share, part.money.shown()))
                .collect();
            lines.push(format!("Shared out: {}.", parts.join(", ")));
        }
        lines
    }

    /// The sum itself: `25% × $2,150.00 = $537.50`.
    pub fn formula(&self) -> String {
        let Some(refund) = self.refund else {
            let left = self.worked(self.base);
            return if left == self.commission.shown() {
                left
            } else {
                format!("{left} = {}", self.result(self.commission))
            };
        };
        let worked = self.worked(refund.left);
        let (before, after) = (refund.before.shown(), self.result(refund.after));
        format!(
            "{} of {} is left after the refund: {worked} = {after} instead of {before}, a change of {}",
            refund.left.shown(),
            self.base.shown(),
            self.commission.shown()
        )
    }

    /// What the rate is taken of.
    fn worked(&self, amount: Money) -> String {
        let divided = self
            .divided_by
            .map_or_else(String::new, |months| format!(" / {months}"));
        if let Some(rate) = self.rate {
            return format!("{rate} × {}{divided}", amount.shown());
        }
        let bands = self.volume.as_ref().map_or(&[][..], |volume| &volume.bands);
        if bands.is_empty() {
            return amount.shown();
        }
        let parts: Vec<String> = bands
            .iter()
            .map(|band| format!("{} × {}", band.rate, band.part))
            .collect();
        let sum = parts.join(" + ");
        if amount == self.base {
            sum
        } else {
            format!("({sum}) × {} / {}", amount.shown(), self.base.shown())
        }
    }

    fn result(&self, money: Money) -> String {
        if self.was_rounded {
            format!("{}, rounded to {}", self.exact, money.shown())
        } else {
            money.shown()
        }
    }
}

impl WhyNot {
    /// Why, as a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Rejected => "The referral was rejected, so nothing is earned on it.".to_owned(),
            Self::NotWon => {
                "The referral has not been won yet, so its payments earn nothing.".to_owned()
            }
            Self::NoEvent => "What this fixed sum is paid for has not happened yet.".to_owned(),
            Self::PaysByEvent => {
                "This agreement pays a fixed sum for the referral, nothing by payment.".to_owned()
            }
            Self::Kind { kind, paid } => {
                format!(
                    "The payment is for {kind}; this agreement pays on {}.",
                    paid.join(", ")
                )
            }
            Self::Term { starts, ends } => format!(
                "The day is outside the agreement's term ({}).",
                term(*starts, *ends)
            ),
            Self::Window {
                months,
                first: Some(first),
                end: Some(end),
            } => format!(
                "The day is outside the {} from the first payment ({} to {}).",
                plural(*months, "month"),
                shown(*first),
                last(*end)
            ),
            Self::Window { months, .. } => {
                format!(
                    "No payment has begun the {} of the agreement yet.",
                    plural(*months, "month")
                )
            }
            Self::Inactive { asked, days } => {
                let note = ActivityNote {
                    asked: *asked,
                    days: days.clone(),
                    active: false,
                };
                format!(
                    "The partner was not active on that day: {}.",
                    counted(&note)
                )
            }
            Self::RefundOfNothing { .. } => {
                "It gives back a payment that earned nothing, so nothing is taken back.".to_owned()
            }
            Self::Zero { formula } => format!("It comes to nothing: {formula}."),
        }
    }
}

/// `28 Aug 2026 to 27 Aug 2027`.
fn days(window: &WindowMonth) -> String {
    format!("{} to {}", shown(window.first), last(window.end))
}

/// The last day that earns, before the first that does not.
fn last(end: Day) -> String {
    shown(end.pred_opt().unwrap_or(end))
}

fn term(starts: Option<Day>, ends: Option<Day>) -> String {
    match (starts, ends) {
        (Some(starts), Some(ends)) => format!("{} to {}", shown(starts), shown(ends)),
        (Some(starts), None) => format!("from {}", shown(starts)),
        (None, Some(ends)) => format!("to {}", shown(ends)),
        (None, None) => "open".to_owned(),
    }
}

/// `2 wins in 365 days of 1 needed (10 Jan 2026, 3 Mar 2026)`.
fn counted(note: &ActivityNote) -> String {
    let Activity { count, days, by } = note.asked;
    let what = match by {
        ActiveBy::Won => "win",
        ActiveBy::Submitted => "referral",
    };
    let found = u32::try_from(note.days.len()).unwrap_or(u32::MAX);
    let state = if note.active { "active" } else { "not active" };
    // The latest few say enough; a busy partner has hundreds.
    let skipped = note.days.len().saturating_sub(5);
    let some: Vec<String> = note.days[skipped..].iter().map(|day| shown(*day)).collect();
    let dates = match (some.len(), skipped) {
        (0, _) => String::new(),
        (_, 0) => format!(" ({})", some.join(", ")),
        _ => format!(" ({skipped} earlier, {})", some.join(", ")),
    };
    let (found, in_days) = (plural(found, what), plural(days, "day"));
    format!("{state} with {found} of {count} needed in {in_days}{dates}")
}

fn volume_words(note: &VolumeNote) -> String {
    let month = note.month.shown();
    match (&note.volume, note.mode) {
        (None, _) => "in another currency than the tiers, so at the first tier's rate".to_owned(),
        (Some(volume), Mode::Whole) => format!("with {volume} in {month}"),
        (Some(volume), Mode::Graduated) => format!("band by band with {volume} in {month}"),
    }
}

fn plural(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
