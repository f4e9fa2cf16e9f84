//! The list of customers: who brought them, what they pay a month, and how far their commission has come.

use std::collections::HashMap;

use super::{Field, Source, Sum, Wanted, field, filter, run::sure_money};
use crate::{
    domain::{
        day::Day,
        id::Noun,
        money::{Money, Totals},
        performance::monthly,
        query::FieldKind::{Day as DayKind, Id, Money as MoneyKind, Tags, Text, Word},
    },
    error::Result,
    store::{
        View,
        column::{day, money, sure_day},
    },
};

/// The newest base line of customer `c` by `:as_of`.
macro_rules! latest_base {
    () => {
        "(SELECT b.id FROM revenue_line b WHERE b.customer_id = c.id AND b.kind = 'base' AND b.minor > 0 AND b.day <= :as_of
          ORDER BY b.day DESC, b.id DESC LIMIT 1)"
    };
}

/// What is left of line `v` after refunds by `:as_of`.
macro_rules! net {
    () => {
        "(v.minor + coalesce((SELECT sum(f.minor) FROM revenue_line f WHERE f.refund_of = v.id AND f.day <= :as_of), 0))"
    };
}

/// Whether line `v` still speaks for what customer `c` pays: what it paid for ended 45 days before `:as_of` or later,
/// something of it is left, and the customer has not churned.
macro_rules! speaks {
    () => {
        "((c.churned_on IS NULL OR c.churned_on > :as_of) AND date(v.day, '+' || v.period_months || ' months', '+45 days') >= :as_of
          AND v.minor > -coalesce((SELECT sum(f.minor) FROM revenue_line f WHERE f.refund_of = v.id AND f.day <= :as_of), 0))"
    };
}
pub(super) use {latest_base, net, speaks};

/// The state of customer `c` with newest base line `v`.
macro_rules! state {
    ($v:expr, $speaks:expr) => {
        concat!(
            "CASE WHEN c.churned_on <= :as_of THEN 'churned' WHEN ",
            $v,
            " IS NULL THEN 'no revenue' WHEN ",
            $speaks,
            " THEN 'active' ELSE 'lapsed' END"
        )
    };
}

/// The same where `v` is not joined: looked up line by line, for filters.
const STATE: &str = state!(
    latest_base!(),
    concat!(
        "EXISTS (SELECT 1 FROM revenue_line v WHERE v.id = ",
        latest_base!(),
        " AND ",
        speaks!(),
        ")"
    )
);

