//! What an operation touches of the accounts of either side, so that only that is worked out anew. Works out nothing.

use rusqlite::Connection;

use crate::error::Result;

/// Tables of this connection only: whole sides (0: ours), accounts by their keys, and accounts whose pairs a person's
/// decision may have moved.
pub(in crate::store) const TABLES: &str = "
  CREATE TEMP TABLE IF NOT EXISTS touched_side (partner_id INTEGER PRIMARY KEY);
  CREATE TEMP TABLE IF NOT EXISTS touched_account (partner_id INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (partner_id, key)) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS touched_decision (partner_id INTEGER NOT NULL, ours_key TEXT NOT NULL, theirs_key TEXT NOT NULL,
    PRIMARY KEY (partner_id, ours_key, theirs_key)) WITHOUT ROWID;";

/// A side of which more accounts are touched is worked out whole.
const WHOLE_FROM: i64 = if cfg!(test) { 40 } else { 20_000 };

/// Rows the log has one by one: `before` and `after` of each.
macro_rules! changed {
    ($table:literal, $side:literal) => {
        concat!(
            "(SELECT row_id AS id, ",
            $side,
            " AS j FROM change WHERE op = ?1 AND tbl = '",
            $table,
            "' AND ",
            $side,
            " IS NOT NULL)"
        )
    };
}

macro_rules! keyed {
    ($table:literal, $letter:literal) => {
        concat!(
            "INSERT OR IGNORE INTO temp.touched_account (partner_id, key)
             SELECT 0, coalesce('d:' || json_extract(j, '$.domain'), '",
            $letter,
            "' || id) FROM ",
            changed!($table, "before"),
            " UNION SELECT 0, coalesce('d:' || json_extract(j, '$.domain'), '",
            $letter,
            "' || id) FROM ",
            changed!($table, "after")
        )
    };
}

const BY_CHANGES: &[&str] = &[
    keyed!("customer", "c"),
    keyed!("referral", "r"),
    concat!(
        "INSERT OR IGNORE INTO temp.touched_account (partner_id, key)
         SELECT coalesce(p.partner_id, 0), coalesce('d:' || json_extract(j, '$.domain'), 'a' || a.id) FROM (
           SELECT * FROM ", changed!("population_account", "before"), " UNION ALL SELECT * FROM ", changed!("population_account", "after"), ") a
         JOIN population p ON p.id = json_extract(j, '$.population_id')"
    ),
    concat!(
        "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT coalesce(json_extract(j, '$.partner_id'), 0) FROM (
           SELECT * FROM ", changed!("population", "before"), " UNION ALL SELECT * FROM ", changed!("population", "after"), ")"
    ),
    concat!(
        "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT 0 FROM ", changed!("stage", "before")
    ),
    // Which tiers count is for all pairs.
    concat!(
        "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT -1 FROM (
           SELECT * FROM ", changed!("setting", "before"), " UNION ALL SELECT * FROM ", changed!("setting", "after"), ")
         WHERE json_extract(j, '$.key') = 'overlap_probable'"
    ),
    concat!(
        "INSERT OR IGNORE INTO temp.touched_account (partner_id, key)
         SELECT 0, coalesce('d:' || c.domain, 'c' || c.id) FROM (
           SELECT * FROM ", changed!("alias", "before"), " UNION ALL SELECT * FROM ", changed!("alias", "after"), ") a
         JOIN customer c ON c.id = json_extract(j, '$.record_id') WHERE json_extract(j, '$.noun') = 'customer'"
    ),
    concat!(
        "INSERT OR IGNORE INTO temp.touched_decision (partner_id, ours_key, theirs_key)
         SELECT json_extract(j, '$.partner_id'), json_extract(j, '$.ours_key'), json_extract(j, '$.theirs_key') FROM (
           SELECT * FROM ", changed!("match_decision", "before"), " UNION ALL SELECT * FROM ", changed!("match_decision", "after"), ")"
    ),
];

/// Rows that came in bulk, by their ranges. A list that came in bulk has its whole side touched.
const BY_RANGES: &[&str] = &[
    "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT 0 FROM bulk b
     WHERE b.op = ?1 AND b.tbl IN ('customer', 'referral') AND b.rows > 20000",
    "INSERT OR IGNORE INTO temp.touched_account (partner_id, key) SELECT 0, coalesce('d:' || c.domain, 'c' || c.id)
     FROM bulk b JOIN customer c ON c.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'customer' AND b.rows <= 20000",
    "INSERT OR IGNORE INTO temp.touched_account (partner_id, key) SELECT 0, coalesce('d:' || r.domain, 'r' || r.id)
     FROM bulk b JOIN referral r ON r.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'referral' AND b.rows <= 20000",
    "INSERT OR IGNORE INTO temp.touched_account (partner_id, key) SELECT 0, coalesce('d:' || c.domain, 'c' || c.id)
     FROM bulk b JOIN alias a ON a.id BETWEEN b.first_id AND b.last_id JOIN customer c ON a.noun = 'customer' AND c.id = a.record_id
     WHERE b.op = ?1 AND b.tbl = 'alias'",
    "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT coalesce(p.partner_id, 0)
     FROM bulk b JOIN population p ON p.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'population'",
    "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT DISTINCT coalesce(p.partner_id, 0) FROM population p
     WHERE EXISTS (SELECT 1 FROM bulk b JOIN population_account a ON a.id BETWEEN b.first_id AND b.last_id
                   WHERE b.op = ?1 AND b.tbl = 'population_account' AND a.population_id = p.id)",
    "INSERT OR IGNORE INTO temp.touched_decision (partner_id, ours_key, theirs_key) SELECT d.partner_id, d.ours_key, d.theirs_key
     FROM bulk b JOIN match_decision d ON d.id BETWEEN b.first_id AND b.last_id WHERE b.op = ?1 AND b.tbl = 'match_decision'",
];

/// Notes what an operation touched.
pub(super) fn by_operation(conn: &Connection, op: i64) -> Result<()> {
    for sql in BY_CHANGES {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    by_ranges(conn, op)?;
    conn.prepare_cached(
        "INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT partner_id FROM temp.touched_account GROUP BY 1 HAVING count(*) > ?1",
    )?
    .execute([WHOLE_FROM])?;
    Ok(())
}

/// Notes what an operation brought in bulk; of an earlier operation, before an undo takes it away.
pub(in crate::store) fn by_ranges(conn: &Connection, op: i64) -> Result<()> {
    for sql in BY_RANGES {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    Ok(())
}

/// Notes every side.
pub(super) fn everything(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "INSERT OR IGNORE INTO temp.touched_side (partner_id) VALUES (0);
         INSERT OR IGNORE INTO temp.touched_side (partner_id) SELECT partner_id FROM population WHERE partner_id IS NOT NULL;",
    )?;
    Ok(())
}

/// Forgets what was touched.
pub(super) fn forget(conn: &Connection) -> Result<()> {
    Ok(conn.execute_batch(
        "DELETE FROM temp.touched_side; DELETE FROM temp.touched_account; DELETE FROM temp.touched_decision;",
    )?)
}
