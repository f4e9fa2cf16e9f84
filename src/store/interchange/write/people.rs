//! Partners of a document taken in, with their people and what was noted; nothing of money.

use rusqlite::params;

use super::super::{
    Tx,
    names::{Names, day, id_of, known},
};
use crate::{
    domain::document::{Document, DocumentError, Partner},
    error::Result,
    store::{NewActivity, NewMapping, Noun},
};

impl Tx<'_> {
    pub(super) fn take_partner(&self, n: usize, p: &Partner, names: &Names) -> Result<()> {
        let id = id_of(&names.partners, &p.id, || format!("partners[{n}].id"))?;
        let invited_by = p
            .invited_by
            .as_ref()
            .map(|by| id_of(&names.partners, by, || format!("partners[{n}].invited_by")))
            .transpose()?;
        self.conn
            .prepare_cached(
                "INSERT INTO partner (id, external_id, name, slug, kind, state, state_reason, since, email, site, domain, country, owner,
                   source, invited_by, tags, payout_method, payout_reference, payout_name, payout_bic, tax_form, spiff_policy, spiff_note, note, op, their_status)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
            )?
            .execute(params![
                id, p.external_id, p.name, p.id, p.kind, p.state, p.state_reason, day(p.since), p.email, p.site, p.domain, p.country,
                p.owner, p.source, invited_by, p.tags, p.payout_method, p.payout_reference, p.payout_name, p.payout_bic, p.tax_form,
                p.spiff_policy, p.spiff_note, p.note, self.op, p.their_status
            ])?;
        for c in p.contacts.iter() {
            self.conn
                .prepare_cached("INSERT INTO contact (partner_id, name, email, role, op) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, c.name, c.email, c.role, self.op])?;
        }
        Ok(())
    }

    pub(super) fn take_notes(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, a) in doc.activities.iter().enumerate() {
            let partner = a
                .partner
                .as_ref()
                .map(|p| id_of(&names.partners, p, || format!("activities[{n}].partner")))
                .transpose()?;
            let referral = a
                .referral
                .map(|r| {
                    known(&names.referrals, r.0, 'R', || {
                        format!("activities[{n}].referral")
                    })
                })
                .transpose()?;
            self.record_activity(&NewActivity {
                partner,
                referral,
                on: a.on.0,
                text: a.text.clone(),
                kind: a.kind.clone(),
                minutes: a.minutes,
                external_id: a.external_id.clone(),
            })?;
        }
        for (n, m) in doc.mappings.iter().enumerate() {
            let partner = m
                .partner
                .as_ref()
                .map(|p| id_of(&names.partners, p, || format!("mappings[{n}].partner")))
                .transpose()?;
            self.save_mapping(&NewMapping {
                name: m.name.clone(),
                kind: m.kind.clone(),
                partner,
                header: m.header.clone(),
                words: m.words.clone(),
            })?;
        }
        Ok(())
    }

    pub(super) fn take_aliases(&self, doc: &Document, names: &Names) -> Result<()> {
        for (n, a) in doc.aliases.iter().enumerate() {
            let at = |field: &str| format!("aliases[{n}].{field}");
            let (noun, record) = match (&a.partner, a.customer) {
                (Some(partner), None) => {
                    let id = id_of(&names.partners, partner, || at("partner"))?;
                    (Noun::Partner, id)
                }
                (None, Some(customer)) => {
                    let id = known(&names.customers, customer.0, 'C', || at("customer"))?;
                    (Noun::Customer, id)
                }
                _ => {
                    let said = "It is another name of one partner or of one customer.";
                    return Err(DocumentError::at(format!("aliases[{n}]"), said).into());
                }
            };
            if self.view().alias_of(noun, &a.text)?.is_some() {
                let said = format!("“{}” is there twice.", a.text);
                return Err(DocumentError::at(at("text"), said).into());
            }
            self.put_alias(noun, &a.text, record)?;
        }
        Ok(())
    }
}
