//! What a partner was promised, as data (`COMMISSION_RULES`, plan types); whether it earned is the engine's to say.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::currency::Currency;
use super::ledger::{Code, LedgerError};
use super::money::Money;
use super::rate::Rate;

/// The kind of line a plan pays on when it names none: the base subscription fee.
pub const BASE: &str = "base";

/// One clause of terms.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Plan {
    /// A percentage of each line.
    Percent(Percent),
    /// A percentage that depends on the partner's volume of the month (R6).
    Tiered(Tiered),
    /// A fixed sum for an event (R10).
    Flat(Flat),
}

/// A percentage of each line.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Percent {
    /// The rate.
    pub rate: Rate,
    /// Which lines it is paid on.
    pub scope: Scope,
    /// The rate on days on which the partner is not active (R5); only with an activity.
    pub otherwise: Rate,
}

/// A percentage by the volume of the partner's month.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tiered {
    /// The currency the tiers are in.
    pub currency: Currency,
    /// The tiers, the first from 0, rising.
    pub tiers: Vec<Tier>,
    /// Whether the tier reached pays on all of the month or band by band.
    pub mode: Mode,
    /// Which lines it is paid on.
    pub scope: Scope,
}

/// A tier: from this volume on, this rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tier {
    /// The volume at which it starts, included, in minor units of the plan's currency.
    pub from: i64,
    /// Its rate.
    pub rate: Rate,
}

/// How tiers pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The highest tier reached pays on every line of the month.
    Whole,
    /// Each part of the volume is paid at the rate of its band.
    Graduated,
}

/// A fixed sum for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flat {
    /// What it is paid for.
    pub event: Event,
    /// The sum.
    pub fee: Money,
}

/// What a fixed sum is paid for, once a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The referral qualified.
    Lead,
    /// The referral was won.
    Conversion,
}

/// Which lines a percentage is paid on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The kinds of line, at least one.
    pub kinds: Vec<String>,
    /// For how many months from the first payment (R4); for good if nothing.
    pub months: Option<u32>,
    /// Whether a line is divided by the months it covers (R12).
    pub per_month: bool,
    /// What keeps the partner active (R5), if anything is asked.
    pub activity: Option<Activity>,
}

/// So many wins or referrals in so many days, the day of the line included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Activity {
    /// How many at least.
    pub count: u32,
    /// In how many days.
    pub days: u32,
    /// Which date of a referral counts.
    pub by: ActiveBy,
}

/// Which date of a referral counts for activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActiveBy {
    /// The day it was won.
    Won,
    /// The day it was submitted.
    Submitted,
}

/// Whose facts must be known to say what a plan owes on one referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// The referral's own.
    Referral,
    /// Those of every referral on which the first-named partner has a share.
    Partner,
}

/// The most months a plan may run, and the most days an activity may look back.
const MOST_MONTHS: u32 = 1200;
const MOST_DAYS: u32 = 36_500;

impl Scope {
    /// Lines of one kind, for good.
    pub fn of(kind: &str) -> Self {
        Self {
            kinds: vec![kind.to_owned()],
            months: None,
            per_month: false,
            activity: None,
        }
    }

    /// Whether a line of this kind is paid on.
    pub fn pays_on(&self, kind: &str) -> bool {
        self.kinds.iter().any(|own| own == kind)
    }

    fn check(&self) -> Result<(), LedgerError> {
        let distinct: BTreeSet<&String> = self.kinds.iter().collect();
        let named = |kind: &String| !kind.trim().is_empty() && !kind.contains(['"', '\n']);
        if self.kinds.is_empty()
            || distinct.len() < self.kinds.len()
            || !self.kinds.iter().all(named)
        {
            return bad("The plan must name each kind of revenue it pays on once, such as base.");
        }
        if self
            .months
            .is_some_and(|months| !(1..=MOST_MONTHS).contains(&months))
        {
            return bad(&format!(
                "The plan's months must be from 1 to {MOST_MONTHS}."
            ));
        }
        if let Some(activity) = self.activity
            && (activity.count == 0 || !(1..=MOST_DAYS).contains(&activity.days))
        {
            return bad(&format!(
                "The activity must be at least 1 win or referral in 1 to {MOST_DAYS} days."
            ));
        }
        Ok(())
    }
}

