//! Names that share no key but are written alike, found by their letters in threes; must not say more than that they may be one.

use std::{cmp::Reverse, hash::Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::{
    Pace, Stopped,
    account::{Account, Known},
    generic::is_generic,
    judge::{Beside, Judged, judge_by},
    link::{Link, Relation},
    name::Name,
    parallel::in_parts_of,
    thousandths,
};

/// Below this likeness of letters a name is no candidate.
const FLOOR: f32 = 0.30;
/// Candidates of one name that are looked at word by word.
const CANDIDATES: usize = 8;
/// Names looked up between two looks at the pace.
const A_LOOK: usize = 4_096;

/// Links of accounts of theirs that have no match in `before` yet. `barred`: pairs that are kept apart.
pub(super) fn links(
    ours: &[Account<'_>],
    theirs: &[Account<'_>],
    before: &[Link],
    barred: &[(u32, u32)],
    pace: Pace<'_>,
) -> Result<Vec<Link>, Stopped> {
    let matched: FxHashSet<u32> = before
        .iter()
        .filter(|l| l.relation == Relation::Same && l.tier.counts(true))
        .map(|l| l.theirs)
        .collect();
    let open: Vec<u32> = (0..)
        .zip(theirs)
        .map(|(at, _)| at)
        .filter(|at| !matched.contains(at))
        .collect();
    if open.is_empty() || ours.is_empty() {
        return Ok(Vec::new());
    }
    let seen: FxHashSet<(u32, u32)> = before
        .iter()
        .map(|l| (l.ours, l.theirs))
        .chain(barred.iter().copied())
        .collect();
    // Half of the work is reading the names; the pace is told of the looking up alone.
    let stop = |_, _| pace(0, open.len() as u64);
    let words = Words::of(ours, theirs, &stop)?;
    let index = Index::of(ours, &stop)?;
    let look = |_: usize, part: &[u32]| {
        let mut sums = vec![0.0_f32; ours.len()];
        let mut found = Vec::new();
        for at in part {
            let account = &theirs[*at as usize];
            let known = Known::of(account);
            for (candidate, cosine) in index.candidates(&known.name, ours, &mut sums) {
                if seen.contains(&(candidate, *at)) {
                    continue;
                }
                let other = Known::of(&ours[candidate as usize]);
                let weigh = |word: &str| words.weight(word);
                if let Judged::Linked {
                    tier,
                    rule,
                    relation,
                    score,
                } = judge_by(&other, &known, Beside::default(), &weigh, Some(cosine))
                {
                    found.push(Link {
                        ours: candidate,
                        theirs: *at,
                        tier,
                        rule,
                        relation,
                        score: thousandths(score),
                    });
                }
            }
        }
        found
    };
    in_parts_of(A_LOOK, &open, look, pace)
}

/// How rare words are in both lists.
struct Words {
    held: FxHashMap<u64, u32>,
    names: f32,
}

impl Words {
    fn of(ours: &[Account<'_>], theirs: &[Account<'_>], pace: Pace<'_>) -> Result<Self, Stopped> {
        let mut held: FxHashMap<u64, u32> = FxHashMap::default();
        for list in [ours, theirs] {
            let hashes = |_: usize, part: &[Account<'_>]| -> Vec<u64> {
                let words = part.iter().flat_map(|a| Name::of(a.name).strict);
                words.map(|w| hash(&w)).collect()
            };
            for word in in_parts_of(A_LOOK * 8, list, hashes, pace)? {
                *held.entry(word).or_default() += 1;
            }
        }
        Ok(Self {
            held,
            names: count(ours.len() + theirs.len()),
        })
    }

    /// From 1 for a word nobody else has down to almost nothing.
    fn weight(&self, word: &str) -> f32 {
        let held = self.held.get(&hash(word)).copied().unwrap_or(1);
        let rare = (1.0 + self.names / count(held as usize)).ln() / (1.0 + self.names).ln();
        if is_generic(word) { rare * 0.35 } else { rare }
    }
}

/// Names of one list by the three letters in a row they have.
struct Index {
    /// Which number a run of three letters has, and how many names have it.
    grams: FxHashMap<u64, (u32, u32)>,
    /// Of each run the names that have it, from `starts[n]` to `starts[n + 1]`.
    starts: Vec<u32>,
    names: Vec<u32>,
    /// The length of each name as a vector.
    lengths: Vec<f32>,
    /// How many names there are.
    all: f32,
}

impl Index {
    fn of(accounts: &[Account<'_>], pace: Pace<'_>) -> Result<Self, Stopped> {
        let runs = in_parts_of(
            A_LOOK * 8,
            accounts,
            |_, part| {
                part.iter()
                    .map(|a| runs(&Name::of(a.name)))
                    .collect::<Vec<_>>()
            },
            pace,
        )?;
        let mut grams: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        for run in runs.iter().flatten() {
            let next = u32::try_from(grams.len()).unwrap_or(u32::MAX);
            grams.entry(*run).or_insert((next, 0)).1 += 1;
        }
        let mut starts = vec![0_u32; grams.len() + 1];
        for (number, held) in grams.values() {
            starts[*number as usize + 1] = *held;
        }
        for n in 1..starts.len() {
            starts[n] += starts[n - 1];
        }
        let mut next = starts.clone();
        let mut names = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        let mut index = Self {
            grams,
            starts,
            names: Vec::new(),
            lengths: Vec::with_capacity(accounts.len()),
            all: count(accounts.len()),
        };
        for (at, runs) in (0_u32..).zip(&runs) {
            for run in runs {
                let free = &mut next[index.grams[run].0 as usize];
                names[*free as usize] = at;
                *free += 1;
            }
            let length: f32 = runs.iter().map(|run| index.weight(*run).powi(2)).sum();
            index.lengths.push(length.sqrt());
        }
        index.names = names;
        Ok(index)
    }

    /// How rare a run is.
    fn weight(&self, run: u64) -> f32 {
        let held = self.grams.get(&run).map_or(1, |(_, held)| *held);
        (1.0 + self.all / count(held as usize)).ln()
    }

    /// The names most like this one by their letters, the most alike first. `sums` is all zeros, before and after.
    fn candidates(
        &self,
        name: &Name,
        accounts: &[Account<'_>],
        sums: &mut [f32],
    ) -> Vec<(u32, f32)> {
        let mut runs: Vec<(f32, u64)> = runs(name)
            .into_iter()
            .map(|run| (self.weight(run), run))
            .collect();
        // Rare runs first: they open few candidates, and what is left over soon cannot open one any more.
        runs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let whole: f32 = runs.iter().map(|(w, _)| w * w).sum();
        let mut left = whole;
        let mut opened: Vec<u32> = Vec::new();
        for (weight, run) in &runs {
            let opens = (left / whole).sqrt() >= FLOOR;
            left -= weight * weight;
            let Some((number, _)) = self.grams.get(run) else {
                continue;
            };
            let held = &self.names[self.starts[*number as usize] as usize
                ..self.starts[*number as usize + 1] as usize];
            for at in held {
                let sum = &mut sums[*at as usize];
                if *sum == 0.0 {
                    if !opens {
                        continue;
                    }
                    opened.push(*at);
                }
                *sum += weight * weight;
            }
        }
        let length = whole.sqrt();
        let mut found: Vec<(u32, f32)> = Vec::new();
        for at in opened {
            let cosine = sums[at as usize] / (length * self.lengths[at as usize]);
            sums[at as usize] = 0.0;
            if cosine >= FLOOR {
                found.push((at, cosine));
            }
        }
        let order = |one: &(u32, f32)| {
            (
                Reverse(thousandths(one.1)),
                accounts[one.0 as usize].id,
                one.0,
            )
        };
        if found.len() > CANDIDATES {
            found.select_nth_unstable_by_key(CANDIDATES - 1, order);
            found.truncate(CANDIDATES);
        }
        found.sort_by_key(order);
        found
    }
}

/// Three letters in a row, each once, in order; in Latin letters where the name has others.
fn runs(name: &Name) -> Vec<u64> {
    let latin = name.latin();
    let words = latin.as_ref().unwrap_or(name).core();
    let letters: Vec<u64> = std::iter::once(' ')
        .chain(
            words
                .iter()
                .flat_map(|w| w.chars().chain(std::iter::once(' '))),
        )
        .map(u64::from)
        .collect();
    let mut runs: Vec<u64> = letters
        .windows(3)
        .map(|w| w[0] << 42 | w[1] << 21 | w[2])
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn hash(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(word.as_bytes());
    hasher.finish()
}

/// A count as a number to reckon with; lists are short enough for that.
fn count(n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a weight needs few digits")]
    let n = n as f32;
    n
}
