//! What a new version of terms changes in agreements that stand: which terms they are on, never who shares in them.

use rusqlite::params;

use super::{Tx, program::Applies};
use crate::{domain::day::Day, error::Result};

/// Agreements that a version (?1 program, ?2 terms, ?3 its first day, ?4 its partner or NULL) may reach: on terms of the
/// same people or, for terms of a partner's own, on everybody's. Those a person made are the first-named partner's.
const IN_REACH: &str =
    "FROM agreement a JOIN terms t ON t.id = a.terms_id JOIN referral r ON r.id = a.referral_id
  WHERE t.program_id = ?1 AND t.id <> ?2
    AND CASE WHEN ?4 IS NULL THEN t.partner_id IS NULL WHEN a.by_hand IS NULL THEN r.partner_id = ?4
        ELSE (SELECT s.partner_id FROM agreement_share s WHERE s.agreement_id = a.id ORDER BY s.position LIMIT 1) = ?4 END";

impl Tx<'_> {
    /// Brings agreements under a new version from its first day on, as if it had been there when they were made:
    /// those of referrals submitted since are under it altogether, and with `lines from` those that run end the day
    /// before and go on under it with the same shares.
    pub(super) fn follow_terms(
        &self,
        (program, terms): (i64, i64),
        from: Option<Day>,
        applies: Applies,
        partner: Option<i64>,
    ) -> Result<()> {
        let from = from.map_or(String::new(), |day| day.to_string());
        let since = match applies {
            // What a person agreed for one referral is no matter of when it was submitted.
            Applies::NewReferrals => "a.by_hand IS NULL AND coalesce(r.submitted_on, '')",
            Applies::LinesFrom => "coalesce(a.starts, r.submitted_on, '')",
        };
        self.conn
            .prepare_cached(&format!(
                "UPDATE agreement SET terms_id = ?2 WHERE id IN (SELECT a.id {IN_REACH} AND {since} >= ?3)"
            ))?
            .execute(params![program, terms, from, partner])?;
        if applies == Applies::LinesFrom {
            self.move_agreements((program, terms), &from, partner)?;
        }
        Ok(())
    }

    /// Ends what runs on older versions the day before `from`, and goes on under `terms` with the same shares.
    fn move_agreements(
        &self,
        (program, terms): (i64, i64),
        from: &str,
        partner: Option<i64>,
    ) -> Result<()> {
        self.conn.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS moved_agreement (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
             DELETE FROM temp.moved_agreement",
        )?;
        let last = self.last_agreement()?;
        self.conn
            .prepare_cached(&format!(
                "INSERT INTO temp.moved_agreement
                 SELECT a.id, ?5 + row_number() OVER (ORDER BY a.id) {IN_REACH} AND (a.ends IS NULL OR a.ends >= ?3)"
            ))?
            .execute(params![program, terms, from, partner, last])?;
        self.conn
            .prepare_cached(
                "INSERT INTO agreement (id, referral_id, terms_id, role, starts, ends, by_hand, op)
                 SELECT m.new, a.referral_id, ?1, a.role, ?2, a.ends, a.by_hand, ?3
                 FROM temp.moved_agreement m JOIN agreement a ON a.id = m.old ORDER BY m.new",
            )?
            .execute(params![terms, from, self.op])?;
        self.conn
            .prepare_cached(
                "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op)
                 SELECT m.new, s.position, s.partner_id, s.share, ?1
                 FROM temp.moved_agreement m JOIN agreement_share s ON s.agreement_id = m.old ORDER BY m.new, s.position",
            )?
            .execute([self.op])?;
        self.conn
            .prepare_cached(
                "UPDATE agreement SET ends = date(?1, '-1 day') WHERE id IN (SELECT old FROM temp.moved_agreement)",
            )?
            .execute([from])?;
        self.conn
            .execute_batch("DELETE FROM temp.moved_agreement")?;
        Ok(())
    }
}
