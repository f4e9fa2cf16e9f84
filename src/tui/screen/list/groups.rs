//! Heads above rows of one partner: where they stand, and what each partner's rows sum up to.

use std::borrow::Cow;

use super::ListScreen;
use crate::{
    table::{Cell, Row},
    text,
};

impl ListScreen {
    /// True if a head stands above this row: the first in sight, or another partner than the row before.
    pub fn begins_group(&self, i: usize) -> bool {
        self.grouped && (i == self.top || self.group(i) != self.group(i - 1))
    }

    /// The partner a row belongs to, by its short name: two may be called the same.
    pub(super) fn group(&self, i: usize) -> Option<String> {
        self.row_at(i).and_then(|row| self.text(row, "slug"))
    }

    /// What that partner is called.
    pub fn group_name(&self, i: usize) -> Option<String> {
        self.row_at(i).and_then(|row| self.text(row, "partner"))
    }

    /// A row of each group in sight, to ask for its totals.
    pub(super) fn groups_in_sight(&self) -> Vec<i64> {
        if !self.grouped {
            return Vec::new();
        }
        (self.top..self.len().min(self.top + self.page))
            .filter(|i| self.row_at(*i).is_some() && self.begins_group(*i))
            .filter_map(|i| self.id_at(i))
            .collect()
    }

    /// The totals of a row's group in words, as many as fit: `payable $420.00   held $537.50`.
    pub fn group_sums(&self, i: usize, room: usize) -> String {
        let mut said = String::new();
        let sums = self.group(i).and_then(|name| self.sums_of.get(&name));
        for words in sums.into_iter().flatten() {
            let gap = if said.is_empty() { "" } else { "   " };
            if text::width(&said) + gap.len() + text::width(words) > room {
                break;
            }
            said.push_str(gap);
            said.push_str(words);
        }
        said
    }

    /// A row as it is drawn: what has no customer, because a person added it, says what it is for in its place.
    pub fn said<'a>(&self, row: &'a Row) -> Cow<'a, Row> {
        let at = |key: &str| self.query.list.columns().iter().position(|c| c.key == key);
        if let (Some(company), Some(reason)) = (at("company"), at("reason"))
            && row.cells.get(company) == Some(&Cell::Empty)
        {
            let mut row = row.clone();
            row.cells[company] = row.cells[reason].clone();
            return Cow::Owned(row);
        }
        Cow::Borrowed(row)
    }
}
