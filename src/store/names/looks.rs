//! Records whose names look like another: found by keys that only look-alikes share. Each look is held once, because a book
//! may have a million of them.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

use crate::domain::alike::{Alike, Look};

/// So many records that look alike in one way are kept apart; more of them say nothing.
const LOOKS: usize = 32;

/// What records look like.
#[derive(Debug, Default)]
pub(super) struct Looks {
    all: Vec<(i64, Look)>,
    /// Places in `all`, by the hash of a key: two keys of one hash are told apart by their looks.
    by: HashMap<u64, Vec<u32>>,
}

/// The keys under which a look is found: each of its forms, and its two ends, so that one slip leaves one of them.
fn keys(look: &Look) -> Vec<u64> {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let letters: Vec<char> = look.loose.chars().collect();
    let mut all: Vec<u64> = [&look.loose, &look.skeleton, &look.brief]
        .into_iter()
        .filter(|form| !form.is_empty())
        .map(|form| hasher.hash_one(form))
        .collect();
    if letters.len() / 2 >= 3 {
        all.push(hasher.hash_one(('<', &letters[..3])));
        all.push(hasher.hash_one(('>', &letters[letters.len() - 3..])));
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Looks {
    /// Adds a name of a record.
    pub(super) fn add(&mut self, name: &str, id: i64) {
        let look = Look::of(name);
        let keys = keys(&look);
        if keys.iter().any(|key| self.place(*key, id, &look).is_some()) {
            return;
        }
        let Ok(place) = u32::try_from(self.all.len()) else {
            return;
        };
        let mut kept = false;
        for key in keys {
            let those = self.by.entry(key).or_default();
            if those.len() < LOOKS {
                those.push(place);
                kept = true;
            }
        }
        if kept {
            self.all.push((id, look));
        }
    }

    /// Takes a name of a record back.
    pub(super) fn remove(&mut self, name: &str, id: i64) {
        let look = Look::of(name);
        for key in keys(&look) {
            if let (Some(place), Some(those)) = (self.place(key, id, &look), self.by.get_mut(&key))
            {
                those.retain(|at| *at != place);
            }
        }
    }

    /// Records whose names look like this one and are not it, with why; those that look most like it first.
    pub(super) fn like(&self, name: &str) -> Vec<(i64, Alike)> {
        let look = Look::of(name);
        let mut found: Vec<(Alike, i64)> = keys(&look)
            .iter()
            .filter_map(|key| self.by.get(key))
            // Ends that very many names share tell nothing, and looking through them would take long.
            .filter(|those| those.len() < LOOKS)
            .flatten()
            .filter_map(|at| self.all.get(*at as usize))
            .filter_map(|(id, other)| Some((look.like(other)?, *id)))
            .collect();
        found.sort_unstable();
        let mut ids = HashSet::new();
        found.retain(|(_, id)| ids.insert(*id));
        found.into_iter().map(|(why, id)| (id, why)).collect()
    }

    fn place(&self, key: u64, id: i64, look: &Look) -> Option<u32> {
        let those = self.by.get(&key)?;
        those.iter().copied().find(|at| {
            self.all
                .get(*at as usize)
                .is_some_and(|(other, as_is)| *other == id && as_is == look)
        })
    }
}
