//! The generic list: order, rows in sight, cursor, picks, filter, sort and period. Every list screen is this one.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tui_input::Input;

use crate::{
    domain::{
        day::Day,
        money::Money,
        month::Month,
        period::Period,
        query::{QueryError, Sort},
    },
    error::Error,
    ops::{Record, Selection},
    table::{Align, Cell, Column, List, Query, Row},
    text,
    tui::{
        chord::Chord,
        event::{Answer, Want},
        keymap::Action,
        widget::{input, put},
    },
};

/// Rows fetched beyond either end of what is seen; also the step of the window, so that scrolling one line asks nothing.
const AHEAD: usize = 64;
/// Most rows that are picked with one key: more is an accident.
const MOST_PICKED: usize = 5000;
/// Rows kept although out of sight.
const KEPT: usize = 4096;

/// A list on screen.
#[derive(Debug, Clone)]
pub struct ListScreen {
    /// What is asked of the book.
    pub query: Query,
    /// What the person typed as filter.
    pub filter: String,
    /// The filter line while it is being typed.
    pub typing: Option<Input>,
    /// What is wrong with what is typed; the last good result stays.
    pub filter_error: Option<QueryError>,
    /// A filter that always holds.
    fixed: String,
    /// Heading when it is not the list's own.
    pub title: Option<String>,
    /// Rows stand under a head per partner.
    pub grouped: bool,
    /// Detail over the whole body.
    pub zoomed: bool,
    /// The list's ids in order, once known.
    pub ids: Option<Arc<Vec<i64>>>,
    /// Totals below.
    pub footer: Vec<(String, Vec<Money>)>,
    /// Position of the cursor.
    pub at: usize,
    /// First row in sight.
    pub top: usize,
    /// Picked rows: id and how it is written.
    pub picked: BTreeMap<i64, String>,
    /// The detail of the row under the cursor, and whose it is.
    pub detail: Option<(String, Record)>,
    /// What went wrong with reading.
    pub error: Option<Error>,
    /// First line of the zoomed detail in sight.
    pub skip: usize,
    rows: HashMap<i64, Row>,
    /// Widest content seen of each column: only grows, so that nothing jumps while one scrolls.
    widths: Vec<u16>,
    /// Rows without any filter, when last seen.
    whole: Option<usize>,
    /// The record the cursor shall stay on, whatever the order becomes.
    selected: Option<i64>,
    anchor: Option<usize>,
    picking: Option<Vec<i64>>,
    page: usize,
    wants_detail: bool,
    today: Day,
}

impl ListScreen {
    /// A list as it first shows.
    pub fn new(list: List, today: Day) -> Self {
        let mut query = Query::new(list, today);
        if list == List::Performance {
            // This year is what a manager is asked about.
            let december = Month::of(today).moved(12 - month_number(today));
            query.period = Period::months(december.moved(-11), december);
        }
        Self {
            query,
            filter: String::new(),
            fixed: String::new(),
            typing: None,
            filter_error: None,
            title: None,
            grouped: list == List::Commissions,
            zoomed: false,
            ids: None,
            footer: Vec::new(),
            at: 0,
            top: 0,
            picked: BTreeMap::new(),
            detail: None,
            error: None,
            skip: 0,
            rows: HashMap::new(),
            widths: Vec::new(),
            whole: None,
            selected: None,
            anchor: None,
            picking: None,
            page: 1,
            wants_detail: false,
            today,
        }
    }

    /// The same, of one payout or partner.
    #[must_use]
    pub fn of(mut self, id: i64) -> Self {
        self.query.of = Some(id);
        self
    }

