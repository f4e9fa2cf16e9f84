//! Lines to read: what a reading operation answered, or what went wrong. Scrolls and closes.

use ratatui::{buffer::Buffer, layout::Rect};

use super::Next;
use crate::{
    error::Error,
    ops::Outcome,
    table::Table,
    text,
    tui::{
        chord::Chord,
        theme::{Role, Theme},
        widget::{panel, put},
    },
};

/// Most rows of a table shown here; the lists show more.
const MOST_ROWS: usize = 500;

/// Lines.
#[derive(Clone)]
pub struct Output {
    title: String,
    lines: Vec<String>,
    bad: bool,
    skip: usize,
}

impl Output {
    /// What went wrong.
    pub fn error(error: &Error) -> Self {
        let lines = error.to_string().lines().map(ToOwned::to_owned).collect();
        Self {
            title: "This did not work".into(),
            lines,
            bad: true,
            skip: 0,
        }
    }

    /// What an operation answered, if it is more than a sentence.
    pub fn of(title: String, outcome: &Outcome) -> Option<Self> {
        let mut lines = Vec::new();
        if let Some(sheet) = &outcome.sheet {
            lines.extend(sheet.text());
        } else if let Some(record) = &outcome.record {
            lines.extend(record.lines.iter().cloned());
        }
        if let Some(table) = &outcome.table {
            lines.extend(table_lines(table));
        }
        if !outcome.files.is_empty() {
            lines.extend([outcome.said.clone(), String::new()]);
            lines.extend(outcome.files.iter().map(|f| f.display().to_string()));
        }
        if outcome.rejected && lines.is_empty() {
            lines.extend(outcome.said.lines().map(ToOwned::to_owned));
        }
        (!lines.is_empty()).then_some(Self {
            title,
            lines,
            bad: false,
            skip: 0,
        })
    }

    /// Scrolls or closes.
    pub fn key(&mut self, chord: Chord) -> Next {
        match chord.to_string().as_str() {
            "esc" | "enter" | "q" => return Next::Close,
            "j" | "down" => self.skip += 1,
            "k" | "up" => self.skip = self.skip.saturating_sub(1),
            "pgdn" | "space" | "ctrl-d" => self.skip += 10,
            "pgup" | "ctrl-u" => self.skip = self.skip.saturating_sub(10),
            "y" => return Next::Copy(self.lines.join("\n")),
            _ => {}
        }
        self.skip = self.skip.min(self.lines.len().saturating_sub(1));
        Next::Stay
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let widest = self.lines.iter().map(|l| text::width(l)).max().unwrap_or(0);
        let width = put::cells(widest + 6).clamp(44, 104).min(area.width);
        let inner = usize::from(width.saturating_sub(6)).max(1);
        let lines: Vec<String> = self
            .lines
            .iter()
            .flat_map(|l| text::wrap(&text::clean(l), inner))
            .collect();
        let height = put::cells(lines.len() + 4).min(area.height);
        let inside = panel::over(buf, area, theme, (width, height), &self.title, "");
        let inside = put::inside(inside, 2, 0);
        let room = usize::from(inside.height.saturating_sub(2));
        let skip = self.skip.min(lines.len().saturating_sub(room));
        for (row, line) in lines.iter().skip(skip).take(room).enumerate() {
            let first = skip + row == 0;
            let role = match (self.bad, first) {
                (true, true) => Role::Bad,
                (false, true) => Role::Heading,
                _ => Role::Text,
            };
            put::left(buf, inside, put::cells(row), 0, line, theme.style(role));
        }
        let keys = if lines.len() > room {
            "esc close   j k scroll   y copy"
        } else {
            "esc close   y copy"
        };
        put::left(
            buf,
            inside,
            inside.height.saturating_sub(1),
            0,
            keys,
            theme.style(Role::Accent),
        );
    }
}

fn table_lines(table: &Table) -> Vec<String> {
    let shown: Vec<Vec<String>> = table
        .rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| row.cells.iter().map(crate::table::Cell::shown).collect())
        .collect();
    let columns: Vec<usize> = (0..table.columns.len())
        .filter(|i| table.columns[*i].priority < 6)
        .collect();
    let width = |i: usize| {
        let cells = shown
            .iter()
            .filter_map(|r| r.get(i))
            .map(|c| text::width(c));
        cells
            .chain([text::width(table.columns[i].title)])
            .max()
            .unwrap_or(0)
            .min(40)
    };
    let line = |cells: &dyn Fn(usize) -> String| {
        let parts: Vec<String> = columns
            .iter()
            .map(|i| match table.columns[*i].align {
                crate::table::Align::Left => text::pad_right(&cells(*i), width(*i)),
                crate::table::Align::Right => text::pad_left(&cells(*i), width(*i)),
            })
            .collect();
        parts.join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(&|i| table.columns[i].title.to_owned())];
    lines.extend(
        shown
            .iter()
            .map(|row| line(&|i| row.get(i).cloned().unwrap_or_default())),
    );
    if table.rows.len() > MOST_ROWS {
        lines.push(format!("… and {} more.", table.rows.len() - MOST_ROWS));
    }
    lines
}
