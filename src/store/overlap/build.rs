//! Brings the kept accounts of both sides up to date with what is touched, and says whose pairs to work out anew.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, params};

use super::{OURS, account::Made, candidates, link_up::Party, links, members};
use crate::{error::Result, store::watch::Watch};

/// From how many accounts with another identity on, all pairs of their side are worked out anew.
const WHOLE_FROM: usize = if cfg!(test) { 12 } else { 2_000 };

/// Of a key that more accounts have, the rest is not looked at: it tells nobody apart, before or after.
const CROWDED: i64 = 10_000;

/// So many accounts go by between two looks at whether to stop.
const ACCOUNTS_A_LOOK: u64 = 1_000;

/// In place of a side: the pairs of all partners, though no account changed.
const EVERYONE: i64 = -1;

/// What changed of one side's accounts.
#[derive(Debug, Default)]
struct Changed {
    /// Accounts of another identity, accounts that are new, and what shared a key with those that were.
    ids: BTreeSet<i64>,
    /// So much that everything is worked out anew.
    whole: bool,
}

impl Changed {
    fn note(&mut self, ids: impl IntoIterator<Item = i64>) {
        if !self.whole {
            self.ids.extend(ids);
            self.whole = self.ids.len() > WHOLE_FROM;
        }
    }

    /// Notes what shares a key with an account that is not what it was: one more or one less may make a crowd of them.
    fn around(&mut self, conn: &Connection, keys: &[i64]) -> Result<()> {
        let mut q =
            conn.prepare_cached("SELECT account_id FROM account_key WHERE key = ?1 LIMIT ?2")?;
        for key in keys.iter().filter(|_| !self.whole).collect::<Vec<_>>() {
            let beside = q
                .query_map([*key, CROWDED], |r| r.get(0))?
                .collect::<rusqlite::Result<Vec<i64>>>()?;
            self.note(beside);
        }
        Ok(())
    }
}

/// Works out the touched accounts, their keys and their pairs.
pub(super) fn bring_up_to_date(conn: &Connection, watch: &dyn Watch) -> Result<()> {
    let mut changed = Changed::default();
    let sides = ids(conn, "SELECT partner_id FROM temp.touched_side ORDER BY 1")?;
    let mut whole: BTreeSet<i64> = BTreeSet::new();
    let all = sides.contains(&EVERYONE);
    for side in sides.into_iter().filter(|s| *s != EVERYONE) {
        let mut of_side = Changed::default();
        refresh_side(conn, side, &mut of_side, watch)?;
        if of_side.whole {
            whole.insert(side);
        }
        changed.ids.extend(of_side.ids);
    }
    let mut q = conn.prepare_cached(
        "SELECT partner_id, key FROM temp.touched_account WHERE partner_id NOT IN (SELECT partner_id FROM temp.touched_side) ORDER BY 1, 2",
    )?;
    let keys = q
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
    for (side, key) in keys {
        let members = members::of_key(conn, side, &key)?;
        let made = Made::of(side, &key, &members)?;
        refresh(conn, side, &key, made, &mut changed)?;
    }
    links::settled(conn)?;
    changed.ids.extend(ids(
        conn,
        "SELECT a.id FROM temp.touched_decision t CROSS JOIN account a ON a.partner_id = 0 AND a.decision_key = t.ours_key
         UNION SELECT a.id FROM temp.touched_decision t CROSS JOIN account a ON a.partner_id = t.partner_id AND a.decision_key = t.theirs_key",
    )?);
    let all = all || whole.contains(&OURS) || changed.whole;
    for partner in ids(
        conn,
        "SELECT DISTINCT partner_id FROM population WHERE partner_id IS NOT NULL ORDER BY 1",
    )? {
        if all || whole.contains(&partner) {
            links::whole(conn, partner, watch)?;
        } else if !changed.ids.is_empty() {
            match candidates::around(conn, partner, &changed.ids)? {
                Some(group) => links::some(conn, partner, &group)?,
                None => links::whole(conn, partner, watch)?,
            }
        }
    }
    Ok(())
}

fn ids(conn: &Connection, sql: &str) -> Result<Vec<i64>> {
    let mut q = conn.prepare_cached(sql)?;
    let all = q
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(all)
}

/// How many accounts were worked out, told now and then.
struct Told<'a> {
    watch: &'a dyn Watch,
    done: u64,
}

impl<'a> Told<'a> {
    fn new(watch: &'a dyn Watch) -> Self {
        Self { watch, done: 0 }
    }

    fn one_more(&mut self) -> Result<()> {
        self.done += 1;
        if self.done.is_multiple_of(ACCOUNTS_A_LOOK) {
            self.watch.tell(self.done, 0, "accounts")?;
        }
        Ok(())
    }
}

