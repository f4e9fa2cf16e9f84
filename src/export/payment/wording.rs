//! Text as banks take it: what must be exact is checked and never altered, what is free is made harmless.

use deunicode::deunicode_char;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::text::{clean, csv_guard};

/// Text that must arrive as it is, a name or an address: refused where a spreadsheet would run it or a reader would not
/// see what is in it. `what` begins the reason.
pub(super) fn exact<'t>(what: &str, text: &'t str) -> Result<&'t str, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("{what} is empty"));
    }
    if text.starts_with(['=', '+', '-', '@']) || csv_guard(text) != text {
        return Err(format!(
            "{what} “{}” begins like a formula, and a bank's file cannot hold it as it is",
            clean(text)
        ));
    }
    if clean(text) != text {
        return Err(format!(
            "{what} “{}” holds characters that do not show",
            clean(text)
        ));
    }
    Ok(text)
}

/// An e-mail address that a provider will take; the reason if it is none. `what` begins the reason.
pub(super) fn email<'t>(what: &str, text: &'t str) -> Result<&'t str, String> {
    // The longest address providers take.
    const MOST: usize = 127;
    let text = exact(what, text)?;
    let plain = |c: char| c.is_ascii_graphic() && !"\"'(),:;<>[]\\`|".contains(c);
    let sound = text.len() <= MOST
        && text.chars().all(plain)
        && text.split_once('@').is_some_and(|(who, host)| {
            !who.is_empty()
                && !host.contains('@')
                && host.contains('.')
                && host.split('.').all(|part| !part.is_empty())
        });
    if sound {
        Ok(text)
    } else {
        Err(format!("{what} “{text}” is not an e-mail address"))
    }
}

/// Free text: in one line, nothing hidden in it, nothing a spreadsheet would run, at most `most` characters.
pub(super) fn note(text: &str, most: usize) -> String {
    let seen = clean(text);
    let shown = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rest = shown.as_str();
    while csv_guard(rest) != rest || rest.starts_with(['=', '+', '-', '@', '\'']) {
        let mut chars = rest.chars();
        chars.next();
        rest = chars.as_str().trim_start();
    }
    rest.chars()
        .take(most)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Text in the characters every bank of the SEPA area takes: Latin letters without accents, digits and
/// `/ - ? : ( ) . , ' +` and blank. Latin, Greek and Cyrillic letters are written in plain Latin ones, signs by the
/// nearest that is allowed; the reason where letters of another script are in it, or nothing would be left.
pub fn latin(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            _ if allowed(c) => out.push(c),
            _ if c.is_ascii() => out.push(sign(c)),
            _ if is_combining_mark(c) => {}
            _ if c.is_alphabetic() && !is_european(c) => {
                return Err(format!(
                    "“{}” is not in Latin, Greek or Cyrillic letters, which is all that SEPA banks take",
                    clean(text)
                ));
            }
            _ => match deunicode_char(c) {
                Some(plain)
                    if plain
                        .chars()
                        .all(|p| allowed(p) && (c.is_alphanumeric() || !p.is_alphanumeric())) =>
                {
                    out.push_str(plain);
                }
                _ => out.push(' '),
            },
        }
    }
    let mut shown = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // A slash at an end, or two in a row, mean something else to banks.
    while shown.contains("//") {
        shown = shown.replace("//", "/");
    }
    let shown = shown.trim_matches(|c| c == '/' || c == ' ');
    if shown.contains(|c: char| c.is_ascii_alphanumeric()) {
        Ok(shown.to_owned())
    } else {
        Err(format!(
            "nothing of “{}” can be written in Latin letters",
            clean(text)
        ))
    }
}

fn allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(c)
}

/// The allowed sign for another one of ASCII, as European banks replace them.
fn sign(c: char) -> char {
    match c {
        '&' => '+',
        ';' => ',',
        '[' | '{' => '(',
        ']' | '}' => ')',
        '\\' | '|' => '/',
        '_' | '~' => '-',
        '`' => '\'',
        c if c.is_ascii_punctuation() => '.',
        _ => ' ',
    }
}

/// Letters of the Latin, Greek and Cyrillic scripts, in their full-width and ligature forms too.
fn is_european(c: char) -> bool {
    matches!(c, '\u{aa}'..='\u{52f}' | '\u{1d00}'..='\u{1fff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn european_names_are_written_in_plain_letters() {
        for (name, plain) in [
            ("Müller & Söhne", "Muller + Sohne"),
            ("Łódź Ørsted Æon Straße", "Lodz Orsted AEon Strasse"),
            ("Αθήνα", "Athena"),
            ("София", "Sofiia"),
            ("D’Artagnan – “Co”", "D'Artagnan - Co"),
            ("Acme_[EU] 100%", "Acme-(EU) 100."),
            ("🚀 Rocket™ Co", "Rocket Co"),
            ("//a//b//", "a/b"),
        ] {
            assert_eq!(latin(name).unwrap(), plain, "{name}");
        }
    }

    #[test]
    fn what_banks_cannot_read_is_refused() {
        assert!(
            latin("株式会社")
                .unwrap_err()
                .contains("Latin, Greek or Cyrillic")
        );
        assert!(latin("شركة").is_err());
        for nothing in ["", "🚀", "///", "…"] {
            assert!(
                latin(nothing).unwrap_err().contains("nothing of"),
                "{nothing}"
            );
        }
    }

    #[test]
    fn an_address_is_taken_as_it_is_or_not_at_all() {
        assert_eq!(
            email("the address", " ana@example.com "),
            Ok("ana@example.com")
        );
        for wrong in [
            "",
            "ana",
            "@example.com",
            "=cmd@example.com",
            "+1@example.com",
            "a@b",
            "a@b..c",
            "a b@example.com",
            "a@example.com,b@example.com",
            "ana\u{202e}@example.com",
            "änä@example.com",
            "a@@example.com",
        ] {
            assert!(email("the address", wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn latin_text_has_only_characters_banks_take(text in any::<String>()) {
            if let Ok(plain) = latin(&text) {
                prop_assert!(plain.chars().all(allowed), "{plain}");
                prop_assert!(!plain.starts_with('/') && !plain.ends_with('/') && !plain.contains("//"));
                prop_assert_eq!(latin(&plain).unwrap(), plain);
            }
        }

        #[test]
        fn a_note_runs_nothing_and_ends_somewhere(text in any::<String>()) {
            let note = note(&text, 40);
            prop_assert!(note.chars().count() <= 40);
            prop_assert!(!note.starts_with(['=', '+', '-', '@', '\t', '\'']) && !note.contains(char::is_control));
        }
    }
}
