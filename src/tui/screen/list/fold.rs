//! Partners whose rows are folded away: their head alone stands for them, and what is done to it is done to them all.

use std::{collections::BTreeSet, sync::Arc};

use super::ListScreen;
use crate::{domain::id::Noun, table::Row};

/// What is folded away.
#[derive(Debug, Clone, Default)]
pub struct Folding {
    /// Every partner is, but for the exceptions; else none but those.
    all: bool,
    except: BTreeSet<String>,
    /// How many rows each partner has, in the list's order; none while that is not known.
    runs: Vec<(String, usize)>,
    /// The whole order, with what is folded away.
    order: Arc<Vec<i64>>,
}

impl Folding {
    fn holds(&self, partner: &str) -> bool {
        self.all != self.except.contains(partner)
    }

    /// True if anything is folded.
    pub fn any(&self) -> bool {
        self.all || !self.except.is_empty()
    }

    /// Rows, folded away or not.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Each partner with where its rows begin and how many there are. Nothing where the counts are not those of the
    /// order: the book has changed in between, and both come anew.
    fn runs(&self) -> impl Iterator<Item = (&str, usize, usize)> {
        let known = self.runs.iter().map(|(_, n)| n).sum::<usize>() == self.order.len();
        let mut next = 0;
        self.runs
            .iter()
            .filter(move |_| known)
            .map(move |(name, n)| {
                let from = next;
                next += n;
                (name.as_str(), from, *n)
            })
    }

    /// The order as it is seen: of a folded partner only the first row, which its head stands for.
    fn seen(&self) -> Arc<Vec<i64>> {
        let mut seen = Vec::new();
        for (name, from, n) in self.runs() {
            let n = if self.holds(name) { n.min(1) } else { n };
            seen.extend(self.order.iter().skip(from).take(n));
        }
        if seen.is_empty() || !self.any() {
            return Arc::clone(&self.order);
        }
        Arc::new(seen)
    }

    /// The rows of the folded partner whose first row this is.
    fn behind(&self, id: i64) -> Option<&[i64]> {
        self.runs()
            .filter(|(name, ..)| self.holds(name))
            .find(|(_, from, _)| self.order.get(*from) == Some(&id))
            .and_then(|(_, from, n)| self.order.get(from..from + n))
    }

    /// The first row of the folded partner that this row is of.
    fn head_of(&self, id: i64) -> Option<i64> {
        let at = self.order.iter().position(|i| *i == id)?;
        self.runs()
            .find(|(_, from, n)| (*from..from + n).contains(&at))
            .filter(|(name, ..)| self.holds(name))
            .and_then(|(_, from, _)| self.order.get(from).copied())
    }
}

impl ListScreen {
    /// True if rows can be folded: they stand under heads, in the list's own order.
    pub(super) fn folds(&self) -> bool {
        self.grouped && self.query.sorted_by().is_empty() && self.query.filter.limit.is_none()
    }

    /// How many rows are folded away behind this one.
    pub fn folded(&self, i: usize) -> Option<usize> {
        self.behind(i).map(<[i64]>::len)
    }

    pub(super) fn behind(&self, i: usize) -> Option<&[i64]> {
        if !self.folding.any() || !self.folds() {
            return None;
        }
        self.folding.behind(self.id_at(i)?)
    }

    /// What the row under the cursor stands for, where it stands for more than itself: ids, and how they are written.
    pub(super) fn folded_here(&self) -> Option<Vec<(i64, String)>> {
        let ids = self.behind(self.at)?;
        Some(
            ids.iter()
                .map(|id| (*id, Noun::Commission.id(*id).to_string()))
                .collect(),
        )
    }

    /// Folds the partner under the cursor away, or brings its rows back.
    pub fn fold(&mut self, away: bool) {
        let Some(partner) = self.group(self.at).filter(|_| self.folds()) else {
            return;
        };
        if self.folding.holds(&partner) != away && !self.folding.except.remove(&partner) {
            self.folding.except.insert(partner);
        }
        self.refold();
    }

    /// Folds every partner away, or brings them all back.
    pub(super) fn fold_all(&mut self) {
        if self.folds() {
            self.folding.all = !self.folding.all;
            self.folding.except.clear();
            self.refold();
        }
    }

    /// Takes the order of the rows.
    pub(super) fn take_whole(&mut self, order: Arc<Vec<i64>>) {
        self.folding.order = order;
        self.refold();
    }

    /// Takes how many rows each partner has.
    pub(super) fn take_runs(&mut self, runs: Vec<(String, usize)>) {
        self.folding.runs = runs;
        self.refold();
    }

    /// Works out anew what is seen; the cursor stays on its record, or goes to the head it is behind.
    pub(super) fn refold(&mut self) {
        let ids = if self.folds() {
            self.folding.seen()
        } else {
            Arc::clone(&self.folding.order)
        };
        if let Some(id) = self.selected
            && ids.get(self.at) != Some(&id)
        {
            let there = |id: i64| ids.iter().position(|i| *i == id);
            let head = || self.folding.head_of(id).and_then(there);
            if let Some(at) = there(id).or_else(head) {
                self.at = at;
            }
        }
        self.ids = Some(ids);
        self.scroll();
        self.selected = self.id_at(self.at);
    }

    /// The record that is shown beside the list: none of a head that stands for many.
    pub(super) fn single(&self) -> Option<&Row> {
        self.current().filter(|_| self.folded(self.at).is_none())
    }
}
