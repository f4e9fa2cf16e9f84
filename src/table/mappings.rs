//! Saved mappings as a table; what their words mean is not its business.

use super::{
    Cell, Column, Row, Table,
    columns::{left, right},
};
use crate::store::SavedMapping;

const COLUMNS: [Column; 5] = [
    left("name", "Mapping", 12, 30, 0),
    left("kind", "Reads", 8, 14, 0),
    left("partner", "Partner", 8, 20, 2),
    right("columns", "Columns", 7, 7, 1),
    left("words", "As", 20, 120, 1),
];

/// Saved mappings, each with what `words` says of it.
pub fn mappings(all: &[SavedMapping], words: impl Fn(&SavedMapping) -> String) -> Table {
    let row = |m: &SavedMapping| Row {
        id: m.id,
        cells: vec![
            Cell::Text(m.name.clone()),
            Cell::Text(m.kind.clone()),
            m.partner
                .as_ref()
                .map_or(Cell::Empty, |(_, slug)| Cell::Text(slug.clone())),
            Cell::Int(i64::try_from(m.header.len()).unwrap_or(i64::MAX)),
            Cell::Text(words(m)),
        ],
    };
    Table {
        columns: COLUMNS.to_vec(),
        rows: all.iter().map(row).collect(),
        footer: Vec::new(),
    }
}
