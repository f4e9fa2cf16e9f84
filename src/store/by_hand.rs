//! Agreements a person makes, shares out or ends: no rule makes them again or moves them to other terms.

use rusqlite::params;

use super::{Tx, column::iso};
use crate::{
    domain::{
        day::{Day, parse_iso, shown},
        rate::Rate,
    },
    error::{Error, Result},
};

/// An agreement to make by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgreement {
    /// The referral.
    pub referral: i64,
    /// The version of terms it runs on.
    pub terms: i64,
    /// What it is for: `referral` for who referred, `agency` and the like for others.
    pub role: String,
    /// Who shares it, in order, in shares that sum to 100 (`COMMISSION_RULES R8`).
    pub split: Vec<(i64, Rate)>,
    /// First day; none: from the start.
    pub starts: Option<Day>,
    /// Last day; none: goes on.
    pub ends: Option<Day>,
}

/// Which agreements of a referral are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The referral.
    pub referral: i64,
    /// Those under this program only.
    pub program: Option<i64>,
    /// Those for this only.
    pub role: Option<String>,
}

/// An agreement's id, first and last day, as they are stored.
type Meant = (i64, Option<String>, Option<String>);

const MEANT: &str =
    "referral_id = ?1 AND (?2 IS NULL OR terms_id IN (SELECT id FROM terms WHERE program_id = ?2))
  AND (?3 IS NULL OR role = ?3)";

impl Tx<'_> {
    /// Makes an agreement by hand and returns its id. Refused where a partner of it earns under the same program, for
    /// the same, at that time already: it would be paid twice.
    pub fn add_agreement(&self, new: &NewAgreement) -> Result<i64> {
        for (partner, _) in &new.split {
            let twice = self
                .conn
                .prepare_cached(
                    "SELECT 1 FROM agreement a JOIN terms t ON t.id = a.terms_id JOIN agreement_share s ON s.agreement_id = a.id
                     WHERE a.referral_id = ?1 AND t.program_id = (SELECT program_id FROM terms WHERE id = ?2)
                       AND a.role = ?3 AND s.partner_id = ?4
                       AND coalesce(a.starts, '') <= coalesce(?6, '9999') AND coalesce(?5, '') <= coalesce(a.ends, '9999')",
                )?
                .exists(params![
                    new.referral, new.terms, new.role, partner, iso(new.starts), iso(new.ends)
                ])?;
            if twice {
                let name = self.view().partner(*partner)?.known.name;
                return Err(Error::refused(format!(
                    "{name} earns on R{} under this program for the {} at that time already.",
                    new.referral, new.role
                ))
                .means("Nothing was changed.")
                .hint("Say --role for another fee to the same partner, or other days with --from and --to."));
            }
        }
        let mark = self.last_agreement()?;
        self.conn
            .prepare_cached(
                "INSERT INTO agreement (referral_id, terms_id, role, starts, ends, by_hand, op) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
            )?
            .execute(params![
                new.referral, new.terms, new.role, iso(new.starts), iso(new.ends), self.op
            ])?;
        let id = self.conn.last_insert_rowid();
        self.share(mark, &new.split)?;
        Ok(id)
    }

    /// Shares agreements that stand as a person says, in shares that sum to 100, from their start on. Returns how many
    /// there are.
    pub fn split_agreements(&self, which: &Which, split: &[(i64, Rate)]) -> Result<usize> {
        let meant = self.meant(which)?;
        for (id, ..) in &meant {
            let before = self.shares_of(*id)?;
            let same = before.len() == split.len()
                && before
                    .iter()
                    .zip(split)
                    .all(|(b, s)| b.0 == s.0 && b.1 == s.1.number());
            self.conn
                .prepare_cached("UPDATE agreement SET by_hand = 1 WHERE id = ?1")?
                .execute([id])?;
            if same {
                continue;
            }
            self.conn
                .prepare_cached("DELETE FROM agreement_share WHERE agreement_id = ?1")?
                .execute([id])?;
            for (position, (partner, rate)) in (1_i64..).zip(split) {
                self.conn
                    .prepare_cached(
                        "INSERT INTO agreement_share (agreement_id, position, partner_id, share, op) VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![id, position, partner, rate.number(), self.op])?;
            }
        }
        Ok(meant.len())
    }

    /// Sets the last day of agreements. Those that would start after it are taken away; where all of them ended before
    /// it, the latest goes on until it. Refused where all of them start after it. Returns how many it was set for.
    pub fn end_agreements(&self, which: &Which, last: Day) -> Result<usize> {
        let meant = self.meant(which)?;
        let first = meant.iter().map(|(_, starts, _)| starts.as_deref()).min();
        let on = last.to_string();
        if let Some(Some(first)) = first
            && first > on.as_str()
        {
            let first = parse_iso(first)?;
            return Err(Error::refused(format!(
                "It starts on {}, so it cannot end on {}.",
                shown(first),
                shown(last)
            ))
            .means("Nothing was changed."));
        }
        let mut set = 0;
        for (id, starts, ends) in &meant {
            if starts.as_deref().is_some_and(|s| s > on.as_str()) {
                self.conn
                    .prepare_cached("DELETE FROM agreement_share WHERE agreement_id = ?1")?
                    .execute([id])?;
                self.conn
                    .prepare_cached("DELETE FROM agreement WHERE id = ?1")?
                    .execute([id])?;
            } else if ends.as_deref().is_none_or(|e| e >= on.as_str()) {
                self.end_one(*id, &on)?;
                set += 1;
            }
        }
        if set == 0
            && let Some((id, ..)) = meant.iter().max_by_key(|(_, _, ends)| ends.clone())
        {
            self.end_one(*id, &on)?;
            set = 1;
        }
        Ok(set)
    }

    fn end_one(&self, agreement: i64, last: &str) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE agreement SET ends = ?2, by_hand = 1 WHERE id = ?1")?
            .execute(params![agreement, last])?;
        Ok(())
    }

    /// The agreements that are meant, with their first and last days; refused where there is none.
    fn meant(&self, which: &Which) -> Result<Vec<Meant>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT id, starts, ends FROM agreement WHERE {MEANT} ORDER BY id"
        ))?;
        let found = q
            .query_map(params![which.referral, which.program, which.role], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        if found.is_empty() {
            return Err(Error::refused(format!(
                "R{} has no such agreement.",
                which.referral
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "`partnerbook referral show R{0}` shows what it earns by; `partnerbook referral agree R{0} PROGRAM` makes an agreement.",
                which.referral
            )));
        }
        Ok(found)
    }

    fn shares_of(&self, agreement: i64) -> Result<Vec<(i64, String)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT partner_id, share FROM agreement_share WHERE agreement_id = ?1 ORDER BY position",
        )?;
        let rows = q.query_map([agreement], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
