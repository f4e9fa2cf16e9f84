//! Kept totals: counts and sums per partner, written in the transaction of the rows they sum. `check` proves them.
//!
//! What an operation adds is added; only partners of whom more than that may have changed are summed anew.

mod added;

use rusqlite::Connection;

use crate::error::Result;

/// Partners whose referrals an operation changed one by one: counted anew, and summed anew where a referral went or
/// went to another partner, because its revenue goes with it.
const TOUCHED_BY_CHANGES: &str = "
  INSERT OR REPLACE INTO temp.touched_partner (id, whole)
  SELECT partner, max(whole) FROM (
    SELECT json_extract(before, '$.partner_id') AS partner,
           json_extract(before, '$.partner_id') IS NOT json_extract(after, '$.partner_id') AS whole
      FROM change WHERE op = ?1 AND tbl = 'referral' AND before IS NOT NULL
    UNION ALL
    SELECT json_extract(after, '$.partner_id'),
           before IS NOT NULL AND json_extract(before, '$.partner_id') IS NOT json_extract(after, '$.partner_id')
      FROM change WHERE op = ?1 AND tbl = 'referral' AND after IS NOT NULL
    UNION ALL
    SELECT id, whole FROM temp.touched_partner)
  GROUP BY partner";

/// Partners whose referrals an operation brought in bulk.
const COUNTED_BY_BULK: &str = "
  INSERT OR IGNORE INTO temp.touched_partner (id, whole)
  SELECT r.partner_id, 0 FROM bulk b JOIN referral r ON r.id BETWEEN b.first_id AND b.last_id
  WHERE b.op = ?1 AND b.tbl = 'referral'";

/// Partners of what an operation brought in bulk: statements apart, because a UNION would sort millions of rows.
const TOUCHED_BY_BULK: &[&str] = &[
    "INSERT OR REPLACE INTO temp.touched_partner (id, whole)
     SELECT r.partner_id, 1 FROM bulk b JOIN referral r ON r.id BETWEEN b.first_id AND b.last_id
     WHERE b.op = ?1 AND b.tbl = 'referral'",
    "INSERT OR REPLACE INTO temp.touched_partner (id, whole)
     SELECT r.partner_id, 1 FROM bulk b JOIN revenue_line l ON l.id BETWEEN b.first_id AND b.last_id
     JOIN referral r ON r.id = l.referral_id WHERE b.op = ?1 AND b.tbl = 'revenue_line'",
];

/// Partners that are summed anew.
const WHOLE: &str = "IN (SELECT id FROM temp.touched_partner WHERE whole)";
/// Partners whose referrals are counted anew.
const COUNTED: &str = "IN (SELECT id FROM temp.touched_partner)";

/// The three kept tables, each with the query over the facts that it must equal. `{who}` narrows it to some partners.
pub(super) const KEPT: &[(&str, &str)] = &[
    (
        "partner_count",
        "SELECT r.partner_id, count(*) AS referrals, sum(s.kind = 'open') AS open, sum(s.kind = 'won') AS won,
                max(r.submitted_on) AS last_submitted, max(r.won_on) AS last_won
         FROM referral r JOIN stage s ON s.name = r.stage WHERE r.partner_id {who} GROUP BY r.partner_id",
    ),
    (
        "partner_month",
        "SELECT partner_id, month, currency, sum(revenue) AS revenue, sum(earned) AS earned FROM (
           SELECT r.partner_id, substr(l.day, 1, 7) AS month, l.currency, l.minor AS revenue, 0 AS earned
             FROM referral r JOIN revenue_line l ON l.referral_id = r.id WHERE r.partner_id {who}
           UNION ALL
           SELECT c.partner_id, substr(c.day, 1, 7), c.currency, 0, c.minor FROM commission c WHERE c.partner_id {who})
         GROUP BY partner_id, month, currency",
    ),
    (
        "partner_total",
        "SELECT partner_id, currency, sum(revenue) AS revenue, sum(earned) AS earned, sum(paid) AS paid FROM (
           SELECT m.partner_id, m.currency, m.revenue, m.earned, 0 AS paid FROM partner_month m WHERE m.partner_id {who}
           UNION ALL
           SELECT p.partner_id, p.currency, 0, 0, p.minor FROM payout p WHERE p.state = 'paid' AND p.partner_id {who})
         GROUP BY partner_id, currency",
    ),
];

/// Brings the kept totals of every partner the operation touched up to date.
pub(super) fn refresh(conn: &Connection, op: i64) -> Result<()> {
    for sql in [COUNTED_BY_BULK, TOUCHED_BY_CHANGES] {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    added::add(conn, op)?;
    for (table, facts) in KEPT {
        let some = if *table == "partner_count" {
            COUNTED
        } else {
            WHOLE
        };
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE partner_id {some}"))?
            .execute([])?;
        conn.prepare_cached(&format!(
            "INSERT INTO {table} {}",
            facts.replace("{who}", some)
        ))?
        .execute([])?;
    }
    conn.prepare_cached("DELETE FROM temp.touched_partner")?
        .execute([])?;
    Ok(())
}

/// Notes the partners of rows that an operation brought in bulk, before an undo takes them away.
pub(super) fn touch_bulk(conn: &Connection, op: i64) -> Result<()> {
    for sql in TOUCHED_BY_BULK {
        conn.prepare_cached(sql)?.execute([op])?;
    }
    Ok(())
}
