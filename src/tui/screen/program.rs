//! Programs on screen: the terms of the one under the cursor beside the list, and what forms about it begin with. Works
//! nothing out.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{list::ListScreen, text};
use crate::{
    ops::sheet::Sheet,
    table::List,
    tui::{
        event::Want,
        theme::{Role, Theme},
        widget::put,
    },
};

/// From this width of the window on a program stands beside the list.
const BESIDE: u16 = 72;

/// What the program beside the list says already.
pub const SAID_BESIDE: &[&str] = &[
    "terms", "hold", "minimum", "kind", "version", "from", "own", "ends", "slug",
];

/// Whether the program under the cursor stands beside the list in a window so wide.
pub fn is_beside(list: List, width: u16) -> bool {
    list == List::Programs && width >= BESIDE
}

/// What the pane beside a list asks for of the row under the cursor.
pub fn pane_of(list: List, path: &'static str, name: String) -> Want {
    match list {
        List::Programs => Want::Sheet(path, name),
        _ => Want::Record(path, name),
    }
}

/// The sheet of the program under the cursor. What belongs to another row is not shown: better nothing than wrong.
fn shown(list: &ListScreen) -> Option<&Sheet> {
    let name = list.name_of(list.current()?)?;
    list.sheet
        .as_ref()
        .filter(|(of, _)| *of == name)
        .map(|(_, sheet)| &**sheet)
}

/// Draws it from its `skip`-th line on.
pub fn draw(list: &ListScreen, buf: &mut Buffer, area: Rect, theme: Theme, skip: usize) {
    match shown(list) {
        Some(sheet) => {
            let lines = sheet.lines(usize::from(area.width), false).len();
            let room = usize::from(area.height);
            let skip = skip.min(lines.saturating_sub(room));
            // The last line says that there is more, where there is.
            let rest = lines.saturating_sub(skip + room);
            let height = area.height - u16::from(rest > 0 && area.height > 1);
            text::draw_sheet(sheet, buf, Rect { height, ..area }, theme, skip);
            if height < area.height {
                let more = format!("… {} more lines: enter", rest + 1);
                put::left(buf, area, height, 0, &more, theme.style(Role::Muted));
            }
        }
        None => {
            put::left(buf, area, 0, 0, "…", theme.style(Role::Muted));
        }
    }
}

/// What forms about a program begin with: operation, field, and the column that holds the value.
const BEGIN_WITH: &[(&str, &str, &str)] = &[
    ("program terms", "terms", "terms"),
    ("program terms", "hold_days", "hold"),
    ("program test", "terms", "terms"),
];

/// What the forms of all operations begin with for the program under the cursor: operation, field, value. The terms that
/// hold, so that they are changed and not typed anew.
pub fn all_values(list: &ListScreen) -> Vec<(&'static str, &'static str, String)> {
    // Several picked programs have no terms in common.
    let Some(row) = list
        .current()
        .filter(|_| list.list() == List::Programs && list.picked.len() < 2)
    else {
        return Vec::new();
    };
    BEGIN_WITH
        .iter()
        .filter_map(|(path, field, column)| Some((*path, *field, list.text(row, column)?)))
        .collect()
}

/// The same for one operation.
pub fn values(list: &ListScreen, path: &str) -> Vec<(&'static str, String)> {
    let all = all_values(list).into_iter();
    all.filter(|(of, ..)| *of == path)
        .map(|(_, field, value)| (field, value))
        .collect()
}
