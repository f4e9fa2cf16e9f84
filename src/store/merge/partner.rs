//! Two partners that are one: what may stand in the way, what moves, and the record that stays where the ledger speaks
//! of it.

use rusqlite::params;

use super::{Merged, overlap, shares};
use crate::{
    domain::partner::PartnerState,
    error::{Error, Result},
    store::{NewPartner, Noun, Partner, Tx, View},
};

/// What moves as it is: the table, and what its rows are called.
const MOVES: &[(&str, &str, &str)] = &[
    ("referral", "referral", "referrals"),
    (
        "agreement_share",
        "share of commission",
        "shares of commission",
    ),
    ("referral_role", "role on a referral", "roles on referrals"),
    ("enrolment", "program", "programs"),
    ("adjustment", "adjustment", "adjustments"),
    ("reward", "reward", "rewards"),
    ("contact", "contact", "contacts"),
    ("activity", "note", "notes"),
    ("population", "list of accounts", "lists of accounts"),
    (
        "sharing",
        "rule of what they may be told",
        "rules of what they may be told",
    ),
    (
        "private_exchange",
        "private comparison",
        "private comparisons",
    ),
    ("link", "link", "links"),
    ("mapping", "saved mapping", "saved mappings"),
    (
        "terms",
        "version of its own terms",
        "versions of its own terms",
    ),
];

/// A name that stays in the ledger may be no longer than this, with what is added to it.
const NAME_CHARS: usize = 120;

impl View<'_> {
    /// What merging a partner into another would move; refused where it cannot be.
    pub fn partner_merge(&self, from: &Partner, into: &Partner) -> Result<Merged> {
        let refuse = |why: String| Err(Error::refused(why).means("Nothing was changed."));
        if from.id == into.id {
            return refuse("That is one partner already.".to_owned());
        }
        let (name, other) = (&from.known.name, &into.known.name);
        if let Some(payouts) = self.said_of(
            "SELECT 'P' || id || ' (' || state || ')' FROM payout
             WHERE partner_id = ?1 AND state NOT IN ('failed', 'cancelled', 'reversed') ORDER BY id",
            &[from.id],
        )? {
            let paid_too = self.said_of(
                "SELECT 'P' || id FROM payout WHERE partner_id = ?1 AND state NOT IN ('failed', 'cancelled', 'reversed')",
                &[into.id],
            )?;
            let error = Error::refused(format!("Money is in payouts in the name of {name}: {payouts}."))
                .means("Nothing was changed: what was paid stays with whom it was paid to.");
            return Err(error.hint(match paid_too {
                None => format!(
                    "Merge the other way round: `partnerbook partner merge {} {}`.",
                    into.slug, from.slug
                ),
                Some(_) => format!(
                    "Cancel those that are not paid. If some are paid, end {name} instead, and say that its names mean {other}: `partnerbook partner alias {} NAME`.",
                    into.slug
                ),
            }));
        }
        if let Some(held) = self.said_of(
            "SELECT 'L' || c.id FROM commission_block b JOIN commission c ON c.id = b.commission_id WHERE c.partner_id = ?1 ORDER BY c.id",
            &[from.id],
        )? {
            return Err(Error::refused(format!("Commission of {name} is held back: {held}."))
                .means("Nothing was changed: on another partner it would not be held back any more.")
                .hint("Release it first, merge, and hold back what it becomes: `partnerbook commission release LINE`."));
        }
        if let Some(programs) = self.said_of(
            "SELECT DISTINCT g.name FROM terms t JOIN program g ON g.id = t.program_id
             WHERE t.partner_id = ?1 AND EXISTS (SELECT 1 FROM terms o WHERE o.partner_id = ?2 AND o.program_id = t.program_id)",
            &[from.id, into.id],
        )? {
            return refuse(format!("{name} and {other} both have terms of their own in {programs}."));
        }
        if let Some(voided) = self.said_of(
            "SELECT DISTINCT 'R' || a.referral_id FROM commission_void v JOIN agreement a ON a.id = v.agreement_id
             JOIN agreement_share s ON s.agreement_id = a.id AND s.partner_id IN (?1, ?2) AND s.partner_id <> v.partner_id
             WHERE v.partner_id IN (?1, ?2)",
            &[from.id, into.id],
        )? {
            return refuse(format!(
                "{name} and {other} share commission on {voided}, and what one of them earned there is voided."
            ));
        }
        let mut moves = Vec::new();
        for (table, one, many) in MOVES {
            let n: i64 = self
                .conn
                .prepare_cached(&format!(
                    "SELECT count(*) FROM {table} WHERE partner_id = ?1"
                ))?
                .query_row([from.id], |r| r.get(0))?;
            moves.push((n.unsigned_abs(), *one, *many));
        }
        Ok(Merged {
            moves,
            notes: self.merge_notes(from, into)?,
        })
    }

    fn merge_notes(&self, from: &Partner, into: &Partner) -> Result<Vec<String>> {
        let (name, other) = (&from.known.name, &into.known.name);
        let mut notes = Vec::new();
        if let Some(programs) = self.said_of(
            "SELECT DISTINCT g.name FROM terms t JOIN program g ON g.id = t.program_id WHERE t.partner_id = ?1",
            &[from.id],
        )? {
            notes.push(format!("Its own terms in {programs} become those of {other}."));
        }
        if let Some(programs) = self.said_of(
            "SELECT DISTINCT g.name FROM enrolment e JOIN program g ON g.id = e.program_id WHERE e.partner_id = ?1
             AND NOT EXISTS (SELECT 1 FROM enrolment o WHERE o.partner_id = ?2 AND o.program_id = e.program_id)",
            &[from.id, into.id],
        )? {
            notes.push(format!("{other} is in {programs} then, as {name} was."));
        }
        if let Some(kinds) = self.said_of(
            "SELECT coalesce(f.name, f.kind) FROM population f JOIN population i
             ON i.partner_id = ?2 AND coalesce(i.name, i.kind) = coalesce(f.name, f.kind) COLLATE NOCASE WHERE f.partner_id = ?1",
            &[from.id, into.id],
        )? {
            notes.push(format!("Both have a list of {kinds}: the one loaded last stays."));
        }
        if let (Some(theirs), Some(kept)) = (self.peer(from.id)?, self.peer(into.id)?)
            && theirs.public_key != kept.public_key
        {
            notes.push(format!(
                "Both sign private comparisons, each with a key of their own: that of {other} stays, and files signed with that of {name} are refused from now on."
            ));
        }
        if self.ledger_speaks_of(from.id)? {
            notes.push(format!(
                "What {name} earned is taken back and posted for {other}; {name} stays as an ended partner, because the ledger speaks of it."
            ));
        }
        Ok(notes)
    }

    fn ledger_speaks_of(&self, partner: i64) -> Result<bool> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM commission WHERE partner_id = ?1) OR EXISTS (SELECT 1 FROM payout WHERE partner_id = ?1)",
            )?
            .query_row([partner], |r| r.get(0))?)
    }

    /// The first rows of a query in a row; nothing where it has none.
    fn said_of(&self, sql: &str, ids: &[i64]) -> Result<Option<String>> {
        let mut q = self.conn.prepare_cached(sql)?;
        let all: Vec<String> = q
            .query_map(rusqlite::params_from_iter(ids), |r| r.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let shown = all.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        Ok(match all.len() {
            0 => None,
            1..=5 => Some(shown),
            n => Some(format!("{shown} and {} more", n - 5)),
        })
    }
}

