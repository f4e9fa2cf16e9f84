//! Coded links and visits of a document taken in; what sign-ups are owed to is not worked out here.

use std::collections::HashMap;

use rusqlite::params;

use super::super::{
    Tx,
    names::{Names, day, id_of, known},
};
use crate::{domain::document::Document, error::Result};

impl Tx<'_> {
    pub(super) fn take_links(&self, doc: &Document, names: &Names) -> Result<()> {
        let mut links = HashMap::new();
        for (n, k) in doc.links.iter().enumerate() {
            let partner = id_of(&names.partners, &k.partner, || {
                format!("links[{n}].partner")
            })?;
            self.conn
                .prepare_cached(
                    "INSERT INTO link (partner_id, code, url, campaign, made_on, ended_on, note, op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![partner, k.id, k.url, k.campaign, day(Some(k.made_on)), day(k.ended_on), k.note, self.op])?;
            links.insert(k.id.clone(), self.conn.last_insert_rowid());
        }
        for (n, v) in doc.visits.iter().enumerate() {
            let at = |field: &'static str| move || format!("visits[{n}].{field}");
            let link = v
                .link
                .as_ref()
                .map(|l| id_of(&links, l, at("link")))
                .transpose()?;
            let referral = v
                .referral
                .map(|r| known(&names.referrals, r.0, 'R', at("referral")))
                .transpose()?;
            self.conn
                .prepare_cached(
                    "INSERT INTO visit (id, external_id, kind, link_id, at, code, visitor, email, company, contact, page, decided, referral_id, flag, op)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                )?
                .execute(params![
                    v.id.0, v.external_id, v.kind, link, v.at, v.code, v.visitor, v.email, v.company, v.contact, v.page,
                    v.decided, referral, v.flag, self.op
                ])?;
        }
        Ok(())
    }
}
