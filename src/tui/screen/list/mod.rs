//! The generic list: order, rows in sight, cursor, picks, filter, sort and period. Every list screen is this one.

mod act;
mod chosen;
mod fold;
mod groups;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tui_input::Input;

use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
        month::Month,
        period::Period,
        query::QueryError,
    },
    error::Error,
    ops::{Record, sheet::Sheet},
    table::{Cell, List, Query, Row},
    text,
    tui::{
        event::{Answer, Want},
        widget::put,
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
    /// What of that is folded away.
    folding: fold::Folding,
    /// Detail over the whole body.
    pub zoomed: bool,
    /// The list's ids in order, once known.
    pub ids: Option<Arc<Vec<i64>>>,
    /// Totals below.
    pub footer: Vec<(String, Vec<Money>)>,
    /// What of them is payable, but waits under a minimum.
    pub waiting: Vec<Money>,
    /// Position of the cursor.
    pub at: usize,
    /// First row in sight.
    pub top: usize,
    /// Picked rows: id and how it is written.
    pub picked: BTreeMap<i64, String>,
    /// The detail of the row under the cursor, and whose it is.
    pub detail: Option<(String, Record)>,
    /// The same as a sheet, where the list asks for one.
    pub sheet: Option<(String, Box<Sheet>)>,
    /// What went wrong with reading.
    pub error: Option<Error>,
    /// First line of the zoomed detail in sight.
    pub skip: usize,
    rows: HashMap<i64, Row>,
    /// Totals of groups in words, by their short names.
    sums_of: HashMap<String, Vec<String>>,
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
            folding: fold::Folding::default(),
            zoomed: false,
            ids: None,
            footer: Vec::new(),
            waiting: Vec::new(),
            at: 0,
            top: 0,
            picked: BTreeMap::new(),
            detail: None,
            sheet: None,
            error: None,
            skip: 0,
            rows: HashMap::new(),
            sums_of: HashMap::new(),
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
        if self.folding.any() && self.folds() {
            needs.push(Want::Heads(self.query.clone()));
        }
        let groups = self.groups_in_sight();
        if !groups.is_empty() {
            needs.push(Want::Groups(self.unsorted(), groups));
        }
        if let Some(ids) = &self.picking {
            needs.push(Want::Names(self.query.clone(), ids.clone()));
        }
        if self.wants_detail
            && let Some(path) = crate::tui::screen::shower(self.query.list)
            && let Some(name) = self.single().and_then(|row| self.name_of(row))
        {
            needs.push(crate::tui::screen::pane_of(self.query.list, path, name));
        }
        if self.whole.is_some() || !self.filter.is_empty() {
            needs.push(Want::Sums(self.unsorted()));
        }
        needs
    }

    /// The query without its order: totals do not change when rows are sorted.
    fn unsorted(&self) -> Query {
        Query {
            sort: Vec::new(),
            ..self.query.clone()
        }
    }

    /// Takes an answer.
    pub fn take(&mut self, want: &Want, answer: Answer) {
        match (want, answer) {
            (_, Answer::First(ids)) if self.ids.is_none() => {
                self.ids = Some(Arc::new(ids));
                self.scroll();
            }
            (_, Answer::Sums(footer, waiting)) => (self.footer, self.waiting) = (footer, waiting),
            (_, Answer::Order(ids)) => self.take_order(ids),
            (_, Answer::Heads(runs)) => self.take_runs(runs),
            (_, Answer::Groups(groups)) => {
                for (row, sums) in groups {
                    if let Some(name) = self.rows.get(&row).and_then(|r| self.text(r, "slug")) {
                        self.sums_of.insert(name, sums);
                    }
                }
            }
            (Want::Names(..), Answer::Rows(rows)) => {
                self.picking = None;
                for row in rows {
                    let name = self.name_of(&row).unwrap_or_default();
                    self.picked.insert(row.id, name);
                    self.rows.insert(row.id, row);
                }
            }
            (_, Answer::Rows(rows)) => {
                if self.rows.len() > KEPT {
                    // What is picked is acted on: it stays known.
                    self.rows.retain(|id, _| self.picked.contains_key(id));
                }
                self.measure(&rows);
                self.rows.extend(rows.into_iter().map(|r| (r.id, r)));
            }
            (Want::Sheet(_, name), Answer::Sheet(sheet, _)) => {
                self.sheet = Some((name.clone(), sheet));
            }
            (Want::Record(_, name), Answer::Record(record)) => {
                self.detail = Some((name.clone(), record));
            }
            _ => {}
        }
    }

    fn take_order(&mut self, ids: Arc<Vec<i64>>) {
        self.error = None;
        if self.filter.is_empty() {
            self.whole = Some(ids.len());
        }
        self.take_whole(ids);
    }

    fn measure(&mut self, rows: &[Row]) {
        self.widths.resize(self.query.list.columns().len(), 0);
        for row in rows {
            let cells: Vec<u16> = (self.said(row).cells.iter())
                .map(|cell| put::cells(text::width(&cell.shown())))
                .collect();
            for (width, cell) in self.widths.iter_mut().zip(cells) {
                *width = (*width).max(cell);
            }
        }
    }

    /// Widest content seen of each column, its sums included.
    pub fn widths(&self) -> Vec<u16> {
        let mut widths = self.widths.clone();
        let sorted = self.query.sorted_by().first().map(|s| s.field);
        for (column, width) in self.query.list.columns().iter().zip(&mut widths) {
            if sorted == Some(column.key) {
                // Room for the mark of the direction.
                *width = (*width).max(put::cells(text::width(column.title)) + 2);
            }
            for (_, sums) in self
                .footer
                .iter()
                .filter(|(label, _)| crate::tui::screen::sums::sums_up(column, label))
            {
                let widest = sums
                    .iter()
                    .map(|m| text::width(&m.shown()))
                    .max()
                    .unwrap_or(0);
                *width = (*width).max(put::cells(widest));
            }
        }
        widths
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
        let i = self
            .query
            .list
            .columns()
            .iter()
            .position(|c| c.key == key)?;
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

    /// `2026  10 of 12`.
    pub fn counts(&self) -> String {
        if self.ids.is_none() {
            return "…".into();
        }
        let rows = self.folding.len().max(self.len());
        let rows = match self.whole {
            Some(whole) if whole != rows => {
                format!("{} of {}", put::count(rows), put::count(whole))
            }
            _ => put::count(rows),
        };
        let mut said = String::new();
        if let (day, true) = self.query.seen_on() {
            said = format!("as it stood on {}  ", shown(day));
        }
        if self.query.period != Period::ALL {
            said.push_str(&self.query.period.shown());
            said.push_str("  ");
        }
        said + &rows
    }
}

fn month_number(day: Day) -> i32 {
    i32::try_from(Month::of(day).month()).unwrap_or(12)
}
