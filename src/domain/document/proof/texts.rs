//! The texts of a document held to the rules of typed ones: names tidied, control characters refused with their place.

use crate::{
    domain::{
        currency::Currency,
        document::{Document, DocumentError},
    },
    text::{TextError, check_name, check_note},
};

type Proof = Result<(), DocumentError>;

/// Holds every text to the rules typed text is held to; names are kept as [`check_name`] gives them.
pub fn tidy(doc: &mut Document) -> Proof {
    for (key, value) in &mut doc.settings {
        let at = || format!("settings.{key}");
        match key.as_str() {
            "name" => name(at, value)?,
            "currency" => {
                Currency::from_code(value).map_err(|e| DocumentError::at(at(), e.message))?;
            }
            _ => plain(at, value)?,
        }
    }
    for (n, s) in doc.stages.0.iter_mut().enumerate() {
        name(|| format!("stages[{n}].name"), &mut s.name)?;
    }
    partners(doc)?;
    for (n, g) in doc.programs.0.iter_mut().enumerate() {
        plain(|| format!("programs[{n}].id"), &g.id)?;
        name(|| format!("programs[{n}].name"), &mut g.name)?;
        for (k, s) in g.split.iter().enumerate() {
            plain(|| format!("programs[{n}].split[{k}].role"), &s.role)?;
        }
    }
    referrals(doc)?;
    for (n, c) in doc.customers.0.iter_mut().enumerate() {
        let at = |field: &'static str| move || format!("customers[{n}].{field}");
        name(at("name"), &mut c.name)?;
        maybe_name(at("owner"), &mut c.owner)?;
        for (field, text) in [
            ("external_id", &c.external_id),
            ("domain", &c.domain),
            ("plan", &c.plan),
            ("country", &c.country),
        ] {
            maybe(at(field), text.as_ref())?;
        }
    }
    for (n, v) in doc.revenue.iter().enumerate() {
        plain(|| format!("revenue[{n}].kind"), &v.kind)?;
        maybe(
            || format!("revenue[{n}].external_id"),
            v.external_id.as_ref(),
        )?;
    }
    for (n, c) in doc.commissions.iter().enumerate() {
        let at = |field: &'static str| move || format!("commissions[{n}].{field}");
        for (field, text) in [
            ("rate", &c.rate),
            ("share", &c.share),
            ("reason", &c.reason),
        ] {
            plain(at(field), text)?;
        }
    }
    for (n, p) in doc.payouts.iter().enumerate() {
        let at = |field: &'static str| move || format!("payouts[{n}].{field}");
        for (field, text) in [
            ("method", &p.method),
            ("reference", &p.reference),
            ("file", &p.file),
            ("reason", &p.reason),
        ] {
            maybe(at(field), text.as_ref())?;
        }
    }
    owed(doc)?;
    lists_and_notes(doc)
}

fn owed(doc: &mut Document) -> Proof {
    for (n, j) in doc.adjustments.iter().enumerate() {
        plain(|| format!("adjustments[{n}].reason"), &j.reason)?;
    }
    for (n, b) in doc.blocks.iter().enumerate() {
        plain(|| format!("blocks[{n}].reason"), &b.reason)?;
    }
    for (n, v) in doc.voids.iter().enumerate() {
        plain(|| format!("voids[{n}].reason"), &v.reason)?;
    }
    for (n, w) in doc.rewards.0.iter_mut().enumerate() {
        let at = |field: &'static str| move || format!("rewards[{n}].{field}");
        maybe_name(at("rep"), &mut w.rep)?;
        plain(at("reason"), &w.reason)?;
        for (field, text) in [
            ("what", &w.what),
            ("state_reason", &w.state_reason),
            ("reference", &w.reference),
            ("their_status", &w.their_status),
            ("external_id", &w.external_id),
        ] {
            maybe(at(field), text.as_ref())?;
        }
    }
    Ok(())
}

fn partners(doc: &mut Document) -> Proof {
    for (n, p) in doc.partners.0.iter_mut().enumerate() {
        let at = |field: &'static str| move || format!("partners[{n}].{field}");
        plain(at("id"), &p.id)?;
        name(at("name"), &mut p.name)?;
        maybe_name(at("owner"), &mut p.owner)?;
        for (field, text) in [
            ("external_id", &p.external_id),
            ("kind", &p.kind),
            ("state_reason", &p.state_reason),
            ("email", &p.email),
            ("site", &p.site),
            ("domain", &p.domain),
            ("country", &p.country),
            ("source", &p.source),
            ("tags", &p.tags),
            ("payout_method", &p.payout_method),
            ("payout_reference", &p.payout_reference),
            ("payout_name", &p.payout_name),
            ("payout_bic", &p.payout_bic),
            ("tax_form", &p.tax_form),
            ("spiff_note", &p.spiff_note),
            ("their_status", &p.their_status),
            ("note", &p.note),
        ] {
            maybe(at(field), text.as_ref())?;
        }
        for (k, c) in p.contacts.0.iter_mut().enumerate() {
            let at = |field: &'static str| move || format!("partners[{n}].contacts[{k}].{field}");
            name(at("name"), &mut c.name)?;
            maybe(at("email"), c.email.as_ref())?;
            maybe(at("role"), c.role.as_ref())?;
        }
    }
    Ok(())
}

