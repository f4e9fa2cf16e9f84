//! The list of payouts: what is still to be done first, then the newest.

use super::{Field, Source, Sum, Wanted, field, filter, run::sure_money};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::Money,
        query::FieldKind::{Day as DayKind, Id, Money as MoneyKind, Number, Tags, Text, Word},
    },
    error::Result,
    store::{
        View,
        as_of::payout_then,
        column::{day, sure_day},
    },
};

const LINES: &str = "(SELECT count(*) FROM payout_line l WHERE l.payout_id = y.id)";

/// See [`Source`].
pub(crate) static PAYOUTS: Source = Source {
    from: concat!(payout_then!(), " y"),
    joins: &[("p", "LEFT JOIN partner p ON p.id = y.partner_id")],
    by_partner: "y.partner_id IN (SELECT p.id FROM partner p WHERE ",
    own: "",
    id: "y.id",
    always: "",
    // It is there from the day its lines run to: it has no other before it is paid.
    day: "coalesce(min(y.as_of, y.paid_on), y.as_of)",
    text: &[
        "p.name",
        "y.state",
        "y.method",
        "y.reference",
        "y.file",
        "y.reason",
    ],
    fields: FIELDS,
    is: &[
        ("open", "y.state IN ('draft', 'approved', 'exported')"),
        ("draft", "y.state = 'draft'"),
        ("approved", "y.state = 'approved'"),
        ("exported", "y.state = 'exported'"),
        ("paid", "y.state = 'paid'"),
        ("failed", "y.state = 'failed'"),
        ("cancelled", "y.state = 'cancelled'"),
        ("reversed", "y.state = 'reversed'"),
    ],
    order: "CASE y.state WHEN 'failed' THEN 0 WHEN 'draft' THEN 1 WHEN 'approved' THEN 2 WHEN 'exported' THEN 3 ELSE 4 END, y.id DESC",
    sums: &[Sum {
        label: "CASE WHEN y.state IN ('draft', 'approved', 'exported') THEN 'to pay' ELSE y.state END",
        minor: "y.minor",
        currency: "y.currency",
        joins: "",
        labels: &["to pay", "paid", "reversed", "failed", "cancelled"],
    }],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Payout), "y.id"),
    field("partner", Text, "p.name"),
    field("amount", MoneyKind, "scaled(y.minor, y.currency)"),
    filter("currency", Word, "y.currency"),
    field("state", Word, "y.state"),
    filter("status", Word, "y.state"),
    field("lines", Number, LINES),
    field("as_of", DayKind, "y.as_of"),
    field("run", Number, "y.run_id"),
    field("approved_on", DayKind, "y.approved_on"),
    filter("approved", DayKind, "y.approved_on"),
    field("exported_on", DayKind, "y.exported_on"),
    filter("exported", DayKind, "y.exported_on"),
    field("file", Text, "y.file"),
    field("paid_on", DayKind, "y.paid_on"),
    filter("paid", DayKind, "y.paid_on"),
    field("method", Text, "y.method"),
    field("reference", Text, "y.reference"),
    field("reversed_on", DayKind, "y.reversed_on"),
    field("reason", Text, "y.reason"),
    filter("tag", Tags, "p.tags"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A payout in the list.
pub(crate) struct PayoutRow {
    pub id: i64,
    pub partner: String,
    pub amount: Money,
    pub state: String,
    pub lines: i64,
    pub as_of: Day,
    pub run: Option<i64>,
    pub approved_on: Option<Day>,
    pub exported_on: Option<Day>,
    pub file: Option<String>,
    pub paid_on: Option<Day>,
    pub method: Option<String>,
    pub reference: Option<String>,
    pub reversed_on: Option<Day>,
    pub reason: Option<String>,
}

impl View<'_> {
    /// Payouts by id, in that order.
    pub(crate) fn payout_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<PayoutRow>> {
        self.list_rows(
            concat!("SELECT y.id, p.name, y.minor, y.currency, y.state, (SELECT count(*) FROM payout_line l WHERE l.payout_id = y.id),
                    y.as_of, y.paid_on, y.method, y.reference, y.reversed_on, y.reason,
                    y.run_id, y.approved_on, y.exported_on, y.file
             FROM json_each(:ids) j CROSS JOIN ", payout_then!(), " y ON y.id = j.value LEFT JOIN partner p ON p.id = y.partner_id ORDER BY j.key"),
            wanted,
            ids,
            |r| {
                Ok(PayoutRow {
                    id: r.get(0)?,
                    partner: r.get(1)?,
                    amount: sure_money(r, 2)?,
                    state: r.get(4)?,
                    lines: r.get(5)?,
                    as_of: sure_day(r, 6)?,
                    paid_on: day(r, 7)?,
                    method: r.get(8)?,
                    reference: r.get(9)?,
                    reversed_on: day(r, 10)?,
                    reason: r.get(11)?,
                    run: r.get(12)?,
                    approved_on: day(r, 13)?,
                    exported_on: day(r, 14)?,
                    file: r.get(15)?,
                })
            },
        )
    }
}
