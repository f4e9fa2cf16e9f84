//! Smaller programs for sales: Zoho and Pipedrive, as their pages export deals and leads.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

const PARTNER: &[&str] = &["Partner", "Partner Name", "Referral Partner", "Referred By"];

/// Exports of Zoho CRM and Pipedrive.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Zoho deals",
        program: "zoho",
        kind: FileKind::Referrals,
        marks: &[
            &["Record Id"],
            &["Deal Name"],
            &["Stage"],
            &["Closing Date"],
        ],
        lacks: &[],
        map: &[
            ("id", &["Record Id"]),
            ("partner", PARTNER),
            ("company", &["Account Name", "Account Name.name"]),
            ("deal", &["Deal Name"]),
            ("contact", &["Contact Name"]),
            ("stage", &["Stage"]),
            ("reason", &["Reason For Loss"]),
            ("submitted", &["Created Time"]),
            ("won", &["Closing Date"]),
            ("value", &["Amount"]),
            ("currency", &["Currency"]),
            ("owner", &["Deal Owner"]),
            ("note", &["Description"]),
        ],
        words: &[Extra::always("--stage-map", "zoho")],
    },
    KnownLayout {
        name: "Zoho leads",
        program: "zoho",
        kind: FileKind::Referrals,
        marks: &[
            &["Record Id", "Lead Id"],
            &["Lead Owner"],
            &["Company"],
            &["Lead Status", "Lead Source"],
        ],
        lacks: &["Company / Account"],
        map: &[
            ("id", &["Record Id", "Lead Id"]),
            ("partner", PARTNER),
            ("company", &["Company"]),
            ("domain", &["Website"]),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("contact", &["Full Name"]),
            ("email", &["Email"]),
            ("stage", &["Lead Status"]),
            ("submitted", &["Created Time"]),
            ("owner", &["Lead Owner"]),
            ("note", &["Description"]),
        ],
        words: &[Extra::always("--stage-map", "zoho")],
    },
    KnownLayout {
        name: "Pipedrive deals",
        program: "pipedrive",
        kind: FileKind::Referrals,
        marks: &[&["Deal - Title"], &["Deal - Status"], &["Deal - Value"]],
        lacks: &[],
        map: &[
            ("id", &["Deal - ID"]),
            (
                "partner",
                &[
                    "Deal - Partner",
                    "Deal - Referral partner",
                    "Deal - Referred by",
                ],
            ),
            ("company", &["Organization - Name", "Deal - Organization"]),
            ("deal", &["Deal - Title"]),
            ("contact", &["Person - Name", "Deal - Contact person"]),
            ("email", &["Person - Email", "Person - Email (Work)"]),
            ("stage", &["Deal - Status"]),
            ("reason", &["Deal - Lost reason"]),
            ("submitted", &["Deal - Deal created"]),
            ("won", &["Deal - Won time"]),
            ("closed", &["Deal - Lost time"]),
            ("value", &["Deal - Value"]),
            ("currency", &["Deal - Currency of value", "Deal - Currency"]),
            ("owner", &["Deal - Owner"]),
        ],
        words: &[Extra::always("--stage-map", "pipedrive")],
    },
];
