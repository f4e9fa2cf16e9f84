//! The list of rewards: what waits for somebody first, then the newest.

use super::{Field, Source, Sum, Wanted, field, field_by, filter};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::Money,
        query::FieldKind::{Day as DayKind, Id, Money as MoneyKind, Tags, Text, Word},
    },
    error::Result,
    store::{
        View,
        column::{day, money, sure_day},
        reward::{cash_payout, reward_state},
    },
};

const STATE: &str = reward_state!();
const GIVEN_ON: &str = "CASE y.state WHEN 'paid' THEN y.paid_on ELSE w.given_on END";
const PLACE: &str = "CASE w.state WHEN 'promised' THEN 0 WHEN 'approved' THEN CASE y.state WHEN 'paid' THEN 2 ELSE 1 END WHEN 'given' THEN 2 ELSE 3 END";

/// See [`Source`].
pub(crate) static REWARDS: Source = Source {
    from: "reward w",
    joins: &[
        ("p", "LEFT JOIN partner p ON p.id = w.partner_id"),
        ("y", cash_payout!()),
    ],
    by_partner: "w.partner_id IN (SELECT p.id FROM partner p WHERE ",
    own: "",
    id: "w.id",
    always: "",
    day: "",
    text: &[
        "p.name",
        "w.rep",
        "w.kind",
        "w.what",
        "w.reason",
        "w.reference",
        "w.state_reason",
    ],
    fields: FIELDS,
    is: &[
        (
            "open",
            "w.state IN ('promised', 'approved') AND y.state IS NOT 'paid'",
        ),
        ("promised", "w.state = 'promised'"),
        ("approved", "w.state = 'approved' AND y.state IS NOT 'paid'"),
        (
            "given",
            "w.state = 'given' OR (w.state = 'approved' AND y.state = 'paid')",
        ),
        ("refused", "w.state = 'refused'"),
        ("cash", "w.kind = 'cash'"),
        ("spiff", "w.rep IS NOT NULL"),
    ],
    order: "CASE w.state WHEN 'promised' THEN 0 WHEN 'approved' THEN CASE y.state WHEN 'paid' THEN 2 ELSE 1 END WHEN 'given' THEN 2 ELSE 3 END, w.promised_on DESC, w.id DESC",
    sums: &[Sum {
        label: STATE,
        minor: "w.minor",
        currency: "w.currency",
        joins: "JOIN (SELECT 1) ON w.currency IS NOT NULL",
        labels: &["promised", "approved", "given", "refused"],
    }],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Reward), "w.id"),
    field("partner", Text, "p.name"),
    field("rep", Text, "w.rep"),
    field("kind", Word, "w.kind"),
    field("amount", MoneyKind, "scaled(w.minor, w.currency)"),
    filter("value", MoneyKind, "scaled(w.minor, w.currency)"),
    filter("currency", Word, "w.currency"),
    field("what", Text, "w.what"),
    field_by("state", Word, STATE, PLACE),
    filter("status", Word, STATE),
    field("reason", Text, "w.reason"),
    field("promised_on", DayKind, "w.promised_on"),
    field("approved_on", DayKind, "w.approved_on"),
    field("given_on", DayKind, GIVEN_ON),
    filter("given", DayKind, GIVEN_ON),
    field("payout", Id(Noun::Payout), "y.id"),
    field("referral", Id(Noun::Referral), "w.referral_id"),
    field("reference", Text, "w.reference"),
    field("refused_because", Text, "w.state_reason"),
    field("external_id", Text, "w.external_id"),
    filter("tag", Tags, "p.tags"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A reward in the list.
pub(crate) struct RewardRow {
    pub id: i64,
    pub partner: String,
    pub rep: Option<String>,
    pub kind: String,
    pub amount: Option<Money>,
    pub what: Option<String>,
    pub state: String,
    pub reason: String,
    pub promised_on: Day,
    pub approved_on: Option<Day>,
    pub given_on: Option<Day>,
    pub payout: Option<i64>,
    pub referral: Option<i64>,
    pub reference: Option<String>,
    pub refused_because: Option<String>,
    pub external_id: Option<String>,
}

const ROWS: &str = concat!(
    "SELECT w.id, p.name, w.rep, w.kind, w.minor, w.currency, w.what, ",
    reward_state!(),
    ", w.reason, w.promised_on, w.approved_on, CASE y.state WHEN 'paid' THEN y.paid_on ELSE w.given_on END, y.id,
       w.referral_id, w.reference, w.state_reason, w.external_id
     FROM json_each(:ids) j CROSS JOIN reward w ON w.id = j.value LEFT JOIN partner p ON p.id = w.partner_id ",
    cash_payout!(),
    " ORDER BY j.key"
);

impl View<'_> {
    /// Rewards by id, in that order.
    pub(crate) fn reward_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<RewardRow>> {
        self.list_rows(ROWS, wanted, ids, |r| {
            Ok(RewardRow {
                id: r.get(0)?,
                partner: r.get(1)?,
                rep: r.get(2)?,
                kind: r.get(3)?,
                amount: money(r, 4)?,
                what: r.get(6)?,
                state: r.get(7)?,
                reason: r.get(8)?,
                promised_on: sure_day(r, 9)?,
                approved_on: day(r, 10)?,
                given_on: day(r, 11)?,
                payout: r.get(12)?,
                referral: r.get(13)?,
                reference: r.get(14)?,
                refused_because: r.get(15)?,
                external_id: r.get(16)?,
            })
        })
    }
}
