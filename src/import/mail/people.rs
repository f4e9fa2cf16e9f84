//! People in an e-mail: a name, an address, and where they stand; must not decide who is who.

use crate::text::check_name;

/// Where somebody stands in an e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Wrote it, or is to be answered.
    From,
    /// Wrote the e-mail that it forwards.
    First,
    /// Got it.
    To,
    /// Got the e-mail that it forwards.
    FirstTo,
    /// Is named in the text.
    Text,
}

/// Somebody in an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Where they stand.
    pub place: Place,
    /// Their name, where it is said.
    pub name: Option<String>,
    /// Their address, in lower case.
    pub email: String,
}

impl Person {
    /// Somebody; what is no name is none, and neither is the address once more.
    pub(super) fn new(place: Place, name: Option<&str>, email: String) -> Self {
        let name = name
            .map(|n| {
                n.trim()
                    .trim_matches(['"', '\'', '*', '<', '>', '(', ')', ','])
            })
            .and_then(|n| check_name(n).ok())
            .filter(|n| !n.contains('@') && !n.contains(char::REPLACEMENT_CHARACTER));
        Self { place, name, email }
    }
}

/// An address in lower case, where it is one.
pub(super) fn sound(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("mailto:");
    let (who, host) = text.split_once('@')?;
    let good = !who.is_empty()
        && text.len() <= 254
        && host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-'])
        && who
            .chars()
            .all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c))
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || ".-".contains(c));
    good.then(|| text.to_lowercase())
}

/// The people a text names by their addresses, each once.
pub(super) fn in_text(text: &str) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for line in text.lines() {
        for person in in_line(line, Place::Text) {
            if !found.iter().any(|f| f.email == person.email) {
                found.push(person);
            }
        }
    }
    found
}

/// The people of one line: `Ana Ruiz <ana@example.com>`, `Ana Ruiz (ana@example.com)`, `ana@example.com`.
pub(super) fn in_line(line: &str, place: Place) -> Vec<Person> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find('@').map(|at| from + at) {
        let edge = |c: char| c.is_whitespace() || "<>()[]{},;:\"'|*".contains(c);
        let start = line[..at].rfind(edge).map_or(0, |i| {
            i + line[i..].chars().next().map_or(1, char::len_utf8)
        });
        let end = line[at..].find(edge).map_or(line.len(), |i| at + i);
        let word = line[start..end].trim_end_matches(['.', '!', '?']);
        if let Some(email) = sound(word)
            && found.len() < 32
        {
            let before = line.get(from..start).unwrap_or_default();
            found.push(Person::new(place, name_before(before), email));
        }
        from = end.max(at + 1);
    }
    found
}

/// The name that stands right before an address in brackets: the capitalised words up to the bracket.
fn name_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let text = text.strip_suffix("mailto:").unwrap_or(text).trim_end();
    let bare = text.trim_end_matches(['<', '(', '[', '"', '\'']);
    if bare.len() == text.len() {
        return None;
    }
    let mut start = bare.trim_end().len();
    let bare = bare.trim_end();
    for (words, word) in bare.rsplit([' ', '\t']).enumerate() {
        let own = word.trim_matches(['"', '\'']);
        let name = own.chars().next().is_some_and(char::is_uppercase)
            && !own.ends_with([',', ';', ':', '.', '!', '?']);
        // An initial may end with a point.
        let initial = own.len() == 2 && own.ends_with('.');
        if words == 4 || !(name || initial) {
            break;
        }
        start = word.as_ptr() as usize - bare.as_ptr() as usize;
    }
    let name = bare.get(start..)?.trim();
    (!name.is_empty()).then_some(name)
}