impl Tx<'_> {
    /// Merges a partner into another: everything moves, what is empty there is filled, its names become other names of
    /// that one. It is gone; or ended, under a name that says so, where the ledger speaks of it.
    pub fn merge_partner(&self, from: i64, into: i64) -> Result<Merged> {
        let (from, into) = (self.view().partner(from)?, self.view().partner(into)?);
        let merged = self.view().partner_merge(&from, &into)?;
        let both = params![from.id, into.id];
        shares::merge(self, from.id, into.id)?;
        self.merge_enrolments(from.id, into.id)?;
        overlap::partners(self, from.id, into.id)?;
        self.conn.execute(
            "DELETE FROM contact WHERE partner_id = ?1 AND EXISTS (SELECT 1 FROM contact o WHERE o.partner_id = ?2
               AND o.name = contact.name AND coalesce(o.email, '') = coalesce(contact.email, o.email, ''))",
            both,
        )?;
        self.conn.execute(
            "DELETE FROM commission_void WHERE partner_id = ?1 AND EXISTS (SELECT 1 FROM commission_void o WHERE o.partner_id = ?2
               AND o.source = commission_void.source AND o.source_id = commission_void.source_id
               AND o.agreement_id = commission_void.agreement_id)",
            both,
        )?;
        for table in [
            "referral",
            "referral_role",
            "commission_void",
            "adjustment",
            "reward",
            "contact",
            "activity",
            "link",
            "mapping",
            "terms",
        ] {
            self.conn.execute(
                &format!("UPDATE {table} SET partner_id = ?2 WHERE partner_id = ?1"),
                both,
            )?;
        }
        self.conn.execute(
            "UPDATE alias SET record_id = ?2 WHERE noun = 'partner' AND record_id = ?1",
            both,
        )?;
        self.leave_behind(&from, into.id)?;
        let filled = into.known.filled_from(&from.known);
        let to = NewPartner {
            invited_by: self.inviter(&from, &into)?,
            ..filled
        };
        self.set_partner(into.id, &to)?;
        let now = self.view().partner(into.id)?;
        let own = [Some(to.name), to.external_id, to.email, now.domain];
        let theirs = [
            Some(from.known.name.clone()),
            from.known.external_id.clone(),
            from.known.email.clone(),
            from.domain.clone(),
            Some(from.slug.clone()),
            // What is filled may change what its domain is worked out from.
            into.domain.clone(),
        ];
        for name in theirs.into_iter().filter(|n| !own.contains(n)).flatten() {
            self.inherit(Noun::Partner, &name, into.id)?;
        }
        Ok(merged)
    }

    /// What becomes of the record that was merged.
    fn leave_behind(&self, from: &Partner, into: i64) -> Result<()> {
        self.conn.execute(
            "UPDATE partner SET invited_by = NULLIF(?2, id) WHERE invited_by = ?1",
            params![from.id, into],
        )?;
        if !self.view().ledger_speaks_of(from.id)? {
            self.conn
                .execute("DELETE FROM partner WHERE id = ?1", [from.id])?;
            return Ok(());
        }
        let into = self.view().partner(into)?;
        let name: String = from.known.name.chars().take(NAME_CHARS).collect();
        let ended = NewPartner {
            name: format!("{name} (now {})", into.slug),
            state: PartnerState::Ended,
            state_reason: Some(format!("merged into {}", into.slug)),
            external_id: None,
            email: None,
            site: None,
            invited_by: None,
            payout_method: None,
            payout_reference: None,
            payout_name: None,
            payout_bic: None,
            ..from.known.clone()
        };
        self.set_partner(from.id, &ended)
    }

    /// Who invited the partner that stays: itself never, nor whom it invited.
    fn inviter(&self, from: &Partner, into: &Partner) -> Result<Option<i64>> {
        let own = into.known.invited_by.filter(|by| *by != from.id);
        let Some(by) = own.or(from.known.invited_by).filter(|by| *by != into.id) else {
            return Ok(None);
        };
        let circle: bool = self
            .conn
            .prepare_cached(
                "WITH RECURSIVE up(id) AS (SELECT ?2 UNION SELECT p.invited_by FROM partner p JOIN up ON p.id = up.id
                   WHERE p.invited_by IS NOT NULL)
                 SELECT EXISTS (SELECT 1 FROM up WHERE id = ?1)",
            )?
            .query_row(params![into.id, by], |r| r.get(0))?;
        Ok((!circle).then_some(by))
    }

    /// A place in a program both were in at one time: the one that stays keeps its own, to the later end of the two.
    fn merge_enrolments(&self, from: i64, into: i64) -> Result<()> {
        let mut q = self
            .conn
            .prepare("SELECT id, program_id, from_day, to_day FROM enrolment WHERE partner_id = ?1 ORDER BY id")?;
        let theirs: Vec<(i64, i64, Option<String>, Option<String>)> = q
            .query_map([from], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (id, program, first, last) in theirs {
            let mut q = self.conn.prepare_cached(
                "SELECT id FROM enrolment WHERE partner_id = ?1 AND program_id = ?2
                   AND coalesce(from_day, '') <= coalesce(?4, '9999') AND coalesce(?3, '') <= coalesce(to_day, '9999')
                 ORDER BY coalesce(from_day, '') DESC",
            )?;
            let own: Vec<i64> = q
                .query_map(params![into, program, first, last], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let Some(latest) = own.first() else {
                self.conn.execute(
                    "UPDATE enrolment SET partner_id = ?2 WHERE id = ?1",
                    params![id, into],
                )?;
                continue;
            };
            self.conn
                .execute("DELETE FROM enrolment WHERE id = ?1", [id])?;
            self.conn.execute(
                "UPDATE enrolment SET to_day = CASE WHEN to_day IS NULL OR ?2 IS NULL THEN NULL ELSE max(to_day, ?2) END
                 WHERE id = ?1",
                params![latest, last],
            )?;
        }
        Ok(())
    }
}
