//! The proofs of coded links and visits: each code once, kinds and moments that can be, texts as they may be kept.

use std::collections::HashSet;

use super::{Document, DocumentError, Proof, once, word, wrong};
use crate::{
    domain::{attribution::Moment, coded_link::check_code},
    text::check_note,
};

const KINDS: &[&str] = &["click", "sign-up"];
const DECIDED: &[&str] = &["accepted", "refused"];

/// Refuses the first thing found that no book can hold, with its place.
pub(super) fn prove(doc: &Document) -> Proof {
    let text = |at: String, text: &str| {
        check_note(text)
            .map(drop)
            .map_err(|e| DocumentError::at(at, e.to_string()))
    };
    let mut codes = HashSet::new();
    for (n, k) in doc.links.iter().enumerate() {
        let at = |field: &str| format!("links[{n}].{field}");
        check_code(&k.id).map_err(|e| DocumentError::at(at("id"), e.message))?;
        if !codes.insert(k.id.to_lowercase()) {
            return wrong(at("id"), format!("“{}” is there twice.", k.id));
        }
        for (field, value) in [
            ("url", Some(&k.url)),
            ("campaign", k.campaign.as_ref()),
            ("note", k.note.as_ref()),
        ] {
            value.map_or(Ok(()), |value| text(at(field), value))?;
        }
    }
    once("visits", doc.visits.iter().map(|v| &v.external_id))?;
    let mut ids = HashSet::new();
    for (n, v) in doc.visits.iter().enumerate() {
        let at = |field: &str| format!("visits[{n}].{field}");
        if !ids.insert(v.id) {
            return wrong(at("id"), format!("{} is there twice.", v.id));
        }
        word(|| at("kind"), &v.kind, KINDS)?;
        if Moment::parse(&v.at).is_none_or(|moment| moment.to_string() != v.at) {
            return wrong(
                at("at"),
                format!("“{}” is no moment such as 2026-11-23T10:00:00.", v.at),
            );
        }
        if let Some(decided) = &v.decided {
            word(|| at("decided"), decided, DECIDED)?;
        }
        for (field, value) in [
            ("external_id", &v.external_id),
            ("code", &v.code),
            ("visitor", &v.visitor),
            ("email", &v.email),
            ("company", &v.company),
            ("contact", &v.contact),
            ("page", &v.page),
            ("flag", &v.flag),
        ] {
            value
                .as_ref()
                .map_or(Ok(()), |value| text(at(field), value))?;
        }
    }
    Ok(())
}
