//! Text measured, cut, padded and wrapped in terminal cells; must not decide what is safe to show.
//!
//! Measured grapheme by grapheme, as ratatui places them. Text from outside goes through
//! [`super::clean()`] first: controls have no width one could rely on.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands at the end of a text that was cut.
const CUT: &str = "~";

/// Terminal cells `text` takes: 1 for a letter, 2 for CJK and emoji, 0 for marks.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(cells).sum()
    }
}

fn cells(grapheme: &str) -> usize {
    if grapheme.len() == 1 {
        1
    } else {
        grapheme.width()
    }
}

/// `text` in at most `cells` cells, cut between graphemes and ended with `~` when something is missing.
pub fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_string();
    }
    if cells == 0 {
        return String::new();
    }
    let mut out = head(text, cells - CUT.len()).to_string();
    out.push_str(CUT);
    out
}

/// The longest beginning of `text` that fits into `room` cells.
fn head(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += cells(grapheme);
        if used > room {
            return &text[..at];
        }
    }
    text
}

/// `text` at the left of exactly `cells` cells, blanks to its right; cut with `~` where too long.
pub fn pad_right(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(width(&out))));
    out
}

/// `text` at the right of exactly `cells` cells, blanks to its left; cut with `~` where too long.
pub fn pad_left(text: &str, cells: usize) -> String {
    let shown = cut(text, cells);
    let mut out = " ".repeat(cells.saturating_sub(width(&shown)));
    out.push_str(&shown);
    out
}

/// `text` in lines of at most `cells` cells, broken at blanks where possible, inside a word where not.
///
/// `\n` always ends a line; an empty text is one empty line. A character wider than the line stands
/// alone in one that is too wide, for nothing may be lost. `cells` of 0 counts as 1.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let room = cells.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split(' ').filter(|w| !w.is_empty()) {
            let needs = width(word);
            if used > 0 && used + 1 + needs <= room {
                line.push(' ');
                line.push_str(word);
                used += 1 + needs;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line));
            }
            let mut rest = word;
            while width(rest) > room {
                let fits = head(rest, room);
                let first = rest.graphemes(true).next().unwrap_or(rest);
                let part = if fits.is_empty() { first } else { fits };
                if part.len() == rest.len() {
                    break;
                }
                rest = &rest[part.len()..];
                lines.push(part.to_string());
            }
            line.push_str(rest);
            used = width(rest);
        }
        lines.push(line);
    }
    lines
}

/// `line` as it is where it fits, for its blanks line things up with the lines around it; wrapped where it does not.
pub fn fit(line: &str, cells: usize) -> Vec<String> {
    if width(line) <= cells && !line.contains('\n') {
        vec![line.to_owned()]
    } else {
        wrap(line, cells)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::clean;

    #[test]
    fn cells_are_counted_as_a_terminal_places_them() {
        assert_eq!(width("Acme"), 4);
        assert_eq!(width("株式会社サンプル"), 16);
        assert_eq!(width("cafe\u{301}"), 4);
        assert_eq!(width("🚀"), 2);
        assert_eq!(width("🇩🇪"), 2);
        assert_eq!(width("لا"), 2);
        assert_eq!(width("ｶﾞ"), 2);
    }

    #[test]
    fn a_cut_is_marked_and_never_splits_a_character() {
        assert_eq!(cut("Northwind", 9), "Northwind");
        assert_eq!(cut("Northwind", 6), "North~");
        assert_eq!(cut("株式会社", 4), "株~");
        assert_eq!(cut("cafe\u{301}s", 4), "caf~");
        assert_eq!(cut("ab", 1), "~");
        assert_eq!(cut("ab", 0), "");
    }

    #[test]
    fn padding_fills_exactly() {
        assert_eq!(pad_right("株式", 5), "株式 ");
        assert_eq!(pad_right("株式会社", 4), "株~ ");
        assert_eq!(pad_left("12.50", 8), "   12.50");
        assert_eq!(pad_left("1,234,567", 5), "1,23~");
    }

    #[test]
    fn lines_break_at_blanks_then_inside_words() {
        assert_eq!(wrap("pay the partner", 8), ["pay the", "partner"]);
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap("株式", 1), ["株", "式"]);
    }

    proptest! {
        #[test]
        fn whatever_the_text_a_column_is_as_wide_as_asked(text in any::<String>(), cells in 0usize..40) {
            let text = clean(&text);
            prop_assert!(width(&cut(&text, cells)) <= cells);
            prop_assert_eq!(width(&pad_right(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
            let wide = wrap(&text, cells.max(2)).iter().map(|l| width(l)).max();
            prop_assert!(wide <= Some(cells.max(2)) || text.graphemes(true).any(|g| super::cells(g) > 2));
        }
    }
}
