//! HubSpot: deals, companies and contacts, as its pages export them and as warehouses keep them. Stages may stand there as
//! labels or as internal ids.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Where an account keeps who referred a deal: a property somebody made, under one of these names.
const PARTNER: &[&str] = &[
    "Partner",
    "Partner name",
    "Referral partner",
    "Referring partner",
    "Referral partner name",
    "Referred by",
    "Partner company",
    "property_partner",
    "property_partner_name",
    "property_referral_partner",
    "property_referred_by",
];

const NOT_DELETED: [Extra; 4] = [
    Extra::about("is_deleted", "--where", "is_deleted!=true"),
    Extra::about("is_deleted", "--where", "is_deleted!=TRUE"),
    Extra::about("_fivetran_deleted", "--where", "_fivetran_deleted!=true"),
    Extra::about("_fivetran_deleted", "--where", "_fivetran_deleted!=TRUE"),
];

const STAGES: Extra = Extra::always("--stage-map", "hubspot");

/// Exports of HubSpot.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "HubSpot deals",
        program: "hubspot",
        kind: FileKind::Referrals,
        marks: &[
            &["Deal Name"],
            &["Deal Stage"],
            &["Record ID", "Record ID - Deal"],
        ],
        lacks: &["Date entered stage"],
        map: &[
            ("id", &["Record ID", "Record ID - Deal"]),
            ("partner", PARTNER),
            (
                "company",
                &[
                    "Associated Company (Primary)",
                    "Primary Associated Company",
                    "Associated Company",
                    "Company name",
                ],
            ),
            ("deal", &["Deal Name"]),
            ("contact", &["Associated Contact"]),
            ("stage", &["Deal Stage"]),
            ("is_won", &["Is Closed Won"]),
            ("reason", &["Closed Lost Reason"]),
            ("submitted", &["Create Date"]),
            ("won", &["Close Date"]),
            ("value", &["Amount"]),
            ("currency", &["Currency"]),
            ("owner", &["Deal owner"]),
            ("note", &["Deal Description"]),
        ],
        words: &[STAGES],
    },
    KnownLayout {
        name: "HubSpot deals (warehouse)",
        program: "hubspot",
        kind: FileKind::Referrals,
        marks: &[
            &["deal_id"],
            &["property_dealname"],
            &["deal_pipeline_stage_id", "property_dealstage"],
        ],
        lacks: &[],
        map: &[
            ("id", &["deal_id"]),
            ("partner", PARTNER),
            ("company", &["company_name", "property_company"]),
            ("deal", &["property_dealname"]),
            ("stage", &["property_dealstage", "deal_pipeline_stage_id"]),
            ("is_won", &["property_hs_is_closed_won"]),
            ("is_closed", &["property_hs_is_closed"]),
            ("reason", &["property_closed_lost_reason"]),
            ("submitted", &["property_createdate"]),
            ("won", &["property_closedate"]),
            ("value", &["property_amount"]),
            ("currency", &["property_deal_currency_code"]),
            ("note", &["property_description"]),
        ],
        words: &[
            STAGES,
            NOT_DELETED[0],
            NOT_DELETED[1],
            NOT_DELETED[2],
            NOT_DELETED[3],
        ],
    },
    KnownLayout {
        name: "HubSpot companies",
        program: "hubspot",
        kind: FileKind::Customers,
        marks: &[
            &["Record ID", "Record ID - Company"],
            &["Company name"],
            &["Company owner", "Company Domain Name", "Domain"],
        ],
        lacks: &["Deal Name", "First Name"],
        map: &[
            ("id", &["Record ID", "Record ID - Company"]),
            ("name", &["Company name"]),
            ("domain", &["Company Domain Name", "Domain", "Website URL"]),
            ("started", &["Became a Customer Date"]),
            ("country", &["Country/Region"]),
            ("owner", &["Company owner"]),
        ],
        words: &[Extra::about(
            "Lifecycle Stage",
            "--where",
            "Lifecycle Stage in (Customer, customer)",
        )],
    },
    KnownLayout {
        name: "HubSpot companies (warehouse)",
        program: "hubspot",
        kind: FileKind::Customers,
        marks: &[&["id"], &["property_name"], &["property_createdate"]],
        lacks: &["property_firstname", "property_dealname"],
        map: &[
            ("id", &["id"]),
            ("name", &["property_name"]),
            ("domain", &["property_domain", "property_website"]),
            ("country", &["property_country"]),
        ],
        words: &[
            Extra::about(
                "property_lifecyclestage",
                "--where",
                "property_lifecyclestage=customer",
            ),
            NOT_DELETED[0],
            NOT_DELETED[1],
            NOT_DELETED[2],
            NOT_DELETED[3],
        ],
    },
    KnownLayout {
        name: "HubSpot contacts",
        program: "hubspot",
        kind: FileKind::Contacts,
        marks: &[
            &["Record ID", "Record ID - Contact"],
            &["First Name"],
            &["Last Name"],
            &["Email"],
        ],
        lacks: &["Deal Name", "Lead Owner"],
        map: &[
            (
                "partner",
                &[
                    "Associated Company (Primary)",
                    "Primary Associated Company",
                    "Associated Company",
                    "Company name",
                    "Account Name",
                ],
            ),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("email", &["Email"]),
            ("role", &["Job Title"]),
        ],
        words: &[],
    },
    KnownLayout {
        name: "HubSpot contacts (warehouse)",
        program: "hubspot",
        kind: FileKind::Contacts,
        marks: &[
            &["property_email"],
            &["property_firstname"],
            &["property_lastname"],
        ],
        lacks: &["property_dealname"],
        map: &[
            ("partner", &["property_company"]),
            ("first", &["property_firstname"]),
            ("last", &["property_lastname"]),
            ("email", &["property_email"]),
            ("role", &["property_jobtitle"]),
        ],
        words: &[
            NOT_DELETED[0],
            NOT_DELETED[1],
            NOT_DELETED[2],
            NOT_DELETED[3],
        ],
    },
];
