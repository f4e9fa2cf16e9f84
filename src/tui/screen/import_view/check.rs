//! How the check of an import and its end look: counts, problems, rows, what importing will do, how far it is.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{draw_said, error_lines, widths};
use crate::{
    table::{Mark, Row},
    text,
    tui::{
        screen::import::{
            ImportScreen,
            check::{Found, Shown},
            mend::sentences,
        },
        theme::{Role, Theme},
        widget::{
            panel, put,
            table::{Look, fit},
        },
    },
};

/// From this height on a box says what importing will do.
const BOX_FROM: u16 = 14;

/// Where the list is.
pub fn list(screen: &ImportScreen, area: Rect) -> Rect {
    let effects = put::cells(screen.effects().len());
    let below = if area.height >= BOX_FROM && effects > 0 {
        effects + 2
    } else {
        0
    };
    // The counts with their rule above it, the sentence below.
    let above = if area.height >= 8 { 2 } else { 1 };
    Rect {
        y: area.y + above.min(area.height),
        height: area.height.saturating_sub(above + below + 1),
        ..area
    }
}

/// Draws the check.
pub fn draw(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let foot = area.height.saturating_sub(1);
    let Some(tried) = screen.tried.as_ref().filter(|_| !screen.is_running()) else {
        return draw_work(
            screen,
            buf,
            area,
            theme,
            "Checking every row; nothing is written.",
        );
    };
    let outcome = match &tried.result {
        Ok(outcome) => outcome,
        Err(error) => {
            let wide = usize::from(area.width.saturating_sub(2)).max(1);
            for (row, (role, line)) in error_lines(error, wide).iter().enumerate() {
                put::left(buf, area, put::cells(row), 1, line, theme.style(*role));
            }
            let words = "enter checks again, ( goes back to the columns.";
            put::left(buf, area, foot, 1, words, theme.style(Role::Muted));
            return;
        }
    };
    if screen.trial().is_none() {
        // Some kinds of file say what they would do in their own words only.
        let lines = outcome.record.as_ref().map_or(&[][..], |r| &r.lines);
        let body = put::inside(
            Rect {
                height: area.height.saturating_sub(1),
                ..area
            },
            1,
            0,
        );
        panel::lines(buf, body, theme, lines, 0);
        let words = format!("{} ) goes on.", outcome.said.replace('\n', " "));
        put::left(buf, area, foot, 1, &words, theme.style(Role::Muted));
        return;
    }
    draw_counts(screen, buf, area, theme);
    let list = list(screen, area);
    if list.y > area.y + 1 {
        put::rule(buf, area, 1, '╌', theme.style(Role::Border));
    }
    draw_list(screen, buf, list, theme);
    let below = Rect {
        y: list.bottom(),
        height: area.bottom().saturating_sub(list.bottom() + 1),
        ..area
    };
    if below.height > 2 {
        let inside = panel::frame(
            buf,
            below,
            theme,
            "What importing will do",
            "nothing is written yet",
        );
        draw_said(buf, put::inside(inside, 1, 0), theme, &screen.effects());
    }
    let (role, words) = match screen.in_the_way() {
        Some(words) => (Role::Warn, words),
        None => (Role::Muted, screen.goes_on()),
    };
    put::left(buf, area, foot, 1, &words, theme.style(role));
}

fn draw_counts(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let mut at = 1;
    for (mark, words) in screen.tallied() {
        let glyph = if mark == Mark::None {
            String::new()
        } else {
            format!("{} ", mark.glyph(false))
        };
        let wide = put::cells(text::width(&words) + text::width(&glyph));
        if at + wide > area.width {
            break;
        }
        at = put::run(
            buf,
            area,
            0,
            at,
            &[
                (&glyph, theme.mark(mark)),
                (&words, theme.style(Role::Heading)),
            ],
        ) + 3;
    }
}

