//! Makes outside text safe to show in a terminal; must not decide what may be stored.
//!
//! The rule: what a terminal would act on, hide or reorder is written out instead (`^[`, `⟨RLO⟩`),
//! and what terminals disagree about the width of (emoji joiners, skin tones, variation selectors) is
//! left away, so that a column is as wide in every terminal as [`super::width()`] says.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks kept on one base character; real writing needs three or four.
const MARKS_PER_BASE: usize = 8;

/// Text for one line of a terminal: nothing in it moves the cursor, hides or reorders what follows.
///
/// Tabs and line ends become a space, other controls are written out (`^[` for escape, `⟨RLO⟩` for a
/// bidi override, `⟨ZWSP⟩` for a zero-width space), at most eight marks stay on a character. Letters of
/// every script, accents and plain emoji pass unchanged. Cleaning twice is cleaning once.
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, false)
}

/// [`clean`] for text of several lines: line ends of every kind become `\n`, the rest as in one line.
pub fn clean_lines(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

/// Whether a terminal would act on `c`, hide it, or reorder what follows: controls (line ends too), bidi and zero-width
/// characters, tags.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || invisible(c).is_some()
}

/// JSON that is safe to look at: in its texts, what [`is_unseen`] names is written `\u202e`. It stays valid JSON and
/// every value stays the same. Line ends between the values stay.
pub fn json_safe(json: &str) -> Cow<'_, str> {
    // A control character stands in no text of valid JSON, so a line end is one between values.
    let risky = |c: char| c != '\n' && is_unseen(c);
    if !json.contains(risky) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 32);
    for c in json.chars() {
        if risky(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn cleaned(text: &str, keep_lines: bool) -> Cow<'_, str> {
    let plain = |b: &u8| (b' '..=b'~').contains(b) || (keep_lines && *b == b'\n');
    if text.as_bytes().iter().all(plain) {
        return Cow::Borrowed(text);
    }
    let out = rewrite(text, keep_lines);
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

/// What becomes of one character.
enum Fate {
    Keep,
    Drop,
    Space,
    Line,
    /// Written out in brackets; a run of the same name is written once with its count.
    Named(Cow<'static, str>),
    /// Written out as it is: `^[`, `\x9b`.
    Escaped(String),
}

fn rewrite(text: &str, keep_lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut before: Option<char> = None;
    let mut marks = 0;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c == '\r' && next == Some('\n') {
            continue;
        }
        // ratatui counts these marks twice (unicode-width counts them too); the composed kana is as wide.
        if matches!(c, '\u{ff9e}' | '\u{ff9f}') {
            push_voicing(&mut out, c);
            before = out.chars().next_back();
            continue;
        }
        if is_mark(c) {
            marks += 1;
            if marks > MARKS_PER_BASE {
                continue;
            }
            // A mark without a base would land on whatever stands left of it: a border, another cell.
            if before.is_none_or(|b| b == '\n') {
                out.push('\u{25cc}');
            }
            out.push(c);
            before = Some(c);
            continue;
        }
        match fate(c, before, next, keep_lines) {
            Fate::Drop => continue,
            Fate::Keep => out.push(c),
            Fate::Space => out.push(' '),
            Fate::Line => out.push('\n'),
            Fate::Escaped(shown) => out.push_str(&shown),
            Fate::Named(name) => {
                let mut count = 1;
                while chars
                    .next_if(|n| invisible(*n).is_some_and(|m| m == name))
                    .is_some()
                {
                    count += 1;
                }
                push_named(&mut out, &name, count);
            }
        }
        marks = 0;
        before = out.chars().next_back();
    }
    out
}

/// A half-width sound mark: one kana with the half-width letter before it, or a mark of its own.
fn push_voicing(out: &mut String, mark: char) {
    let kana = out
        .chars()
        .next_back()
        .filter(|c| ('\u{ff66}'..='\u{ff9d}').contains(c));
    let whole = kana.and_then(|k| single([k, mark].into_iter().nfkc()));
    match whole {
        Some(c) => {
            out.pop();
            out.push(c);
        }
        None => out.push(if mark == '\u{ff9e}' {
            '\u{309b}'
        } else {
            '\u{309c}'
        }),
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next();
    if chars.next().is_some() { None } else { first }
}

fn push_named(out: &mut String, name: &str, count: usize) {
    // Writing to a String cannot fail.
    let _ = if count > 1 {
        write!(out, "⟨{name}×{count}⟩")
    } else {
        write!(out, "⟨{name}⟩")
    };
}

fn fate(c: char, before: Option<char>, next: Option<char>, keep_lines: bool) -> Fate {
    match c {
        ' '..='~' => Fate::Keep,
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' if keep_lines => Fate::Line,
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Space,
        '\0'..='\u{1f}' => Fate::Escaped(format!("^{}", char::from(c as u8 + 0x40))),
        '\u{7f}' => Fate::Escaped("^?".to_string()),
        '\u{80}'..='\u{9f}' => Fate::Escaped(format!("\\x{:02x}", u32::from(c))),
        // Terminals differ on what these do to the width of an emoji; without them all agree.
        '\u{fe0e}' | '\u{fe0f}' => Fate::Drop,
        '\u{1f3fb}'..='\u{1f3ff}' if before.is_some_and(is_pictograph) => Fate::Drop,
        '\u{200d}' if before.is_some_and(is_pictograph) && next.is_some_and(is_pictograph) => {
            Fate::Drop
        }
        // Persian and the Indic scripts spell with the joiners.
        '\u{200c}' | '\u{200d}' if before.is_some_and(joins) && next.is_some_and(joins) => {
            Fate::Keep
        }
        // One variant selector after a Han character picks its shape.
        '\u{e0100}'..='\u{e01ef}' if before.is_some_and(is_han) => Fate::Drop,
        // A vowel or final of Hangul has no cells of its own; it needs a syllable to stand in.
        '\u{1161}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}' if !before.is_some_and(is_hangul) => {
            Fate::Named(code(c))
        }
        _ => invisible(c).map_or(Fate::Keep, Fate::Named),
    }
}

/// The name of a character that shows nothing itself, or reorders what does show.
fn invisible(c: char) -> Option<Cow<'static, str>> {
    let name = match c {
        '\u{ad}' => "SHY",
        '\u{34f}' => "CGJ",
        '\u{61c}' => "ALM",
        '\u{200b}' => "ZWSP",
        '\u{200c}' => "ZWNJ",
        '\u{200d}' => "ZWJ",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2060}' => "WJ",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{feff}' => "BOM",
        '\u{e0000}'..='\u{e007f}' => "TAG",
        '\u{fe00}'..='\u{fe0d}'
        | '\u{180b}'..='\u{180d}'
        | '\u{180f}'
        | '\u{e0100}'..='\u{e01ef}' => "VS",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "FILLER",
        '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{2061}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0080}'..='\u{e0fff}' => return Some(code(c)),
        _ if u32::from(c) & 0xfffe == 0xfffe => return Some(code(c)),
        _ => return None,
    };
    Some(Cow::Borrowed(name))
}

fn code(c: char) -> Cow<'static, str> {
    Cow::Owned(format!("U+{:04X}", u32::from(c)))
}

