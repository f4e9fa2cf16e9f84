//! The list of sign-ups: those that wait for a person first, then the newest.

use rusqlite::Row;

use super::{Field, Source, Wanted, field, field_by, filter};
use crate::{
    domain::{
        day::{Day, parse_iso},
        id::Noun,
        query::FieldKind::{Day as DayKind, Id, Tags, Text, Word},
    },
    error::Result,
    store::View,
};

/// How far a sign-up is.
macro_rules! state {
    () => {
        "CASE WHEN v.referral_id IS NOT NULL THEN 'referral' WHEN v.decided = 'refused' THEN 'refused' ELSE 'waiting' END"
    };
}
const PLACE: &str =
    "CASE WHEN v.referral_id IS NOT NULL THEN 1 WHEN v.decided = 'refused' THEN 2 ELSE 0 END";
const WAITS: &str = "v.referral_id IS NULL AND v.decided IS NOT 'refused'";

/// See [`Source`].
pub(crate) static SIGNUPS: Source = Source {
    from: "visit v",
    joins: &[
        ("k", "LEFT JOIN link k ON k.id = v.link_id"),
        ("r", "LEFT JOIN referral r ON r.id = v.referral_id"),
        (
            "p",
            "LEFT JOIN partner p ON p.id = coalesce(r.partner_id, k.partner_id)",
        ),
    ],
    by_partner: "",
    own: "",
    id: "v.id",
    always: "v.kind = 'sign-up'",
    day: "",
    text: &["v.email", "v.company", "v.contact", "v.code", "p.name"],
    fields: FIELDS,
    is: &[
        ("waiting", WAITS),
        ("open", WAITS),
        ("flagged", "v.flag IS NOT NULL"),
        ("refused", "v.decided = 'refused'"),
        ("accepted", "v.decided = 'accepted'"),
        ("referral", "v.referral_id IS NOT NULL"),
    ],
    order: "CASE WHEN v.referral_id IS NOT NULL THEN 1 WHEN v.decided = 'refused' THEN 2 ELSE 0 END, v.at DESC, v.id DESC",
    sums: &[],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::SignUp), "v.id"),
    field("on", DayKind, "substr(v.at, 1, 10)"),
    field("email", Text, "v.email"),
    field("company", Text, "v.company"),
    field("contact", Text, "v.contact"),
    field("partner", Text, "p.name"),
    field("link", Text, "k.code"),
    field("flag", Text, "v.flag"),
    field_by("state", Word, state!(), PLACE),
    filter("status", Word, state!()),
    field("referral", Id(Noun::Referral), "v.referral_id"),
    field("code", Text, "v.code"),
    field("visitor", Text, "v.visitor"),
    filter("tag", Tags, "p.tags"),
    filter("partner_slug", Tags, "p.slug"),
];

/// A sign-up in the list.
pub(crate) struct SignUpRow {
    pub id: i64,
    pub on: Option<Day>,
    pub email: Option<String>,
    pub company: Option<String>,
    pub contact: Option<String>,
    pub partner: Option<String>,
    pub link: Option<String>,
    pub flag: Option<String>,
    pub state: String,
    pub referral: Option<i64>,
    pub code: Option<String>,
    pub visitor: Option<String>,
}

const ROWS: &str = concat!(
    "SELECT v.id, v.at, v.email, v.company, v.contact, p.name, k.code, v.flag, ",
    state!(),
    ", v.referral_id, v.code, v.visitor
     FROM json_each(:ids) j CROSS JOIN visit v ON v.id = j.value LEFT JOIN link k ON k.id = v.link_id
     LEFT JOIN referral r ON r.id = v.referral_id LEFT JOIN partner p ON p.id = coalesce(r.partner_id, k.partner_id)
     ORDER BY j.key"
);

fn on(r: &Row<'_>) -> rusqlite::Result<Option<Day>> {
    Ok(r.get_ref(1)?
        .as_str()?
        .get(..10)
        .and_then(|d| parse_iso(d).ok()))
}

impl View<'_> {
    /// Sign-ups by id, in that order.
    pub(crate) fn sign_up_rows(self, wanted: &Wanted<'_>, ids: &[i64]) -> Result<Vec<SignUpRow>> {
        self.list_rows(ROWS, wanted, ids, |r| {
            Ok(SignUpRow {
                id: r.get(0)?,
                on: on(r)?,
                email: r.get(2)?,
                company: r.get(3)?,
                contact: r.get(4)?,
                partner: r.get(5)?,
                link: r.get(6)?,
                flag: r.get(7)?,
                state: r.get(8)?,
                referral: r.get(9)?,
                code: r.get(10)?,
                visitor: r.get(11)?,
            })
        })
    }
}
