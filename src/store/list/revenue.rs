//! The list of revenue lines, newest first.

use super::{Field, Source, Sum, Wanted, field, filter, run::sure_money};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::Money,
        query::FieldKind::{Day as DayKind, Id, Money as MoneyKind, Number, Tags, Text, Word},
    },
    error::Result,
    store::{View, column::sure_day},
};

/// See [`Source`].
pub(crate) static REVENUE: Source = Source {
    from: "revenue_line v",
    joins: &[
        ("c", "LEFT JOIN customer c ON c.id = v.customer_id"),
        ("r", "LEFT JOIN referral r ON r.id = v.referral_id"),
        ("p", "LEFT JOIN partner p ON p.id = r.partner_id"),
    ],
    by_partner: "v.referral_id IN (SELECT x.id FROM partner p JOIN referral x ON x.partner_id = p.id WHERE ",
    own: "",
    id: "v.id",
    always: "",
    day: "v.day",
    text: &["c.name", "p.name", "v.kind", "v.external_id"],
    fields: FIELDS,
    is: &[
        ("base", "v.kind = 'base'"),
        ("refund", "v.refund_of IS NOT NULL"),
        ("negative", "v.minor < 0"),
        ("sourced", "v.referral_id IS NOT NULL"),
        ("unsourced", "v.referral_id IS NULL"),
        (
            "earning",
            "EXISTS (SELECT 1 FROM commission m WHERE m.source = 'line' AND m.source_id = v.id)",
        ),
    ],
    order: "v.day DESC, v.id DESC",
    sums: &[Sum {
        label: "'revenue'",
        minor: "v.minor",
        currency: "v.currency",
        joins: "",
        labels: &["revenue"],
    }],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Revenue), "v.id"),
    field("customer", Text, "c.name"),
    filter("company", Text, "c.name"),
    field("partner", Text, "p.name"),
    field("day", DayKind, "v.day"),
    filter("period", DayKind, "v.day"),
    filter("paid", DayKind, "v.day"),
    field("kind", Word, "v.kind"),
    field("amount", MoneyKind, "scaled(v.minor, v.currency)"),
    filter("currency", Word, "v.currency"),
    field("months", Number, "v.period_months"),
    field("referral", Id(Noun::Referral), "v.referral_id"),
    field("refund_of", Id(Noun::Revenue), "v.refund_of"),
    field("external_id", Text, "v.external_id"),
    field("their_status", Word, "v.their_status"),
    filter("tag", Tags, "p.tags"),
    filter("partner_slug", Tags, "p.slug"),
    filter("customer_id", Id(Noun::Customer), "v.customer_id"),
];

/// A revenue line in the list.
pub(crate) struct RevenueRow {
    pub id: i64,
    pub customer: String,
    pub partner: Option<String>,
    pub day: Day,
    pub kind: String,
    pub amount: Money,
    pub period_months: i64,
    pub referral_id: Option<i64>,
    pub refund_of: Option<i64>,
    pub external_id: Option<String>,
    pub their_status: Option<String>,
}

impl View<'_> {
    /// Revenue lines by id, in that order.
    pub(crate) fn revenue_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<RevenueRow>> {
        self.list_rows(
            "SELECT v.id, c.name, p.name, v.day, v.kind, v.minor, v.currency, v.period_months, v.referral_id, v.refund_of, v.external_id,
                    v.their_status
             FROM json_each(:ids) j CROSS JOIN revenue_line v ON v.id = j.value LEFT JOIN customer c ON c.id = v.customer_id
                  LEFT JOIN referral r ON r.id = v.referral_id LEFT JOIN partner p ON p.id = r.partner_id
             ORDER BY j.key",
            wanted,
            ids,
            |r| {
                Ok(RevenueRow {
                    id: r.get(0)?,
                    customer: r.get(1)?,
                    partner: r.get(2)?,
                    day: sure_day(r, 3)?,
                    kind: r.get(4)?,
                    amount: sure_money(r, 5)?,
                    period_months: r.get(7)?,
                    referral_id: r.get(8)?,
                    refund_of: r.get(9)?,
                    external_id: r.get(10)?,
                    their_status: r.get(11)?,
                })
            },
        )
    }
}
