//! Partners who helped with a deal or a customer that somebody else brought, or nobody did. Kept and read; it earns nothing.

use rusqlite::params;

use super::{Tx, View, column::sure_day};
use crate::{domain::day::Day, error::Result};

/// A partner who helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Influence {
    /// The partner.
    pub partner: i64,
    /// Its name.
    pub partner_name: String,
    /// The first day it helped.
    pub on: Day,
    /// The dates that justify it, in words.
    pub why: String,
}

/// What somebody helped with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helped {
    /// A customer.
    Customer(i64),
    /// A referral of somebody else.
    Referral(i64),
}

impl Helped {
    fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Customer(id) => (Some(id), None),
            Self::Referral(id) => (None, Some(id)),
        }
    }
}

impl View<'_> {
    /// Who helped with a customer or a referral, first to help first. Who helped with the referral that brought a
    /// customer helped with the customer.
    pub fn influences(&self, with: Helped) -> Result<Vec<Influence>> {
        let (customer, referral) = with.columns();
        let mut q = self.conn.prepare_cached(
            "SELECT i.partner_id, p.name, i.on_day, i.why FROM influence i JOIN partner p ON p.id = i.partner_id
             WHERE i.customer_id = ?1 OR i.referral_id = ?2
                OR i.referral_id = (SELECT referral_id FROM customer WHERE id = ?1)
             ORDER BY i.on_day, i.id",
        )?;
        let rows = q.query_map(params![customer, referral], |r| {
            Ok(Influence {
                partner: r.get(0)?,
                partner_name: r.get(1)?,
                on: sure_day(r, 2)?,
                why: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Says that a partner helped, or says anew since when and why.
    pub fn put_influence(&self, partner: i64, with: Helped, on: Day, why: &str) -> Result<()> {
        let (customer, referral) = with.columns();
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE influence SET on_day = ?4, why = ?5 WHERE partner_id = ?1 AND customer_id IS ?2 AND referral_id IS ?3",
            )?
            .execute(params![partner, customer, referral, on.to_string(), why])?;
        if changed == 0 {
            self.conn
                .prepare_cached(
                    "INSERT INTO influence (partner_id, customer_id, referral_id, on_day, why, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![partner, customer, referral, on.to_string(), why, self.op])?;
        }
        Ok(())
    }

    /// Takes back that a partner helped. Returns whether anybody had said so.
    pub fn drop_influence(&self, partner: i64, with: Helped) -> Result<bool> {
        let (customer, referral) = with.columns();
        let gone = self
            .conn
            .prepare_cached(
                "DELETE FROM influence WHERE partner_id = ?1 AND customer_id IS ?2 AND referral_id IS ?3",
            )?
            .execute(params![partner, customer, referral])?;
        Ok(gone > 0)
    }
}
