//! The list of operations: its columns, and a row as cells.

use super::{
    Cell, Column, Mark, Row,
    cells::{id, int, opt_text, text},
    columns::{left, right},
};
use crate::{domain::id::Noun, store::list::OperationRow};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("id", "ID", 5, 9, 2),
    left("at", "When (UTC)", 16, 16, 1),
    left("summary", "What happened", 24, 80, 0),
    left("state", "State", 7, 8, 0),
    left("who", "Who", 6, 16, 4),
    left("origin", "From", 6, 7, 5),
    left("act", "Act", 4, 5, 9),
    right("changes", "Rows", 5, 9, 4),
    left("command", "Command", 16, 60, 6),
    left("file", "File", 8, 30, 7),
];

pub(super) fn row(h: OperationRow) -> Row {
    let (mark, state) = match (h.undone, h.act.as_str()) {
        (true, _) => (Mark::Reversed, "undone"),
        (false, "undo") => (Mark::Note, "undo"),
        (false, "redo") => (Mark::Note, "redo"),
        _ => (Mark::None, "done"),
    };
    let cells = vec![
        id(Noun::Operation, h.id),
        // RFC 3339 in the book; to the minute is enough for people, and sorts the same.
        text(h.at.get(..16).unwrap_or(&h.at).replace('T', " ")),
        text(h.summary),
        Cell::State(mark, state.to_owned()),
        text(h.who),
        text(h.origin),
        text(h.act),
        int(h.changes),
        text(h.command),
        opt_text(h.file),
    ];
    Row { id: h.id, cells }
}
