//! Coded links and visits read into a document; changes nothing.

use super::super::super::View;
use crate::{
    domain::document::{Document, Link, Visit},
    error::Result,
};

impl View<'_> {
    pub(super) fn read_links(&self, doc: &mut Document) -> Result<()> {
        doc.links = self
            .all(
                "SELECT k.code, p.slug, k.url, k.made_on, k.campaign, k.ended_on, k.note FROM link k JOIN partner p ON p.id = k.partner_id ORDER BY k.id",
                |f| {
                    Ok(Link {
                        id: f.take()?,
                        partner: f.take()?,
                        url: f.take()?,
                        made_on: f.day()?,
                        campaign: f.take()?,
                        ended_on: f.maybe_day()?,
                        note: f.take()?,
                    })
                },
            )?
            .into();
        doc.visits = self
            .all(
                "SELECT v.id, v.kind, v.at, v.external_id, k.code, v.code, v.visitor, v.email, v.company, v.contact, v.page, v.decided,
                   v.referral_id, v.flag
                 FROM visit v LEFT JOIN link k ON k.id = v.link_id ORDER BY v.id",
                |f| {
                    Ok(Visit {
                        id: f.number()?,
                        kind: f.take()?,
                        at: f.take()?,
                        external_id: f.take()?,
                        link: f.take()?,
                        code: f.take()?,
                        visitor: f.take()?,
                        email: f.take()?,
                        company: f.take()?,
                        contact: f.take()?,
                        page: f.take()?,
                        decided: f.take()?,
                        referral: f.maybe_number()?,
                        flag: f.take()?,
                    })
                },
            )?
            .into();
        Ok(())
    }
}
