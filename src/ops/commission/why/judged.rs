//! A judgement as rows of a sheet: the sum, what it was taken of, who shares it. What it means for a payout is not here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    domain::{
        because::{Because, Outcome, VolumeNote, WhyNot},
        day::shown,
        id::Noun,
        plan::Mode,
        terms::Terms,
    },
    error::Result,
    ops::sheet::{Row, Sheet},
    store::{Clause, Deed, Judged, View, Voided},
    table::Mark,
};

/// The names of partners, each looked up once.
#[derive(Default)]
pub(super) struct Names(BTreeMap<i64, String>);

impl Names {
    pub fn of(&mut self, view: View<'_>, partner: i64) -> Result<String> {
        if let Some(name) = self.0.get(&partner) {
            return Ok(name.clone());
        }
        let name = view.partner(partner)?.known.name;
        self.0.insert(partner, name.clone());
        Ok(name)
    }
}

/// What came of one thing under one clause.
pub(super) fn rows(view: View<'_>, names: &mut Names, one: &Judged) -> Result<Vec<Row>> {
    match &one.verdict.outcome {
        Outcome::Earned(because) => earned(view, names, because),
        Outcome::Nothing(why) => Ok(vec![Row::words(why.sentence()).marked(Mark::Failed)]),
    }
}

fn earned(view: View<'_>, names: &mut Names, because: &Because) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if let Some(refund) = because.refund {
        let of = Noun::Revenue.id(refund.line);
        rows.push(Row::of(
            format!("Left of {of} after the refund"),
            refund.left.shown(),
        ));
    }
    if let Some(months) = because.divided_by {
        rows.push(Row::of(
            format!("Covers {months} months: one month's part of it counts"),
            format!("/ {months}"),
        ));
    }
    if let Some(volume) = &because.volume {
        rows.extend(tiers(volume));
    }
    match because.rate {
        Some(rate) => rows.push(Row::of(
            format!("Rate: {}", because.promise),
            rate.to_string(),
        )),
        None if because.volume.is_none() => {
            rows.push(Row::of(because.promise.clone(), because.base.shown()));
        }
        None => {}
    }
    rows.push(Row::note(because.formula()));
    if because.was_rounded {
        rows.push(Row::note(format!(
            "Exactly {}, rounded once to the nearest smallest unit.",
            because.exact
        )));
    }
    let total = if because.refund.is_some() {
        "Change of the commission"
    } else {
        "Commission"
    };
    rows.push(Row::sum(total, because.commission.shown()));
    if because.shares.len() > 1 {
        for part in &because.shares {
            let odd = if part.odd {
                ", with the unit that was left over"
            } else {
                ""
            };
            let name = names.of(view, part.partner)?;
            rows.push(Row::of(
                format!("{name} {}{odd}", part.share),
                part.money.shown(),
            ));
        }
    }
    Ok(rows)
}

/// The month's volume and what it reached.
fn tiers(note: &VolumeNote) -> Vec<Row> {
    let Some(volume) = &note.volume else {
        return vec![Row::note(
            "In another currency than the tiers, so at the first tier's rate.",
        )];
    };
    let month = note.month.shown();
    let mut rows = vec![Row::of(
        format!("Volume of the partner in {month}"),
        volume.clone(),
    )];
    if let Some(before) = &note.before {
        rows.push(Row::of(
            "Volume before this payment, by day and name".to_owned(),
            before.clone(),
        ));
    }
    let top = note.tiers.iter().rposition(|t| t.reached).unwrap_or(0);
    for (at, tier) in note.tiers.iter().enumerate() {
        let state = match note.mode {
            Mode::Whole if at == top => ", reached: it pays on the whole month",
            _ if tier.reached => ", reached",
            _ => ", not reached",
        };
        rows.push(Row::note(format!(
            "{} from {}{state}",
            tier.rate, tier.from
        )));
    }
    for band in &note.bands {
        rows.push(Row::of(
            format!("Part of it at {}", band.rate),
            band.part.clone(),
        ));
    }
    rows
}

