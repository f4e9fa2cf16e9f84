//! Which accounts may be the same: those that share a key, gathered into groups that share none with any other. Judges none.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::OURS;
use crate::error::Result;

/// A key that more accounts of one side have tells nobody apart, and is passed over.
const CROWD: usize = 64;
const CROWDED: i64 = 65;

/// A group of more accounts is no neighbourhood any more.
const MOST: usize = if cfg!(test) { 16 } else { 5_000 };

/// A partner with fewer accounts than ours divided by this is asked for key by key.
const FEW: i64 = 8;

/// The group around some accounts: what shares a key with them or is spoken of with them, and so on. Nothing where that
/// is too much.
pub(super) fn around(
    conn: &Connection,
    partner: i64,
    from: &BTreeSet<i64>,
) -> Result<Option<Vec<i64>>> {
    let mut group: BTreeSet<i64> = BTreeSet::new();
    let mut edge: Vec<i64> = Vec::new();
    for id in from {
        let side: Option<i64> = side_of(conn, *id)?;
        if side == Some(OURS) || side == Some(partner) {
            group.insert(*id);
            edge.push(*id);
        }
    }
    while let Some(id) = edge.pop() {
        for next in beside(conn, partner, id)? {
            if group.insert(next) {
                edge.push(next);
            }
        }
        if group.len() > MOST {
            return Ok(None);
        }
    }
    Ok(Some(group.into_iter().collect()))
}

fn side_of(conn: &Connection, id: i64) -> Result<Option<i64>> {
    use rusqlite::OptionalExtension;
    Ok(conn
        .prepare_cached("SELECT partner_id FROM account WHERE id = ?1")?
        .query_row([id], |r| r.get(0))
        .optional()?)
}

/// Accounts of ours and the partner's that share a key with one, or that a person spoke of together with it.
fn beside(conn: &Connection, partner: i64, id: i64) -> Result<Vec<i64>> {
    let mut q = conn.prepare_cached("SELECT key FROM account_key WHERE account_id = ?1")?;
    let keys = q
        .query_map([id], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut all = Vec::new();
    for key in keys {
        let (ours, theirs) = (holders(conn, key, OURS)?, holders(conn, key, partner)?);
        if ours.len() <= CROWD && theirs.len() <= CROWD {
            all.extend(ours);
            all.extend(theirs);
        }
    }
    let mut q = conn.prepare_cached(
        "SELECT o.id FROM account a JOIN match_decision d ON d.partner_id = ?2 AND d.ours_key = a.decision_key
           JOIN account o ON o.partner_id = ?2 AND o.decision_key = d.theirs_key WHERE a.id = ?1 AND a.partner_id = 0
         UNION ALL
         SELECT o.id FROM account a JOIN match_decision d ON d.partner_id = ?2 AND d.theirs_key = a.decision_key
           JOIN account o ON o.partner_id = 0 AND o.decision_key = d.ours_key WHERE a.id = ?1 AND a.partner_id = ?2",
    )?;
    let mut rows = q.query([id, partner])?;
    while let Some(r) = rows.next()? {
        all.push(r.get(0)?);
    }
    Ok(all)
}

fn holders(conn: &Connection, key: i64, side: i64) -> Result<Vec<i64>> {
    let mut q = conn.prepare_cached(
        "SELECT account_id FROM account_key WHERE key = ?1 AND partner_id = ?2 LIMIT ?3",
    )?;
    let all = q
        .query_map(params![key, side, CROWDED], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(all)
}

/// Sets of accounts that hang together.
#[derive(Default)]
struct Groups {
    place: HashMap<i64, usize>,
    ids: Vec<i64>,
    parent: Vec<usize>,
}

impl Groups {
    fn place(&mut self, id: i64) -> usize {
        *self.place.entry(id).or_insert_with(|| {
            self.ids.push(id);
            self.parent.push(self.ids.len() - 1);
            self.ids.len() - 1
        })
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, ids: impl Iterator<Item = i64>) {
        let mut first = None;
        for id in ids {
            let place = self.place(id);
            let root = self.root(place);
            match first {
                None => first = Some(root),
                Some(other) => self.parent[root] = other,
            }
            first = first.map(|f| self.root(f));
        }
    }

    /// The groups, small ones together, in batches of about so many accounts.
    fn batches(mut self, size: usize) -> Vec<Vec<i64>> {
        let mut of_root: HashMap<usize, Vec<i64>> = HashMap::new();
        for at in 0..self.ids.len() {
            let root = self.root(at);
            of_root.entry(root).or_default().push(self.ids[at]);
        }
        let mut groups: Vec<Vec<i64>> = of_root.into_values().collect();
        for group in &mut groups {
            group.sort_unstable();
        }
        groups.sort_unstable();
        let mut batches: Vec<Vec<i64>> = Vec::new();
        for group in groups {
            match batches.last_mut() {
                Some(last) if last.len() + group.len() <= size => last.extend(group),
                _ => batches.push(group),
            }
        }
        batches
    }
}

/// Everything that shares a key with an account of the other side, or is spoken of with one: batches of whole groups.
pub(super) fn all(conn: &Connection, partner: i64, size: usize) -> Result<Vec<Vec<i64>>> {
    let count = |side: i64| -> Result<i64> {
        Ok(conn
            .prepare_cached("SELECT count(*) FROM account WHERE partner_id = ?1")?
            .query_row([side], |r| r.get(0))?)
    };
    let mut groups = Groups::default();
    if count(partner)? < count(OURS)? / FEW {
        let mut q = conn.prepare_cached(
            "SELECT DISTINCT k.key FROM account t CROSS JOIN account_key k ON k.account_id = t.id WHERE t.partner_id = ?1",
        )?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            let key = r.get(0)?;
            let ours = holders(conn, key, OURS)?;
            if !ours.is_empty() {
                meet(&mut groups, ours, holders(conn, key, partner)?);
            }
        }
    } else {
        let mut q = conn.prepare_cached(
            "SELECT key, partner_id, account_id FROM account_key WHERE partner_id IN (0, ?1) ORDER BY key, partner_id, account_id",
        )?;
        let mut rows = q.query([partner])?;
        let (mut at, mut ours, mut theirs) = (None, Vec::new(), Vec::new());
        while let Some(r) = rows.next()? {
            let key: i64 = r.get(0)?;
            if at != Some(key) {
                meet(
                    &mut groups,
                    std::mem::take(&mut ours),
                    std::mem::take(&mut theirs),
                );
                at = Some(key);
            }
            let side = if r.get::<_, i64>(1)? == OURS {
                &mut ours
            } else {
                &mut theirs
            };
            side.push(r.get(2)?);
        }
        meet(&mut groups, ours, theirs);
    }
    let mut q = conn.prepare_cached(
        "SELECT o.id, t.id FROM match_decision d JOIN account o ON o.partner_id = 0 AND o.decision_key = d.ours_key
         JOIN account t ON t.partner_id = d.partner_id AND t.decision_key = d.theirs_key WHERE d.partner_id = ?1",
    )?;
    let mut rows = q.query([partner])?;
    while let Some(r) = rows.next()? {
        groups.join([r.get(0)?, r.get(1)?].into_iter());
    }
    Ok(groups.batches(size))
}

fn meet(groups: &mut Groups, ours: Vec<i64>, theirs: Vec<i64>) {
    let crowded = ours.len() > CROWD || theirs.len() > CROWD;
    if !ours.is_empty() && !theirs.is_empty() && !crowded {
        groups.join(ours.into_iter().chain(theirs));
    }
}
