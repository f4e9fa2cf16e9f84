//! Who earns what on a referral: the one rule by which referrals get their agreements, for one and for a million.
//! What a person makes or changes is next door.

use rusqlite::params;

use super::Tx;
use crate::{
    domain::rate::Rate,
    error::{Error, Result},
};

/// The rule. A referral gets, for each program its partner was enrolled in on the day it was submitted (today, where
/// that is not known), the version of terms that held on that day: the partner's own where it has one, everybody's
/// otherwise. After it comes each later version that applies to `lines from` its day, each ending the day before the
/// next one starts: the partner's own always, everybody's only until terms of its own have begun.
///
/// ?1 the operation, ?2 today, ?3 the referral or NULL for all.
const CHOICE: &str = "
SELECT r.id, t.id,
       CASE WHEN t.id <> base.id THEN t.from_day END,
       nullif(min(coalesce((SELECT date(min(n.from_day), '-1 day') FROM terms n
                             WHERE ((n.program_id = t.program_id AND n.partner_id = r.partner_id)
                                 OR (n.program_id = t.program_id AND n.partner_id IS NULL AND t.partner_id IS NULL))
                               AND n.applies = 'lines from'
                               AND n.from_day > CASE WHEN t.id = base.id THEN coalesce(r.submitted_on, ?2) ELSE t.from_day END),
                           '9999-12-31'), coalesce(g.stops_on, '9999-12-31')), '9999-12-31'),
       ?1
FROM referral r
JOIN enrolment e ON e.partner_id = r.partner_id
  AND (e.from_day IS NULL OR e.from_day <= coalesce(r.submitted_on, ?2))
  AND (e.to_day IS NULL OR e.to_day >= coalesce(r.submitted_on, ?2))
JOIN program g ON g.id = e.program_id
JOIN terms base ON base.id = coalesce(
    (SELECT b.id FROM terms b WHERE b.program_id = e.program_id AND b.partner_id = r.partner_id
       AND (b.from_day IS NULL OR b.from_day <= coalesce(r.submitted_on, ?2)) ORDER BY b.version DESC LIMIT 1),
    (SELECT b.id FROM terms b WHERE b.program_id = e.program_id AND b.partner_id IS NULL
       AND (b.from_day IS NULL OR b.from_day <= coalesce(r.submitted_on, ?2)) ORDER BY b.version DESC LIMIT 1))
JOIN terms t ON (t.program_id = e.program_id AND t.partner_id IS NULL) OR (t.program_id = e.program_id AND t.partner_id = r.partner_id)
WHERE (t.id = base.id
   OR (t.applies = 'lines from' AND t.from_day > coalesce(r.submitted_on, ?2) AND t.from_day <= coalesce(g.stops_on, '9999-12-31')
       AND (t.partner_id IS NOT NULL
         OR (base.partner_id IS NULL AND NOT EXISTS (SELECT 1 FROM terms o
               WHERE o.program_id = t.program_id AND o.partner_id = r.partner_id AND o.applies = 'lines from'
                 AND o.from_day > coalesce(r.submitted_on, ?2) AND o.from_day <= t.from_day)))))
";
const INTO: &str = "INSERT INTO agreement (referral_id, terms_id, starts, ends, op)";

/// Only what has nothing yet. An agency's fee made by hand is in nobody's way, except in its own program.
const NEW: &str = "AND NOT EXISTS (SELECT 1 FROM agreement a JOIN terms x ON x.id = a.terms_id
    WHERE a.referral_id = r.id AND (a.by_hand IS NULL OR a.role = 'referral' OR x.program_id = e.program_id))";

/// How the rule shares the agreements `which` names (of alias `a`): by the program's split among those who fill its
/// roles on the referral. What nobody fills, and all of it where there is no split, is the referral's partner's. Shares
/// have at most 12 decimals, so that their sum is exact in whole numbers.
fn by_rule(which: &str) -> String {
    format!(
        "SELECT agreement, row_number() OVER (PARTITION BY agreement ORDER BY min(position)) AS position, partner,
           CASE WHEN count(*) = 1 THEN max(share)
                ELSE rtrim(rtrim(printf('%d.%012d', sum(parts) / 1000000000000, sum(parts) % 1000000000000), '0'), '.') END AS share
         FROM (SELECT a.id AS agreement, coalesce(o.partner_id, r.partner_id) AS partner, coalesce(s.position, 1) AS position,
                 coalesce(s.share, '100') AS share, CAST(round(coalesce(s.share, '100') * 1e12) AS INTEGER) AS parts
               FROM agreement a JOIN referral r ON r.id = a.referral_id JOIN terms t ON t.id = a.terms_id
               LEFT JOIN program_split s ON s.program_id = t.program_id
               LEFT JOIN referral_role o ON o.referral_id = r.id AND o.role = s.role
               WHERE {which})
         GROUP BY agreement, partner"
    )
}

