//! The log, read: what an operation did, whether it stands, and whether it may be taken back.

use rusqlite::OptionalExtension;

use super::View;
use crate::error::{Error, Result};

/// One row as an operation changed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of row.
    pub table: String,
    /// Its id.
    pub row: i64,
    /// The row before, as a JSON object; `None` if it was made.
    pub before: Option<String>,
    /// The row after; `None` if it was removed.
    pub after: Option<String>,
}

impl View<'_> {
    /// The newest operation that a person did and that stands.
    pub fn last_standing(&self) -> Result<Option<i64>> {
        Ok(self
            .conn
            .query_row(
                "SELECT o.id FROM operation o WHERE o.act = 'do' AND o.id > 1
                   AND coalesce((SELECT u.act FROM operation u WHERE u.about = o.id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'
                 ORDER BY o.id DESC LIMIT 1",
                [],
                |r| r.get(0),
            )
            .optional()?)
    }

    /// The newest operation that stands and read a file of these bytes (SHA-256 in hex) as `many` (`revenue lines`):
    /// its number, and its day as the log has it.
    pub fn imported(&self, sha256: &str, many: &str) -> Result<Option<(i64, String)>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT o.id, substr(o.at, 1, 10) FROM operation o
                 WHERE o.sha256 = ?1 AND o.act = 'do' AND substr(o.summary, 1, length(?2)) = ?2
                   AND coalesce((SELECT u.act FROM operation u WHERE u.about = o.id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'
                 ORDER BY o.id DESC LIMIT 1",
            )?
            .query_row([sha256, &format!("Imported {many} from ")], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
            .optional()?)
    }

    /// What an operation did, in its own words.
    pub fn summary_of(&self, op: i64) -> Result<String> {
        self.conn
            .query_row("SELECT summary FROM operation WHERE id = ?1", [op], |r| {
                r.get(0)
            })
            .optional()?
            .ok_or_else(|| {
                Error::not_found(format!("There is no operation H{op}."))
                    .hint("`partnerbook history` lists them.")
            })
    }

    /// The rows an operation changed, in order; rows that came in bulk are not among them.
    pub fn changes(&self, op: i64) -> Result<Vec<Change>> {
        let mut q = self.conn.prepare_cached(
            "SELECT tbl, row_id, before, after FROM change WHERE op = ?1 ORDER BY id",
        )?;
        let rows = q
            .query_map([op], |r| {
                Ok(Change {
                    table: r.get(0)?,
                    row: r.get(1)?,
                    before: r.get(2)?,
                    after: r.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// How many rows an operation brought in bulk, and from which file.
    pub(super) fn bulk_of(&self, op: i64) -> Result<Option<(i64, Option<String>)>> {
        Ok(self
            .conn
            .query_row(
                "SELECT sum(b.rows), o.file FROM bulk b JOIN operation o ON o.id = b.op WHERE b.op = ?1 GROUP BY b.op",
                [op],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?)
    }

    /// Whether an operation can be taken back now; the error says why not and what to do instead.
    pub fn may_undo(&self, op: i64) -> Result<()> {
        let no = |why: String| Error::failed(why).means("Nothing was changed.");
        let (act, origin): (String, String) = self
            .conn
            .query_row(
                "SELECT act, origin FROM operation WHERE id = ?1",
                [op],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?
            .ok_or_else(|| {
                Error::not_found(format!("There is no operation H{op}."))
                    .hint("`partnerbook history` lists them.")
            })?;
        if op == 1 || origin == "setup" {
            return Err(no(format!("H{op} is the beginning of the book.")));
        }
        if act != "do" {
            return Err(no(format!(
                "H{op} is itself {} {act}.",
                if act == "undo" { "an" } else { "a" }
            ))
            .hint("Use `partnerbook redo`, or undo another operation."));
        }
        let last: Option<String> = self
            .conn
            .query_row(
                "SELECT act FROM operation WHERE about = ?1 ORDER BY id DESC LIMIT 1",
                [op],
                |r| r.get(0),
            )
            .optional()?;
        if last.as_deref() == Some("undo") {
            return Err(no(format!("H{op} is undone already.")));
        }
        let moved: Option<(i64, String)> = self
            .conn
            .query_row(
                "SELECT row_id, json_extract(after, '$.state') FROM change WHERE op = ?1 AND tbl = 'payout'
                   AND json_extract(after, '$.state') IN ('paid', 'reversed')
                   AND json_extract(after, '$.state') IS NOT json_extract(before, '$.state') LIMIT 1",
                [op],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        match moved {
            Some((payout, state)) if state == "paid" => {
                return Err(no(format!("H{op} recorded payout P{payout} as paid, and money paid is not undone."))
                    .hint(format!("`partnerbook payout reverse P{payout} --reason …` takes it back with an entry of its own.")));
            }
            Some((payout, _)) => {
                return Err(no(format!(
                    "H{op} reversed payout P{payout}, which stays in the books."
                )));
            }
            None => {}
        }
        let taken: Option<(i64, String)> = self
            .conn
            .query_row(
                "SELECT p.id, p.state FROM commission c JOIN payout_line l ON l.commission_id = c.id JOIN payout p ON p.id = l.payout_id
                 WHERE c.op = ?1 AND p.state NOT IN ('failed', 'cancelled', 'reversed') ORDER BY p.id LIMIT 1",
                [op],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        if let Some((payout, state)) = taken {
            let verb = if state == "paid" { "reverse" } else { "cancel" };
            return Err(no(format!("Commission that came of H{op} is in payout P{payout} ({state})."))
                .hint(format!("First `partnerbook payout {verb} P{payout}`, or correct the facts instead: the ledger follows.")));
        }
        Ok(())
    }
}
