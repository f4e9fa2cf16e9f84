//! Writes lines into the ledger, each with the words of why it is there. Nobody else inserts into it, but for a whole
//! book that is read back.

use std::borrow::Cow;

use rusqlite::{CachedStatement, Connection, params};

use super::difference::{Delta, Why};
use crate::{
    domain::rate::Rate,
    error::Result,
    store::{bulk::Marks, column::iso_text},
};

/// Writes the lines of one operation.
pub(super) struct Writer<'a> {
    insert: CachedStatement<'a>,
    op: i64,
    /// Whether the operation changed facts; else it only worked them out again.
    changes_facts: bool,
    rate: Written,
    share: Written,
}

/// A rate as text: the same one stands on most lines.
#[derive(Default)]
struct Written(Option<Rate>, String);

impl Written {
    fn of(&mut self, rate: Option<Rate>, written: impl FnOnce(Rate) -> String) -> &str {
        if self.0 != rate {
            self.1 = rate.map_or_else(String::new, written);
            self.0 = rate;
        }
        &self.1
    }
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
            rate: Written::default(),
            share: Written::default(),
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
        let (mut day, mut payable_on) = ([0; 10], [0; 10]);
        self.insert.execute(params![
            delta.thing.partner,
            delta.referral,
            delta.thing.agreement,
            delta.thing.source.word(),
            delta.thing.source.id(),
            entry,
            iso_text(delta.day, &mut day),
            iso_text(delta.payable_on, &mut payable_on),
            delta.thing.currency.code(),
            delta.minor,
            figures.map_or(0, |f| f.base),
            self.rate
                .of(figures.and_then(|f| f.rate), |r| r.to_string()),
            self.share.of(figures.map(|f| f.share), Rate::number),
            month.map(|m| m.0),
            month.map(|m| m.1),
            reason,
            self.op
        ])?;
        Ok(())
    }

    /// The kind of entry, and why.
    fn words<'d>(&self, delta: &Delta<'d>) -> (&'static str, Cow<'d, str>) {
        let op = self.op;
        let reason = match delta.why {
            Why::Owed(accrual, terms) => {
                return match accrual.figures.refund_of {
                    Some(line) => ("refund", format!("refund of V{line}: {terms}").into()),
                    None => ("accrual", terms.into()),
                };
            }
            Why::Added(a) => {
                let reason = format!("{}: {}", a.known.kind.word(), a.known.reason);
                return ("adjustment", reason.into());
            }
            Why::Voided(reason) => format!("voided: {reason}"),
            _ if !self.changes_facts => format!("H{op} worked it out again"),
            Why::Changed(_) => format!("H{op} changed what it is worked out from"),
            Why::AddedAgain => format!("H{op} put it back"),
            Why::Gone if delta.thing.agreement == 0 => format!("H{op} took it back"),
            Why::Gone => format!("H{op} took away what it was earned on"),
        };
        ("correction", reason.into())
    }
}
