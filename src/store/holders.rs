//! Which referral holds a company, for looking up by the thousand; must not decide who is right.

use std::collections::{HashMap, HashSet};

use super::View;
use crate::error::Result;

/// The first open or won referral of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Its id.
    pub referral: i64,
    /// Who brought it.
    pub partner: i64,
}

/// The holders of all companies by registrable domain.
#[derive(Debug, Default)]
pub struct Holders {
    domains: HashMap<String, Holder>,
    names: HashMap<i64, String>,
    stages: HashSet<String>,
}

impl Holders {
    /// Whoever holds the company of a domain.
    pub fn of(&self, domain: &str) -> Option<Holder> {
        self.domains.get(domain).copied()
    }

    /// Notes that a company is held now.
    pub fn add(&mut self, domain: &str, holder: Holder) {
        self.domains.insert(domain.to_owned(), holder);
    }

    /// Whether a referral at this stage holds its company: open or won.
    pub fn counts(&self, stage: &str) -> bool {
        self.stages.contains(stage)
    }

    /// The name of a partner; a new one has none here yet.
    pub fn name(&self, partner: i64) -> &str {
        self.names
            .get(&partner)
            .map_or("a new partner", String::as_str)
    }
}

impl View<'_> {
    /// The holders of all companies that have a domain; of several the first.
    pub fn holders(&self) -> Result<Holders> {
        let mut all = Holders::default();
        let mut q = self
            .conn
            .prepare("SELECT name FROM stage WHERE kind IN ('open', 'won')")?;
        for stage in q.query_map([], |r| r.get(0))? {
            all.stages.insert(stage?);
        }
        let mut q = self.conn.prepare("SELECT id, name FROM partner")?;
        for partner in q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))? {
            let (id, name) = partner?;
            all.names.insert(id, name);
        }
        let mut q = self.conn.prepare(
            "SELECT r.domain, r.id, r.partner_id FROM referral r JOIN stage s ON s.name = r.stage
             WHERE r.domain IS NOT NULL AND s.kind IN ('open', 'won') ORDER BY r.id DESC",
        )?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            let holder = Holder {
                referral: r.get(1)?,
                partner: r.get(2)?,
            };
            all.domains.insert(r.get(0)?, holder);
        }
        Ok(all)
    }
}
