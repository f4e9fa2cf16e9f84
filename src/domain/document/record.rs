//! The records of a document, field by field as `assets/book.schema.json` has them.
#![expect(
    missing_docs,
    reason = "the fields are the book's own, described once in the schema"
)]

use serde::{Deserialize, Serialize};

use super::{
    On, Ref, Run,
    listed::{InList, Listed},
};
use crate::domain::money::Money;

/// A record: fields that must be there, fields that may be missing (never null), and lists that may be missing.
macro_rules! record {
    ($(#[$about:meta])* $name:ident in $list:literal { $($field:ident: $type:ty,)* }
     maybe { $($may:ident: $maytype:ty,)* } lists { $($many:ident: $manytype:ty,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(pub $field: $type,)*
            $(#[serde(default, skip_serializing_if = "Option::is_none")] pub $may: Option<$maytype>,)*
            $(#[serde(default, skip_serializing_if = "is_empty")] pub $many: Listed<$manytype>,)*
        }
        impl InList for $name {
            const LIST: &'static str = $list;
        }
    };
}

fn is_empty<T>(list: &Listed<T>) -> bool {
    list.is_empty()
}

record! { /// A stage of the pipeline.
Stage in "stages" { name: String, kind: String, } maybe {} lists {} }

record! { /// A partner. `id` is its short name.
Partner in "partners" { id: String, name: String, state: String, }
maybe {
    external_id: String, kind: String, state_reason: String, since: On, email: String, site: String, domain: String,
    country: String, owner: String, source: String, invited_by: String, tags: String, payout_method: String,
    payout_reference: String, payout_name: String, payout_bic: String, tax_form: String, spiff_policy: String,
    spiff_note: String, note: String, their_status: String,
} lists { contacts: Contact, } }

record! { /// A person at a partner.
Contact in "contacts" { name: String, } maybe { email: String, role: String, } lists {} }

/// A program. `id` is its short name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    pub id: String,
    pub name: String,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stops_on: Option<On>,
    #[serde(default)]
    pub terms: Listed<Terms>,
    #[serde(default)]
    pub minimum: Vec<Money>,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub split: Listed<RoleShare>,
}
impl InList for Program {
    const LIST: &'static str = "programs";
}

record! { /// A version of a program's terms; with a partner: agreed with that one only.
Terms in "terms" { version: i64, text: String, applies: String, hold_days: u32, } maybe { from: On, partner: String, } lists {} }

record! { /// What a role gets of a program's commission, where nothing else is said.
RoleShare in "split" { role: String, share: String, } maybe {} lists {} }

record! { /// A partner's place in a program.
Enrolment in "enrolments" { partner: String, program: String, } maybe { from: On, to: On, } lists {} }

record! { /// A referral.
Referral in "referrals" { id: Ref<'R'>, partner: String, company: String, stage: String, }
maybe {
    external_id: String, domain: String, contact: String, email: String, came_by: String, reason: String,
    submitted_on: On, qualified_on: On, won_on: On, closed_on: On, touched_on: On, expected: Money, owner: String,
    introduced_on: On, asked_on: On, protected_until: On, next_step: String, next_on: On, note: String,
    their_status: String,
} lists { history: Step, roles: Role, agreements: Agreement, } }

record! { /// A step of a referral through the pipeline.
Step in "history" { stage: String, on: On, } maybe { reason: String, } lists {} }

record! { /// The partner who fills a role on a referral, beside the one who referred.
Role in "roles" { role: String, partner: String, } maybe {} lists {} }

record! { /// Who earns on a referral, and by which version of which program's terms.
Agreement in "agreements" { id: Ref<'A'>, program: String, version: i64, role: String, }
maybe { starts: On, ends: On, by_hand: bool, } lists { shares: Share, } }

record! { /// A partner's percentage of an agreement.
Share in "shares" { partner: String, share: String, } maybe {} lists {} }

record! { /// A customer.
Customer in "customers" { id: Ref<'C'>, name: String, }
maybe {
    external_id: String, domain: String, referral: Ref<'R'>, started_on: On, churned_on: On, plan: String,
    country: String, owner: String,
} lists {} }

record! { /// A revenue line.
Revenue in "revenue" { id: Ref<'V'>, customer: Ref<'C'>, day: On, kind: String, amount: Money, period_months: u32, }
maybe { external_id: String, referral: Ref<'R'>, refund_of: Ref<'V'>, their_status: String, } lists {} }

record! { /// A commission line as it was posted. `of` is the revenue line, the referral or the adjustment it is for; a line a
/// person added has no agreement.
Commission in "commissions" {
    id: Ref<'L'>, partner: String, source: String, of: String, entry: String, day: On, payable_on: On, amount: Money,
    base: Money, rate: String, share: String, reason: String,
} maybe { referral: Ref<'R'>, agreement: Ref<'A'>, month: i64, months: i64, } lists {} }

record! { /// What a person added to what is owed.
Adjustment in "adjustments" { id: Ref<'J'>, partner: String, kind: String, day: On, amount: Money, reason: String, }
maybe { referral: Ref<'R'>, } lists {} }

record! { /// A commission line that a person holds back.
Block in "blocks" { line: Ref<'L'>, on: On, reason: String, } maybe {} lists {} }

record! { /// Commission that shall not be owed although the terms say so; named as a commission line names what it is for.
Void in "voids" { partner: String, source: String, of: String, on: On, reason: String, } maybe { agreement: Ref<'A'>, } lists {} }

record! { /// Something given to a partner or to a person there beside its commission.
Reward in "rewards" {
    id: Ref<'W'>, partner: String, kind: String, reason: String, state: String, promised_on: On,
} maybe {
    rep: String, referral: Ref<'R'>, value: Money, what: String, state_reason: String, approved_on: On, given_on: On,
    reference: String, adjustment: Ref<'J'>, their_status: String, external_id: String,
} lists {} }

record! { /// Payouts that were drafted together.
PayoutRun in "runs" { id: Run, as_of: On, } maybe {} lists {} }

/// A payout and the commission lines it settles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payout {
    pub id: Ref<'P'>,
    pub partner: String,
    pub amount: Money,
    pub as_of: On,
    pub state: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported_on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reversed_on: Option<On>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default)]
    pub lines: Vec<Ref<'L'>>,
}
impl InList for Payout {
    const LIST: &'static str = "payouts";
}

