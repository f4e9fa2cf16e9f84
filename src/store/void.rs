//! Commission that shall not be owed although the terms say so: a fact a person gives, with its reason. The ledger
//! answers with a reversing line; posting is not done here.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{
    Line, Tx, View,
    commission::PostedFor,
    held_back::{Taken, family},
};
use crate::{
    error::{Error, Result},
    store::column::iso,
};

/// What a person voided, and why.
#[derive(Default)]
pub(super) struct Voids {
    by_agreement: HashMap<(PostedFor, i64, i64), String>,
    /// Those whose agreement is gone: a referral that was agreed on anew must not bring back what was voided.
    by_source: HashMap<(PostedFor, i64), String>,
}

impl Voids {
    /// Every void of the book; they are few.
    pub(super) fn all(conn: &Connection) -> Result<Self> {
        let mut q = conn.prepare_cached(
            "SELECT v.source, v.source_id, v.agreement_id, v.partner_id, v.reason,
               v.agreement_id = 0 OR EXISTS (SELECT 1 FROM agreement a WHERE a.id = v.agreement_id)
             FROM commission_void v ORDER BY v.id",
        )?;
        let mut rows = q.query([])?;
        let mut all = Self::default();
        while let Some(r) = rows.next()? {
            let source = PostedFor::read(r.get_ref(0)?.as_str()?, r.get(1)?)?;
            if r.get(5)? {
                all.by_agreement
                    .insert((source, r.get(2)?, r.get(3)?), r.get(4)?);
            } else {
                all.by_source.insert((source, r.get(3)?), r.get(4)?);
            }
        }
        Ok(all)
    }

    /// Why a thing was voided, if it was.
    pub(super) fn reason(&self, source: PostedFor, agreement: i64, partner: i64) -> Option<&str> {
        self.by_agreement
            .get(&(source, agreement, partner))
            .or_else(|| self.by_source.get(&(source, partner)))
            .map(String::as_str)
    }
}

impl View<'_> {
    /// Why what a line is for was voided, if it was.
    pub fn voided(&self, line: &Line) -> Result<Option<String>> {
        let voids = Voids::all(self.conn)?;
        Ok(voids
            .reason(line.source, line.agreement, line.partner)
            .map(ToOwned::to_owned))
    }
}

impl Tx<'_> {
    /// Voids what these lines are for: nothing is owed for it, nor for refunds of it, from now on. A line that was held
    /// back is let go, because it and its reversal now come to nothing. Refused if any of it is in a live payout, or
    /// nothing of it is left to void. Returns the lines named, once for each thing.
    pub fn void_commission(&self, ids: &[i64], reason: &str) -> Result<Vec<Line>> {
        let voids = Voids::all(self.conn)?;
        let mut done: Vec<Line> = Vec::new();
        for id in ids {
            let line = self.view().commission(*id)?;
            let thing = |l: &Line| (l.source, l.agreement, l.partner);
            if done.iter().any(|other| thing(other) == thing(&line)) {
                continue;
            }
            let no = |why: String| Error::refused(why).means("Nothing was changed.");
            if let Some(before) = voids.reason(line.source, line.agreement, line.partner) {
                return Err(no(format!("What L{id} is for is voided already: {before}")));
            }
            if let Some(taken) = self.view().taken(*id)? {
                return Err(in_the_way(*id, &taken, &line));
            }
            let left: i64 = self
                .conn
                .prepare_cached(&format!(
                    "SELECT total(minor) <> 0 FROM commission WHERE id IN (SELECT id FROM ({}))",
                    family("?1")
                ))?
                .query_row([id], |r| r.get(0))?;
            if left == 0 {
                return Err(no(format!(
                    "Nothing is owed any more on what L{id} is for: it was taken back already."
                )));
            }
            self.conn
                .prepare_cached(
                    "INSERT INTO commission_void (source, source_id, agreement_id, partner_id, on_day, reason, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    line.source.word(),
                    line.source.id(),
                    line.agreement,
                    line.partner,
                    iso(Some(self.today)),
                    reason,
                    self.op
                ])?;
            self.conn
                .prepare_cached(&format!(
                    "DELETE FROM commission_block WHERE commission_id IN (SELECT id FROM ({}))",
                    family("?1")
                ))?
                .execute([id])?;
            done.push(line);
        }
        Ok(done)
    }
}

/// Why a line cannot be voided: it is in a payout.
fn in_the_way(id: i64, taken: &Taken, line: &Line) -> Error {
    let (payout, state) = (taken.payout, taken.state.as_str());
    let which = if taken.line == id {
        format!("L{id} is")
    } else {
        format!("L{}, which belongs to L{id}, is", taken.line)
    };
    let error = Error::refused(format!("{which} in payout P{payout} ({state})."))
        .means("Nothing was changed.");
    if state == "draft" {
        error.hint(format!(
            "Cancel the draft first: `partnerbook payout cancel P{payout}`. Draft again after it."
        ))
    } else {
        let back = line.money.negated().map_or_else(
            |_| "AMOUNT".to_owned(),
            |m| format!("\"{} {}\"", m.plain(), m.currency),
        );
        error.hint(format!(
            "Only what is not approved or paid is voided. Take it back from later commission: `partnerbook commission adjust PARTNER {back} --kind correction --reason …`."
        ))
    }
}
