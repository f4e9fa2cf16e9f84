//! How a form looks: fields, what they offer, errors under them, the help line; scrolled to the field one is in.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    field::{Field, FieldKind},
    form::Form,
    theme::{Role, Theme},
    widget::{input, panel, put},
};
use crate::text;

/// What it would do is worth this many lines even where the fields are many.
const PREVIEW_LEAST: usize = 3;

impl Form {
    /// Draws it over the middle; returns where the cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let label = self
            .fields
            .iter()
            .map(|f| text::width(&f.label) + 2)
            .max()
            .unwrap_or(8)
            .clamp(8, 18);
        let width = area.width.min(96);
        let body: usize = self
            .fields
            .iter()
            .enumerate()
            .map(|(i, f)| self.height(i, f))
            .sum();
        let inner = usize::from(width.saturating_sub(6)).max(1);
        let error: Vec<String> = self
            .error
            .iter()
            .flat_map(|e| text::wrap(&text::clean_lines(e), inner))
            .take(4)
            .collect();
        let preview = self.preview_lines(inner);
        // What it would do takes what is left of the window, at least a few lines.
        let fixed = body + error.len() + 6;
        let shown = if preview.is_empty() {
            0
        } else {
            let room = usize::from(area.height).saturating_sub(fixed + 1);
            preview.len().min(room.max(PREVIEW_LEAST)) + 1
        };
        let height = put::cells(fixed + shown);
        let note = if self.waiting {
            "saving …"
        } else {
            "* needed"
        };
        let inside = panel::over(buf, area, theme, (width, height), &self.title, note);
        let inside = put::inside(inside, 2, 0);
        let shown = put::cells(shown).min(inside.height.saturating_sub(5));
        let foot = put::cells(error.len()) + 3 + shown;
        let rows = Rect {
            y: inside.y + 1.min(inside.height),
            height: inside.height.saturating_sub(foot + 1),
            ..inside
        };
        let cursor = self.draw_fields(buf, rows, theme, label);
        let mut row = inside.height.saturating_sub(foot);
        if shown > 0 {
            self.draw_preview(
                buf,
                Rect {
                    y: inside.y + row,
                    height: shown,
                    ..inside
                },
                theme,
                &preview,
            );
            row += shown;
        }
        for line in &error {
            put::left(buf, inside, row, 0, line, theme.style(Role::Bad));
            row += 1;
        }
        let help = self
            .fields
            .get(self.focus)
            .map(|f| f.help.clone())
            .unwrap_or_default();
        put::left(buf, inside, row + 1, 0, &help, theme.style(Role::Muted));
        let keys = "ctrl-s save   tab next   shift-tab back   esc close, keeps the draft";
        put::left(buf, inside, row + 2, 0, keys, theme.style(Role::Accent));
        cursor
    }

    /// What it would do, in lines; an error in its words.
    fn preview_lines(&self, width: usize) -> Vec<String> {
        let lines = match &self.preview {
            _ if !self.complete() => Vec::new(),
            None => Vec::new(),
            Some(Ok(record)) => record.lines.clone(),
            Some(Err(e)) => e.to_string().lines().map(ToOwned::to_owned).collect(),
        };
        // A line that fits keeps its blanks: they line things up.
        let fit = |line: String| {
            if text::width(&line) <= width {
                vec![line]
            } else {
                text::wrap(&line, width)
            }
        };
        lines.into_iter().flat_map(fit).collect()
    }

    fn draw_preview(&self, buf: &mut Buffer, area: Rect, theme: Theme, lines: &[String]) {
        put::rule(buf, area, 0, '╌', theme.style(Role::Border));
        let room = usize::from(area.height.saturating_sub(1));
        let skip = self.preview_skip.min(lines.len().saturating_sub(room));
        let role = if matches!(self.preview, Some(Err(_))) {
            Role::Bad
        } else {
            Role::Text
        };
        for (n, line) in lines.iter().skip(skip).take(room).enumerate() {
            put::left(buf, area, put::cells(n) + 1, 0, line, theme.style(role));
        }
        if lines.len() > room {
            let note = format!(
                " {} of {}, pgdn ",
                (skip + room).min(lines.len()),
                lines.len()
            );
            put::right(buf, area, 0, &note, theme.style(Role::Muted));
        }
    }

    /// Lines a field takes: its own, its error, what it offers.
    fn height(&self, i: usize, field: &Field) -> usize {
        1 + usize::from(field.error.is_some())
            + if i == self.focus {
                self.offers().len()
            } else {
                0
            }
    }

    fn draw_fields(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        label: usize,
    ) -> Option<(u16, u16)> {
        // Scrolled so that the field under the cursor, with all that hangs on it, is seen.
        let mut first = 0;
        let above = |first: usize| -> usize {
            (first..=self.focus)
                .filter_map(|i| self.fields.get(i).map(|f| self.height(i, f)))
                .sum()
        };
        while first < self.focus && above(first) > usize::from(area.height) {
            first += 1;
        }
        let (mut row, mut cursor) = (0_u16, None);
        for (i, field) in self.fields.iter().enumerate().skip(first) {
            if row >= area.height {
                break;
            }
            let focused = i == self.focus;
            let star = if field.required { " *" } else { "" };
            let role = if focused { Role::Heading } else { Role::Text };
            put::left(
                buf,
                area,
                row,
                0,
                &format!("{}{star}", field.label),
                theme.style(role),
            );
            let at = put::cells(label) + 2;
            let value = Rect {
                x: area.x + at.min(area.width),
                y: area.y + row,
                width: area.width.saturating_sub(at),
                height: 1,
            };
            let shown = draw_value(buf, value, theme, field, focused);
            cursor = cursor.or(shown);
            row += 1;
            if focused {
                for (n, pick) in self.offers().iter().enumerate() {
                    let role = if n == self.pick {
                        Role::Selected
                    } else {
                        Role::Muted
                    };
                    let mark = if n == self.pick { ">" } else { " " };
                    let name = if pick.name == pick.label {
                        String::new()
                    } else {
                        format!("  {}", pick.name)
                    };
                    put::left(
                        buf,
                        area,
                        row,
                        at,
                        &format!("{mark} {}{name}", pick.label),
                        theme.style(role),
                    );
                    row += 1;
                }
            }
            if let Some(error) = &field.error {
                put::left(buf, area, row, at, error, theme.style(Role::Bad));
                row += 1;
            }
        }
        cursor
    }
}

fn draw_value(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    field: &Field,
    focused: bool,
) -> Option<(u16, u16)> {
    let role = if focused { Role::Focus } else { Role::Text };
    let style = theme.style(role);
    match &field.kind {
        FieldKind::Toggle => {
            let words = if field.on() { "[x] yes" } else { "[ ] no" };
            put::left(buf, area, 0, 0, words, style);
            focused.then_some((area.x + 1, area.y))
        }
        FieldKind::Choice(choices) => {
            let value = if field.value().is_empty() {
                "-"
            } else {
                field.value()
            };
            let at = put::left(buf, area, 0, 0, &format!("‹ {value} ›"), style);
            if focused {
                put::left(
                    buf,
                    area,
                    0,
                    at + 2,
                    &choices.join(" "),
                    theme.style(Role::Muted),
                );
            }
            focused.then_some((area.x + 2, area.y))
        }
        FieldKind::Text | FieldKind::Record(_) => {
            input::draw(buf, area, &field.input, style, focused)
        }
    }
}
