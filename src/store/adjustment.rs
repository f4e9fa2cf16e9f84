//! What a person adds to what is owed: bonuses, corrections, write-offs, cash rewards. A fact; the ledger line follows.

use rusqlite::{Connection, params};

use super::{
    Tx,
    column::{broken, iso, sure_day},
    facts::id_list,
};
use crate::{
    domain::{currency::Currency, day::Day, money::Money},
    error::Result,
};

/// Why a person adds to what is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// Something on top.
    Bonus,
    /// Something that was wrong before.
    Correction,
    /// A negative balance that is let go, or a debt that will not be paid.
    WriteOff,
    /// A cash reward to a person at the partner.
    Reward,
}

impl AdjustmentKind {
    /// As it is stored and typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bonus => "bonus",
            Self::Correction => "correction",
            Self::WriteOff => "write-off",
            Self::Reward => "reward",
        }
    }

    /// Reads a word; `None` if it is none of them.
    pub fn read(word: &str) -> Option<Self> {
        [Self::Bonus, Self::Correction, Self::WriteOff, Self::Reward]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// An adjustment to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAdjustment {
    /// Whose it is.
    pub partner: i64,
    /// The referral it is about, where it is about one.
    pub referral: Option<i64>,
    /// What it is.
    pub kind: AdjustmentKind,
    /// The day it counts as; it may be paid from that day on.
    pub day: Day,
    /// How much; below zero where it takes something back. Never zero.
    pub money: Money,
    /// Why, for the partner to read.
    pub reason: String,
}

/// An adjustment in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Adjustment {
    pub(super) id: i64,
    pub(super) known: NewAdjustment,
}

/// Those of some adjustments that are there.
pub(super) fn by_ids(conn: &Connection, ids: &[i64]) -> Result<Vec<Adjustment>> {
    let mut q = conn.prepare_cached(
        "SELECT a.id, a.partner_id, a.referral_id, a.kind, a.day, a.minor, a.currency, a.reason
         FROM json_each(?1) t JOIN adjustment a ON a.id = t.value",
    )?;
    let rows = q.query_map([id_list(ids)], |r| {
        let currency = Currency::from_code(r.get_ref(6)?.as_str()?).map_err(|e| broken(6, e))?;
        Ok(Adjustment {
            id: r.get(0)?,
            known: NewAdjustment {
                partner: r.get(1)?,
                referral: r.get(2)?,
                // The table takes no other words.
                kind: AdjustmentKind::read(r.get_ref(3)?.as_str()?)
                    .unwrap_or(AdjustmentKind::Correction),
                day: sure_day(r, 4)?,
                money: Money::new(r.get(5)?, currency),
                reason: r.get(7)?,
            },
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Tx<'_> {
    /// Adds an adjustment and returns its id; its ledger line is posted at the end of the operation.
    pub fn add_adjustment(&self, new: &NewAdjustment) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO adjustment (partner_id, referral_id, kind, day, minor, currency, reason, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.partner,
                new.referral,
                new.kind.word(),
                iso(Some(new.day)),
                new.money.minor,
                new.money.currency.code(),
                new.reason,
                self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }
}
