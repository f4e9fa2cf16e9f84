//! How a list looks: table, group heads, totals, detail pane, at every size. Changes nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{
    accounts,
    list::ListScreen,
    places, program,
    sums::{self, Sums},
};
use crate::{
    ops::Record,
    table::{Column, List},
    text,
    tui::{
        theme::{Role, Theme},
        widget::{
            empty, panel, put,
            table::{Fit, Look, fit},
        },
    },
};

/// From this width of the window on a detail pane stands at the right.
const RIGHT_FROM: u16 = 96;
/// From this height of the body on (26 rows of window) a detail pane stands below.
const BELOW_FROM: u16 = 20;
/// Text is never wider than this.
const READABLE: u16 = 100;

/// Where the parts of a list are.
pub struct Parts {
    table: Rect,
    pane: Option<Rect>,
    totals: Sums,
    columns: Fit,
}

/// Columns that a head above the rows says already.
fn without(list: &ListScreen, width: u16) -> &'static [&'static str] {
    if list.grouped {
        &["partner", "id"]
    } else if program::is_beside(list.list(), width) {
        program::SAID_BESIDE
    } else {
        &[]
    }
}

/// Lays the list out in an area; the same for fitting and for drawing.
pub fn parts(list: &ListScreen, area: Rect) -> Parts {
    let columns = list.list().columns();
    let known = list.widths();
    let natural = fit(columns, without(list, area.width), u16::MAX, &known).width();
    let shows =
        (super::shower(list.list()).is_some() || list.list() == List::Overlaps) && !list.is_empty();
    let right = match list.list() {
        List::Partners | List::Overlaps => area.width >= RIGHT_FROM,
        List::Programs => program::is_beside(list.list(), area.width),
        _ => area.width >= 140,
    };
    let below = !right
        && area.height >= BELOW_FROM
        && !matches!(list.list(), List::Commissions | List::PayoutLines);
    let (table, pane) = if shows && right {
        let share = if list.list() == List::Overlaps {
            50
        } else {
            64
        };
        let most = u16::try_from(u32::from(area.width) * share / 100).unwrap_or(area.width);
        let table = natural.min(most.max(area.width.saturating_sub(READABLE)));
        let pane = (area.width - table - 1).min(READABLE);
        (
            Rect {
                width: table,
                ..area
            },
            Some(Rect {
                x: area.x + table + 1,
                width: pane,
                ..area
            }),
        )
    } else if shows && below {
        let height = (area.height / 3).clamp(7, 12);
        let table = Rect {
            height: area.height - height,
            ..area
        };
        (
            table,
            Some(Rect {
                y: area.y + table.height,
                height,
                ..area
            }),
        )
    } else {
        (area, None)
    };
    let columns = fit(columns, without(list, area.width), table.width, &known);
    let most = usize::from(table.height / 4).min(6);
    let totals = sums::sums(list, &columns, table.width, most);
    Parts {
        table,
        pane,
        totals,
        columns,
    }
}

impl Parts {
    /// Lines for rows.
    pub fn lines(&self) -> usize {
        usize::from(self.table.height.saturating_sub(self.head() + self.foot()))
    }

    /// True if there is a detail pane.
    pub fn has_pane(&self) -> bool {
        self.pane.is_some()
    }

    /// Columns left out for want of room.
    pub fn hidden(&self) -> usize {
        self.columns.hidden
    }

    fn foot(&self) -> u16 {
        match self.totals.lines.len() {
            0 => 0,
            lines => put::cells(lines) + 1,
        }
    }

    fn head(&self) -> u16 {
        match self.table.height {
            0..=4 => 0,
            5..=15 => 1,
            _ => 2,
        }
    }
}

/// Draws the list.
pub fn draw(list: &ListScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let parts = parts(list, area);
    if list.zoomed {
        let inside = put::inside(
            Rect {
                width: area.width.min(READABLE),
                ..area
            },
            1,
            0,
        );
        detail(list, buf, inside, theme, list.skip);
        return;
    }
    if let Some(error) = &list.error {
        panel::lines(buf, put::inside(area, 2, 1), theme, &[error.to_string()], 0);
        return;
    }
    if list.ids.is_some() && list.is_empty() {
        nothing(list, buf, area, theme);
        return;
    }
    let columns = list.list().columns();
    let sort = list
        .query
        .sorted_by()
        .first()
        .map(|s| (s.field, s.descending));
    if parts.head() > 0 {
        parts.columns.head(buf, parts.table, theme, columns, sort);
    }
    if parts.head() > 1 {
        put::rule(buf, parts.table, 1, '╌', theme.style(Role::Border));
    }
    rows(list, buf, &parts, theme, columns);
    if parts.foot() > 0 {
        let from = parts.table.height.saturating_sub(parts.foot());
        sums::draw(buf, parts.table, from, &parts.totals, theme);
    }
    if let Some(pane) = parts.pane {
        if pane.y == parts.table.y {
            for row in 0..area.height {
                let at = Rect {
                    x: pane.x - 1,
                    width: 1,
                    ..area
                };
                put::left(buf, at, row, 0, "│", theme.style(Role::Border));
            }
            beside(list, buf, pane, theme);
        } else {
            let name = list
                .current()
                .and_then(|row| title(list, row))
                .unwrap_or_default();
            let inside = panel::frame(buf, pane, theme, &name, "z zoom");
            if matches!(list.list(), List::Missed | List::Unlisted) {
                let lines = accounts::asked_lines(list);
                panel::lines(buf, put::inside(inside, 1, 0), theme, &lines, 0);
            } else if matches!(list.list(), List::Overlaps | List::Programs) {
                beside(list, buf, inside, theme);
            } else if let Some(record) = shown(list) {
                let inside = as_it_is(list, buf, put::inside(inside, 1, 0), theme);
                panel::columns(buf, inside, theme, &record.lines);
            }
        }
    }
}

