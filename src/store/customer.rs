//! Customers in the book: what is known of one, added, replaced, linked to the referral that brought it.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, iso},
};
use crate::{
    domain::day::Day,
    error::{Error, Result},
};

/// What is known of a customer: to add one, or to replace what is known. Only the name is required.
/// Texts are stored as they are: check them with `text::check_name` before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// Its name in another system; unique.
    pub external_id: Option<String>,
    /// Name, as it is shown.
    pub name: String,
    /// Website, domain or host, in any form; kept as its registrable domain, or not at all.
    pub domain: Option<String>,
    /// The referral that brought it.
    pub referral: Option<i64>,
    /// Customer since.
    pub started_on: Option<Day>,
    /// The day it left.
    pub churned_on: Option<Day>,
    /// What it has bought.
    pub plan: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Our person.
    pub owner: Option<String>,
}

/// A customer in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    /// Its id: `C4` is 4.
    pub id: i64,
    /// What is known.
    pub known: NewCustomer,
}

fn read(r: &Row<'_>) -> rusqlite::Result<Customer> {
    Ok(Customer {
        id: r.get(0)?,
        known: NewCustomer {
            external_id: r.get(1)?,
            name: r.get(2)?,
            domain: r.get(3)?,
            referral: r.get(4)?,
            started_on: day(r, 5)?,
            churned_on: day(r, 6)?,
            plan: r.get(7)?,
            country: r.get(8)?,
            owner: r.get(9)?,
        },
    })
}

impl View<'_> {
    /// A customer by id.
    pub fn customer(&self, id: i64) -> Result<Customer> {
        self.conn
            .prepare_cached(
                "SELECT id, external_id, name, domain, referral_id, started_on, churned_on, plan, country, owner
                 FROM customer WHERE id = ?1",
            )?
            .query_row([id], read)
            .optional()?
            .ok_or_else(|| Error::not_found(format!("There is no customer C{id}.")))
    }

    /// The customer a referral brought, if there is one; the first where there are several.
    pub fn customer_of(&self, referral: i64) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached("SELECT min(id) FROM customer WHERE referral_id = ?1")?
            .query_row([referral], |r| r.get(0))?)
    }
}

impl Tx<'_> {
    /// Adds a customer and returns its id.
    pub fn add_customer(&self, new: &NewCustomer) -> Result<i64> {
        self.expect_free("customer", "external_id", new.external_id.as_deref(), 0)?;
        self.conn
            .prepare_cached(
                "INSERT INTO customer (external_id, name, domain, referral_id, started_on, churned_on, plan, country, owner, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                new.external_id, new.name, key_of(new), new.referral, iso(new.started_on), iso(new.churned_on), new.plan,
                new.country, new.owner, self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Replaces what is known of a customer; what is equal stays untouched and unlogged. Its revenue lines keep the
    /// referral they earn on: see [`Tx::link_customer`].
    pub fn set_customer(&self, id: i64, to: &NewCustomer) -> Result<()> {
        self.expect_free("customer", "external_id", to.external_id.as_deref(), id)?;
        self.conn
            .prepare_cached(
                "UPDATE customer SET external_id = ?2, name = ?3, domain = ?4, referral_id = ?5, started_on = ?6,
                   churned_on = ?7, plan = ?8, country = ?9, owner = ?10 WHERE id = ?1",
            )?
            .execute(params![
                id, to.external_id, to.name, key_of(to), to.referral, iso(to.started_on), iso(to.churned_on), to.plan,
                to.country, to.owner
            ])?;
        Ok(())
    }

    /// Says which referral brought a customer. Its revenue lines that earned for nobody now earn on that referral;
    /// lines that earn on another one stay. Returns how many lines moved.
    pub fn link_customer(&self, id: i64, referral: i64) -> Result<usize> {
        self.expect_lines_by_customer()?;
        self.conn
            .prepare_cached("UPDATE customer SET referral_id = ?2 WHERE id = ?1")?
            .execute(params![id, referral])?;
        Ok(self
            .conn
            .prepare_cached("UPDATE revenue_line SET referral_id = ?2 WHERE customer_id = ?1 AND referral_id IS NULL")?
            .execute(params![id, referral])?)
    }

    /// Says that no referral brought a customer: its lines that earned on the one it was linked to earn nothing any
    /// more. Returns how many lines moved.
    pub fn unlink_customer(&self, id: i64) -> Result<usize> {
        self.expect_lines_by_customer()?;
        let lines = self
            .conn
            .prepare_cached(
                "UPDATE revenue_line SET referral_id = NULL WHERE customer_id = ?1
                   AND referral_id = (SELECT referral_id FROM customer WHERE id = ?1)",
            )?
            .execute([id])?;
        self.conn
            .prepare_cached("UPDATE customer SET referral_id = NULL WHERE id = ?1")?
            .execute([id])?;
        Ok(lines)
    }
}

fn key_of(new: &NewCustomer) -> Option<String> {
    super::resolve::registrable(new.domain.as_deref()?)
}
