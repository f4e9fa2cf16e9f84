//! The kept pairs: written for whole groups of accounts as the rules judge them, told what their accounts became, forgotten.

use rusqlite::{Connection, params};

use super::{
    OURS,
    account::Made,
    build::sides,
    candidates::{self, Group},
    link_up::{self, Link, Said},
};
use crate::{
    domain::{matching::Decision, overlap::Verdict},
    error::Result,
    store::{facts::id_list, watch::Watch},
};

/// Accounts that are judged together.
const BATCH: usize = if cfg!(test) { 8 } else { 20_000 };

/// The setting by which probable pairs count.
pub(super) const PROBABLE: &str = "overlap_probable";

/// Works out all pairs of a partner.
pub(super) fn whole(conn: &Connection, partner: i64, watch: &dyn Watch) -> Result<()> {
    conn.prepare_cached("DELETE FROM overlap WHERE partner_id = ?1")?
        .execute([partner])?;
    let said = said(conn, partner)?;
    let mut found = Vec::new();
    let (batches, crowded) = candidates::all(conn, partner, BATCH)?;
    let all = batches.iter().map(|b| b.len() as u64).sum();
    let mut done = 0;
    for batch in batches {
        watch.tell(done, all, "accounts")?;
        done += batch.len() as u64;
        let (ours, theirs) = sides(conn, &batch)?;
        found.extend(link_up::link(&ours, &theirs, &said, &crowded));
    }
    // In the order they are kept in.
    found.sort_unstable_by_key(|l| (l.ours, l.theirs));
    write(conn, partner, &found, false)
}

/// Works out the pairs of a group that shares no key with any account outside.
pub(super) fn some(conn: &Connection, partner: i64, group: &Group) -> Result<()> {
    for (column, side) in [("ours", &group.ours), ("theirs", &group.theirs)] {
        let ids: Vec<i64> = side.iter().map(|p| p.id).collect();
        conn.prepare_cached(&format!(
            "DELETE FROM overlap WHERE {column} IN (SELECT value FROM json_each(?1)) AND partner_id = ?2 AND searched = 0"
        ))?
        .execute(params![id_list(&ids), partner])?;
    }
    let said = said(conn, partner)?;
    let found = link_up::link(&group.ours, &group.theirs, &said, &group.crowded);
    write(conn, partner, &found, false)
}

/// Forgets what was searched and found of pairs that a person settled since, or of which a person took the verdict back.
pub(super) fn settled(conn: &Connection) -> Result<()> {
    conn.prepare_cached(
        "DELETE FROM overlap WHERE (partner_id, ours, theirs) IN (
           SELECT t.partner_id, o.id, h.id FROM temp.touched_decision t CROSS JOIN account o ON o.partner_id = 0 AND o.decision_key = t.ours_key
           CROSS JOIN account h ON h.partner_id = t.partner_id AND h.decision_key = t.theirs_key)",
    )?
    .execute([])?;
    Ok(())
}

/// Forgets all pairs of an account.
pub(super) fn forget(conn: &Connection, account: i64) -> Result<()> {
    for sql in [
        "DELETE FROM overlap WHERE ours = ?1",
        "DELETE FROM overlap WHERE theirs = ?1",
    ] {
        conn.prepare_cached(sql)?.execute([account])?;
    }
    Ok(())
}

/// Tells the pairs of an account what it became.
pub(super) fn tell(conn: &Connection, side: i64, id: i64, made: &Made) -> Result<()> {
    let sql = if side == OURS {
        "UPDATE overlap SET our_standing = ?2, our_owner = ?3 WHERE ours = ?1"
    } else {
        "UPDATE overlap SET their_standing = ?2, their_rep = ?3 WHERE theirs = ?1"
    };
    conn.prepare_cached(sql)?
        .execute(params![id, made.standing, made.owner])?;
    Ok(())
}

/// Writes pairs; what a search found stands in no other pair's place.
pub(super) fn write(conn: &Connection, partner: i64, found: &[Link], searched: bool) -> Result<()> {
    let or = if searched { "IGNORE" } else { "REPLACE" };
    let mut q = conn.prepare_cached(&format!(
        "INSERT OR {or} INTO overlap (partner_id, ours, theirs, tier, counts, open, searched, kind, rule, score, our_standing,
           their_standing, our_owner, their_rep)
         SELECT ?1, o.id, t.id, ?4, ?5, ?6, ?7, ?8, ?9, ?10, o.standing, t.standing, o.owner, t.owner
         FROM account o JOIN account t ON t.id = ?3 WHERE o.id = ?2"
    ))?;
    for l in found {
        q.execute(params![
            partner,
            l.ours,
            l.theirs,
            l.tier,
            l.counts,
            l.open,
            searched,
            l.kind.word(),
            l.rule,
            l.score
        ])?;
    }
    Ok(())
}

/// What people said of a partner's pairs, and whether probable ones count in this book.
pub(super) fn said(conn: &Connection, partner: i64) -> Result<Said> {
    let mut said = Said {
        probable: conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM setting WHERE key = ?1 AND value = 'yes')",
            )?
            .query_row([PROBABLE], |r| r.get(0))?,
        ..Said::default()
    };
    let mut q = conn.prepare_cached(
        "SELECT ours_key, theirs_key, verdict FROM match_decision WHERE partner_id = ?1 ORDER BY id",
    )?;
    let mut rows = q.query([partner])?;
    while let Some(r) = rows.next()? {
        if let Some(verdict) = Verdict::of_word(r.get_ref(2)?.as_str()?) {
            said.decisions.push(Decision {
                ours: r.get(0)?,
                theirs: r.get(1)?,
                verdict,
            });
        }
    }
    Ok(said)
}