impl Tx<'_> {
    /// Gives a referral its agreements by the rule above, if it has none. `split` says who shares the commission, in
    /// order, in shares that sum to 100 (`COMMISSION_RULES R8`), and makes them agreements by hand; empty: by the
    /// program's split and the referral's roles. Returns how many agreements it got.
    pub fn agree(&self, referral: i64, split: &[(i64, Rate)]) -> Result<usize> {
        let mark = self.last_agreement()?;
        let made = self
            .conn
            .prepare_cached(&format!(
                "{INTO} {CHOICE} {NEW} AND r.id = ?3 ORDER BY t.program_id, 3"
            ))?
            .execute(params![self.op, self.today.to_string(), referral])?;
        if split.is_empty() {
            self.share_by_rule("a.id > ?1", mark)?;
        } else if made == 0 {
            return Err(Error::refused(
                "There is no agreement to split: the partner is in no program that has terms, or the referral has its agreement already.",
            )
            .means("Nothing was changed.")
            .hint("Enrol the partner first, with `partnerbook program enrol`, or change a referral's split with `partnerbook referral split`."));
        } else {
            self.conn
                .prepare_cached("UPDATE agreement SET by_hand = 1 WHERE id > ?1")?
                .execute([mark])?;
            self.share(mark, split)?;
        }
        Ok(made)
    }

    /// Gives every referral that has no agreement its agreements by the same rule. Returns how many were made.
    pub fn agree_all(&self) -> Result<usize> {
        let mark = self.last_agreement()?;
        let made = self
            .conn
            .prepare_cached(&format!(
                "{INTO} {CHOICE} {NEW} ORDER BY r.id, t.program_id, 3"
            ))?
            .execute(params![self.op, self.today.to_string()])?;
        self.share_by_rule("a.id > ?1", mark)?;
        Ok(made)
    }

    /// Whether a referral's agreements by the rule are just what the rule gives it as it is known now, shared as it
    /// shares them: not split, not moved to other terms since. What was agreed beside them by hand does not count.
    pub fn agreed_by_rule(&self, referral: i64) -> Result<bool> {
        type Choice = (i64, Option<String>, Option<String>);
        let mut q = self
            .conn
            .prepare_cached(&format!("{CHOICE} AND r.id = ?3 ORDER BY t.id, 3"))?;
        let chosen = q
            .query_map(params![self.op, self.today.to_string(), referral], |r| {
                Ok((r.get(1)?, r.get(2)?, r.get(3)?))
            })?
            .collect::<rusqlite::Result<Vec<Choice>>>()?;
        let mut q = self.conn.prepare_cached(
            "SELECT terms_id, starts, ends FROM agreement WHERE referral_id = ?1 AND by_hand IS NULL ORDER BY terms_id, starts",
        )?;
        let stands = q
            .query_map([referral], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
            .collect::<rusqlite::Result<Vec<Choice>>>()?;
        Ok(chosen == stands && self.shared_by_rule(referral)?)
    }

    /// Whether a referral's agreements by the rule are shared as the rule shares them with the roles it has now.
    pub fn shared_by_rule(&self, referral: i64) -> Result<bool> {
        let ruled = by_rule("a.referral_id = ?1 AND a.by_hand IS NULL");
        let stands = "SELECT s.agreement_id, s.position, s.partner_id, s.share FROM agreement a
                      JOIN agreement_share s ON s.agreement_id = a.id WHERE a.referral_id = ?1 AND a.by_hand IS NULL";
        let other: bool = self
            .conn
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT * FROM ({ruled}) EXCEPT {stands}) OR EXISTS (SELECT * FROM ({stands}) EXCEPT SELECT * FROM ({ruled}))"
            ))?
            .query_row([referral], |r| r.get(0))?;
        Ok(!other)
    }

    /// Shares a referral's agreements by the rule anew, after its roles have changed. The agreements stay, so that the
    /// ledger posts differences only.
    pub fn share_again(&self, referral: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "DELETE FROM agreement_share WHERE agreement_id IN
                   (SELECT id FROM agreement WHERE referral_id = ?1 AND by_hand IS NULL)",
            )?
            .execute([referral])?;
        self.share_by_rule("a.referral_id = ?1 AND a.by_hand IS NULL", referral)
    }

    /// Takes away what a referral earns by the rule, with its shares; with `by_hand` also what was agreed by hand for
    /// who referred it. What was earned by them is taken back in the ledger; fees of others stay.
    pub fn drop_agreements(&self, referral: i64, by_hand: bool) -> Result<()> {
        let which = "referral_id = ?1 AND (by_hand IS NULL OR (?2 AND role = 'referral'))";
        self.conn
            .prepare_cached(&format!("DELETE FROM agreement_share WHERE agreement_id IN (SELECT id FROM agreement WHERE {which})"))?
            .execute(params![referral, by_hand])?;
        self.conn
            .prepare_cached(&format!("DELETE FROM agreement WHERE {which}"))?
            .execute(params![referral, by_hand])?;
        Ok(())
    }

    /// The highest id an agreement ever had; those made from here on are above it.
    pub(super) fn last_agreement(&self) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'agreement'), 0)",
            )?
            .query_row([], |r| r.get(0))?)
    }

    /// Gives the agreements above `mark` the same shares.
    pub(super) fn share(&self, mark: i64, split: &[(i64, Rate)]) -> Result<()> {
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

    fn share_by_rule(&self, which: &str, given: i64) -> Result<()> {
        let split: bool = self
            .conn
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM program_split)")?
            .query_row([], |r| r.get(0))?;
        // Where nobody shares, a million agreements need no sorting.
        let shares = if split {
            format!("{} ORDER BY 1, 2", by_rule(which))
        } else {
            format!(
                "SELECT a.id, 1, r.partner_id, '100' FROM agreement a JOIN referral r ON r.id = a.referral_id WHERE {which} ORDER BY a.id"
            )
        };
        self.conn
            .prepare_cached(&format!(
                "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op) SELECT *, ?2 FROM ({shares})"
            ))?
            .execute(params![given, self.op])?;
        Ok(())
    }
}
