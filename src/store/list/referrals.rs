//! The list of referrals: open ones first, stage by stage, those with the latest news first in each.

use rusqlite::types::Value as Bound;

use super::{Field, Source, Sum, Wanted, compile, field, field_by, filter, run::limit_of};
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
        column::{day, money},
        held_back::held_back_lines,
    },
};

/// An open referral is stale when nothing happened for more than so many days. Said in SQL below, too.
pub(crate) const STALE_DAYS: i64 = 14;

const OPEN: &str = "s.kind = 'open'";
const AGE: &str = "CAST(julianday(CASE WHEN s.kind = 'open' THEN :as_of ELSE coalesce(r.won_on, r.closed_on) END) - julianday(r.submitted_on) AS INTEGER)";

/// Some commission line of the referral is so.
macro_rules! a_line {
    ($($is:expr),+) => {
        concat!(
            "EXISTS (SELECT 1 FROM commission m WHERE m.referral_id = r.id AND ",
            $($is,)+
            ")"
        )
    };
}

/// See [`Source`].
pub(crate) static REFERRALS: Source = Source {
    from: "referral r",
    joins: &[
        ("s", "LEFT JOIN stage s ON s.name = r.stage"),
        ("p", "LEFT JOIN partner p ON p.id = r.partner_id"),
    ],
    by_partner: "r.partner_id IN (SELECT p.id FROM partner p WHERE ",
    own: "",
    id: "r.id",
    always: "",
    day: "",
    text: &[
        "r.company",
        "p.name",
        "r.stage",
        "r.domain",
        "r.contact",
        "r.email",
        "r.owner",
        "r.next_step",
    ],
    fields: FIELDS,
    is: &[
        ("open", OPEN),
        ("won", "s.kind = 'won'"),
        ("lost", "s.kind = 'lost'"),
        ("rejected", "s.kind = 'rejected'"),
        ("expired", "s.kind = 'expired'"),
        ("closed", "s.kind <> 'open'"),
        (
            "stale",
            "s.kind = 'open' AND coalesce(r.touched_on, r.submitted_on) < date(:as_of, '-14 days')",
        ),
        ("overdue", "s.kind = 'open' AND r.next_on < :as_of"),
        (
            "new",
            "r.submitted_on BETWEEN date(:as_of, '-30 days') AND :as_of",
        ),
        ("active", OPEN),
        (
            "payable",
            a_line!(
                "m.payable_on <= :as_of AND m.id NOT IN (SELECT id FROM (",
                held_back_lines!(),
                ")) AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout y ON y.id = l.payout_id WHERE l.commission_id = m.id AND y.state NOT IN ('failed', 'cancelled', 'reversed'))"
            ),
        ),
        ("held", a_line!("m.payable_on > :as_of")),
        (
            "paid",
            a_line!(
                "EXISTS (SELECT 1 FROM payout_line l JOIN payout y ON y.id = l.payout_id WHERE l.commission_id = m.id AND y.state = 'paid' AND y.paid_on <= :as_of)"
            ),
        ),
    ],
    order: "s.kind <> 'open', s.position, r.touched_on DESC, r.id DESC",
    sums: &[Sum {
        label: "'expected'",
        minor: "r.expected_minor",
        currency: "r.currency",
        joins: "JOIN (SELECT 1) ON r.currency IS NOT NULL",
        labels: &["expected"],
    }],
};

const FIELDS: &[Field] = &[
    field("id", Id(Noun::Referral), "r.id"),
    field("company", Text, "r.company"),
    field("partner", Text, "p.name"),
    field_by("stage", Word, "r.stage", "s.position"),
    filter("status", Word, "s.kind"),
    field(
        "expected",
        MoneyKind,
        "scaled(r.expected_minor, r.currency)",
    ),
    filter("amount", MoneyKind, "scaled(r.expected_minor, r.currency)"),
    filter("currency", Word, "r.currency"),
    field("age", Number, AGE),
    field("next_step", Text, "r.next_step"),
    field("next_on", DayKind, "r.next_on"),
    field("submitted", DayKind, "r.submitted_on"),
    filter("created", DayKind, "r.submitted_on"),
    field("won", DayKind, "r.won_on"),
    field("qualified", DayKind, "r.qualified_on"),
    field("closed", DayKind, "r.closed_on"),
    filter(
        "lost",
        DayKind,
        "CASE WHEN s.kind = 'lost' THEN r.closed_on END",
    ),
    field("touched", DayKind, "r.touched_on"),
    filter("updated", DayKind, "r.touched_on"),
    field("owner", Text, "r.owner"),
    field("domain", Text, "r.domain"),
    field("contact", Text, "r.contact"),
    field("email", Text, "r.email"),
    field("reason", Text, "r.reason"),
    field("came_by", Word, "r.came_by"),
    field("protected", DayKind, "r.protected_until"),
    field("external_id", Text, "r.external_id"),
    filter("note", Text, "r.note"),
    filter("tag", Tags, "p.tags"),
    filter("country", Word, "p.country"),
    filter("type", Word, "p.kind"),
    filter("partner_slug", Tags, "p.slug"),
    filter(
        "program",
        Tags,
        "(SELECT group_concat(g.slug, ' ') FROM agreement a JOIN terms t ON t.id = a.terms_id JOIN program g ON g.id = t.program_id WHERE a.referral_id = r.id)",
    ),
];

