//! One thing in full: what a `show` operation says of it, as a sheet where it gives one, else as readable lines. Scrolls;
//! changes nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use super::moving::moved;
use crate::{
    ops::{
        Record, Selection,
        sheet::{Part, Sheet},
    },
    table::Mark,
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
    /// What forms opened here begin with, by operation.
    pub values: Vec<(&'static str, &'static str, String)>,
    shown: Option<Shown>,
    skip: usize,
    page: usize,
    /// Cells there are for text.
    width: usize,
}

/// What the operation answered.
#[derive(Debug, Clone)]
enum Shown {
    Record(Record),
    Sheet(Box<Sheet>, Record),
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
            values: Vec::new(),
            shown: None,
            skip: 0,
            page: 1,
            width: usize::from(READABLE),
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
        let Some(Shown::Sheet(_, record) | Shown::Record(record)) = &self.shown else {
            return false;
        };
        record.json.get("blocked").is_some_and(|why| !why.is_null())
    }

    /// Fits it.
    pub fn fit(&mut self, area: Rect) {
        self.page = usize::from(area.height.saturating_sub(1)).max(1);
        self.width = usize::from(inside(area).width);
        self.skip = self.skip.min(self.most());
    }

    /// What it needs to know.
    pub fn needs(&self) -> Vec<Want> {
        vec![Want::Sheet(self.shows.0, self.shows.1.clone())]
    }

    /// Takes the answer.
    pub fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Record(record) => self.shown = Some(Shown::Record(record)),
            Answer::Sheet(sheet, record) => self.shown = Some(Shown::Sheet(sheet, record)),
            _ => {}
        }
    }

    /// What the form of an operation begins with: field and value.
    pub fn values_for(&self, path: &str) -> Vec<(&'static str, String)> {
        let own = self.values.iter().filter(|(of, ..)| *of == path);
        own.map(|(_, field, value)| (*field, value.clone()))
            .collect()
    }

    /// It as plain text, for the clipboard.
    pub fn copied(&self) -> Option<String> {
        let lines = match self.shown.as_ref()? {
            Shown::Record(record) => record.lines.clone(),
            Shown::Sheet(sheet, _) => sheet.text(),
        };
        Some(lines.join("\n"))
    }

    /// The furthest it scrolls.
    fn most(&self) -> usize {
        match &self.shown {
            None => 0,
            Some(Shown::Record(record)) => record.lines.len().saturating_sub(1),
            // A sheet is laid out for this width, so its end is known and stays at the foot.
            Some(Shown::Sheet(sheet, _)) => {
                let lines = sheet.lines(self.width, false).len();
                lines.saturating_sub(self.page + 1)
            }
        }
    }

    /// Scrolls; false if the action is none of its own.
    pub fn act(&mut self, action: Action) -> bool {
        let Some(to) = moved(action, self.skip, self.page) else {
            return false;
        };
        self.skip = to.min(self.most());
        true
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let inside = inside(area);
        match &self.shown {
            Some(Shown::Record(record)) => {
                panel::lines(buf, inside, theme, &record.lines, self.skip);
            }
            Some(Shown::Sheet(sheet, _)) => draw_sheet(sheet, buf, inside, theme, self.skip),
            None => {
                put::left(buf, inside, 0, 0, "…", theme.style(Role::Muted));
            }
        }
    }
}

fn inside(area: Rect) -> Rect {
    let width = area.width.min(READABLE);
    put::inside(Rect { width, ..area }, 2, 0)
}

/// Draws a sheet from its `skip`-th line on.
pub fn draw_sheet(sheet: &Sheet, buf: &mut Buffer, area: Rect, theme: Theme, skip: usize) {
    let lines = sheet.lines(usize::from(area.width), false);
    let shown = lines.iter().skip(skip).take(usize::from(area.height));
    for (row, line) in shown.enumerate() {
        let role = match line.part {
            Part::Head | Part::Title | Part::Sum => Role::Heading,
            Part::Note => Role::Muted,
            Part::Rule => Role::Border,
            Part::Row | Part::Blank => Role::Text,
        };
        let row = put::cells(row);
        put::left(buf, area, row, 0, &line.text, theme.style(role));
        let sign = line.mark.glyph(false);
        if line.mark != Mark::None
            && let Some(at) = line.text.find(sign)
        {
            let column = put::cells(crate::text::width(&line.text[..at]));
            put::left(buf, area, row, column, sign, theme.mark(line.mark));
        }
    }
}
