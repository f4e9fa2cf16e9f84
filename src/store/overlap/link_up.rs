//! Where the book's accounts meet the match rules of `domain`: what an account is found by, and which of some accounts are
//! the same. The only file of the store that calls the rules.

use std::collections::{HashMap, HashSet};

use crate::domain::{
    identity::name_key,
    overlap::{Kind, Verdict},
};

/// An account as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    pub id: i64,
    pub key: String,
    pub decision_key: String,
    pub name: String,
    pub domain: Option<String>,
    pub mail: Option<String>,
    pub country: Option<String>,
    pub numbers: Option<String>,
    pub aliases: Vec<String>,
}

/// A pair that the rules found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub ours: i64,
    pub theirs: i64,
    pub tier: &'static str,
    pub counts: bool,
    /// Whether a person is asked.
    pub open: bool,
    pub kind: Kind,
    pub rule: String,
    pub evidence: String,
    pub score: i64,
}

/// What people said of pairs, by the keys of both accounts.
pub(super) type Decisions = HashMap<(String, String), Verdict>;

/// A name as accounts are told by it.
pub(super) fn strict_name(name: &str) -> String {
    name_key(name)
}

/// What a decision knows an account by: its website, else its name and country.
pub(super) fn decision_key(domain: Option<&str>, name: &str, country: Option<&str>) -> String {
    match domain {
        Some(domain) => format!("d:{domain}"),
        None => format!(
            "n:{}|{}",
            strict_name(name),
            country.unwrap_or_default().to_lowercase()
        ),
    }
}

/// What an account can be found by; two accounts that share nothing here are the same only if a person says so.
pub(super) fn keys(account: &Side) -> Vec<(u8, String)> {
    account.domain.iter().map(|d| (1, d.clone())).collect()
}

/// The pairs among some accounts. They must be whole: with each account every other that shares a key with it, on either side.
pub(super) fn link(ours: &[Side], theirs: &[Side], decisions: &Decisions) -> Vec<Link> {
    let mut by_key: HashMap<(u8, String), Vec<usize>> = HashMap::new();
    for (place, account) in theirs.iter().enumerate() {
        for key in keys(account) {
            by_key.entry(key).or_default().push(place);
        }
    }
    let mut by_decision: HashMap<&str, Vec<usize>> = HashMap::new();
    for (place, account) in theirs.iter().enumerate() {
        by_decision
            .entry(&account.decision_key)
            .or_default()
            .push(place);
    }
    let mut found = Vec::new();
    for our in ours {
        let mut met = HashSet::new();
        let shared = keys(our)
            .into_iter()
            .filter_map(|k| by_key.get(&k))
            .flatten();
        let said = decisions
            .keys()
            .filter(|(o, _)| *o == our.decision_key)
            .filter_map(|(_, t)| by_decision.get(t.as_str()))
            .flatten();
        for place in shared.chain(said) {
            let Some(their) = theirs.get(*place).filter(|t| met.insert(t.id)) else {
                continue;
            };
            let verdict = decisions.get(&(our.decision_key.clone(), their.decision_key.clone()));
            found.extend(judge(our, their, verdict.copied()));
        }
    }
    found.sort_by_key(|l| (l.ours, l.theirs));
    found
}

fn judge(our: &Side, their: &Side, verdict: Option<Verdict>) -> Option<Link> {
    let link = |tier, counts, kind, rule: &str, evidence: String| Link {
        ours: our.id,
        theirs: their.id,
        tier,
        counts,
        open: false,
        kind,
        rule: rule.to_owned(),
        evidence,
        score: 1000,
    };
    match verdict {
        Some(Verdict::Different) => None,
        Some(Verdict::Same) => Some(link(
            "A",
            true,
            Kind::Same,
            "you said so",
            "you said that they are the same".to_owned(),
        )),
        Some(Verdict::Affiliate) => Some(link(
            "A",
            false,
            Kind::Affiliate,
            "you said so",
            "you said that one belongs to the other".to_owned(),
        )),
        None => {
            let domain = our
                .domain
                .as_ref()
                .filter(|d| Some(*d) == their.domain.as_ref())?;
            Some(link(
                "A",
                true,
                Kind::Same,
                "website",
                format!("website {domain} on both"),
            ))
        }
    }
}
