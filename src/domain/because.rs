//! Why a line earned what it earned, or nothing, as figures and as words; it judges nothing, the engine has.

mod words;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::facts::Source;
use super::money::Money;
use super::month::Month;
use super::plan::{Activity, Mode};
use super::rate::Rate;

/// What came of one line or event under one agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The line, or the referral for a fixed sum.
    pub source: Source,
    /// The referral.
    pub referral: i64,
    /// The agreement.
    pub agreement: i64,
    /// The day of the line, the refund or the event.
    pub day: Day,
    /// The clause of the terms it was judged by, as it is written.
    pub clause: String,
    /// What it earned and why, or why not.
    pub outcome: Outcome,
}

/// What it earned and why, or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It earned something, or a refund took something back.
    Earned(Box<Because>),
    /// It earned nothing.
    Nothing(WhyNot),
}

/// Why something was earned: every figure that went into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Because {
    /// What was promised, in short: `25% of base`, `$50.00 per lead`.
    pub promise: String,
    /// The line's amount, for a refund that of the line it gives back, or the fixed sum.
    pub base: Money,
    /// How many months the line was divided by, if more than one (R12).
    pub divided_by: Option<u32>,
    /// The rate, where one rate says it all.
    pub rate: Option<Rate>,
    /// The month of the plan's months it lies in (R4).
    pub window: Option<WindowMonth>,
    /// What kept the partner active, or did not (R5).
    pub activity: Option<ActivityNote>,
    /// The volume that decided the rate (R6).
    pub volume: Option<VolumeNote>,
    /// The commission before rounding, in whole units of the currency: `2.505`, `83.3333…`.
    pub exact: String,
    /// Whether rounding changed it.
    pub was_rounded: bool,
    /// The whole commission; for a refund, the change of it.
    pub commission: Money,
    /// Each partner's part of it (R8).
    pub shares: Vec<SharePart>,
    /// What was given back, if this is a refund (R7).
    pub refund: Option<RefundNote>,
}

/// Month n of N, and the days that earn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowMonth {
    /// The month, from 1; for a refund that of its line.
    pub month: u32,
    /// Of how many.
    pub months: u32,
    /// The day of the first payment.
    pub first: Day,
    /// The first day that no longer earns.
    pub end: Day,
}

/// What counted for the first-named partner's activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityNote {
    /// What was asked.
    pub asked: Activity,
    /// The days that counted, oldest first.
    pub days: Vec<Day>,
    /// Whether that was enough; if not, the rate is the one paid otherwise.
    pub active: bool,
}

/// The volume of the first-named partner's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VolumeNote {
    /// The month.
    pub month: Month,
    /// How the tiers pay.
    pub mode: Mode,
    /// The month's whole volume, for people; nothing for a line in another currency than the tiers (R9).
    pub volume: Option<String>,
    /// What came before this line in the month, for people, by the order of R2; where bands pay for themselves.
    pub before: Option<String>,
    /// The parts of the line by band, for people, where bands pay for themselves.
    pub bands: Vec<Band>,
    /// All tiers of the terms, and which of them the month's volume reached.
    pub tiers: Vec<TierNote>,
}

/// A tier of the terms beside a month's volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierNote {
    /// The volume it starts at, for people.
    pub from: String,
    /// Its rate.
    pub rate: Rate,
    /// Whether the month's volume reached it.
    pub reached: bool,
}

/// A part of a line in one band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// The band's rate.
    pub rate: Rate,
    /// The part, for people.
    pub part: String,
}

/// One partner's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharePart {
    /// The partner.
    pub partner: i64,
    /// The share agreed.
    pub share: Rate,
    /// The part.
    pub money: Money,
    /// It got one of the smallest units that sharing out left over (R8); never said of a refund, which restates.
    pub odd: bool,
}

/// What a refund did to its line's commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundNote {
    /// The line it gives back.
    pub line: i64,
    /// What is left of that line.
    pub left: Money,
    /// The line's commission before.
    pub before: Money,
    /// And after.
    pub after: Money,
}

/// Why nothing was earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum WhyNot {
    /// The referral was rejected.
    Rejected,
    /// The referral has not been won.
    NotWon,
    /// The event a fixed sum is paid for has not happened.
    NoEvent,
    /// The agreement pays a fixed sum, not by line.
    PaysByEvent,
    /// The plan does not pay on this kind of line.
    Kind {
        /// The line's kind.
        kind: String,
        /// The kinds the plan pays on.
        paid: Vec<String>,
    },
    /// The day is outside the agreement's term.
    Term {
        /// The first day of the term, or open.
        starts: Option<Day>,
        /// The last day of the term, or open.
        ends: Option<Day>,
    },
    /// The day is outside the plan's months (R4).
    Window {
        /// How many months the plan pays.
        months: u32,
        /// The day of the first payment, if there has been one.
        first: Option<Day>,
        /// The first day that no longer earns.
        end: Option<Day>,
    },
    /// The first-named partner was not active (R5).
    Inactive {
        /// What was asked.
        asked: Activity,
        /// The days that counted.
        days: Vec<Day>,
    },
    /// A refund of a line that earned nothing takes nothing (R7).
    RefundOfNothing {
        /// The line it gives back.
        line: i64,
    },
    /// It came to nothing, exactly or by rounding, or a refund changed nothing.
    Zero {
        /// How it was worked out: `2% × $0.10 = 0.002, rounded to $0.00`.
        formula: String,
    },
}
