//! Proves that a document can be a book before any of it is taken in; looks names up nowhere and works out no commission.

mod links;
mod lists;
mod money;
mod owed;
mod texts;

use std::collections::{HashMap, HashSet};
use std::fmt::Display;

use super::{Document, DocumentError, Enrolment, Program, Stage, Terms};
use crate::domain::ledger::Code;

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
const SPIFFS: &[&str] = &["allowed", "no cash", "none"];

/// The longest a program may hold commissions back, in days.
const HOLD_DAYS: u32 = 3650;

/// Refuses the first thing found that no book can hold, with its place. A name that leads nowhere is left to the taking in.
pub(super) fn prove(doc: &Document) -> Proof {
    partners_and_programs(doc)?;
    enrolments(doc)?;
    referrals(doc)?;
    once("customers", doc.customers.iter().map(|c| &c.external_id))?;
    once("rewards", doc.rewards.iter().map(|w| &w.external_id))?;
    once("activities", doc.activities.iter().map(|a| &a.external_id))?;
    let mut names = HashSet::new();
    for (n, m) in doc.mappings.iter().enumerate() {
        if !names.insert(m.name.to_ascii_lowercase()) {
            let said = format!("There are two mappings “{}”.", m.name);
            return wrong(format!("mappings[{n}].name"), said);
        }
    }
    money::revenue(doc)?;
    money::commissions(doc)?;
    money::payouts(doc)?;
    links::prove(doc)?;
    lists::prove(doc)?;
    owed::prove(doc)
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

/// Versions of terms: each number once, and for the same people each starts after the one before it; and the split.
fn versions(n: usize, g: &Program) -> Proof {
    let mut versions = HashSet::new();
    let mut order: Vec<(usize, &Terms)> = g.terms.iter().enumerate().collect();
    for (k, t) in &order {
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
    order.sort_by_key(|(_, t)| t.version);
    let mut latest: HashMap<&Option<String>, &Terms> = HashMap::new();
    for (k, t) in order {
        if let Some(before) = latest.insert(&t.partner, t)
            && t.from <= before.from
        {
            return wrong(
                format!("programs[{n}].terms[{k}].from"),
                format!(
                    "Version {} of {} starts no later than version {}, which is for the same partners.",
                    t.version, g.name, before.version
                ),
            );
        }
    }
    let mut roles = HashSet::new();
    for (k, s) in g.split.iter().enumerate() {
        if !roles.insert(&s.role) {
            return wrong(
                format!("programs[{n}].split[{k}].role"),
                format!("The role “{}” is there twice.", s.role),
            );
        }
    }
    if g.split.is_empty() {
        return Ok(());
    }
    let whose = format!("The split of {}", g.name);
    money::shares(&whose, g.split.iter().map(|s| &s.share))
        .map_err(|e| DocumentError::from(e.at(format!("programs[{n}].split"))))
}

/// A partner is in a program once at a time.
fn enrolments(doc: &Document) -> Proof {
    let mut of: HashMap<(&str, &str), Vec<(usize, &Enrolment)>> = HashMap::new();
    for (n, e) in doc.enrolments.iter().enumerate() {
        if let (Some(from), Some(to)) = (e.from, e.to)
            && to < from
        {
            return wrong(
                format!("enrolments[{n}].to"),
                format!("Its last day {} is before its first, {}.", to.0, from.0),
            );
        }
        of.entry((&e.partner, &e.program)).or_default().push((n, e));
    }
    // The one that comes later in the file is the one said to be wrong.
    let mut clash: Option<(usize, &Enrolment)> = None;
    for times in of.values_mut() {
        times.sort_by_key(|(_, e)| e.from);
        for pair in times.windows(2) {
            let ((a, one), (b, next)) = (pair[0], pair[1]);
            if one.to.is_none() || next.from.is_none() || one.to >= next.from {
                let late = a.max(b);
                if clash.is_none_or(|(n, _)| late < n) {
                    clash = Some((late, next));
                }
            }
        }
    }
    clash.map_or(Ok(()), |(n, e)| {
        wrong(
            format!("enrolments[{n}]"),
            format!("{} is in {} at that time already.", e.partner, e.program),
        )
    })
}

fn partners_and_programs(doc: &Document) -> Proof {
    once("partners", doc.partners.iter().map(|p| &p.external_id))?;
    for (n, p) in doc.partners.iter().enumerate() {
        word(|| format!("partners[{n}].state"), &p.state, STATES)?;
        if let Some(policy) = &p.spiff_policy {
            word(|| format!("partners[{n}].spiff_policy"), policy, SPIFFS)?;
        }
    }
    for (n, g) in doc.programs.iter().enumerate() {
        word(|| format!("programs[{n}].kind"), &g.kind, PROGRAMS)?;
        versions(n, g)?;
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
    stages(doc)
}

fn stages(doc: &Document) -> Proof {
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
        let mut filled = HashSet::from(["referral"]);
        for (k, role) in r.roles.iter().enumerate() {
            if !filled.insert(&role.role) {
                return wrong(
                    format!("referrals[{n}].roles[{k}].role"),
                    format!("The role “{}” of {} is filled already.", role.role, r.id),
                );
            }
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
            let refused = |field: &str, said: String| {
                let path = at() + field;
                Err(DocumentError::at(path, said).coded(Code::BadSplit))
            };
            let mut named = HashSet::new();
            for s in a.shares.iter() {
                if !named.insert(&s.partner) {
                    let who = people.get(s.partner.as_str()).copied();
                    let who = who.unwrap_or(&s.partner);
                    return refused("", format!("Agreement {} names {who} twice.", a.id));
                }
            }
            money::shares(
                &format!("Agreement {}", a.id),
                a.shares.iter().map(|s| &s.share),
            )
            .or_else(|e| refused(".shares", e.message))?;
        }
    }
    Ok(())
}
