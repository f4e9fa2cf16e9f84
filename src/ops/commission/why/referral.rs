//! The sheet of a referral: what each clause of its agreements has paid so far, and why a fixed sum was not paid.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::judged::{self, Names, briefly};
use crate::{
    domain::{because::Outcome, day::shown, facts::Source, id::Noun, money::Totals, terms::Terms},
    error::Result,
    ops::{
        args,
        sheet::{Row, Sheet},
    },
    store::{Clause, Judged, Referral, View},
    table::Mark,
};

/// A referral in full.
pub(super) fn sheet(view: View<'_>, id: i64) -> Result<(Sheet, Value)> {
    let referral = view.referral(id)?;
    let mut names = Names::default();
    let mut sheet = Sheet {
        head: Some(Row::of(
            format!(
                "{} {} for {}",
                Noun::Referral.id(id),
                referral.known.company,
                referral.partner_name
            ),
            referral.known.stage.clone(),
        )),
        ..Sheet::default()
    };
    sheet.section("How it stands", dates(&referral));
    let judged = view.judged(id, &|_| true)?;
    let clauses = view.clauses(id)?;
    for clause in &clauses {
        // What the book holds was read when it was written.
        let Ok(terms) = Terms::parse(&clause.terms) else {
            continue;
        };
        for plan in terms.plans() {
            let text = plan.to_string();
            let own: Vec<&Judged> = judged
                .iter()
                .filter(|o| o.clause.agreement == clause.agreement && o.verdict.clause == text)
                .collect();
            let rows = paid(view, &mut names, &own, plan.scope().is_some())?;
            sheet.section(&title(clause, &text), rows);
        }
    }
    let none = clauses.is_empty();
    if none {
        let words =
            "It has no agreement: its partner was in no program with terms when it was handed in.";
        let row = Row::words(words).marked(Mark::Failed);
        sheet.section("What it earned", vec![row]);
    }
    let ops: Vec<i64> = clauses.iter().map(|c| c.op).collect();
    let deeds = judged::history(view, &mut sheet, &ops)?;
    let json = json!({
        "referral": Noun::Referral.id(id).to_string(), "partner": referral.partner_name,
        "company": referral.known.company, "stage": referral.known.stage, "submitted_on": referral.known.submitted_on,
        "qualified_on": referral.known.qualified_on, "won_on": referral.known.won_on,
        "why": none.then_some("no_agreement"),
        "terms": clauses.iter().map(judged::terms_json).collect::<Vec<_>>(),
        "verdicts": judged::json_of(&judged), "history": judged::history_json(&deeds),
    });
    Ok((sheet, json))
}

fn title(clause: &Clause, text: &str) -> String {
    format!("{}, version {}: {text}", clause.program, clause.version)
}

fn dates(referral: &Referral) -> Vec<Row> {
    let known = &referral.known;
    [
        ("Handed in", known.submitted_on),
        ("Qualified", known.qualified_on),
        ("Won", known.won_on),
    ]
    .into_iter()
    .map(|(what, day)| match day {
        Some(day) => Row::of(what, shown(day)).marked(Mark::Done),
        None => Row::of(what, "not yet").marked(Mark::Waiting),
    })
    .collect()
}

/// What one clause has paid: a fixed sum in full, payments counted.
fn paid(view: View<'_>, names: &mut Names, own: &[&Judged], by_line: bool) -> Result<Vec<Row>> {
    if !by_line {
        let mut rows = Vec::new();
        for one in own {
            if matches!(one.verdict.source, Source::Referral(_)) {
                rows.extend(judged::rows(view, names, one)?);
            }
        }
        return Ok(rows);
    }
    let mut sums = Totals::new();
    let mut earning = 0_u64;
    let mut not: BTreeMap<String, u64> = BTreeMap::new();
    for one in own {
        match &one.verdict.outcome {
            Outcome::Earned(because) => {
                earning += 1;
                sums.add(because.commission)?;
            }
            Outcome::Nothing(why) => *not.entry(briefly(why)).or_default() += 1,
        }
    }
    if own.is_empty() {
        return Ok(vec![Row::words("No payment yet.").marked(Mark::Waiting)]);
    }
    let mut rows = Vec::new();
    if earning > 0 {
        let words = format!("{} earned", args::counted(earning, "payment", "payments"));
        rows.push(Row::of(words, sums.shown()).marked(Mark::Done));
    }
    rows.extend(not.into_iter().map(|(why, count)| {
        let payments = args::counted(count, "payment", "payments");
        Row::words(format!("{payments} earned nothing: {why}")).marked(Mark::Failed)
    }));
    Ok(rows)
}
