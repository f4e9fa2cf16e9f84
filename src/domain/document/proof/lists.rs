//! The proofs of lists of accounts, of what people said of them and of what may be told of them: words that can be, each thing
//! once, about one of two where it is about one of two.

use std::collections::HashSet;

use super::{Document, Proof, word, wrong};
use crate::domain::{
    document::Ref,
    overlap::{Standing, Verdict},
};

const LEVELS: &[&str] = &["hidden", "counts", "overlapping", "everything"];
const FIELDS: &[&str] = &["owner", "stage", "value", "since"];
const ROLES: &[&str] = &["source", "influence", "unknown"];
const ANSWERS: &[&str] = &["confirmed", "refused"];
const SIDES: &[&str] = &["asked", "answered"];
const STATES: &[&str] = &[
    "requested",
    "answered",
    "opened",
    "finished",
    "closed",
    "given up",
];

/// Refuses the first thing found that no book can hold, with its place.
pub(super) fn prove(doc: &Document) -> Proof {
    let kinds = Standing::ALL.map(Standing::list);
    for (n, list) in doc.populations.iter().enumerate() {
        word(|| format!("populations[{n}].kind"), &list.kind, &kinds)?;
    }
    let mut met = HashSet::new();
    for (n, d) in doc.decisions.iter().enumerate() {
        if Verdict::of_word(&d.verdict).is_none() {
            return wrong(
                format!("decisions[{n}].verdict"),
                format!("“{}” is none of same, different and affiliate.", d.verdict),
            );
        }
        if !met.insert((&d.partner, &d.ours, &d.theirs)) {
            return wrong(format!("decisions[{n}]"), "This pair is there twice.");
        }
    }
    let mut met = HashSet::new();
    for (n, s) in doc.sharing.iter().enumerate() {
        word(|| format!("sharing[{n}].level"), &s.level, LEVELS)?;
        for field in &s.fields {
            word(|| format!("sharing[{n}].fields"), field, FIELDS)?;
        }
        if !met.insert((&s.partner, s.population.to_lowercase())) {
            return wrong(format!("sharing[{n}]"), "This list is there twice.");
        }
    }
    let mut met = HashSet::new();
    for (n, q) in doc.questions.iter().enumerate() {
        word(|| format!("questions[{n}].as_role"), &q.as_role, ROLES)?;
        if let Some(answer) = &q.answer {
            word(|| format!("questions[{n}].answer"), answer, ANSWERS)?;
        }
        if q.answer.is_some() != q.answered_on.is_some() {
            let said = "An answer has a day, and a day an answer.";
            return wrong(format!("questions[{n}]"), said);
        }
        about_one(&format!("questions[{n}]"), q.customer, q.referral)?;
        if !met.insert((&q.partner, q.customer, q.referral)) {
            return wrong(format!("questions[{n}]"), "This question is there twice.");
        }
    }
    let mut met = HashSet::new();
    for (n, i) in doc.influences.iter().enumerate() {
        about_one(&format!("influences[{n}]"), i.customer, i.referral)?;
        if !met.insert((&i.partner, i.customer, i.referral)) {
            return wrong(format!("influences[{n}]"), "This help is there twice.");
        }
    }
    comparisons(doc)
}

fn about_one(at: &str, customer: Option<Ref<'C'>>, referral: Option<Ref<'R'>>) -> Proof {
    if customer.is_some() == referral.is_some() {
        return wrong(at, "It is about one customer or about one referral.");
    }
    Ok(())
}

fn comparisons(doc: &Document) -> Proof {
    let mut met = HashSet::new();
    for (n, p) in doc.peers.iter().enumerate() {
        if !met.insert(&p.partner) || !met.insert(&p.public_key) {
            return wrong(
                format!("peers[{n}]"),
                "This partner or this key is there twice.",
            );
        }
    }
    let mut met = HashSet::new();
    for (n, e) in doc.exchanges.iter().enumerate() {
        word(|| format!("exchanges[{n}].side"), &e.side, SIDES)?;
        word(|| format!("exchanges[{n}].state"), &e.state, STATES)?;
        if !met.insert(&e.session) {
            return wrong(
                format!("exchanges[{n}].session"),
                "This session is there twice.",
            );
        }
    }
    Ok(())
}
