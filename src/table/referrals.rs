//! The list of referrals: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, opt_day, opt_money, opt_text, text},
    columns::{day, left, right},
};
use crate::{
    domain::{day::Day, id::Noun},
    store::list::{ReferralRow, STALE_DAYS},
};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 3),
    left("company", "Company", 14, 32, 0),
    left("partner", "Partner", 12, 24, 2),
    left("stage", "Stage", 9, 14, 0),
    right("expected", "Expected", 10, 16, 1),
    right("age", "Age", 4, 6, 3),
    left("next_step", "Next step", 10, 30, 4),
    day("next_on", "Next on", 6),
    day("submitted", "Submitted", 5),
    day("won", "Won", 6),
    day("qualified", "Qualified", 8),
    day("closed", "Closed", 8),
    day("touched", "Touched", 7),
    left("owner", "Owner", 8, 16, 7),
    left("domain", "Domain", 10, 24, 8),
    left("contact", "Contact", 8, 20, 8),
    left("email", "E-mail", 12, 30, 9),
    left("reason", "Reason", 8, 24, 8),
    left("came_by", "Came by", 7, 12, 8),
    day("protected", "Protected", 8),
    left("external_id", "Other id", 8, 20, 9),
];

pub(super) fn row(r: ReferralRow, as_of: Day) -> Row {
    let open = r.stage_kind == "open";
    let quiet = r
        .touched_on
        .or(r.submitted_on)
        .map_or(0, |d| (as_of - d).num_days());
    let mark = match r.stage_kind.as_str() {
        "won" => Mark::Done,
        "open" if quiet > STALE_DAYS => Mark::Attention,
        "open" => Mark::None,
        _ => Mark::Failed,
    };
    // What is over stopped growing older on the day it was decided.
    let until = if open {
        Some(as_of)
    } else {
        r.won_on.or(r.closed_on)
    };
    let age = match (r.submitted_on, until) {
        (Some(from), Some(to)) => Cell::Int((to - from).num_days()),
        _ => Cell::Empty,
    };
    let cells = vec![
        id(Noun::Referral, r.id),
        text(r.company),
        text(r.partner),
        Cell::State(mark, r.stage),
        opt_money(r.expected),
        age,
        opt_text(r.next_step),
        opt_day(r.next_on),
        opt_day(r.submitted_on),
        opt_day(r.won_on),
        opt_day(r.qualified_on),
        opt_day(r.closed_on),
        opt_day(r.touched_on),
        opt_text(r.owner),
        opt_text(r.domain),
        opt_text(r.contact),
        opt_text(r.email),
        opt_text(r.reason),
        opt_text(r.came_by),
        opt_day(r.protected_until),
        opt_text(r.external_id),
    ];
    Row { id: r.id, cells }
}
