//! Partners and customers by what files call them, held in memory; what is only like a name leads to nobody here.

mod for_now;
mod looks;

use std::collections::HashMap;

use super::{Noun, View};
use crate::{
    domain::{
        alike::{Alike, Look},
        identity::{match_key, name_key, same_name},
    },
    error::Result,
};
use looks::Looks;

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing has it.
    None,
    /// One record.
    One(i64),
    /// Several records have it equally.
    Many,
}

/// Names of partners or customers: by external id, by alias, by short name, domain and e-mail, by name.
#[derive(Debug, Default)]
pub struct Names {
    ids: HashMap<String, i64>,
    aliases: HashMap<String, i64>,
    slugs: HashMap<String, i64>,
    domains: HashMap<String, Found>,
    emails: HashMap<String, Found>,
    exact: HashMap<String, Found>,
    folded: HashMap<String, Found>,
    /// What records look like: made when it is first asked for.
    looks: Option<Looks>,
    /// What was there before it was added for now, newest last.
    before: Vec<for_now::Before>,
}

/// What is known of a record that can tell who it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Its external id.
    pub external: Option<&'a str>,
    /// Its short name.
    pub slug: Option<&'a str>,
    /// Its registrable domain.
    pub domain: Option<&'a str>,
    /// Its e-mail.
    pub email: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
}

fn note(into: &mut HashMap<String, Found>, key: String, id: i64) {
    into.entry(key)
        .and_modify(|found| {
            if *found != Found::One(id) {
                *found = Found::Many;
            }
        })
        .or_insert(Found::One(id));
}

fn one(id: Option<&i64>) -> Found {
    id.map_or(Found::None, |id| Found::One(*id))
}

impl Names {
    /// Adds a record, or what is known of one beyond what was.
    pub fn add(&mut self, id: i64, known: Known<'_>) {
        if let Some(external) = known.external {
            self.ids.insert(external.to_owned(), id);
        }
        if let Some(slug) = known.slug {
            self.slugs.insert(slug.to_owned(), id);
        }
        if let Some(domain) = known.domain {
            note(&mut self.domains, domain.to_owned(), id);
        }
        if let Some(email) = known.email {
            self.add_email(id, email);
        }
        note(&mut self.exact, known.name.to_owned(), id);
        note(&mut self.folded, same_name(known.name), id);
        if let Some(looks) = &mut self.looks {
            looks.add(known.name, id);
        }
    }

    /// Adds what files call a record, as a person said.
    pub fn add_alias(&mut self, id: i64, text: &str) {
        self.aliases.insert(same_name(text), id);
    }

    fn add_email(&mut self, id: i64, email: &str) {
        note(&mut self.emails, email.to_lowercase(), id);
    }

    /// The record of an external id.
    pub fn by_id(&self, external: &str) -> Option<i64> {
        self.ids.get(external).copied()
    }

    /// Whom a person said a text means.
    pub fn by_alias(&self, text: &str) -> Option<i64> {
        if self.aliases.is_empty() {
            return None;
        }
        self.aliases.get(&same_name(text)).copied()
    }

    /// The record of a registrable domain.
    pub fn by_domain(&self, domain: &str) -> Found {
        self.domains.get(domain).copied().unwrap_or(Found::None)
    }

    /// The record of an e-mail address: its own, or a contact's.
    pub fn by_email(&self, email: &str) -> Found {
        self.emails
            .get(&email.to_lowercase())
            .copied()
            .unwrap_or(Found::None)
    }

    /// The record of a name: exactly, or else as `same_name` has it.
    pub fn by_name(&self, name: &str) -> Found {
        match self.exact.get(name) {
            Some(found) => *found,
            None => self
                .folded
                .get(&same_name(name))
                .copied()
                .unwrap_or(Found::None),
        }
    }

    /// What a file may call it: external id, alias, short name, name, e-mail, domain in any form.
    pub fn partner(&self, text: &str) -> Found {
        if let Some(id) = self.by_id(text).or_else(|| self.by_alias(text)) {
            return Found::One(id);
        }
        let named = match (one(self.slugs.get(text)), self.by_name(text)) {
            // The short name of one is the name of another.
            (Found::One(short), Found::One(named)) if short != named => Found::Many,
            (Found::One(short), _) => Found::One(short),
            (_, by_name) => by_name,
        };
        match named {
            Found::None => self.by_address(text),
            found => found,
        }
    }

