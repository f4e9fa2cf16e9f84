//! How an import looks, step by step and at every size: the file, its columns, the check, and what came of it. Changes
//! nothing.

mod check;
mod file;

use ratatui::{buffer::Buffer, layout::Rect};

use super::import::{
    ImportScreen, Step,
    columns::{COLUMNS, Line},
    mend::sentences,
};
use crate::{
    error::Error,
    table::{Column, Mark, Row},
    text,
    tui::{
        theme::{Role, Theme},
        widget::{
            panel, put,
            table::{Fit, Look, fit},
        },
    },
};

/// From this height on a pane says more of the row under the cursor.
const PANE_FROM: u16 = 17;
/// Lines of that pane.
const PANE: u16 = 7;

/// How many lines there are for rows; the same for fitting and for drawing.
pub fn rows(screen: &ImportScreen, area: Rect) -> u16 {
    match screen.step {
        Step::File => area.height.saturating_sub(4),
        Step::Columns => columns_parts(screen, area).rows.height,
        Step::Check => check::list(screen, area).height,
        Step::Import => 1,
    }
}

/// Draws it; returns where the terminal's cursor belongs while a path is typed.
pub fn draw(
    screen: &ImportScreen,
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
) -> Option<(u16, u16)> {
    match screen.step {
        Step::File => return file::draw(screen, buf, area, theme),
        Step::Columns => draw_columns(screen, buf, area, theme),
        Step::Check => check::draw(screen, buf, area, theme),
        Step::Import => check::draw_end(screen, buf, area, theme),
    }
    None
}

/// Where the parts of the second step are.
struct ColumnsParts {
    /// What the file seems to be, or why it cannot be read so.
    head: Rect,
    rows: Rect,
    pane: Option<Rect>,
}

fn columns_parts(screen: &ImportScreen, area: Rect) -> ColumnsParts {
    let said = put::cells(first_lines(screen, area.width).len());
    let head = said.clamp(1, (area.height / 2).max(1));
    let pane = if area.height >= PANE_FROM + head - 1 {
        PANE
    } else {
        0
    };
    // The headings with their rule, and the sentence at the foot.
    let heads = if area.height >= 8 { 2 } else { 1 };
    let height = area.height.saturating_sub(head + heads + pane + 1);
    ColumnsParts {
        head: Rect {
            height: head.min(area.height),
            ..area
        },
        rows: Rect {
            y: area.y + (head + heads).min(area.height),
            height,
            ..area
        },
        pane: (pane > 0).then(|| Rect {
            y: area.y + head + heads + height,
            height: pane,
            ..area
        }),
    }
}