impl Plan {
    /// Which lines it is paid on; nothing for a fixed sum.
    pub fn scope(&self) -> Option<&Scope> {
        match self {
            Self::Percent(Percent { scope, .. }) | Self::Tiered(Tiered { scope, .. }) => {
                Some(scope)
            }
            Self::Flat(_) => None,
        }
    }

    /// Whose facts must be known to say what it owes on one referral.
    pub fn reach(&self) -> Reach {
        match self {
            Self::Tiered(_) => Reach::Partner,
            Self::Percent(plan) if plan.scope.activity.is_some() => Reach::Partner,
            Self::Percent(_) | Self::Flat(_) => Reach::Referral,
        }
    }

    /// Refuses a plan that cannot mean anything: `bad_plan`, `bad_tiers`, `bad_amount`.
    pub fn check(&self) -> Result<(), LedgerError> {
        match self {
            Self::Percent(plan) => {
                plan.scope.check()?;
                if plan.scope.activity.is_none() && !plan.otherwise.is_zero() {
                    return bad(
                        "A rate to pay otherwise needs an activity, such as “while 1 win in 365 days”.",
                    );
                }
                Ok(())
            }
            Self::Tiered(plan) => {
                plan.scope.check()?;
                let rising = plan
                    .tiers
                    .windows(2)
                    .all(|pair| pair[0].from < pair[1].from);
                if plan.tiers.first().is_none_or(|first| first.from != 0) || !rising {
                    let message = "The tiers must start from 0 and rise.";
                    return Err(LedgerError::new(Code::BadTiers, message));
                }
                Ok(())
            }
            Self::Flat(plan) if plan.fee.minor < 0 => {
                let message = "A fixed sum cannot be negative.";
                Err(LedgerError::new(Code::BadAmount, message))
            }
            Self::Flat(_) => Ok(()),
        }
    }
}

fn bad(message: &str) -> Result<(), LedgerError> {
    Err(LedgerError::new(Code::BadPlan, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(scope: Scope, otherwise: Rate) -> Plan {
        Plan::Percent(Percent {
            rate: Rate::FULL,
            scope,
            otherwise,
        })
    }

    fn tiered(from: &[i64]) -> Plan {
        Plan::Tiered(Tiered {
            currency: Currency::parse("USD").unwrap(),
            tiers: from
                .iter()
                .map(|from| Tier {
                    from: *from,
                    rate: Rate::ZERO,
                })
                .collect(),
            mode: Mode::Whole,
            scope: Scope::of(BASE),
        })
    }

    #[test]
    fn plans_that_mean_nothing_are_refused() {
        let code = |plan: Plan| plan.check().map_err(|bad| bad.code);
        assert_eq!(code(percent(Scope::of(BASE), Rate::ZERO)), Ok(()));
        assert_eq!(
            code(percent(Scope::of(BASE), Rate::FULL)),
            Err(Code::BadPlan)
        );
        assert_eq!(
            code(percent(Scope::of(" "), Rate::ZERO)),
            Err(Code::BadPlan)
        );
        let none = Scope {
            months: Some(0),
            ..Scope::of(BASE)
        };
        assert_eq!(code(percent(none, Rate::ZERO)), Err(Code::BadPlan));
        let idle = Activity {
            count: 0,
            days: 365,
            by: ActiveBy::Won,
        };
        let idle = Scope {
            activity: Some(idle),
            ..Scope::of(BASE)
        };
        assert_eq!(code(percent(idle, Rate::ZERO)), Err(Code::BadPlan));
        assert_eq!(code(tiered(&[0, 5, 9])), Ok(()));
        for from in [&[][..], &[1], &[0, 5, 5], &[0, 9, 5]] {
            assert_eq!(code(tiered(from)), Err(Code::BadTiers), "{from:?}");
        }
    }
}
