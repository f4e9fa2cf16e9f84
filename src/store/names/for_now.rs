//! Names that are added for one row of a file and may be taken back with it.

use std::collections::HashMap;

use super::{Found, Known, Names};
use crate::domain::identity::same_name;

/// A key of one of the names, and what it led to.
#[derive(Debug)]
pub(super) enum Before {
    Id(String, Option<i64>),
    Alias(String, Option<i64>),
    Slug(String, Option<i64>),
    Domain(String, Option<Found>),
    Exact(String, Option<Found>, i64),
    Folded(String, Option<Found>),
}

impl Names {
    /// Adds a record that may be taken back with [`Names::take_back`].
    pub fn add_for_now(&mut self, id: i64, known: Known<'_>) {
        let folded = same_name(known.name);
        let was = |of: &HashMap<String, Found>, key: &str| of.get(key).copied();
        if let Some(external) = known.external {
            let before = self.by_id(external);
            self.before.push(Before::Id(external.to_owned(), before));
        }
        if let Some(slug) = known.slug {
            let before = self.slugs.get(slug).copied();
            self.before.push(Before::Slug(slug.to_owned(), before));
        }
        if let Some(domain) = known.domain {
            let before = was(&self.domains, domain);
            self.before.push(Before::Domain(domain.to_owned(), before));
        }
        let exact = was(&self.exact, known.name);
        self.before
            .push(Before::Exact(known.name.to_owned(), exact, id));
        let before = was(&self.folded, &folded);
        self.before.push(Before::Folded(folded, before));
        self.add(id, known);
    }

    /// The same of what files call a record.
    pub fn add_alias_for_now(&mut self, id: i64, text: &str) {
        let key = same_name(text);
        let before = self.aliases.get(&key).copied();
        self.before.push(Before::Alias(key, before));
        self.add_alias(id, text);
    }

    /// What was added for now stays.
    pub fn keep(&mut self) {
        self.before.clear();
    }

    /// Takes back what was added for now.
    pub fn take_back(&mut self) {
        fn put<T>(into: &mut HashMap<String, T>, key: String, before: Option<T>) {
            match before {
                Some(before) => into.insert(key, before),
                None => into.remove(&key),
            };
        }
        while let Some(one) = self.before.pop() {
            match one {
                Before::Id(key, was) => put(&mut self.ids, key, was),
                Before::Alias(key, was) => put(&mut self.aliases, key, was),
                Before::Slug(key, was) => put(&mut self.slugs, key, was),
                Before::Domain(key, was) => put(&mut self.domains, key, was),
                Before::Folded(key, was) => put(&mut self.folded, key, was),
                Before::Exact(key, was, id) => {
                    if let Some(looks) = &mut self.looks {
                        looks.remove(&key, id);
                    }
                    put(&mut self.exact, key, was);
                }
            }
        }
    }
}
