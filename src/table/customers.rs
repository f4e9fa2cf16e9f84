//! The list of customers: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{amounts, id, opt_day, opt_id, opt_money, opt_text, text},
    columns::{day, left, right, unsorted},
};
use crate::{domain::id::Noun, store::list::CustomerRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 5),
    left("name", "Customer", 14, 32, 0),
    left("partner", "Partner", 12, 24, 2),
    day("started", "Started", 4),
    right("mrr", "MRR", 10, 16, 0),
    right("base", "Last base", 10, 16, 5),
    unsorted(right("paid", "Paid so far", 11, 26, 3)),
    unsorted(left("months", "Months", 8, 9, 4)),
    left("state", "State", 10, 12, 1),
    day("last_paid", "Last paid", 6),
    left("plan", "Plan", 6, 16, 7),
    left("domain", "Domain", 10, 24, 7),
    left("country", "Country", 7, 12, 8),
    left("owner", "Owner", 8, 16, 8),
    day("churned", "Churned", 8),
    left("referral", "Referral", 6, 9, 8),
    left("external_id", "Other id", 8, 20, 9),
];

pub(super) fn row(c: CustomerRow) -> Row {
    let mark = match c.state.as_str() {
        "active" => Mark::Done,
        "churned" => Mark::Failed,
        "lapsed" => Mark::Attention,
        _ => Mark::None,
    };
    let months = match (c.month, c.months) {
        (Some(n), Some(of)) => Cell::Text(format!("{n} of {of}")),
        _ => Cell::Empty,
    };
    let cells = vec![
        id(Noun::Customer, c.id),
        text(c.name),
        opt_text(c.partner),
        opt_day(c.started_on),
        opt_money(c.mrr),
        opt_money(c.base),
        amounts(&c.paid),
        months,
        Cell::State(mark, c.state),
        opt_day(c.last_paid),
        opt_text(c.plan),
        opt_text(c.domain),
        opt_text(c.country),
        opt_text(c.owner),
        opt_day(c.churned_on),
        opt_id(Noun::Referral, c.referral_id),
        opt_text(c.external_id),
    ];
    Row { id: c.id, cells }
}
