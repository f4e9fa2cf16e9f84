//! Partners in the book: what is known of one, added, replaced, moved between states, deleted while nothing hangs on it.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, iso, sure_day},
};
use crate::{
    domain::{day::Day, partner::PartnerState},
    error::{Error, Result},
    text,
};

/// What is known of a partner: to add one, or to replace what is known. Only the name is required. Texts are stored as
/// they are: check them with `text::check_name` before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPartner {
    /// The partner's name in another system; unique.
    pub external_id: Option<String>,
    /// Name, as it is shown.
    pub name: String,
    /// agency, technology, affiliate, customer, consultant, reseller, employee …
    pub kind: Option<String>,
    /// Where we stand with them.
    pub state: PartnerState,
    /// Why, for the states that ask for it.
    pub state_reason: Option<String>,
    /// Partner since.
    pub since: Option<Day>,
    /// E-mail.
    pub email: Option<String>,
    /// Website, as it was given; the registrable domain is worked out from it.
    pub site: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Our person.
    pub owner: Option<String>,
    /// How the partner was recruited.
    pub source: Option<String>,
    /// The partner who invited them.
    pub invited_by: Option<i64>,
    /// Words without spaces in them.
    pub tags: Vec<String>,
    /// How they are paid.
    pub payout_method: Option<String>,
    /// Account, address or handle they are paid at.
    pub payout_reference: Option<String>,
    /// Internal note.
    pub note: Option<String>,
}

/// A partner in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Its id.
    pub id: i64,
    /// Its short name, for command lines and file names.
    pub slug: String,
    /// Registrable domain of its site.
    pub domain: Option<String>,
    /// What is known.
    pub known: NewPartner,
}

/// A person at a partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: Option<String>,
    /// What they do there.
    pub role: Option<String>,
}

/// Something that was noted about a partner or a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The day it is about.
    pub on: Day,
    /// What was noted; may have several lines.
    pub text: String,
}

const COLUMNS: &str = "id, slug, domain, external_id, name, kind, state, state_reason, since, email, site, country, \
    owner, source, invited_by, tags, payout_method, payout_reference, note";

fn read(r: &Row<'_>) -> rusqlite::Result<Partner> {
    Ok(Partner {
        id: r.get(0)?,
        slug: r.get(1)?,
        domain: r.get(2)?,
        known: NewPartner {
            external_id: r.get(3)?,
            name: r.get(4)?,
            kind: r.get(5)?,
            state: PartnerState::parse(r.get_ref(6)?.as_str()?).unwrap_or_default(),
            state_reason: r.get(7)?,
            since: day(r, 8)?,
            email: r.get(9)?,
            site: r.get(10)?,
            country: r.get(11)?,
            owner: r.get(12)?,
            source: r.get(13)?,
            invited_by: r.get(14)?,
            tags: r
                .get_ref(15)?
                .as_str_or_null()?
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            payout_method: r.get(16)?,
            payout_reference: r.get(17)?,
            note: r.get(18)?,
        },
    })
}

