//! The sheet of a payment: what every agreement made of it, also those by which it earned nothing.

use serde_json::{Value, json};

use super::judged::{self, Names};
use crate::{
    domain::{
        because::{Outcome, WhyNot},
        day::shown,
        facts::Source,
        id::Noun,
    },
    error::Result,
    ops::sheet::{Row, Sheet},
    store::{Judged, Posting, Revenue, View},
    table::Mark,
};

/// A payment in full.
pub(super) fn sheet(view: View<'_>, id: i64) -> Result<(Sheet, Value)> {
    let revenue = view.revenue(id)?;
    let known = &revenue.known;
    let mut names = Names::default();
    let name = Noun::Revenue.id(id).to_string();
    let mut sheet = Sheet {
        head: Some(Row::of(
            format!("{name} {}", revenue.customer_name),
            known.money.shown(),
        )),
        ..Sheet::default()
    };
    sheet.section("The payment", payment(&revenue));
    let source = Source::Line(id);
    let judged = match known.referral {
        Some(referral) => view.judged(referral, &|one| one == source)?,
        None => Vec::new(),
    };
    let posted = view.postings_for(source)?;
    for (at, one) in judged.iter().enumerate() {
        let mut rows = judged::rows(view, &mut names, one)?;
        if at == home(&judged, one.clause.agreement, at) {
            rows.extend(ledger(&posted, one));
        }
        let title = format!(
            "{}, version {}: {}",
            one.clause.program, one.clause.version, one.verdict.clause
        );
        sheet.section(&title, rows);
    }
    let voids = view.voids_on(id)?;
    let taken = voids.iter().map(|void| {
        let words = format!("Nothing is owed to {}: {}", void.partner_name, void.reason);
        Row::of(words, format!("on {}", shown(void.on))).marked(Mark::Failed)
    });
    sheet.section("Voided", taken.collect());
    let code = match (known.referral, judged.is_empty()) {
        (_, false) => None,
        (None, true) => Some((
            "no_referral",
            "It belongs to no referral, so nobody earns on it. `customer link` says which referral brought the customer."
                .to_owned(),
        )),
        (Some(referral), true) => Some((
            "no_agreement",
            format!(
                "{} has no agreement: its partner was in no program with terms when it was handed in.",
                Noun::Referral.id(referral)
            ),
        )),
    };
    if let Some((_, words)) = &code {
        let row = Row::words(words.clone()).marked(Mark::Failed);
        sheet.section("What it earned", vec![row]);
    }
    let mut ops: Vec<i64> = view.revenue_op(id)?.into_iter().collect();
    ops.extend(posted.iter().map(|p| p.op));
    let deeds = judged::history(view, &mut sheet, &ops)?;
    let json = json!({
        "revenue": name, "customer": revenue.customer_name, "external_id": known.external_id, "day": known.day,
        "kind": known.kind, "amount": known.money, "period_months": known.period_months,
        "refund_of": known.refund_of.map(|v| Noun::Revenue.id(v).to_string()),
        "referral": known.referral.map(|r| Noun::Referral.id(r).to_string()),
        "why": code.map(|(code, _)| code), "voided": judged::voids_json(&voids), "verdicts": judged::json_of(&judged),
        "postings": posted.iter().map(|p| Noun::Commission.id(p.id).to_string()).collect::<Vec<_>>(),
        "history": judged::history_json(&deeds),
    });
    Ok((sheet, json))
}

fn payment(revenue: &Revenue) -> Vec<Row> {
    let known = &revenue.known;
    let mut rows = vec![Row::of(
        format!("Paid on {}, for {}", shown(known.day), known.kind),
        known.money.shown(),
    )];
    if let Some(name) = &known.external_id {
        rows.push(Row::note(format!("Its name elsewhere is {name}.")));
    }
    if let Some(line) = known.refund_of {
        let of = Noun::Revenue.id(line);
        rows.push(Row::note(format!("It gives back {of}.")));
    }
    if known.period_months > 1 {
        let months = known.period_months;
        rows.push(Row::note(format!("It covers {months} months.")));
    }
    if let Some(referral) = known.referral {
        let r = Noun::Referral.id(referral);
        rows.push(Row::note(format!("It belongs to referral {r}.")));
    }
    rows
}

/// Which of an agreement's clauses what was posted stands under: the ledger has one line for all of them. The last one
/// that earned, else the last one that pays by payment at all.
fn home(judged: &[Judged], agreement: i64, at: usize) -> usize {
    let last = |fits: fn(&Outcome) -> bool| {
        judged
            .iter()
            .rposition(|j| j.clause.agreement == agreement && fits(&j.verdict.outcome))
    };
    last(|outcome| matches!(outcome, Outcome::Earned(_)))
        .or_else(|| last(|outcome| !matches!(outcome, Outcome::Nothing(WhyNot::PaysByEvent))))
        .unwrap_or(at)
}

/// What the ledger holds for a payment under one agreement.
fn ledger(posted: &[Posting], one: &Judged) -> Vec<Row> {
    posted
        .iter()
        .filter(|p| p.agreement == one.clause.agreement)
        .map(|p| {
            Row::note(format!(
                "{}: {} to {} ({})",
                Noun::Commission.id(p.id),
                p.money.shown(),
                p.partner_name,
                p.entry
            ))
        })
        .collect()
}
