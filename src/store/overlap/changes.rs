//! What changed in a partner's lists since the version before: rows that are new, rows that are gone.

use super::population::{ACCOUNT, NewAccount, Population, read_account};
use crate::{error::Result, store::View};

/// What changed in one list since the version before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChange {
    /// The list; its `before` says since when.
    pub list: Population,
    /// Rows that were not in the version before: the id of each, and whether it is ours, too.
    pub new: Vec<(i64, NewAccount, bool)>,
    /// Rows that are there no more.
    pub gone: Vec<(i64, NewAccount, bool)>,
}

impl View<'_> {
    /// What changed in each list of a partner since the version before; lists that were loaded once are left out.
    pub fn overlap_changes(&self, partner: i64) -> Result<Vec<ListChange>> {
        let mut all = Vec::new();
        for list in self.populations(partner)? {
            if list.before.is_none() {
                continue;
            }
            let as_of = list.as_of.to_string();
            all.push(ListChange {
                new: self.rows_since(list.id, "a.gone_on IS NULL AND a.seen_first = ?2", &as_of)?,
                gone: self.rows_since(list.id, "a.gone_on = ?2", &as_of)?,
                list,
            });
        }
        Ok(all)
    }

    fn rows_since(
        &self,
        list: i64,
        which: &str,
        day: &str,
    ) -> Result<Vec<(i64, NewAccount, bool)>> {
        // A row that is gone is no account any more: whether it is ours is told by its website.
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT a.id, {ACCOUNT},
               EXISTS (SELECT 1 FROM account k CROSS JOIN overlap o ON o.theirs = k.id AND o.counts = 1
                       WHERE k.partner_id = p.partner_id AND k.key = coalesce('d:' || a.domain, 'a' || a.id))
               OR EXISTS (SELECT 1 FROM account k WHERE k.partner_id = 0 AND k.key = 'd:' || a.domain)
             FROM population_account a JOIN population p ON p.id = a.population_id
             WHERE a.population_id = ?1 AND {which} ORDER BY a.name, a.id"
        ))?;
        let rows = q.query_map(rusqlite::params![list, day], |r| {
            Ok((r.get(0)?, read_account(r, 1)?, r.get(15)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