/// What stands above the columns.
fn first_lines(screen: &ImportScreen, width: u16) -> Vec<(Role, String)> {
    let wide = usize::from(width.saturating_sub(2)).max(1);
    if let Some(error) = &screen.refused {
        return error_lines(error, wide);
    }
    let Some(proposal) = &screen.proposal else {
        return vec![(Role::Muted, format!("Reading {} …", screen.name()))];
    };
    let kind = proposal.kind.map_or("?", |kind| kind.word());
    let because = proposal.because.trim_end_matches('.');
    let words = match (&proposal.known_as, because.is_empty()) {
        (_, false) => format!("{because}."),
        (Some(name), true) => format!("Read as {name}."),
        (None, true) => String::new(),
    };
    let words = sentence(&text::clean(&words));
    let kind = format!("Rows are ‹ {kind} ›");
    let whole = format!("{words} {kind}");
    let mut lines = if text::width(&whole) <= wide || words.is_empty() {
        vec![(Role::Text, whole.trim().to_owned())]
    } else {
        vec![(Role::Text, words), (Role::Text, kind)]
    };
    let notes = proposal.notes.iter().take(2);
    lines.extend(notes.map(|n| (Role::Muted, sentence(&text::clean(n)))));
    lines
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

/// An error in lines.
fn error_lines(error: &Error, wide: usize) -> Vec<(Role, String)> {
    let text = sentences(&error.to_string());
    let lines = text.lines().flat_map(|l| text::fit(&text::clean(l), wide));
    (0..)
        .zip(lines)
        .map(|(n, line)| (if n == 0 { Role::Bad } else { Role::Text }, line))
        .collect()
}

fn draw_columns(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let parts = columns_parts(screen, area);
    let first = first_lines(screen, area.width);
    for (row, (role, words)) in first
        .iter()
        .take(usize::from(parts.head.height))
        .enumerate()
    {
        put::left(
            buf,
            parts.head,
            put::cells(row),
            1,
            words,
            theme.style(*role),
        );
    }
    let lines = screen.rows();
    if !lines.is_empty() {
        let shown: Vec<Row> = lines.iter().map(|line| screen.cells(line)).collect();
        let fitted = fit(COLUMNS, &[], area.width, &widths(COLUMNS, &shown));
        let heads = parts.rows.y - area.y - parts.head.height;
        let above = Rect {
            y: parts.head.bottom(),
            height: heads,
            ..area
        };
        fitted.head(buf, above, theme, COLUMNS, None);
        if heads > 1 {
            put::rule(buf, above, 1, '╌', theme.style(Role::Border));
        }
        draw_rows(screen, buf, parts.rows, theme, (&fitted, COLUMNS), &shown);
    }
    if let Some(pane) = parts.pane {
        draw_pane(screen, buf, pane, theme);
    }
    let (role, words) = columns_sentence(screen, usize::from(area.width.saturating_sub(2)));
    let last = area.height.saturating_sub(1);
    put::left(buf, area, last, 1, &words, theme.style(role));
}

fn columns_sentence(screen: &ImportScreen, wide: usize) -> (Role, String) {
    if screen.refused.is_some() {
        let words = "u takes the last choice back, e says how the file is read, ( chooses another.";
        return (Role::Warn, words.to_owned());
    }
    if !screen.is_current() {
        return (Role::Muted, "Looking at it …".to_owned());
    }
    let open = screen.open_questions();
    if open.is_empty() {
        let words = "All is set: ) goes on to the check. Nothing is written yet.";
        return (Role::Muted, words.to_owned());
    }
    let n = open.len();
    let (things, need) = if n == 1 {
        ("thing", "needs")
    } else {
        ("things", "need")
    };
    // As much of it as there is room for.
    let about = open.join(", ");
    let words = [
        format!("{n} {things} {need} a look before the check: {about}. Nothing is written yet."),
        format!("{n} {things} {need} a look before the check: {about}."),
        format!("{n} {things} {need} a look: {about}."),
        format!("{n} {things} {need} a look before the check: n goes there."),
    ];
    let last = words.last().cloned().unwrap_or_default();
    let words = words
        .into_iter()
        .find(|w| text::width(&text::clean(w)) <= wide);
    let words = words.unwrap_or(last);
    (Role::Warn, words)
}

/// The row under the cursor, with all its values.
fn draw_pane(screen: &ImportScreen, buf: &mut Buffer, area: Rect, theme: Theme) {
    let Some(proposal) = &screen.proposal else {
        return;
    };
    let (title, lines) = match screen.row() {
        Some(Line::Column(i)) => {
            let column = &proposal.columns[i];
            let mut lines = Vec::new();
            if let Some(choice) = screen.choice_about(column) {
                lines.push(sentences(&choice.question));
            }
            lines.push(if column.samples.is_empty() {
                "It is empty.".to_owned()
            } else {
                format!("Values: {}", column.samples.join(" · "))
            });
            let goes = column.field.and_then(|f| proposal.fields.get(f));
            lines.push(match goes {
                Some(field) => format!("Goes to {}: {}.", field.name, column.why),
                None if proposal.fields.is_empty() => {
                    "Whether it is taken is not for you to choose here: see the check.".to_owned()
                }
                None if column.why.is_empty() => "Nothing is taken from it.".to_owned(),
                None => format!("Nothing is taken from it: {}.", column.why),
            });
            let enter = match screen.choice_about(column) {
                Some(_) => "enter answers",
                None => "enter chooses where it goes",
            };
            lines.push(format!("{enter}, d leaves it out."));
            (column.header.clone(), lines)
        }
        Some(Line::Choice(i)) => {
            let choice = &proposal.choices[i];
            let answers: Vec<&str> = choice
                .answers
                .iter()
                .map(|(says, _)| says.as_str())
                .collect();
            let lines = vec![
                sentences(&choice.question),
                format!("Answers: {}", answers.join(" · ")),
                "enter answers.".to_owned(),
            ];
            (choice.about.clone(), lines)
        }
        Some(Line::Missing(_)) => {
            let words = "No column was found for this, and every row needs it. enter names the column, or gives one value for all rows.";
            ("Needed".to_owned(), vec![words.to_owned()])
        }
        Some(Line::Word(word)) => {
            let value = word.value.clone().unwrap_or_default();
            let lines = vec![
                format!("{} {value}", word.option),
                "As on a command line. enter says it otherwise, d takes back what you said."
                    .to_owned(),
            ];
            ("How it is read".to_owned(), lines)
        }
        None => return,
    };
    let inside = put::inside(panel::frame(buf, area, theme, &title, ""), 1, 0);
    let wide = usize::from(inside.width).max(1);
    let lines: Vec<String> = lines
        .iter()
        .flat_map(|l| text::wrap(&text::clean(l), wide))
        .collect();
    for (row, line) in lines.iter().take(usize::from(inside.height)).enumerate() {
        put::left(
            buf,
            inside,
            put::cells(row),
            0,
            line,
            theme.style(Role::Text),
        );
    }
}

/// The widest content of each column.
fn widths(columns: &[Column], rows: &[Row]) -> Vec<u16> {
    let mut widths = vec![0; columns.len()];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(put::cells(text::width(&text::clean(&cell.shown()))));
        }
    }
    widths
}

/// Rows from the first in sight on, the cursor among them.
fn draw_rows(
    screen: &ImportScreen,
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    (fitted, columns): (&Fit, &[Column]),
    rows: &[Row],
) {
    for line in 0..area.height {
        let at = screen.top + usize::from(line);
        let Some(row) = rows.get(at) else { break };
        let look = Look {
            theme,
            cursor: at == screen.at,
            picked: false,
            width: fitted.width(),
        };
        fitted.row(buf, area, line, columns, row, &look);
    }
}

/// Words with their marks, wrapped; returns how many lines they took.
fn draw_said(buf: &mut Buffer, area: Rect, theme: Theme, said: &[(Mark, String)]) -> u16 {
    let wide = usize::from(area.width.saturating_sub(2)).max(1);
    let mut row = 0;
    for (mark, words) in said {
        for (n, piece) in words
            .lines()
            .flat_map(|l| text::fit(&text::clean(l), wide))
            .enumerate()
        {
            if n == 0 && *mark != Mark::None {
                put::left(buf, area, row, 0, mark.glyph(false), theme.mark(*mark));
            }
            put::left(buf, area, row, 2, &piece, theme.style(Role::Text));
            row += 1;
        }
        row += u16::from(words.is_empty());
    }
    row
}
