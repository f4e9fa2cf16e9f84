//! Referrals in the book: what is known of one, added, replaced, moved through the pipeline with its history kept.

use rusqlite::{OptionalExtension, Row, params};

use super::{
    Tx, View,
    column::{day, iso, money, sure_day},
    partner::{Activity, activity},
};
use crate::{
    domain::{
        day::{Day, add_days},
        money::Money,
        referral::StageKind,
    },
    error::{Error, Result},
};

/// For how many days a new referral keeps others from registering the same company (DESIGN §2).
pub const PROTECTED_DAYS: u32 = 90;
/// By how many days the protection may be extended, once.
pub const EXTENSION_DAYS: u32 = 30;

/// What is known of a referral: to add one, or to replace what is known. Partner, company and stage are required.
/// Texts are stored as they are: check them with `text::check_name` before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewReferral {
    /// Its name in another system; unique.
    pub external_id: Option<String>,
    /// Who brought it.
    pub partner: i64,
    /// The company that was referred.
    pub company: String,
    /// Website, domain or host of the company, in any form; kept as its registrable domain, or not at all.
    pub domain: Option<String>,
    /// The person there.
    pub contact: Option<String>,
    /// Their e-mail.
    pub email: Option<String>,
    /// `form`, `link`, `e-mail`, `introduction` or `list`.
    pub came_by: Option<String>,
    /// Name of a stage of the pipeline.
    pub stage: String,
    /// Why it was lost or rejected.
    pub reason: Option<String>,
    /// The stage as the program it came from calls it.
    pub their_status: Option<String>,
    /// The day it was handed in.
    pub submitted_on: Option<Day>,
    /// The day it first qualified.
    pub qualified_on: Option<Day>,
    /// The day it was won; there exactly when its stage is won.
    pub won_on: Option<Day>,
    /// The day it was lost, rejected or expired; never there for an open or a won one.
    pub closed_on: Option<Day>,
    /// What it is expected to be worth.
    pub expected: Option<Money>,
    /// Our person; the partner's owner where nobody is named.
    pub owner: Option<String>,
    /// The day the partner introduced us.
    pub introduced_on: Option<Day>,
    /// The day we asked the partner before calling the lead.
    pub asked_on: Option<Day>,
    /// Last day of the partner's claim; for an open one with a day of submission, 90 days on unless given.
    pub protected_until: Option<Day>,
    /// What is to be done next.
    pub next_step: Option<String>,
    /// And when.
    pub next_on: Option<Day>,
    /// Internal note.
    pub note: Option<String>,
}

/// A referral in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Its id: `R12` is 12.
    pub id: i64,
    /// Name of the partner who brought it.
    pub partner_name: String,
    /// What its stage means.
    pub kind: StageKind,
    /// Last day something happened.
    pub touched_on: Option<Day>,
    /// What is known.
    pub known: NewReferral,
}

/// One step of a referral's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The stage it came to.
    pub stage: String,
    /// When.
    pub on: Day,
    /// Why, where a reason was given.
    pub reason: Option<String>,
}

const COLUMNS: &str = "r.id, p.name, s.kind, r.touched_on, r.external_id, r.partner_id, r.company, r.domain, r.contact, \
    r.email, r.came_by, r.stage, r.reason, r.submitted_on, r.qualified_on, r.won_on, r.closed_on, r.expected_minor, \
    r.currency, r.owner, r.introduced_on, r.asked_on, r.protected_until, r.next_step, r.next_on, r.note, r.their_status";

