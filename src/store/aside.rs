//! Indexes out of the way while a table is filled: made once at the end, each is sorted instead of searched for every
//! row. Part of the operation's transaction: what fails or crashes leaves them as they were.

use rusqlite::Connection;

use super::journal;
use crate::error::Result;

/// Indexes that were taken away: their names and the very SQL that makes them again.
#[derive(Default)]
pub(super) struct SetAside(Vec<(String, String)>);

impl SetAside {
    /// Takes the indexes of a table away, all but one. Whoever looks into the table by them until they are back looks at
    /// every row.
    pub(super) fn take(conn: &Connection, table: &str, kept: &str) -> Result<Self> {
        let mut q = conn.prepare(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND name <> ?2 AND sql IS NOT NULL
             ORDER BY rowid",
        )?;
        let indexes: Vec<(String, String)> = q
            .query_map([table, kept], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (name, _) in &indexes {
            conn.execute_batch(&format!("DROP INDEX main.{name}"))?;
        }
        Ok(Self(indexes))
    }

    /// Those of the revenue lines, if there is no line yet. The one that knows refunds stays: few lines are in it, and
    /// every refund is checked by it.
    pub(super) fn of_lines(conn: &Connection) -> Result<Self> {
        let empty = conn.query_row("SELECT NOT EXISTS (SELECT 1 FROM revenue_line)", [], |r| {
            r.get(0)
        })?;
        if empty {
            Self::take(conn, "revenue_line", "revenue_refund_of")
        } else {
            Ok(Self::default())
        }
    }

    /// Makes one again, if it was taken away.
    pub(super) fn put_back_one(&mut self, conn: &Connection, name: &str) -> Result<()> {
        match self.0.iter().position(|(taken, _)| taken == name) {
            Some(at) => Self(vec![self.0.remove(at)]).put_back(conn),
            None => Ok(()),
        }
    }

    /// Makes them again, exactly as they were.
    pub(super) fn put_back(self, conn: &Connection) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let usual: i64 = conn.pragma_query_value(None, "cache_size", |r| r.get(0))?;
        // What is sorted at a time is as large as the cache, and sorts faster where it fits the processor's.
        conn.pragma_update(None, "cache_size", -16_384)?;
        let made = self
            .0
            .iter()
            .try_for_each(|(_, sql)| conn.execute_batch(sql));
        conn.pragma_update(None, "cache_size", usual)?;
        Ok(made?)
    }
}

/// From now on what this connection sorts goes to a temporary file (that has no name) when it is large: a million rows
/// are sorted in memory that is bounded, and faster. Not inside a transaction; the log's eyes are made anew.
pub(super) fn sort_on_disk(conn: &Connection) -> Result<()> {
    const FILE: i64 = 1;
    let now: i64 = conn.pragma_query_value(None, "temp_store", |r| r.get(0))?;
    if now != FILE {
        conn.pragma_update(None, "temp_store", FILE)?;
        journal::watch(conn)?;
    }
    Ok(())
}
