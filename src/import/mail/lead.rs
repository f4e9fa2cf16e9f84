//! Who a lead is and who sent it, told from an e-mail with a reason each; what cannot be told is left open, not guessed.

use super::{
    Mail,
    label::Label,
    people::{self, Person, Place},
};
use crate::{
    domain::{
        day::Day,
        identity::{match_key, name_key},
    },
    text::check_name,
};

/// On whose side somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A partner's.
    Partner,
    /// Ours.
    Ours,
    /// Neither: perhaps the lead.
    Other,
}

/// Something an e-mail says, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it says.
    pub value: String,
    /// Where, in a few words.
    pub why: String,
}

impl Told {
    fn new(value: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            why: why.into(),
        }
    }
}

/// What an e-mail says of a lead; empty is what it does not say, or says of several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lead {
    /// The company.
    pub company: Option<Told>,
    /// The person there.
    pub contact: Option<Told>,
    /// Their address.
    pub email: Option<Told>,
    /// The company's registrable domain; never one of free mail.
    pub domain: Option<Told>,
    /// What it calls the partner.
    pub partner: Option<Told>,
    /// Addresses that are a partner's, who wrote it first.
    pub senders: Vec<Told>,
    /// What was written, shortened.
    pub note: Option<String>,
    /// The day it was written.
    pub on: Option<Day>,
    /// What tells it from every other e-mail.
    pub id: Option<String>,
}

/// Words before a company's name in a subject.
const SUBJECTS: &[&str] = &[
    "new referral",
    "referral",
    "new lead",
    "lead",
    "deal registration",
    "lead registration",
    "registration",
    "introduction",
    "intro",
    "empfehlung",
    "recommandation",
];

/// Legal forms that belong to a name they follow.
const FORMS: &[&str] = &[
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "ag",
    "corp",
    "corporation",
    "limited",
    "plc",
    "bv",
    "sa",
    "sas",
    "srl",
    "oy",
    "ab",
    "kg",
    "group",
];

impl Mail {
    /// What it says of a lead, where `side` knows who is a partner's and who is ours.
    pub fn lead(&self, side: &dyn Fn(&str) -> Side) -> Lead {
        let sides: Vec<(&Person, Side)> = self.people.iter().map(|p| (p, side(&p.email))).collect();
        let partner = self
            .labelled(Label::Partner)
            .map(|p| Told::new(p, "it says so"));
        let mut senders: Vec<Told> = Vec::new();
        let named = self.labelled(Label::PartnerEmail).and_then(people::sound);
        if let Some(email) = named.filter(|e| side(e) == Side::Partner) {
            senders.push(Told::new(email, "it says so"));
        }
        let mut theirs: Vec<&Person> = sides
            .iter()
            .filter(|(_, s)| *s == Side::Partner)
            .map(|(p, _)| *p)
            .collect();
        theirs.sort_by_key(|p| p.place);
        senders.extend(
            theirs
                .iter()
                .map(|p| Told::new(p.email.clone(), place(p.place))),
        );
        let sent = partner.is_some() || !senders.is_empty();
        let person = self.person(&sides, side, sent);
        let email = person
            .as_ref()
            .map(|(p, why)| Told::new(p.email.clone(), *why));
        let contact = self
            .labelled(Label::Contact)
            .and_then(|text| {
                let name = text
                    .split(['<', '(', ','])
                    .next()
                    .unwrap_or_default()
                    .trim();
                check_name(name).ok().filter(|n| !n.contains('@'))
            })
            .map(|name| Told::new(name, "it says so"))
            .or_else(|| {
                let (person, why) = person.as_ref()?;
                Some(Told::new(person.name.clone()?, *why))
            });
        let domain = self
            .labelled(Label::Site)
            .and_then(match_key)
            .filter(|d| side(&format!("x@{d}")) == Side::Other)
            .map(|d| Told::new(d, "it says so"))
            .or_else(|| {
                let email = email.as_ref()?;
                let domain = match_key(&email.value)?;
                Some(Told::new(domain, format!("from {}", email.value)))
            });
        Lead {
            company: self.company(domain.as_ref()),
            contact,
            email,
            domain,
            partner,
            senders,
            note: Some(self.note.clone()).filter(|n| !n.is_empty()),
            on: self.on,
            id: self.id.clone(),
        }
    }

    fn labelled(&self, wanted: Label) -> Option<&str> {
        self.labels
            .iter()
            .find(|(label, _)| *label == wanted)
            .map(|(_, value)| value.as_str())
    }

    /// The one person it is about.
    fn person(
        &self,
        sides: &[(&Person, Side)],
        side: &dyn Fn(&str) -> Side,
        sent: bool,
    ) -> Option<(Person, &'static str)> {
        if let Some(text) = self
            .labelled(Label::Email)
            .or_else(|| self.labelled(Label::Contact).filter(|t| t.contains('@')))
        {
            let person = people::in_line(text, Place::Text).into_iter().next()?;
            return (side(&person.email) == Side::Other).then_some((person, "it says so"));
        }
        let forwarded = sides.iter().any(|(p, _)| p.place == Place::First);
        // Who forwards an e-mail without being a partner's is one of us.
        let us: Vec<String> = sides
            .iter()
            .filter(|(p, s)| {
                *s == Side::Ours || (forwarded && p.place == Place::From && *s == Side::Other)
            })
            .map(|(p, _)| key(&p.email))
            .collect();
        let other = |places: &[Place]| -> Vec<&Person> {
            sides
                .iter()
                .filter(|(p, s)| {
                    *s == Side::Other && places.contains(&p.place) && !us.contains(&key(&p.email))
                })
                .map(|(p, _)| *p)
                .collect()
        };
        let written = other(&[Place::Text]);
        if !written.is_empty() {
            return sole(&written).map(|p| (p, "named in the text"));
        }
        // Among those who got it are we ourselves: they tell something only where we are known.
        let got = if us.is_empty() {
            Vec::new()
        } else {
            other(&[Place::To, Place::FirstTo])
        };
        if !got.is_empty() {
            return sole(&got).map(|p| (p, "got it too"));
        }
        // Whoever writes and is nobody's known may be the partner under another address, unless the partner is known.
        let wrote = other(if forwarded {
            &[Place::First]
        } else {
            &[Place::From]
        });
        if sent {
            sole(&wrote).map(|p| (p, "wrote it"))
        } else {
            None
        }
    }

