//! What may be kept as a name or a note; must not make text harmless, that happens where it is shown.

use super::clean::shows_nothing;

/// Most characters a name may have.
pub const NAME_CHARS: usize = 200;

/// Most bytes (UTF-8) a note may have.
pub const NOTE_BYTES: usize = 8192;

/// Why a text cannot be kept. The message leaves the field's own name to the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but blanks.
    #[error("Something must be written here, and this is empty.")]
    Empty,
    /// Characters, but none that shows: zero-width, fillers, tags.
    #[error("This name has no character that can be seen. Write one that shows.")]
    NothingVisible,
    /// More than [`NAME_CHARS`] characters.
    #[error(
        "This name has {chars} characters; the limit is {NAME_CHARS}. Shorten it, or put the rest into a note."
    )]
    NameTooLong {
        /// Characters found, after trimming.
        chars: usize,
    },
    /// More than [`NOTE_BYTES`] bytes.
    #[error("This note is {bytes} bytes long; the limit is {NOTE_BYTES}. Shorten it.")]
    NoteTooLong {
        /// Bytes found, after trimming.
        bytes: usize,
    },
    /// A control character, which no text of a person needs.
    #[error(
        "Character {at} is the control character U+{code:04X}, which cannot be kept. Remove it."
    )]
    Control {
        /// Its code point.
        code: u32,
        /// Its place in the text as given, counted from 1 in characters.
        at: usize,
    },
}

/// A name as it may be kept: trimmed, every run of blanks one space, one line, 1 to 200 characters.
///
/// Control characters are refused. Everything else (formulas, markup, right-to-left text) is kept as it
/// came, so that what goes in comes out; it is made harmless where it is shown.
pub fn check_name(text: &str) -> Result<String, TextError> {
    // One word of plain letters and signs, as most cells of a file are, is a name as it stands.
    if !text.is_empty() && text.len() <= NAME_CHARS && text.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    refuse_controls(text)?;
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(TextError::Empty);
    }
    if name.chars().all(shows_nothing) {
        return Err(TextError::NothingVisible);
    }
    let chars = name.chars().count();
    if chars > NAME_CHARS {
        return Err(TextError::NameTooLong { chars });
    }
    Ok(name)
}

/// A note as it may be kept: several lines, ends `\n`, blanks at the end removed, at most 8192 bytes.
///
/// May be empty. Control characters other than tabs and line ends are refused.
pub fn check_note(text: &str) -> Result<String, TextError> {
    refuse_controls(text)?;
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let note = unified.trim_end().trim_start_matches('\n');
    if note.len() > NOTE_BYTES {
        return Err(TextError::NoteTooLong { bytes: note.len() });
    }
    Ok(note.to_string())
}

fn refuse_controls(text: &str) -> Result<(), TextError> {
    let refused = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    match text.chars().enumerate().find(|(_, c)| refused(*c)) {
        Some((at, c)) => Err(TextError::Control {
            code: u32::from(c),
            at: at + 1,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidied_and_hostile_ones_kept_as_they_came() {
        assert_eq!(check_name("  Acme \t Corp\r\n").as_deref(), Ok("Acme Corp"));
        for name in [
            "=cmd|'/c calc'!A0",
            "<script>alert(1)</script>",
            "invoice\u{202e}gnp.exe",
            "'; DROP TABLE partner;--",
        ] {
            assert_eq!(check_name(name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn a_name_must_show_something_and_end_somewhere() {
        assert_eq!(check_name(" \u{a0}\n"), Err(TextError::Empty));
        assert_eq!(
            check_name("\u{200b}\u{3164}"),
            Err(TextError::NothingVisible)
        );
        assert!(check_name(&"é".repeat(200)).is_ok());
        assert_eq!(
            check_name(&"é".repeat(201)),
            Err(TextError::NameTooLong { chars: 201 })
        );
    }

    #[test]
    fn a_control_character_is_refused_by_its_code_point() {
        let error = check_name("Ac\0me").expect_err("a NUL must be refused");
        assert_eq!(error, TextError::Control { code: 0, at: 3 });
        assert!(error.to_string().contains("U+0000"));
        assert!(check_note("a\u{1b}[31m").is_err());
        assert!(check_name("a\u{9b}b").is_err());
    }

    #[test]
    fn a_note_keeps_its_lines() {
        assert_eq!(
            check_note("one\r\n  two\tx\rthree\n\n").as_deref(),
            Ok("one\n  two\tx\nthree")
        );
        assert_eq!(check_note("").as_deref(), Ok(""));
        assert!(check_note(&"x".repeat(8192)).is_ok());
        assert_eq!(
            check_note(&"x".repeat(8193)),
            Err(TextError::NoteTooLong { bytes: 8193 })
        );
    }
}
