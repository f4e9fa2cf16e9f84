//! Clicks and sign-ups in the book: written, found again, and what each sign-up is owed to. Decides nothing.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, params};

use super::{Tx, View};
use crate::{
    domain::{
        attribution::{Moment, Touch},
        id::Noun,
    },
    error::{Error, Result},
};

/// What a file says of a click or a sign-up.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NewVisit {
    /// Its name in the file; unique.
    pub external_id: Option<String>,
    /// A sign-up; otherwise a click.
    pub signed_up: bool,
    /// When: as [`Moment`] writes it.
    pub at: String,
    /// The code of the link, as the file has it.
    pub code: Option<String>,
    /// What the tracker calls the visitor.
    pub visitor: Option<String>,
    /// The address that was given.
    pub email: Option<String>,
    /// The company that was given.
    pub company: Option<String>,
    /// The name that was given.
    pub contact: Option<String>,
    /// The page.
    pub page: Option<String>,
}

/// A sign-up in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// Its id: `S8`.
    pub id: i64,
    /// What the file said.
    pub known: NewVisit,
    /// The link it is owed to.
    pub link: Option<i64>,
    /// What it became.
    pub referral: Option<i64>,
    /// Why a person should look.
    pub flag: Option<String>,
    /// What a person decided: `accepted` or `refused`.
    pub decided: Option<String>,
}

const COLUMNS: &str =
    "id, external_id, kind = 'sign-up', at, code, visitor, email, company, contact, page";

fn known(r: &Row<'_>) -> rusqlite::Result<NewVisit> {
    Ok(NewVisit {
        external_id: r.get(1)?,
        signed_up: r.get(2)?,
        at: r.get(3)?,
        code: r.get(4)?,
        visitor: r.get(5)?,
        email: r.get(6)?,
        company: r.get(7)?,
        contact: r.get(8)?,
        page: r.get(9)?,
    })
}

fn sign_up(r: &Row<'_>) -> rusqlite::Result<SignUp> {
    Ok(SignUp {
        id: r.get(0)?,
        known: known(r)?,
        link: r.get(10)?,
        referral: r.get(11)?,
        flag: r.get(12)?,
        decided: r.get(13)?,
    })
}

