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

/// Draws lines from the `skip`-th on, wrapped to the width; returns how many there are.
pub fn lines(buf: &mut Buffer, area: Rect, theme: Theme, lines: &[String], skip: usize) -> usize {
    let all = wrapped(lines, area.width);
    let skip = skip.min(all.len().saturating_sub(usize::from(area.height)));
    draw(buf, area, theme, all.get(skip..).unwrap_or_default());
    all.len()
}

/// Draws lines in as many columns as fit: for panes that are wide and low.
pub fn columns(buf: &mut Buffer, area: Rect, theme: Theme, lines: &[String]) {
    let n = (area.width / 46).max(1);
    let width = (area.width - (n - 1) * 3) / n;
    let all = wrapped(lines, width);
    for (i, part) in all
        .chunks(usize::from(area.height).max(1))
        .take(usize::from(n))
        .enumerate()
    {
        let x = area.x + put::cells(i) * (width + 3);
        draw(buf, Rect { x, width, ..area }, theme, part);
    }
}

/// Wrapped lines; the first of each paragraph of several is a heading.
fn wrapped(lines: &[String], width: u16) -> Vec<(String, Role)> {
    let blank = |i: usize| lines.get(i).is_none_or(|l| l.trim().is_empty());
    let mut all = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let first = i == 0 || blank(i - 1);
        let role = if first && !blank(i + 1) {
            Role::Heading
        } else {
            Role::Text
        };
        let line = text::clean_lines(line);
        let pieces = text::fit(&line, usize::from(width.max(1)));
        all.extend(pieces.into_iter().map(|p| (p, role)));
    }
    all
}

fn draw(buf: &mut Buffer, area: Rect, theme: Theme, lines: &[(String, Role)]) {
    for (row, (line, role)) in lines.iter().take(usize::from(area.height)).enumerate() {
        put::left(buf, area, put::cells(row), 0, line, theme.style(*role));
    }
}
