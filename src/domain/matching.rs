//! Which accounts of two lists are the same company, by rules anyone can read; must not store, show or ask anything.
//!
//! An [`Account`] is taken apart into what it is compared on ([`Known`]), which gives numbers it is found by ([`Key`]).
//! Pairs that share one are judged ([`judge()`]) into tiers (design of overlap, table 2.6); what is left over is looked at
//! letter by letter, if that is asked for. The same lists in any order give the same links.

mod account;
mod evidence;
mod forms;
mod fuzzy;
mod generic;
mod join;
mod judge;
mod keys;
mod likeness;
mod link;
mod name;
mod numbers;
mod parallel;
mod place;
mod queue;
mod registration;
mod said;
mod settle;
mod words;

use std::ops::ControlFlow;

pub use account::{Account, Known};
pub use evidence::evidence;
pub use forms::{Form, strip as strip_forms};
pub use generic::is_generic;
pub use judge::{Beside, Judged, WORTH_A_FIRST_LOOK, WORTH_A_LOOK, judge};
pub use keys::{KEYS_VERSION, Key, KeyKind};
pub use likeness::{Alike, Likeness, alike, numbers_differ, places_differ};
pub use link::{Decision, Link, Relation, Rule, Tier, Verdict};
pub use name::Name;
pub use place::Place;
pub use queue::{REVIEW_CAP, review};
pub use registration::{Register, Registration};

/// Told how much of the work is done, in parts of all of it; answers whether to go on. Called on the caller's thread.
pub type Pace<'a> = &'a dyn Fn(u64, u64) -> ControlFlow<()>;

/// The work was stopped by its [`Pace`]; nothing came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// One of the two lists: its accounts, and the keys they are found by.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    accounts: &'a [Account<'a>],
    keys: Vec<Key>,
}

impl<'a> Side<'a> {
    /// A list whose keys are made now; most of the time of matching goes here.
    pub fn of(accounts: &'a [Account<'a>], pace: Pace<'_>) -> Result<Self, Stopped> {
        let make = |from: usize, part: &[Account<'a>]| {
            let mut keys = Vec::with_capacity(part.len() * 5);
            for (at, account) in part.iter().enumerate() {
                // Lists are far shorter than four billion.
                let at = u32::try_from(from + at).unwrap_or(u32::MAX);
                Known::of(account).keys(at, &mut keys);
            }
            keys
        };
        let keys = parallel::in_parts(accounts, make, pace)?;
        Ok(Self::with_keys(accounts, keys))
    }

    /// A list whose keys were kept, from [`Known::keys`] of the version [`KEYS_VERSION`]; in any order.
    pub fn with_keys(accounts: &'a [Account<'a>], mut keys: Vec<Key>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        Self { accounts, keys }
    }

    /// The accounts.
    pub fn accounts(&self) -> &'a [Account<'a>] {
        self.accounts
    }

    /// The keys, sorted.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }
}

/// How two lists are to be compared.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// What was said of pairs before; of two decisions about one pair the later.
    pub decisions: &'a [Decision],
    /// Whether names that share no key are looked at letter by letter. Takes long from some ten thousand accounts on.
    pub fuzzy: bool,
}

/// What comparing two lists found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Links, by the id of our account, then of theirs.
    pub links: Vec<Link>,
    /// Pairs that shared a key and are kept apart by a registration number, a number in the name or a person.
    pub apart: u64,
}

/// Compares two lists. The same accounts in any order give the same links (with other places).
pub fn link(
    ours: &Side<'_>,
    theirs: &Side<'_>,
    asked: &Asked<'_>,
    pace: Pace<'_>,
) -> Result<Found, Stopped> {
    let pairs = join::pairs(
        (ours.accounts, &ours.keys),
        (theirs.accounts, &theirs.keys),
        asked.decisions,
    );
    let judged = parallel::in_parts(
        &pairs,
        |_, part| judge_pairs(ours, theirs, part, asked.decisions),
        pace,
    )?;
    let apart = judged.iter().filter(|j| j.is_err()).count() as u64;
    let mut links: Vec<Link> = judged.iter().filter_map(|j| j.ok()).collect();
    if asked.fuzzy {
        let barred: Vec<(u32, u32)> = judged.iter().filter_map(|j| j.err()).collect();
        drop(judged);
        links.extend(fuzzy::links(
            ours.accounts,
            theirs.accounts,
            &links,
            &barred,
            pace,
        )?);
    }
    settle::settle(&mut links, ours.accounts, theirs.accounts);
    Ok(Found { links, apart })
}

/// The links of some pairs; in place of one, the pair that is kept apart.
fn judge_pairs(
    ours: &Side<'_>,
    theirs: &Side<'_>,
    pairs: &[join::Pair],
    decisions: &[Decision],
) -> Vec<Result<Link, (u32, u32)>> {
    let mut found = Vec::new();
    let mut last: Option<(u32, Known)> = None;
    for pair in pairs {
        // Pairs come by our place: an account of many pairs is taken apart once.
        let known = match last.take().filter(|(at, _)| *at == pair.ours) {
            Some((_, known)) => known,
            None => Known::of(&ours.accounts[pair.ours as usize]),
        };
        let other = Known::of(&theirs.accounts[pair.theirs as usize]);
        let mut beside = pair.beside;
        if let Some(verdict) = beside.decided {
            // The texts decide, not their hashes.
            let (a, b) = (known.decision_key(), other.decision_key());
            beside.decided = decisions
                .iter()
                .any(|d| d.verdict == verdict && d.ours == a && d.theirs == b)
                .then_some(verdict);
        }
        match judge(&known, &other, beside) {
            Judged::Linked {
                tier,
                rule,
                relation,
                score,
            } => found.push(Ok(Link {
                ours: pair.ours,
                theirs: pair.theirs,
                tier,
                rule,
                relation,
                score: thousandths(score),
            })),
            Judged::Apart(_) => found.push(Err((pair.ours, pair.theirs))),
            Judged::Unlike => {}
        }
        last = Some((pair.ours, known));
    }
    found
}

/// A score between 0 and 1 in thousandths.
fn thousandths(score: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number between 0 and 1000"
    )]
    let whole = (score.clamp(0.0, 1.0) * 1000.0).round() as u16;
    whole
}
