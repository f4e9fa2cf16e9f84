//! Salesforce: opportunities, leads, accounts and contacts, under the names of its API (which warehouses keep) and of its
//! reports.

use super::{Extra, KnownLayout};
use crate::import::FileKind;

/// Where an organisation keeps who referred a deal: a field somebody made, under one of these names.
const PARTNER: &[&str] = &[
    "Partner Account",
    "PartnerAccount.Name",
    "Referral Partner",
    "Referral_Partner__c",
    "Referring Partner",
    "Partner",
    "Partner__c",
    "Partner_Name__c",
    "Partner Name",
    "Referred By",
    "Referred_By__c",
    "Referral Account",
    "Referral_Account__c",
];

/// Deleted rows, and old versions of rows, as the API and warehouses mark them.
const LIVE: [Extra; 4] = [
    Extra::about("IsDeleted", "--where", "IsDeleted!=true"),
    Extra::about("IsDeleted", "--where", "IsDeleted!=TRUE"),
    Extra::about("_fivetran_active", "--where", "_fivetran_active!=false"),
    Extra::about("_fivetran_active", "--where", "_fivetran_active!=FALSE"),
];

const STAGES: Extra = Extra::always("--stage-map", "salesforce");

const NO_PROSPECTS: [Extra; 2] = [
    Extra::about("Type", "--where", "Type!=Prospect"),
    Extra::about("Type", "--where", "Type!=Competitor"),
];

/// Exports of Salesforce.
pub(super) const LAYOUTS: &[KnownLayout] = &[
    KnownLayout {
        name: "Salesforce opportunities",
        program: "salesforce",
        kind: FileKind::Referrals,
        marks: &[&["Id"], &["StageName"], &["CloseDate"], &["Name"]],
        lacks: &[],
        map: &[
            ("id", &["Id"]),
            ("partner", PARTNER),
            ("company", &["Account.Name"]),
            ("deal", &["Name"]),
            ("domain", &["Account.Website"]),
            ("stage", &["StageName"]),
            ("is_won", &["IsWon"]),
            ("is_closed", &["IsClosed"]),
            (
                "reason",
                &["Loss_Reason__c", "Closed_Lost_Reason__c", "Lost_Reason__c"],
            ),
            ("submitted", &["CreatedDate"]),
            ("won", &["CloseDate"]),
            ("value", &["Amount"]),
            ("currency", &["CurrencyIsoCode"]),
            ("owner", &["Owner.Name"]),
            ("note", &["Description"]),
        ],
        words: &[STAGES, LIVE[0], LIVE[1], LIVE[2], LIVE[3]],
    },
    KnownLayout {
        name: "Salesforce opportunity report",
        program: "salesforce",
        kind: FileKind::Referrals,
        marks: &[&["Opportunity Name"], &["Stage"], &["Close Date"]],
        lacks: &[],
        map: &[
            (
                "id",
                &[
                    "Opportunity ID",
                    "Opportunity ID (18)",
                    "18 Character Opportunity ID",
                ],
            ),
            ("partner", PARTNER),
            ("company", &["Account Name"]),
            ("deal", &["Opportunity Name"]),
            ("contact", &["Primary Contact"]),
            ("stage", &["Stage"]),
            ("is_won", &["Won"]),
            ("is_closed", &["Closed"]),
            (
                "reason",
                &["Loss Reason", "Closed Lost Reason", "Lost Reason"],
            ),
            ("submitted", &["Created Date"]),
            ("won", &["Close Date"]),
            ("value", &["Amount", "Amount (converted)", "Total Amount"]),
            (
                "currency",
                &[
                    "Amount Currency",
                    "Amount (converted) Currency",
                    "Total Amount Currency",
                ],
            ),
            ("owner", &["Opportunity Owner"]),
            ("note", &["Description"]),
        ],
        words: &[STAGES],
    },
    KnownLayout {
        name: "Salesforce leads",
        program: "salesforce",
        kind: FileKind::Referrals,
        marks: &[
            &["Id"],
            &["Company"],
            &["Status"],
            &["IsConverted"],
            &["Email"],
        ],
        lacks: &[],
        map: &[
            ("id", &["Id"]),
            ("partner", PARTNER),
            ("company", &["Company"]),
            ("domain", &["Website"]),
            ("contact", &["Name"]),
            ("first", &["FirstName"]),
            ("last", &["LastName"]),
            ("email", &["Email"]),
            ("stage", &["Status"]),
            ("submitted", &["CreatedDate"]),
            ("qualified", &["ConvertedDate"]),
            ("owner", &["Owner.Name"]),
            ("note", &["Description"]),
        ],
        words: &[STAGES, LIVE[0], LIVE[1], LIVE[2], LIVE[3]],
    },
    KnownLayout {
        name: "Salesforce lead report",
        program: "salesforce",
        kind: FileKind::Referrals,
        marks: &[&["Lead Owner"], &["Company / Account"], &["Email"]],
        lacks: &["Record Id"],
        map: &[
            ("id", &["Lead ID", "Lead ID (18)"]),
            ("partner", PARTNER),
            ("company", &["Company / Account"]),
            ("domain", &["Website"]),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("email", &["Email"]),
            ("stage", &["Lead Status"]),
            ("submitted", &["Create Date", "Created Date"]),
            ("qualified", &["Converted Date"]),
            ("owner", &["Lead Owner"]),
            ("note", &["Description"]),
        ],
        words: &[STAGES],
    },
    KnownLayout {
        name: "Salesforce accounts",
        program: "salesforce",
        kind: FileKind::Customers,
        marks: &[
            &["Id"],
            &["Name"],
            &["Website"],
            &["BillingCountry"],
            &["AccountSource", "AccountNumber"],
        ],
        lacks: &["IsConverted", "StageName"],
        map: &[
            ("id", &["Id"]),
            ("name", &["Name"]),
            ("domain", &["Website"]),
            ("country", &["BillingCountry"]),
            ("owner", &["Owner.Name"]),
        ],
        words: &[
            NO_PROSPECTS[0],
            NO_PROSPECTS[1],
            LIVE[0],
            LIVE[1],
            LIVE[2],
            LIVE[3],
        ],
    },
    KnownLayout {
        name: "Salesforce account report",
        program: "salesforce",
        kind: FileKind::Customers,
        marks: &[&["Account Name"], &["Account Owner"]],
        lacks: &["Opportunity Name", "First Name", "Stage"],
        map: &[
            ("id", &["Account ID"]),
            ("name", &["Account Name"]),
            ("domain", &["Website"]),
            (
                "country",
                &["Billing Country", "Billing Country (text only)"],
            ),
            ("owner", &["Account Owner"]),
        ],
        words: &[NO_PROSPECTS[0], NO_PROSPECTS[1]],
    },
    KnownLayout {
        name: "Salesforce contact report",
        program: "salesforce",
        kind: FileKind::Contacts,
        marks: &[
            &["First Name"],
            &["Last Name"],
            &["Account Name"],
            &["Email"],
        ],
        lacks: &["Lead Owner", "Opportunity Name", "Record Id"],
        map: &[
            ("partner", &["Account Name"]),
            ("first", &["First Name"]),
            ("last", &["Last Name"]),
            ("email", &["Email"]),
            ("role", &["Title"]),
        ],
        words: &[],
    },
];
