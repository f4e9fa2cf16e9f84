//! How words name things in the book: the one place where what a person typed becomes a partner, a referral, a
//! customer, a program or a revenue line, or an error that lists what it could have been.

use rusqlite::{OptionalExtension, params};

use super::View;
use crate::{
    domain::identity::same_name,
    error::{Error, Result},
    text::{fold, nearest},
};

/// The registrable domain of a site, host, URL or e-mail; nothing for what identifies nobody.
pub(super) fn registrable(text: &str) -> Option<String> {
    crate::domain::identity::match_key(text)
}

/// Names SQLite cannot fold by itself, because its folding ends with ASCII: these are folded here.
const BEYOND_ASCII: &str = "GLOB '*[^ -~]*'";

/// Of one company more than this many records are not listed.
const MOST: usize = 5;

/// A part of a name that finds it has at least this many letters, where they are of a script of few letters.
const LEAST_PART: usize = 3;

/// A thing that could have been meant: its id, how it is written on a command line, and its name.
type Candidate = (i64, String, String);

impl View<'_> {
    /// The partner of a slug, an external id, a name, or a part that only one name has.
    pub fn find_partner(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        for sql in [
            "SELECT id FROM partner WHERE slug = ?1",
            "SELECT id FROM partner WHERE external_id = ?1",
        ] {
            if let Some(id) = self.one(sql, typed)? {
                return Ok(id);
            }
        }
        if let Some(id) = self.alias_of(super::Noun::Partner, typed)? {
            return Ok(id);
        }
        let all = self.candidates("SELECT id, slug, name FROM partner")?;
        pick(
            "partner",
            typed,
            &all,
            "`partnerbook partner list` shows them all.",
        )
    }

    /// Every partner: short name and name.
    pub fn partner_slugs(&self) -> Result<Vec<(String, String)>> {
        let all = self.candidates("SELECT id, slug, name FROM partner ORDER BY slug")?;
        Ok(all
            .into_iter()
            .map(|(_, slug, name)| (slug, name))
            .collect())
    }

    /// The partner of exactly this name; case, accents and blanks aside, if there is one.
    pub fn partner_named(&self, name: &str) -> Result<Option<super::Partner>> {
        let key = same_name(name);
        let id = self
            .candidates("SELECT id, slug, name FROM partner")?
            .into_iter()
            .find(|(_, _, other)| same_name(other) == key)
            .map(|(id, _, _)| id);
        id.map(|id| self.partner(id)).transpose()
    }

    /// The referral of `R12`, an external id, or a company that only one referral has.
    pub fn find_referral(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        if let Some(id) = numbered(typed, 'r')
            && let Some(id) = self.one("SELECT id FROM referral WHERE id = ?1", id)?
        {
            return Ok(id);
        }
        if let Some(id) = self.one("SELECT id FROM referral WHERE external_id = ?1", typed)? {
            return Ok(id);
        }
        let same = self.candidates_of(
            "SELECT id, 'R' || id, company FROM referral WHERE company = ?1 COLLATE NOCASE ORDER BY id DESC LIMIT 4",
            typed,
        )?;
        if !same.is_empty() {
            return pick("referral", typed, &same, "");
        }
        let part = self.candidates_of(
            &format!("SELECT id, 'R' || id, company FROM referral WHERE company LIKE '%' || ?1 || '%' ESCAPE '\\' OR company {BEYOND_ASCII} ORDER BY id DESC"),
            &like(&fold(typed)),
        )?;
        pick(
            "referral",
            typed,
            &part,
            "`partnerbook referral list` shows them all.",
        )
    }

    /// The customer of `C4`, an external id, a domain, a name, or a part that only one name has.
    pub fn find_customer(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        if let Some(id) = numbered(typed, 'c')
            && let Some(id) = self.one("SELECT id FROM customer WHERE id = ?1", id)?
        {
            return Ok(id);
        }
        if let Some(id) = self.one("SELECT id FROM customer WHERE external_id = ?1", typed)? {
            return Ok(id);
        }
        let select = "SELECT id, 'C' || id, name FROM customer";
        for (condition, value) in [
            ("domain = ?1", registrable(typed).unwrap_or_default()),
            ("name = ?1 COLLATE NOCASE", typed.to_owned()),
        ] {
            let same = self.candidates_of(
                &format!("{select} WHERE {condition} ORDER BY id LIMIT 4"),
                &value,
            )?;
            if !same.is_empty() {
                return pick_any("customer", typed, &same);
            }
        }
        if let Some(id) = self.alias_of(super::Noun::Customer, typed)? {
            return Ok(id);
        }
        let part = self.candidates_of(
            &format!("{select} WHERE name LIKE '%' || ?1 || '%' ESCAPE '\\' OR name {BEYOND_ASCII} ORDER BY id"),
            &like(&fold(typed)),
        )?;
        pick(
            "customer",
            typed,
            &part,
            "`partnerbook customer list` shows them all.",
        )
    }

    /// The program of a slug, a name, or a part that only one name has.
    pub fn find_program(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        if let Some(id) = self.one("SELECT id FROM program WHERE slug = ?1", typed)? {
            return Ok(id);
        }
        let all = self.candidates("SELECT id, slug, name FROM program")?;
        pick(
            "program",
            typed,
            &all,
            "`partnerbook program list` shows them all.",
        )
    }

    /// The revenue line of `V5` or an external id.
    pub fn find_revenue(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        if let Some(id) = numbered(typed, 'v')
            && let Some(id) = self.one("SELECT id FROM revenue_line WHERE id = ?1", id)?
        {
            return Ok(id);
        }
        self.one("SELECT id FROM revenue_line WHERE external_id = ?1", typed)?
            .ok_or_else(|| {
                Error::not_found(format!("There is no revenue line “{typed}”.")).hint(
                    "Name it by its number, such as V5; `partnerbook revenue list` shows them all.",
                )
            })
    }

    /// Referrals and customers of the same registrable domain, or of the same name where either has no domain: what
    /// would be registered twice. Only open and won referrals count.
    pub fn same_company(&self, company: &str, domain: Option<&str>) -> Result<Vec<Same>> {
        let key = domain.and_then(registrable);
        let name = fold(company);
        // Either of the two may have no domain; with two different ones they are two companies.
        let is_same = |other: &str, its: Option<&str>| match (&key, its) {
            (Some(key), Some(its)) => key == its,
            _ => fold(other) == name,
        };
        let wanted = |column: &str| {
            format!(
                "(domain = ?1 OR ((?1 IS NULL OR domain IS NULL) AND ({column} = ?2 COLLATE NOCASE OR {column} {BEYOND_ASCII})))"
            )
        };
        let mut found = Vec::new();
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT r.id, r.company, p.name, s.kind = 'won', r.protected_until, p.id, r.domain FROM
               (SELECT * FROM referral WHERE {}) r JOIN partner p ON p.id = r.partner_id JOIN stage s ON s.name = r.stage
             WHERE s.kind IN ('open', 'won') ORDER BY r.id",
            wanted("company")
        ))?;
        let mut rows = q.query(params![key, company])?;
        while let Some(r) = rows.next()? {
            if found.len() < MOST
                && is_same(r.get_ref(1)?.as_str()?, r.get_ref(6)?.as_str_or_null()?)
            {
                found.push(Same::Referral {
                    id: r.get(0)?,
                    company: r.get(1)?,
                    partner_name: r.get(2)?,
                    partner: r.get(5)?,
                    won: r.get(3)?,
                    protected_until: super::column::day(r, 4)?,
                });
            }
        }
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT id, name, domain FROM customer WHERE {} ORDER BY id",
            wanted("name")
        ))?;
        let mut rows = q.query(params![key, company])?;
        while let Some(r) = rows.next()? {
            if found.len() < 2 * MOST
                && is_same(r.get_ref(1)?.as_str()?, r.get_ref(2)?.as_str_or_null()?)
            {
                found.push(Same::Customer {
                    id: r.get(0)?,
                    name: r.get(1)?,
                });
            }
        }
        Ok(found)
    }

    fn one(self, sql: &str, value: impl rusqlite::ToSql) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(sql)?
            .query_row([value], |r| r.get(0))
            .optional()?)
    }

    fn candidates(self, sql: &str) -> Result<Vec<Candidate>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn candidates_of(self, sql: &str, value: &str) -> Result<Vec<Candidate>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let rows = q.query_map([value], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Something in the book that is the same company as a new referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Same {
    /// A referral that is open or won.
    Referral {
        /// Its id.
        id: i64,
        /// Its company.
        company: String,
        /// Who brought it.
        partner: i64,
        /// Their name.
        partner_name: String,
        /// Whether it is won.
        won: bool,
        /// Last day of the partner's claim.
        protected_until: Option<crate::domain::day::Day>,
    },
    /// A customer.
    Customer {
        /// Its id.
        id: i64,
        /// Its name.
        name: String,
    },
}

/// `R12` is 12, in either case.
fn numbered(typed: &str, letter: char) -> Option<i64> {
    let digits = typed.strip_prefix([letter, letter.to_ascii_uppercase()])?;
    digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten()
}

fn like(typed: &str) -> String {
    typed
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}

/// The one candidate whose name is, or else contains, what was typed.
fn pick(noun: &str, typed: &str, all: &[Candidate], where_all: &str) -> Result<i64> {
    let key = same_name(typed);
    if key.is_empty() {
        return Err(Error::not_found(format!("Name a {noun}.")));
    }
    let folded: Vec<String> = all.iter().map(|(_, _, name)| same_name(name)).collect();
    let those = |fits: &dyn Fn(&str) -> bool| -> Vec<&Candidate> {
        all.iter()
            .zip(&folded)
            .filter(|(_, name)| fits(name))
            .map(|(candidate, _)| candidate)
            .collect()
    };
    let exact = those(&|name| name == key);
    // `C` is no part of `C++`: so few letters stand in any name by chance.
    let tells = key.chars().count() >= LEAST_PART || !key.is_ascii();
    let found = if exact.is_empty() && tells {
        those(&|name| name.contains(&key))
    } else {
        exact
    };
    match found[..] {
        [one] => Ok(one.0),
        [] => {
            let names = all
                .iter()
                .flat_map(|(_, word, name)| [word.as_str(), name.as_str()]);
            let e = Error::not_found(format!("No {noun} is called “{typed}”."));
            Err(match nearest(typed, names) {
                Some(near) => e.hint(format!("Did you mean {near}?")),
                None if where_all.is_empty() => e,
                None => e.hint(where_all),
            })
        }
        _ => Err(ambiguous(noun, typed, &found)),
    }
}

/// The one candidate, whatever its name.
fn pick_any(noun: &str, typed: &str, found: &[Candidate]) -> Result<i64> {
    match found {
        [one] => Ok(one.0),
        several => Err(ambiguous(noun, typed, &several.iter().collect::<Vec<_>>())),
    }
}

fn ambiguous(noun: &str, typed: &str, found: &[&Candidate]) -> Error {
    let listed: Vec<String> = found
        .iter()
        .take(3)
        .map(|(_, word, name)| format!("{word} ({name})"))
        .collect();
    let more = if found.len() > 3 { ", …" } else { "" };
    Error::not_found(format!("More than one {noun} fits “{typed}”."))
        .hint(format!("Which one? {}{more}", listed.join(", ")))
}
