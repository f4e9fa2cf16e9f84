//! The list of coded links: by partner, with what came of each.

use super::{Field, Source, Wanted, field, filter};
use crate::{
    domain::{
        day::Day,
        query::FieldKind::{Day as DayKind, Number, Tags, Text},
    },
    error::Result,
    store::{
        View,
        column::{day, sure_day},
        link::{referrals_of_link, visits_of_link},
    },
};

/// See [`Source`].
pub(crate) static LINKS: Source = Source {
    from: "link k",
    joins: &[("p", "LEFT JOIN partner p ON p.id = k.partner_id")],
    by_partner: "k.partner_id IN (SELECT p.id FROM partner p WHERE ",
    own: "",
    id: "k.id",
    always: "",
    day: "",
    text: &["p.name", "k.code", "k.campaign", "k.url", "k.note"],
    fields: FIELDS,
    is: &[
        ("open", "k.ended_on IS NULL OR k.ended_on > :as_of"),
        ("ended", "k.ended_on <= :as_of"),
        (
            "clicked",
            "EXISTS (SELECT 1 FROM visit v WHERE v.link_id = k.id)",
        ),
    ],
    order: "p.name COLLATE NOCASE, k.id",
    sums: &[],
};

const FIELDS: &[Field] = &[
    field("code", Text, "k.code"),
    filter("link", Text, "k.code"),
    field("partner", Text, "p.name"),
    field("campaign", Text, "k.campaign"),
    field("clicks", Number, visits_of_link!("click")),
    field("signups", Number, visits_of_link!("sign-up")),
    field("referrals", Number, referrals_of_link!("")),
    field(
        "won",
        Number,
        referrals_of_link!(" AND r.won_on IS NOT NULL"),
    ),
    field("made_on", DayKind, "k.made_on"),
    field("ended_on", DayKind, "k.ended_on"),
    field("url", Text, "k.url"),
    field("note", Text, "k.note"),
    filter("tag", Tags, "p.tags"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A coded link in the list.
pub(crate) struct LinkRow {
    pub id: i64,
    pub code: String,
    pub partner: String,
    pub campaign: Option<String>,
    pub clicks: i64,
    pub signups: i64,
    pub referrals: i64,
    pub won: i64,
    pub made_on: Day,
    pub ended_on: Option<Day>,
    pub url: String,
    pub note: Option<String>,
}

const ROWS: &str = concat!(
    "SELECT k.id, k.code, p.name, k.campaign, ",
    visits_of_link!("click"),
    ", ",
    visits_of_link!("sign-up"),
    ", ",
    referrals_of_link!(""),
    ", ",
    referrals_of_link!(" AND r.won_on IS NOT NULL"),
    ", k.made_on, k.ended_on, k.url, k.note
     FROM json_each(:ids) j CROSS JOIN link k ON k.id = j.value LEFT JOIN partner p ON p.id = k.partner_id ORDER BY j.key"
);

impl View<'_> {
    /// Coded links by id, in that order.
    pub(crate) fn link_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<LinkRow>> {
        self.list_rows(ROWS, wanted, ids, |r| {
            Ok(LinkRow {
                id: r.get(0)?,
                code: r.get(1)?,
                partner: r.get(2)?,
                campaign: r.get(3)?,
                clicks: r.get(4)?,
                signups: r.get(5)?,
                referrals: r.get(6)?,
                won: r.get(7)?,
                made_on: sure_day(r, 8)?,
                ended_on: day(r, 9)?,
                url: r.get(10)?,
                note: r.get(11)?,
            })
        })
    }
}
