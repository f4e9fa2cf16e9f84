//! Terms taken apart: what is paid, on what, for how long, each under its name. Words only; what is earned is the engine's.

use crate::{
    domain::{
        money::Money,
        plan::{ActiveBy, Activity, BASE, Event, Flat, Mode, Percent, Plan, Scope, Tiered},
        rate::Rate,
    },
    ops::{args::counted, sheet::Row},
};

/// One clause as facts.
pub fn clause(plan: &Plan) -> Vec<Row> {
    match plan {
        Plan::Percent(plan) => percent(plan),
        Plan::Tiered(plan) => tiered(plan),
        Plan::Flat(plan) => flat(*plan),
    }
}

fn percent(plan: &Percent) -> Vec<Row> {
    let mut rows = vec![
        Row::fact("Pays", "a share of what customers pay"),
        Row::fact("Rate", plan.rate.to_string()),
    ];
    scope(&mut rows, &plan.scope, plan.otherwise);
    rows
}

fn tiered(plan: &Tiered) -> Vec<Row> {
    let mut rows = vec![Row::fact(
        "Pays",
        "a share that grows with what the partner's customers pay in a month",
    )];
    for (n, tier) in plan.tiers.iter().enumerate() {
        let from = Money::new(tier.from, plan.currency).shown();
        let words = match n {
            0 => format!("{} to begin with", tier.rate),
            _ => format!("{} from {from} a month", tier.rate),
        };
        rows.push(Row::fact(if n == 0 { "Rate" } else { "" }, words));
    }
    let mode = match plan.mode {
        Mode::Whole => "the highest step reached pays on the whole month",
        Mode::Graduated => "each part of the month's total is paid at its own step",
    };
    rows.push(Row::fact("", mode));
    scope(&mut rows, &plan.scope, Rate::ZERO);
    rows
}

fn flat(plan: Flat) -> Vec<Row> {
    let (each, when) = match plan.event {
        Event::Lead => (
            "each referral that qualifies",
            "the day it qualifies, won or not",
        ),
        Event::Conversion => ("each referral that becomes a customer", "the day it is won"),
    };
    vec![
        Row::fact("Pays", "a fixed sum"),
        Row::fact("Rate", format!("{} for {each}", plan.fee.shown())),
        Row::fact("For how long", "once for each referral"),
        Row::fact("Starts when", when),
    ]
}

/// What both kinds of percentage share.
fn scope(rows: &mut Vec<Row>, scope: &Scope, otherwise: Rate) {
    let kinds: Vec<&str> = scope
        .kinds
        .iter()
        .map(|kind| match kind.as_str() {
            BASE => "base subscription",
            other => other,
        })
        .collect();
    rows.push(Row::fact(
        "Base is",
        format!(
            "{}; payments for anything else, such as tax, earn nothing",
            kinds.join(" + ")
        ),
    ));
    if scope.per_month {
        rows.push(Row::fact(
            "",
            "of a payment for several months, one month's part",
        ));
    }
    rows.push(Row::fact(
        "For how long",
        match scope.months {
            Some(months) => format!(
                "{} from the first payment of each customer",
                counted(months, "month", "months")
            ),
            None => "as long as the customer pays".to_owned(),
        },
    ));
    rows.push(Row::fact(
        "Starts when",
        "the first payment of a referral that was won",
    ));
    rows.push(Row::fact(
        "Stays active with",
        scope.activity.map_or_else(
            || "nothing is asked".to_owned(),
            |asked| active(asked, otherwise),
        ),
    ));
}

/// `1 win in 365 days; otherwise 5%`.
fn active(asked: Activity, otherwise: Rate) -> String {
    let what = match asked.by {
        ActiveBy::Won => counted(asked.count, "win", "wins"),
        ActiveBy::Submitted => counted(asked.count, "referral", "referrals"),
    };
    let days = counted(asked.days, "day", "days");
    if otherwise.is_zero() {
        format!("{what} in {days}; otherwise nothing is earned")
    } else {
        format!("{what} in {days}; otherwise {otherwise}")
    }
}
