//! The matrix tab: what accounts in common are to us, by what they are to the partner. Draws; counts nothing.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{AccountsScreen, parts};
use crate::{
    domain::overlap::{Play, Standing},
    store::{Cell as Figures, Matrix},
    table::{Shown, cell_of},
    text,
    tui::{
        theme::{Role, Theme},
        widget::put,
    },
};

/// Shades by the number of accounts; the numbers always stand beside them.
const SHADES: [(u64, &str); 3] = [(30, "█"), (10, "▒"), (1, "░")];

fn shade(count: u64) -> &'static str {
    let found = SHADES.iter().find(|(least, _)| count >= *least);
    found.map_or(" ", |(_, shade)| shade)
}

/// A heading: `Customer`, `Any`.
fn called(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Customer) => "Customer",
        Some(Standing::Opportunity) => "Opportunity",
        Some(Standing::Prospect) => "Prospect",
        Some(Standing::Other) => "Other",
        None => "Any",
    }
}

fn figures(matrix: &Matrix, ours: Option<Standing>, theirs: Option<Standing>) -> &Figures {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => matrix.cell(ours, theirs),
        (Some(ours), None) => &matrix.rows[ours.place()],
        (None, Some(theirs)) => &matrix.columns[theirs.place()],
        (None, None) => &matrix.all,
    }
}

fn all(counts: &[u64; 4], standing: Option<Standing>) -> u64 {
    standing.map_or_else(|| counts.iter().sum(), |s| counts[s.place()])
}

fn number(n: u64) -> String {
    put::count(usize::try_from(n).unwrap_or(usize::MAX))
}

/// Where the columns are.
struct Grid {
    area: Rect,
    /// Cells for the names of rows and our totals.
    head: u16,
    /// Cells of a column.
    column: u16,
}

impl Grid {
    fn right(
        &self,
        buf: &mut Buffer,
        row: u16,
        column: u16,
        words: &str,
        theme: Theme,
        role: Role,
    ) {
        let end = self.head + (column + 1) * self.column;
        let words = text::cut(words, usize::from(self.column.saturating_sub(1)));
        let start = end.saturating_sub(put::cells(text::width(&words)));
        put::left(buf, self.area, row, start, &words, theme.style(role));
    }
}

/// Draws the tab.
pub fn draw(screen: &AccountsScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let Some(page) = &screen.page else {
        put::left(buf, area, 0, 1, "…", theme.style(Role::Muted));
        return;
    };
    let [rows, columns] = screen.sides();
    let area = put::inside(area, 1, 0);
    let head = if area.width >= 76 { 26 } else { 20 };
    let wide = area.width.saturating_sub(head) / put::cells(columns.len()).max(1);
    let grid = Grid {
        area,
        head,
        column: wide.min(18),
    };
    let matrix = &page.matrix;
    let title = format!("{} has them as", screen.partner);
    put::left(buf, area, 0, grid.head, &title, theme.style(Role::Heading));
    put::left(
        buf,
        area,
        1,
        0,
        "You have them as",
        theme.style(Role::Heading),
    );
    for (at, theirs) in (0..).zip(&columns) {
        let name = called(*theirs);
        let name = match theirs {
            Some(Standing::Opportunity) if usize::from(grid.column) <= text::width(name) => "Deal",
            _ => name,
        };
        grid.right(buf, 1, at, name, theme, Role::Heading);
        let total = number(all(&matrix.their_accounts, *theirs));
        grid.right(buf, 2, at, &total, theme, Role::Muted);
    }
    put::left(buf, area, 2, 2, "in all", theme.style(Role::Muted));
    put::rule(buf, area, 3, '╌', theme.style(Role::Border));
    // Each row is a number and its shade; an empty line between them where there is room.
    let below = 10;
    let lines = put::cells(rows.len());
    let step = match area.height.saturating_sub(4 + below) / lines.max(1) {
        0 | 1 if area.height < 4 + 2 * lines + 3 => 1,
        0..=2 => 2,
        _ => 3,
    };
    let mut line = 4;
    for (r, ours) in rows.iter().enumerate() {
        let whole = all(&matrix.our_accounts, *ours);
        put::left(buf, area, line, 0, called(*ours), theme.style(Role::Text));
        let mine = number(whole);
        let start = grid.head.saturating_sub(put::cells(mine.len()) + 4);
        put::left(buf, area, line, start, &mine, theme.style(Role::Muted));
        for (c, theirs) in columns.iter().enumerate() {
            let cell = figures(matrix, *ours, *theirs);
            let here = screen.cell == [r, c];
            let shown = cell_of(cell, whole, screen.shown).shown();
            let shown = if shown.is_empty() {
                "-".to_owned()
            } else {
                shown
            };
            let role = if here { Role::Selected } else { Role::Text };
            let sums = fitted(&shown, usize::from(grid.column), usize::from(step.min(2)));
            for (down, sum) in (0..).zip(&sums) {
                let words = if here {
                    format!("[{sum}]")
                } else {
                    format!("{sum} ")
                };
                grid.right(buf, line + down, put::cells(c), &words, theme, role);
            }
            if step > 1 && sums.len() == 1 {
                let shade = format!("{} ", shade(cell.ours).repeat(2));
                grid.right(buf, line + 1, put::cells(c), &shade, theme, Role::Info);
            }
        }
        line += step;
    }
    put::rule(buf, area, line, '╌', theme.style(Role::Border));
    line += 1;
    put::left(
        buf,
        area,
        line,
        0,
        &pointed(screen, matrix, usize::from(area.width)),
        theme.style(Role::Accent),
    );
    line += 1;
    for words in notes(screen, matrix, usize::from(area.width)) {
        put::left(buf, area, line, 0, &words, theme.style(Role::Muted));
        line += 1;
    }
}

