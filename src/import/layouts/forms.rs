//! Answers to forms: Google Forms, Typeform, Jotform and Tally. The headers are the questions, so columns are told by the
//! words in them; what the program adds itself has names of its own.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// A field and the headers it may come from.
type Told = (&'static str, &'static [&'static str]);

/// The company that is referred, where the question says that it is not one's own.
const THEIRS: Told = (
    "company",
    &[
        "~prospect company",
        "~their company",
        "~lead company",
        "~referred company",
        "~client company",
        "~customer company",
        "~company refer",
        "~company referring",
        "~company introduce",
        "~prospect name",
        "~account name",
    ],
);
const COMPANY: Told = (
    "company",
    &[
        "~company name",
        "company",
        "~business name",
        "~organization name",
        "~organisation name",
        "~name company",
        "~unternehmen",
        "~firma",
        "~entreprise",
        "~empresa",
        "~azienda",
        "~bedrijf",
        "~company",
        "~organization",
        "~organisation",
    ],
);
/// The code of a partner's link, in a hidden field of the form.
const CODE: Told = (
    "code",
    &["ref", "via", "referral_code", "partner_code", "utm_source"],
);
const PARTNER: Told = (
    "partner",
    &[
        "partner",
        "~partner name",
        "~partner company",
        "~referring partner",
        "~referral partner",
        "~referred by",
        "~who referred",
        "~referrer",
        "~partner organization",
        "~which partner",
    ],
);
/// One's own company is the partner only where another column is the company that is referred.
const OWN_COMPANY: Told = (
    "partner",
    &[
        "~your company",
        "~your organization",
        "~your organisation",
        "~your agency",
    ],
);
const PARTNER_EMAIL: Told = (
    "partner_email",
    &[
        "~partner email",
        "~your email",
        "~your e mail",
        "~referrer email",
        "~submitter email",
    ],
);
const EMAIL: Told = (
    "email",
    &[
        "~contact email",
        "~prospect email",
        "~their email",
        "~lead email",
        "~work email",
        "~business email",
        "~email",
        "~e mail",
        "~mail address",
    ],
);
const SITE: Told = (
    "domain",
    &[
        "~website",
        "~web site",
        "~company url",
        "~url",
        "~domain",
        "~webseite",
        "~site web",
        "~sitio web",
    ],
);
const CONTACT: Told = (
    "contact",
    &[
        "~contact name",
        "~contact person",
        "~prospect contact",
        "~their name",
        "~full name",
        "~name contact",
        "~who talk",
        "~who speak",
        "~who contact",
    ],
);
const FIRST: Told = ("first", &["~first name"]);
const LAST: Told = ("last", &["~last name"]);
const VALUE: Told = (
    "value",
    &[
        "~deal value",
        "~deal size",
        "~estimated value",
        "~expected value",
        "~budget",
    ],
);
const NOTE: Told = (
    "note",
    &[
        "~notes",
        "~comments",
        "~anything else",
        "~additional information",
        "~message",
        "~tell us",
        "~describe",
        "~details",
        "~what need",
        "~what looking",
    ],
);

const BY_FORM: Extra = Extra::always("--set", "came_by=form");

/// Words of a question about a company; without one the answers are not leads of companies.
const ABOUT: &[&str] = &[
    "~company",
    "~organization",
    "~organisation",
    "~business name",
    "~prospect name",
    "~account name",
    "~unternehmen",
    "~firma",
    "~entreprise",
    "~empresa",
    "~azienda",
    "~bedrijf",
];

/// When an answer was given, in the languages of Google Forms.
const TIMESTAMP: &[&str] = &[
    "Timestamp",
    "Zeitstempel",
    "Horodateur",
    "Marca temporal",
    "Carimbo de data/hora",
    "Informazioni cronologiche",
    "Tijdstempel",
    "Sygnatura czasowa",
    "Отметка времени",
    "タイムスタンプ",
];

/// Answers to forms.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Google Forms answers",
        program: "google-forms",
        kind: FileKind::Referrals,
        marks: &[TIMESTAMP, ABOUT],
        lacks: &["Network ID", "Submission ID", "Score"],
        map: &[
            ("submitted", TIMESTAMP),
            // Who was signed in when they answered: the partner's person, not the prospect.
            (
                "partner_email",
                &[
                    "Email Address",
                    "Username",
                    "E-Mail-Adresse",
                    "Adresse e-mail",
                    "Dirección de correo electrónico",
                ],
            ),
            CODE,
            THEIRS,
            PARTNER,
            COMPANY,
            OWN_COMPANY,
            PARTNER_EMAIL,
            EMAIL,
            SITE,
            CONTACT,
            FIRST,
            LAST,
            VALUE,
            NOTE,
        ],
        words: &[BY_FORM],
    },
    KnownLayout {
        name: "Typeform answers",
        program: "typeform",
        kind: FileKind::Referrals,
        marks: &[
            &["#"],
            &["Network ID"],
            &["Submit Date (UTC)", "Submitted At"],
            ABOUT,
        ],
        lacks: &[],
        map: &[
            ("id", &["#"]),
            ("submitted", &["Submit Date (UTC)", "Submitted At"]),
            CODE,
            THEIRS,
            PARTNER,
            COMPANY,
            OWN_COMPANY,
            PARTNER_EMAIL,
            EMAIL,
            SITE,
            CONTACT,
            FIRST,
            LAST,
            VALUE,
            NOTE,
        ],
        words: &[
            BY_FORM,
            // Answers that were begun and not sent.
            Extra::about("Response Type", "--where", "Response Type!=partial"),
        ],
    },
    KnownLayout {
        name: "Jotform answers",
        program: "jotform",
        kind: FileKind::Referrals,
        marks: &[&["Submission Date"], ABOUT],
        lacks: &["Network ID", "Respondent ID"],
        map: &[
            ("id", &["Submission ID"]),
            ("submitted", &["Submission Date"]),
            CODE,
            THEIRS,
            PARTNER,
            COMPANY,
            OWN_COMPANY,
            PARTNER_EMAIL,
            EMAIL,
            SITE,
            CONTACT,
            FIRST,
            LAST,
            VALUE,
            NOTE,
        ],
        words: &[BY_FORM],
    },
    KnownLayout {
        name: "Tally answers",
        program: "tally",
        kind: FileKind::Referrals,
        marks: &[
            &["Submission ID"],
            &["Respondent ID"],
            &["Submitted at"],
            ABOUT,
        ],
        lacks: &[],
        map: &[
            ("id", &["Submission ID"]),
            ("submitted", &["Submitted at"]),
            CODE,
            THEIRS,
            PARTNER,
            COMPANY,
            OWN_COMPANY,
            PARTNER_EMAIL,
            EMAIL,
            SITE,
            CONTACT,
            FIRST,
            LAST,
            VALUE,
            NOTE,
        ],
        words: &[BY_FORM],
    },
];