impl View<'_> {
    /// A sign-up by `S8` or by its id in the file.
    pub fn find_sign_up(&self, typed: &str) -> Result<SignUp> {
        let typed = typed.trim();
        let by = |column: &str| {
            format!(
                "SELECT {COLUMNS}, link_id, referral_id, flag, decided FROM visit WHERE kind = 'sign-up' AND {column} = ?1"
            )
        };
        let number = Noun::SignUp.read(typed);
        let found = match number {
            Some(id) => self
                .conn
                .prepare_cached(&by("id"))?
                .query_row([id], sign_up)
                .optional()?,
            None => None,
        };
        let found = match found {
            None => self
                .conn
                .prepare_cached(&by("external_id"))?
                .query_row([typed], sign_up)
                .optional()?,
            found => found,
        };
        found.ok_or_else(|| {
            Error::not_found(format!("There is no sign-up “{typed}”."))
                .hint("`partnerbook link signups` shows them.")
        })
    }

    /// All sign-ups in the order they happened, whatever order they came in.
    pub fn sign_ups(&self) -> Result<Vec<SignUp>> {
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS}, link_id, referral_id, flag, decided FROM visit WHERE kind = 'sign-up'
             ORDER BY at, external_id, email, visitor, id"
        ))?;
        let rows = q.query_map([], sign_up)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The clicks of a visitor; without one, those with the same address.
    pub fn clicks_before(&self, who: &NewVisit) -> Result<Vec<Touch>> {
        let (column, value) = match (&who.visitor, &who.email) {
            (Some(visitor), _) => ("visitor", visitor),
            (None, Some(email)) => ("email", email),
            (None, None) => return Ok(Vec::new()),
        };
        let mut q = self.conn.prepare_cached(&format!(
            "SELECT at, link_id FROM visit WHERE {column} = ?1 AND kind = 'click' AND link_id IS NOT NULL"
        ))?;
        let mut rows = q.query([value])?;
        let mut found = Vec::new();
        while let Some(r) = rows.next()? {
            if let Some(at) = Moment::parse(r.get_ref(0)?.as_str()?) {
                found.push(Touch {
                    at,
                    link: r.get(1)?,
                });
            }
        }
        Ok(found)
    }

    /// The visit of an external id, with what the file said of it.
    pub fn visit_of(&self, external: &str) -> Result<Option<(i64, NewVisit)>> {
        Ok(self
            .conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM visit WHERE external_id = ?1"
            ))?
            .query_row([external], |r| Ok((r.get(0)?, known(r)?)))
            .optional()?)
    }

    /// The visits without an external id: they are known by all they say.
    pub fn nameless_visits(&self) -> Result<HashMap<NewVisit, i64>> {
        let mut q = self.conn.prepare(&format!(
            "SELECT {COLUMNS} FROM visit WHERE external_id IS NULL"
        ))?;
        let rows = q.query_map([], |r| Ok((known(r)?, r.get(0)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the rule may still move a referral to another partner: nobody has worked on it, and no money hangs on it.
    pub fn is_untouched_lead(&self, referral: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT 1 FROM referral r JOIN stage s ON s.name = r.stage WHERE r.id = ?1 AND s.kind = 'open' AND r.came_by = 'link'
                   AND (SELECT count(*) FROM referral_stage t WHERE t.referral_id = r.id) = 1
                   AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.referral_id = r.id)
                   AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.referral_id = r.id AND a.by_hand = 1)
                   AND NOT EXISTS (SELECT 1 FROM commission c WHERE c.referral_id = r.id)
                   AND NOT EXISTS (SELECT 1 FROM activity y WHERE y.referral_id = r.id)
                   AND EXISTS (SELECT 1 FROM visit v JOIN link k ON k.id = v.link_id
                               WHERE v.referral_id = r.id AND k.partner_id = r.partner_id)",
            )?
            .exists([referral])?)
    }
}

impl Tx<'_> {
    /// Adds a click or a sign-up; `link`: that of a click.
    pub fn add_visit(&self, new: &NewVisit, link: Option<i64>) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO visit (external_id, kind, link_id, at, code, visitor, email, company, contact, page, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                new.external_id, kind(new), link, new.at, new.code, new.visitor, new.email, new.company, new.contact,
                new.page, self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Replaces what a file says of one; `link`: that of a click, while a sign-up keeps its own.
    pub fn set_visit(&self, id: i64, to: &NewVisit, link: Option<i64>) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE visit SET kind = ?2, at = ?3, code = ?4, visitor = ?5, email = ?6, company = ?7, contact = ?8,
                   page = ?9, link_id = CASE ?2 WHEN 'click' THEN ?10 ELSE link_id END WHERE id = ?1",
            )?
            .execute(params![
                id, kind(to), to.at, to.code, to.visitor, to.email, to.company, to.contact, to.page, link
            ])?;
        Ok(())
    }

    /// Notes what a sign-up is owed to, what it became, why to look at it, and what a person decided.
    pub fn settle_sign_up(&self, to: &SignUp) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE visit SET link_id = ?2, referral_id = ?3, flag = ?4, decided = ?5 WHERE id = ?1
                   AND (link_id IS NOT ?2 OR referral_id IS NOT ?3 OR flag IS NOT ?4 OR decided IS NOT ?5)",
            )?
            .execute(params![to.id, to.link, to.referral, to.flag, to.decided])?;
        Ok(())
    }
}

fn kind(visit: &NewVisit) -> &'static str {
    if visit.signed_up { "sign-up" } else { "click" }
}
