//! Writes a plan as its one canonical clause; reading is next door.

use std::fmt;

use super::lex::is_plain_kind;
use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::plan::{ActiveBy, Activity, Event, Mode, Percent, Plan, Scope, Tiered};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(plan) => percent(plan, f),
            Self::Tiered(plan) => tiered(plan, f),
            Self::Flat(plan) => {
                let event = match plan.event {
                    Event::Lead => "lead",
                    Event::Conversion => "conversion",
                };
                write!(
                    f,
                    "{} {} per {event}",
                    short(plan.fee.minor, plan.fee.currency),
                    plan.fee.currency
                )
            }
        }
    }
}

fn percent(plan: &Percent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} of {}", plan.rate, kinds(&plan.scope.kinds))?;
    duration(&plan.scope, f)?;
    if !plan.otherwise.is_zero() {
        write!(f, ", otherwise {}", plan.otherwise)?;
    }
    per_month(&plan.scope, f)
}

fn tiered(plan: &Tiered, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, tier) in plan.tiers.iter().enumerate() {
        let comma = if at > 0 { ", " } else { "" };
        write!(
            f,
            "{comma}{} from {}",
            tier.rate,
            short(tier.from, plan.currency)
        )?;
    }
    let mode = match plan.mode {
        Mode::Whole => "whole",
        Mode::Graduated => "graduated",
    };
    write!(
        f,
        " {} of {} a month ({mode})",
        plan.currency,
        kinds(&plan.scope.kinds)
    )?;
    duration(&plan.scope, f)?;
    per_month(&plan.scope, f)
}

fn duration(scope: &Scope, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(months) = scope.months {
        write!(f, " for {}", counted(months, "month"))?;
    }
    if let Some(Activity { count, days, by }) = scope.activity {
        let what = match by {
            ActiveBy::Won => "win",
            ActiveBy::Submitted => "referral",
        };
        write!(
            f,
            " while {} in {}",
            counted(count, what),
            counted(days, "day")
        )?;
    }
    Ok(())
}

fn per_month(scope: &Scope, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if scope.per_month {
        f.write_str(", per month")
    } else {
        Ok(())
    }
}

/// `1 month`, `12 months`.
pub(super) fn counted(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// `base`, `base and addon`, `base, addon and "set-up fee"`.
fn kinds(kinds: &[String]) -> String {
    let written: Vec<String> = kinds
        .iter()
        .map(|kind| {
            if is_plain_kind(kind) {
                kind.clone()
            } else {
                format!("\"{kind}\"")
            }
        })
        .collect();
    listed(&written)
}

/// Names in a row, `and` before the last.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// An amount without decimals that are all zero: `5000`, `5000.50`.
fn short(minor: i64, currency: Currency) -> String {
    let plain = Money::new(minor, currency).plain();
    match plain.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        _ => plain,
    }
}
