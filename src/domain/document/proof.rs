//! Proves that a document can be a book before any of it is taken in; looks names up nowhere and works out no commission.

mod money;
mod texts;

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use super::{Document, DocumentError, Stage};

pub(super) use texts::tidy;

type Proof = Result<(), DocumentError>;

/// The words a field may hold.
const STATES: &[&str] = &[
    "prospect",
    "applied",
    "qualified",
    "active",
    "paused",
    "ended",
    "declined",
];
const PROGRAMS: &[&str] = &["referral", "affiliate", "reseller"];
const APPLIES: &[&str] = &["new referrals", "lines from"];
const STAGES: &[&str] = &["open", "won", "lost", "rejected", "expired"];
const CAME_BY: &[&str] = &["form", "link", "e-mail", "introduction", "list"];
const POPULATIONS: &[&str] = &["customers", "opportunities", "prospects"];

/// The longest a program may hold commissions back, in days.
const HOLD_DAYS: u32 = 3650;

/// Refuses the first thing found that no book can hold, with its place. A name that leads nowhere is left to the taking in.
pub(super) fn prove(doc: &Document) -> Proof {
    partners_and_programs(doc)?;
    referrals(doc)?;
    once("customers", doc.customers.iter().map(|c| &c.external_id))?;
    for (n, list) in doc.populations.iter().enumerate() {
        word(|| format!("populations[{n}].kind"), &list.kind, POPULATIONS)?;
    }
    money::revenue(doc)?;
    money::commissions(doc)?;
    money::payouts(doc)
}

fn wrong(path: impl Display, message: impl Into<String>) -> Proof {
    Err(DocumentError::at(path, message))
}

/// Refuses a word that is none of those a field may hold.
fn word(path: impl Fn() -> String, said: &str, words: &[&str]) -> Proof {
    if words.contains(&said) {
        return Ok(());
    }
    wrong(path(), format!("“{said}” is none of {}.", words.join(", ")))
}

/// Refuses an identifier of another system that two records of a list have.
fn once<'d>(list: &str, ids: impl Iterator<Item = &'d Option<String>>) -> Proof {
    let mut seen = HashSet::new();
    for (n, id) in ids.enumerate() {
        if let Some(id) = id.as_ref().filter(|id| !seen.insert(*id)) {
            return wrong(
                format!("{list}[{n}].external_id"),
                format!("“{id}” is there twice."),
            );
        }
    }
    Ok(())
}

fn partners_and_programs(doc: &Document) -> Proof {
    once("partners", doc.partners.iter().map(|p| &p.external_id))?;
    for (n, p) in doc.partners.iter().enumerate() {
        word(|| format!("partners[{n}].state"), &p.state, STATES)?;
    }
    for (n, g) in doc.programs.iter().enumerate() {
        word(|| format!("programs[{n}].kind"), &g.kind, PROGRAMS)?;
        let mut versions = HashSet::new();
        for (k, t) in g.terms.iter().enumerate() {
            let at = |field: &str| format!("programs[{n}].terms[{k}].{field}");
            word(|| at("applies"), &t.applies, APPLIES)?;
            if t.hold_days > HOLD_DAYS {
                return wrong(
                    at("hold_days"),
                    format!("{} days is more than {HOLD_DAYS}.", t.hold_days),
                );
            }
            if !versions.insert(t.version) {
                return wrong(
                    at("version"),
                    format!("{} has version {} twice.", g.name, t.version),
                );
            }
        }
        let mut least = HashSet::new();
        for (k, m) in g.minimum.iter().enumerate() {
            let at = format!("programs[{n}].minimum[{k}]");
            if m.minor < 0 {
                return wrong(at, "A minimum cannot be below zero.");
            }
            if !least.insert(m.currency.code()) {
                return wrong(
                    at,
                    format!("{} has two minimums in {}.", g.name, m.currency.code()),
                );
            }
        }
    }
    let mut stages = HashSet::new();
    for (n, s) in doc.stages.iter().enumerate() {
        word(|| format!("stages[{n}].kind"), &s.kind, STAGES)?;
        if !stages.insert(&s.name) {
            return wrong(
                format!("stages[{n}].name"),
                format!("The stage “{}” is there twice.", s.name),
            );
        }
    }
    Ok(())
}

fn referrals(doc: &Document) -> Proof {
    once("referrals", doc.referrals.iter().map(|r| &r.external_id))?;
    let is_won = |name: &str| {
        let stage = doc.stages.iter().find(|s: &&Stage| s.name == name);
        stage.map_or(name == "won", |s| s.kind == "won")
    };
    let people: HashMap<&str, &str> = doc
        .partners
        .iter()
        .map(|p| (p.id.as_str(), p.name.as_str()))
        .collect();
    let mut agreements = HashSet::new();
    for (n, r) in doc.referrals.iter().enumerate() {
        if let Some(by) = &r.came_by {
            word(|| format!("referrals[{n}].came_by"), by, CAME_BY)?;
        }
        if is_won(&r.stage) && r.won_on.is_none() {
            return wrong(
                format!("referrals[{n}].won_on"),
                format!(
                    "{} is in the stage “{}”, but the day it was won is missing.",
                    r.id, r.stage
                ),
            );
        }
        for (k, a) in r.agreements.iter().enumerate() {
            let at = || format!("referrals[{n}].agreements[{k}]");
            if !agreements.insert(a.id) {
                return wrong(at() + ".id", format!("{} is there twice.", a.id));
            }
            let alike = |b: &&super::Agreement| {
                (&b.program, &b.role, b.starts, b.ends, &b.shares)
                    == (&a.program, &a.role, a.starts, a.ends, &a.shares)
            };
            if let Some(first) = r.agreements[..k].iter().find(alike) {
                return wrong(
                    at(),
                    format!(
                        "Agreement {} is {} again: {} would earn twice.",
                        a.id, first.id, r.id
                    ),
                );
            }
            let mut named = HashSet::new();
            for s in a.shares.iter() {
                if !named.insert(&s.partner) {
                    let who = people.get(s.partner.as_str()).copied();
                    let who = who.unwrap_or(&s.partner);
                    return wrong(at(), format!("Agreement {} names {who} twice.", a.id));
                }
            }
            money::shares(a).map_err(|said| DocumentError::at(at() + ".shares", said))?;
        }
    }
    Ok(())
}
