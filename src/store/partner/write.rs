//! Partners written: added, replaced, deleted while nothing hangs on one; with their contacts and notes.

use rusqlite::params;

use super::{Contact, NewPartner};
use crate::{
    domain::{day::Day, reward::SpiffPolicy},
    error::{Error, Result},
    store::{NewActivity, Tx, column::iso},
    text,
};

impl Tx<'_> {
    /// Adds a partner and returns its id. Its short name is made from its name; an external id that is taken is
    /// refused.
    pub fn add_partner(&self, new: &NewPartner) -> Result<i64> {
        self.expect_free("partner", "external_id", new.external_id.as_deref(), 0)?;
        let slug = self.view().free_slug(&text::slug(&new.name))?;
        self.conn
            .prepare_cached(
                "INSERT INTO partner (slug, domain, external_id, name, kind, state, state_reason, since, email, site, country,
                   owner, source, invited_by, tags, payout_method, payout_reference, note, op, payout_name, payout_bic, tax_form,
                   spiff_policy, spiff_note, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                   ?23, ?24, ?25)",
            )?
            .execute(params![
                slug, domain_of(new), new.external_id, new.name, new.kind, new.state.word(), new.state_reason,
                iso(new.since), new.email, new.site, new.country, new.owner, new.source, new.invited_by,
                joined(&new.tags), new.payout_method, new.payout_reference, new.note, self.op, new.payout_name, new.payout_bic, new.tax_form,
                new.spiff_policy.map(SpiffPolicy::word), new.spiff_note, new.their_status
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
                   tags = ?15, payout_method = ?16, payout_reference = ?17, note = ?18, payout_name = ?19, payout_bic = ?20,
                   tax_form = ?21, spiff_policy = ?22, spiff_note = ?23, their_status = ?24 WHERE id = ?1",
            )?
            .execute(params![
                id, domain_of(to), to.external_id, to.name, to.kind, to.state.word(), to.state_reason,
                iso(to.since), to.email, to.site, to.country, to.owner, to.source, to.invited_by,
                joined(&to.tags), to.payout_method, to.payout_reference, to.note, to.payout_name, to.payout_bic, to.tax_form,
                to.spiff_policy.map(SpiffPolicy::word), to.spiff_note, to.their_status
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
        for table in ["contact", "enrolment", "activity", "mapping"] {
            self.conn
                .execute(&format!("DELETE FROM {table} WHERE partner_id = ?1"), [id])?;
        }
        self.forget_aliases(crate::store::Noun::Partner, id)?;
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

    /// Replaces what is known of a person at a partner.
    pub fn set_contact(&self, id: i64, to: &Contact) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE contact SET name = ?2, email = ?3, role = ?4 WHERE id = ?1")?
            .execute(params![id, to.name, to.email, to.role])?;
        Ok(())
    }

    /// Notes something about a partner, a referral, or both.
    pub fn add_activity(
        &self,
        partner: Option<i64>,
        referral: Option<i64>,
        on: Day,
        text: &str,
    ) -> Result<i64> {
        self.record_activity(&NewActivity {
            partner,
            referral,
            on,
            text: text.to_owned(),
            kind: None,
            minutes: None,
            external_id: None,
        })
    }

    /// Refuses a value that another row of a unique column has, in words a person understands.
    pub(in crate::store) fn expect_free(
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
    crate::store::resolve::registrable(from)
}

fn joined(tags: &[String]) -> Option<String> {
    (!tags.is_empty()).then(|| tags.join(" "))
}