/// Why something earned nothing, in the few words of a list.
pub(super) fn briefly(why: &WhyNot) -> String {
    match why {
        WhyNot::Kind { paid, .. } => format!("only {} is paid on", paid.join(", ")),
        WhyNot::Window { .. } => "outside the months that are paid".to_owned(),
        WhyNot::Inactive { .. } => "the partner was not active".to_owned(),
        WhyNot::Term { .. } => "outside the agreement's term".to_owned(),
        WhyNot::Zero { .. } => "comes to nothing".to_owned(),
        WhyNot::PaysByEvent => "a fixed sum is paid, nothing by payment".to_owned(),
        WhyNot::Rejected => "the referral was rejected".to_owned(),
        WhyNot::NotWon => "the referral was not won".to_owned(),
        WhyNot::NoEvent => "not happened yet".to_owned(),
        WhyNot::RefundOfNothing { .. } => "gives back what earned nothing".to_owned(),
    }
}

/// The terms of an agreement: as written, in words, where from.
pub(super) fn terms(sheet: &mut Sheet, clause: &Clause) {
    let mut rows = vec![Row::of(
        clause.terms.clone(),
        format!("{}, version {}", clause.program, clause.version),
    )];
    if let Ok(terms) = Terms::parse(&clause.terms) {
        rows.push(Row::note(terms.in_words()));
    }
    let (starts, ends) = clause.term;
    let term = match (starts, ends) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {}", shown(from))),
        (None, Some(to)) => Some(format!("to {}", shown(to))),
        (Some(from), Some(to)) => Some(format!("from {} to {}", shown(from), shown(to))),
    };
    if let Some(term) = term {
        rows.push(Row::note(format!("The agreement runs {term}.")));
    }
    sheet.section("Terms", rows);
}

/// The terms of an agreement for programs.
pub(super) fn terms_json(clause: &Clause) -> Value {
    let words = Terms::parse(&clause.terms).map_or_else(|_| clause.terms.clone(), |t| t.in_words());
    json!({
        "program": clause.slug, "version": clause.version, "terms": clause.terms, "words": words, "role": clause.role,
        "hold_days": clause.hold_days, "starts": clause.term.0, "ends": clause.term.1,
    })
}

/// Judgements for programs: each with the program and the version it was judged by.
pub(super) fn json_of(judged: &[Judged]) -> Value {
    let all = judged.iter().map(|one| {
        json!({
            "program": one.clause.slug, "version": one.clause.version, "role": one.clause.role,
            "verdict": one.verdict, "sentence": one.verdict.sentence(),
        })
    });
    Value::Array(all.collect())
}

/// What a person decided shall not be owed, as programs read it.
pub(super) fn voids_json(voids: &[Voided]) -> Value {
    let all = voids
        .iter()
        .map(|v| json!({ "partner": v.partner_name, "on": v.on, "reason": v.reason }));
    Value::Array(all.collect())
}

/// The history: which operation did what, when, from which file.
pub(super) fn history(view: View<'_>, sheet: &mut Sheet, ops: &[i64]) -> Result<Vec<Deed>> {
    let deeds = view.deeds(ops)?;
    let rows = deeds.iter().map(|deed| {
        let file = deed
            .file
            .as_deref()
            .map_or_else(String::new, |f| format!(" (file {f})"));
        Row::words(format!(
            "{} {} {}{file}",
            minute(&deed.at),
            Noun::Operation.id(deed.id),
            deed.summary
        ))
    });
    sheet.section("History", rows.collect());
    Ok(deeds)
}

/// `2026-11-02 10:14` of a time as the log keeps it.
fn minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

/// The history for programs.
pub(super) fn history_json(deeds: &[Deed]) -> Value {
    let all = deeds.iter().map(|d| {
        json!({
            "operation": Noun::Operation.id(d.id).to_string(), "at": d.at, "who": d.who, "summary": d.summary, "file": d.file,
        })
    });
    Value::Array(all.collect())
}
