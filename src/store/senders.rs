//! Whose an e-mail address or the code of a link is: partners by their own addresses, those of their people, and their
//! links, held in memory. Reads only.

use std::collections::HashMap;

use super::{Found, View};
use crate::{domain::identity::match_key, error::Result};

/// Addresses, domains and codes of partners.
#[derive(Debug, Default)]
pub struct Senders {
    emails: HashMap<String, Vec<i64>>,
    domains: HashMap<String, Vec<i64>>,
    codes: HashMap<String, i64>,
}

impl Senders {
    /// The partners of an address: those who have it, or else those of its domain. Free mail is nobody's domain.
    pub fn partners(&self, email: &str) -> &[i64] {
        self.having(email)
            .or_else(|| self.domains.get(&match_key(email.trim())?))
            .map_or(&[], Vec::as_slice)
    }

    /// The partner an address belongs to: see [`Self::partners`].
    pub fn by_email(&self, email: &str) -> Found {
        match self.partners(email) {
            [] => Found::None,
            [one] => Found::One(*one),
            _ => Found::Many,
        }
    }

    /// Whether an address, or the domain it is of, is this partner's.
    pub fn is_of(&self, partner: i64, email: &str) -> bool {
        let has = |found: Option<&Vec<i64>>| found.is_some_and(|all| all.contains(&partner));
        has(self.having(email))
            || match_key(email.trim()).is_some_and(|domain| has(self.domains.get(&domain)))
    }

    /// The partner whose coded link has this code, in any case.
    pub fn by_code(&self, code: &str) -> Option<i64> {
        self.codes.get(&code.trim().to_lowercase()).copied()
    }

    fn having(&self, email: &str) -> Option<&Vec<i64>> {
        self.emails.get(&email.trim().to_lowercase())
    }

    fn note(&mut self, partner: i64, email: Option<&str>, site: Option<&str>) {
        if let Some(email) = email {
            add(&mut self.emails, email.trim().to_lowercase(), partner);
        }
        // The domain of a free mail provider may be kept as the partner's, but tells nobody apart.
        for domain in [email, site].into_iter().flatten().filter_map(match_key) {
            add(&mut self.domains, domain, partner);
        }
    }
}

fn add(to: &mut HashMap<String, Vec<i64>>, key: String, partner: i64) {
    let all = to.entry(key).or_default();
    if !all.contains(&partner) {
        all.push(partner);
    }
}

impl View<'_> {
    /// Every address and code of every partner.
    pub fn senders(self) -> Result<Senders> {
        let mut senders = Senders::default();
        for sql in [
            "SELECT id, email, coalesce(domain, site) FROM partner",
            "SELECT partner_id, email, NULL FROM contact WHERE email IS NOT NULL",
        ] {
            let mut q = self.conn.prepare(sql)?;
            let mut rows = q.query([])?;
            while let Some(r) = rows.next()? {
                let (email, site) = (r.get_ref(1)?, r.get_ref(2)?);
                senders.note(r.get(0)?, email.as_str_or_null()?, site.as_str_or_null()?);
            }
        }
        let mut q = self.conn.prepare("SELECT partner_id, code FROM link")?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            senders
                .codes
                .insert(r.get_ref(1)?.as_str()?.to_lowercase(), r.get(0)?);
        }
        Ok(senders)
    }
}
