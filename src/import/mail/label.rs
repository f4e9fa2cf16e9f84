//! What stands behind a label in a text, as forms send it: `Company: Acme`. Knows labels only, not what they are worth.

/// What a label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// The company that is referred.
    Company,
    /// The person there.
    Contact,
    /// Their address.
    Email,
    /// The company's site.
    Site,
    /// Who refers it.
    Partner,
    /// The address of who refers it.
    PartnerEmail,
    /// What is said about it.
    Note,
}

/// The words of each label, folded as [`key`] does.
const WORDS: &[(Label, &[&str])] = &[
    (
        Label::Company,
        &[
            "company",
            "company name",
            "companyname",
            "name of company",
            "organisation",
            "organization",
            "account",
            "account name",
            "business",
            "business name",
            "firma",
            "unternehmen",
            "entreprise",
            "societe",
            "empresa",
            "azienda",
            "компания",
            "prospect company",
            "lead company",
            "customer company",
        ],
    ),
    (
        Label::Contact,
        &[
            "name",
            "full name",
            "contact",
            "contact name",
            "contact person",
            "lead name",
            "prospect name",
            "ansprechpartner",
            "nom",
            "nombre",
            "nome",
            "имя",
            "prospect",
            "lead",
        ],
    ),
    (
        Label::Email,
        &[
            "email",
            "e mail",
            "mail",
            "email address",
            "e mail address",
            "work email",
            "business email",
            "contact email",
            "lead email",
            "prospect email",
            "correo",
            "courriel",
            "почта",
        ],
    ),
    (
        Label::Site,
        &[
            "website",
            "site",
            "web site",
            "web",
            "url",
            "domain",
            "company website",
            "company domain",
            "webseite",
            "sitio web",
            "сайт",
        ],
    ),
    (
        Label::Partner,
        &[
            "partner",
            "partner name",
            "partner company",
            "referred by",
            "referrer",
            "referral partner",
            "your company",
            "empfohlen von",
            "parceiro",
            "partenaire",
            "партнер",
        ],
    ),
    (
        Label::PartnerEmail,
        &[
            "partner email",
            "partner e mail",
            "your email",
            "your e mail",
            "your email address",
            "submitted by",
            "referrer email",
        ],
    ),
    (
        Label::Note,
        &[
            "message",
            "note",
            "notes",
            "comment",
            "comments",
            "details",
            "description",
            "how can we help",
            "nachricht",
        ],
    ),
];

fn key(text: &str) -> String {
    crate::domain::identity::name_key(text)
}

fn label_of(text: &str) -> Option<Label> {
    if text.is_empty() || text.len() > 60 {
        return None;
    }
    let key = key(text.trim_matches(|c: char| !c.is_alphanumeric()));
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&key.as_str()))
        .map(|(label, _)| *label)
}

/// What stands behind the labels of a text; the first of each counts. A value may stand on the line below.
pub(super) fn find(text: &str) -> Vec<(Label, String)> {
    let mut found: Vec<(Label, String)> = Vec::new();
    let mut waits: Option<Label> = None;
    for line in text.lines().take(2000) {
        let line = line.trim();
        let read = line
            .split_once(':')
            .or_else(|| line.split_once('\t'))
            .and_then(|(name, value)| Some((label_of(name)?, value)));
        let (label, value) = match (read, waits.take()) {
            (Some((label, value)), _) => (label, value),
            (None, Some(label)) if !line.is_empty() => (label, line),
            (None, waiting) => {
                waits = waiting;
                continue;
            }
        };
        let value = value.trim().trim_matches(['*', '_', '|', '\t']).trim();
        if found.iter().any(|(known, _)| *known == label) {
            continue;
        }
        if value.is_empty() {
            waits = Some(label);
        } else if value.chars().any(char::is_alphanumeric) {
            found.push((label, value.to_owned()));
        }
    }
    found
}
