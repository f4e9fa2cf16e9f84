//! A frame with a title, and plain lines in it. Says nothing of its own.

use ratatui::{buffer::Buffer, layout::Rect};

use super::put;
use crate::{
    text,
    tui::theme::{Role, Theme},
};

/// Draws a frame with a title at the left and a note at the right of its top line; returns the inside.
pub fn frame(buf: &mut Buffer, area: Rect, theme: Theme, title: &str, note: &str) -> Rect {
    if area.width < 4 || area.height < 2 {
        return Rect::new(area.x, area.y, 0, 0);
    }
    let border = theme.style(Role::Border);
    let line = "─".repeat(usize::from(area.width - 2));
    put::left(buf, area, 0, 0, &format!("┌{line}┐"), border);
    for row in 1..area.height - 1 {
        put::left(buf, area, row, 0, "│", border);
        put::left(buf, area, row, area.width - 1, "│", border);
    }
    put::left(buf, area, area.height - 1, 0, &format!("└{line}┘"), border);
    let room = usize::from(area.width).saturating_sub(6);
    let title = text::cut(&text::clean(title), room);
    if !title.is_empty() {
        put::left(
            buf,
            area,
            0,
            2,
            &format!(" {title} "),
            theme.style(Role::Heading),
        );
    }
    let left = room.saturating_sub(text::width(&title) + 3);
    if !note.is_empty() && text::width(note) <= left {
        let at = area.width - put::cells(text::width(note)) - 4;
        put::left(
            buf,
            area,
            0,
            at,
            &format!(" {note} "),
            theme.style(Role::Muted),
        );
    }
    Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
}

/// A frame in the middle, over what is there.
pub fn over(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    size: (u16, u16),
    title: &str,
    note: &str,
) -> Rect {
    let area = put::middle(area, size.0, size.1);
    put::clear(buf, area);
    frame(buf, area, theme, title, note)
}

/// Draws lines from the `skip`-th on, wrapped to the width. A first line that is followed by others is a heading.
pub fn lines(buf: &mut Buffer, area: Rect, theme: Theme, lines: &[String], skip: usize) -> usize {
    let all: Vec<String> = lines
        .iter()
        .flat_map(|l| text::wrap(&text::clean_lines(l), usize::from(area.width.max(1))))
        .collect();
    let skip = skip.min(all.len().saturating_sub(usize::from(area.height)));
    for (row, line) in all
        .iter()
        .skip(skip)
        .take(usize::from(area.height))
        .enumerate()
    {
        let heading = skip + row == 0 && lines.len() > 1;
        let role = if heading { Role::Heading } else { Role::Text };
        put::left(buf, area, put::cells(row), 0, line, theme.style(role));
    }
    all.len()
}
