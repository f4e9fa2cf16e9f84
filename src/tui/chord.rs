//! A key as it is written: parsed, printed and compared. Knows nothing of what a key does.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::error::{Error, Result};

/// One key with its modifiers, in the only form the key table and tests compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    code: KeyCode,
    ctrl: bool,
    alt: bool,
}

/// Names of keys that are not one letter.
const NAMES: &[(&str, KeyCode)] = &[
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("bs", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("f1", KeyCode::F(1)),
    ("f2", KeyCode::F(2)),
];

impl Chord {
    /// The chord of a key press. Shift is part of the letter, not of the chord.
    pub fn of(key: KeyEvent) -> Self {
        let code = match key.code {
            KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Self {
            code,
            ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
            alt: key.modifiers.contains(KeyModifiers::ALT),
        }
    }

    /// Reads `j`, `ctrl-d`, `shift-tab`, `enter`.
    pub fn parse(text: &str) -> Result<Self> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|r| !r.is_empty()) {
                (rest, ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|r| !r.is_empty()) {
                (rest, alt) = (after, true);
            } else {
                break;
            }
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) => KeyCode::Char(letter),
            _ => NAMES
                .iter()
                .find(|(name, _)| *name == rest)
                .map(|(_, code)| *code)
                .ok_or_else(|| Error::usage(format!("There is no key named “{text}”.")))?,
        };
        Ok(Self { code, ctrl, alt })
    }

    /// The letter this chord types, if it types one.
    pub fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// As a key press, for widgets that take one.
    pub fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.ctrl);
        modifiers.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, modifiers)
    }

    /// True if it is written like this: `is("ctrl-s")`.
    pub fn is(self, text: &str) -> bool {
        Self::parse(text).is_ok_and(|c| c == self)
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match NAMES.iter().find(|(_, code)| *code == self.code) {
            Some((name, _)) => f.write_str(name),
            None => match self.code {
                KeyCode::Char(c) => write!(f, "{c}"),
                other => write!(f, "{other:?}"),
            },
        }
    }
}

/// Reads a script of keys: words apart; `<enter>` names a key, any other word is typed letter by letter.
/// `j j a Acme<space>Corp <tab>` is what a person would do.
pub fn script(text: &str) -> Result<Vec<Chord>> {
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        let mut rest = word;
        while !rest.is_empty() {
            if let Some((name, after)) = rest
                .strip_prefix('<')
                .and_then(|r| r.split_once('>'))
                .filter(|(name, _)| name.len() > 1)
            {
                out.push(Chord::parse(name)?);
                rest = after;
            } else {
                let letter = rest.chars().next().unwrap_or(' ');
                out.push(Chord {
                    code: KeyCode::Char(letter),
                    ctrl: false,
                    alt: false,
                });
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_reads_as_it_prints() {
        for text in [
            "j",
            "G",
            "ctrl-d",
            "shift-tab",
            "space",
            "alt-b",
            "?",
            "-",
            "ctrl--",
            "f1",
        ] {
            assert_eq!(Chord::parse(text).unwrap().to_string(), text);
        }
        assert!(Chord::parse("hyper").is_err());
    }

    #[test]
    fn a_script_types_words_and_presses_names() {
        let keys: Vec<String> = script("a Jo<space>B <ctrl-s>")
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(keys, ["a", "J", "o", "space", "B", "ctrl-s"]);
    }
}
