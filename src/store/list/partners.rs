//! The list of partners, on kept totals: no commission or revenue line is read for it.

use std::collections::HashMap;

use super::{Field, Source, Sum, Wanted, field, filter, run::sure_money};
use crate::{
    domain::{
        day::Day,
        money::{Money, Totals},
        query::FieldKind::{Day as DayKind, Money as MoneyKind, Number, Tags, Text, Word},
    },
    error::Result,
    store::{View, column::day},
};

/// The largest of a partner's amounts by its figure: currencies are not converted, only put in a row.
macro_rules! largest {
    ($what:literal) => {
        concat!(
            "(SELECT max(scaled(",
            $what,
            ", t.currency)) FROM partner_total t WHERE t.partner_id = p.id)"
        )
    };
}

/// See [`Source`].
pub(crate) static PARTNERS: Source = Source {
    from: "partner p",
    joins: &[("n", "LEFT JOIN partner_count n ON n.partner_id = p.id")],
    by_partner: "",
    own: "",
    id: "p.id",
    always: "",
    day: "",
    text: &[
        "p.name",
        "p.slug",
        "p.kind",
        "p.owner",
        "p.country",
        "p.tags",
        "p.email",
        "p.domain",
    ],
    fields: FIELDS,
    is: &[
        ("active", "p.state = 'active'"),
        (
            "inactive",
            "p.state = 'active' AND coalesce(n.last_won, n.last_submitted, p.since, '') < date(:as_of, '-365 days')",
        ),
        (
            "atrisk",
            "p.state = 'active' AND n.last_won BETWEEN date(:as_of, '-365 days') AND date(:as_of, '-335 days')",
        ),
        ("new", "p.since BETWEEN date(:as_of, '-30 days') AND :as_of"),
        ("open", "n.open > 0"),
        ("won", "n.won > 0"),
        (
            "owed",
            "EXISTS (SELECT 1 FROM partner_total t WHERE t.partner_id = p.id AND t.earned > t.paid)",
        ),
        ("prospect", "p.state = 'prospect'"),
        ("paused", "p.state = 'paused'"),
        ("ended", "p.state = 'ended'"),
    ],
    order: "p.name COLLATE NOCASE, p.id",
    sums: &[
        total("'revenue'", "t.revenue", &["revenue"]),
        total("'earned'", "t.earned", &["earned"]),
        total("'owed'", "t.earned - t.paid", &["owed"]),
    ],
};

const FIELDS: &[Field] = &[
    field("name", Text, "p.name"),
    filter("partner", Text, "p.name"),
    field("kind", Word, "p.kind"),
    filter("type", Word, "p.kind"),
    field("state", Word, "p.state"),
    filter("status", Word, "p.state"),
    field("open", Number, "coalesce(n.open, 0)"),
    field("won", Number, "coalesce(n.won, 0)"),
    field("referrals", Number, "coalesce(n.referrals, 0)"),
    field("revenue", MoneyKind, largest!("t.revenue")),
    field("earned", MoneyKind, largest!("t.earned")),
    field("paid", MoneyKind, largest!("t.paid")),
    field("owed", MoneyKind, largest!("t.earned - t.paid")),
    field("last_referral", DayKind, "n.last_submitted"),
    field("owner", Text, "p.owner"),
    field("country", Word, "p.country"),
    field("tags", Tags, "p.tags"),
    filter("tag", Tags, "p.tags"),
    field("since", DayKind, "p.since"),
    field("email", Text, "p.email"),
    field("slug", Word, "p.slug"),
    field("external_id", Text, "p.external_id"),
    filter("site", Text, "p.site"),
    filter("domain", Text, "p.domain"),
    filter("source", Text, "p.source"),
    filter("method", Word, "p.payout_method"),
    filter("note", Text, "p.note"),
    filter(
        "currency",
        Tags,
        "(SELECT group_concat(t.currency, ' ') FROM partner_total t WHERE t.partner_id = p.id)",
    ),
    filter(
        "program",
        Tags,
        "(SELECT group_concat(g.slug, ' ') FROM enrolment e JOIN program g ON g.id = e.program_id WHERE e.partner_id = p.id)",
    ),
];

const fn total(label: &'static str, minor: &'static str, labels: &'static [&'static str]) -> Sum {
    Sum {
        label,
        minor,
        currency: "t.currency",
        joins: "JOIN partner_total t ON t.partner_id = p.id",
        labels,
    }
}

/// A partner in the list.
pub(crate) struct PartnerRow {
    pub id: i64,
    pub name: String,
    pub slug: String,
    pub kind: Option<String>,
    pub state: String,
    pub owner: Option<String>,
    pub country: Option<String>,
    pub tags: Option<String>,
    pub since: Option<Day>,
    pub email: Option<String>,
    pub external_id: Option<String>,
    pub open: i64,
    pub won: i64,
    pub referrals: i64,
    pub last_submitted: Option<Day>,
    /// Revenue of customers the partner sent, per currency.
    pub revenue: Totals,
    /// Commission earned, per currency.
    pub earned: Totals,
    /// Paid out, per currency.
    pub paid: Totals,
    /// Earned less paid, held lines included.
    pub owed: Totals,
}

impl View<'_> {
    /// Partners by id, in that order.
    pub(crate) fn partner_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<PartnerRow>> {
        let mut rows = self.list_rows(
            "SELECT p.id, p.name, p.slug, p.kind, p.state, p.owner, p.country, p.tags, p.since, p.email, p.external_id,
                    coalesce(n.open, 0), coalesce(n.won, 0), coalesce(n.referrals, 0), n.last_submitted
             FROM json_each(:ids) j CROSS JOIN partner p ON p.id = j.value LEFT JOIN partner_count n ON n.partner_id = p.id
             ORDER BY j.key",
            wanted,
            ids,
            |r| {
                Ok(PartnerRow {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    slug: r.get(2)?,
                    kind: r.get(3)?,
                    state: r.get(4)?,
                    owner: r.get(5)?,
                    country: r.get(6)?,
                    tags: r.get(7)?,
                    since: day(r, 8)?,
                    email: r.get(9)?,
                    external_id: r.get(10)?,
                    open: r.get(11)?,
                    won: r.get(12)?,
                    referrals: r.get(13)?,
                    last_submitted: day(r, 14)?,
                    revenue: Totals::new(),
                    earned: Totals::new(),
                    paid: Totals::new(),
                    owed: Totals::new(),
                })
            },
        )?;
        let at: HashMap<i64, usize> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (row.id, at))
            .collect();
        let totals = self.list_rows(
            "SELECT t.partner_id, t.revenue, t.currency, t.earned, t.paid
             FROM json_each(:ids) j CROSS JOIN partner_total t ON t.partner_id = j.value",
            wanted,
            ids,
            |r| {
                Ok((
                    r.get::<_, i64>(0)?,
                    sure_money(r, 1)?,
                    r.get::<_, i64>(3)?,
                    r.get::<_, i64>(4)?,
                ))
            },
        )?;
        for (id, revenue, earned, paid) in totals {
            if let Some(row) = at.get(&id).and_then(|at| rows.get_mut(*at)) {
                let of = |minor| Money::new(minor, revenue.currency);
                row.revenue.add(revenue)?;
                row.earned.add(of(earned))?;
                row.paid.add(of(paid))?;
                row.owed.add(of(earned).checked_sub(of(paid))?)?;
            }
        }
        Ok(rows)
    }
}
