//! The log's eyes: temporary triggers that write every row change of the current operation as JSON before and after.
//!
//! Forgetting to log is impossible, and JSON (never SQL text) means that a book from somebody else cannot run anything.

use rusqlite::Connection;

use super::schema::{TRACKED, added_later, columns};
use crate::error::Result;

/// Puts the triggers on this connection. `temp.current` names the operation under way; without it nothing is logged.
pub(super) fn watch(conn: &Connection) -> Result<()> {
    // `taking_back`: rows that came in bulk are going again, and the log keeps no copy of them.
    // `touched_*`: whose ledger and kept totals the operation may have moved.
    conn.execute_batch(
        "CREATE TEMP TABLE current (op INTEGER NOT NULL, taking_back INTEGER NOT NULL);
         CREATE TEMP TABLE touched_partner (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL);",
    )?;
    conn.execute_batch(super::posting::TABLES)?;
    conn.execute_batch(super::overlap::TABLES)?;
    for table in TRACKED {
        conn.execute_batch(&insert_trigger(conn, table)?)?;
        conn.execute_batch(&change_triggers(conn, table)?)?;
    }
    Ok(())
}

/// Looks away from new rows until [`look_again`] or the end of a transaction that fails: with a trigger on it, even one
/// that does nothing, every insert keeps a small journal of its own, which a million inserts feel.
pub(super) fn look_away(conn: &Connection) -> Result<()> {
    for table in TRACKED {
        conn.execute_batch(&format!("DROP TRIGGER temp.log_{table}_insert"))?;
    }
    Ok(())
}

/// Watches new rows again.
pub(super) fn look_again(conn: &Connection) -> Result<()> {
    for table in TRACKED {
        conn.execute_batch(&insert_trigger(conn, table)?)?;
    }
    Ok(())
}

/// The SQL that writes one row of `side` ("old", "new" or a table) as a JSON object. Columns that later versions added
/// are left out while they are empty, so that rows written before read as they were logged.
pub(super) fn row_json(conn: &Connection, table: &str, side: &str) -> Result<String> {
    let object = |columns: &[String]| {
        let pairs: Vec<String> = columns
            .iter()
            .map(|c| format!("'{c}',{side}.{c}"))
            .collect();
        format!("json_object({})", pairs.join(","))
    };
    let (added, first): (Vec<String>, Vec<String>) = columns(conn, table)?
        .into_iter()
        .partition(|c| added_later(table, c));
    Ok(if added.is_empty() {
        object(&first)
    } else {
        format!("json_patch({},{})", object(&first), object(&added))
    })
}

/// The operation under way, in the triggers.
const OP: &str = "(SELECT op FROM temp.current)";

fn insert_trigger(conn: &Connection, table: &str) -> Result<String> {
    let new = row_json(conn, table, "new")?;
    Ok(format!(
        "CREATE TEMP TRIGGER log_{table}_insert AFTER INSERT ON main.{table}
           WHEN EXISTS (SELECT 1 FROM temp.current) BEGIN
           INSERT INTO change (op, tbl, row_id, before, after) VALUES ({OP}, '{table}', new.id, NULL, {new}); END;"
    ))
}

fn change_triggers(conn: &Connection, table: &str) -> Result<String> {
    let (old, new) = (row_json(conn, table, "old")?, row_json(conn, table, "new")?);
    Ok(format!(
        "CREATE TEMP TRIGGER log_{table}_update AFTER UPDATE ON main.{table}
           WHEN EXISTS (SELECT 1 FROM temp.current) AND {old} <> {new} BEGIN
           INSERT INTO change (op, tbl, row_id, before, after) VALUES ({OP}, '{table}', old.id, {old}, {new}); END;
         CREATE TEMP TRIGGER log_{table}_delete AFTER DELETE ON main.{table}
           WHEN (SELECT taking_back FROM temp.current) = 0 BEGIN
           INSERT INTO change (op, tbl, row_id, before, after) VALUES ({OP}, '{table}', old.id, {old}, NULL); END;"
    ))
}
