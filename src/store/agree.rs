//! Who earns what on a referral: the one rule by which referrals get their agreements, for one and for a million.

use rusqlite::params;

use super::Tx;
use crate::{
    domain::{day::Day, rate::Rate},
    error::{Error, Result},
};

/// The rule. A referral that has no agreement gets, for each program its partner was enrolled in on the day it was
/// submitted (today, where that is not known), the latest version of terms that had started by then; and after it,
/// each later version that applies to `lines from` its day, each ending the day before the next one starts.
///
/// ?1 the operation, ?2 today, ?3 the referral or NULL for all.
const CHOICE: &str = "
SELECT r.id, t.id,
       CASE WHEN t.version > base.version THEN t.from_day END,
       (SELECT date(min(n.from_day), '-1 day') FROM terms n
         WHERE n.program_id = t.program_id AND n.version > t.version AND n.applies = 'lines from'
           AND n.version > base.version),
       ?1
FROM referral r
JOIN enrolment e ON e.partner_id = r.partner_id
  AND (e.from_day IS NULL OR e.from_day <= coalesce(r.submitted_on, ?2))
  AND (e.to_day IS NULL OR e.to_day >= coalesce(r.submitted_on, ?2))
JOIN terms t ON t.program_id = e.program_id
JOIN terms base ON base.id = (SELECT b.id FROM terms b WHERE b.program_id = e.program_id
    AND (b.from_day IS NULL OR b.from_day <= coalesce(r.submitted_on, ?2)) ORDER BY b.version DESC LIMIT 1)
WHERE (t.id = base.id OR (t.version > base.version AND t.applies = 'lines from'))
";
const INTO: &str = "INSERT INTO agreement (referral_id, terms_id, starts, ends, op)";
const NEW: &str = "AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.referral_id = r.id)";