/// See [`Source`].
pub(crate) static CUSTOMERS: Source = Source {
    from: "customer c",
    joins: &[
        ("r", "LEFT JOIN referral r ON r.id = c.referral_id"),
        ("p", "LEFT JOIN partner p ON p.id = r.partner_id"),
    ],
    by_partner: "c.referral_id IN (SELECT x.id FROM partner p JOIN referral x ON x.partner_id = p.id WHERE ",
    own: "",
    id: "c.id",
    always: "",
    day: "",
    text: &[
        "c.name",
        "p.name",
        "c.domain",
        "c.plan",
        "c.country",
        "c.owner",
    ],
    fields: FIELDS,
    is: &[
        (
            "active",
            concat!(
                "(",
                state!(
                    latest_base!(),
                    concat!(
                        "EXISTS (SELECT 1 FROM revenue_line v WHERE v.id = ",
                        latest_base!(),
                        " AND ",
                        speaks!(),
                        ")"
                    )
                ),
                ") = 'active'"
            ),
        ),
        ("churned", "c.churned_on <= :as_of"),
        (
            "lapsed",
            concat!(
                "(",
                state!(
                    latest_base!(),
                    concat!(
                        "EXISTS (SELECT 1 FROM revenue_line v WHERE v.id = ",
                        latest_base!(),
                        " AND ",
                        speaks!(),
                        ")"
                    )
                ),
                ") = 'lapsed'"
            ),
        ),
        (
            "new",
            "c.started_on BETWEEN date(:as_of, '-30 days') AND :as_of",
        ),
        (
            "refunded",
            "EXISTS (SELECT 1 FROM revenue_line f WHERE f.customer_id = c.id AND f.minor < 0 AND f.day <= :as_of)",
        ),
        ("sourced", "c.referral_id IS NOT NULL"),
        (
            "paying",
            "EXISTS (SELECT 1 FROM revenue_line f WHERE f.customer_id = c.id AND f.day <= :as_of)",
        ),
    ],
    order: "c.name COLLATE NOCASE, c.id",
    sums: &[
        Sum {
            label: "'MRR'",
            // As `monthly`: half a minor unit goes up.
            minor: concat!(
                "(2 * ",
                net!(),
                " + v.period_months) / (2 * v.period_months)"
            ),
            currency: "v.currency",
            joins: concat!(
                "JOIN revenue_line v ON v.id = ",
                latest_base!(),
                " AND ",
                speaks!()
            ),
            labels: &["MRR"],
        },
        Sum {
            label: "'paid so far'",
            minor: "w.minor",
            currency: "w.currency",
            joins: "JOIN revenue_line w ON w.customer_id = c.id AND w.day <= :as_of",
            labels: &["paid so far"],
        },
    ],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Customer), "c.id"),
    field("name", Text, "c.name"),
    filter("company", Text, "c.name"),
    filter("customer", Text, "c.name"),
    field("partner", Text, "p.name"),
    field("started", DayKind, "c.started_on"),
    filter("created", DayKind, "c.started_on"),
    field(
        "mrr",
        MoneyKind,
        concat!(
            "(SELECT scaled(",
            net!(),
            ", v.currency) / v.period_months FROM revenue_line v WHERE v.id = ",
            latest_base!(),
            " AND ",
            speaks!(),
            ")"
        ),
    ),
    field(
        "base",
        MoneyKind,
        concat!(
            "(SELECT scaled(v.minor, v.currency) FROM revenue_line v WHERE v.id = ",
            latest_base!(),
            ")"
        ),
    ),
    filter(
        "currency",
        Word,
        concat!(
            "(SELECT v.currency FROM revenue_line v WHERE v.id = ",
            latest_base!(),
            ")"
        ),
    ),
    field("state", Word, STATE),
    filter("status", Word, STATE),
    field(
        "last_paid",
        DayKind,
        "(SELECT max(v.day) FROM revenue_line v WHERE v.customer_id = c.id AND v.day <= :as_of)",
    ),
    field("plan", Text, "c.plan"),
    field("domain", Text, "c.domain"),
    field("country", Word, "c.country"),
    field("owner", Text, "c.owner"),
    field("churned", DayKind, "c.churned_on"),
    field("referral", Id(Noun::Referral), "c.referral_id"),
    field("external_id", Text, "c.external_id"),
    filter("tag", Tags, "p.tags"),
    filter("type", Word, "p.kind"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A customer in the list.
pub(crate) struct CustomerRow {
    pub id: i64,
    pub name: String,
    pub partner: Option<String>,
    pub domain: Option<String>,
    pub referral_id: Option<i64>,
    pub started_on: Option<Day>,
    pub churned_on: Option<Day>,
    pub plan: Option<String>,
    pub country: Option<String>,
    pub owner: Option<String>,
    pub external_id: Option<String>,
    /// active, lapsed, churned or no revenue.
    pub state: String,
    /// The newest base line.
    pub base: Option<Money>,
    /// What that makes a month, while it still holds.
    pub mrr: Option<Money>,
    /// Month n of the commission window.
    pub month: Option<i64>,
    /// Of so many months.
    pub months: Option<i64>,
    /// All lines by the day, per currency.
    pub paid: Totals,
    pub last_paid: Option<Day>,
}

const ROWS: &str = concat!(
    "SELECT c.id, c.name, p.name, c.domain, c.referral_id, c.started_on, c.churned_on, c.plan, c.country, c.owner, c.external_id, ",
    state!("v.id", speaks!()),
    ", v.minor, v.currency, ", net!(), ", v.currency, v.period_months, coalesce(", speaks!(), ", 0), m.month, m.months
     FROM json_each(:ids) j CROSS JOIN customer c ON c.id = j.value
          LEFT JOIN referral r ON r.id = c.referral_id LEFT JOIN partner p ON p.id = r.partner_id
          LEFT JOIN revenue_line v ON v.id = ", latest_base!(), "
          LEFT JOIN commission m ON m.id = (SELECT x.id FROM commission x WHERE x.referral_id = c.referral_id AND x.month IS NOT NULL
                                            AND x.day <= :as_of ORDER BY x.day DESC, x.id DESC LIMIT 1)
     ORDER BY j.key"
);

impl View<'_> {
    /// Customers by id, in that order.
    pub(crate) fn customer_rows(
        self,
        wanted: &Wanted<'_>,
        ids: &[i64],
    ) -> Result<Vec<CustomerRow>> {
        let mut rows = self.list_rows(ROWS, wanted, ids, |r| {
            let net = money(r, 14)?;
            let period: Option<i64> = r.get(16)?;
            let speaks: bool = r.get(17)?;
            Ok(CustomerRow {
                id: r.get(0)?,
                name: r.get(1)?,
                partner: r.get(2)?,
                domain: r.get(3)?,
                referral_id: r.get(4)?,
                started_on: day(r, 5)?,
                churned_on: day(r, 6)?,
                plan: r.get(7)?,
                country: r.get(8)?,
                owner: r.get(9)?,
                external_id: r.get(10)?,
                state: r.get(11)?,
                base: money(r, 12)?,
                mrr: net
                    .zip(period)
                    .filter(|_| speaks)
                    .map(|(net, months)| monthly(net, months)),
                month: r.get(18)?,
                months: r.get(19)?,
                paid: Totals::new(),
                last_paid: None,
            })
        })?;
        let at: HashMap<i64, usize> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let paid = self.list_rows(
            "SELECT v.customer_id, sum(v.minor), v.currency, max(v.day)
             FROM json_each(:ids) j CROSS JOIN revenue_line v ON v.customer_id = j.value AND v.day <= :as_of
             GROUP BY v.customer_id, v.currency",
            wanted,
            ids,
            |r| Ok((r.get::<_, i64>(0)?, sure_money(r, 1)?, sure_day(r, 3)?)),
        )?;
        for (id, sum, last) in paid {
            if let Some(row) = at.get(&id).and_then(|at| rows.get_mut(*at)) {
                row.paid.add(sum)?;
                row.last_paid = row.last_paid.max(Some(last));
            }
        }
        Ok(rows)
    }
}
