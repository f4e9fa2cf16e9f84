//! The list of sign-ups: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, opt_day, opt_id, opt_text},
    columns::{day, left},
};
use crate::{domain::id::Noun, store::list::SignUpRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 4, 8, 1),
    day("on", "Signed up", 1),
    left("email", "E-mail", 14, 32, 0),
    left("company", "Company", 8, 24, 2),
    left("contact", "Contact", 8, 20, 5),
    left("partner", "Partner", 12, 28, 1),
    left("link", "Link", 8, 20, 3),
    left("state", "State", 9, 12, 0),
    left("flag", "Flag", 8, 24, 0),
    left("referral", "Referral", 4, 8, 4),
    left("code", "Code", 8, 20, 7),
    left("visitor", "Visitor", 8, 20, 8),
];

pub(super) fn row(s: SignUpRow) -> Row {
    let mark = match s.state.as_str() {
        "referral" => Mark::Done,
        "refused" => Mark::Failed,
        _ => Mark::Attention,
    };
    let cells = vec![
        id(Noun::SignUp, s.id),
        opt_day(s.on),
        opt_text(s.email),
        opt_text(s.company),
        opt_text(s.contact),
        opt_text(s.partner),
        opt_text(s.link),
        Cell::State(mark, s.state),
        opt_text(s.flag),
        opt_id(Noun::Referral, s.referral),
        opt_text(s.code),
        opt_text(s.visitor),
    ];
    Row { id: s.id, cells }
}
