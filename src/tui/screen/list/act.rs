//! What keys do to a list: moving, picking, filtering, sorting, turning the period. Asks nothing of the book itself.

use tui_input::Input;

use super::{ListScreen, MOST_PICKED};
use crate::{
    domain::{month::Month, period::Period, query::Sort},
    error::Error,
    table::{Align, List},
    tui::{
        chord::Chord,
        keymap::Action,
        screen::{moving::moved, shower},
        widget::input,
    },
};

impl ListScreen {
    /// Handles movement and view; false if it is none of its own.
    pub fn act(&mut self, action: Action) -> bool {
        if self.zoomed {
            return self.act_zoomed(action);
        }
        if let Some(to) = moved(action, self.at, self.page) {
            self.go(to);
            return true;
        }
        match action {
            Action::Filter => self.typing = Some(Input::new(self.filter.clone())),
            Action::AsOf if self.query.list.looks_back() => self.look_back(),
            Action::Zoom => (self.zoomed, self.skip) = (shower(self.query.list).is_some(), 0),
            Action::Group if self.query.list == List::Commissions => {
                self.grouped = !self.grouped;
                self.refold();
            }
            Action::Fold => self.fold(true),
            Action::Unfold => self.fold(false),
            Action::FoldAll => self.fold_all(),
            Action::Pick => self.pick(),
            Action::Range => self.pick_range(),
            Action::PickAll => self.pick_all(),
            Action::Earlier => return self.period(false),
            Action::Later => return self.period(true),
            Action::Back if !self.picked.is_empty() => self.picked.clear(),
            Action::Back if !self.filter.is_empty() => self.set_filter(""),
            _ => return false,
        }
        true
    }

    fn act_zoomed(&mut self, action: Action) -> bool {
        let half = (self.page / 2).max(1);
        match action {
            Action::Down => self.skip += 1,
            Action::Up => self.skip = self.skip.saturating_sub(1),
            Action::PageDown | Action::HalfDown => self.skip += half,
            Action::PageUp | Action::HalfUp => self.skip = self.skip.saturating_sub(half),
            Action::Top => self.skip = 0,
            Action::Zoom | Action::Back | Action::Close => self.zoomed = false,
            _ => return false,
        }
        true
    }

    /// Handles a key while the filter is typed.
    pub fn type_filter(&mut self, chord: Chord) {
        let Some(typed) = &mut self.typing else {
            return;
        };
        if chord.is("enter") || chord.is("tab") {
            self.typing = None;
            if self.filter_error.take().is_some() {
                // What cannot be read is not kept: the last good filter is what one sees.
                self.filter = self.fitted().to_owned();
            }
        } else if chord.is("esc") {
            self.typing = None;
            self.set_filter("");
        } else if input::key(typed, chord) {
            let text = typed.value().to_owned();
            self.set_filter(&text);
        }
    }

    /// Types pasted text into the filter line.
    pub fn paste(&mut self, pasted: &str) {
        if let Some(typed) = &mut self.typing {
            input::paste(typed, pasted);
            let text = typed.value().to_owned();
            self.set_filter(&text);
        }
    }

