//! How the choice of a file looks: what is typed, and below it what is offered.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    text,
    tui::{
        files::Offer,
        screen::import::ImportScreen,
        theme::{Role, Theme},
        widget::{input, put},
    },
};

/// Draws it; returns where the terminal's cursor belongs.
pub fn draw(
    screen: &ImportScreen,
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
) -> Option<(u16, u16)> {
    let pick = &screen.pick;
    let at = put::left(buf, area, 0, 1, "File ", theme.style(Role::Heading)) + 2;
    let field = Rect {
        x: area.x + at.min(area.width),
        width: area.width.saturating_sub(at + 1),
        height: area.height.min(1),
        ..area
    };
    let cursor = input::draw(buf, field, &pick.input, theme.style(Role::Focus), true);
    let (words, role) = match (&pick.trouble, &pick.files.note) {
        (Some(trouble), _) => (trouble.as_str(), Role::Warn),
        (None, Some(note)) => (note.as_str(), Role::Muted),
        (None, None) if pick.typed().is_empty() => (
            if area.width < 72 {
                "Type its path, choose one, or drop it on this window."
            } else {
                "Type its path, choose one below, or drop a file on this window."
            },
            Role::Muted,
        ),
        (None, None) => ("", Role::Muted),
    };
    put::left(buf, area, 1, at, words, theme.style(role));
    put::rule(buf, area, 2, '╌', theme.style(Role::Border));
    let list = Rect {
        y: area.y + 3.min(area.height),
        height: area.height.saturating_sub(4),
        ..area
    };
    draw_offers(screen, buf, list, theme);
    let foot = area.height.saturating_sub(1);
    let words = if area.width < 96 {
        "Nothing is written before the last step."
    } else {
        "CSV, TSV, Excel (xlsx), OpenDocument (ods) and JSON. Nothing is written before the last step."
    };
    put::left(buf, area, foot, 1, words, theme.style(Role::Muted));
    cursor
}

fn draw_offers(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let pick = &screen.pick;
    let widest = pick.offers().map(|o| text::width(&text::clean(&o.name)));
    let room = usize::from(area.width).saturating_sub(16);
    let wide = widest.max().unwrap_or(0).clamp(16, (room * 3 / 5).max(16));
    let mut line = 0_usize;
    let mut n = 0_usize;
    let place = |line: usize| {
        let row = line.checked_sub(pick.top)?;
        (row < usize::from(area.height)).then(|| put::cells(row))
    };
    for (title, offers) in &pick.files.shelves {
        if !title.is_empty() {
            if let Some(row) = place(line) {
                put::left(buf, area, row, 1, title, theme.style(Role::Heading));
            }
            line += 1;
        }
        for offer in offers {
            if let Some(row) = place(line) {
                draw_offer(buf, area, row, theme, offer, (n == pick.at, wide));
            }
            line += 1;
            n += 1;
        }
    }
    if n == 0 && pick.files.note.is_none() && pick.files.typed == pick.typed() {
        let words = if pick.typed().is_empty() {
            "No table is in this folder or among your downloads: type ~/ or / and tab."
        } else {
            "Nothing here begins like that."
        };
        put::left(buf, area, 0, 2, words, theme.style(Role::Muted));
    }
}

fn draw_offer(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    theme: Theme,
    offer: &Offer,
    (cursor, wide): (bool, usize),
) {
    let sign = if cursor { ">" } else { " " };
    let slash = if offer.path.is_none() { "/" } else { "" };
    let name = text::clean(&offer.name);
    let name = text::pad_right(&format!("{name}{slash}"), wide);
    let day = offer
        .day
        .map_or(" ".repeat(10), |d| d.format("%Y-%m-%d").to_string());
    let words = format!("{sign} {name}  {day}  {}", text::clean(&offer.what));
    let role = if cursor { Role::Selected } else { Role::Text };
    let words = text::pad_right(&words, usize::from(area.width));
    put::left(buf, area, row, 0, &words, theme.style(role));
}
