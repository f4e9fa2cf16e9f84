//! The proofs of what people decided about what is owed: adjustments, lines held back or voided, runs and rewards.

use std::collections::{HashMap, HashSet};

use super::{Document, Proof, money, word, wrong};
use crate::domain::document::{Adjustment, Reward};

const ADJUSTMENTS: &[&str] = &["bonus", "correction", "write-off", "reward"];
const REWARDS: &[&str] = &[
    "cash",
    "gift card",
    "quota relief",
    "gift",
    "swag",
    "credit",
    "discount",
];
const STATES: &[&str] = &["promised", "approved", "given", "refused"];

/// Refuses the first thing found that no book can hold, with its place.
pub(super) fn prove(doc: &Document) -> Proof {
    let mut adjustments = HashMap::new();
    for (n, j) in doc.adjustments.iter().enumerate() {
        let at = |field: &str| format!("adjustments[{n}].{field}");
        if adjustments.insert(j.id, j).is_some() {
            return wrong(at("id"), format!("{} is there twice.", j.id));
        }
        word(|| at("kind"), &j.kind, ADJUSTMENTS)?;
        if j.amount.minor == 0 {
            return wrong(at("amount"), format!("{} is of no amount.", j.id));
        }
    }
    held_back(doc)?;
    runs(doc)?;
    let mut ids = HashSet::new();
    let mut paid_by = HashSet::new();
    for (n, w) in doc.rewards.iter().enumerate() {
        let at = |field: &str| format!("rewards[{n}].{field}");
        if !ids.insert(w.id) {
            return wrong(at("id"), format!("{} is there twice.", w.id));
        }
        reward(at, w)?;
        let Some(of) = w.adjustment else { continue };
        let Some(j) = adjustments.get(&of) else {
            return wrong(at("adjustment"), format!("There is no {of} in the file."));
        };
        if !is_for(j, w) {
            return wrong(
                at("adjustment"),
                format!("{of} is not the reward of {} to {}.", w.id, w.partner),
            );
        }
        if !paid_by.insert(of) {
            return wrong(at("adjustment"), format!("{of} is of another reward."));
        }
    }
    Ok(())
}

/// Whether an adjustment is what a cash reward owes.
fn is_for(j: &Adjustment, w: &Reward) -> bool {
    j.kind == "reward" && j.partner == w.partner && Some(j.amount) == w.value
}

fn reward(at: impl Fn(&str) -> String, w: &Reward) -> Proof {
    word(|| at("kind"), &w.kind, REWARDS)?;
    word(|| at("state"), &w.state, STATES)?;
    if w.value.is_some_and(|v| v.minor <= 0) {
        return wrong(at("value"), format!("{} is worth nothing.", w.id));
    }
    let cash = w.kind == "cash";
    if w.value.is_none() && (cash || w.what.is_none()) {
        return wrong(at("value"), format!("What {} is worth is missing.", w.id));
    }
    if w.adjustment.is_some() && !cash {
        return wrong(
            at("adjustment"),
            format!("{} is no cash, and only cash is owed.", w.id),
        );
    }
    let missing = |field: &str, what: &str| {
        wrong(
            at(field),
            format!("{} is {}, but {what} is missing.", w.id, w.state),
        )
    };
    match w.state.as_str() {
        "refused" if w.state_reason.is_none() => missing("state_reason", "the reason"),
        "given" if w.given_on.is_none() => missing("given_on", "the day it was given"),
        _ => Ok(()),
    }
}

fn held_back(doc: &Document) -> Proof {
    let lines: HashSet<i64> = doc.commissions.iter().map(|c| c.id.0).collect();
    let mut held = HashSet::new();
    for (n, b) in doc.blocks.iter().enumerate() {
        let at = format!("blocks[{n}].line");
        if !lines.contains(&b.line.0) {
            return wrong(at, format!("There is no {} in the file.", b.line));
        }
        if !held.insert(b.line) {
            return wrong(at, format!("{} is held back twice.", b.line));
        }
    }
    let mut voided = HashSet::new();
    for (n, v) in doc.voids.iter().enumerate() {
        let at = |field: &str| format!("voids[{n}].{field}");
        money::source(at, &v.source, &v.of, v.agreement)?;
        if !voided.insert((&v.source, &v.of, v.agreement, &v.partner)) {
            return wrong(
                at("of"),
                format!("{} is voided for {} twice.", v.of, v.partner),
            );
        }
    }
    Ok(())
}

fn runs(doc: &Document) -> Proof {
    let mut runs = HashSet::new();
    for (n, r) in doc.runs.iter().enumerate() {
        if !runs.insert(r.id) {
            return wrong(format!("runs[{n}].id"), format!("{} is there twice.", r.id));
        }
    }
    for (n, p) in doc.payouts.iter().enumerate() {
        if let Some(run) = p.run.filter(|run| !runs.contains(run)) {
            return wrong(
                format!("payouts[{n}].run"),
                format!("There is no {run} in the file."),
            );
        }
    }
    Ok(())
}
