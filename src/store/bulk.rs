//! Rows that come in by the thousand: kept in the log as a range of ids and one digest, not a change each.

use rusqlite::{Connection, params, types::ValueRef};

use super::{
    chain::Fields,
    journal::{self, row_json},
    schema::{TRACKED, added_later, columns},
};
use crate::error::Result;

/// The highest id each tracked table had before the operation, so that what came after is known.
pub(super) struct Marks(Vec<(&'static str, i64)>);

impl Marks {
    /// Notes where each table stands, and stops watching new rows.
    pub(super) fn set(conn: &Connection) -> Result<Self> {
        let mut q = conn.prepare_cached(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0)",
        )?;
        let marks = TRACKED
            .iter()
            .map(|t| Ok((*t, q.query_row([t], |r| r.get(0))?)))
            .collect::<Result<_>>()?;
        journal::look_away(conn)?;
        Ok(Self(marks))
    }

    /// The highest id a table had; rows above it are new.
    pub(super) fn of(&self, table: &str) -> i64 {
        let found = self.0.iter().find(|(name, _)| *name == table);
        found.map_or(i64::MAX, |(_, mark)| *mark)
    }

    /// Whether rows came in since.
    pub(super) fn grew(&self, conn: &Connection) -> Result<bool> {
        for (table, mark) in &self.0 {
            if conn.query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id > ?1)"),
                [mark],
                |r| r.get(0),
            )? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes one `bulk` row for each table that grew. Returns how many rows came in.
    pub(super) fn record(&self, conn: &Connection, op: i64) -> Result<i64> {
        journal::look_again(conn)?;
        let mut all = 0;
        for (table, mark) in &self.0 {
            let (first, last, rows): (Option<i64>, Option<i64>, i64) = conn.query_row(
                &format!("SELECT min(id), max(id), count(*) FROM {table} WHERE id > ?1"),
                [mark],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
            )?;
            if let (Some(first), Some(last)) = (first, last) {
                let digest = by_values(conn, table, first, last, op)?;
                conn.execute(
                    "INSERT INTO bulk (op, tbl, first_id, last_id, rows, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![op, table, first, last, rows, digest],
                )?;
                all += rows;
            }
        }
        Ok(all)
    }
}

/// What the digests begin with that are over values; those of older books are bare, and over JSON.
const BY_VALUES: &str = "PBB2:";

/// Whether the rows of a range are still what a digest was made of.
pub(super) fn agrees(
    conn: &Connection,
    (table, first, last): (&str, i64, i64),
    op: i64,
    digest: &str,
) -> Result<bool> {
    let now = if digest.starts_with(BY_VALUES) {
        by_values(conn, table, first, last, op)?
    } else {
        by_json(conn, table, first, last, op)?
    };
    Ok(now == digest)
}

/// Digest of the rows of a range as they were before any operation after `op` changed them: over the values of their
/// columns, which is several times as quick as over their JSON.
fn by_values(conn: &Connection, table: &str, first: i64, last: i64, op: i64) -> Result<String> {
    let mut fields = Fields::new("PBB2");
    // Columns that later versions added count only where they hold something, so that a digest outlives them.
    let (added, always): (Vec<String>, Vec<String>) = columns(conn, table)?
        .into_iter()
        .partition(|c| added_later(table, c));
    for name in &always {
        fields.text(name);
    }
    let names: Vec<&String> = always.iter().chain(&added).collect();
    let each = |one: &dyn Fn(&str) -> String| {
        let all: Vec<String> = names.iter().map(|name| one(name)).collect();
        all.join(",")
    };
    let now = each(&|name| format!("t.{name}"));
    let changed_since = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM change WHERE tbl = ?1 AND op > ?2 AND row_id BETWEEN ?3 AND ?4)",
        params![table, op, first, last],
        |r| r.get(0),
    )?;
    let rows_now = format!("SELECT t.id, {now} FROM {table} t WHERE t.id BETWEEN ?1 AND ?2");
    let sql = if changed_since {
        let before = each(&|name| format!("json_extract(c.before, '$.{name}')"));
        format!(
            "{rows_now}
               AND NOT EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{table}' AND c.row_id = t.id AND c.op > ?3)
             UNION ALL
             SELECT c.row_id, {before} FROM change c WHERE c.tbl = '{table}' AND c.row_id BETWEEN ?1 AND ?2 AND c.op > ?3
               AND c.id = (SELECT min(d.id) FROM change d WHERE d.tbl = c.tbl AND d.row_id = c.row_id AND d.op > ?3)
             ORDER BY 1"
        )
    } else {
        format!("{rows_now} AND ?3 = ?3 ORDER BY 1")
    };
    let mut q = conn.prepare(&sql)?;
    let mut rows = q.query([first, last, op])?;
    while let Some(r) = rows.next()? {
        fields.number(r.get(0)?);
        for (at, name) in (1..).zip(&names) {
            let value = r.get_ref(at)?;
            if at <= always.len() {
                fields.value(value);
            } else if value != ValueRef::Null {
                fields.text(name);
                fields.value(value);
            }
        }
    }
    Ok(format!("{BY_VALUES}{}", fields.hex()))
}

/// The same over each row as JSON: how the digests of older books were made.
pub(super) fn by_json(
    conn: &Connection,
    table: &str,
    first: i64,
    last: i64,
    op: i64,
) -> Result<String> {
    let mut fields = Fields::new("PBB1");
    let now = row_json(conn, table, "t")?;
    // What a later operation changed or removed is read as that operation found it.
    let mut q = conn.prepare(&format!(
        "SELECT t.id, {now} FROM {table} t WHERE t.id BETWEEN ?1 AND ?2
           AND NOT EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{table}' AND c.row_id = t.id AND c.op > ?3)
         UNION ALL
         SELECT c.row_id, c.before FROM change c WHERE c.tbl = '{table}' AND c.row_id BETWEEN ?1 AND ?2 AND c.op > ?3
           AND c.id = (SELECT min(d.id) FROM change d WHERE d.tbl = c.tbl AND d.row_id = c.row_id AND d.op > ?3)
         ORDER BY 1"
    ))?;
    let mut rows = q.query([first, last, op])?;
    while let Some(r) = rows.next()? {
        fields.number(r.get(0)?);
        fields.text(r.get_ref(1)?.as_str()?);
    }
    Ok(fields.hex())
}
