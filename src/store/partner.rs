//! Partners in the book: what is known of one; adding, replacing and deleting are in `partner/write.rs`.

mod write;

use rusqlite::{OptionalExtension, Row, params};

use super::{
    View,
    column::{day, sure_day},
};
use crate::{
    domain::{day::Day, partner::PartnerState, reward::SpiffPolicy},
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
    /// The state as the program it came from calls it.
    pub their_status: Option<String>,
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
    /// The name the account is in, where it is not the partner's.
    pub payout_name: Option<String>,
    /// The code of the bank (BIC), where one is needed.
    pub payout_bic: Option<String>,
    /// The tax form on file: W-9, W-8BEN-E …
    pub tax_form: Option<String>,
    /// What the partner lets its people take from us; nothing where nobody asked.
    pub spiff_policy: Option<SpiffPolicy>,
    /// Who said so, and when.
    pub spiff_note: Option<String>,
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
    /// What it was, in the person's words: call, meeting, training …
    pub kind: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
}

impl Activity {
    /// What was done, in one text: `meeting, 45 min: Went through the pipeline`.
    pub fn words(&self) -> String {
        let minutes = self.minutes.map(|m| format!("{m} min"));
        let what: Vec<&str> = self
            .kind
            .as_deref()
            .into_iter()
            .chain(minutes.as_deref())
            .collect();
        if what.is_empty() {
            self.text.clone()
        } else {
            format!("{}: {}", what.join(", "), self.text)
        }
    }
}

const COLUMNS: &str = "id, slug, domain, external_id, name, kind, state, state_reason, since, email, site, country, \
    owner, source, invited_by, tags, payout_method, payout_reference, note, payout_name, payout_bic, tax_form, spiff_policy, spiff_note, their_status";

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
            payout_name: r.get(19)?,
            payout_bic: r.get(20)?,
            tax_form: r.get(21)?,
            spiff_policy: r
                .get_ref(22)?
                .as_str_or_null()?
                .and_then(SpiffPolicy::parse),
            spiff_note: r.get(23)?,
            their_status: r.get(24)?,
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
        let all = self.contacts_by_id(partner)?;
        Ok(all.into_iter().map(|(_, contact)| contact).collect())
    }

    /// The people at a partner with their ids, in the order they were added.
    pub fn contacts_by_id(&self, partner: i64) -> Result<Vec<(i64, Contact)>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id, name, email, role FROM contact WHERE partner_id = ?1 ORDER BY id",
        )?;
        let rows = q.query_map([partner], |r| {
            let contact = Contact {
                name: r.get(1)?,
                email: r.get(2)?,
                role: r.get(3)?,
            };
            Ok((r.get(0)?, contact))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest notes about a partner and about no referral in particular, newest first.
    pub fn partner_notes(&self, partner: i64, most: u32) -> Result<Vec<Activity>> {
        let mut q = self.conn.prepare_cached(
            "SELECT on_day, text, kind, minutes FROM activity WHERE partner_id = ?1 AND referral_id IS NULL
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
                "SELECT count(*) FROM adjustment WHERE partner_id = ?1",
                "adjustment",
                "adjustments",
            ),
            (
                "SELECT count(*) FROM reward WHERE partner_id = ?1",
                "reward",
                "rewards",
            ),
            (
                "SELECT count(*) FROM referral_role WHERE partner_id = ?1",
                "role on a referral",
                "roles on referrals",
            ),
            (
                "SELECT count(*) FROM terms WHERE partner_id = ?1",
                "version of its own terms",
                "versions of its own terms",
            ),
            (
                "SELECT count(*) FROM link WHERE partner_id = ?1",
                "coded link",
                "coded links",
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
        kind: r.get(2)?,
        minutes: r.get(3)?,
    })
}