/// A referral in the list.
pub(crate) struct ReferralRow {
    pub id: i64,
    pub company: String,
    pub partner: String,
    pub stage: String,
    /// open, won, lost, rejected or expired.
    pub stage_kind: String,
    pub expected: Option<Money>,
    pub next_step: Option<String>,
    pub next_on: Option<Day>,
    pub submitted_on: Option<Day>,
    pub qualified_on: Option<Day>,
    pub won_on: Option<Day>,
    pub closed_on: Option<Day>,
    pub touched_on: Option<Day>,
    pub owner: Option<String>,
    pub domain: Option<String>,
    pub contact: Option<String>,
    pub email: Option<String>,
    pub reason: Option<String>,
    pub came_by: Option<String>,
    pub protected_until: Option<Day>,
    pub external_id: Option<String>,
}

impl View<'_> {
    /// Ids in the list's own order: stage by stage along an index, so that the first rows of a million cost nothing
    /// and all of them need no sorting.
    pub(crate) fn referral_order(
        self,
        wanted: &Wanted<'_>,
        limit: Option<usize>,
    ) -> Result<Vec<i64>> {
        let mut conditions = compile::Conditions::new(&REFERRALS, wanted);
        if conditions.sql.contains(REFERRALS.by_partner) {
            // Some partners have few referrals: finding those and sorting them beats going through every stage.
            return self.list_order(&REFERRALS, wanted, limit);
        }
        let stages = self.list_ask(
            "SELECT name FROM stage ORDER BY kind <> 'open', position, id",
            wanted,
            &[],
            |r| Ok(r.get::<_, String>(0)?),
        )?;
        conditions.and("r.stage = :stage");
        let sql = format!(
            "SELECT r.id FROM {} WHERE {} ORDER BY r.touched_on DESC, r.id DESC LIMIT :limit",
            conditions.from(&REFERRALS, ""),
            conditions.sql
        );
        let mut all = Vec::new();
        for stage in stages {
            let left = limit.map(|n| n.saturating_sub(all.len()));
            if left == Some(0) {
                break;
            }
            let mut binds = conditions.binds.clone();
            binds.push((":stage".to_owned(), Bound::Text(stage)));
            binds.push(limit_of(left));
            all.extend(self.list_ask(&sql, wanted, &binds, |r| Ok(r.get::<_, i64>(0)?))?);
        }
        Ok(all)
    }

    /// Referrals by id, in that order.
    pub(crate) fn referral_rows(
        self,
        wanted: &Wanted<'_>,
        ids: &[i64],
    ) -> Result<Vec<ReferralRow>> {
        self.list_rows(
            "SELECT r.id, r.company, p.name, r.stage, coalesce(s.kind, 'open'), r.expected_minor, r.currency, r.next_step,
                    r.next_on, r.submitted_on, r.qualified_on, r.won_on, r.closed_on, r.touched_on, r.owner, r.domain,
                    r.contact, r.email, r.reason, r.came_by, r.protected_until, r.external_id
             FROM json_each(:ids) j CROSS JOIN referral r ON r.id = j.value LEFT JOIN stage s ON s.name = r.stage
                  LEFT JOIN partner p ON p.id = r.partner_id
             ORDER BY j.key",
            wanted,
            ids,
            |r| {
                Ok(ReferralRow {
                    id: r.get(0)?,
                    company: r.get(1)?,
                    partner: r.get(2)?,
                    stage: r.get(3)?,
                    stage_kind: r.get(4)?,
                    expected: money(r, 5)?,
                    next_step: r.get(7)?,
                    next_on: day(r, 8)?,
                    submitted_on: day(r, 9)?,
                    qualified_on: day(r, 10)?,
                    won_on: day(r, 11)?,
                    closed_on: day(r, 12)?,
                    touched_on: day(r, 13)?,
                    owner: r.get(14)?,
                    domain: r.get(15)?,
                    contact: r.get(16)?,
                    email: r.get(17)?,
                    reason: r.get(18)?,
                    came_by: r.get(19)?,
                    protected_until: day(r, 20)?,
                    external_id: r.get(21)?,
                })
            },
        )
    }
}
