//! Programs in the book: their versions of terms, who is enrolled, and the lists a person sees of both.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, iso, money},
};
use crate::{
    domain::{
        day::{Day, add_days, parse_iso},
        money::Money,
    },
    error::{Error, Result},
    text,
};

/// To whom a new version of terms applies (DESIGN §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Applies {
    /// Referrals submitted from its first day on; running ones keep their terms.
    #[default]
    NewReferrals,
    /// Lines from its first day on: running agreements end the day before, and new ones start.
    LinesFrom,
}

impl Applies {
    /// As it is stored and typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::NewReferrals => "new referrals",
            Self::LinesFrom => "lines from",
        }
    }

    fn parse(word: &str) -> Self {
        if word == "lines from" {
            Self::LinesFrom
        } else {
            Self::NewReferrals
        }
    }
}

/// A version of terms to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTerms {
    /// The program.
    pub program: i64,
    /// Canonical terms text: parse it with `domain::terms` and print it again before.
    pub text: String,
    /// First day; none: from the start.
    pub from: Option<Day>,
    /// To whom it applies.
    pub applies: Applies,
    /// Days from a payment until its commission is payable (`COMMISSION_RULES R11`).
    pub hold_days: u32,
}

/// A version of terms in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsVersion {
    /// Its id.
    pub id: i64,
    /// 1, 2, 3 …
    pub version: i64,
    /// What is known.
    pub known: NewTerms,
    /// Agreements that run on it.
    pub agreements: i64,
}

/// A program in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// referral, affiliate or reseller.
    pub kind: String,
}

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

fn read_program(r: &Row<'_>) -> rusqlite::Result<Program> {
    Ok(Program {
        id: r.get(0)?,
        name: r.get(1)?,
        slug: r.get(2)?,
        kind: r.get(3)?,
    })
}

impl View<'_> {
    /// A program by id.
    pub fn program(&self, id: i64) -> Result<Program> {
        self.conn
            .prepare_cached("SELECT id, name, slug, kind FROM program WHERE id = ?1")?
            .query_row([id], read_program)
            .optional()?
            .ok_or_else(|| Error::not_found("This program is no longer in the book."))
    }

    /// Every program, in the order they were added.
    pub fn programs(&self) -> Result<Vec<Program>> {
        let mut q = self
            .conn
            .prepare_cached("SELECT id, name, slug, kind FROM program ORDER BY id")?;
        let rows = q.query_map([], read_program)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The versions of a program's terms, oldest first.
    pub fn terms(&self, program: i64) -> Result<Vec<TermsVersion>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, version, program_id, text, from_day, applies, hold_days,
               (SELECT count(*) FROM agreement a WHERE a.terms_id = t.id)
             FROM terms t WHERE program_id = ?1 ORDER BY version",
        )?;
        let rows = q.query_map([program], |r| {
            Ok(TermsVersion {
                id: r.get(0)?,
                version: r.get(1)?,
                known: NewTerms {
                    program: r.get(2)?,
                    text: r.get(3)?,
                    from: day(r, 4)?,
                    applies: Applies::parse(r.get_ref(5)?.as_str()?),
                    hold_days: r.get(6)?,
                },
                agreements: r.get(7)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The least a payout of a program pays, per currency.
    pub fn minimums(&self, program: i64) -> Result<Vec<Money>> {
        let mut q = self.conn.prepare_cached(
            "SELECT minor, currency FROM minimum WHERE program_id = ?1 ORDER BY currency",
        )?;
        let rows = q.query_map([program], |r| money(r, 0))?;
        Ok(rows
            .collect::<rusqlite::Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .collect())
    }

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
    /// Adds a program (kind `referral`, `affiliate` or `reseller`) without terms, and returns its id.
    pub fn add_program(&self, name: &str, kind: &str) -> Result<i64> {
        let slug = text::slug(name);
        let same = self
            .conn
            .prepare_cached("SELECT name FROM program WHERE slug = ?1")?
            .query_row([&slug], |r| r.get::<_, String>(0))
            .optional()?;
        if let Some(same) = same {
            return Err(Error::refused(format!("There is a program “{same}” already."))
                .means("Nothing was changed.")
                .hint(format!("Give it new terms with `partnerbook program terms {slug} \"…\"`, or choose another name.")));
        }
        self.conn
            .prepare_cached("INSERT INTO program (name, slug, kind, op) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![name, slug, kind, self.op])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Adds the next version of a program's terms and returns its id. With [`Applies::LinesFrom`] the agreements that
    /// run on older versions end the day before and go on under this one.
    pub fn add_terms(&self, new: &NewTerms) -> Result<i64> {
        let versions = self.view().terms(new.program)?;
        if let Some(latest) = versions.last() {
            let from = new.from.ok_or_else(|| {
                Error::refused(format!(
                    "The program has version {} of its terms; a new version needs its first day.",
                    latest.version
                ))
                .means("Nothing was changed.")
            })?;
            if latest.known.from.is_some_and(|day| day >= from) {
                return Err(Error::refused(format!(
                    "Version {} of the terms starts on {}; a later version must start after it.",
                    latest.version,
                    latest.known.from.unwrap_or(from)
                ))
                .means("Nothing was changed."));
            }
        }
        let version = versions.last().map_or(1, |v| v.version + 1);
        self.conn
            .prepare_cached(
                "INSERT INTO terms (program_id, version, text, from_day, applies, hold_days, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                new.program, version, new.text, iso(new.from), new.applies.word(), new.hold_days, self.op
            ])?;
        let id = self.conn.last_insert_rowid();
        if let (Applies::LinesFrom, Some(from)) = (new.applies, new.from) {
            self.move_agreements(new.program, id, from)?;
        }
        Ok(id)
    }

    /// Sets the least a payout of a program pays in a currency.
    pub fn set_minimum(&self, program: i64, least: Money) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO minimum (program_id, currency, minor, op) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (program_id, currency) DO UPDATE SET minor = excluded.minor",
            )?
            .execute(params![
                program,
                least.currency.code(),
                least.minor,
                self.op
            ])?;
        Ok(())
    }

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
                "INSERT INTO enrolment (partner_id, program_id, from_day, op) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![partner, program, iso(from), self.op])?;
        Ok(true)
    }

    /// Enrols every partner that is not ended or declined and is not in the program now: new ones from the start, those
    /// who left from today. Returns how many were enrolled.
    pub fn enrol_all(&self, program: i64) -> Result<usize> {
        let today = self.today.to_string();
        Ok(self
            .conn
            .prepare_cached(
                "INSERT INTO enrolment (partner_id, program_id, from_day, op)
                 SELECT p.id, ?1, (SELECT max(?3, date(max(e.to_day), '+1 day')) FROM enrolment e
                                   WHERE e.partner_id = p.id AND e.program_id = ?1), ?2
                 FROM partner p WHERE p.state NOT IN ('ended', 'declined')
                   AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.partner_id = p.id AND e.program_id = ?1 AND e.to_day IS NULL)
                 ORDER BY p.id",
            )?
            .execute(params![program, self.op, today])?)
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
}
