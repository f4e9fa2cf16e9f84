//! The pipeline in the book: its stages in order, and their editing.

use rusqlite::params;

use super::{Tx, View, column::broken};
use crate::{
    domain::{
        currency::Currency,
        referral::{Pipeline, Stage, StageKind},
    },
    error::{Error, Result},
};

impl View<'_> {
    /// The stages, in order.
    pub fn pipeline(&self) -> Result<Pipeline> {
        let mut q = self
            .conn
            .prepare_cached("SELECT name, kind FROM stage ORDER BY position, id")?;
        let stages = q
            .query_map([], |r| {
                let kind = r.get_ref(1)?.as_str()?;
                Ok(Stage {
                    name: r.get(0)?,
                    kind: StageKind::parse(kind).unwrap_or(StageKind::Open),
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(Pipeline { stages })
    }

    /// How many referrals are at each stage, in the order of the stages.
    pub fn pipeline_counts(&self) -> Result<Vec<i64>> {
        let mut q = self.conn.prepare_cached(
            "SELECT (SELECT count(*) FROM referral r WHERE r.stage = s.name) FROM stage s ORDER BY s.position, s.id",
        )?;
        let rows = q.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The currency of amounts typed without one.
    pub fn currency(&self) -> Result<Currency> {
        Ok(self.conn.query_row(
            "SELECT value FROM setting WHERE key = 'currency'",
            [],
            |r| Currency::from_code(r.get_ref(0)?.as_str()?).map_err(|e| broken(0, e)),
        )?)
    }
}

impl Tx<'_> {
    /// Adds an open stage after another, or as the last open one.
    pub fn add_stage(&self, name: &str, after: Option<&str>) -> Result<()> {
        let pipeline = self.view().pipeline()?;
        if pipeline.find(name).is_some() {
            return Err(
                Error::refused(format!("There is a stage “{name}” already."))
                    .means("Nothing was changed."),
            );
        }
        let mut order: Vec<String> = pipeline.open().map(|s| s.name.clone()).collect();
        let at = after
            .and_then(|after| order.iter().position(|s| s == after))
            .map_or(order.len(), |at| at + 1);
        order.insert(at, name.to_owned());
        self.insert_stage(name, 0, "open")?;
        self.order_stages(&order)
    }

    /// Renames a stage everywhere: in the pipeline, on referrals and in their history.
    pub fn rename_stage(&self, from: &str, to: &str) -> Result<()> {
        self.expect_free("stage", "name", Some(to), 0)?;
        // Foreign keys wait for the end of the transaction, so the order of these does not matter.
        for sql in [
            "UPDATE stage SET name = ?2 WHERE name = ?1",
            "UPDATE referral SET stage = ?2 WHERE stage = ?1",
            "UPDATE referral_stage SET stage = ?2 WHERE stage = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([from, to])?;
        }
        Ok(())
    }

    /// Removes an open stage that no referral is at.
    pub fn remove_stage(&self, name: &str) -> Result<()> {
        let at: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM referral WHERE stage = ?1")?
            .query_row([name], |r| r.get(0))?;
        if at > 0 {
            return Err(Error::refused(format!(
                "{at} referral{} at “{name}”.",
                if at == 1 { " is" } else { "s are" }
            ))
            .means("Nothing was changed.")
            .hint("Move them to another stage first."));
        }
        self.conn
            .prepare_cached("DELETE FROM stage WHERE name = ?1 AND kind = 'open'")?
            .execute([name])?;
        Ok(())
    }

    /// Puts the open stages in this order, which names each of them once; closing stages follow them.
    pub fn order_stages(&self, open: &[String]) -> Result<()> {
        let pipeline = self.view().pipeline()?;
        let closing = pipeline
            .stages
            .iter()
            .filter(|s| s.kind != StageKind::Open)
            .map(|s| s.name.as_str());
        let names = open.iter().map(String::as_str).chain(closing);
        for (position, name) in (1_i64..).zip(names) {
            self.conn
                .prepare_cached("UPDATE stage SET position = ?2 WHERE name = ?1")?
                .execute(params![name, position])?;
        }
        Ok(())
    }
}
