//! The list of coded links: its columns, and a row as cells.

use super::{
    Cell, Column, Row,
    cells::{int, opt_day, opt_text, text},
    columns::{day, left, right},
};
use crate::store::list::LinkRow;

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("code", "Code", 8, 24, 0),
    left("partner", "Partner", 14, 32, 1),
    left("campaign", "Campaign", 8, 20, 3),
    right("clicks", "Clicks", 6, 10, 0),
    right("signups", "Sign-ups", 8, 10, 0),
    right("referrals", "Referrals", 9, 10, 1),
    right("won", "Won", 4, 8, 1),
    day("made_on", "Made", 5),
    day("ended_on", "Ended", 4),
    left("url", "Address", 20, 60, 2),
    left("note", "Note", 10, 30, 6),
];

pub(super) fn row(k: LinkRow) -> Row {
    let cells = vec![
        text(k.code),
        text(k.partner),
        opt_text(k.campaign),
        int(k.clicks),
        int(k.signups),
        int(k.referrals),
        int(k.won),
        Cell::Day(k.made_on),
        opt_day(k.ended_on),
        text(k.url),
        opt_text(k.note),
    ];
    Row { id: k.id, cells }
}
