//! Says a plan in plain words, as a partner is told it; the binding form is the one line of `print`.

use super::print::{counted, listed};
use crate::domain::money::Money;
use crate::domain::plan::{ActiveBy, Activity, BASE, Event, Mode, Percent, Plan, Scope, Tiered};

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
            format!("{} {what}.", plan.fee.shown())
        }
    }
}

fn percent(plan: &Percent) -> String {
    let (rate, kinds, months) = (plan.rate, kinds(&plan.scope), months(&plan.scope));
    let active = plan.scope.activity.map_or_else(String::new, |activity| {
        let otherwise = if plan.otherwise.is_zero() {
            "nothing".to_owned()
        } else {
            plan.otherwise.to_string()
        };
        format!(", {}; otherwise {otherwise}", active(activity))
    });
    let per_month = per_month(&plan.scope);
    format!("{rate} of what your customer pays for {kinds}{months}{active}.{per_month}")
}

fn tiered(plan: &Tiered) -> String {
    let volume = |from| Money::new(from, plan.currency).shown();
    let steps: Vec<String> = plan
        .tiers
        .iter()
        .map(|tier| format!("{} from {}", tier.rate, volume(tier.from)))
        .collect();
    let (kinds, months, steps) = (kinds(&plan.scope), months(&plan.scope), listed(&steps));
    let mode = match plan.mode {
        Mode::Whole => "The highest step reached counts for the whole month.",
        Mode::Graduated => "Each part of the total is paid at the rate of its own step.",
    };
    let active = plan.scope.activity.map_or_else(String::new, |activity| {
        format!(" It is paid {}.", active(activity))
    });
    let per_month = per_month(&plan.scope);
    format!(
        "A share of what your customers pay for {kinds}{months}, by the total of each calendar month: {steps}. \
         {mode}{active}{per_month}"
    )
}

/// `its base subscription`, `its base subscription and addon`.
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
    format!("its {}", listed(&names))
}

fn months(scope: &Scope) -> String {
    match scope.months {
        Some(months) => format!(
            ", for {} from their first payment",
            counted(months, "month")
        ),
        None => ", for as long as they pay".to_owned(),
    }
}

fn active(activity: Activity) -> String {
    let days = counted(activity.days, "day");
    let (what, done) = match activity.by {
        ActiveBy::Won => ("referral of yours", "won"),
        ActiveBy::Submitted => ("referral of yours", "handed in"),
    };
    match activity.count {
        1 => format!("while at least one {what} was {done} in the last {days}"),
        count => {
            format!("while at least {count} referrals of yours were {done} in the last {days}")
        }
    }
}

fn per_month(scope: &Scope) -> &'static str {
    if scope.per_month {
        " A payment that covers several months counts with one month's part of it."
    } else {
        ""
    }
}