/// Whether `c` is one of the characters [`clean`] writes out because they show nothing.
pub(super) fn is_invisible(c: char) -> bool {
    invisible(c).is_some()
}

/// Whether `c` shows nothing by itself: used to refuse names nobody could see.
pub(super) fn shows_nothing(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{fe0e}' | '\u{fe0f}') || invisible(c).is_some()
}

fn is_mark(c: char) -> bool {
    c > '\u{2ff}'
        && is_combining_mark(c)
        && invisible(c).is_none()
        && !matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Scripts in which the zero-width joiners are spelling: Arabic, Syriac, the Indic family, Mongolian.
fn joins(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{74f}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}'
        | '\u{900}'..='\u{df4}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17b3}' | '\u{17b6}'..='\u{17d3}' | '\u{1820}'..='\u{18aa}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_sequence_is_shown_not_obeyed() {
        assert_eq!(clean("\u{1b}[2Jhi\u{7}"), "^[[2Jhi^G");
        assert_eq!(clean("\u{9b}31mred\u{7f}\0"), "\\x9b31mred^?^@");
    }

    #[test]
    fn a_row_stays_one_row() {
        assert_eq!(clean("a\tb\r\nc\rd\u{2028}e"), "a b c d e");
        assert_eq!(clean_lines("a\tb\r\nc\rd\u{2029}e\n"), "a b\nc\nd\ne\n");
    }

    #[test]
    fn reordering_and_hiding_are_named() {
        assert_eq!(clean("invoice\u{202e}gnp.exe"), "invoice⟨RLO⟩gnp.exe");
        assert_eq!(clean("Ac\u{200b}\u{200b}me\u{ad}"), "Ac⟨ZWSP×2⟩me⟨SHY⟩");
        assert_eq!(clean("x\u{e0041}\u{e0042}"), "x⟨TAG×2⟩");
    }

    #[test]
    fn json_keeps_its_values_and_shows_what_is_hidden() {
        let json = "{\n  \"é\": \"a\u{202e}b\u{e0041}\u{9b}\u{7f}\\u001b\u{200b}\"\n}\n";
        let safe = json_safe(json);
        assert_eq!(
            safe,
            "{\n  \"é\": \"a\\u202eb\\udb40\\udc41\\u009b\\u007f\\u001b\\u200b\"\n}\n"
        );
        let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(parsed(&safe), parsed(json));
        assert!(matches!(
            json_safe("{\"a\": \"日本 é\"}\n"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn ordinary_writing_passes_untouched() {
        for text in [
            "Müller & Söhne",
            "株式会社サンプル",
            "शिक्षा",
            "می\u{200c}خواهم",
            "ไทย",
            "한국어",
            "café\u{301}",
            "🚀 Co",
        ] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn emoji_sequences_become_what_every_terminal_measures_alike() {
        assert_eq!(clean("👩\u{200d}👩\u{200d}👧"), "👩👩👧");
        assert_eq!(clean("❤\u{fe0f} 👍🏽"), "❤ 👍");
        assert_eq!(clean("Acme\u{200d}Ltd"), "Acme⟨ZWJ⟩Ltd");
    }

    #[test]
    fn half_width_kana_keep_their_cells() {
        assert_eq!(clean("ｶﾞ ﾊﾟ aﾞ"), "ガ パ a゛");
    }

    #[test]
    fn piles_of_marks_are_cut_and_a_loose_mark_gets_its_own_base() {
        let pile = format!("Z{}", "\u{301}".repeat(1000));
        assert_eq!(clean(&pile).chars().count(), 1 + MARKS_PER_BASE);
        assert_eq!(clean("\u{301}a"), "\u{25cc}\u{301}a");
    }

    proptest! {
        #[test]
        fn nothing_a_terminal_obeys_is_left(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert!(!once.contains(char::is_control), "{once:?}");
            let named = |c: char| !matches!(c, '\u{200c}' | '\u{200d}') && invisible(c).is_some();
            prop_assert!(!once.contains(named), "{once:?}");
            prop_assert_eq!(clean(&once), once.as_str());
            prop_assert!(!clean_lines(&text).contains(|c: char| c.is_control() && c != '\n'));
        }
    }
}
