//! The question before money is recorded as paid, something goes for good, or files are replaced. Enter does no harm, and
//! nobody says yes to lines that were not shown.

use std::cell::Cell;

use ratatui::{buffer::Buffer, layout::Rect};

use super::Next;
use crate::{
    text,
    tui::{
        chord::Chord,
        event::Job,
        theme::{Role, Theme},
        widget::{panel, put},
    },
};

/// A question about an operation.
#[derive(Clone)]
pub struct Confirm {
    job: Box<Job>,
    question: String,
    skip: usize,
    /// How many lines it has, how many fit, and how many were shown so far: known only where it is drawn.
    laid: Cell<Laid>,
}

#[derive(Clone, Copy, Default)]
struct Laid {
    lines: usize,
    room: usize,
    seen: usize,
}

impl Confirm {
    /// Asks `question` before `job` runs.
    pub fn new(job: Box<Job>, question: String) -> Self {
        Self {
            job,
            question,
            skip: 0,
            laid: Cell::default(),
        }
    }

    /// Only `y` says yes, and only where all of the question was shown; else it reads on, as the keys of a page do.
    pub fn key(&mut self, chord: Chord) -> Next {
        let laid = self.laid.get();
        let unseen = laid.seen < laid.lines;
        let page = laid.room.saturating_sub(1).max(1);
        let to = match chord.to_string().as_str() {
            "y" if unseen => Some(self.skip + page),
            "space" | "pgdn" | "ctrl-d" => Some(self.skip + page),
            "pgup" | "ctrl-u" => Some(self.skip.saturating_sub(page)),
            "j" | "down" => Some(self.skip + 1),
            "k" | "up" => Some(self.skip.saturating_sub(1)),
            _ => None,
        };
        if let Some(to) = to {
            self.skip = to.min(laid.lines.saturating_sub(laid.room));
            return Next::Stay;
        }
        if chord.is("y") {
            let mut job = self.job.clone();
            job.confirmed = true;
            return Next::Run(job);
        }
        if ["enter", "esc", "n", "q"].iter().any(|k| chord.is(k)) {
            Next::Close
        } else {
            Next::Stay
        }
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        let width = area.width.min(78);
        let lines = text::wrap(
            &text::clean_lines(&self.question),
            usize::from(width.saturating_sub(6)).max(1),
        );
        let height = put::cells(lines.len()) + 6;
        let title = (self.job.entry.command)()
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        let inside = panel::over(buf, area, theme, (width, height), &title, "");
        let inside = put::inside(inside, 2, 0);
        let room = usize::from(inside.height.saturating_sub(3));
        // The window may have grown since it was scrolled.
        let skip = self.skip.min(lines.len().saturating_sub(room));
        let until = (skip + room).min(lines.len());
        self.laid.set(Laid {
            lines: lines.len(),
            room,
            seen: self.laid.get().seen.max(until),
        });
        for (row, line) in lines.iter().skip(skip).take(room).enumerate() {
            put::left(
                buf,
                inside,
                put::cells(row) + 1,
                0,
                line,
                theme.style(Role::Text),
            );
        }
        let row = inside.height.saturating_sub(1);
        if self.laid.get().seen < lines.len() {
            let more = format!("space reads on: {} more", lines.len() - until);
            put::run(
                buf,
                inside,
                row,
                0,
                &[
                    ("[ Cancel ]", theme.style(Role::Focus)),
                    ("   esc closes   ", theme.style(Role::Muted)),
                    (&more, theme.style(Role::Accent)),
                ],
            );
            return;
        }
        put::run(
            buf,
            inside,
            row,
            0,
            &[
                ("[ Cancel ]", theme.style(Role::Focus)),
                ("   enter or esc closes   ", theme.style(Role::Muted)),
                ("y", theme.style(Role::Accent)),
                (" yes, do it", theme.style(Role::Text)),
            ],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(confirm: &Confirm) -> String {
        let area = Rect::new(0, 0, 60, 16);
        let mut buf = Buffer::empty(area);
        confirm.draw(&mut buf, area, Theme::Mono);
        buf.content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect()
    }

    #[test]
    fn nobody_says_yes_to_lines_that_were_not_shown() {
        let job = Job::of("overlap key", &[]).unwrap();
        let question: Vec<String> = (1..=30).map(|n| format!("Line {n}.")).collect();
        let mut confirm = Confirm::new(job, question.join("\n"));
        let key = |confirm: &mut Confirm, key| confirm.key(Chord::parse(key).unwrap());
        let mut pages = 0;
        while !shown(&confirm).contains("Line 30.") {
            assert!(shown(&confirm).contains("space reads on"));
            assert!(!shown(&confirm).contains("yes, do it"));
            assert!(matches!(key(&mut confirm, "y"), Next::Stay));
            pages += 1;
        }
        assert!(pages > 1);
        assert!(matches!(key(&mut confirm, "pgup"), Next::Stay));
        assert!(shown(&confirm).contains("yes, do it"));
        assert!(matches!(key(&mut confirm, "y"), Next::Run(_)));
    }
}
