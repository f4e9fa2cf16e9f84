//! Programs in the book and their versions of terms, for everybody and for one partner; who is enrolled is next door.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, iso, money},
};
use crate::{
    domain::{
        day::{Day, shown},
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
    /// The partner it was agreed with alone, and its name; none: for everybody in the program.
    pub only: Option<(i64, String)>,
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
    /// The last day on which partners are in it; none: it goes on.
    pub ends_on: Option<Day>,
    /// The last day on which anything is earned under it; none: what was agreed goes on.
    pub stops_on: Option<Day>,
}

fn read_program(r: &Row<'_>) -> rusqlite::Result<Program> {
    Ok(Program {
        id: r.get(0)?,
        name: r.get(1)?,
        slug: r.get(2)?,
        kind: r.get(3)?,
        ends_on: day(r, 4)?,
        stops_on: day(r, 5)?,
    })
}

fn read_version(r: &Row<'_>) -> rusqlite::Result<TermsVersion> {
    let name: Option<String> = r.get(8)?;
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
        only: r.get::<_, Option<i64>>(7)?.zip(name),
        agreements: r.get(9)?,
    })
}

/// A version with all that [`read_version`] reads.
const VERSION: &str = "SELECT t.id, t.version, t.program_id, t.text, t.from_day, t.applies, t.hold_days, t.partner_id, p.name,
    (SELECT count(*) FROM agreement a WHERE a.terms_id = t.id)
  FROM terms t LEFT JOIN partner p ON p.id = t.partner_id";

impl View<'_> {
    /// A program by id.
    pub fn program(&self, id: i64) -> Result<Program> {
        self.conn
            .prepare_cached(
                "SELECT id, name, slug, kind, ends_on, stops_on FROM program WHERE id = ?1",
            )?
            .query_row([id], read_program)
            .optional()?
            .ok_or_else(|| Error::not_found("This program is no longer in the book."))
    }

    /// Every program, in the order they were added.
    pub fn programs(&self) -> Result<Vec<Program>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, name, slug, kind, ends_on, stops_on FROM program ORDER BY id",
        )?;
        let rows = q.query_map([], read_program)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The versions of a program's terms that are for everybody, oldest first.
    pub fn terms(&self, program: i64) -> Result<Vec<TermsVersion>> {
        self.versions("t.partner_id IS NULL AND ?2 IS NULL", program, None)
    }

    /// The versions of a program's terms that were agreed with one partner alone, all partners', oldest first.
    pub fn own_terms(&self, program: i64) -> Result<Vec<TermsVersion>> {
        self.versions("t.partner_id IS NOT NULL AND ?2 IS NULL", program, None)
    }

    /// The versions of a program's terms that were agreed with this partner alone, oldest first.
    pub fn terms_of_partner(&self, program: i64, partner: i64) -> Result<Vec<TermsVersion>> {
        self.versions("t.partner_id = ?2", program, Some(partner))
    }

    /// The version under which a referral of a partner comes that is submitted on a day: its own if it has one by
    /// then, everybody's otherwise.
    pub fn terms_for(&self, program: i64, partner: i64, on: Day) -> Result<Option<TermsVersion>> {
        let found = |versions: Vec<TermsVersion>| {
            let mut held = versions.into_iter().rev();
            held.find(|v| v.known.from.is_none_or(|from| from <= on))
        };
        match found(self.terms_of_partner(program, partner)?) {
            Some(own) => Ok(Some(own)),
            None => Ok(found(self.terms(program)?)),
        }
    }

    /// Refuses a version that does not start after those before it, for everybody or for one partner, as adding it would.
    pub fn terms_fit(&self, new: &NewTerms, partner: Option<i64>) -> Result<()> {
        match partner {
            None => expect_later(new, &self.terms(new.program)?, "the terms"),
            Some(partner) => {
                let name = self.partner(partner)?.known.name;
                let before = self.terms_of_partner(new.program, partner)?;
                expect_later(new, &before, &format!("the terms of {name}"))
            }
        }
    }

    fn versions(
        self,
        which: &str,
        program: i64,
        partner: Option<i64>,
    ) -> Result<Vec<TermsVersion>> {
        let mut q = self.conn.prepare_cached(&format!(
            "{VERSION} WHERE t.program_id = ?1 AND {which} ORDER BY t.version"
        ))?;
        let rows = q.query_map(params![program, partner], read_version)?;
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

    /// Adds the next version of a program's terms and returns its id. Agreements by the rule that are of its time
    /// follow it: those of referrals submitted since, and with [`Applies::LinesFrom`] those that run.
    pub fn add_terms(&self, new: &NewTerms) -> Result<i64> {
        self.view().terms_fit(new, None)?;
        self.put_terms(new, None)
    }

    /// Adds the next version of the terms that are agreed with one partner alone, and returns its id. Its first one
    /// may hold from the start. Only this partner's referrals follow it.
    pub fn add_own_terms(&self, new: &NewTerms, partner: i64) -> Result<i64> {
        self.view().terms_fit(new, Some(partner))?;
        self.put_terms(new, Some(partner))
    }

    fn put_terms(&self, new: &NewTerms, partner: Option<i64>) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO terms (program_id, version, text, from_day, applies, hold_days, partner_id, op)
                 VALUES (?1, (SELECT coalesce(max(version), 0) + 1 FROM terms WHERE program_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                new.program, new.text, iso(new.from), new.applies.word(), new.hold_days, partner, self.op
            ])?;
        let id = self.conn.last_insert_rowid();
        self.follow_terms((new.program, id), new.from, new.applies, partner)?;
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
}

/// Refuses a version that does not start after those before it, `of` the same people.
fn expect_later(new: &NewTerms, before: &[TermsVersion], of: &str) -> Result<()> {
    let Some(latest) = before.last() else {
        return Ok(());
    };
    let refuse = |words: String| Err(Error::refused(words).means("Nothing was changed."));
    match (latest.known.from, new.from) {
        (_, None) => refuse(format!(
            "There is version {} of {of}; a later version needs its first day.",
            latest.version
        )),
        (Some(latest_from), Some(from)) if latest_from >= from => refuse(format!(
            "Version {} of {of} starts on {}; a later version must start after it, not on {}.",
            latest.version,
            shown(latest_from),
            shown(from)
        )),
        _ => Ok(()),
    }
}
