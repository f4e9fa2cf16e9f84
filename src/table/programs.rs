//! The list of programs: its columns, and a row as cells.

use super::{
    Cell, Column, Row,
    cells::{amounts, int, opt_day, opt_int, opt_text, text},
    columns::{day, left, right, unsorted},
};
use crate::store::list::ProgramRow;

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("name", "Program", 12, 28, 0),
    left("terms", "Terms", 20, 60, 0),
    right("partners", "Partners", 8, 8, 1),
    right("hold", "Hold days", 9, 9, 2),
    unsorted(right("minimum", "Minimum", 9, 26, 3)),
    left("kind", "Type", 8, 10, 4),
    right("version", "Version", 7, 7, 4),
    day("from", "From", 5),
    right("own", "Own terms", 9, 9, 6),
    day("ends", "Ends", 6),
    left("slug", "Short name", 8, 24, 9),
];

pub(super) fn row(g: ProgramRow) -> Row {
    let cells: Vec<Cell> = vec![
        text(g.name),
        opt_text(g.terms),
        int(g.partners),
        opt_int(g.hold_days),
        amounts(&g.minimum),
        text(g.kind),
        opt_int(g.version),
        opt_day(g.from_day),
        int(g.own),
        opt_day(g.ends_on),
        text(g.slug),
    ];
    Row { id: g.id, cells }
}