impl Tx<'_> {
    /// Gives a referral its agreements by the rule above, if it has none. `split` says who shares the commission, in
    /// order, in shares that sum to 100 (`COMMISSION_RULES R8`); empty: all of it goes to the referral's partner.
    /// Returns how many agreements it got.
    pub fn agree(&self, referral: i64, split: &[(i64, Rate)]) -> Result<usize> {
        let mark = self.mark()?;
        let made = self
            .conn
            .prepare_cached(&format!(
                "{INTO} {CHOICE} {NEW} AND r.id = ?3 ORDER BY t.program_id, t.version"
            ))?
            .execute(params![self.op, self.today.to_string(), referral])?;
        if split.is_empty() {
            self.share_whole(mark)?;
        } else if made == 0 {
            return Err(Error::refused(
                "There is no agreement to split: the partner is in no program that has terms, or the referral has its agreement already.",
            )
            .means("Nothing was changed.")
            .hint("Enrol the partner first, with `partnerbook program enrol`."));
        } else {
            self.share(mark, split)?;
        }
        Ok(made)
    }

    /// Gives every referral that has no agreement its agreements by the same rule, whole to its partner. Returns how
    /// many were made.
    pub fn agree_all(&self) -> Result<usize> {
        let mark = self.mark()?;
        let made = self
            .conn
            .prepare_cached(&format!(
                "{INTO} {CHOICE} {NEW} ORDER BY r.id, t.program_id, t.version"
            ))?
            .execute(params![self.op, self.today.to_string()])?;
        self.share_whole(mark)?;
        Ok(made)
    }

    /// Whether a referral's agreements are just what the rule gives it as it is known now, whole to its partner: not
    /// split, not moved to other terms since.
    pub fn agreed_by_rule(&self, referral: i64) -> Result<bool> {
        type Choice = (i64, Option<String>, Option<String>);
        let mut q = self
            .conn
            .prepare_cached(&format!("{CHOICE} AND r.id = ?3 ORDER BY t.id"))?;
        let chosen = q
            .query_map(params![self.op, self.today.to_string(), referral], |r| {
                Ok((r.get(1)?, r.get(2)?, r.get(3)?))
            })?
            .collect::<rusqlite::Result<Vec<Choice>>>()?;
        let mut q = self.conn.prepare_cached(
            "SELECT a.terms_id, a.starts, a.ends FROM agreement a WHERE a.referral_id = ?1 ORDER BY a.terms_id",
        )?;
        let stands = q
            .query_map([referral], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<Vec<Choice>>>()?;
        let split: bool = self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM agreement a JOIN referral r ON r.id = a.referral_id
                   JOIN agreement_share s ON s.agreement_id = a.id WHERE r.id = ?1 AND s.partner_id <> r.partner_id)",
            )?
            .query_row([referral], |r| r.get(0))?;
        Ok(!split && chosen == stands)
    }

    /// Takes a referral's agreements away, with their shares: what was earned by them is taken back in the ledger.
    pub fn drop_agreements(&self, referral: i64) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM agreement_share WHERE agreement_id IN (SELECT id FROM agreement WHERE referral_id = ?1)")?
            .execute([referral])?;
        self.conn
            .prepare_cached("DELETE FROM agreement WHERE referral_id = ?1")?
            .execute([referral])?;
        Ok(())
    }

    /// Ends what runs on older versions of a program's terms the day before `from`, and goes on under `terms` with the
    /// same shares.
    pub(super) fn move_agreements(&self, program: i64, terms: i64, from: Day) -> Result<()> {
        let mark = self.mark()?;
        let from = from.to_string();
        let running = "terms_id IN (SELECT id FROM terms WHERE program_id = ?1 AND id <> ?2) AND (ends IS NULL OR ends >= ?3)";
        self.conn
            .prepare_cached(&format!(
                "INSERT INTO agreement (referral_id, terms_id, role, starts, ends, op)
                 SELECT referral_id, ?2, role, ?3, ends, ?4 FROM agreement WHERE {running} ORDER BY id"
            ))?
            .execute(params![program, terms, from, self.op])?;
        self.conn
            .prepare_cached(
                "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op)
                 SELECT n.id, s.position, s.partner_id, s.share, ?4
                 FROM agreement n
                 JOIN agreement o ON o.referral_id = n.referral_id AND o.role = n.role AND o.id <= ?5
                   AND o.terms_id IN (SELECT id FROM terms WHERE program_id = ?1 AND id <> ?2)
                   AND (o.ends IS NULL OR o.ends >= ?3)
                 JOIN agreement_share s ON s.agreement_id = o.id
                 WHERE n.id > ?5 ORDER BY n.id, s.position",
            )?
            .execute(params![program, terms, from, self.op, mark])?;
        self.conn
            .prepare_cached(&format!(
                "UPDATE agreement SET ends = date(?3, '-1 day') WHERE id <= ?4 AND {running}"
            ))?
            .execute(params![program, terms, from, mark])?;
        Ok(())
    }

    /// The highest id an agreement has; those made from here on are above it.
    fn mark(&self) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached("SELECT coalesce(max(id), 0) FROM agreement")?
            .query_row([], |r| r.get(0))?)
    }

    fn share_whole(&self, mark: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op)
                 SELECT a.id, 1, r.partner_id, '100', ?2 FROM agreement a JOIN referral r ON r.id = a.referral_id
                 WHERE a.id > ?1 ORDER BY a.id",
            )?
            .execute(params![mark, self.op])?;
        Ok(())
    }

    fn share(&self, mark: i64, split: &[(i64, Rate)]) -> Result<()> {
        for (position, (partner, rate)) in (1_i64..).zip(split) {
            self.conn
                .prepare_cached(
                    "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op)
                     SELECT id, ?2, ?3, ?4, ?5 FROM agreement WHERE id > ?1 ORDER BY id",
                )?
                .execute(params![mark, position, partner, rate.number(), self.op])?;
        }
        Ok(())
    }
}