    fn company(&self, domain: Option<&Told>) -> Option<Told> {
        let kept = |name: &str| {
            check_name(name)
                .ok()
                .filter(|n| !n.contains(char::REPLACEMENT_CHARACTER))
        };
        if let Some(name) = self.labelled(Label::Company).and_then(kept) {
            return Some(Told::new(name, "it says so"));
        }
        let subject = self.subject.as_deref().and_then(in_subject);
        let subject = subject.and_then(|n| kept(&n));
        let in_subject = |name: String| Told::new(name, "in the subject");
        let Some(domain) = domain else {
            return subject.map(in_subject);
        };
        // A subject may hold any words; a name that spells the domain, as a signature has it, is surer.
        let texts = [self.subject.as_deref().unwrap_or_default(), &self.text];
        let named = texts.iter().find_map(|t| spelled(t, &domain.value));
        if let Some(name) = named.and_then(|n| kept(&n)) {
            return Some(Told::new(
                name,
                format!("named in the text, as in {}", domain.value),
            ));
        }
        match subject {
            Some(name) if goes_with(&name, &domain.value) => return Some(in_subject(name)),
            Some(name) => {
                let why = format!("only its domain is known; the subject says “{name}”");
                return Some(Told::new(domain.value.clone(), why));
            }
            None => {}
        }
        Some(Told::new(domain.value.clone(), "only its domain is known"))
    }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::From => "sent it",
        Place::First => "wrote it first",
        Place::To | Place::FirstTo => "got it too",
        Place::Text => "named in the text",
    }
}

/// What tells people of one company from others: their domain, or their own address at a free provider.
fn key(email: &str) -> String {
    match_key(email).unwrap_or_else(|| email.to_owned())
}

/// The first of people who are all of one company, one with a name before others.
fn sole(people: &[&Person]) -> Option<Person> {
    let first = people.first()?;
    let one = people.iter().all(|p| key(&p.email) == key(&first.email));
    let best = people.iter().find(|p| p.name.is_some()).unwrap_or(first);
    one.then(|| (*best).clone())
}

/// `Referral: Acme Corp`.
fn in_subject(subject: &str) -> Option<String> {
    let (before, after) = subject
        .split_once([':', '–', '—'])
        .or_else(|| subject.split_once(" - "))?;
    if !SUBJECTS.contains(&before.trim().to_lowercase().as_str()) || after.contains("<>") {
        return None;
    }
    let end = [" (", " - ", " – ", " via ", " from ", ", "]
        .iter()
        .filter_map(|w| after.find(w))
        .min();
    let name = after[..end.unwrap_or(after.len())].trim();
    (!name.is_empty() && name.chars().count() <= 60).then(|| name.to_owned())
}

/// Whether a name may be that of a domain: one begins the other, or the domain is made of the name's first letters.
fn goes_with(name: &str, domain: &str) -> bool {
    let squeeze = |text: &str| name_key(text).replace(' ', "");
    let label = squeeze(domain.split('.').next().unwrap_or_default());
    let letters: String = name_key(name)
        .split(' ')
        .filter_map(|word| word.chars().next())
        .collect();
    let name = squeeze(name);
    let begins = name.starts_with(&label) || label.starts_with(&name);
    !label.is_empty() && !name.is_empty() && (begins || (label.len() > 1 && letters == label))
}

/// The words of a text that spell the first part of a domain: “Vale Robotics” of valerobotics.com.
fn spelled(text: &str, domain: &str) -> Option<String> {
    let squeeze = |text: &str| name_key(text).replace(' ', "");
    let wanted = squeeze(domain.split('.').next()?);
    if wanted.chars().count() < 3 {
        return None;
    }
    for paragraph in text.split("\n\n") {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        for start in 0..words.len() {
            if words[start].contains('@')
                || words[start].contains("://")
                || words[start].contains("www.")
            {
                continue;
            }
            let mut joined = String::new();
            for (n, word) in words[start..].iter().take(5).enumerate() {
                joined.push_str(&squeeze(word));
                if !wanted.starts_with(&joined) || joined.is_empty() {
                    break;
                }
                if joined != wanted {
                    continue;
                }
                let mut end = start + n + 1;
                let closed = word.ends_with([',', '.', ')', ';', ':', '!', '?']);
                let form = words.get(end).map(|w| squeeze(w));
                if !closed && form.is_some_and(|f| FORMS.contains(&f.as_str())) {
                    end += 1;
                }
                let name = words[start..end].join(" ");
                let name = name.trim_matches(|c: char| !c.is_alphanumeric());
                // A bare word in small letters is the address again; the domain itself says as much.
                if name.chars().any(char::is_uppercase) && !name.contains('.') {
                    return Some(name.to_owned());
                }
            }
        }
    }
    None
}
