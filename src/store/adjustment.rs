//! What a person adds to what is owed: bonuses, corrections, write-offs, cash rewards. A fact; the ledger line follows.

use rusqlite::params;

use super::{Tx, column::iso};
use crate::{
    domain::{day::Day, money::Money},
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
