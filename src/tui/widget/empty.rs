//! What stands where nothing is yet: what the thing is, and how to get the first one.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{panel, put};
use crate::{
    text,
    tui::theme::{Role, Theme},
};

/// An empty place, in words.
#[derive(Debug, Clone, Copy)]
pub struct Empty {
    /// `No referrals yet`.
    pub title: &'static str,
    /// What the thing is, one or two sentences.
    pub what: &'static str,
    /// Ways to fill it: key and words.
    pub ways: &'static [(&'static str, &'static str)],
    /// The same in the shell.
    pub shell: &'static str,
}

/// Draws it in the middle.
pub fn draw(buf: &mut Buffer, area: Rect, theme: Theme, empty: &Empty) {
    let width = area.width.min(74);
    let inner = usize::from(width.saturating_sub(6)).max(1);
    let mut lines: Vec<(String, Role)> = vec![(String::new(), Role::Text)];
    lines.extend(
        text::wrap(empty.what, inner)
            .into_iter()
            .map(|l| (l, Role::Text)),
    );
    lines.push((String::new(), Role::Text));
    for (key, words) in empty.ways {
        lines.push((
            format!("  {}  {words}", text::pad_right(key, 4)),
            Role::Accent,
        ));
    }
    if !empty.shell.is_empty() {
        lines.push((String::new(), Role::Text));
        lines.push(("Or from the shell:".into(), Role::Muted));
        lines.push((format!("  {}", empty.shell), Role::Muted));
    }
    lines.push((String::new(), Role::Text));
    let height = put::cells(lines.len()) + 2;
    let framed = area.width >= 40 && area.height >= height;
    let area = if framed {
        let up = put::middle(area, width, height);
        let inside = panel::frame(buf, up, theme, empty.title, "");
        put::inside(inside, 2, 0)
    } else {
        put::left(buf, area, 0, 1, empty.title, theme.style(Role::Heading));
        lines.remove(0);
        put::inside(
            Rect {
                y: area.y + 1.min(area.height),
                height: area.height.saturating_sub(1),
                ..area
            },
            1,
            0,
        )
    };
    for (row, (line, role)) in lines.iter().enumerate() {
        put::left(buf, area, put::cells(row), 0, line, theme.style(*role));
    }
}
