//! The text of an e-mail taken apart: what was written, the header of what it forwards, what is quoted, the signature.

use super::{
    cut,
    people::{self, Person, Place},
};
use crate::domain::day::{Day, MONTHS, parse_iso};

/// Most bytes of a text that become a note.
const NOTE_BYTES: usize = 2000;
/// How many lines the header of a forwarded e-mail may have below its first.
const HEAD_LINES: usize = 8;

/// The parts of a text.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The people in the header of what it forwards.
    pub(super) people: Vec<Person>,
    /// The subject of what it forwards.
    pub(super) subject: Option<String>,
    /// The day of what it forwards.
    pub(super) on: Option<Day>,
    /// All that was written, signatures included, quotes and headers not.
    pub(super) written: String,
    /// The same without signatures, bounded.
    pub(super) note: String,
}

/// A subject without `Re:` and `Fwd:`.
pub(super) fn bare_subject(subject: &str) -> &str {
    let mut bare = subject.trim();
    while let Some((word, rest)) = bare.split_once(':') {
        let known = [
            "re", "fw", "fwd", "aw", "wg", "tr", "sv", "rv", "res", "enc",
        ];
        if !known.contains(&word.trim().to_lowercase().as_str()) {
            break;
        }
        bare = rest.trim_start();
    }
    bare
}

/// Whether a subject says that the e-mail forwards another.
pub(super) fn forwards(subject: &str) -> bool {
    let word = subject.trim().split(':').next().unwrap_or_default();
    ["fw", "fwd", "wg", "tr", "rv", "enc"].contains(&word.trim().to_lowercase().as_str())
}

/// Takes a text apart. `forwards`: its subject says that it forwards another e-mail.
pub(super) fn split(text: &str, mut forwards: bool) -> Parts {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = Parts::default();
    let mut note = String::new();
    let mut at = 0;
    let mut ended = false;
    while at < lines.len() {
        let line = unquoted(lines[at]);
        if is_mark(line) {
            (forwards, ended) = (true, false);
            at += 1;
            continue;
        }
        if let Some(head) = header_at(&lines[at..]) {
            // A header without a mark stands above what somebody answered, unless nothing was written before it.
            let first = parts.people.is_empty();
            if !first || !(forwards || parts.written.trim().is_empty()) {
                break;
            }
            at += head.lines;
            parts.people = head.people;
            parts.on = head.on;
            parts.subject = head.subject;
            (forwards, ended) = (true, false);
            continue;
        }
        at += 1;
        if starts_quote(line) && !forwards {
            break;
        }
        let quoted = lines[at - 1].trim_start().starts_with('>');
        if quoted && !forwards {
            continue;
        }
        parts.written.push_str(line);
        parts.written.push('\n');
        ended |= starts_signature(line);
        if !ended {
            note.push_str(line.trim_end());
            note.push('\n');
        }
    }
    parts.written.truncate(parts.written.trim_end().len());
    let blank = parts.written.len() - parts.written.trim_start().len();
    parts.written.drain(..blank);
    note = squeezed(&note);
    cut(&mut note, NOTE_BYTES);
    note.trim().clone_into(&mut parts.note);
    parts
}

