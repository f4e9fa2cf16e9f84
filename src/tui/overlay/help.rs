//! The keys that hold here, from the table of keys: searchable, and enter does what the line says.

use ratatui::{buffer::Buffer, layout::Rect};
use tui_input::Input;

use super::Next;
use crate::{
    text,
    tui::{
        chord::Chord,
        keymap::{self, Key, Scope},
        theme::{Role, Theme},
        widget::{input, panel, put},
    },
};

/// The keys that hold on a screen.
#[derive(Clone)]
pub struct Help {
    keys: Vec<&'static Key>,
    search: Input,
    at: usize,
}

impl Help {
    /// Those of these scopes, narrowest first.
    pub fn new(scopes: &[Scope]) -> Self {
        Self {
            keys: keymap::holding(scopes),
            search: Input::default(),
            at: 0,
        }
    }

    fn found(&self) -> Vec<&'static Key> {
        let wanted = text::fold(self.search.value());
        let fits = |k: &&&Key| {
            k.chord == self.search.value()
                || text::fold(k.hint).contains(&wanted)
                || text::fold(&k.about()).contains(&wanted)
        };
        self.keys.iter().filter(fits).copied().collect()
    }

    /// Searches, chooses or closes.
    pub fn key(&mut self, chord: Chord) -> Next {
        match chord.to_string().as_str() {
            "esc" => return Next::Close,
            "?" | "q" if self.search.value().is_empty() => return Next::Close,
            "down" => self.at = (self.at + 1).min(self.found().len().saturating_sub(1)),
            "up" => self.at = self.at.saturating_sub(1),
            "pgdn" => self.at = (self.at + 10).min(self.found().len().saturating_sub(1)),
            "pgup" => self.at = self.at.saturating_sub(10),
            "enter" => {
                return self
                    .found()
                    .get(self.at)
                    .map_or(Next::Stay, |k| Next::Key(k));
            }
            _ => {
                if input::key(&mut self.search, chord) {
                    self.at = 0;
                }
            }
        }
        Next::Stay
    }

    /// Takes pasted text.
    pub fn paste(&mut self, pasted: &str) {
        input::paste(&mut self.search, pasted);
        self.at = 0;
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<(u16, u16)> {
        let found = self.found();
        let size = (
            area.width.min(92),
            put::cells(self.keys.len() + 6).min(area.height.saturating_sub(2)),
        );
        let inside = panel::over(
            buf,
            area,
            theme,
            size,
            "Keys on this screen",
            "type to search, enter does it, esc closes",
        );
        let inside = put::inside(inside, 1, 0);
        let at = put::left(buf, inside, 0, 0, "search: ", theme.style(Role::Muted));
        let line = Rect {
            x: inside.x + at,
            width: inside.width.saturating_sub(at),
            height: inside.height.min(1),
            ..inside
        };
        let cursor = input::draw(buf, line, &self.search, theme.style(Role::Text), true);
        if inside.height < 4 {
            return cursor;
        }
        put::rule(buf, inside, 1, '╌', theme.style(Role::Border));
        let legend =
            "Marks   » payable   ◔ waiting   ! needs you   ✓ done   ✗ failed   ↺ reversed   ~ note";
        put::left(
            buf,
            inside,
            inside.height - 1,
            0,
            legend,
            theme.style(Role::Muted),
        );
        let body = Rect {
            y: inside.y + 2,
            height: inside.height - 4.min(inside.height),
            ..inside
        };
        self.lines(buf, body, theme, &found);
        cursor
    }

    fn lines(&self, buf: &mut Buffer, area: Rect, theme: Theme, found: &[&'static Key]) {
        // Heads between scopes take lines, so what is seen is worked out line by line.
        let mut lines: Vec<(Option<usize>, String)> = Vec::new();
        for (i, key) in found.iter().enumerate() {
            if i == 0 || found[i - 1].scope != key.scope {
                lines.push((None, key.scope.title().to_owned()));
            }
            lines.push((
                Some(i),
                format!("{}{}", text::pad_right(key.chord, 12), key.about()),
            ));
        }
        let cursor = lines
            .iter()
            .position(|(i, _)| *i == Some(self.at))
            .unwrap_or(0);
        let rows = usize::from(area.height);
        let skip = (cursor + 1).saturating_sub(rows.max(1));
        for (row, (i, line)) in lines.iter().skip(skip).take(rows).enumerate() {
            let row = put::cells(row);
            match i {
                None => put::left(buf, area, row, 0, line, theme.style(Role::Heading)),
                Some(i) if *i == self.at => put::left(
                    buf,
                    area,
                    row,
                    0,
                    &format!(
                        "> {}",
                        text::pad_right(line, usize::from(area.width.saturating_sub(4)))
                    ),
                    theme.style(Role::Selected),
                ),
                Some(_) => put::left(buf, area, row, 2, line, theme.style(Role::Text)),
            };
        }
        if found.is_empty() {
            put::left(
                buf,
                area,
                0,
                0,
                "No key does that. : finds everything.",
                theme.style(Role::Muted),
            );
        }
    }
}
