//! Performance, a row per partner: its columns and fields, and a row as cells; the figures are the store's to fetch.

use super::{
    Cell, Column, Row,
    cells::{amounts, int, opt_day, opt_int, opt_text, text},
    columns::{day, left, right, unsorted},
};
use crate::domain::{
    performance::Performance,
    query::{FieldDef, FieldKind},
};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("partner", "Partner", 14, 32, 0),
    left("kind", "Type", 6, 12, 6),
    right("referrals", "Refs", 4, 6, 2),
    right("qualified", "Qual", 4, 6, 7),
    right("won", "Won", 4, 6, 2),
    right("conversion", "Win %", 5, 6, 3),
    right("days", "Days", 4, 6, 5),
    right("revenue", "Revenue", 10, 26, 4),
    right("influenced", "Helped", 6, 6, 6),
    right("influenced_revenue", "Helped with", 11, 26, 7),
    right("mrr", "MRR", 9, 26, 4),
    right("earned", "Earned", 10, 26, 0),
    right("held", "Held", 9, 26, 6),
    right("payable", "Payable", 9, 26, 5),
    right("paid", "Paid", 9, 26, 7),
    day("last_referral", "Last ref", 7),
    day("active_until", "Active to", 6),
    unsorted(left("months", "12 months", 12, 12, 5)),
    left("state", "State", 8, 10, 8),
    left("owner", "Owner", 8, 16, 8),
    left("country", "Country", 7, 12, 8),
    left("tags", "Tags", 8, 24, 9),
    left("slug", "Short name", 8, 30, 9),
];

/// What it can be filtered and sorted by.
pub(super) const FIELDS: &[FieldDef] = &[
    field("partner", FieldKind::Text),
    field("kind", FieldKind::Word),
    field("referrals", FieldKind::Number),
    field("qualified", FieldKind::Number),
    field("won", FieldKind::Number),
    field("conversion", FieldKind::Number),
    field("days", FieldKind::Number),
    field("revenue", FieldKind::Money),
    field("influenced", FieldKind::Number),
    field("influenced_revenue", FieldKind::Money),
    field("mrr", FieldKind::Money),
    field("earned", FieldKind::Money),
    field("held", FieldKind::Money),
    field("payable", FieldKind::Money),
    field("paid", FieldKind::Money),
    field("last_referral", FieldKind::Day),
    field("active_until", FieldKind::Day),
    field("state", FieldKind::Word),
    field("owner", FieldKind::Text),
    field("country", FieldKind::Word),
    field("tags", FieldKind::Tags),
    field("slug", FieldKind::Word),
];

const fn field(name: &'static str, kind: FieldKind) -> FieldDef {
    FieldDef {
        name,
        kind,
        sortable: true,
    }
}

pub(super) fn row(p: Performance) -> Row {
    let conversion = p
        .conversion()
        .map_or(Cell::Empty, |(tenths, few)| Cell::Percent { tenths, few });
    let cells = vec![
        text(p.name),
        opt_text(p.kind),
        int(p.referrals),
        int(p.qualified),
        int(p.won),
        conversion,
        opt_int(p.median_days),
        amounts(&p.revenue),
        int(p.influenced),
        amounts(&p.influenced_revenue),
        amounts(&p.mrr),
        amounts(&p.earned),
        amounts(&p.held),
        amounts(&p.payable),
        amounts(&p.paid),
        opt_day(p.last_submitted),
        opt_day(p.active_until),
        Cell::Spark(p.months.to_vec()),
        text(p.state),
        opt_text(p.owner),
        opt_text(p.country),
        opt_text(p.tags),
        text(p.slug),
    ];
    Row {
        id: p.partner,
        cells,
    }
}
