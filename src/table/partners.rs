//! The list of partners: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{amounts, int, opt_day, opt_text, text},
    columns::{day, left, right},
};
use crate::store::list::PartnerRow;

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("name", "Partner", 14, 32, 0),
    left("kind", "Type", 6, 12, 4),
    left("state", "State", 8, 12, 2),
    right("open", "Open", 4, 6, 3),
    right("won", "Won", 4, 6, 3),
    right("referrals", "Refs", 5, 7, 6),
    right("revenue", "Revenue", 11, 26, 5),
    right("earned", "Earned", 10, 26, 6),
    right("paid", "Paid", 10, 26, 8),
    right("owed", "Owed", 10, 26, 0),
    day("last_referral", "Last ref", 4),
    left("owner", "Owner", 8, 16, 7),
    left("country", "Country", 7, 12, 8),
    left("tags", "Tags", 8, 24, 7),
    day("since", "Since", 8),
    left("email", "E-mail", 12, 30, 9),
    left("slug", "Short name", 8, 30, 9),
    left("external_id", "Other id", 8, 20, 9),
];

pub(super) fn row(p: PartnerRow) -> Row {
    let mark = match p.state.as_str() {
        "paused" => Mark::Waiting,
        "ended" | "declined" => Mark::Failed,
        "prospect" | "applied" | "qualified" => Mark::Note,
        _ => Mark::None,
    };
    let cells = vec![
        text(p.name),
        opt_text(p.kind),
        Cell::State(mark, p.state),
        int(p.open),
        int(p.won),
        int(p.referrals),
        amounts(&p.revenue),
        amounts(&p.earned),
        amounts(&p.paid),
        amounts(&p.owed),
        opt_day(p.last_submitted),
        opt_text(p.owner),
        opt_text(p.country),
        opt_text(p.tags),
        opt_day(p.since),
        opt_text(p.email),
        text(p.slug),
        opt_text(p.external_id),
    ];
    Row { id: p.id, cells }
}
