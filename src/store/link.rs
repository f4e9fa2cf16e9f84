//! Coded links in the book: made, ended, found, and what came of them; clicks and sign-ups are in `visit.rs`.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, sure_day},
};
use crate::{
    domain::day::Day,
    error::{Error, Result},
    text::nearest,
};

/// A link to make. Texts are stored as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Whose it is.
    pub partner: i64,
    /// Its code; unique in any case of letters.
    pub code: String,
    /// The whole address, with its code and UTM parameters.
    pub url: String,
    /// The campaign it is for.
    pub campaign: Option<String>,
    /// The day it was made.
    pub made_on: Day,
    /// Its last day; nothing while it counts.
    pub ended_on: Option<Day>,
    /// Internal note.
    pub note: Option<String>,
}

/// A coded link, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: i64,
    /// The partner's name.
    pub partner_name: String,
    /// The partner's short name.
    pub partner_slug: String,
    /// What was said when it was made.
    pub known: NewLink,
    /// Clicks on it.
    pub clicks: i64,
    /// Sign-ups it brought.
    pub signups: i64,
    /// Referrals they became.
    pub referrals: i64,
    /// Of those the won ones.
    pub won: i64,
}

/// How many visits of a kind link `k` has.
macro_rules! visits_of_link {
    ($kind:literal) => {
        concat!(
            "(SELECT count(*) FROM visit v WHERE v.link_id = k.id AND v.kind = '",
            $kind,
            "')"
        )
    };
}
/// How many referrals of a condition came by link `k`.
macro_rules! referrals_of_link {
    ($only:literal) => {
        concat!(
            "(SELECT count(DISTINCT r.id) FROM visit v JOIN referral r ON r.id = v.referral_id
               WHERE v.link_id = k.id AND v.kind = 'sign-up'",
            $only,
            ")"
        )
    };
}
pub(in crate::store) use {referrals_of_link, visits_of_link};

const SELECT: &str = concat!(
    "SELECT k.id, p.name, p.slug, k.partner_id, k.code, k.url, k.campaign, k.made_on, k.ended_on, k.note, ",
    visits_of_link!("click"),
    ", ",
    visits_of_link!("sign-up"),
    ", ",
    referrals_of_link!(""),
    ", ",
    referrals_of_link!(" AND r.won_on IS NOT NULL"),
    " FROM link k JOIN partner p ON p.id = k.partner_id"
);

fn read(r: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        id: r.get(0)?,
        partner_name: r.get(1)?,
        partner_slug: r.get(2)?,
        known: NewLink {
            partner: r.get(3)?,
            code: r.get(4)?,
            url: r.get(5)?,
            campaign: r.get(6)?,
            made_on: sure_day(r, 7)?,
            ended_on: day(r, 8)?,
            note: r.get(9)?,
        },
        clicks: r.get(10)?,
        signups: r.get(11)?,
        referrals: r.get(12)?,
        won: r.get(13)?,
    })
}

/// A link as attribution sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkKey {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub partner: i64,
    /// Its code.
    pub code: String,
    /// Its last day.
    pub ended_on: Option<Day>,
}

impl View<'_> {
    /// A link by id.
    pub fn link(&self, id: i64) -> Result<Link> {
        self.conn
            .prepare_cached(&format!("{SELECT} WHERE k.id = ?1"))?
            .query_row([id], read)
            .optional()?
            .ok_or_else(|| Error::not_found("This link is no longer in the book."))
    }

    /// The link of a code, in any case of letters.
    pub fn find_link(&self, typed: &str) -> Result<i64> {
        let typed = typed.trim();
        let all = self.links()?;
        if let Some(link) = all.iter().find(|l| l.code.eq_ignore_ascii_case(typed)) {
            return Ok(link.id);
        }
        let e = Error::not_found(format!("No link has the code “{typed}”."));
        Err(match nearest(typed, all.iter().map(|l| l.code.as_str())) {
            Some(near) => e.hint(format!("Did you mean {near}?")),
            None => e.hint("`partnerbook link list` shows them all."),
        })
    }

    /// Every link as attribution sees it, in the order they were made.
    pub fn links(&self) -> Result<Vec<LinkKey>> {
        let mut q = self
            .conn
            .prepare_cached("SELECT id, partner_id, code, ended_on FROM link ORDER BY id")?;
        let rows = q.query_map([], |r| {
            Ok(LinkKey {
                id: r.get(0)?,
                partner: r.get(1)?,
                code: r.get(2)?,
                ended_on: day(r, 3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A partner's links, oldest first.
    pub fn partner_links(&self, partner: i64) -> Result<Vec<Link>> {
        let mut q = self
            .conn
            .prepare_cached(&format!("{SELECT} WHERE k.partner_id = ?1 ORDER BY k.id"))?;
        let rows = q.query_map([partner], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Makes a link and returns its id, with how many clicks had its code already: they are its from now on.
    pub fn add_link(&self, new: &NewLink) -> Result<(i64, usize)> {
        let taken = self.view().links()?;
        if let Some(other) = taken
            .iter()
            .find(|l| l.code.eq_ignore_ascii_case(&new.code))
        {
            let whose = self.view().partner(other.partner)?.known.name;
            return Err(Error::refused(format!(
                "The code “{}” is a link of {whose} already.",
                other.code
            ))
            .means("Nothing was changed.")
            .hint("Choose another with --code."));
        }
        self.conn
            .prepare_cached(
                "INSERT INTO link (partner_id, code, url, campaign, made_on, ended_on, note, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                new.partner,
                new.code,
                new.url,
                new.campaign,
                new.made_on.to_string(),
                new.ended_on.map(|d| d.to_string()),
                new.note,
                self.op
            ])?;
        let id = self.conn.last_insert_rowid();
        let waited = self
            .conn
            .prepare_cached("UPDATE visit SET link_id = ?1 WHERE kind = 'click' AND link_id IS NULL AND code = ?2 COLLATE NOCASE")?
            .execute(params![id, new.code])?;
        Ok((id, waited))
    }

    /// Sets the last day of a link.
    pub fn end_link(&self, id: i64, on: Option<Day>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE link SET ended_on = ?2 WHERE id = ?1 AND ended_on IS NOT ?2")?
            .execute(params![id, on.map(|d| d.to_string())])?;
        Ok(())
    }
}
