//! Pairs of accounts that share a key, found by merging sorted keys; must not judge them.

use rustc_hash::FxHashMap;

use super::{
    account::Account,
    judge::Beside,
    keys::{Key, KeyKind, decision_hash},
    link::{Decision, Verdict},
    place::Place,
};

/// A pair to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub ours: u32,
    pub theirs: u32,
    pub beside: Beside,
}

/// Most pairs of one website: a list of departments, not a shared host.
const MOST_OF_A_SITE: usize = 40_000;
/// Most pairs of one name.
const MOST_OF_A_NAME: usize = 900;
/// Most pairs of a weaker key.
const MOST_OF_A_HINT: usize = 25;

/// The pairs that share a key, by our place and theirs, each once. Both lists of keys are sorted.
pub(super) fn pairs(
    ours: (&[Account<'_>], &[Key]),
    theirs: (&[Account<'_>], &[Key]),
    decisions: &[Decision],
) -> Vec<Pair> {
    let mut found = Vec::new();
    let (mut a, mut b) = (ours.1, theirs.1);
    while let (Some(one), Some(other)) = (a.first(), b.first()) {
        match one.hash.cmp(&other.hash) {
            std::cmp::Ordering::Less => a = skip(a, other.hash),
            std::cmp::Ordering::Greater => b = skip(b, one.hash),
            std::cmp::Ordering::Equal => {
                let (left, rest_a) = run(a);
                let (right, rest_b) = run(b);
                meet((ours.0, left), (theirs.0, right), &mut found);
                (a, b) = (rest_a, rest_b);
            }
        }
    }
    decided(ours.1, theirs.1, decisions, &mut found);
    found.sort_unstable_by_key(|p| (p.ours, p.theirs));
    found.dedup_by(|later, first| {
        let same = (later.ours, later.theirs) == (first.ours, first.theirs);
        if same {
            first.beside = Beside {
                decided: first.beside.decided.max(later.beside.decided),
                sole_name: first.beside.sole_name | later.beside.sole_name,
                sole_squashed: first.beside.sole_squashed | later.beside.sole_squashed,
            };
        }
        same
    });
    found
}

/// What follows the keys below `hash`: a few steps, then leaps.
fn skip(keys: &[Key], hash: u64) -> &[Key] {
    let near = keys.iter().take(8).take_while(|k| k.hash < hash).count();
    if near < 8 {
        return &keys[near..];
    }
    let mut step = 8;
    while step < keys.len() && keys[step].hash < hash {
        step *= 2;
    }
    let end = step.min(keys.len());
    let from = step / 2;
    &keys[from + keys[from..end].partition_point(|k| k.hash < hash)..]
}

/// The keys of the first hash, and the rest.
fn run(keys: &[Key]) -> (&[Key], &[Key]) {
    let hash = keys.first().map_or(0, |k| k.hash);
    keys.split_at(keys.iter().take_while(|k| k.hash == hash).count())
}

/// The pairs of one hash.
fn meet(ours: (&[Account<'_>], &[Key]), theirs: (&[Account<'_>], &[Key]), found: &mut Vec<Pair>) {
    let kind = ours
        .1
        .iter()
        .chain(theirs.1)
        .map(|k| k.kind)
        .min()
        .unwrap_or(KeyKind::Decision);
    let product = ours.1.len() * theirs.1.len();
    let mut add = |one: &Key, other: &Key, beside| {
        found.push(Pair {
            ours: one.at,
            theirs: other.at,
            beside,
        });
    };
    let most = match kind {
        KeyKind::Decision => return,
        KeyKind::Strict | KeyKind::Squashed => return named(ours, theirs, kind, add),
        KeyKind::Registration | KeyKind::Site => MOST_OF_A_SITE,
        KeyKind::Mail | KeyKind::Brief | KeyKind::Alias | KeyKind::Acronym => MOST_OF_A_HINT,
    };
    // Whom an agency writes for meet by its mail domain: few of them are one company.
    let hint = |k: &Key| k.kind == KeyKind::Mail;
    if product > most {
        return;
    }
    for one in ours.1 {
        for other in theirs
            .1
            .iter()
            .filter(|o| product <= MOST_OF_A_HINT || !(hint(o) || hint(one)))
        {
            add(one, other, Beside::default());
        }
    }
}

/// The pairs of one name, with whether it is borne by nobody else.
fn named(
    ours: (&[Account<'_>], &[Key]),
    theirs: (&[Account<'_>], &[Key]),
    kind: KeyKind,
    mut add: impl FnMut(&Key, &Key, Beside),
) {
    let places = |(accounts, keys): (&[Account<'_>], &[Key])| -> Vec<Option<Place>> {
        keys.iter()
            .map(|k| Place::country(accounts[k.at as usize].country))
            .collect()
    };
    let (left, right) = (places(ours), places(theirs));
    // Others who bear the name as their first one, where they may be meant.
    let others = |keys: &[Key], of: &[Option<Place>], me: usize, place: Option<Place>| {
        keys.iter().zip(of).enumerate().any(|(at, (key, p))| {
            at != me
                && key.kind == kind
                && keys[me].at != key.at
                && (place.is_none() || p.is_none() || *p == place)
        })
    };
    let crowded = ours.1.len() * theirs.1.len() > MOST_OF_A_NAME;
    let mut pairs = 0;
    for (i, one) in ours.1.iter().enumerate() {
        for (j, other) in theirs.1.iter().enumerate() {
            let same = left[i].is_some() && left[i] == right[j];
            if crowded && !same {
                continue;
            }
            pairs += 1;
            if pairs > MOST_OF_A_NAME {
                return;
            }
            let both = one.kind == kind && other.kind == kind;
            let place = if same { left[i] } else { None };
            let sole =
                both && !others(ours.1, &left, i, place) && !others(theirs.1, &right, j, place);
            let beside = Beside {
                decided: None,
                sole_name: sole && kind == KeyKind::Strict,
                sole_squashed: sole && kind == KeyKind::Squashed,
            };
            add(one, other, beside);
        }
    }
}

/// The pairs that were decided.
fn decided(ours: &[Key], theirs: &[Key], decisions: &[Decision], found: &mut Vec<Pair>) {
    let mut latest: FxHashMap<(u64, u64), Verdict> = FxHashMap::default();
    for one in decisions {
        latest.insert(
            (decision_hash(&one.ours), decision_hash(&one.theirs)),
            one.verdict,
        );
    }
    let of = |keys: &[Key], hash: u64| -> Vec<u32> {
        let from = keys.partition_point(|k| k.hash < hash);
        keys[from..]
            .iter()
            .take_while(|k| k.hash == hash)
            .filter(|k| k.kind == KeyKind::Decision)
            .map(|k| k.at)
            .collect()
    };
    for ((one, other), verdict) in latest {
        let (left, right) = (of(ours, one), of(theirs, other));
        if left.len() * right.len() > MOST_OF_A_SITE {
            continue;
        }
        for ours in &left {
            for theirs in &right {
                let beside = Beside {
                    decided: Some(verdict),
                    ..Beside::default()
                };
                found.push(Pair {
                    ours: *ours,
                    theirs: *theirs,
                    beside,
                });
            }
        }
    }
}
