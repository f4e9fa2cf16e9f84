//! The list of rewards: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, opt_day, opt_id, opt_money, opt_text, text},
    columns::{day, left, right},
};
use crate::{domain::id::Noun, store::list::RewardRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 4, 8, 2),
    left("partner", "Partner", 14, 32, 0),
    left("rep", "Rep", 8, 20, 2),
    left("kind", "Kind", 6, 12, 0),
    right("amount", "Value", 8, 14, 0),
    left("what", "What", 8, 24, 4),
    left("state", "State", 10, 12, 1),
    left("reason", "For", 10, 30, 3),
    day("promised_on", "Promised", 5),
    day("approved_on", "Approved", 7),
    day("given_on", "Given", 3),
    left("payout", "Payout", 4, 8, 6),
    left("referral", "Referral", 4, 8, 7),
    left("reference", "Reference", 8, 20, 6),
    left("refused_because", "Refused because", 10, 30, 8),
    left("external_id", "Other id", 8, 20, 9),
];

pub(super) fn row(w: RewardRow) -> Row {
    let mark = match w.state.as_str() {
        "promised" => Mark::Waiting,
        "approved" => Mark::Payable,
        "given" => Mark::Done,
        _ => Mark::Failed,
    };
    let cells = vec![
        id(Noun::Reward, w.id),
        text(w.partner),
        opt_text(w.rep),
        text(w.kind),
        opt_money(w.amount),
        opt_text(w.what),
        Cell::State(mark, w.state),
        text(w.reason),
        Cell::Day(w.promised_on),
        opt_day(w.approved_on),
        opt_day(w.given_on),
        opt_id(Noun::Payout, w.payout),
        opt_id(Noun::Referral, w.referral),
        opt_text(w.reference),
        opt_text(w.refused_because),
        opt_text(w.external_id),
    ];
    Row { id: w.id, cells }
}
