//! Which accounts may be the same: those that share a key, gathered into groups that share none with any other. Judges none.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    OURS,
    account::{MADE, Made},
    link_up::Party,
};
use crate::error::Result;

/// A key that more accounts of one side have tells nobody apart, and is passed over.
const CROWD: usize = 64;
const CROWDED: i64 = 65;

/// A group of more accounts is no neighbourhood any more.
const MOST: usize = if cfg!(test) { 16 } else { 5_000 };

// Where few rows lead to many, CROSS JOIN says which come first: without statistics SQLite would guess.

/// A partner with fewer accounts than ours divided by this is asked for key by key.
const FEW: i64 = 8;

/// Accounts that share no key with any outside, ours and theirs in the order of their keys.
pub(super) struct Group {
    pub ours: Vec<Party>,
    pub theirs: Vec<Party>,
    /// Keys that are passed over.
    pub crowded: HashSet<i64>,
}

/// The group around some accounts: what shares a key with them or is spoken of with them, and so on. Nothing where that
/// is too much.
pub(super) fn around(
    conn: &Connection,
    partner: i64,
    from: &BTreeSet<i64>,
) -> Result<Option<Group>> {
    let mut met: BTreeSet<i64> = from.clone();
    let mut edge: Vec<i64> = from.iter().copied().collect();
    let mut group = Group {
        ours: Vec::new(),
        theirs: Vec::new(),
        crowded: HashSet::new(),
    };
    while let Some(id) = edge.pop() {
        let Some((side, party, decision)) = party(conn, id)? else {
            continue;
        };
        if side != OURS && side != partner {
            continue;
        }
        for next in beside(conn, partner, (side, &party, &decision), &mut group.crowded)? {
            if met.insert(next) {
                edge.push(next);
            }
        }
        if side == OURS {
            group.ours.push(party);
        } else {
            group.theirs.push(party);
        }
        if group.ours.len() + group.theirs.len() > MOST {
            return Ok(None);
        }
    }
    group.ours.sort_by(|a, b| a.key.cmp(&b.key));
    group.theirs.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(Some(group))
}

/// An account: its side, as the rules see it, and what decisions know it by.
pub(super) fn party(conn: &Connection, id: i64) -> Result<Option<(i64, Party, String)>> {
    let made = conn
        .prepare_cached(&format!("SELECT {MADE} FROM account a WHERE a.id = ?1"))?
        .query_row([id], Made::read)
        .optional()?;
    Ok(made.map(|m| (m.side, Party::of(id, &m), m.decision_key)))
}

/// Accounts of ours and the partner's that share a key with one, or that a person spoke of together with it.
fn beside(
    conn: &Connection,
    partner: i64,
    (side, party, decision): (i64, &Party, &str),
    crowded: &mut HashSet<i64>,
) -> Result<Vec<i64>> {
    let mut all = Vec::new();
    for key in party.keys() {
        let (ours, theirs) = (holders(conn, key, OURS)?, holders(conn, key, partner)?);
        if ours.len() > CROWD || theirs.len() > CROWD {
            crowded.insert(key);
        } else {
            all.extend(ours);
            all.extend(theirs);
        }
    }
    let sql = if side == OURS {
        "SELECT o.id FROM match_decision d CROSS JOIN account o ON o.partner_id = d.partner_id AND o.decision_key = d.theirs_key
         WHERE d.partner_id = ?1 AND d.ours_key = ?2"
    } else {
        "SELECT o.id FROM match_decision d CROSS JOIN account o ON o.partner_id = 0 AND o.decision_key = d.ours_key
         WHERE d.partner_id = ?1 AND d.theirs_key = ?2"
    };
    let mut q = conn.prepare_cached(sql)?;
    let mut rows = q.query(params![partner, decision])?;
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
    crowded: HashSet<i64>,
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

    /// The accounts of both sides that share a key.
    fn meet(&mut self, key: i64, ours: Vec<i64>, theirs: Vec<i64>) {
        if ours.len() > CROWD || theirs.len() > CROWD {
            self.crowded.insert(key);
        } else if !ours.is_empty() && !theirs.is_empty() {
            self.join(ours.into_iter().chain(theirs));
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

/// Everything that shares a key with an account of the other side, or is spoken of with one: batches of whole groups, and
/// the keys that are passed over.
pub(super) fn all(
    conn: &Connection,
    partner: i64,
    size: usize,
) -> Result<(Vec<Vec<i64>>, HashSet<i64>)> {
    let count = |side: i64| -> Result<i64> {
        Ok(conn
            .prepare_cached("SELECT count(*) FROM account WHERE partner_id = ?1")?
            .query_row([side], |r| r.get(0))?)
    };
    let mut groups = Groups::default();
    if count(partner)? < count(OURS)? / FEW {
        let mut q = conn.prepare_cached(&format!(
            "SELECT {MADE} FROM account a WHERE a.partner_id = ?1 ORDER BY a.key"
        ))?;
        let mut rows = q.query([partner])?;
        while let Some(r) = rows.next()? {
            for key in Party::of(r.get(0)?, &Made::read(r)?).keys() {
                let ours = holders(conn, key, OURS)?;
                if !ours.is_empty() {
                    groups.meet(key, ours, holders(conn, key, partner)?);
                }
            }
        }
    } else {
        let mut q = conn.prepare_cached(
            "SELECT key, partner_id, account_id FROM account_key WHERE partner_id IN (0, ?1) ORDER BY key, partner_id, account_id",
        )?;
        let mut rows = q.query([partner])?;
        let (mut at, mut ours, mut theirs) = (0, Vec::new(), Vec::new());
        while let Some(r) = rows.next()? {
            let key: i64 = r.get(0)?;
            if at != key {
                groups.meet(at, std::mem::take(&mut ours), std::mem::take(&mut theirs));
                at = key;
            }
            let holders = if r.get::<_, i64>(1)? == OURS {
                &mut ours
            } else {
                &mut theirs
            };
            holders.push(r.get(2)?);
        }
        groups.meet(at, ours, theirs);
    }
    let mut q = conn.prepare_cached(
        "SELECT o.id, t.id FROM match_decision d CROSS JOIN account o ON o.partner_id = 0 AND o.decision_key = d.ours_key
         CROSS JOIN account t ON t.partner_id = d.partner_id AND t.decision_key = d.theirs_key WHERE d.partner_id = ?1",
    )?;
    let mut rows = q.query([partner])?;
    while let Some(r) = rows.next()? {
        groups.join([r.get(0)?, r.get(1)?].into_iter());
    }
    let crowded = std::mem::take(&mut groups.crowded);
    Ok((groups.batches(size), crowded))
}
