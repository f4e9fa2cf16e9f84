//! A program's default split by role, and who fills the roles on a referral; what follows for agreements is next door.

use rusqlite::{OptionalExtension, params};

use super::{Tx, View, column::broken};
use crate::{domain::rate::Rate, error::Result};

/// The role of the partner who referred: always there, always filled, and named first.
pub const REFERRER: &str = "referral";

/// A partner that fills a role on a referral beside the one who referred it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleFilled {
    /// The role, such as `agency`.
    pub role: String,
    /// The partner.
    pub partner: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
}

impl View<'_> {
    /// A program's default split, in order; empty: all of it goes to who referred.
    pub fn program_split(&self, program: i64) -> Result<Vec<(String, Rate)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT role, share FROM program_split WHERE program_id = ?1 ORDER BY position",
        )?;
        let rows = q.query_map([program], |r| {
            let share = Rate::parse(r.get_ref(1)?.as_str()?).map_err(|e| broken(1, e))?;
            Ok((r.get(0)?, share))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The roles that some program shares with, beside the one who referred.
    pub fn split_roles(&self) -> Result<Vec<String>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT role FROM program_split WHERE role <> 'referral' ORDER BY role",
        )?;
        let rows = q.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Who fills which role on a referral, by role.
    pub fn referral_roles(&self, referral: i64) -> Result<Vec<RoleFilled>> {
        let mut q = self.conn.prepare_cached(
            "SELECT o.role, o.partner_id, p.name, p.slug FROM referral_role o JOIN partner p ON p.id = o.partner_id
             WHERE o.referral_id = ?1 ORDER BY o.role",
        )?;
        let rows = q.query_map([referral], |r| {
            Ok(RoleFilled {
                role: r.get(0)?,
                partner: r.get(1)?,
                name: r.get(2)?,
                slug: r.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Sets a program's default split, in order: shares that sum to 100, [`REFERRER`] among them. Empty: none any more.
    /// It holds for agreements made from now on; those that stand keep their shares.
    pub fn set_program_split(&self, program: i64, split: &[(String, Rate)]) -> Result<()> {
        if self.view().program_split(program)? == split {
            return Ok(());
        }
        self.conn
            .prepare_cached("DELETE FROM program_split WHERE program_id = ?1")?
            .execute([program])?;
        for (position, (role, share)) in (1_i64..).zip(split) {
            self.conn
                .prepare_cached(
                    "INSERT INTO program_split (program_id, position, role, share, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![program, position, role, share.number(), self.op])?;
        }
        Ok(())
    }

    /// Says who fills a role on a referral; none: nobody any more. Returns whether that was news.
    pub fn set_role(&self, referral: i64, role: &str, partner: Option<i64>) -> Result<bool> {
        let before: Option<i64> = self
            .conn
            .prepare_cached(
                "SELECT partner_id FROM referral_role WHERE referral_id = ?1 AND role = ?2",
            )?
            .query_row(params![referral, role], |r| r.get(0))
            .optional()?;
        if before == partner {
            return Ok(false);
        }
        match partner {
            None => self
                .conn
                .prepare_cached("DELETE FROM referral_role WHERE referral_id = ?1 AND role = ?2")?
                .execute(params![referral, role])?,
            Some(partner) => self
                .conn
                .prepare_cached(
                    "INSERT INTO referral_role (referral_id, role, partner_id, op) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (referral_id, role) DO UPDATE SET partner_id = excluded.partner_id",
                )?
                .execute(params![referral, role, partner, self.op])?,
        };
        Ok(true)
    }
}