/// Works out every account of a side.
fn refresh_side(
    conn: &Connection,
    side: i64,
    changed: &mut Changed,
    watch: &dyn Watch,
) -> Result<()> {
    let there: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM account WHERE partner_id = ?1)")?
        .query_row([side], |r| r.get(0))?;
    if !there {
        return fill_side(conn, side, changed, watch);
    }
    let mut seen = HashSet::new();
    let mut told = Told::new(watch);
    members::of_side(conn, side, &mut |key, members| {
        told.one_more()?;
        seen.insert(digest(key));
        refresh(conn, side, key, Made::of(side, key, members)?, changed)
    })?;
    let mut q =
        conn.prepare_cached("SELECT key FROM account WHERE partner_id = ?1 ORDER BY key")?;
    let gone = q
        .query_map([side], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for key in gone.iter().filter(|k| !seen.contains(&digest(k))) {
        refresh(conn, side, key, None, changed)?;
    }
    Ok(())
}

/// Writes the accounts of a side that has none: its keys last, in the order they are kept in.
fn fill_side(conn: &Connection, side: i64, changed: &mut Changed, watch: &dyn Watch) -> Result<()> {
    let mut keys: Vec<(i64, i64)> = Vec::new();
    let mut told = Told::new(watch);
    members::of_side(conn, side, &mut |key, members| {
        told.one_more()?;
        if let Some(made) = Made::of(side, key, members)? {
            let id = made.insert(conn)?;
            let party = Party::of(id, &made);
            keys.extend(party.keys().into_iter().map(|key| (key, id)));
        }
        Ok(())
    })?;
    keys.sort_unstable();
    keys.dedup();
    let mut q = conn.prepare_cached(ADD_KEY)?;
    for (key, id) in &keys {
        q.execute(params![key, side, id])?;
    }
    changed.whole = true;
    Ok(())
}

const ADD_KEY: &str =
    "INSERT OR IGNORE INTO account_key (key, partner_id, account_id) VALUES (?1, ?2, ?3)";

/// Puts one account where it belongs: new, changed, as it was, or gone.
fn refresh(
    conn: &Connection,
    side: i64,
    key: &str,
    made: Option<Made>,
    changed: &mut Changed,
) -> Result<()> {
    match (Made::kept(conn, side, key)?, made) {
        (None, None) => {}
        (Some((_, kept)), Some(made)) if kept == made => {}
        (None, Some(made)) => {
            let id = made.insert(conn)?;
            let keys = Party::of(id, &made).keys();
            put_keys(conn, side, id, &keys)?;
            changed.note([id]);
            changed.around(conn, &keys)?;
        }
        (Some((id, kept)), Some(made)) => {
            made.update(conn, id)?;
            let (was, is) = (Party::of(id, &kept), Party::of(id, &made));
            if was == is {
                links::tell(conn, side, id, &made)?;
            } else {
                let (old, new) = (was.keys(), is.keys());
                changed.around(conn, &old)?;
                links::forget(conn, id)?;
                drop_keys(conn, side, id, &old)?;
                put_keys(conn, side, id, &new)?;
                changed.note([id]);
                changed.around(conn, &new)?;
            }
        }
        (Some((id, kept)), None) => {
            let keys = Party::of(id, &kept).keys();
            changed.around(conn, &keys)?;
            links::forget(conn, id)?;
            drop_keys(conn, side, id, &keys)?;
            for sql in [
                "DELETE FROM account_value WHERE account_id = ?1",
                "DELETE FROM account WHERE id = ?1",
            ] {
                conn.prepare_cached(sql)?.execute([id])?;
            }
            changed.ids.remove(&id);
        }
    }
    Ok(())
}

fn put_keys(conn: &Connection, side: i64, id: i64, keys: &[i64]) -> Result<()> {
    for key in keys {
        conn.prepare_cached(ADD_KEY)?
            .execute(params![key, side, id])?;
    }
    Ok(())
}

fn drop_keys(conn: &Connection, side: i64, id: i64, keys: &[i64]) -> Result<()> {
    for key in keys {
        conn.prepare_cached(
            "DELETE FROM account_key WHERE key = ?1 AND partner_id = ?2 AND account_id = ?3",
        )?
        .execute(params![key, side, id])?;
    }
    Ok(())
}

/// A key of an account as a number: a million of them are looked through.
fn digest(key: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Accounts of some ids, as the rules see them, those of the side first: ours and theirs.
pub(super) fn sides(conn: &Connection, ids: &[i64]) -> Result<(Vec<Party>, Vec<Party>)> {
    let mut q = conn.prepare_cached(&format!(
        "SELECT {} FROM json_each(?1) j CROSS JOIN account a ON a.id = j.value",
        super::account::MADE
    ))?;
    let mut rows = q.query([crate::store::facts::id_list(ids)])?;
    let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
    while let Some(r) = rows.next()? {
        let made = Made::read(r)?;
        let side = Party::of(r.get(0)?, &made);
        let all = if made.side == OURS {
            &mut ours
        } else {
            &mut theirs
        };
        all.insert(made.key.clone(), side);
    }
    Ok((ours.into_values().collect(), theirs.into_values().collect()))
}