/// The pane at the right: the record, or the picture of an overlap.
fn beside(list: &ListScreen, buf: &mut Buffer, pane: Rect, theme: Theme) {
    match list.current() {
        Some(row) if list.list() == List::Overlaps => {
            let name = list.text(row, "partner").unwrap_or_default();
            accounts::picture_of(buf, pane, theme, accounts::counts(list, row), &name);
        }
        Some(_) if matches!(list.list(), List::Missed | List::Unlisted) => {
            let lines = accounts::asked_lines(list);
            panel::lines(buf, put::inside(pane, 1, 0), theme, &lines, 0);
        }
        _ => detail(list, buf, put::inside(pane, 1, 0), theme, 0),
    }
}

/// The record of the row under the cursor. What belongs to another row is not shown: better nothing than wrong.
fn shown(list: &ListScreen) -> Option<&Record> {
    let name = list.name_of(list.current()?)?;
    list.detail
        .as_ref()
        .filter(|(of, _)| *of == name)
        .map(|(_, record)| record)
}

fn title(list: &ListScreen, row: &crate::table::Row) -> Option<String> {
    ["name", "company", "summary", "customer"]
        .iter()
        .find_map(|key| list.text(row, key))
        .or_else(|| list.text(row, "partner"))
}

fn rows(list: &ListScreen, buf: &mut Buffer, parts: &Parts, theme: Theme, columns: &[Column]) {
    let (head, lines) = (parts.head(), put::cells(parts.lines()));
    let mut line = 0;
    for i in list.top..list.len() {
        if list.begins_group(i) && line < lines {
            group_head(list, buf, parts, theme, i, head + line);
            line += 1;
            if list.folded(i).is_some() {
                continue;
            }
        }
        if line >= lines {
            break;
        }
        if let Some(row) = list.row_at(i) {
            let look = Look {
                theme,
                cursor: i == list.at,
                picked: list.picked.contains_key(&row.id),
                width: parts.columns.width(),
            };
            let row = list.said(row);
            parts
                .columns
                .row(buf, parts.table, head + line, columns, &row, &look);
        } else {
            put::left(
                buf,
                parts.table,
                head + line,
                2,
                "…",
                theme.style(Role::Muted),
            );
        }
        line += 1;
    }
}

fn group_head(
    list: &ListScreen,
    buf: &mut Buffer,
    parts: &Parts,
    theme: Theme,
    i: usize,
    line: u16,
) {
    let mut name = list.group_name(i).unwrap_or_else(|| "…".into());
    let width = parts.columns.width().min(parts.table.width);
    let area = Rect {
        width,
        ..parts.table
    };
    let folded = list.folded(i);
    let here = folded.is_some() && i == list.at;
    let style = |role| theme.style(if here { Role::Selected } else { role });
    let (cursor, mark) = match folded {
        Some(rows) => {
            name = format!("{name} ({rows})");
            (if here { ">" } else { " " }, "▸")
        }
        None => (" ", "▾"),
    };
    if here {
        let bar = " ".repeat(usize::from(width));
        put::left(buf, area, line, 0, &bar, style(Role::Selected));
    }
    let words = format!("{cursor}{mark} {name}");
    put::left(buf, area, line, 0, &words, style(Role::Heading));
    let room = usize::from(width).saturating_sub(text::width(&name) + 6);
    let sums = list.group_sums(i, room);
    let x = width.saturating_sub(put::cells(text::width(&sums)));
    put::left(buf, area, line, x, &sums, style(Role::Muted));
}

/// Records are shown as they are, also beside a list that is seen as it stood on another day: that is said above them.
fn as_it_is(list: &ListScreen, buf: &mut Buffer, area: Rect, theme: Theme) -> Rect {
    if !list.query.seen_on().1 || area.height < 3 {
        return area;
    }
    put::left(buf, area, 0, 0, "As it is today:", theme.style(Role::Warn));
    Rect {
        y: area.y + 1,
        height: area.height - 1,
        ..area
    }
}

fn detail(list: &ListScreen, buf: &mut Buffer, area: Rect, theme: Theme, skip: usize) {
    if list.list() == List::Programs {
        return program::draw(list, buf, area, theme, skip);
    }
    let area = as_it_is(list, buf, area, theme);
    match shown(list) {
        Some(record) => {
            panel::lines(buf, area, theme, &record.lines, skip);
        }
        None => {
            put::left(buf, area, 0, 0, "…", theme.style(Role::Muted));
        }
    }
}

fn nothing(list: &ListScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    if list.filter.is_empty() {
        empty::draw(buf, area, theme, &places::empty(list.list()));
    } else {
        let words = format!("Nothing fits “{}”.", list.fitted());
        put::left(buf, area, 1, 2, &words, theme.style(Role::Text));
        put::left(
            buf,
            area,
            3,
            2,
            "esc clears the filter.",
            theme.style(Role::Muted),
        );
    }
}