record! { /// A list of accounts: a partner's, or ours where none is named. `exchange` is the private comparison it comes from.
Population in "populations" { kind: String, loaded_on: On, file: String, }
maybe { partner: String, name: String, version: u32, as_of: On, before: On, exchange: String, }
lists { accounts: Account, } }

record! { /// An account on a list.
Account in "accounts" { name: String, }
maybe {
    site: String, domain: String, rep: String, stage: String, value: Money, external_id: String, mail_domain: String, country: String,
    numbers: String, aliases: Vec<String>, since: On, opened_on: On, seen_first: On, gone_on: On,
} lists {} }

record! { /// How a person settled a pair of accounts, by what they are known by.
Decision in "decisions" { partner: String, ours: String, theirs: String, verdict: String, decided_on: On, } maybe { note: String, }
lists {} }

record! { /// What a partner, or every partner not named, may be told of a list of ours.
Sharing in "sharing" { population: String, level: String, fields: Vec<String>, } maybe { partner: String, } lists {} }

record! { /// "Did you bring them?": asked about a customer, or about a referral the partner never listed.
Question in "questions" { partner: String, as_role: String, asked_on: On, }
maybe { customer: Ref<'C'>, referral: Ref<'R'>, answered_on: On, answer: String, note: String, } lists {} }

record! { /// A partner who helped a deal or customer that somebody else sourced, or nobody did.
Influence in "influences" { partner: String, on: On, why: String, } maybe { customer: Ref<'C'>, referral: Ref<'R'>, } lists {} }

record! { /// The key a partner signs private comparisons with.
Peer in "peers" { partner: String, public_key: String, pinned_on: On, } maybe { compared_on: On, } lists {} }

record! { /// A private comparison, told in what both sides agreed to.
Exchange in "exchanges" {
    partner: String, session: String, side: String, counts_only: bool, populations: Vec<String>, fields: Vec<String>, asked: u32,
    made_on: On, expires_on: On, state: String,
} maybe { purpose: String, listed: u32, matched: u32, } lists {} }

record! { /// How the files of one source are read: words of a command line.
Mapping in "mappings" { name: String, kind: String, header: Vec<String>, words: Vec<String>, } maybe { partner: String, }
lists {} }

record! { /// A note.
Activity in "activities" { on: On, text: String, }
maybe { partner: String, referral: Ref<'R'>, kind: String, minutes: u32, external_id: String, } lists {} }

record! { /// What files call a partner or a customer beside its own names, as a person said; of one of the two.
Alias in "aliases" { text: String, } maybe { partner: String, customer: Ref<'C'>, } lists {} }

record! { /// A coded link of a partner. `id` is its code.
Link in "links" { id: String, partner: String, url: String, made_on: On, }
maybe { campaign: String, ended_on: On, note: String, } lists {} }

record! { /// A click on a coded link, or a sign-up after it; `S8` for both.
Visit in "visits" { id: Ref<'S'>, kind: String, at: String, }
maybe {
    external_id: String, link: String, code: String, visitor: String, email: String, company: String, contact: String,
    page: String, decided: String, referral: Ref<'R'>, flag: String,
} lists {} }
