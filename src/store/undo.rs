//! Taking back and putting back: the log is replayed backwards as a new operation, and refused with the reason where
//! later work stands on it. The ledger is never erased: it answers the restored facts with reversing lines.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Store, View,
    journal::row_json,
    schema::{TRACKED, columns},
    write::{Act, Ask, Done},
};
use crate::error::{Error, Result};

/// Tables that are never replayed: the ledger answers by itself.
const APPEND_ONLY: &str = "commission";

/// Which way the log is replayed.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Back,
    Forth,
}

impl Store {
    /// Takes back an operation (the newest that stands, if none is named) as a new operation.
    pub fn undo(&mut self, ask: &Ask, which: Option<i64>) -> Result<Done<()>> {
        let op = match which {
            Some(op) => op,
            None => self
                .view()
                .last_standing()?
                .ok_or_else(|| Error::failed("There is nothing to undo."))?,
        };
        self.view().may_undo(op)?;
        let summary = self.view().summary_of(op)?;
        self.act(ask, Act::Undo(op), |tx| {
            replay(tx.conn, op, Way::Back)?;
            take_back_bulk(tx.conn, op)?;
            Ok((format!("Undid H{op}: {summary}"), ()))
        })
    }

    /// Puts back what the newest undo took away. A new change closes the way back.
    pub fn redo(&mut self, ask: &Ask) -> Result<Done<()>> {
        let undone: Option<(i64, i64)> = self
            .conn
            .query_row(
                "SELECT u.id, u.about FROM operation u WHERE u.act = 'undo'
                   AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.act = 'redo' AND r.about = u.about AND r.id > u.id)
                 ORDER BY u.id DESC LIMIT 1",
                [],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        let (undo, op) = undone.ok_or_else(|| Error::failed("There is nothing to redo."))?;
        let since: Option<(i64, String)> = self
            .conn
            .query_row("SELECT id, summary FROM operation WHERE act = 'do' AND id > ?1 ORDER BY id LIMIT 1", [undo], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?;
        if let Some((later, summary)) = since {
            return Err(Error::failed(format!(
                "Nothing can be redone: H{later} ({summary}) came after the undo."
            ))
            .means("Nothing was changed."));
        }
        let view = self.view();
        if let Some((rows, file)) = view.bulk_of(op)? {
            return Err(Error::failed(format!(
                "H{op} brought in {rows} rows in bulk, which the log does not keep one by one."
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "Import {} again.",
                file.as_deref().unwrap_or("the file")
            )));
        }
        let summary = view.summary_of(op)?;
        self.act(ask, Act::Redo(op), |tx| {
            replay(tx.conn, op, Way::Forth)?;
            Ok((format!("Redid H{op}: {summary}"), ()))
        })
    }
}

/// Replays the changes of `op` one way. Every row must still be as the operation left it (or found it).
fn replay(conn: &Connection, op: i64, way: Way) -> Result<()> {
    let mut changes = View { conn }.changes(op)?;
    changes.retain(|c| c.table != APPEND_ONLY);
    if way == Way::Back {
        changes.reverse();
    }
    let mut sql = BTreeMap::new();
    for table in TRACKED {
        sql.insert(*table, RowSql::of(conn, table)?);
    }
    for change in &changes {
        let row = sql.get(change.table.as_str()).ok_or_else(|| {
            Error::failed(format!(
                "The log names an unknown table “{}”.",
                change.table
            ))
            .hint("Run `partnerbook check`.")
        })?;
        let (expected, wanted) = match way {
            Way::Back => (&change.after, &change.before),
            Way::Forth => (&change.before, &change.after),
        };
        let now: Option<String> = conn
            .prepare_cached(&row.read)?
            .query_row([change.row], |r| r.get(0))
            .optional()?;
        if now != *expected {
            return Err(stands_in_the_way(conn, op, &change.table, change.row));
        }
        if let Some(json) = wanted {
            let put = if now.is_some() {
                &row.update
            } else {
                &row.insert
            };
            conn.prepare_cached(put)?.execute([json])?;
        } else {
            refuse_orphans(conn, op, &change.table, change.row, change.row)?;
            conn.prepare_cached(&row.delete)?.execute([change.row])?;
        }
    }
    Ok(())
}

/// The statements that read, put back and remove one row of a table. A row that is there is updated, not inserted over:
/// to a trigger before an insert it would stand in its own way.
struct RowSql {
    read: String,
    insert: String,
    update: String,
    delete: String,
}

impl RowSql {
    fn of(conn: &Connection, table: &str) -> Result<Self> {
        let names = columns(conn, table)?;
        let values: Vec<String> = names
            .iter()
            .map(|c| format!("json_extract(?1, '$.{c}')"))
            .collect();
        let sets: Vec<String> = names
            .iter()
            .filter(|c| *c != "id")
            .map(|c| format!("{c} = json_extract(?1, '$.{c}')"))
            .collect();
        Ok(Self {
            read: format!(
                "SELECT {} FROM {table} t WHERE t.id = ?1",
                row_json(conn, table, "t")?
            ),
            insert: format!(
                "INSERT INTO {table} ({}) VALUES ({})",
                names.join(", "),
                values.join(", ")
            ),
            update: format!(
                "UPDATE {table} SET {} WHERE id = json_extract(?1, '$.id')",
                sets.join(", ")
            ),
            delete: format!("DELETE FROM {table} WHERE id = ?1"),
        })
    }
}

fn stands_in_the_way(conn: &Connection, op: i64, table: &str, row: i64) -> Error {
    let later = conn
        .query_row(
            "SELECT d.id, d.summary FROM change c JOIN operation o ON o.id = c.op JOIN operation d ON d.id = coalesce(o.about, o.id)
             WHERE c.tbl = ?1 AND c.row_id = ?2 AND d.id > ?3
               AND coalesce((SELECT u.act FROM operation u WHERE u.about = d.id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'
             ORDER BY d.id DESC LIMIT 1",
            params![table, row, op],
            |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)),
        )
        .optional();
    match later {
        Ok(Some((later, summary))) => Error::failed(format!("H{later} ({summary}) stands on it."))
            .means("Nothing was changed.")
            .hint(format!("Undo H{later} first: `partnerbook undo H{later}`.")),
        _ => Error::failed(format!(
            "A {} it changed is not as it left it.",
            table.replace('_', " ")
        ))
        .means("Nothing was changed.")
        .hint("Run `partnerbook check`."),
    }
}

/// Rows that are about to go must not be named by rows that stay.
fn refuse_orphans(conn: &Connection, op: i64, table: &str, first: i64, last: i64) -> Result<()> {
    // A name a person gave it names its record by noun and number, which no foreign key can say.
    let named: Option<i64> = conn
        .prepare_cached(
            "SELECT op FROM alias WHERE noun = ?1 AND record_id BETWEEN ?2 AND ?3 ORDER BY op = ?4 LIMIT 1",
        )?
        .query_row(params![table, first, last, op], |r| r.get(0))
        .optional()?;
    if let Some(made_by) = named {
        return Err(if made_by == op {
            stands_in_the_way(conn, op, "alias", first)
        } else {
            made_later(conn, made_by)
        });
    }
    for child in TRACKED {
        let mut q = conn.prepare_cached("SELECT \"from\", coalesce(\"to\", 'id') FROM pragma_foreign_key_list(?1) WHERE \"table\" = ?2")?;
        let links: Vec<(String, String)> = q
            .query_map([*child, table], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (column, _) in links.iter().filter(|(_, to)| to == "id") {
            let named: Option<(i64, i64)> = conn
                .prepare_cached(&format!(
                    "SELECT id, op FROM {child} WHERE {column} BETWEEN ?1 AND ?2 AND NOT ('{child}' = ?3 AND id BETWEEN ?1 AND ?2) LIMIT 1"
                ))?
                .query_row(params![first, last, table], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            if let Some((row, made_by)) = named {
                if *child == APPEND_ONLY {
                    return Err(Error::failed(format!("The ledger speaks of it: commission line L{row} stands on it."))
                        .means("Nothing was changed.")
                        .hint("End the partner instead: `partnerbook partner state ended PARTNER --reason …`."));
                }
                return Err(if made_by == op {
                    stands_in_the_way(conn, op, child, row)
                } else {
                    made_later(conn, made_by)
                });
            }
        }
    }
    Ok(())
}

fn made_later(conn: &Connection, op: i64) -> Error {
    let summary = View { conn }.summary_of(op).unwrap_or_default();
    Error::failed(format!("H{op} ({summary}) stands on it."))
        .means("Nothing was changed.")
        .hint(format!("Undo H{op} first: `partnerbook undo H{op}`."))
}

/// Removes the rows that `op` brought in bulk, children first.
fn take_back_bulk(conn: &Connection, op: i64) -> Result<()> {
    let mut q =
        conn.prepare("SELECT tbl, first_id, last_id FROM bulk WHERE op = ?1 AND tbl <> ?2")?;
    let ranges: Vec<(String, i64, i64)> = q
        .query_map(params![op, APPEND_ONLY], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    if ranges.is_empty() {
        return Ok(());
    }
    super::posting::touch_bulk(conn, op)?;
    super::totals::touch_bulk(conn, op)?;
    super::overlap::touch_bulk(conn, op)?;
    conn.execute("UPDATE temp.current SET taking_back = 1", [])?;
    for table in TRACKED.iter().rev() {
        for (_, first, last) in ranges.iter().filter(|(t, ..)| t == table) {
            refuse_orphans(conn, op, table, *first, *last)?;
            take_back_changed(conn, op, table, *first, *last)?;
            conn.execute(
                &format!("DELETE FROM {table} WHERE id BETWEEN ?1 AND ?2"),
                [first, last],
            )?;
        }
    }
    conn.execute("UPDATE temp.current SET taking_back = 0", [])?;
    Ok(())
}

/// Removes those rows of a range that the log knows one by one, because a later operation changed them: each must be
/// again as it came in, and its going is logged like any other.
fn take_back_changed(conn: &Connection, op: i64, table: &str, first: i64, last: i64) -> Result<()> {
    let mut q = conn.prepare_cached(
        "SELECT c.row_id, c.before FROM change c WHERE c.tbl = ?1 AND c.row_id BETWEEN ?2 AND ?3 AND c.op > ?4
           AND c.id = (SELECT min(d.id) FROM change d WHERE d.tbl = c.tbl AND d.row_id = c.row_id AND d.op > ?4)",
    )?;
    let changed: Vec<(i64, Option<String>)> = q
        .query_map(params![table, first, last, op], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    if changed.is_empty() {
        return Ok(());
    }
    let row_sql = RowSql::of(conn, table)?;
    conn.execute("UPDATE temp.current SET taking_back = 0", [])?;
    for (row, came_as) in changed {
        let now: Option<String> = conn
            .prepare_cached(&row_sql.read)?
            .query_row([row], |r| r.get(0))
            .optional()?;
        if now.is_none() || now != came_as {
            return Err(stands_in_the_way(conn, op, table, row));
        }
        conn.prepare_cached(&row_sql.delete)?.execute([row])?;
    }
    conn.execute("UPDATE temp.current SET taking_back = 1", [])?;
    Ok(())
}
