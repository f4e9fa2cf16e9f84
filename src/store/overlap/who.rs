//! Who covers an account: every partner that lists it, and what it is to each.

use rusqlite::params;

use super::{
    Account,
    account::{MADE, account},
};
use crate::{domain::identity::match_key, error::Result, store::View};

/// A partner that has an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The partner.
    pub partner: i64,
    /// Its name.
    pub partner_name: String,
    /// Its short name.
    pub slug: String,
    /// The account on its list.
    pub theirs: Account,
    /// Our account it is; none where only the partner has it.
    pub ours: Option<Account>,
    /// The tier and rule by which it is ours.
    pub pair: Option<(String, String)>,
}

impl View<'_> {
    /// Which partners have an account, named by website or name: those whose account is ours first, by what it is to them.
    pub fn overlap_who(&self, typed: &str) -> Result<Vec<Covered>> {
        let typed = typed.trim();
        let ours = self.find_account(None, typed).ok();
        let domain = match_key(typed);
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT {MADE}, p.name, p.slug, o.ours, o.tier, o.rule
             FROM (SELECT theirs AS id FROM overlap WHERE ours = ?1 AND counts = 1
                   UNION SELECT k.id FROM partner n CROSS JOIN account k ON k.partner_id = n.id AND k.key = 'd:' || ?2
                   UNION SELECT k.id FROM account k WHERE ?2 IS NULL AND k.partner_id <> 0 AND k.name = ?3 COLLATE NOCASE) f
             CROSS JOIN account a ON a.id = f.id JOIN partner p ON p.id = a.partner_id
             LEFT JOIN overlap o ON o.partner_id = a.partner_id AND o.theirs = a.id AND o.counts = 1
             ORDER BY o.ours IS NULL, a.standing, p.name COLLATE NOCASE, p.id, a.name, a.key, o.ours"
        ))?;
        let mut rows = q.query(params![ours, domain, typed])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let theirs = account(r)?;
            let ours: Option<i64> = r.get(21)?;
            let pair = ours.map(|_| Ok::<_, rusqlite::Error>((r.get(22)?, r.get(23)?)));
            all.push(Covered {
                partner: theirs.partner.unwrap_or_default(),
                partner_name: r.get(19)?,
                slug: r.get(20)?,
                ours: ours.map(|id| self.overlap_account(id)).transpose()?,
                pair: pair.transpose()?,
                theirs,
            });
        }
        Ok(all)
    }

    /// The accounts of a partner that are an account of ours, strongest first.
    pub fn their_accounts_of(&self, partner: i64, ours: i64) -> Result<Vec<Account>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT {MADE} FROM overlap o JOIN account a ON a.id = o.theirs
             WHERE o.partner_id = ?1 AND o.ours = ?2 AND o.counts = 1 ORDER BY a.standing, a.name, a.key"
        ))?;
        let all = q
            .query_map([partner, ours], account)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(all)
    }
}
