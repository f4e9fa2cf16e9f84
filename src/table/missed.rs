//! Missed credit as tables: customers a partner may have brought, and referrals for accounts it never listed. The rows are
//! the store's, the verdict is `domain::credit`'s.

use super::{
    Cell, Column, Mark, Row, Table,
    cells::{amounts, opt_day, opt_text, text},
    columns::{day, left, right, unsorted},
};
use crate::{
    domain::{
        credit::question,
        day::shown,
        id::Noun,
        query::{FieldDef, FieldKind},
    },
    store::{Missed, Question, Unlisted},
};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 4),
    left("customer", "Customer", 14, 32, 0),
    unsorted(left("partner", "Partner", 12, 24, 5)),
    left("verdict", "The days say", 12, 20, 0),
    left("state", "Asked", 8, 22, 1),
    right("paid", "Paid so far", 11, 26, 2),
    day("their_since", "Theirs", 3),
    day("opened_on", "Opened", 6),
    day("customer_on", "Ours", 4),
    left("sourced_by", "Brought by", 10, 28, 5),
    left("rep", "Their rep", 8, 20, 6),
    unsorted(left("question", "Ask", 20, 70, 7)),
    unsorted(left("dates", "Because", 20, 110, 9)),
    unsorted(left("slug", "Short name", 8, 30, 9)),
];

/// What it can be filtered and sorted by.
pub(super) const FIELDS: &[FieldDef] = &[
    field("id", FieldKind::Word),
    field("customer", FieldKind::Text),
    field("verdict", FieldKind::Text),
    field("state", FieldKind::Text),
    field("paid", FieldKind::Money),
    field("their_since", FieldKind::Day),
    field("opened_on", FieldKind::Day),
    field("customer_on", FieldKind::Day),
    field("sourced_by", FieldKind::Text),
    field("rep", FieldKind::Text),
];

const fn field(name: &'static str, kind: FieldKind) -> FieldDef {
    FieldDef {
        name,
        kind,
        sortable: true,
    }
}

/// Columns of referrals for accounts a partner never listed.
pub(super) const UNLISTED: &[Column] = &[
    left("id", "ID", 5, 9, 0),
    left("company", "Company", 14, 32, 0),
    unsorted(left("partner", "Partner", 12, 24, 3)),
    left("stage", "Stage", 8, 16, 1),
    day("submitted", "Submitted", 1),
    left("state", "Asked", 8, 22, 2),
    unsorted(left("question", "Ask", 20, 70, 4)),
    unsorted(left("slug", "Short name", 8, 30, 9)),
];

/// What those can be filtered and sorted by.
pub(super) const UNLISTED_FIELDS: &[FieldDef] = &[
    field("id", FieldKind::Word),
    field("company", FieldKind::Text),
    field("stage", FieldKind::Word),
    field("submitted", FieldKind::Day),
    field("state", FieldKind::Text),
];

/// Customers a partner may have brought.
pub fn missed((partner, slug): (&str, &str), all: Vec<Missed>) -> Table {
    Table {
        columns: COLUMNS.to_vec(),
        rows: all.into_iter().map(|m| row(partner, slug, m)).collect(),
        footer: Vec::new(),
    }
}

/// Referrals for accounts a partner never listed.
pub fn unlisted((partner, slug): (&str, &str), all: Vec<Unlisted>) -> Table {
    Table {
        columns: UNLISTED.to_vec(),
        rows: (all.into_iter())
            .map(|u| unlisted_row(partner, slug, u))
            .collect(),
        footer: Vec::new(),
    }
}

pub(super) fn unlisted_row(partner: &str, slug: &str, u: Unlisted) -> Row {
    let question = format!("Is {} an account of yours?", u.company);
    Row {
        id: u.referral,
        cells: vec![
            text(Noun::Referral.id(u.referral).to_string()),
            text(u.company),
            text(partner.to_owned()),
            text(u.stage),
            opt_day(u.submitted_on),
            state(u.asked.as_ref()),
            text(question),
            text(slug.to_owned()),
        ],
    }
}

pub(super) fn row(partner: &str, slug: &str, m: Missed) -> Row {
    let verdict = m.verdict();
    let sourced = m.sourced_by.map(|(id, whose)| format!("R{id} {whose}"));
    let cells = vec![
        text(Noun::Customer.id(m.customer).to_string()),
        text(m.name.clone()),
        text(partner.to_owned()),
        text(verdict.shown().to_owned()),
        state(m.asked.as_ref()),
        amounts(&m.paid),
        opt_day(m.dates.theirs_since),
        opt_day(m.dates.opened_on),
        opt_day(m.dates.customer_on),
        opt_text(sourced),
        opt_text(m.rep),
        text(question(verdict, &m.dates, &m.name)),
        text(m.dates.words()),
        text(slug.to_owned()),
    ];
    Row {
        id: m.customer,
        cells,
    }
}

fn state(asked: Option<&Question>) -> Cell {
    match asked {
        None => Cell::State(Mark::Attention, "to ask".to_owned()),
        Some(q) => match (q.answer.as_deref(), q.answered_on) {
            (Some("refused"), Some(on)) => {
                Cell::State(Mark::Failed, format!("refused {}", shown(on)))
            }
            (Some(_), Some(on)) => Cell::State(Mark::Done, format!("confirmed {}", shown(on))),
            _ => Cell::State(Mark::Waiting, format!("asked {}", shown(q.asked_on))),
        },
    }
}