    /// The same under another heading.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.title = Some(title.to_owned());
        self
    }

    /// The same, limited for good: what is typed comes on top.
    #[must_use]
    pub fn fixed(mut self, filter: &str) -> Self {
        filter.clone_into(&mut self.fixed);
        self.set_filter("");
        self
    }

    /// The same without heads.
    #[must_use]
    pub fn ungrouped(mut self) -> Self {
        self.grouped = false;
        self
    }

    /// The same, filtered.
    #[must_use]
    pub fn filtered(mut self, filter: &str) -> Self {
        self.set_filter(filter);
        self
    }

    /// Shows just what a filter says, from the top: where a jump leads.
    pub fn show_only(&mut self, filter: &str) {
        self.typing = None;
        self.zoomed = false;
        self.picked.clear();
        self.set_filter(filter);
        self.go(0);
    }

    /// Which list.
    pub fn list(&self) -> List {
        self.query.list
    }

    /// Fits the list to the lines and the pane it has; called before anything is asked or drawn.
    pub fn fit(&mut self, lines: usize, pane: bool) {
        self.page = lines.max(1);
        self.wants_detail = pane || self.zoomed;
        self.scroll();
    }

    /// What it needs to know now.
    pub fn needs(&self) -> Vec<Want> {
        let mut needs = vec![Want::Order(self.query.clone())];
        if let Some(ids) = &self.ids
            && !ids.is_empty()
        {
            let step = self.top / AHEAD * AHEAD;
            let to = (step + self.page + 2 * AHEAD).min(ids.len());
            let from = step.saturating_sub(AHEAD).min(to);
            needs.push(Want::Rows(self.query.clone(), ids[from..to].to_vec()));
        }
        if let Some(ids) = &self.picking {
            needs.push(Want::Names(self.query.clone(), ids.clone()));
        }
        if self.wants_detail
            && let Some(path) = super::shower(self.query.list)
            && let Some(name) = self.current().and_then(|row| self.name_of(row))
        {
            needs.push(Want::Record(path, name));
        }
        needs
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match (want, answer) {
            (_, Answer::Order(ids, footer)) => {
                self.error = None;
                if self.filter.is_empty() {
                    self.whole = Some(ids.len());
                }
                // The cursor stays on its record, not on its line.
                if let Some(id) = self.selected
                    && ids.get(self.at) != Some(&id)
                    && let Some(at) = ids.iter().position(|i| *i == id)
                {
                    self.at = at;
                }
                self.ids = Some(ids);
                self.footer = footer;
                self.scroll();
                self.selected = self.id_at(self.at);
            }
            (Want::Names(..), Answer::Rows(rows)) => {
                self.picking = None;
                for row in rows {
                    let name = self.name_of(&row).unwrap_or_default();
                    self.picked.insert(row.id, name);
                }
            }
            (_, Answer::Rows(rows)) => {
                if self.rows.len() > KEPT {
                    self.rows.clear();
                }
                self.measure(&rows);
                self.rows.extend(rows.into_iter().map(|r| (r.id, r)));
            }
            (Want::Record(_, name), Answer::Record(record)) => {
                self.detail = Some((name.clone(), record));
            }
            _ => {}
        }
    }

    fn measure(&mut self, rows: &[Row]) {
        self.widths.resize(self.query.list.columns().len(), 0);
        for row in rows {
            for (width, cell) in self.widths.iter_mut().zip(&row.cells) {
                *width = (*width).max(put::cells(text::width(&cell.shown())));
            }
        }
    }

    /// Widest content seen of each column, its sums included.
    pub fn widths(&self) -> Vec<u16> {
        let mut widths = self.widths.clone();
        for (column, width) in self.query.list.columns().iter().zip(&mut widths) {
            for (_, sums) in self.footer.iter().filter(|(label, _)| sums_up(column, label)) {
                let widest = sums.iter().map(|m| text::width(&m.shown())).max().unwrap_or(0);
                *width = (*width).max(put::cells(widest));
            }
        }
        widths
    }

    /// Handles movement and view; false if it is none of its own.
    pub fn act(&mut self, action: Action) -> bool {
        if self.zoomed {
            return self.act_zoomed(action);
        }
        let half = (self.page / 2).max(1);
        match action {
            Action::Down => self.go(self.at.saturating_add(1)),
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Top => self.go(0),
            Action::Bottom => self.go(usize::MAX),
            Action::PageDown => self.go(self.at.saturating_add(self.page)),
            Action::PageUp => self.go(self.at.saturating_sub(self.page)),
            Action::HalfDown => self.go(self.at.saturating_add(half)),
            Action::HalfUp => self.go(self.at.saturating_sub(half)),
            Action::Filter => self.typing = Some(Input::new(self.filter.clone())),
            Action::Zoom => (self.zoomed, self.skip) = (super::shower(self.query.list).is_some(), 0),
            Action::Group if self.query.list == List::Commissions => self.grouped = !self.grouped,
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
        let Some(typed) = &mut self.typing else { return };
        if chord.is("enter") || chord.is("tab") {
            self.typing = None;
            if self.filter_error.take().is_some() {
                // What cannot be read is not kept: the last good filter is what one sees.
                let kept = self.query.text.strip_prefix(self.fixed.as_str());
                self.filter = kept.unwrap_or_default().trim().to_owned();
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

    fn set_filter(&mut self, text: &str) {
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

    /// Sorts by a column; once more turns it round.
    pub fn sort_by(&mut self, key: &str) {
        let Some(column) = self.query.list.columns().iter().find(|c| c.key == key) else { return };
        let descending = match self.query.sorted_by().first() {
            Some(sort) if sort.field == key => !sort.descending,
            _ => column.align == Align::Right,
        };
        self.query.sort = vec![Sort { field: column.key, descending }];
        self.at = 0;
        self.selected = None;
    }

    fn period(&mut self, later: bool) -> bool {
        if !matches!(self.query.list, List::Performance | List::Commissions | List::Revenue) {
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

    fn go(&mut self, to: usize) {
        self.at = to.min(self.len().saturating_sub(1));
        self.selected = self.id_at(self.at);
        self.scroll();
    }

    fn scroll(&mut self) {
        self.at = self.at.min(self.len().saturating_sub(1));
        self.top = self.top.clamp((self.at + 1).saturating_sub(self.page), self.at);
        // Heads of groups take lines too: count them from the top down to the cursor.
        while self.grouped && self.top < self.at && self.lines_to_cursor() > self.page {
            self.top += 1;
        }
    }

    fn lines_to_cursor(&self) -> usize {
        (self.top..=self.at).map(|i| 1 + usize::from(self.begins_group(i))).sum()
    }

    /// True if a head stands above this row: the first in sight, or another partner than the row before.
    pub fn begins_group(&self, i: usize) -> bool {
        self.grouped && (i == self.top || self.group(i) != self.group(i - 1))
    }

    /// The partner a row belongs to.
    pub fn group(&self, i: usize) -> Option<String> {
        self.row_at(i).and_then(|row| self.text(row, "partner"))
    }

    fn pick(&mut self) {
        if let Some(row) = self.current() {
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
        if last - first < MOST_PICKED {
            self.picking = ids.get(first..=last).map(<[i64]>::to_vec);
        } else {
            self.error = Some(
                Error::usage(format!("That would pick {} rows; {MOST_PICKED} is the most.", last - first + 1))
                    .hint("Filter first (/), or use the command line."),
            );
        }
    }

    /// How many rows there are, as far as is known.
    pub fn len(&self) -> usize {
        self.ids.as_ref().map_or(0, |ids| ids.len())
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn id_at(&self, at: usize) -> Option<i64> {
        self.ids.as_ref()?.get(at).copied()
    }

    /// The row at a position, if it has come.
    pub fn row_at(&self, at: usize) -> Option<&Row> {
        self.rows.get(&self.id_at(at)?)
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<&Row> {
        self.row_at(self.at)
    }

    /// The cell of a column.
    pub fn cell<'a>(&self, row: &'a Row, key: &str) -> Option<&'a Cell> {
        let i = self.query.list.columns().iter().position(|c| c.key == key)?;
        row.cells.get(i)
    }

    /// The cell of a column as text, exactly as stored.
    pub fn text(&self, row: &Row, key: &str) -> Option<String> {
        match self.cell(row, key)? {
            Cell::Empty => None,
            Cell::Text(text) => Some(text.clone()),
            cell => Some(cell.shown()),
        }
    }

    /// How a row is written on a command line.
    pub fn name_of(&self, row: &Row) -> Option<String> {
        self.text(row, self.query.list.handle()?)
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
            self.picked.keys().filter_map(|id| self.rows.get(id)).collect()
        };
        let line = |row: &&Row| row.cells.iter().map(Cell::shown).collect::<Vec<_>>().join("\t");
        chosen.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// `2026  10 of 12`.
    pub fn counts(&self) -> String {
        let Some(ids) = &self.ids else { return "…".into() };
        let rows = match self.whole {
            Some(whole) if whole != ids.len() => {
                format!("{} of {}", put::count(ids.len()), put::count(whole))
            }
            _ => put::count(ids.len()),
        };
        if self.query.period == Period::ALL {
            rows
        } else {
            format!("{}  {rows}", self.query.period.shown())
        }
    }
}

/// True if a sum of this label is what a column adds up to.
pub fn sums_up(column: &Column, label: &str) -> bool {
    column.align == Align::Right && (column.key == label || column.title.to_lowercase() == label.to_lowercase())
}

fn month_number(day: Day) -> i32 {
    i32::try_from(Month::of(day).month()).unwrap_or(12)
}