fn referrals(doc: &mut Document) -> Proof {
    for (n, r) in doc.referrals.0.iter_mut().enumerate() {
        let at = |field: &'static str| move || format!("referrals[{n}].{field}");
        name(at("company"), &mut r.company)?;
        maybe_name(at("contact"), &mut r.contact)?;
        maybe_name(at("owner"), &mut r.owner)?;
        for (field, text) in [
            ("external_id", &r.external_id),
            ("domain", &r.domain),
            ("email", &r.email),
            ("reason", &r.reason),
            ("their_status", &r.their_status),
            ("next_step", &r.next_step),
            ("note", &r.note),
        ] {
            maybe(at(field), text.as_ref())?;
        }
        for (k, s) in r.history.iter().enumerate() {
            let at = |field: &'static str| move || format!("referrals[{n}].history[{k}].{field}");
            plain(at("stage"), &s.stage)?;
            maybe(at("reason"), s.reason.as_ref())?;
        }
        for (k, role) in r.roles.iter().enumerate() {
            plain(|| format!("referrals[{n}].roles[{k}].role"), &role.role)?;
        }
        for (k, a) in r.agreements.0.iter_mut().enumerate() {
            plain(|| format!("referrals[{n}].agreements[{k}].role"), &a.role)?;
            // Not by hand is what a missing word says.
            a.by_hand = a.by_hand.filter(|by_hand| *by_hand);
        }
    }
    Ok(())
}

fn lists_and_notes(doc: &mut Document) -> Proof {
    for (n, list) in doc.populations.0.iter_mut().enumerate() {
        for (k, a) in list.accounts.0.iter_mut().enumerate() {
            let at =
                |field: &'static str| move || format!("populations[{n}].accounts[{k}].{field}");
            for (field, text) in [
                ("name", Some(&a.name)),
                ("site", a.site.as_ref()),
                ("domain", a.domain.as_ref()),
                ("rep", a.rep.as_ref()),
                ("stage", a.stage.as_ref()),
                ("external_id", a.external_id.as_ref()),
                ("mail_domain", a.mail_domain.as_ref()),
                ("country", a.country.as_ref()),
                ("numbers", a.numbers.as_ref()),
            ] {
                maybe(at(field), text)?;
            }
            for alias in a.aliases.iter().flatten() {
                plain(at("aliases"), alias)?;
            }
        }
        maybe(|| format!("populations[{n}].name"), list.name.as_ref())?;
    }
    for (n, d) in doc.decisions.iter().enumerate() {
        plain(|| format!("decisions[{n}].ours"), &d.ours)?;
        plain(|| format!("decisions[{n}].theirs"), &d.theirs)?;
        maybe(|| format!("decisions[{n}].note"), d.note.as_ref())?;
    }
    for (n, s) in doc.sharing.iter().enumerate() {
        plain(|| format!("sharing[{n}].population"), &s.population)?;
    }
    for (n, q) in doc.questions.iter().enumerate() {
        maybe(|| format!("questions[{n}].note"), q.note.as_ref())?;
    }
    for (n, i) in doc.influences.iter().enumerate() {
        plain(|| format!("influences[{n}].why"), &i.why)?;
    }
    for (n, e) in doc.exchanges.iter().enumerate() {
        maybe(|| format!("exchanges[{n}].purpose"), e.purpose.as_ref())?;
    }
    for (n, a) in doc.aliases.iter().enumerate() {
        plain(|| format!("aliases[{n}].text"), &a.text)?;
    }
    for (n, a) in doc.activities.iter().enumerate() {
        plain(|| format!("activities[{n}].text"), &a.text)?;
        for (field, text) in [("kind", &a.kind), ("external_id", &a.external_id)] {
            maybe(|| format!("activities[{n}].{field}"), text.as_ref())?;
        }
    }
    for (n, m) in doc.mappings.0.iter_mut().enumerate() {
        let at = |field: &'static str| move || format!("mappings[{n}].{field}");
        name(at("name"), &mut m.name)?;
        plain(at("kind"), &m.kind)?;
        for (field, texts) in [("header", &m.header), ("words", &m.words)] {
            for text in texts {
                plain(at(field), text)?;
            }
        }
    }
    Ok(())
}

fn refused(at: impl Fn() -> String) -> impl Fn(TextError) -> DocumentError {
    move |e| DocumentError::at(at(), e.to_string())
}

fn name(at: impl Fn() -> String, text: &mut String) -> Proof {
    let kept = check_name(text).map_err(refused(at))?;
    if kept != *text {
        *text = kept;
    }
    Ok(())
}

fn maybe_name(at: impl Fn() -> String, text: &mut Option<String>) -> Proof {
    text.as_mut().map_or(Ok(()), |text| name(at, text))
}

/// Other texts are kept as they are; what no text may hold is refused.
fn plain(at: impl Fn() -> String, text: &str) -> Proof {
    check_note(text).map(drop).map_err(refused(at))
}

fn maybe(at: impl Fn() -> String, text: Option<&String>) -> Proof {
    text.map_or(Ok(()), |text| plain(at, text))
}
