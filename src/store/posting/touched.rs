//! What an operation touches: the referrals, partners and adjustments whose ledger it may have moved. Posts nothing.

use rusqlite::Connection;

use super::linked::Linked;
use crate::{
    error::Result,
    store::{bulk::Marks, facts::id_list},
};

/// Tables of this connection only. `whole`: more than revenue changed, so wins and shares may count elsewhere. `adds`:
/// nothing but new revenue lines came.
/// `touched_sharer`: partners whose wins or volume may have moved.
pub(in crate::store) const TABLES: &str = "
  CREATE TEMP TABLE IF NOT EXISTS touched_referral (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL,
    adds INTEGER NOT NULL DEFAULT 0);
  CREATE TEMP TABLE IF NOT EXISTS touched_sharer (id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE IF NOT EXISTS touched_adjustment (id INTEGER PRIMARY KEY);";

const FORGET: &str = "DELETE FROM temp.touched_referral; DELETE FROM temp.touched_sharer;
  DELETE FROM temp.touched_adjustment;";

/// Facts of a referral beyond its revenue: what decides over money in it, its agreements, their shares, their terms.
const WHOLE_BY_CHANGES: &str = "
  INSERT OR REPLACE INTO temp.touched_referral (id, whole)
  SELECT id, 1 FROM (
    SELECT row_id AS id FROM change WHERE op = ?1 AND tbl = 'referral'
       AND json_extract(before, '$.stage', '$.submitted_on', '$.qualified_on', '$.won_on')
           IS NOT json_extract(after, '$.stage', '$.submitted_on', '$.qualified_on', '$.won_on')
    UNION SELECT json_extract(before, '$.referral_id') FROM change WHERE op = ?1 AND tbl = 'agreement' AND before IS NOT NULL
    UNION SELECT json_extract(after, '$.referral_id') FROM change WHERE op = ?1 AND tbl = 'agreement' AND after IS NOT NULL
    UNION SELECT a.referral_id FROM change c JOIN agreement a ON a.id = json_extract(coalesce(c.after, c.before), '$.agreement_id')
     WHERE c.op = ?1 AND c.tbl = 'agreement_share'
    UNION SELECT a.referral_id FROM change c JOIN agreement a ON a.terms_id = c.row_id
     WHERE c.op = ?1 AND c.tbl = 'terms' AND c.before IS NOT NULL)";

/// Revenue, and what a person voided: they count on their own referral, and to volume.
const LINES_BY_CHANGES: &str = "
  INSERT OR IGNORE INTO temp.touched_referral (id, whole)
  SELECT id, 0 FROM (
    SELECT json_extract(before, '$.referral_id') AS id FROM change WHERE op = ?1 AND tbl = 'revenue_line'
    UNION SELECT json_extract(after, '$.referral_id') FROM change WHERE op = ?1 AND tbl = 'revenue_line'
    UNION SELECT k.referral_id FROM change c
      JOIN commission k ON k.source = json_extract(coalesce(c.after, c.before), '$.source')
       AND k.source_id = json_extract(coalesce(c.after, c.before), '$.source_id')
     WHERE c.op = ?1 AND c.tbl = 'commission_void' AND k.source <> 'hand'
    UNION SELECT v.referral_id FROM change c JOIN revenue_line v ON v.id = json_extract(coalesce(c.after, c.before), '$.source_id')
     WHERE c.op = ?1 AND c.tbl = 'commission_void' AND json_extract(coalesce(c.after, c.before), '$.source') = 'line')
  WHERE id IS NOT NULL";

/// Partners whose shares went: nothing else knows of them any more.
const SHARES_GONE: &str = "
  INSERT OR IGNORE INTO temp.touched_sharer
  SELECT json_extract(before, '$.partner_id') FROM change WHERE op = ?1 AND tbl = 'agreement_share' AND before IS NOT NULL";

const ADJUSTMENTS_BY_CHANGES: &str = "
  INSERT OR IGNORE INTO temp.touched_adjustment
  SELECT row_id FROM change WHERE op = ?1 AND tbl = 'adjustment'
  UNION SELECT json_extract(coalesce(after, before), '$.source_id') FROM change
   WHERE op = ?1 AND tbl = 'commission_void' AND json_extract(coalesce(after, before), '$.source') = 'hand'";

/// Notes what an operation changed row by row.
pub(super) fn by_changes(conn: &Connection, op: i64) -> Result<()> {
    for sql in [
        WHOLE_BY_CHANGES,
        LINES_BY_CHANGES,
        SHARES_GONE,
        ADJUSTMENTS_BY_CHANGES,
    ] {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    Ok(())
}

/// Notes what an operation brought in bulk: rows above the marks, which are not in `change`.
pub(super) fn by_bulk(conn: &Connection, marks: &Marks) -> Result<()> {
    for (table, sql) in [
        ("referral", "INSERT OR REPLACE INTO temp.touched_referral (id, whole) SELECT id, 1 FROM referral WHERE id > ?1"),
        ("agreement", "INSERT OR REPLACE INTO temp.touched_referral (id, whole) SELECT referral_id, 1 FROM agreement WHERE id > ?1"),
        (
            "agreement_share",
            "INSERT OR REPLACE INTO temp.touched_referral (id, whole)
             SELECT a.referral_id, 1 FROM agreement_share s JOIN agreement a ON a.id = s.agreement_id WHERE s.id > ?1",
        ),
        ("adjustment", "INSERT OR IGNORE INTO temp.touched_adjustment SELECT id FROM adjustment WHERE id > ?1"),
        (
            "commission_void",
            "INSERT OR IGNORE INTO temp.touched_referral (id, whole)
             SELECT v.referral_id, 0 FROM commission_void o JOIN revenue_line v ON o.source = 'line' AND v.id = o.source_id
             WHERE o.id > ?1 AND v.referral_id IS NOT NULL",
        ),
        // The last: it says that nothing else came, of those that are not there yet.
        (
            "revenue_line",
            "INSERT OR IGNORE INTO temp.touched_referral (id, whole, adds)
             SELECT referral_id, 0, 1 FROM revenue_line WHERE id > ?1 AND referral_id IS NOT NULL",
        ),
    ] {
        conn.prepare_cached(sql)?.execute([marks.of(table)])?;
    }
    Ok(())
}

/// Notes what an earlier operation brought in bulk, before an undo takes it away.
pub(super) fn by_ranges(conn: &Connection, op: i64, linked: &Linked) -> Result<()> {
    for sql in [
        "INSERT OR REPLACE INTO temp.touched_referral (id, whole) SELECT r.id, 1 FROM bulk b
         JOIN referral r ON r.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'referral'",
        "INSERT OR REPLACE INTO temp.touched_referral (id, whole) SELECT a.referral_id, 1 FROM bulk b
         JOIN agreement a ON a.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'agreement'",
        "INSERT OR REPLACE INTO temp.touched_referral (id, whole) SELECT a.referral_id, 1 FROM bulk b
         JOIN agreement_share s ON s.id BETWEEN b.first_id AND b.last_id JOIN agreement a ON a.id = s.agreement_id
         WHERE b.op = ?1 AND b.tbl = 'agreement_share'",
        "INSERT OR IGNORE INTO temp.touched_referral (id, whole) SELECT l.referral_id, 0 FROM bulk b
         JOIN revenue_line l ON l.id BETWEEN b.first_id AND b.last_id
         WHERE b.op = ?1 AND b.tbl = 'revenue_line' AND l.referral_id IS NOT NULL",
        "INSERT OR IGNORE INTO temp.touched_adjustment SELECT a.id FROM bulk b
         JOIN adjustment a ON a.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'adjustment'",
    ] {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    // Who shares in them must be known before the shares go: wins count for other referrals of theirs.
    sharers(conn, linked)
}

/// Notes everything there is to work out; with `partners`, what they have a share in and what is posted for them.
pub(super) fn everything(conn: &Connection, partners: Option<&[i64]>) -> Result<()> {
    let only = partners.map(id_list);
    for sql in [
        "INSERT OR IGNORE INTO temp.touched_referral (id, whole)
         SELECT id, 0 FROM referral WHERE ?1 IS NULL
         UNION ALL SELECT a.referral_id, 0 FROM json_each(?1) j JOIN agreement_share s ON s.partner_id = j.value
          JOIN agreement a ON a.id = s.agreement_id",
        "INSERT OR IGNORE INTO temp.touched_referral (id, whole) SELECT referral_id, 0 FROM commission
         WHERE source <> 'hand' AND (?1 IS NULL OR partner_id IN (SELECT value FROM json_each(?1)))",
        "INSERT OR IGNORE INTO temp.touched_adjustment
         SELECT id FROM adjustment WHERE ?1 IS NULL OR partner_id IN (SELECT value FROM json_each(?1))",
        "INSERT OR IGNORE INTO temp.touched_adjustment SELECT source_id FROM commission
         WHERE source = 'hand' AND (?1 IS NULL OR partner_id IN (SELECT value FROM json_each(?1)))",
    ] {
        conn.prepare_cached(sql)?.execute([&only])?;
    }
    Ok(())
}

/// Adds the referrals whose commission depends on the touched ones: those whose first-named partner's wins or volume
/// may have moved, under terms that look at them. One step: what they look at is not changed by them.
pub(super) fn widen(conn: &Connection, linked: &Linked) -> Result<()> {
    if linked.is_empty() {
        return Ok(());
    }
    sharers(conn, linked)?;
    conn.prepare_cached(
        "INSERT OR IGNORE INTO temp.touched_referral (id, whole)
         SELECT a.referral_id, 0 FROM temp.touched_sharer p CROSS JOIN agreement_share s ON s.partner_id = p.id
         CROSS JOIN agreement a ON a.id = s.agreement_id
         WHERE a.terms_id IN (SELECT value FROM json_each(?1))
           AND s.position = (SELECT min(m.position) FROM agreement_share m WHERE m.agreement_id = a.id)",
    )?
    .execute([linked.list()])?;
    Ok(())
}

/// Whose wins may have moved (everybody named on a referral that changed as a whole), and whose volume (the first named
/// on tiered terms).
fn sharers(conn: &Connection, linked: &Linked) -> Result<()> {
    if linked.is_empty() {
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT OR IGNORE INTO temp.touched_sharer
         SELECT s.partner_id FROM temp.touched_referral t CROSS JOIN agreement a ON a.referral_id = t.id
         CROSS JOIN agreement_share s ON s.agreement_id = a.id
         WHERE t.whole = 1 OR (a.terms_id IN (SELECT value FROM json_each(?1))
           AND s.position = (SELECT min(m.position) FROM agreement_share m WHERE m.agreement_id = a.id))",
    )?
    .execute([linked.tiered_list()])?;
    Ok(())
}

/// How many referrals are touched.
pub(super) fn count(conn: &Connection) -> Result<u64> {
    let count: i64 = conn
        .prepare_cached("SELECT count(*) FROM temp.touched_referral")?
        .query_row([], |r| r.get(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Forgets what was touched.
pub(super) fn forget(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch(FORGET)?)
}
