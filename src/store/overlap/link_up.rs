//! Where the book's accounts meet the match rules of `domain::matching`: what an account is found by, and which of some
//! accounts are the same. The only file of the store that calls the rules.

use std::{collections::HashSet, ops::ControlFlow};

use super::account::Made;
use crate::domain::{
    matching::{
        Account, Asked, Decision, Key, KeyKind, Known, Name, Pace, Registration, Rule, Side,
        Stopped, evidence, link as match_up,
    },
    overlap::{Kind, numbers_of},
};

/// An account as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    pub id: i64,
    pub key: String,
    name: String,
    domain: String,
    email: String,
    country: String,
    numbers: Vec<Registration>,
    aliases: Vec<String>,
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
    pub rule: &'static str,
    pub score: i64,
}

/// What people said of a partner's pairs, and whether probable ones count.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub decisions: Vec<Decision>,
    pub probable: bool,
}

/// Kinds of keys that are kept: what is found by others waits for an explicit search.
const KEPT: [KeyKind; 6] = [
    KeyKind::Registration,
    KeyKind::Site,
    KeyKind::Mail,
    KeyKind::Strict,
    KeyKind::Squashed,
    KeyKind::Alias,
];

/// A name as accounts are told by it.
pub(super) fn strict_name(name: &str) -> String {
    Name::of(name).strict_key()
}

impl Party {
    /// A kept account.
    pub(super) fn of(id: i64, made: &Made) -> Self {
        let mail = made.mail.as_ref();
        Self {
            id,
            key: made.key.clone(),
            name: made.name.clone(),
            domain: made.domain.clone().unwrap_or_default(),
            email: mail.map_or(String::new(), |m| format!("mail@{m}")),
            country: made.country.clone().unwrap_or_default(),
            numbers: numbers_of(made.numbers.as_deref().unwrap_or_default()),
            aliases: made.aliases.clone(),
        }
    }

    fn with<T>(&self, place: usize, work: impl FnOnce(&Account<'_>) -> T) -> T {
        let aliases: Vec<&str> = self.aliases.iter().map(String::as_str).collect();
        work(&self.account(place, &aliases))
    }

    fn account<'a>(&'a self, place: usize, aliases: &'a [&'a str]) -> Account<'a> {
        Account {
            id: place as u64,
            name: &self.name,
            site: &self.domain,
            email: &self.email,
            country: &self.country,
            registrations: &self.numbers,
            aliases,
        }
    }

    /// What it can be found by: two accounts that share nothing here are the same only if a person says so.
    pub(super) fn keys(&self) -> Vec<i64> {
        let mut keys = Vec::new();
        self.with(0, |a| Known::of(a).keys(0, &mut keys));
        let mut all: Vec<i64> = keys
            .iter()
            .filter(|k| KEPT.contains(&k.kind))
            .map(|k| stored(k.hash))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// What a decision knows it by.
    pub(super) fn decision_key(&self) -> String {
        self.with(0, |a| Known::of(a).decision_key())
    }
}

fn stored(hash: u64) -> i64 {
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// The pairs among some accounts, both in the order of their keys. They must be whole: with each account every other that
/// shares a key with it, on either side. `crowded` keys are shared by so many that they tell nobody apart.
pub(super) fn link(
    ours: &[Party],
    theirs: &[Party],
    said: &Said,
    crowded: &HashSet<i64>,
) -> Vec<Link> {
    let go_on = |_, _| ControlFlow::Continue(());
    // A pace that always goes on is never stopped by.
    look(ours, theirs, said, Some(crowded), &go_on).unwrap_or_default()
}

/// All pairs of two whole sides, names that share no key looked at letter by letter.
pub(super) fn search(
    ours: &[Party],
    theirs: &[Party],
    said: &Said,
    pace: Pace<'_>,
) -> Result<Vec<Link>, Stopped> {
    look(ours, theirs, said, None, pace)
}

fn look(
    ours: &[Party],
    theirs: &[Party],
    said: &Said,
    crowded: Option<&HashSet<i64>>,
    pace: Pace<'_>,
) -> Result<Vec<Link>, Stopped> {
    let (our_words, their_words) = (words(ours), words(theirs));
    let our_accounts = accounts(ours, &our_words);
    let their_accounts = accounts(theirs, &their_words);
    let (one, other) = match crowded {
        Some(crowded) => (
            Side::with_keys(&our_accounts, keys(&our_accounts, crowded)),
            Side::with_keys(&their_accounts, keys(&their_accounts, crowded)),
        ),
        None => (
            Side::of(&our_accounts, pace)?,
            Side::of(&their_accounts, pace)?,
        ),
    };
    let asked = Asked {
        decisions: &said.decisions,
        fuzzy: crowded.is_none(),
    };
    let found = match_up(&one, &other, &asked, pace)?;
    let id = |side: &[Party], place: u32| side.get(place as usize).map_or(0, |p| p.id);
    Ok(found
        .links
        .iter()
        .map(|l| {
            let same = l.relation == Kind::Same;
            let counts = same && l.tier.counts(said.probable);
            Link {
                ours: id(ours, l.ours),
                theirs: id(theirs, l.theirs),
                tier: l.tier.word(),
                counts,
                open: !counts && l.rule != Rule::Decided,
                kind: l.relation,
                rule: l.rule.word(),
                score: i64::from(l.score),
            }
        })
        .collect())
}

fn words(side: &[Party]) -> Vec<Vec<&str>> {
    side.iter()
        .map(|p| p.aliases.iter().map(String::as_str).collect())
        .collect()
}

fn accounts<'a>(side: &'a [Party], words: &'a [Vec<&'a str>]) -> Vec<Account<'a>> {
    side.iter()
        .zip(words)
        .enumerate()
        .map(|(place, (party, aliases))| party.account(place, aliases))
        .collect()
}

fn keys(accounts: &[Account<'_>], crowded: &HashSet<i64>) -> Vec<Key> {
    let mut all = Vec::with_capacity(accounts.len() * 5);
    for (at, account) in (0..).zip(accounts) {
        Known::of(account).keys(at, &mut all);
    }
    all.retain(|k| {
        let kept = KEPT.contains(&k.kind) && !crowded.contains(&stored(k.hash));
        kept || k.kind == KeyKind::Decision
    });
    all
}

/// Why two accounts are a pair, a line each.
pub(super) fn why(ours: &Party, theirs: &Party, rule: &str, kind: Kind) -> Vec<String> {
    let known = |party: &Party| party.with(0, Known::of);
    match Rule::of_word(rule) {
        Some(rule) => evidence(&known(ours), &known(theirs), rule, kind),
        None => Vec::new(),
    }
}
