//! Partners with a loaded list of accounts and the three numbers of each: columns, fields, and a row as cells.

use super::{
    Cell, Column, Row,
    cells::{int, text},
    columns::{day, left, right},
};
use crate::{
    domain::query::{FieldDef, FieldKind},
    store::list::OverlapRow,
};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("partner", "Partner", 14, 32, 0),
    right("both", "Both", 5, 8, 0),
    right("both_theirs", "As theirs", 9, 9, 5),
    right("ours", "Only ours", 9, 9, 2),
    right("theirs", "Only theirs", 11, 11, 2),
    right("accounts", "Their rows", 10, 10, 3),
    day("loaded_on", "Loaded", 1),
    left("lists", "Lists", 9, 34, 4),
    left("slug", "Short name", 8, 30, 9),
];

/// What it can be filtered and sorted by.
pub(super) const FIELDS: &[FieldDef] = &[
    field("partner", FieldKind::Text),
    field("both", FieldKind::Number),
    field("both_theirs", FieldKind::Number),
    field("ours", FieldKind::Number),
    field("theirs", FieldKind::Number),
    field("accounts", FieldKind::Number),
    field("loaded_on", FieldKind::Day),
    field("lists", FieldKind::Tags),
    field("slug", FieldKind::Word),
];

const fn field(name: &'static str, kind: FieldKind) -> FieldDef {
    FieldDef {
        name,
        kind,
        sortable: true,
    }
}

pub(super) fn row(o: OverlapRow) -> Row {
    let cells = vec![
        text(o.partner),
        int(o.both),
        int(o.both_theirs),
        int(o.ours),
        o.theirs.map_or(Cell::Empty, int),
        int(o.accounts),
        Cell::Day(o.loaded_on),
        text(o.lists),
        text(o.slug),
    ];
    Row { id: o.id, cells }
}
