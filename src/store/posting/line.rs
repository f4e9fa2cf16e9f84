//! Writes lines into the ledger, each with the words of why it is there. Nobody else inserts into it, but for a whole
//! book that is read back.

use rusqlite::{CachedStatement, Connection, params};

use super::difference::{Delta, Why};
use crate::{error::Result, store::bulk::Marks};

/// Writes the lines of one operation.
pub(super) struct Writer<'a> {
    insert: CachedStatement<'a>,
    op: i64,
    /// Whether the operation changed facts; else it only worked them out again.
    changes_facts: bool,
}

const INSERT: &str = "INSERT INTO commission (partner_id, referral_id, agreement_id, source, source_id, entry, day, payable_on, currency, minor,
     base_minor, rate, share, month, months, reason, op)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";

impl<'a> Writer<'a> {
    /// A writer for an operation, once all its facts are in.
    pub(super) fn new(conn: &'a Connection, op: i64, marks: Option<&Marks>) -> Result<Self> {
        let changes: bool = conn
            .prepare_cached(
                "SELECT act <> 'do' OR EXISTS (SELECT 1 FROM change WHERE op = ?1) FROM operation WHERE id = ?1",
            )?
            .query_row([op], |r| r.get(0))?;
        let grew = marks.map_or(Ok(false), |m| m.grew(conn))?;
        Ok(Self {
            insert: conn.prepare_cached(INSERT)?,
            op,
            changes_facts: changes || grew,
        })
    }

    /// Posts one line.
    pub(super) fn post(&mut self, delta: &Delta<'_>) -> Result<()> {
        let accrual = match delta.why {
            Why::Owed(accrual, _) | Why::Changed(accrual) => Some(accrual),
            _ => None,
        };
        let figures = accrual.map(|a| &a.figures);
        let month = figures.and_then(|f| f.month);
        let (entry, reason) = self.words(delta);
        self.insert.execute(params![
            delta.thing.partner,
            delta.referral,
            delta.thing.agreement,
            delta.thing.source.word(),
            delta.thing.source.id(),
            entry,
            delta.day.to_string(),
            delta.payable_on.to_string(),
            delta.thing.currency.code(),
            delta.minor,
            figures.map_or(0, |f| f.base),
            figures
                .and_then(|f| f.rate)
                .map_or_else(String::new, |r| r.to_string()),
            figures.map_or_else(String::new, |f| f.share.number()),
            month.map(|m| m.0),
            month.map(|m| m.1),
            reason,
            self.op
        ])?;
        Ok(())
    }

    /// The kind of entry, and why.
    fn words(&self, delta: &Delta<'_>) -> (&'static str, String) {
        let op = self.op;
        match delta.why {
            Why::Owed(accrual, terms) => match accrual.figures.refund_of {
                Some(line) => ("refund", format!("refund of V{line}: {terms}")),
                None => ("accrual", terms.to_owned()),
            },
            Why::Added(a) => (
                "adjustment",
                format!("{}: {}", a.known.kind.word(), a.known.reason),
            ),
            Why::Voided(reason) => ("correction", format!("voided: {reason}")),
            _ if !self.changes_facts => ("correction", format!("H{op} worked it out again")),
            Why::Changed(_) => (
                "correction",
                format!("H{op} changed what it is worked out from"),
            ),
            Why::AddedAgain => ("correction", format!("H{op} put it back")),
            Why::Gone if delta.thing.agreement == 0 => {
                ("correction", format!("H{op} took it back"))
            }
            Why::Gone => (
                "correction",
                format!("H{op} took away what it was earned on"),
            ),
        }
    }
}
