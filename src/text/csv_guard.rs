//! Keeps a spreadsheet from running text as a formula; must not quote or separate cells, that is the writer's work.

use std::borrow::Cow;

/// `text` for a text cell of a CSV file: with `'` before it where a spreadsheet would run it.
///
/// That is text beginning (after blanks) with `= + - @`, their full-width forms, a tab or a line end.
/// Plain numbers (`-12.50`, `+3`) stay as they are. [`csv_unguard`] gives back exactly `text`.
pub fn csv_guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Undoes [`csv_guard`]: takes the `'` away where only the guard can have put it.
pub fn csv_unguard(text: &str) -> &str {
    text.strip_prefix('\'')
        .filter(|rest| needs_guard(rest))
        .unwrap_or(text)
}

fn needs_guard(text: &str) -> bool {
    // Text that itself looks guarded is guarded again, or the way back would take its own mark off.
    let bare = text.trim_start_matches('\'');
    if bare.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let shown =
        bare.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}');
    shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        && !(bare == text && is_number(text))
}

/// A sign, digits with commas and points among them, nothing else.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for text in [
            "=1+1",
            "+cmd",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "＝1",
            "-",
            "+49 30 1234",
        ] {
            assert_eq!(csv_guard(text), format!("'{text}"));
        }
    }

    #[test]
    fn numbers_and_words_stay() {
        for text in [
            "-12.50",
            "+3",
            "-1,234.00",
            "Acme = good",
            "a-b",
            "'quoted'",
            "",
        ] {
            assert!(matches!(csv_guard(text), Cow::Borrowed(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_guard_comes_off_again(text in "[ '=+@\\-\t0-9a\r\n]{0,8}") {
            let guarded = csv_guard(&text);
            prop_assert_eq!(csv_unguard(&guarded), text.as_str());
            prop_assert!(!guarded.starts_with(['=', '@', '\t', '\r']));
        }
    }
}
