//! Proves the kept tables: fills tables of the same names beside them from the facts, and tells what differs.

use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::{Connection, types::ValueRef};

use super::{TABLES, fill, has_lists, touched};
use crate::{error::Result, store::watch::Unwatched};

/// The kept tables, each with the question whose answer must be the same of what is kept and of what is worked out.
/// Accounts are told by their keys: their ids are as they came.
const KEPT: &[(&str, &str)] = &[
    (
        "account",
        "SELECT partner_id, key, name, domain, mail, country, numbers, aliases, decision_key, standing, customer_id, referral_id, row_id,
           owner, stage, since, opened_on, seen_first FROM {at}.account",
    ),
    (
        "account_value",
        "SELECT a.partner_id, a.key, v.currency, v.minor FROM {at}.account_value v LEFT JOIN {at}.account a ON a.id = v.account_id",
    ),
    (
        "account_key",
        "SELECT a.partner_id, a.key, k.partner_id, k.key FROM {at}.account_key k LEFT JOIN {at}.account a ON a.id = k.account_id",
    ),
    (
        "overlap",
        "SELECT o.partner_id, u.key, t.key, o.tier, o.counts, o.open, o.kind, o.rule, o.score, o.our_standing, o.their_standing,
           o.our_owner, o.their_rep FROM {at}.overlap o LEFT JOIN {at}.account u ON u.partner_id = 0 AND u.id = o.ours
           LEFT JOIN {at}.account t ON t.partner_id = o.partner_id AND t.id = o.theirs WHERE o.searched = 0",
    ),
];

/// A number that sets of rows have in common only if they are the same: their count and the sum of the rows' digests.
fn digest(conn: &Connection, sql: &str) -> Result<(u64, u128)> {
    let mut q = conn.prepare(sql)?;
    let columns = q.column_count();
    let mut rows = q.query([])?;
    let (mut count, mut sum) = (0, 0_u128);
    while let Some(r) = rows.next()? {
        let (mut high, mut low) = (DefaultHasher::new(), DefaultHasher::new());
        high.write_u8(1);
        for at in 0..columns {
            for hasher in [&mut high, &mut low] {
                match r.get_ref(at)? {
                    ValueRef::Null => 0_u8.hash(hasher),
                    ValueRef::Integer(n) => (1_u8, n).hash(hasher),
                    ValueRef::Real(n) => (2_u8, n.to_bits()).hash(hasher),
                    ValueRef::Text(t) => (3_u8, t).hash(hasher),
                    ValueRef::Blob(b) => (4_u8, b).hash(hasher),
                }
            }
        }
        count += 1;
        sum = sum.wrapping_add(u128::from(high.finish()) << 64 | u128::from(low.finish()));
    }
    Ok((count, sum))
}

/// How many rows of each kept table are not what the facts say. Must be called inside a transaction; leaves nothing.
pub(in crate::store) fn differences(conn: &Connection) -> Result<Vec<(&'static str, i64)>> {
    let names: Vec<&str> = KEPT.iter().map(|(table, _)| *table).collect();
    let mut q = conn.prepare(
        "SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN ('account','account_value','account_key','overlap','overlap_rules')
         ORDER BY type = 'index'",
    )?;
    let made = q
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for sql in made {
        let beside = sql
            .replacen("CREATE TABLE ", "CREATE TEMP TABLE ", 1)
            .replacen("CREATE INDEX ", "CREATE INDEX temp.", 1);
        conn.execute_batch(&beside)?;
    }
    conn.execute_batch(TABLES)?;
    touched::forget(conn)?;
    if has_lists(conn)? {
        fill(conn, &Unwatched)?;
        touched::forget(conn)?;
    }
    let mut wrong = Vec::new();
    for (table, sql) in KEPT {
        let (kept, facts) = (sql.replace("{at}", "main"), sql.replace("{at}", "temp"));
        // Sums of digests are had without sorting millions of rows; only where they differ are the rows counted.
        if digest(conn, &kept)? == digest(conn, &facts)? {
            continue;
        }
        let count: i64 = conn.query_row(
            &format!("SELECT (SELECT count(*) FROM ({kept} EXCEPT {facts})) + (SELECT count(*) FROM ({facts} EXCEPT {kept}))"),
            [],
            |r| r.get(0),
        )?;
        if count > 0 {
            wrong.push((*table, count));
        }
    }
    for table in names.iter().chain(&["overlap_rules"]) {
        conn.execute_batch(&format!("DROP TABLE temp.{table}"))?;
    }
    Ok(wrong)
}
