//! What is chosen in a list: the picked rows, or the one under the cursor; for operations and for the clipboard.

use super::ListScreen;
use crate::{
    ops::Selection,
    table::{Cell, Row},
};

impl ListScreen {
    /// What operations act on: the picked rows, or the one under the cursor.
    pub fn selection(&self) -> Selection {
        let noun = self.query.list.noun();
        if !self.picked.is_empty() {
            return Selection {
                noun,
                ids: self.picked.keys().copied().collect(),
                names: self.picked.values().cloned().collect(),
            };
        }
        let row = self.current();
        Selection {
            noun,
            ids: row.iter().map(|r| r.id).collect(),
            names: row.and_then(|r| self.name_of(r)).into_iter().collect(),
        }
    }

    /// Picked rows, or the one under the cursor, as tab-separated text.
    pub fn copied(&self) -> String {
        let chosen: Vec<&Row> = if self.picked.is_empty() {
            self.current().into_iter().collect()
        } else {
            self.picked
                .keys()
                .filter_map(|id| self.rows.get(id))
                .collect()
        };
        let line = |row: &&Row| {
            row.cells
                .iter()
                .map(Cell::shown)
                .collect::<Vec<_>>()
                .join("\t")
        };
        chosen.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}