/// No more than one empty line in a row.
fn squeezed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn unquoted(line: &str) -> &str {
    let mut line = line.trim_end();
    while let Some(rest) = line.trim_start().strip_prefix('>') {
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}

/// The line that programs put before what they forward.
fn is_mark(line: &str) -> bool {
    let words = line
        .trim()
        .trim_matches(['-', ' ', '*', ':', '_'])
        .to_lowercase();
    [
        "forwarded message",
        "begin forwarded message",
        "weitergeleitete nachricht",
        "message transféré",
        "mensaje reenviado",
        "mensagem encaminhada",
        "пересылаемое сообщение",
    ]
    .contains(&words.as_str())
}

/// `On 3 May 2026, Ana wrote:` and the like: what follows is what was answered.
fn starts_quote(line: &str) -> bool {
    let line = line.trim();
    let words = line.trim_matches(['-', ' ']).to_lowercase();
    if [
        "original message",
        "ursprüngliche nachricht",
        "message d'origine",
    ]
    .contains(&words.as_str())
    {
        return true;
    }
    let ends = [
        "wrote:",
        "schrieb:",
        "a écrit :",
        "a écrit:",
        "escribió:",
        "escreveu:",
        "ha scritto:",
        "написал:",
        "написал(а):",
    ];
    line.len() < 300
        && ends.iter().any(|end| line.ends_with(end))
        && line.chars().any(|c| c.is_ascii_digit())
}

fn starts_signature(line: &str) -> bool {
    let bare = line.trim();
    let low = bare.to_lowercase();
    let closing = low.trim_end_matches([',', '.', '!']);
    line == "-- "
        || bare == "--"
        || low.starts_with("sent from my ")
        || low.starts_with("get outlook for ")
        || [
            "best",
            "best regards",
            "kind regards",
            "regards",
            "many thanks and best regards",
            "cheers",
            "sincerely",
            "all the best",
            "thanks and best regards",
            "mit freundlichen grüßen",
            "viele grüße",
            "cordialement",
            "saludos",
            "с уважением",
        ]
        .contains(&closing)
}

/// Whether a line is one of a header: `From: …`, `Subject: …`.
pub(super) fn is_header_line(line: &str) -> bool {
    header_line(line).is_some()
}

struct Header {
    lines: usize,
    people: Vec<Person>,
    on: Option<Day>,
    subject: Option<String>,
}

/// A line of a header inside a text: `*From:* Ana <ana@example.com>`, as what it is and its value.
fn header_line(line: &str) -> Option<(&'static str, &str)> {
    let line = unquoted(line).trim().trim_start_matches('*');
    let (name, value) = line.split_once(':')?;
    let kind = match name.trim().trim_end_matches('*').to_lowercase().as_str() {
        "from" | "von" | "de" | "от" | "da" => "from",
        "sent"
        | "date"
        | "gesendet"
        | "datum"
        | "envoyé"
        | "enviado"
        | "fecha"
        | "data"
        | "дата"
        | "отправлено" => "date",
        "to" | "an" | "à" | "para" | "a" | "кому" => "to",
        "cc" | "копия" => "cc",
        "subject" | "betreff" | "objet" | "asunto" | "assunto" | "тема" => "subject",
        "reply-to" | "importance" => "other",
        _ => return None,
    };
    Some((kind, value.trim().trim_start_matches('*').trim()))
}

/// The header of a forwarded e-mail, where the text here starts with one: `From:` and at least two of its sisters.
fn header_at(lines: &[&str]) -> Option<Header> {
    let (first, from) = header_line(lines.first()?)?;
    if first != "from" {
        return None;
    }
    let mut head = Header {
        lines: 1,
        people: people::in_line(from, Place::First),
        on: None,
        subject: None,
    };
    // In a header the name needs no capital before the bracket: what stands there is the name.
    if let (Some(person), Some((name, _))) =
        (head.people.first_mut(), from.split_once(['<', '[', '(']))
    {
        *person = Person::new(Place::First, Some(name), person.email.clone());
    }
    let mut sisters = 0;
    for line in lines.iter().skip(1).take(HEAD_LINES) {
        let Some((kind, value)) = header_line(line) else {
            let bare = unquoted(line);
            if bare.trim().is_empty() || !bare.starts_with([' ', '\t']) {
                break;
            }
            // A long line goes on below.
            head.lines += 1;
            continue;
        };
        head.lines += 1;
        match kind {
            "date" => {
                head.on = day_in(value);
                sisters += 1;
            }
            "to" | "cc" => {
                head.people.extend(people::in_line(value, Place::FirstTo));
                sisters += 1;
            }
            "subject" => {
                head.subject = Some(bare_subject(value).to_owned());
                sisters += 1;
            }
            _ => {}
        }
    }
    (sisters >= 2).then_some(head)
}

/// The day in words such as `Mon, Nov 23, 2026 at 10:00` or `Monday, 23 November 2026 10:00`; nothing where it could be
/// two days.
pub(super) fn day_in(text: &str) -> Option<Day> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|w| !w.is_empty())
        .collect();
    if let Some(day) = words.iter().find_map(|w| parse_iso(w.get(..10)?).ok()) {
        return Some(day);
    }
    let at = words.iter().position(|w| month(w).is_some())?;
    let month = month(words[at])?;
    let number = |w: Option<&&str>| -> Option<u32> {
        w?.trim_end_matches(|c: char| !c.is_ascii_digit())
            .parse()
            .ok()
    };
    let before = at
        .checked_sub(1)
        .and_then(|i| number(words.get(i)))
        .filter(|d| *d <= 31);
    let after = number(words.get(at + 1));
    let (day, year) = match (before, after) {
        (Some(day), Some(year)) if year > 31 => (day, year),
        (None, Some(day)) => (day, number(words.get(at + 2))?),
        _ => return None,
    };
    parse_iso(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

/// The number of a month by its English name or its first three letters.
fn month(word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let fits = |name: &&str| {
        word.len() >= 3 && (name.starts_with(&word) || word == "sept" && **name == *"september")
    };
    MONTHS.iter().position(fits).map(|at| at + 1)
}
