//! The list of revenue lines: its columns, and a row as cells.

use super::{
    Cell, Column, Row,
    cells::{id, int, opt_id, opt_text, text},
    columns::{day, left, right},
};
use crate::{domain::id::Noun, store::list::RevenueRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 5),
    left("customer", "Customer", 14, 32, 0),
    left("partner", "Partner", 12, 24, 2),
    day("day", "Paid on", 1),
    left("kind", "Kind", 6, 12, 3),
    right("amount", "Amount", 10, 16, 0),
    right("months", "Months", 6, 6, 5),
    left("referral", "Referral", 6, 9, 4),
    left("refund_of", "Refund of", 6, 9, 6),
    left("external_id", "Other id", 8, 20, 7),
    left("their_status", "Their status", 8, 14, 8),
];

pub(super) fn row(v: RevenueRow) -> Row {
    let cells = vec![
        id(Noun::Revenue, v.id),
        text(v.customer),
        opt_text(v.partner),
        Cell::Day(v.day),
        text(v.kind),
        Cell::Money(v.amount),
        int(v.period_months),
        opt_id(Noun::Referral, v.referral_id),
        opt_id(Noun::Revenue, v.refund_of),
        opt_text(v.external_id),
        opt_text(v.their_status),
    ];
    Row { id: v.id, cells }
}
