//! What the engine is told: referrals, agreements and revenue lines as plain data; it says nothing about where they are kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::Day;
use super::money::Money;
use super::plan::Plan;
use super::rate::Rate;

/// Everything known of a set of referrals. Ids are the caller's, unique per kind.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The plans agreements are on, by id.
    pub plans: BTreeMap<i64, Plan>,
    /// The referrals.
    pub referrals: Vec<ReferralFact>,
    /// Who earns what on them.
    pub agreements: Vec<AgreementFact>,
    /// What was paid, in any order.
    pub lines: Vec<LineFact>,
}

/// How a referral stands, as far as money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// In any stage that is still open.
    Open,
    /// A customer.
    Won,
    /// Came to nothing.
    Lost,
    /// Turned down: earns nothing and counts for nothing.
    Rejected,
    /// The claim ran out.
    Expired,
}

impl Status {
    /// The status behind the name of a stage; every name of the user's own is an open stage.
    pub fn of_stage(stage: &str) -> Self {
        match stage {
            "won" => Self::Won,
            "lost" => Self::Lost,
            "rejected" => Self::Rejected,
            "expired" => Self::Expired,
            _ => Self::Open,
        }
    }
}

/// A referral.
#[derive(Clone, Copy, Debug)]
pub struct ReferralFact {
    /// Its id.
    pub id: i64,
    /// How it stands.
    pub status: Status,
    /// The day it was handed in.
    pub submitted_on: Option<Day>,
    /// The day it qualified.
    pub qualified_on: Option<Day>,
    /// The day it was won.
    pub won_on: Option<Day>,
}

/// Who earns on a referral, on which plan, in which shares.
#[derive(Clone, Debug)]
pub struct AgreementFact {
    /// Its id.
    pub id: i64,
    /// The referral it is about.
    pub referral: i64,
    /// The plan it is on.
    pub plan: i64,
    /// Partner and share; shares sum to 100. Activity and volume look at the first named (R8).
    pub split: Vec<(i64, Rate)>,
    /// The first day of its term, or open.
    pub starts: Option<Day>,
    /// The last day of its term, or open.
    pub ends: Option<Day>,
}

/// A payment by the customer of a referral.
#[derive(Clone, Debug)]
pub struct LineFact {
    /// Its id.
    pub id: i64,
    /// What puts lines of one day in order, by code points (R2): its name in the outside world.
    pub order: String,
    /// The referral it earns on.
    pub referral: i64,
    /// The day it was paid.
    pub day: Day,
    /// What was paid for.
    pub kind: String,
    /// How much; negative for a discount or a refund.
    pub money: Money,
    /// The line it gives back, if it is a refund of one (R7).
    pub refund_of: Option<i64>,
    /// How many months it covers; 1 for most.
    pub period_months: u32,
}

/// What a commission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A revenue line.
    Line(i64),
    /// The referral itself: a fixed sum.
    Referral(i64),
}
