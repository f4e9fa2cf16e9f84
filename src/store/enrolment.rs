//! Who is in a program, from when and until when; and the end of a program.

use rusqlite::{OptionalExtension, params};

use super::{
    Tx, View,
    column::{day, iso},
};
use crate::{
    domain::day::{Day, add_days, parse_iso, shown},
    error::{Error, Result},
};

/// A partner's place in a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The partner.
    pub partner: i64,
    /// Its name.
    pub partner_name: String,
    /// The program.
    pub program: i64,
    /// Its name.
    pub program_name: String,
    /// First day; none: from the start.
    pub from: Option<Day>,
    /// Last day; none: goes on.
    pub to: Option<Day>,
}

/// What the end of a program did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Partners whose time in it ends with it.
    pub partners: usize,
    /// Agreements that end with it.
    pub agreements: usize,
}

impl View<'_> {
    /// How many partners are enrolled in a program on a day.
    pub fn enrolled(&self, program: i64, on: Day) -> Result<i64> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT count(DISTINCT partner_id) FROM enrolment WHERE program_id = ?1
                   AND (from_day IS NULL OR from_day <= ?2) AND (to_day IS NULL OR to_day >= ?2)",
            )?
            .query_row(params![program, on.to_string()], |r| r.get(0))?)
    }

    /// The names of the partners enrolled in a program on a day, by name, at most so many.
    pub fn enrolled_names(&self, program: i64, on: Day, most: usize) -> Result<Vec<String>> {
        let mut q = self.conn.prepare_cached(
            "SELECT DISTINCT p.name FROM enrolment e JOIN partner p ON p.id = e.partner_id WHERE e.program_id = ?1
               AND (e.from_day IS NULL OR e.from_day <= ?2) AND (e.to_day IS NULL OR e.to_day >= ?2)
             ORDER BY p.name COLLATE NOCASE LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = q.query_map(params![program, on.to_string(), most], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A partner's enrolments, past ones included, in the order they were made.
    pub fn enrolments(&self, partner: i64) -> Result<Vec<Enrolment>> {
        let mut q = self.conn.prepare_cached(
            "SELECT e.partner_id, p.name, e.program_id, g.name, e.from_day, e.to_day FROM enrolment e
             JOIN partner p ON p.id = e.partner_id JOIN program g ON g.id = e.program_id
             WHERE e.partner_id = ?1 ORDER BY e.id",
        )?;
        let rows = q.query_map([partner], |r| {
            Ok(Enrolment {
                partner: r.get(0)?,
                partner_name: r.get(1)?,
                program: r.get(2)?,
                program_name: r.get(3)?,
                from: day(r, 4)?,
                to: day(r, 5)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Enrols a partner from a day on. No day: from the start, so that what it brought before counts too; a partner that
    /// left comes back today. An enrolment that begins later is moved to the earlier day. Does nothing and returns
    /// false where it is enrolled on that day already. Call [`Tx::agree_all`] after it.
    pub fn enrol(&self, partner: i64, program: i64, from: Option<Day>) -> Result<bool> {
        let (times, open, last): (i64, bool, Option<String>) = self
            .conn
            .prepare_cached(
                "SELECT count(*), coalesce(max(to_day IS NULL), 0), max(to_day) FROM enrolment
                 WHERE partner_id = ?1 AND program_id = ?2",
            )?
            .query_row(params![partner, program], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })?;
        let from = match (from, last) {
            (Some(from), _) => Some(from),
            (None, _) if open || times == 0 => None,
            (None, Some(last)) => Some(add_days(parse_iso(&last)?, 1)?.max(self.today)),
            (None, None) => None,
        };
        let program_ends = self.expect_open(program, from)?;
        if times > 0 {
            let enrolled = self
                .conn
                .prepare_cached(
                    "SELECT 1 FROM enrolment WHERE partner_id = ?1 AND program_id = ?2 AND (to_day IS NULL OR to_day >= ?3)
                       AND (?3 IS NULL OR from_day IS NULL OR from_day <= ?3)",
                )?
                .exists(params![partner, program, iso(from)])?;
            if enrolled || (open && from.is_none()) {
                return Ok(false);
            }
            let moved = self
                .conn
                .prepare_cached(
                    "UPDATE enrolment SET from_day = ?3 WHERE id = (SELECT id FROM enrolment
                       WHERE partner_id = ?1 AND program_id = ?2 AND from_day > ?3 ORDER BY from_day LIMIT 1)",
                )?
                .execute(params![partner, program, iso(from)])?;
            if moved > 0 {
                return Ok(true);
            }
        }
        self.conn
            .prepare_cached(
                "INSERT INTO enrolment (partner_id, program_id, from_day, to_day, op) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![partner, program, iso(from), iso(program_ends), self.op])?;
        Ok(true)
    }

    /// Enrols every partner that is not ended or declined and is not in the program now: new ones from the start, those
    /// who left from today. Returns how many were enrolled.
    pub fn enrol_all(&self, program: i64) -> Result<usize> {
        let today = self.today.to_string();
        let program_ends = self.expect_open(program, None)?;
        Ok(self
            .conn
            .prepare_cached(
                "INSERT INTO enrolment (partner_id, program_id, from_day, to_day, op)
                 SELECT p.id, ?1, (SELECT max(?3, date(max(e.to_day), '+1 day')) FROM enrolment e
                                   WHERE e.partner_id = p.id AND e.program_id = ?1), ?4, ?2
                 FROM partner p WHERE p.state NOT IN ('ended', 'declined')
                   AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.partner_id = p.id AND e.program_id = ?1 AND (e.to_day IS NULL OR e.to_day = ?4))
                 ORDER BY p.id",
            )?
            .execute(params![program, self.op, today, iso(program_ends)])?)
    }

    /// Ends a partner's enrolment: `last` is its last day. Agreements that run go on. Returns whether there was one.
    pub fn leave(&self, partner: i64, program: i64, last: Day) -> Result<bool> {
        let ended = self
            .conn
            .prepare_cached(
                "UPDATE enrolment SET to_day = ?3 WHERE partner_id = ?1 AND program_id = ?2 AND to_day IS NULL
                   AND (from_day IS NULL OR from_day <= ?3)",
            )?
            .execute(params![partner, program, last.to_string()])?;
        Ok(ended > 0)
    }

    /// Ends a program: `last` is the last day on which anybody is in it. Agreements that run go on, unless they `stop`
    /// that day too; those that would start later are taken away then.
    pub fn end_program(&self, program: i64, last: Day, stop: bool) -> Result<Ended> {
        let last = last.to_string();
        self.conn
            .prepare_cached(
                "UPDATE program SET ends_on = ?2, stops_on = CASE WHEN ?3 THEN ?2 ELSE stops_on END WHERE id = ?1",
            )?
            .execute(params![program, last, stop])?;
        let never = self
            .conn
            .prepare_cached("DELETE FROM enrolment WHERE program_id = ?1 AND from_day > ?2")?
            .execute(params![program, last])?;
        let partners = self
            .conn
            .prepare_cached(
                "UPDATE enrolment SET to_day = ?2 WHERE program_id = ?1 AND (to_day IS NULL OR to_day > ?2)",
            )?
            .execute(params![program, last])?;
        let mut agreements = 0;
        if stop {
            let later = "FROM agreement WHERE starts > ?2 AND terms_id IN (SELECT id FROM terms WHERE program_id = ?1)";
            self.conn
                .prepare_cached(&format!(
                    "DELETE FROM agreement_share WHERE agreement_id IN (SELECT id {later})"
                ))?
                .execute(params![program, last])?;
            agreements = self
                .conn
                .prepare_cached(&format!("DELETE {later}"))?
                .execute(params![program, last])?;
            agreements += self
                .conn
                .prepare_cached(
                    "UPDATE agreement SET ends = ?2 WHERE (ends IS NULL OR ends > ?2)
                       AND terms_id IN (SELECT id FROM terms WHERE program_id = ?1)",
                )?
                .execute(params![program, last])?;
        }
        Ok(Ended {
            partners: partners + never,
            agreements,
        })
    }

    /// The last day of a program, if it has one; refused if partners cannot come in on this day any more.
    fn expect_open(&self, program: i64, from: Option<Day>) -> Result<Option<Day>> {
        let (name, ends): (String, Option<Day>) = self
            .conn
            .prepare_cached("SELECT name, ends_on FROM program WHERE id = ?1")?
            .query_row([program], |r| Ok((r.get(0)?, day(r, 1)?)))
            .optional()?
            .ok_or_else(|| Error::not_found("This program is no longer in the book."))?;
        match ends {
            Some(ends) if from.unwrap_or(self.today) > ends => Err(Error::refused(format!(
                "The program {name} ended on {}; nobody can be enrolled after it.",
                shown(ends)
            ))
            .means("Nothing was changed.")),
            ends => Ok(ends),
        }
    }
}