fn read(r: &Row<'_>) -> rusqlite::Result<Referral> {
    Ok(Referral {
        id: r.get(0)?,
        partner_name: r.get(1)?,
        kind: StageKind::parse(r.get_ref(2)?.as_str()?).unwrap_or(StageKind::Open),
        touched_on: day(r, 3)?,
        known: NewReferral {
            external_id: r.get(4)?,
            partner: r.get(5)?,
            company: r.get(6)?,
            domain: r.get(7)?,
            contact: r.get(8)?,
            email: r.get(9)?,
            came_by: r.get(10)?,
            stage: r.get(11)?,
            reason: r.get(12)?,
            submitted_on: day(r, 13)?,
            qualified_on: day(r, 14)?,
            won_on: day(r, 15)?,
            closed_on: day(r, 16)?,
            expected: money(r, 17)?,
            owner: r.get(19)?,
            introduced_on: day(r, 20)?,
            asked_on: day(r, 21)?,
            protected_until: day(r, 22)?,
            next_step: r.get(23)?,
            next_on: day(r, 24)?,
            note: r.get(25)?,
            their_status: r.get(26)?,
        },
    })
}

impl View<'_> {
    /// A referral by id.
    pub fn referral(&self, id: i64) -> Result<Referral> {
        self.conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM referral r JOIN partner p ON p.id = r.partner_id JOIN stage s ON s.name = r.stage WHERE r.id = ?1"
            ))?
            .query_row([id], read)
            .optional()?
            .ok_or_else(|| Error::not_found(format!("There is no referral R{id}.")))
    }

    /// The way a referral went, oldest first.
    pub fn referral_steps(&self, id: i64) -> Result<Vec<Step>> {
        let mut q = self.conn.prepare_cached(
            "SELECT stage, on_day, reason FROM referral_stage WHERE referral_id = ?1 ORDER BY on_day, id",
        )?;
        let rows = q.query_map([id], |r| {
            Ok(Step {
                stage: r.get(0)?,
                on: sure_day(r, 1)?,
                reason: r.get(2)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The newest notes about a referral, newest first.
    pub fn referral_notes(&self, id: i64, most: u32) -> Result<Vec<Activity>> {
        let mut q = self.conn.prepare_cached(
            "SELECT on_day, text, kind, minutes FROM activity WHERE referral_id = ?1 ORDER BY on_day DESC, id DESC LIMIT ?2",
        )?;
        let rows = q.query_map(params![id, most], activity)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Tx<'_> {
    /// Adds a referral with the first step of its history, and returns its id. Gives it no agreement: call
    /// [`Tx::agree`] after it, or [`Tx::agree_all`] after many.
    pub fn add_referral(&self, new: &NewReferral) -> Result<i64> {
        self.expect_free("referral", "external_id", new.external_id.as_deref(), 0)?;
        let kind = self.expect_days_fit(new)?;
        let protected = match (new.protected_until, new.submitted_on) {
            (None, Some(from)) if kind == StageKind::Open => Some(add_days(from, PROTECTED_DAYS)?),
            (given, _) => given,
        };
        let touched = [
            new.submitted_on,
            new.qualified_on,
            new.won_on,
            new.closed_on,
            new.introduced_on,
            new.asked_on,
        ]
        .into_iter()
        .flatten()
        .max();
        self.conn
            .prepare_cached(
                "INSERT INTO referral (external_id, partner_id, company, domain, contact, email, came_by, stage, reason,
                   submitted_on, qualified_on, won_on, closed_on, touched_on, expected_minor, currency, owner,
                   introduced_on, asked_on, protected_until, next_step, next_on, note, op, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                   coalesce(?17, (SELECT owner FROM partner WHERE id = ?2)), ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                new.external_id, new.partner, new.company, key_of(new), new.contact, new.email, new.came_by, new.stage,
                new.reason, iso(new.submitted_on), iso(new.qualified_on), iso(new.won_on), iso(new.closed_on),
                iso(touched), new.expected.map(|m| m.minor), new.expected.map(|m| m.currency.code()), new.owner,
                iso(new.introduced_on), iso(new.asked_on), iso(protected), new.next_step, iso(new.next_on), new.note,
                self.op, new.their_status
            ])?;
        let id = self.conn.last_insert_rowid();
        let on = new
            .won_on
            .or(new.closed_on)
            .or(touched)
            .unwrap_or(self.today);
        self.add_step(id, &new.stage, on, new.reason.as_deref())?;
        Ok(id)
    }

    /// Replaces what is known of a referral; what is equal stays untouched and unlogged. A stage that differs is kept
    /// in the history as of the day it was won or closed, or else of today.
    pub fn set_referral(&self, id: i64, to: &NewReferral) -> Result<()> {
        let on = to.won_on.or(to.closed_on).unwrap_or(self.today);
        self.put_referral(id, to, on)
    }

    /// Like [`Tx::set_referral`], with the day on which it came to its stage.
    pub(crate) fn put_referral(&self, id: i64, to: &NewReferral, on: Day) -> Result<()> {
        self.expect_free("referral", "external_id", to.external_id.as_deref(), id)?;
        self.expect_days_fit(to)?;
        let before = self.view().referral(id)?;
        if before.known == *to {
            return Ok(());
        }
        let touched = before.touched_on.max(Some(on));
        self.conn
            .prepare_cached(
                "UPDATE referral SET external_id = ?2, partner_id = ?3, company = ?4, domain = ?5, contact = ?6, email = ?7,
                   came_by = ?8, stage = ?9, reason = ?10, submitted_on = ?11, qualified_on = ?12, won_on = ?13,
                   closed_on = ?14, touched_on = ?15, expected_minor = ?16, currency = ?17, owner = ?18,
                   introduced_on = ?19, asked_on = ?20, protected_until = ?21, next_step = ?22, next_on = ?23, note = ?24,
                   their_status = ?25
                 WHERE id = ?1",
            )?
            .execute(params![
                id, to.external_id, to.partner, to.company, key_of(to), to.contact, to.email, to.came_by, to.stage,
                to.reason, iso(to.submitted_on), iso(to.qualified_on), iso(to.won_on), iso(to.closed_on), iso(touched),
                to.expected.map(|m| m.minor), to.expected.map(|m| m.currency.code()), to.owner, iso(to.introduced_on),
                iso(to.asked_on), iso(to.protected_until), to.next_step, iso(to.next_on), to.note, to.their_status
            ])?;
        if before.known.stage != to.stage {
            self.add_step(id, &to.stage, on, to.reason.as_deref())?;
        }
        Ok(())
    }

    /// Notes that something happened with a referral on a day.
    pub(crate) fn touch_referral(&self, id: i64, on: Day) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE referral SET touched_on = max(coalesce(touched_on, ?2), ?2) WHERE id = ?1",
            )?
            .execute(params![id, on.to_string()])?;
        Ok(())
    }

    fn add_step(&self, id: i64, stage: &str, on: Day, reason: Option<&str>) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO referral_stage (referral_id, stage, on_day, reason, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![id, stage, on.to_string(), reason, self.op])?;
        Ok(())
    }

    /// A won referral has the day it was won, no other has one; only what came to nothing has a closing day.
    fn expect_days_fit(&self, new: &NewReferral) -> Result<StageKind> {
        let kind = self
            .conn
            .prepare_cached("SELECT kind FROM stage WHERE name = ?1")?
            .query_row([&new.stage], |r| r.get::<_, String>(0))
            .optional()?
            .and_then(|word| StageKind::parse(&word))
            .ok_or_else(|| {
                Error::refused(format!("There is no stage “{}”.", new.stage))
                    .hint("`partnerbook pipeline show` lists the stages.")
            })?;
        let company = &new.company;
        if (kind == StageKind::Won) != new.won_on.is_some() {
            return Err(Error::refused(if kind == StageKind::Won {
                format!("{company} is won, but the day it was won is missing.")
            } else {
                format!("{company} has a day it was won, but is not won.")
            }));
        }
        if matches!(kind, StageKind::Open | StageKind::Won) && new.closed_on.is_some() {
            return Err(Error::refused(format!(
                "{company} has a day it came to nothing, but is {kind}."
            )));
        }
        Ok(kind)
    }
}

fn key_of(new: &NewReferral) -> Option<String> {
    super::resolve::registrable(new.domain.as_deref()?)
}