impl View<'_> {
    /// A partner by id.
    pub fn partner(&self, id: i64) -> Result<Partner> {
        self.conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM partner WHERE id = ?1"))?
            .query_row([id], read)
            .optional()?
            .ok_or_else(|| Error::not_found("This partner is no longer in the book."))
    }

    /// The people at a partner, in the order they were added.
    pub fn contacts(&self, partner: i64) -> Result<Vec<Contact>> {
        let mut q = self.conn.prepare_cached(
            "SELECT name, email, role FROM contact WHERE partner_id = ?1 ORDER BY id",
        )?;
        let rows = q.query_map([partner], |r| {
            Ok(Contact {
                name: r.get(0)?,
                email: r.get(1)?,
                role: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest notes about a partner and about no referral in particular, newest first.
    pub fn partner_notes(&self, partner: i64, most: u32) -> Result<Vec<Activity>> {
        let mut q = self.conn.prepare_cached(
            "SELECT on_day, text FROM activity WHERE partner_id = ?1 AND referral_id IS NULL
             ORDER BY on_day DESC, id DESC LIMIT ?2",
        )?;
        let rows = q.query_map(params![partner, most], activity)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What would be left without a home if the partner were deleted, in words; nothing if it may be.
    pub fn hangs_on_partner(&self, partner: i64) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for (sql, one, many) in [
            (
                "SELECT count(*) FROM referral WHERE partner_id = ?1",
                "referral",
                "referrals",
            ),
            (
                "SELECT count(*) FROM agreement_share WHERE partner_id = ?1",
                "share of an agreement",
                "shares of agreements",
            ),
            (
                "SELECT count(*) FROM commission WHERE partner_id = ?1",
                "commission line",
                "commission lines",
            ),
            (
                "SELECT count(*) FROM payout WHERE partner_id = ?1",
                "payout",
                "payouts",
            ),
            (
                "SELECT count(*) FROM population WHERE partner_id = ?1",
                "account list",
                "account lists",
            ),
            (
                "SELECT count(*) FROM partner WHERE invited_by = ?1",
                "partner they invited",
                "partners they invited",
            ),
        ] {
            let n: i64 = self
                .conn
                .prepare_cached(sql)?
                .query_row([partner], |r| r.get(0))?;
            if n > 0 {
                found.push(format!("{n} {}", if n == 1 { one } else { many }));
            }
        }
        Ok(found)
    }

    /// The first short name from `wanted` that no partner has: `acme`, `acme-2`, …
    fn free_slug(self, wanted: &str) -> Result<String> {
        let mut taken = self
            .conn
            .prepare_cached("SELECT 1 FROM partner WHERE slug = ?1")?;
        if !taken.exists([wanted])? {
            return Ok(wanted.to_owned());
        }
        let room = wanted
            .get(..text::SLUG_BYTES - 12)
            .unwrap_or(wanted)
            .trim_end_matches('-');
        for n in 2..50 {
            let slug = format!("{room}-{n}");
            if !taken.exists([&slug])? {
                return Ok(slug);
            }
        }
        // Many of one name: the next id is free for sure and found at once.
        let next: i64 = self.conn.query_row(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'partner'), 0) + 1",
            [],
            |r| r.get(0),
        )?;
        Ok(format!("{room}-{next}-{next}"))
    }
}

pub(super) fn activity(r: &Row<'_>) -> rusqlite::Result<Activity> {
    Ok(Activity {
        on: sure_day(r, 0)?,
        text: r.get(1)?,
    })
}

impl Tx<'_> {
    /// Adds a partner and returns its id. Its short name is made from its name; an external id that is taken is
    /// refused.
    pub fn add_partner(&self, new: &NewPartner) -> Result<i64> {
        self.expect_free("partner", "external_id", new.external_id.as_deref(), 0)?;
        let slug = self.view().free_slug(&text::slug(&new.name))?;
        self.conn
            .prepare_cached(
                "INSERT INTO partner (slug, domain, external_id, name, kind, state, state_reason, since, email, site, country,
                   owner, source, invited_by, tags, payout_method, payout_reference, note, op)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                slug, domain_of(new), new.external_id, new.name, new.kind, new.state.word(), new.state_reason,
                iso(new.since), new.email, new.site, new.country, new.owner, new.source, new.invited_by,
                joined(&new.tags), new.payout_method, new.payout_reference, new.note, self.op
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Replaces what is known of a partner; what is equal stays untouched and unlogged. The short name stays.
    pub fn set_partner(&self, id: i64, to: &NewPartner) -> Result<()> {
        self.expect_free("partner", "external_id", to.external_id.as_deref(), id)?;
        if let Some(inviter) = to.invited_by {
            self.expect_no_circle(id, inviter)?;
        }
        self.conn
            .prepare_cached(
                "UPDATE partner SET domain = ?2, external_id = ?3, name = ?4, kind = ?5, state = ?6, state_reason = ?7,
                   since = ?8, email = ?9, site = ?10, country = ?11, owner = ?12, source = ?13, invited_by = ?14,
                   tags = ?15, payout_method = ?16, payout_reference = ?17, note = ?18 WHERE id = ?1",
            )?
            .execute(params![
                id, domain_of(to), to.external_id, to.name, to.kind, to.state.word(), to.state_reason,
                iso(to.since), to.email, to.site, to.country, to.owner, to.source, to.invited_by,
                joined(&to.tags), to.payout_method, to.payout_reference, to.note
            ])?;
        Ok(())
    }

    /// Deletes a partner with its contacts, notes and enrolments. Refused while anything else hangs on it.
    pub fn delete_partner(&self, id: i64) -> Result<()> {
        let hanging = self.view().hangs_on_partner(id)?;
        if !hanging.is_empty() {
            return Err(Error::refused(format!("The partner has {}.", hanging.join(", ")))
                .means("Nothing was deleted.")
                .hint("End the partner instead: records stay, and it no longer shows among the active ones."));
        }
        for table in ["contact", "enrolment", "activity"] {
            self.conn
                .execute(&format!("DELETE FROM {table} WHERE partner_id = ?1"), [id])?;
        }
        self.conn
            .execute("DELETE FROM partner WHERE id = ?1", [id])?;
        Ok(())
    }

    /// Adds a person at a partner.
    pub fn add_contact(&self, partner: i64, contact: &Contact) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO contact (partner_id, name, email, role, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![partner, contact.name, contact.email, contact.role, self.op])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Notes something about a partner, a referral, or both.
    pub fn add_activity(
        &self,
        partner: Option<i64>,
        referral: Option<i64>,
        on: Day,
        text: &str,
    ) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO activity (partner_id, referral_id, on_day, text, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![partner, referral, on.to_string(), text, self.op])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Refuses a value that another row of a unique column has, in words a person understands.
    pub(super) fn expect_free(
        &self,
        table: &str,
        column: &str,
        value: Option<&str>,
        but: i64,
    ) -> Result<()> {
        let Some(value) = value else { return Ok(()) };
        let taken = self
            .conn
            .prepare_cached(&format!(
                "SELECT 1 FROM {table} WHERE {column} = ?1 AND id <> ?2"
            ))?
            .exists(params![value, but])?;
        if taken {
            let noun = table.replace('_', " ");
            let what = column.replace('_', " ");
            return Err(
                Error::refused(format!("Another {noun} has the {what} “{value}”."))
                    .means("Nothing was changed."),
            );
        }
        Ok(())
    }

    fn expect_no_circle(&self, id: i64, inviter: i64) -> Result<()> {
        let circle = self
            .conn
            .prepare_cached(
                "WITH RECURSIVE up(id) AS (SELECT ?2 UNION SELECT p.invited_by FROM partner p JOIN up ON p.id = up.id)
                 SELECT 1 FROM up WHERE id = ?1",
            )?
            .exists(params![id, inviter])?;
        if circle {
            return Err(Error::refused(
                "A partner cannot have been invited by itself or by whom it invited.",
            )
            .means("Nothing was changed."));
        }
        Ok(())
    }
}

/// The registrable domain of the site, or of the e-mail where there is no site.
fn domain_of(partner: &NewPartner) -> Option<String> {
    let from = partner.site.as_deref().or(partner.email.as_deref())?;
    super::resolve::registrable(from)
}

fn joined(tags: &[String]) -> Option<String> {
    (!tags.is_empty()).then(|| tags.join(" "))
}
