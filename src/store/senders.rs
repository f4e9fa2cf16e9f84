//! Which partner sent a lead, told from an address or a code in the file; held in memory for imports.

use std::collections::HashMap;

use super::{Found, View};
use crate::{domain::identity::match_key, error::Result};

/// Addresses, domains and codes of partners.
#[derive(Debug, Default)]
pub struct Senders {
    emails: HashMap<String, Found>,
    domains: HashMap<String, Found>,
    codes: HashMap<String, i64>,
}

impl Senders {
    /// The partner an e-mail address belongs to: its own or one of its people's, or else one at its domain, unless
    /// anybody can have an address there.
    pub fn by_email(&self, email: &str) -> Found {
        let email = email.trim().to_lowercase();
        match self.emails.get(&email) {
            Some(found) => *found,
            None => match_key(&email)
                .and_then(|domain| self.domains.get(&domain).copied())
                .unwrap_or(Found::None),
        }
    }

    /// The partner whose coded link has this code, in any case.
    pub fn by_code(&self, code: &str) -> Option<i64> {
        self.codes.get(&code.trim().to_lowercase()).copied()
    }

    fn email(&mut self, email: &str, partner: i64) {
        note(&mut self.emails, email.trim().to_lowercase(), partner);
        if let Some(domain) = match_key(email) {
            note(&mut self.domains, domain, partner);
        }
    }
}

fn note(into: &mut HashMap<String, Found>, key: String, partner: i64) {
    into.entry(key)
        .and_modify(|found| {
            if *found != Found::One(partner) {
                *found = Found::Many;
            }
        })
        .or_insert(Found::One(partner));
}

impl View<'_> {
    /// Every address and code of every partner.
    pub fn senders(self) -> Result<Senders> {
        let mut senders = Senders::default();
        for sql in [
            "SELECT id, email FROM partner WHERE email IS NOT NULL",
            "SELECT partner_id, email FROM contact WHERE email IS NOT NULL",
        ] {
            let mut q = self.conn.prepare(sql)?;
            let mut rows = q.query([])?;
            while let Some(r) = rows.next()? {
                senders.email(r.get_ref(1)?.as_str()?, r.get(0)?);
            }
        }
        let mut q = self
            .conn
            .prepare("SELECT id, domain FROM partner WHERE domain IS NOT NULL")?;
        let mut rows = q.query([])?;
        while let Some(r) = rows.next()? {
            // The domain of a free mail provider is kept as the partner's address says it, but tells nobody apart.
            if let Some(domain) = match_key(r.get_ref(1)?.as_str()?) {
                note(&mut senders.domains, domain, r.get(0)?);
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
