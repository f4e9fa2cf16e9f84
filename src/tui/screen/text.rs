//! One thing in full, as readable lines: what a `show` operation says of it. Scrolls; changes nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    ops::{Record, Selection},
    tui::{
        event::{Answer, Want},
        keymap::{Action, Scope},
        theme::{Role, Theme},
        widget::{panel, put},
    },
};

/// Text is never wider than this.
const READABLE: u16 = 100;

/// A record in full.
#[derive(Debug, Clone)]
pub struct TextScreen {
    /// The reading operation, and the name to give it.
    pub shows: (&'static str, String),
    /// What it is, for operations on it.
    pub selection: Selection,
    /// The partner it belongs to, for operations on partners.
    pub partner: Option<Selection>,
    /// Where its keys are.
    pub scope: Scope,
    record: Option<Record>,
    skip: usize,
    page: usize,
}

impl TextScreen {
    /// What an operation shows of one record.
    pub fn new(path: &'static str, selection: Selection, scope: Scope) -> Self {
        let name = selection.names.first().cloned().unwrap_or_default();
        Self {
            shows: (path, name),
            selection,
            partner: None,
            scope,
            record: None,
            skip: 0,
            page: 1,
        }
    }

    /// The same of a partner, by short name.
    #[must_use]
    pub fn of_partner(mut self, slug: Option<String>) -> Self {
        self.partner = slug.map(|slug| Selection {
            noun: "partner",
            ids: Vec::new(),
            names: vec![slug],
        });
        self
    }

    /// True if it is a commission line that a person holds back.
    pub fn is_blocked(&self) -> bool {
        let record = self.record.as_ref();
        record.is_some_and(|r| r.json.get("blocked").is_some_and(|why| !why.is_null()))
    }

    /// Fits it.
    pub fn fit(&mut self, area: Rect) {
        self.page = usize::from(area.height.saturating_sub(1)).max(1);
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        vec![Want::Record(self.shows.0, self.shows.1.clone())]
    }

    /// Takes the answer.
    pub fn take(&mut self, answer: Answer) {
        if let Answer::Record(record) = answer {
            self.record = Some(record);
        }
    }

    /// Scrolls; false if the action is none of its own.
    pub fn act(&mut self, action: Action) -> bool {
        let lines = self.record.as_ref().map_or(0, |r| r.lines.len());
        let half = (self.page / 2).max(1);
        self.skip = match action {
            Action::Down => self.skip + 1,
            Action::Up => self.skip.saturating_sub(1),
            Action::PageDown => self.skip + self.page,
            Action::PageUp => self.skip.saturating_sub(self.page),
            Action::HalfDown => self.skip + half,
            Action::HalfUp => self.skip.saturating_sub(half),
            Action::Top => 0,
            Action::Bottom => lines,
            _ => return false,
        }
        .min(lines.saturating_sub(1));
        true
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let inside = put::inside(
            Rect {
                width: area.width.min(READABLE),
                ..area
            },
            2,
            0,
        );
        match &self.record {
            Some(record) => {
                panel::lines(buf, inside, theme, &record.lines, self.skip);
            }
            None => {
                put::left(buf, inside, 0, 0, "…", theme.style(Role::Muted));
            }
        }
    }
}
