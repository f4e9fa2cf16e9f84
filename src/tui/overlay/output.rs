//! Lines to read: what a reading operation answered, or what went wrong. Scrolls and closes.

use ratatui::{buffer::Buffer, layout::Rect};

use super::Next;
use crate::{
    error::Error,
    ops::Outcome,
    table::{self, Table},
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
    /// Laid out where it is drawn, for how wide it may be is known only there.
    table: Option<Table>,
    /// Rows there are beyond those.
    more: usize,
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
            table: None,
            more: 0,
            bad: true,
            skip: 0,
        }
    }

    /// Lines to read.
    pub fn lines(title: String, lines: Vec<String>) -> Self {
        Self {
            title,
            lines,
            table: None,
            more: 0,
            bad: false,
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
        if !outcome.files.is_empty() {
            lines.extend([outcome.said.clone(), String::new()]);
            lines.extend(outcome.files.iter().map(|f| f.display().to_string()));
        }
        if outcome.rejected && lines.is_empty() {
            lines.extend(outcome.said.lines().map(ToOwned::to_owned));
        }
        let rows = outcome.table.as_ref().map_or(0, |t| t.rows.len());
        let more = rows.saturating_sub(MOST_ROWS);
        let table = outcome.table.as_ref().map(shown);
        (!lines.is_empty() || table.is_some()).then_some(Self {
            title,
            lines,
            table,
            more,
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
            "y" => return Next::Copy(self.laid_out(None).join("\n")),
            _ => {}
        }
        let rows = self.table.as_ref().map_or(0, |t| t.rows.len() + 1);
        let most = self.lines.len() + rows;
        self.skip = self.skip.min(most.saturating_sub(1));
        Next::Stay
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        // A table may take the whole window; sentences are read in lines of a hundred.
        let most = if self.table.is_some() {
            area.width
        } else {
            area.width.min(104)
        };
        let inner = usize::from(most.saturating_sub(6)).max(1);
        let lines: Vec<String> = self
            .laid_out(Some(inner))
            .iter()
            .flat_map(|l| text::fit(&text::clean(l), inner))
            .collect();
        let widest = lines.iter().map(|l| text::width(l)).max().unwrap_or(0);
        let width = put::cells(widest + 6).max(44).min(most);
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

impl Output {
    /// All its lines, for so many cells; all there is for a clipboard (`None`).
    fn laid_out(&self, cells: Option<usize>) -> Vec<String> {
        let mut lines = self.lines.clone();
        let Some(table) = &self.table else {
            return lines;
        };
        let text = table::text::lines(table, cells);
        let head = text.lines().next().unwrap_or_default();
        let shown: Vec<&str> = head.split("  ").map(str::trim).collect();
        let left_out: Vec<&str> = table
            .columns
            .iter()
            .filter(|c| c.priority < 9 && !shown.contains(&c.title))
            .map(|c| c.title)
            .collect();
        lines.extend(text.lines().map(ToOwned::to_owned));
        if !left_out.is_empty() && !table.rows.is_empty() {
            lines.push(String::new());
            lines.push(format!(
                "No room for {}: a wider window shows more, y copies all.",
                left_out.join(", ")
            ));
        }
        if self.more > 0 {
            lines.push(format!("… and {} more.", self.more));
        }
        lines
    }
}

/// As much of a table as is shown here.
fn shown(table: &Table) -> Table {
    let mut table = table.clone();
    table.rows.truncate(MOST_ROWS);
    table
}
