//! How a payout run looks: its rows, sums by currency, the lines of a payout and what this step says, at every size.
//! Changes nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use super::run::{
    Line, RunScreen,
    rows::{COLUMNS, currencies, row, sum_rows, widths, without},
    words::{self, Said},
};
use crate::{
    store::RunPage,
    table::{Align, Mark},
    text,
    tui::{
        theme::{Role, Theme},
        widget::{
            panel, put,
            table::{Fit, Look, MARGIN, fit},
        },
    },
};

/// Where the parts of a run are.
pub struct Parts {
    table: Rect,
    columns: Fit,
    /// Lines above the rows.
    head: u16,
    /// Lines for rows.
    pub rows: u16,
    /// The pane of the payout's lines.
    pub lines: Option<Rect>,
    /// The pane of this step.
    pub words: Option<Rect>,
}

/// Lays a run out in an area; the same for fitting and for drawing.
pub fn parts(screen: &RunScreen, area: Rect) -> Parts {
    // The last line is the sentence about this step.
    let body = area.height.saturating_sub(1);
    let least = match body {
        0..=15 => 0,
        16..=20 => 7,
        _ => (body / 3).clamp(9, 14),
    };
    let sums = put::cells(currencies(screen).len()) + 1;
    let needed = put::cells(screen.len()) + 2 + sums;
    // What the rows leave free belongs to the panes.
    let height = if least == 0 {
        0
    } else {
        body.saturating_sub(needed).clamp(least, body / 2)
    };
    let table = Rect {
        height: body - height,
        ..area
    };
    let below = Rect {
        y: area.y + table.height,
        height,
        ..area
    };
    let (lines, words) = match (height, area.width) {
        (0, _) => (None, None),
        (_, ..96) => (None, Some(below)),
        (_, width) => {
            let half = width / 2;
            let right = Rect {
                x: below.x + half,
                width: width - half,
                ..below
            };
            (
                Some(Rect {
                    width: half - 1,
                    ..below
                }),
                Some(right),
            )
        }
    };
    let head = match table.height {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let foot = if table.height >= 8 { sums } else { 0 };
    Parts {
        head,
        columns: fit(COLUMNS, without(screen), area.width, &widths(screen)),
        rows: table.height.saturating_sub(head + foot),
        table,
        lines,
        words,
    }
}

/// Draws the run.
pub fn draw(screen: &RunScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let Some(page) = &screen.page else {
        let words = match &screen.gone {
            Some(why) => format!("{why} esc goes back."),
            None => "…".to_owned(),
        };
        put::left(buf, area, 1, 2, &words, theme.style(Role::Text));
        return;
    };
    let parts = parts(screen, area);
    if parts.head > 0 {
        parts.columns.head(buf, parts.table, theme, COLUMNS, None);
    }
    if parts.head > 1 {
        put::rule(buf, parts.table, 1, '╌', theme.style(Role::Border));
    }
    for line in 0..parts.rows {
        let at = screen.top + usize::from(line);
        let Some(shown) = screen.line(at) else { break };
        let look = Look {
            theme,
            cursor: at == screen.at,
            picked: false,
            width: parts.columns.width(),
        };
        parts.columns.row(
            buf,
            parts.table,
            line + parts.head,
            COLUMNS,
            &row(shown),
            &look,
        );
    }
    draw_sums(screen, buf, &parts, theme);
    if let Some(pane) = parts.lines {
        draw_lines(screen, buf, pane, theme);
    }
    if let Some(pane) = parts.words {
        let (title, note, said) = screen.said();
        let inside = panel::frame(buf, pane, theme, &title, &note);
        draw_said(buf, put::inside(inside, 1, 0), theme, &said);
    }
    if area.height > 1 {
        let first = match parts.words {
            // Where there is no pane, what is wrong has no other place.
            None => first_warning(page),
            Some(_) => None,
        };
        let (role, words) = match first {
            Some(words) => (Role::Warn, words),
            None => (Role::Muted, screen.sentence()),
        };
        put::left(buf, area, area.height - 1, 1, &words, theme.style(role));
    }
}

fn first_warning(page: &RunPage) -> Option<String> {
    let mut warns = words::checks(page)
        .into_iter()
        .filter(|(mark, _)| *mark == Mark::Attention);
    let (_, first) = warns.next()?;
    let more = warns.count();
    Some(if more == 0 {
        format!("! {first}")
    } else {
        format!("! {first} And {more} more.")
    })
}

fn draw_sums(screen: &RunScreen, buf: &mut Buffer, parts: &Parts, theme: Theme) {
    let rows = sum_rows(screen);
    let from = parts
        .table
        .height
        .saturating_sub(put::cells(rows.len()) + 1);
    if rows.is_empty() || parts.table.height < 8 {
        return;
    }
    put::rule(buf, parts.table, from, '╌', theme.style(Role::Border));
    for (n, row) in rows.iter().enumerate() {
        let line = from + 1 + put::cells(n);
        let mut x = MARGIN;
        for (i, width) in &parts.columns.columns {
            if let Some(cell) = row.cells.get(*i) {
                let wide = usize::from(*width);
                let words = match COLUMNS[*i].align {
                    Align::Left => text::pad_right(&cell.shown(), wide),
                    Align::Right => text::pad_left(&cell.shown(), wide),
                };
                put::left(
                    buf,
                    parts.table,
                    line,
                    x,
                    &words,
                    theme.style(Role::Heading),
                );
            }
            x += width + 2;
        }
        put::left(buf, parts.table, line, 0, "Σ", theme.style(Role::Muted));
    }
}

/// What the row under the cursor is made of.
fn draw_lines(screen: &RunScreen, buf: &mut Buffer, pane: Rect, theme: Theme) {
    let (title, note, lines) = match screen.line(screen.at) {
        Some(Line::Payout(one)) => {
            let payout = &one.payee.payout;
            let title = format!("P{} {}", payout.id, payout.partner_name);
            let lines = words::settled(screen, one, usize::from(pane.width.saturating_sub(4)));
            (title, "enter opens it", lines)
        }
        Some(Line::Left(left)) => {
            let row = &left.row;
            let mut lines = vec![
                format!("Payable  {}", row.due.balance.shown()),
                format!("On hold  {}", row.due.held.shown()),
            ];
            lines.extend(row.minimum.map(|m| format!("Minimum  {}", m.shown())));
            lines.push(String::new());
            lines.push(
                row.left_out()
                    .unwrap_or_else(|| "Payable, and in no payout of this run.".to_owned()),
            );
            lines.extend(row.checks.iter().map(|check| check.sentence()));
            (row.partner_name.clone(), "enter opens it", lines)
        }
        None => (String::new(), "", Vec::new()),
    };
    let inside = put::inside(panel::frame(buf, pane, theme, &title, note), 1, 0);
    let said: Vec<Said> = lines.into_iter().map(|line| (Mark::None, line)).collect();
    draw_said(buf, inside, theme, &said);
}

/// Lines with their marks; what does not fit is counted.
fn draw_said(buf: &mut Buffer, area: Rect, theme: Theme, said: &[Said]) {
    let wide = usize::from(area.width);
    let mut all: Vec<(Mark, bool, String)> = Vec::new();
    for (mark, words) in said {
        let indent = if *mark == Mark::None { 0 } else { 2 };
        let words = text::clean_lines(words);
        let pieces = if text::width(&words) + indent <= wide {
            vec![words.into_owned()]
        } else {
            text::wrap(&words, wide.saturating_sub(indent).max(1))
        };
        for (n, piece) in pieces.into_iter().enumerate() {
            all.push((*mark, n == 0, piece));
        }
    }
    let room = usize::from(area.height);
    let fits = if all.len() > room {
        room.saturating_sub(1)
    } else {
        all.len()
    };
    for (row, (mark, first, words)) in all.iter().take(fits).enumerate() {
        let row = put::cells(row);
        let mut x = 0;
        if *mark != Mark::None {
            if *first {
                put::left(buf, area, row, 0, mark.glyph(false), theme.mark(*mark));
            }
            x = 2;
        }
        put::left(buf, area, row, x, words, theme.style(Role::Text));
    }
    if fits < all.len() {
        let more = format!("… {} more lines", all.len() - fits);
        put::left(
            buf,
            area,
            put::cells(fits),
            0,
            &more,
            theme.style(Role::Muted),
        );
    }
}
