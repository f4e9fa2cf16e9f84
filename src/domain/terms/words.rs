//! Says a plan in plain words, as a partner is told it; the binding form is the one line of `print`.

use super::print::{counted, listed};
use crate::domain::money::Money;
use crate::domain::plan::{ActiveBy, Activity, BASE, Event, Mode, Percent, Plan, Scope, Tiered};
use crate::domain::rate::Rate;

/// One clause as a sentence or two.
pub(super) fn clause(plan: &Plan) -> String {
    match plan {
        Plan::Percent(plan) => percent(plan),
        Plan::Tiered(plan) => tiered(plan),
        Plan::Flat(plan) => {
            let what = match plan.event {
                Event::Lead => {
                    "for each referral that qualifies, whether or not it becomes a customer"
                }
                Event::Conversion => "for each referral that becomes a customer",
            };
            format!("You earn {} {what}.", plan.fee.shown())
        }
    }
}

fn percent(plan: &Percent) -> String {
    let (rate, kinds, months) = (plan.rate, kinds(&plan.scope), months(&plan.scope));
    let active = plan
        .scope
        .activity
        .map_or_else(String::new, |activity| active(activity, plan.otherwise));
    let per_month = per_month(&plan.scope);
    format!(
        "You earn {rate} of what each customer you bring pays for {kinds}, {months}.{active}{per_month}"
    )
}

fn tiered(plan: &Tiered) -> String {
    let steps: Vec<String> = plan
        .tiers
        .iter()
        .map(|tier| match tier.from {
            0 if plan.tiers.len() > 1 => format!("{} to begin with", tier.rate),
            0 => tier.rate.to_string(),
            from => {
                let volume = Money::new(from, plan.currency).shown();
                format!("{} from {volume}", tier.rate)
            }
        })
        .collect();
    let (kinds, months, steps) = (kinds(&plan.scope), months(&plan.scope), listed(&steps));
    let mode = match plan.mode {
        Mode::Whole => "The highest step reached counts for the whole month.",
        Mode::Graduated => "Each part of the total is paid at the rate of its own step.",
    };
    let active = plan
        .scope
        .activity
        .map_or_else(String::new, |activity| active(activity, Rate::ZERO));
    let per_month = per_month(&plan.scope);
    format!(
        "You earn by what all customers you bring pay together for {kinds} in a calendar month: {steps}. {mode} \
         Each customer counts {months}.{active}{per_month}"
    )
}

/// `the base subscription`, `the base subscription and addon`.
fn kinds(scope: &Scope) -> String {
    let names: Vec<String> = scope
        .kinds
        .iter()
        .map(|kind| {
            if kind == BASE {
                "base subscription".to_owned()
            } else {
                kind.clone()
            }
        })
        .collect();
    format!("the {}", listed(&names))
}

fn months(scope: &Scope) -> String {
    match scope.months {
        Some(months) => format!("for {} from their first payment", counted(months, "month")),
        None => "for as long as they pay".to_owned(),
    }
}

/// The sentence on what keeps a partner active.
fn active(activity: Activity, otherwise: Rate) -> String {
    let days = counted(activity.days, "day");
    let done = match activity.by {
        ActiveBy::Won => "won",
        ActiveBy::Submitted => "handed in",
    };
    let asked = match activity.count {
        1 => format!("one referral of yours was {done}"),
        count => format!("{count} referrals of yours were {done}"),
    };
    let otherwise = if otherwise.is_zero() {
        "nothing".to_owned()
    } else {
        otherwise.to_string()
    };
    format!(
        " This holds while at least {asked} in the last {days}; otherwise you earn {otherwise}."
    )
}

fn per_month(scope: &Scope) -> &'static str {
    if scope.per_month {
        " Of a payment for several months, one month's part counts."
    } else {
        ""
    }
}
