//! What is chosen in a list: the picked rows, or the one under the cursor; for operations and for the clipboard.

use super::ListScreen;
use crate::{
    domain::{day::Day, id::Noun, period::Period},
    ops::Selection,
    table::{Cell, List, Row},
};

impl ListScreen {
    /// The day it is.
    pub fn today(&self) -> crate::domain::day::Day {
        self.today
    }

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
        if let Some(all) = self.folded_here() {
            let (ids, names) = all.into_iter().unzip();
            return Selection { noun, ids, names };
        }
        let row = self.current();
        Selection {
            noun,
            ids: row.iter().map(|r| r.id).collect(),
            names: row.and_then(|r| self.name_of(r)).into_iter().collect(),
        }
    }

    /// The rows that are chosen, as far as they are known.
    fn chosen(&self) -> Vec<&Row> {
        if self.picked.is_empty() {
            return self.current().into_iter().collect();
        }
        let picked = self.picked.keys();
        picked.filter_map(|id| self.rows.get(id)).collect()
    }

    /// The partners that chosen commission lines belong to, for what is done to partners.
    pub fn partners(&self) -> Option<Selection> {
        if self.query.list != List::Commissions {
            return None;
        }
        let mut names: Vec<String> = Vec::new();
        for slug in self.chosen().iter().filter_map(|r| self.text(r, "slug")) {
            if !names.contains(&slug) {
                names.push(slug);
            }
        }
        Some(Selection {
            noun: "partner",
            ids: Vec::new(),
            names,
        })
    }

    /// True if every chosen line is held back by a person, so that there is nothing to do to it but to let it go.
    pub fn all_blocked(&self) -> bool {
        let chosen = self.chosen();
        let blocked = |row: &&Row| self.text(row, "state").as_deref() == Some("blocked");
        !chosen.is_empty() && chosen.iter().all(blocked)
    }

    /// What the list shows as a filter that can be typed, its period included.
    pub fn as_filter(&self) -> String {
        if let (List::PayoutLines, Some(id)) = (self.query.list, self.query.of) {
            return format!("payout:{}", Noun::Payout.id(id));
        }
        let end = |day: Option<Day>| day.map_or_else(String::new, |d| d.to_string());
        let Period { from, to } = self.query.period;
        let mut said = self.query.text.trim().to_owned();
        if self.query.period != Period::ALL {
            said = format!("{said} period:{}..{}", end(from), end(to));
        }
        said.trim().to_owned()
    }

    /// Picked rows, or the one under the cursor, as tab-separated text.
    pub fn copied(&self) -> String {
        let line = |row: &&Row| {
            row.cells
                .iter()
                .map(Cell::shown)
                .collect::<Vec<_>>()
                .join("\t")
        };
        self.chosen()
            .iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }
}
