//! Affiliate programs: their partners and the customers these brought. Payouts are not read: the book makes its own.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

const BY_LINK: Extra = Extra::always("--set", "came_by=link");
const AFFILIATE: Extra = Extra::always("--set", "kind=affiliate");

const fn states(program: &'static str) -> Extra {
    Extra {
        column: "",
        option: "--state-map",
        value: program,
    }
}

const fn stages(program: &'static str) -> Extra {
    Extra {
        column: "",
        option: "--stage-map",
        value: program,
    }
}

/// Exports of affiliate programs.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Rewardful affiliates",
        program: "rewardful",
        kind: FileKind::Partners,
        marks: &[
            &["first_name"],
            &["last_name"],
            &["email"],
            &["token"],
            &["state", "paypal_email"],
        ],
        lacks: &["stripe_customer_id", "Imported ID"],
        map: &[
            ("id", &["id", "token"]),
            ("first", &["first_name"]),
            ("last", &["last_name"]),
            ("email", &["email"]),
            ("state", &["state"]),
            ("since", &["created_at", "confirmed_at"]),
            ("pay_to", &["paypal_email", "wise_email"]),
        ],
        words: &[AFFILIATE, states("rewardful")],
    },
    KnownLayout {
        name: "Rewardful referred customers",
        program: "rewardful",
        kind: FileKind::Referrals,
        marks: &[
            &["stripe_customer_id", "Imported ID"],
            &["first_name"],
            &["last_name"],
            &["email"],
        ],
        lacks: &["affiliate.email"],
        map: &[
            ("id", &["stripe_customer_id", "Imported ID"]),
            // The file names the affiliate and nothing of the customer but its id.
            ("deal", &["stripe_customer_id", "Imported ID"]),
            ("partner_email", &["email"]),
        ],
        words: &[BY_LINK],
    },
    KnownLayout {
        name: "Rewardful referrals",
        program: "rewardful",
        kind: FileKind::Referrals,
        marks: &[
            &["conversion_state"],
            &["affiliate.email"],
            &["customer.email"],
            &["became_lead_at"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("company", &["customer.company", "customer.name"]),
            ("email", &["customer.email"]),
            ("partner_email", &["affiliate.email"]),
            ("stage", &["conversion_state"]),
            ("submitted", &["became_lead_at", "created_at"]),
            ("won", &["became_conversion_at"]),
        ],
        words: &[
            BY_LINK,
            stages("rewardful"),
            Extra::about("conversion_state", "--where", "conversion_state!=visitor"),
        ],
    },
    KnownLayout {
        name: "FirstPromoter promoters",
        program: "firstpromoter",
        kind: FileKind::Partners,
        marks: &[
            &["email"],
            &[
                "profile.company_name",
                "promoter_campaigns.ref_token",
                "ref_token",
            ],
        ],
        lacks: &["sale_amount"],
        map: &[
            ("id", &["id"]),
            ("name", &["name"]),
            ("first", &["profile.first_name", "first_name"]),
            ("last", &["profile.last_name", "last_name"]),
            ("contact", &["profile.company_name"]),
            ("email", &["email"]),
            ("site", &["profile.website"]),
            ("country", &["profile.country"]),
            ("state", &["state", "status"]),
            ("since", &["joined_at", "created_at"]),
        ],
        words: &[AFFILIATE, states("firstpromoter")],
    },
    KnownLayout {
        name: "PartnerStack partners",
        program: "partnerstack",
        kind: FileKind::Partners,
        marks: &[
            &["key", "partner_key", "partnership_key"],
            &["email"],
            &["first_name"],
            &["group.slug", "group", "stats.CUSTOMER_COUNT"],
        ],
        lacks: &["customer_key"],
        map: &[
            ("id", &["partnership_key", "partner_key", "key"]),
            ("first", &["first_name"]),
            ("last", &["last_name"]),
            ("email", &["email"]),
            ("country", &["address.country", "country"]),
            ("state", &["approved_status", "status"]),
            ("tags", &["group.slug"]),
        ],
        words: &[AFFILIATE, states("partnerstack")],
    },
    KnownLayout {
        name: "PartnerStack customers",
        program: "partnerstack",
        kind: FileKind::Referrals,
        marks: &[
            &["key"],
            &["customer_key"],
            &["partnership_key"],
            &["email"],
        ],
        lacks: &["reward_status"],
        map: &[
            ("id", &["customer_key", "key"]),
            ("company", &["name"]),
            ("email", &["email"]),
            ("partner", &["partnership_key"]),
            ("submitted", &["created_at"]),
        ],
        words: &[BY_LINK, Extra::about("test", "--where", "test!=true")],
    },
    KnownLayout {
        name: "Tapfiliate affiliates",
        program: "tapfiliate",
        kind: FileKind::Partners,
        marks: &[
            &["id"],
            &["email"],
            &["firstname"],
            &["lastname"],
            &["affiliate_group_id", "address.country.code"],
        ],
        lacks: &[],
        map: &[
            ("id", &["id"]),
            ("first", &["firstname"]),
            ("last", &["lastname"]),
            ("email", &["email"]),
            ("country", &["address.country.code"]),
            ("since", &["created_at"]),
            ("tags", &["affiliate_group_id"]),
        ],
        words: &[AFFILIATE, states("tapfiliate")],
    },
    KnownLayout {
        name: "Dub partners",
        program: "dub",
        kind: FileKind::Partners,
        marks: &[
            &["ID"],
            &["Name"],
            &["Email"],
            &["Enrolled at", "Payouts enabled at", "Payouts enabled"],
        ],
        lacks: &[],
        map: &[
            ("id", &["ID"]),
            ("name", &["Name"]),
            ("email", &["Email"]),
            ("country", &["Country"]),
            ("state", &["Status"]),
            ("since", &["Enrolled at", "Created at"]),
            ("site", &["Website"]),
            ("note", &["Description"]),
        ],
        words: &[AFFILIATE, states("dub")],
    },
    KnownLayout {
        name: "AffiliateWP affiliates",
        program: "affiliatewp",
        kind: FileKind::Partners,
        marks: &[
            &["Affiliate ID"],
            &["Payment Email"],
            &["Rate Type", "Unpaid Earnings"],
        ],
        lacks: &["Reference"],
        map: &[
            ("id", &["Affiliate ID"]),
            ("name", &["Name"]),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("email", &["Email"]),
            ("pay_to", &["Payment Email"]),
            ("state", &["Status"]),
            ("since", &["Date Registered"]),
        ],
        words: &[AFFILIATE, states("affiliatewp")],
    },
    KnownLayout {
        name: "Refersion affiliates",
        program: "refersion",
        kind: FileKind::Partners,
        marks: &[
            &["First Name"],
            &["Last Name"],
            &["Email Address"],
            &["Offer ID"],
        ],
        lacks: &[],
        map: &[
            ("id", &["Affiliate ID", "Affiliate Code"]),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("email", &["Email Address"]),
            ("pay_to", &["PayPal email"]),
            ("state", &["Status"]),
        ],
        words: &[AFFILIATE, states("refersion")],
    },
    KnownLayout {
        name: "Partnero partners",
        program: "partnero",
        kind: FileKind::Partners,
        marks: &[
            &["Name"],
            &["Partner key"],
            &["Email address", "Email"],
            &["Joining date"],
        ],
        lacks: &["Customer key"],
        map: &[
            ("id", &["Partner key"]),
            ("first", &["Name"]),
            ("last", &["Last name"]),
            ("email", &["Email address", "Email"]),
            ("since", &["Joining date"]),
        ],
        words: &[AFFILIATE, states("partnero")],
    },
    KnownLayout {
        name: "Partnero customers",
        program: "partnero",
        kind: FileKind::Referrals,
        marks: &[&["Customer key"], &["Partner key"], &["Email"]],
        lacks: &[],
        map: &[
            ("id", &["Customer key"]),
            ("deal", &["Name"]),
            ("first", &["Name"]),
            ("last", &["Last name"]),
            ("email", &["Email"]),
            ("partner", &["Partner key"]),
        ],
        words: &[BY_LINK, stages("partnero")],
    },
];
