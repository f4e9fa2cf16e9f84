//! A choice: each line with its letter. For sorting, for what can be done to a row, for the second key of a prefix.

use ratatui::{buffer::Buffer, layout::Rect};

use super::Next;
use crate::{
    ops::{Entry, Selection, registry},
    table::List,
    text,
    tui::{
        chord::Chord,
        keymap,
        theme::{Role, Theme},
        widget::{panel, put},
    },
};

/// A choice.
#[derive(Clone)]
pub struct Menu {
    title: String,
    items: Vec<Item>,
    at: usize,
}

#[derive(Clone)]
struct Item {
    letter: Option<char>,
    words: String,
    note: String,
    target: Target,
}

#[derive(Clone, Copy)]
enum Target {
    Sort(&'static str),
    Open(&'static Entry),
}

impl Menu {
    /// Columns to sort a list by.
    pub fn sort(list: List, current: Option<(&str, bool)>) -> Self {
        let mut letters: Vec<char> = Vec::new();
        let items = list
            .columns()
            .iter()
            .filter(|c| c.sortable && c.priority < 9)
            .map(|c| {
                let free = |l: &char| l.is_alphanumeric() && !letters.contains(l);
                let letter = c.title.to_lowercase().chars().chain('a'..='z').find(free);
                letters.extend(letter);
                let note = match current {
                    Some((key, true)) if key == c.key => "▾ now; again turns it round",
                    Some((key, false)) if key == c.key => "▴ now; again turns it round",
                    _ => "",
                };
                Item {
                    letter,
                    words: c.title.to_owned(),
                    note: note.to_owned(),
                    target: Target::Sort(c.key),
                }
            })
            .collect();
        Self {
            title: "Sort by".into(),
            items,
            at: 0,
        }
    }

    /// What can be done to the selected rows.
    pub fn actions(selection: &Selection) -> Self {
        let what = match selection.names.as_slice() {
            [one] => one.clone(),
            many => format!("{} {}s", many.len(), selection.noun),
        };
        let items = registry::all()
            .filter(|e| acts_on(e, selection))
            .map(|entry| {
                let key = keymap::of_operation(entry.spec.path);
                let about = (entry.command)()
                    .get_about()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                Item {
                    letter: key.and_then(|k| {
                        k.chord
                            .chars()
                            .next()
                            .filter(|_| k.chord.chars().count() == 1)
                    }),
                    words: about,
                    note: entry.spec.path.to_owned(),
                    target: Target::Open(entry),
                }
            })
            .collect();
        Self {
            title: format!("Do with {what}"),
            items,
            at: 0,
        }
    }

    /// True if there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Chooses or closes.
    pub fn key(&mut self, chord: Chord) -> Next {
        let chosen = match chord.to_string().as_str() {
            "esc" => return Next::Close,
            "down" => {
                self.at = (self.at + 1).min(self.items.len().saturating_sub(1));
                return Next::Stay;
            }
            "up" => {
                self.at = self.at.saturating_sub(1);
                return Next::Stay;
            }
            "enter" => self.items.get(self.at),
            _ => self
                .items
                .iter()
                .find(|i| i.letter.is_some() && i.letter == chord.letter()),
        };
        match chosen.map(|i| i.target) {
            Some(Target::Sort(key)) => Next::Sort(key),
            Some(Target::Open(entry)) => Next::Open(entry),
            None => Next::Stay,
        }
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let words = self
            .items
            .iter()
            .map(|i| text::width(&i.words))
            .max()
            .unwrap_or(0)
            .min(48);
        let notes = self
            .items
            .iter()
            .map(|i| text::width(&i.note))
            .max()
            .unwrap_or(0);
        let size = (
            put::cells(words + notes + 16).max(40),
            put::cells(self.items.len()) + 2,
        );
        let inside = panel::over(buf, area, theme, size, &self.title, "esc close");
        let rows = usize::from(inside.height);
        let skip = (self.at + 1).saturating_sub(rows.max(1));
        for (row, (i, item)) in self
            .items
            .iter()
            .enumerate()
            .skip(skip)
            .take(rows)
            .enumerate()
        {
            let row = put::cells(row);
            let style = theme.style(if i == self.at {
                Role::Selected
            } else {
                Role::Text
            });
            let letter = item.letter.map_or(' ', |l| l);
            let sign = if i == self.at { ">" } else { " " };
            let line = format!(
                "{sign} {letter}  {}  {}",
                text::pad_right(&item.words, words),
                item.note
            );
            put::left(
                buf,
                inside,
                row,
                1,
                &text::pad_right(&line, usize::from(inside.width.saturating_sub(2))),
                style,
            );
            if i != self.at {
                put::left(
                    buf,
                    inside,
                    row,
                    3,
                    &letter.to_string(),
                    theme.style(Role::Accent),
                );
            }
        }
    }
}

/// True for operations on records of this noun: they begin with it and know what to do with the selection.
fn acts_on(entry: &Entry, selection: &Selection) -> bool {
    !selection.noun.is_empty() && !(entry.prefill)(selection).is_empty()
}
