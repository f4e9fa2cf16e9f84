//! What `referral add --from-email` fills in: an e-mail held against the book. Shows where each thing comes from; logs nothing.

use std::{fs::File, io::Read, path::Path};

use crate::{
    domain::{
        day::{Day, shown},
        identity::match_key,
    },
    error::{Error, Result},
    import::mail::{self, Lead, MAIL_BYTES, Side, Told},
    ops::Cx,
    store::{NewReferral, View},
};

/// The form that an e-mail fills in.
pub const FORM: &str = "referral add";

/// Whether a pasted text is an e-mail or a form's answers, rather than words for one field.
pub fn looks_like(text: &str) -> bool {
    mail::looks_like(text)
}

/// What an e-mail fills in, each with its reason.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    /// The partner: its id, and why it is that one.
    pub partner: Option<(i64, String)>,
    /// Why no partner was found, where that is worth a word.
    pub no_partner: String,
    /// The rest.
    pub lead: Lead,
}

/// Reads the e-mail that a file or `-` names.
pub(super) fn read(file: &Path, cx: &mut Cx<'_>) -> Result<Filled> {
    let bytes = bytes(file, cx)?;
    of(&bytes, cx.store.view())
}

/// Holds an e-mail, or text pasted from one, against the book.
pub fn of(bytes: &[u8], view: View<'_>) -> Result<Filled> {
    let mail = mail::read(bytes)?;
    let senders = view.senders()?;
    let ours = view.setting("contact_email")?;
    let our_domain = ours.as_deref().and_then(match_key);
    let side = |email: &str| {
        let own = ours
            .as_deref()
            .is_some_and(|o| o.eq_ignore_ascii_case(email))
            || (our_domain.is_some() && match_key(email) == our_domain);
        if own {
            Side::Ours
        } else if senders.partners(email).is_empty() {
            Side::Other
        } else {
            Side::Partner
        }
    };
    let mut filled = Filled {
        lead: mail.lead(&side),
        ..Filled::default()
    };
    if let Some(Told { value, .. }) = filled.lead.partner.clone() {
        match view.find_partner(&value) {
            Ok(id) => filled.partner = Some((id, "it says so".to_owned())),
            Err(_) => {
                filled.no_partner =
                    format!("It names the partner “{value}”, and no one partner is called so.");
            }
        }
        return Ok(filled);
    }
    for sender in &filled.lead.senders {
        match senders.partners(&sender.value) {
            [one] => {
                filled.partner = Some((*one, format!("{} {}", sender.value, sender.why)));
                return Ok(filled);
            }
            _ => {
                filled.no_partner = format!("{} is of more than one partner.", sender.value);
            }
        }
    }
    if filled.no_partner.is_empty() {
        "No address in it is a partner's.".clone_into(&mut filled.no_partner);
    }
    Ok(filled)
}

fn bytes(file: &Path, cx: &mut Cx<'_>) -> Result<Vec<u8>> {
    let most = MAIL_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let input = cx
            .input()
            .ok_or_else(|| Error::usage("There is no standard input here: name a file."))?;
        input.take(most).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let shown = file.display();
    let failed = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Error::not_found(format!("There is no file {shown}.")),
        _ => Error::failed(format!("The file {shown} cannot be read: {e}.")),
    };
    if !std::fs::metadata(file).map_err(failed)?.is_file() {
        return Err(Error::refused(format!("{shown} is no file.")).means("Nothing was logged."));
    }
    let open = File::open(file).map_err(failed)?;
    open.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

impl Filled {
    /// What was filled in, a line each, as a person checks it. `said` names what was given beside it and wins.
    pub fn lines(&self, view: View<'_>, said: &[&str]) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        let mut line = |what: &str, value: &str, why: &str| {
            if !said.contains(&what) {
                lines.push(format!("  {what:<9}{value}  ({why})"));
            }
        };
        if let Some((id, why)) = &self.partner {
            line("partner", &view.partner(*id)?.known.name, why);
        }
        for (what, told) in [
            ("company", &self.lead.company),
            ("domain", &self.lead.domain),
            ("contact", &self.lead.contact),
            ("e-mail", &self.lead.email),
        ] {
            if let Some(told) = told {
                line(what, &told.value, &told.why);
            }
        }
        if let Some(on) = self.lead.on {
            line("day", &shown(on), "the day it was written");
        }
        if let Some(first) = self.lead.note.as_deref().and_then(|n| n.lines().next()) {
            let short: String = first.chars().take(60).collect();
            line("note", &short, "what was written");
        }
        Ok(lines)
    }

    /// The values of the form's fields, by argument.
    pub fn values(&self, view: View<'_>) -> Result<Vec<(&'static str, String)>> {
        let mut values = vec![("came_by", "e-mail".to_owned())];
        let mut put = |id, value: Option<String>| values.extend(value.map(|v| (id, v)));
        let partner = self
            .partner
            .as_ref()
            .map(|(id, _)| view.partner(*id))
            .transpose()?;
        put("partner", partner.map(|p| p.slug));
        put(
            "company",
            self.lead.company.as_ref().map(|t| t.value.clone()),
        );
        put("domain", self.lead.domain.as_ref().map(|t| t.value.clone()));
        put(
            "contact",
            self.lead.contact.as_ref().map(|t| t.value.clone()),
        );
        put("email", self.lead.email.as_ref().map(|t| t.value.clone()));
        put("on", self.lead.on.map(|on| on.to_string()));
        put("external_id", self.external_id());
        put(
            "note",
            self.lead
                .note
                .as_ref()
                .map(|n| n.split_whitespace().collect::<Vec<_>>().join(" ")),
        );
        Ok(values)
    }

    /// The name under which the same e-mail is known again.
    pub fn external_id(&self) -> Option<String> {
        self.lead.id.as_ref().map(|id| format!("mail:{id}"))
    }

    /// Puts what the e-mail says of the lead into a new referral.
    pub(super) fn put(&self, new: &mut NewReferral) {
        let value = |told: &Option<Told>| told.as_ref().map(|t| t.value.clone());
        new.came_by = Some("e-mail".to_owned());
        new.domain = value(&self.lead.domain);
        new.contact = value(&self.lead.contact);
        new.email = value(&self.lead.email);
        new.note.clone_from(&self.lead.note);
        new.external_id = self.external_id();
    }

    /// The partner, or what is to be added to say it.
    pub(super) fn partner(&self) -> Result<i64> {
        self.partner.as_ref().map(|(id, _)| *id).ok_or_else(|| {
            Error::refused(format!("Who sent this lead cannot be told from the e-mail. {}", self.no_partner))
                .means("Nothing was logged.")
                .hint("Add who it is: --partner PARTNER. With the address in their contacts it is known next time.")
        })
    }

    /// The company, or what is to be added to say it.
    pub(super) fn company(&self) -> Result<String> {
        self.lead.company.as_ref().map(|t| t.value.clone()).ok_or_else(|| {
            Error::refused("Which company is meant cannot be told from the e-mail.")
                .means("Nothing was logged.")
                .hint("Add its name before --from-email, in quotes, and --email with the person's address where there is one.")
        })
    }

    /// The day it was written.
    pub(super) fn on(&self, today: Day) -> Day {
        self.lead.on.unwrap_or(today)
    }
}
