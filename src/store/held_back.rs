//! Lines a person holds back: they are in no payout until they are released. The line itself never changes.
//!
//! What corrects or refunds a line that is held back is held back with it: else its reversal would be taken from other
//! commission while the line itself waits.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Line, Tx, View, column::iso};
use crate::{
    domain::day::Day,
    error::{Error, Result},
};

/// Every line that is held back (`id`), with the block that does it: its line (`by`), day and reason. Once each.
macro_rules! held_back_lines {
    () => {
        "SELECT id, min(block) AS block, by, on_day, reason FROM (
           SELECT k.id AS id, b.id AS block, b.commission_id AS by, b.on_day AS on_day, b.reason AS reason
             FROM commission_block b CROSS JOIN commission o ON o.id = b.commission_id
             CROSS JOIN commission k ON k.source = o.source AND k.source_id = o.source_id
              AND k.agreement_id = o.agreement_id AND k.partner_id = o.partner_id
           UNION ALL
           SELECT k.id, b.id, b.commission_id, b.on_day, b.reason
             FROM commission_block b CROSS JOIN commission o ON o.id = b.commission_id
             CROSS JOIN revenue_line v ON o.source = 'line' AND v.refund_of = o.source_id
             CROSS JOIN commission k ON k.source = 'line' AND k.source_id = v.id
              AND k.agreement_id = o.agreement_id AND k.partner_id = o.partner_id)
         GROUP BY id"
    };
}
pub(super) use held_back_lines;

/// Line `c` may go into a payout: no live one holds it, and nobody holds it back.
pub(super) const FREE: &str = concat!(
    "c.id NOT IN (SELECT id FROM (",
    held_back_lines!(),
    ")) AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id
       WHERE l.commission_id = c.id AND p.state NOT IN ('failed', 'cancelled', 'reversed'))"
);

/// All lines for the thing that line `one` (SQL) is for, and for refunds of it.
pub(super) fn family(one: &str) -> String {
    format!(
        "SELECT k.id FROM commission o CROSS JOIN commission k ON k.source = o.source AND k.source_id = o.source_id
           AND k.agreement_id = o.agreement_id AND k.partner_id = o.partner_id WHERE o.id = {one}
         UNION SELECT k.id FROM commission o CROSS JOIN revenue_line v ON o.source = 'line' AND v.refund_of = o.source_id
           CROSS JOIN commission k ON k.source = 'line' AND k.source_id = v.id
           AND k.agreement_id = o.agreement_id AND k.partner_id = o.partner_id WHERE o.id = {one}"
    )
}

/// A line that a live payout holds.
pub(super) struct Taken {
    pub(super) line: i64,
    pub(super) payout: i64,
    pub(super) state: String,
}

/// A line held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Since when.
    pub on: Day,
    /// Why.
    pub reason: String,
    /// The line a person named: this one, or the one it corrects or refunds.
    pub by: i64,
}

impl View<'_> {
    /// Who holds a line back and why, if anybody does.
    pub fn held_back(&self, line: i64) -> Result<Option<HeldBack>> {
        Ok(self
            .conn
            .prepare_cached(concat!(
                "SELECT on_day, reason, by FROM (",
                held_back_lines!(),
                ") WHERE id = ?1"
            ))?
            .query_row([line], |r| {
                Ok(HeldBack {
                    on: super::column::sure_day(r, 0)?,
                    reason: r.get(1)?,
                    by: r.get(2)?,
                })
            })
            .optional()?)
    }

    /// The first of the lines that belong together with a line that is in a live payout.
    pub(super) fn taken(&self, line: i64) -> Result<Option<Taken>> {
        Ok(self
            .conn
            .prepare_cached(&format!(
                "SELECT l.commission_id, p.id, p.state FROM payout_line l JOIN payout p ON p.id = l.payout_id
                 WHERE l.commission_id IN (SELECT id FROM ({})) AND p.state NOT IN ('failed', 'cancelled', 'reversed')
                 ORDER BY p.state = 'draft', l.commission_id <> ?1, l.commission_id LIMIT 1",
                family("?1")
            ))?
            .query_row([line], |r| {
                Ok(Taken {
                    line: r.get(0)?,
                    payout: r.get(1)?,
                    state: r.get(2)?,
                })
            })
            .optional()?)
    }
}

impl Tx<'_> {
    /// Holds lines back, all or none. Refused where one is in a live payout or is held back already. Returns them.
    pub fn block_commission(&self, ids: &[i64], reason: &str) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for id in ids {
            let line = self.view().commission(*id)?;
            if let Some((payout, state, _)) = &line.payout {
                let error = Error::refused(format!("L{id} is in payout P{payout} ({state})."))
                    .means("Nothing was changed.");
                return Err(if state == "paid" {
                    error.hint("What is paid cannot be held back. `partnerbook commission adjust` takes it back from later commission.")
                } else {
                    error.hint(format!(
                        "Cancel the payout first: `partnerbook payout cancel P{payout}`. Draft again after it."
                    ))
                });
            }
            if let Some(held) = self.view().held_back(*id)? {
                let with = if held.by == *id {
                    String::new()
                } else {
                    format!(" with L{}", held.by)
                };
                return Err(Error::refused(format!(
                    "L{id} is held back{with} already: {}",
                    held.reason
                ))
                .means("Nothing was changed."));
            }
            self.conn
                .prepare_cached(
                    "INSERT INTO commission_block (commission_id, on_day, reason, op) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![id, iso(Some(self.today)), reason, self.op])?;
            lines.push(line);
        }
        Ok(lines)
    }

    /// Lets lines go that are held back, all or none; with a line goes what is held back together with it. Returns them.
    pub fn release_commission(&self, ids: &[i64]) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        let mut released: Vec<i64> = Vec::new();
        for id in ids {
            let line = self.view().commission(*id)?;
            match self.view().held_back(*id)? {
                Some(held) => {
                    self.conn
                        .prepare_cached("DELETE FROM commission_block WHERE commission_id = ?1")?
                        .execute([held.by])?;
                    released.push(held.by);
                    released.extend(self.family_of(held.by)?);
                }
                // It went with another one of the same call.
                None if released.contains(id) => {}
                None => {
                    return Err(Error::refused(format!("L{id} is not held back."))
                        .means("Nothing was changed."));
                }
            }
            lines.push(line);
        }
        Ok(lines)
    }

    fn family_of(&self, line: i64) -> Result<Vec<i64>> {
        let mut q = self.conn.prepare_cached(&family("?1"))?;
        let ids = q.query_map([line], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

/// Refuses an operation after which a line would be held back and in a live payout at once: an undo or a redo may ask
/// for it.
pub(super) fn expect_apart(conn: &Connection) -> Result<()> {
    let both: Option<(i64, i64, String)> = conn
        .prepare_cached(
            "SELECT b.commission_id, p.id, p.state FROM commission_block b JOIN payout_line l ON l.commission_id = b.commission_id
             JOIN payout p ON p.id = l.payout_id WHERE p.state NOT IN ('failed', 'cancelled', 'reversed') LIMIT 1",
        )?
        .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    match both {
        Some((line, payout, state)) => Err(Error::refused(format!(
            "L{line} would be held back and in payout P{payout} ({state}) at once."
        ))
        .means("Nothing was changed.")
        .hint(format!(
            "Release it (`partnerbook commission release L{line}`) or cancel the payout (`partnerbook payout cancel P{payout}`) first."
        ))),
        None => Ok(()),
    }
}
