//! Terms tried on one customer who pays a usual amount every month: the engine's own sums as rows. Nothing is changed.

use crate::{
    domain::{
        because::{Outcome as Came, WhyNot},
        day::Day,
        facts::Source,
        money::Money,
        plan::{ActiveBy, BASE, Plan},
        replay::{self, Stretch},
        terms::Terms,
    },
    error::Result,
    ops::{args::counted, sheet::Row},
    store::View,
    table::Mark,
};

/// An amount tried, and what came of it.
pub struct Example {
    /// What was tried: `$2,412.00 a month, as customers here usually pay`.
    pub title: String,
    /// What it earns, month by month and step by step.
    pub rows: Vec<Row>,
}

/// Whole units of the book's currency that are tried where the book holds no payment yet.
const ROUND: i64 = 1000;

/// What terms earn on the amount customers of this book usually pay.
pub fn of(view: View<'_>, terms: &Terms, today: Day) -> Result<Example> {
    let paying = terms.plans().iter().find_map(Plan::scope);
    let kind = paying
        .and_then(|s| s.kinds.first())
        .map_or(BASE, String::as_str);
    // Steps are in one currency; any other would show the first of them alone.
    let currency = terms.plans().iter().find_map(|plan| match plan {
        Plan::Tiered(plan) => Some(plan.currency),
        _ => None,
    });
    let usual = view.usual_payment(kind, currency)?;
    let round = match currency {
        Some(currency) => currency,
        None => view.currency()?,
    };
    let amount = usual.unwrap_or_else(|| Money::new(ROUND * round.minor_per_unit(), round));
    let mut rows = fixed(terms, amount, kind, today)?;
    let stretches = replay::monthly(terms, amount, kind, today)?;
    for (n, stretch) in stretches.iter().enumerate() {
        let next = stretches.get(n + 1).map(|s| s.clause);
        let first = n == 0 || stretches[n - 1].clause != stretch.clause;
        if terms.plans().len() > 1 && first {
            rows.push(Row::note(
                terms
                    .plans()
                    .get(stretch.clause)
                    .map_or_else(String::new, ToString::to_string),
            ));
        }
        rows.push(month(stretch));
        if next != Some(stretch.clause)
            && let Some(Plan::Tiered(plan)) = terms.plans().get(stretch.clause)
        {
            for tier in plan.tiers.iter().filter(|t| t.from > 0) {
                let volume = Money::new(tier.from, plan.currency);
                rows.push(step(terms, stretch.clause, volume, kind, today)?);
            }
        }
    }
    let title = match (paying, usual) {
        (None, _) => "One new customer".to_owned(),
        (_, Some(_)) => format!("{} a month, a usual payment for {kind}", amount.shown()),
        (_, None) => format!(
            "{} a month for {kind}; nobody has paid for it yet",
            amount.shown()
        ),
    };
    Ok(Example { title, rows })
}

/// Months that come to the same, as a row.
fn month(stretch: &Stretch) -> Row {
    let months = match (stretch.first, stretch.last) {
        (1, None) => "Every month".to_owned(),
        (first, None) => format!("From month {first} on"),
        (first, Some(last)) if first == last => format!("Month {first}"),
        (first, Some(last)) => format!("Month {first} to {last}"),
    };
    match &stretch.outcome {
        Came::Earned(because) => {
            let idle = because.activity.as_ref().is_some_and(|a| !a.active);
            let why = if idle { ", no longer active" } else { "" };
            Row::of(
                format!("{months}{why}: {}", formula(&because.formula())),
                format!("{} a month", because.commission.shown()),
            )
            .marked(Mark::Done)
        }
        Came::Nothing(why) => {
            Row::of(format!("{months}: {}", why_not(why)), "nothing").marked(Mark::Failed)
        }
    }
}

/// Why a month earns nothing, without the days of an invented customer.
fn why_not(why: &WhyNot) -> String {
    match why {
        WhyNot::Window { months, .. } => {
            format!("the {} are over", counted(*months, "month", "months"))
        }
        WhyNot::Inactive { asked, .. } => {
            let days = counted(asked.days, "day", "days");
            let what = match asked.by {
                ActiveBy::Won => ("win", "wins"),
                ActiveBy::Submitted => ("referral", "referrals"),
            };
            let asked = counted(asked.count, what.0, what.1);
            format!("not {asked} in the last {days}")
        }
        other => other.sentence().trim_end_matches('.').to_owned(),
    }
}

/// The sum without its result, which stands at the right.
fn formula(whole: &str) -> String {
    match whole.rsplit_once(" = ") {
        Some((sum, result)) if !result.contains("rounded") => sum.to_owned(),
        _ => whole.to_owned(),
    }
}

/// A month in which the customers of a partner pay just what a step asks.
fn step(terms: &Terms, clause: usize, volume: Money, kind: &str, on: Day) -> Result<Row> {
    let verdicts = replay::worked(terms, volume, kind, on)?;
    let of = verdicts.iter().find(|v| {
        matches!(v.source, Source::Line(_)) && usize::try_from(v.agreement - 1) == Ok(clause)
    });
    let head = format!("If they pay {} in a month", volume.shown());
    Ok(match of.map(|v| &v.outcome) {
        Some(Came::Earned(because)) => Row::of(
            format!("{head}: {}", formula(&because.formula())),
            format!("{} a month", because.commission.shown()),
        )
        .marked(Mark::Done),
        _ => Row::of(head, "nothing").marked(Mark::Failed),
    })
}

/// The sums that come once with a customer.
fn fixed(terms: &Terms, amount: Money, kind: &str, on: Day) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for verdict in replay::worked(terms, amount, kind, on)? {
        if let (Source::Referral(_), Came::Earned(because)) = (verdict.source, &verdict.outcome) {
            let row = Row::of(
                format!("Once: {}", verdict.clause),
                because.commission.shown(),
            );
            rows.push(row.marked(Mark::Done));
        }
    }
    Ok(rows)
}
