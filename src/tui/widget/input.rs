//! One line of text being typed: drawn with its cursor, scrolled so that the cursor is always seen.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};
use tui_input::{Input, InputRequest, backend::crossterm::EventHandler};

use super::put;
use crate::{text, tui::chord::Chord};

/// Most characters a line takes: a paste of a whole file is an accident.
const MOST: usize = 2000;

/// Handles a key as readline would; true if the text has changed.
pub fn key(input: &mut Input, chord: Chord) -> bool {
    if chord.letter().is_some() && input.value().chars().count() >= MOST {
        return false;
    }
    input
        .handle_event(&crossterm::event::Event::Key(chord.event()))
        .is_some_and(|change| change.value)
}

/// Types pasted text: line ends become blanks, other controls go; returns whether some of it was left out.
pub fn paste(input: &mut Input, pasted: &str) -> bool {
    let room = MOST.saturating_sub(input.value().chars().count());
    let mut left_out = false;
    let mut typed = 0;
    for c in pasted.trim_end_matches(['\r', '\n']).chars() {
        let c = if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        };
        if c.is_control() || typed >= room {
            left_out = true;
            continue;
        }
        input.handle(InputRequest::InsertChar(c));
        typed += 1;
    }
    left_out
}

/// Draws it; where it is focused, returns where the terminal's cursor belongs.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    input: &Input,
    style: Style,
    focused: bool,
) -> Option<(u16, u16)> {
    if area.width == 0 || area.height == 0 {
        return None;
    }
    let room = usize::from(area.width).saturating_sub(1).max(1);
    let before: String = input.value().chars().take(input.cursor()).collect();
    let before = text::clean(&before).into_owned();
    let whole = text::clean(input.value()).into_owned();
    let at = text::width(&before);
    let skip = if focused { at.saturating_sub(room) } else { 0 };
    let mut shown = String::new();
    let mut gone = 0;
    for c in whole.chars() {
        // Cells left of the window; what is cut in the middle of a wide character goes whole.
        if gone < skip {
            gone += text::width(&c.to_string());
        } else {
            shown.push(c);
        }
    }
    let room = usize::from(area.width);
    put::left(
        buf,
        Rect { height: 1, ..area },
        0,
        0,
        &text::pad_right(&shown, room),
        style,
    );
    let column = put::cells(at.saturating_sub(gone)).min(area.width - 1);
    focused.then_some((area.x + column, area.y))
}
