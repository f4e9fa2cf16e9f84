//! What was done with a partner or on a referral, as files bring it: recorded once, replaced, found again. Notes a person
//! types go through `Tx::add_activity`.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Tx, View, column::sure_day};
use crate::{domain::day::Day, error::Result};

/// Something that was done or noted. Texts are stored as they are: check them before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewActivity {
    /// With whom.
    pub partner: Option<i64>,
    /// On which referral.
    pub referral: Option<i64>,
    /// The day it is about.
    pub on: Day,
    /// What was done; may have several lines.
    pub text: String,
    /// call, meeting, e-mail, training … in the person's words.
    pub kind: Option<String>,
    /// How long it took; above zero.
    pub minutes: Option<u32>,
    /// Its name in another system; unique.
    pub external_id: Option<String>,
}

const COLUMNS: &str = "id, partner_id, referral_id, on_day, text, kind, minutes, external_id";

fn read(r: &Row<'_>) -> rusqlite::Result<(i64, NewActivity)> {
    Ok((
        r.get(0)?,
        NewActivity {
            partner: r.get(1)?,
            referral: r.get(2)?,
            on: sure_day(r, 3)?,
            text: r.get(4)?,
            kind: r.get(5)?,
            minutes: r.get(6)?,
            external_id: r.get(7)?,
        },
    ))
}

impl View<'_> {
    /// The activity of an external id, with its own id.
    pub fn activity_of(self, external: &str) -> Result<Option<(i64, NewActivity)>> {
        let found = self
            .conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM activity WHERE external_id = ?1"
            ))?
            .query_row([external], read)
            .optional()?;
        Ok(found)
    }

    /// How often the book has each activity, whatever its external id: two calls of one day and text are two.
    pub fn activities(self) -> Result<HashMap<NewActivity, u64>> {
        let mut q = self
            .conn
            .prepare(&format!("SELECT {COLUMNS} FROM activity"))?;
        let mut rows = q.query([])?;
        let mut all = HashMap::new();
        while let Some(r) = rows.next()? {
            let mut one = read(r)?.1;
            one.external_id = None;
            *all.entry(one).or_insert(0) += 1;
        }
        Ok(all)
    }
}

impl Tx<'_> {
    /// Records something that was done and returns its id. An external id that is taken is refused.
    pub fn record_activity(&self, new: &NewActivity) -> Result<i64> {
        self.expect_free("activity", "external_id", new.external_id.as_deref(), 0)?;
        self.conn
            .prepare_cached(
                "INSERT INTO activity (partner_id, referral_id, on_day, text, kind, minutes, external_id, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.partner,
                new.referral,
                new.on.to_string(),
                new.text,
                new.kind,
                new.minutes,
                new.external_id,
                self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Replaces what is known of an activity.
    pub fn set_activity(&self, id: i64, to: &NewActivity) -> Result<()> {
        self.expect_free("activity", "external_id", to.external_id.as_deref(), id)?;
        self.conn
            .prepare_cached(
                "UPDATE activity SET partner_id = ?2, referral_id = ?3, on_day = ?4, text = ?5, kind = ?6, minutes = ?7,
                   external_id = ?8 WHERE id = ?1",
            )?
            .execute(params![
                id,
                to.partner,
                to.referral,
                to.on.to_string(),
                to.text,
                to.kind,
                to.minutes,
                to.external_id
            ])?;
        Ok(())
    }
}