/// Titles, questions, problems, what is made, and rows.
fn draw_list(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let Some(trial) = screen.trial() else {
        return;
    };
    let columns = screen.row_columns();
    let rows: Vec<Row> = trial.lines.iter().map(|l| screen.row_cells(l)).collect();
    let fitted = fit(&columns, &[], area.width, &widths(&columns, &rows));
    let mut at = 0;
    for (n, line) in screen.shown().into_iter().enumerate() {
        let here = matches!(line, Shown::Line(_)).then_some(at);
        at += usize::from(here.is_some());
        let Some(row) = n.checked_sub(screen.top).map(put::cells) else {
            continue;
        };
        if row >= area.height {
            break;
        }
        let cursor = here == Some(screen.at);
        let found = match line {
            Shown::Title(title) if title.starts_with("Rows") => {
                // The names of the fields stand above the rows.
                let names = Rect {
                    y: area.y + row,
                    height: 1,
                    ..area
                };
                fitted.head(buf, names, theme, &columns, None);
                continue;
            }
            Shown::Title(title) => {
                put::left(buf, area, row, 1, &title, theme.style(Role::Heading));
                continue;
            }
            Shown::Line(found) => found,
        };
        if let Found::Row(i) = found {
            let look = Look {
                theme,
                cursor,
                picked: false,
                width: fitted.width(),
            };
            fitted.row(buf, area, row, &columns, &rows[i], &look);
            continue;
        }
        let (mark, words, note) = match found {
            Found::Question(i) => {
                let question = &trial.questions[i];
                let asked = sentences(&question.question);
                let words = if asked.contains(&format!("“{}”", question.about)) {
                    asked
                } else {
                    format!("{}: {asked}", question.about)
                };
                (Mark::Attention, words, "enter answers".to_owned())
            }
            Found::Problem(i) => {
                let (words, repair) = ImportScreen::problem(&trial.problems[i]);
                (Mark::Failed, words, repair)
            }
            Found::Made(i) => {
                let made = &trial.made[i];
                let words = format!("{} {}", made.noun, made.name);
                (Mark::Note, words, format!("{} rows", made.rows))
            }
            Found::Row(_) => continue,
        };
        draw_found(buf, area, row, theme, cursor, (mark, &words, &note));
    }
}

/// A line with its mark, and at the right what enter does.
fn draw_found(
    buf: &mut Buffer,
    area: Rect,
    row: u16,
    theme: Theme,
    cursor: bool,
    (mark, words, note): (Mark, &str, &str),
) {
    let base = theme.style(if cursor { Role::Selected } else { Role::Text });
    let words = text::clean(words);
    let note = text::clean(note);
    let room = usize::from(area.width).saturating_sub(6);
    // The repair is seen as a whole where that leaves room for the problem.
    let notes = text::width(&note).min(room / 2);
    let words = text::pad_right(&words, room.saturating_sub(notes));
    let sign = if cursor { ">" } else { " " };
    let line = format!(
        "{sign} {} {words}  {}",
        mark.glyph(false),
        text::cut(&note, notes)
    );
    let line = text::pad_right(&line, usize::from(area.width));
    put::left(buf, area, row, 0, &line, base);
    if !cursor {
        put::left(buf, area, row, 2, mark.glyph(false), theme.mark(mark));
        let at = put::cells(room.saturating_sub(notes)) + 6;
        put::left(
            buf,
            area,
            row,
            at,
            &text::cut(&note, notes),
            theme.style(Role::Accent),
        );
    }
}

/// Work under way: a bar, and how far it is.
fn draw_work(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme, words: &str) {
    let inside = put::inside(area, 2, 1);
    put::left(buf, inside, 0, 0, words, theme.style(Role::Text));
    if let Some((done, total, told)) = &screen.progress {
        if *total > 0 {
            let wide = usize::from(inside.width.saturating_sub(2)).min(60);
            let full = usize::try_from(
                u128::from((*done).min(*total)) * wide as u128 / u128::from(*total),
            )
            .unwrap_or(0);
            let bar = format!("[{}{}]", "#".repeat(full), " ".repeat(wide - full));
            put::left(buf, inside, 2, 0, &bar, theme.style(Role::Info));
        }
        put::left(buf, inside, 3, 0, told, theme.style(Role::Muted));
    }
    let words = "esc stops it; nothing of it is kept.";
    let last = area.height.saturating_sub(1);
    put::left(buf, area, last, 1, words, theme.style(Role::Muted));
}

/// Draws the last step: what will be done, how far it is, what was done.
pub fn draw_end(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    if screen.is_running() {
        let checking = screen.tried.is_none();
        let words = if checking {
            "Checking every row; nothing is written."
        } else {
            "Importing. All of it is saved at once, at the end."
        };
        return draw_work(screen, buf, area, theme, words);
    }
    let said = screen.ending();
    let width = area.width.min(88);
    let title = match &screen.done {
        Some(_) => format!("{} is in", screen.name()),
        None => format!("Import {}", screen.name()),
    };
    let wide = usize::from(width.saturating_sub(8)).max(1);
    let lines: usize = said
        .iter()
        .map(|(_, words)| {
            words
                .lines()
                .map(|l| text::fit(&text::clean(l), wide).len())
                .sum::<usize>()
                .max(1)
        })
        .sum();
    let framed = usize::from(area.height) >= lines + 4;
    let inside = if framed {
        let up = put::middle(area, width, put::cells(lines) + 4);
        put::inside(panel::frame(buf, up, theme, &title, ""), 2, 1)
    } else {
        put::inside(area, 1, 0)
    };
    draw_said(buf, inside, theme, &said);
}
