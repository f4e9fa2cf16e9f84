//! Whose an e-mail address is: partners by their own addresses and those of their people, held in memory. Reads only.

use std::collections::HashMap;

use super::View;
use crate::{domain::identity::match_key, error::Result};

/// The addresses of all partners and of the people there.
#[derive(Debug, Default)]
pub struct Addresses {
    emails: HashMap<String, Vec<i64>>,
    domains: HashMap<String, Vec<i64>>,
}

impl Addresses {
    fn note(&mut self, partner: i64, email: Option<&str>, site: Option<&str>) {
        fn add(to: &mut HashMap<String, Vec<i64>>, key: String, partner: i64) {
            let all = to.entry(key).or_default();
            if !all.contains(&partner) {
                all.push(partner);
            }
        }
        if let Some(email) = email {
            add(&mut self.emails, email.trim().to_lowercase(), partner);
        }
        for domain in [email, site].into_iter().flatten().filter_map(match_key) {
            add(&mut self.domains, domain, partner);
        }
    }

    /// The partners of an address: those who have it, or else those of its domain. Free mail is nobody's domain.
    pub fn partners(&self, email: &str) -> &[i64] {
        let exact = self.emails.get(&email.trim().to_lowercase());
        exact
            .or_else(|| self.domains.get(&match_key(email)?))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether an address, or the domain it is of, is this partner's.
    pub fn is_of(&self, partner: i64, email: &str) -> bool {
        let has = |found: Option<&Vec<i64>>| found.is_some_and(|all| all.contains(&partner));
        has(self.emails.get(&email.trim().to_lowercase()))
            || match_key(email).is_some_and(|domain| has(self.domains.get(&domain)))
    }
}

impl View<'_> {
    /// The addresses of all partners and their people.
    pub fn partner_addresses(&self) -> Result<Addresses> {
        let mut all = Addresses::default();
        for sql in [
            "SELECT id, email, coalesce(domain, site) FROM partner",
            "SELECT partner_id, email, NULL FROM contact WHERE email IS NOT NULL",
        ] {
            let mut q = self.conn.prepare_cached(sql)?;
            let mut rows = q.query([])?;
            while let Some(r) = rows.next()? {
                let (email, site) = (r.get_ref(1)?, r.get_ref(2)?);
                all.note(r.get(0)?, email.as_str_or_null()?, site.as_str_or_null()?);
            }
        }
        Ok(all)
    }

    /// The referral of an external id: its id and company.
    pub fn referral_of(&self, external: &str) -> Result<Option<(i64, String)>> {
        let mut q = self
            .conn
            .prepare_cached("SELECT id, company FROM referral WHERE external_id = ?1")?;
        let mut rows = q.query([external])?;
        Ok(match rows.next()? {
            Some(r) => Some((r.get(0)?, r.get(1)?)),
            None => None,
        })
    }
}