/// What a cell shows, a line for each currency: an amount is whole or, where there is no room, counted instead.
fn fitted(shown: &str, column: usize, lines: usize) -> Vec<String> {
    let sums: Vec<&str> = shown.split("  ").collect();
    // Brackets of the cursor, and a blank before.
    let room = column.saturating_sub(3);
    if sums.len() <= lines && sums.iter().all(|s| text::width(s) <= room) {
        return sums.into_iter().map(str::to_owned).collect();
    }
    vec![match sums.len() {
        1 => "(below)".to_owned(),
        n => format!("{n} sums"),
    }]
}

/// What the cell under the cursor holds.
fn pointed(screen: &AccountsScreen, matrix: &Matrix, width: usize) -> String {
    let [ours, theirs] = screen.standings();
    let cell = figures(matrix, ours, theirs);
    let accounts = if cell.theirs == cell.ours {
        String::new()
    } else {
        format!(" ({} on their side)", number(cell.theirs))
    };
    if screen.shown == Shown::Value && !cell.value.is_empty() {
        let (accounts, worth) = (number(cell.ours), cell.value.shown());
        let long = format!("> {accounts} accounts, open opportunities worth {worth}");
        return if text::width(&long) <= width {
            long
        } else {
            format!("> {accounts}: {worth}")
        };
    }
    let whole = format!(
        "> {}{accounts}: your {} that are their {}",
        number(cell.ours),
        parts::several(ours),
        parts::several(theirs)
    );
    if text::width(&whole) + 17 <= width {
        format!("{whole}. enter: the list")
    } else {
        whole
    }
}

/// What the figures are, in lines of a width.
fn notes(screen: &AccountsScreen, matrix: &Matrix, width: usize) -> Vec<String> {
    let figures = match screen.shown {
        Shown::Counts => {
            "Your accounts, each once in a cell; what is several of theirs is in several."
        }
        Shown::Value => {
            "What your open opportunities in a cell are worth, each once; currencies apart."
        }
        Shown::Share => "Share of your accounts of the row, in common or not.",
    };
    let mut lines = text::wrap(figures, width);
    let showing = format!("Showing {}: % shows the next.", screen.shown.word());
    let legend = format!("{showing}   ░ 1-9  ▒ 10-29  █ 30+");
    lines.push(if text::width(&legend) <= width {
        legend
    } else {
        showing
    });
    for play in Play::ALL {
        let (ours, theirs) = play.cell();
        let which = play.which(matrix.cell(ours, theirs).ours);
        let whole = format!("{which}: {}", play.advice());
        lines.push(if text::width(&whole) <= width {
            whole
        } else {
            which
        });
    }
    lines
}