    /// What a file may call it: external id, alias, domain in any form, name.
    pub fn customer(&self, text: &str) -> Found {
        if let Some(id) = self.by_id(text).or_else(|| self.by_alias(text)) {
            return Found::One(id);
        }
        match self.by_address(text) {
            Found::None => self.by_name(text),
            found => found,
        }
    }

    /// The record of an e-mail address, of its domain, or of a site's; never of a provider's or host's that many share.
    pub fn by_address(&self, text: &str) -> Found {
        let by_email = if text.contains('@') {
            self.by_email(text)
        } else {
            Found::None
        };
        match (by_email, match_key(text)) {
            (Found::None, Some(domain)) => match self.by_alias(&domain) {
                Some(id) => Found::One(id),
                None => self.by_domain(&domain),
            },
            (found, _) => found,
        }
    }

    /// A name that differs in nothing but punctuation, for “did you mean”; never taken for the same.
    pub fn alike(&self, text: &str) -> Option<&str> {
        let key = name_key(text);
        self.names().filter(|name| name_key(name) == key).min()
    }

    /// Records whose names look like this one and are not it, with why; those that look most like it first.
    pub fn look_alikes(&mut self, name: &str) -> Vec<(i64, Alike)> {
        let looks = self.looks.get_or_insert_with(|| {
            let mut looks = Looks::default();
            for (name, found) in &self.exact {
                if let Found::One(id) = found {
                    looks.add(name, *id);
                }
            }
            looks
        });
        looks.like(name)
    }

    /// Every name, for “did you mean”.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.exact.keys().map(String::as_str)
    }
}

impl View<'_> {
    /// What files may call all partners.
    pub fn partner_names(&self) -> Result<Names> {
        let mut names = self.names(
            Noun::Partner,
            "SELECT id, external_id, slug, domain, email, name FROM partner",
        )?;
        let mut q = self
            .conn
            .prepare("SELECT partner_id, email FROM contact WHERE email IS NOT NULL")?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            names.add_email(r.get(0)?, r.get_ref(1)?.as_str()?);
        }
        Ok(names)
    }

    /// What files may call all customers.
    pub fn customer_names(&self) -> Result<Names> {
        self.names(
            Noun::Customer,
            "SELECT id, external_id, NULL, domain, NULL, name FROM customer",
        )
    }

    /// Records that have a name equally, in the order they were made; the first few.
    pub fn namesakes(&self, noun: Noun, name: &str) -> Result<Vec<i64>> {
        let domain = match_key(name);
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT id FROM {} WHERE name = ?1 COLLATE NOCASE OR domain = ?2 ORDER BY id LIMIT 5",
            noun.word()
        ))?;
        let ids = q
            .query_map(rusqlite::params![name, domain], |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(ids)
    }

    /// A record whose name looks the same and is written with other letters (`reliability.md` F69).
    pub fn same_look(&self, noun: Noun, name: &str) -> Result<Option<(i64, String)>> {
        // Of two such names one at least has letters beyond ASCII.
        let beyond = if name.is_ascii() {
            "WHERE name GLOB '*[^ -~]*'"
        } else {
            ""
        };
        let look = Look::of(name);
        let mut q = self.conn.prepare(&format!(
            "SELECT id, name FROM {} {beyond} ORDER BY id",
            noun.word()
        ))?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            let other = r.get_ref(1)?.as_str()?;
            if look.like(&Look::of(other)) == Some(Alike::Letters) {
                return Ok(Some((r.get(0)?, other.to_owned())));
            }
        }
        Ok(None)
    }

    fn names(&self, noun: Noun, sql: &str) -> Result<Names> {
        let mut names = Names::default();
        let mut q = self.conn.prepare(sql)?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            let known = Known {
                external: r.get_ref(1)?.as_str_or_null()?,
                slug: r.get_ref(2)?.as_str_or_null()?,
                domain: r.get_ref(3)?.as_str_or_null()?,
                email: r.get_ref(4)?.as_str_or_null()?,
                name: r.get_ref(5)?.as_str()?,
            };
            names.add(r.get(0)?, known);
        }
        for (text, id) in self.all_aliases(noun)? {
            names.aliases.insert(text, id);
        }
        Ok(names)
    }
}