    pub(super) fn set_filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
        let whole = format!("{} {}", self.fixed, text.trim());
        match self.query.clone().typed(whole.trim(), self.today) {
            Ok(query) => {
                self.filter_error = None;
                if query != self.query {
                    self.query = query;
                    self.at = 0;
                    self.selected = None;
                }
            }
            Err(e) => self.filter_error = Some(e),
        }
    }

    /// The filter that what one sees fits: the last one that could be read.
    pub fn fitted(&self) -> &str {
        let text = self.query.text.as_str();
        text.strip_prefix(self.fixed.as_str())
            .unwrap_or(text)
            .trim()
    }

    /// Sorts by a column; once more turns it round.
    pub fn sort_by(&mut self, key: &str) {
        let Some(column) = self.query.list.columns().iter().find(|c| c.key == key) else {
            return;
        };
        let descending = match self.query.sorted_by().first() {
            Some(sort) if sort.field == key => !sort.descending,
            _ => column.align == Align::Right,
        };
        self.query.sort = vec![Sort {
            field: column.key,
            descending,
        }];
        self.at = 0;
        self.selected = None;
    }

    /// Asks for the day in the filter, whose end it is put at: one line to type in, and one key that takes it off.
    fn look_back(&mut self) {
        let kept: Vec<&str> = self
            .filter
            .split_whitespace()
            .filter(|word| !word.starts_with("asof:"))
            .chain(["asof:"])
            .collect();
        self.typing = Some(Input::new(kept.join(" ")));
    }

    fn period(&mut self, later: bool) -> bool {
        if !matches!(
            self.query.list,
            List::Performance | List::Commissions | List::Revenue
        ) {
            return false;
        }
        let now = self.query.period;
        self.query.period = if now == Period::ALL {
            let month = Month::of(self.today);
            Period::months(month, month)
        } else if !later {
            now.earlier()
        } else if now.later().from.is_some_and(|d| d > self.today) {
            // Nothing has happened in the future: after now comes everything.
            Period::ALL
        } else {
            now.later()
        };
        self.at = 0;
        true
    }

    pub(super) fn go(&mut self, to: usize) {
        self.at = to.min(self.len().saturating_sub(1));
        self.selected = self.id_at(self.at);
        self.scroll();
    }

    pub(super) fn scroll(&mut self) {
        self.at = self.at.min(self.len().saturating_sub(1));
        self.top = self
            .top
            .clamp((self.at + 1).saturating_sub(self.page), self.at);
        // Heads of groups take lines too: count them from the top down to the cursor.
        while self.grouped && self.top < self.at && self.lines_to_cursor() > self.page {
            self.top += 1;
        }
    }

    fn lines_to_cursor(&self) -> usize {
        (self.top..=self.at)
            .map(|i| 1 + usize::from(self.begins_group(i) && self.folded(i).is_none()))
            .sum()
    }

    fn pick(&mut self) {
        if let Some(all) = self.folded_here() {
            // A head stands for all its rows: they are picked together, and so they are let go.
            let picked = all.iter().all(|(id, _)| self.picked.contains_key(id));
            self.picking = (!picked).then(|| all.iter().map(|(id, _)| *id).collect());
            self.picked
                .retain(|id, _| !all.iter().any(|(i, _)| i == id));
            self.go(self.at.saturating_add(1));
        } else if let Some(row) = self.current() {
            let (id, name) = (row.id, self.name_of(row).unwrap_or_default());
            if self.picked.remove(&id).is_none() {
                self.picked.insert(id, name);
            }
            self.anchor = Some(self.at);
            self.go(self.at.saturating_add(1));
        }
    }

    fn pick_range(&mut self) {
        let from = self.anchor.unwrap_or(self.at);
        let (a, b) = (from.min(self.at), from.max(self.at));
        self.pick_these(a, b);
        self.anchor = Some(self.at);
    }

    fn pick_all(&mut self) {
        if self.picked.is_empty() {
            self.pick_these(0, self.len().saturating_sub(1));
        } else {
            self.picked.clear();
        }
    }

    fn pick_these(&mut self, first: usize, last: usize) {
        let Some(ids) = &self.ids else { return };
        let mut rows = ids.get(first..=last).unwrap_or_default().to_vec();
        // A head that stands for many is one of them itself.
        let behind = (first..=last).filter_map(|i| self.behind(i));
        rows.extend(behind.flat_map(|all| all.iter().skip(1)));
        if rows.len() <= MOST_PICKED {
            self.picking = Some(rows);
        } else {
            self.error = Some(
                Error::usage(format!(
                    "That would pick {} rows; {MOST_PICKED} is the most.",
                    rows.len()
                ))
                .hint("Filter first (/), or use the command line."),
            );
        }
    }
}
