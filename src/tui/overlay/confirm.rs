//! The question before money is recorded as paid, something goes for good, or files are replaced. Enter does no harm.

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
}

impl Confirm {
    /// Asks `question` before `job` runs.
    pub fn new(job: Box<Job>, question: String) -> Self {
        Self { job, question }
    }

    /// Only `y` says yes.
    pub fn key(&mut self, chord: Chord) -> Next {
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
        let room = inside.height.saturating_sub(3);
        for (row, line) in lines.iter().take(usize::from(room)).enumerate() {
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
