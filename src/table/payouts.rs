//! The list of payouts: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, int, opt_day, opt_text, text},
    columns::{day, left, right},
};
use crate::{domain::id::Noun, store::list::PayoutRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 4, 8, 2),
    left("partner", "Partner", 14, 32, 0),
    right("amount", "Amount", 10, 16, 0),
    left("state", "State", 10, 12, 1),
    right("lines", "Lines", 5, 6, 4),
    day("as_of", "Lines to", 3),
    left("run", "Run", 5, 8, 5),
    day("approved_on", "Approved", 7),
    day("exported_on", "Exported", 7),
    day("paid_on", "Paid on", 2),
    left("method", "Method", 8, 14, 4),
    left("reference", "Reference", 10, 24, 5),
    left("file", "File", 10, 30, 7),
    day("reversed_on", "Came back", 8),
    left("reason", "Reason", 10, 30, 6),
];

pub(super) fn row(y: PayoutRow) -> Row {
    let mark = match y.state.as_str() {
        "draft" => Mark::Waiting,
        "approved" | "exported" => Mark::Payable,
        "paid" => Mark::Done,
        "reversed" => Mark::Reversed,
        _ => Mark::Failed,
    };
    let cells = vec![
        id(Noun::Payout, y.id),
        text(y.partner),
        Cell::Money(y.amount),
        Cell::State(mark, y.state),
        int(y.lines),
        Cell::Day(y.as_of),
        opt_text(y.run.map(|run| format!("run-{run}"))),
        opt_day(y.approved_on),
        opt_day(y.exported_on),
        opt_day(y.paid_on),
        opt_text(y.method),
        opt_text(y.reference),
        opt_text(y.file),
        opt_day(y.reversed_on),
        opt_text(y.reason),
    ];
    Row { id: y.id, cells }
}
