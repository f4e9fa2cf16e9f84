//! An e-mail, or text pasted from one, read into what it says: who wrote to whom, what, when. Decides nothing; every text
//! of it is a stranger's.

mod body;
mod label;
mod lead;
mod people;

use mail_parser::{Address, DateTime, Message, MessageParser};

use crate::{
    domain::day::{Day, parse_iso},
    error::{Error, Result},
};
pub use lead::{Lead, Side, Told};
pub use people::{Person, Place};

/// Most bytes of an e-mail, attachments included: providers take no more than this.
pub const MAIL_BYTES: usize = 25 << 20;
/// Most bytes of the lines above the first empty one.
const HEAD_BYTES: usize = 256 << 10;
/// Most bytes of text that are looked at: a lead is said in the first lines.
const TEXT_BYTES: usize = 64 << 10;
/// Most people that are looked at: an e-mail to more is a newsletter.
const MOST_PEOPLE: usize = 64;

/// What an e-mail says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// Everybody it names in its own header, in that of the e-mail it forwards, and in its text; lower-case addresses.
    pub people: Vec<Person>,
    /// What stands behind a label: `Company: Acme`.
    pub labels: Vec<(label::Label, String)>,
    /// Its subject, without Re: and Fwd:.
    pub subject: Option<String>,
    /// What its writer wrote: without quotes, headers, signature.
    pub note: String,
    /// All of its text, to look for names in.
    pub text: String,
    /// The day it was written, as it says itself; of a forwarded one the day of the first.
    pub on: Option<Day>,
    /// What tells it from every other e-mail.
    pub id: Option<String>,
}

/// Reads an e-mail as a program saved it (`.eml`), or text pasted from one, with or without the lines above it.
pub fn read(bytes: &[u8]) -> Result<Mail> {
    if bytes.len() > MAIL_BYTES {
        return Err(refused("The e-mail is larger than 25 MB.")
            .hint("Save its text alone, or paste it with --from-email -."));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // A mailbox puts a line of its own before each e-mail.
    let bytes = match bytes.strip_prefix(b"From ") {
        Some(rest) => rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest, |end| &rest[end + 1..]),
        None => bytes,
    };
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace());
    let bytes = &bytes[start.unwrap_or(bytes.len())..];
    let mail = match head_of(bytes)? {
        Some(head) => whole(bytes, head)?,
        None => Mail::of_text(&plain(bytes)?, false),
    };
    if mail.text.is_empty() && mail.people.is_empty() {
        return Err(refused("There is no text in this e-mail."));
    }
    Ok(mail)
}

/// Whether a text is an e-mail or a form's answers: it has two lines of a header, or two labels.
pub fn looks_like(text: &str) -> bool {
    let headers = text
        .lines()
        .take(60)
        .filter(|l| body::is_header_line(l))
        .count();
    headers >= 2 || label::find(text).len() >= 2
}

fn refused(what: &str) -> Error {
    Error::refused(what).means("Nothing was logged.")
}

/// The lines above the first empty one, where they are the header of an e-mail: they name who it is from.
fn head_of(bytes: &[u8]) -> Result<Option<&[u8]>> {
    let mut end = 0;
    let mut from = false;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let text = line.trim_ascii_end();
        if text.is_empty() {
            break;
        }
        end += line.len();
        if end > HEAD_BYTES {
            return Err(refused("The header of this e-mail is larger than 256 kB."));
        }
        let folded = text.first().is_some_and(u8::is_ascii_whitespace);
        let name = text.split(|b| *b == b':').next().unwrap_or_default();
        let named = name.len() < text.len()
            && !name.is_empty()
            && name.iter().all(|b| b.is_ascii_graphic() || *b == b' ');
        if !folded && !named {
            return Ok(None);
        }
        from |= name.eq_ignore_ascii_case(b"from");
    }
    Ok(from.then_some(&bytes[..end]))
}

fn plain(bytes: &[u8]) -> Result<String> {
    let text = bytes.get(..TEXT_BYTES).unwrap_or(bytes);
    match std::str::from_utf8(text) {
        Ok(text) => Ok(harmless(text)),
        // A letter cut in two at the end is no fault of the text.
        Err(e) if e.error_len().is_none() => Ok(harmless(&String::from_utf8_lossy(text))),
        Err(_) => Err(refused("The text is not UTF-8, and it does not say what it is.")
            .hint("Save the e-mail itself (.eml), which says how it is written, or the text as UTF-8.")),
    }
}

fn whole(bytes: &[u8], head: &[u8]) -> Result<Mail> {
    let unreadable = || refused("This is no e-mail that can be read.");
    let outer = MessageParser::default()
        .parse(bytes)
        .ok_or_else(unreadable)?;
    let inner = outer.attachments().find_map(|part| part.message());
    let mut text = text_of(&outer);
    let mut mail = Mail::default();
    mail.add_header(&outer, false);
    if let Some(inner) = inner {
        mail.add_header(inner, true);
        text.push_str("\n\n");
        text.push_str(&text_of(inner));
    }
    let forwards = outer.subject().is_some_and(body::forwards);
    let said = Mail::of_text(&text, forwards);
    mail.people.extend(said.people);
    mail.people.truncate(MOST_PEOPLE);
    // Typed or pasted lines may stand in the same block as the header.
    if outer.message_id().is_none() && outer.received().is_none() {
        mail.labels = label::find(&harmless(&String::from_utf8_lossy(head)));
    }
    mail.labels.extend(said.labels);
    let subject = inner.and_then(Message::subject).or(outer.subject());
    mail.subject = subject.map(|s| body::bare_subject(&harmless(s)).to_owned());
    let own = [inner, Some(&outer)].into_iter().flatten();
    let dates: Vec<Day> = own.filter_map(|m| day_of(m.date()?)).collect();
    mail.on = match inner {
        Some(_) => dates.first().copied(),
        None => said.on.or(dates.first().copied()),
    };
    mail.id = outer
        .message_id()
        .map(|id| harmless(id).trim().chars().take(150).collect())
        .filter(|id: &String| !id.is_empty());
    (mail.note, mail.text) = (said.note, said.text);
    Ok(mail)
}

/// The text of an e-mail; of one that has only a page, the text of the page.
fn text_of(message: &Message<'_>) -> String {
    let mut text = String::new();
    for at in 0..message.text_body_count() {
        if let Some(part) = message.body_text(at) {
            text.push_str(&harmless(&part));
            text.push('\n');
        }
        if text.len() > TEXT_BYTES {
            break;
        }
    }
    cut(&mut text, TEXT_BYTES);
    text
}

fn day_of(at: &DateTime) -> Option<Day> {
    parse_iso(&format!("{:04}-{:02}-{:02}", at.year, at.month, at.day)).ok()
}

/// Without what no text may hold: control characters, except line ends and tabs.
fn harmless(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// Shortens a text to at most `most` bytes, between two letters.
fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let mut end = most;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}

impl Mail {
    fn add_header(&mut self, message: &Message<'_>, inner: bool) {
        let places = if inner {
            [
                (message.from(), Place::First),
                (message.reply_to(), Place::First),
                (message.to(), Place::FirstTo),
                (message.cc(), Place::FirstTo),
                (None, Place::FirstTo),
            ]
        } else {
            [
                (message.from(), Place::From),
                (message.reply_to(), Place::From),
                (message.sender(), Place::From),
                (message.to(), Place::To),
                (message.cc(), Place::To),
            ]
        };
        for (address, place) in places {
            for addr in address.into_iter().flat_map(Address::iter) {
                let name = addr.name.as_deref().map(harmless);
                let known = addr.address.as_deref().map(harmless);
                if let Some(email) = known.and_then(|a| people::sound(&a)) {
                    self.people.push(Person::new(place, name.as_deref(), email));
                }
            }
        }
    }

    /// What a text says without a header of its own.
    fn of_text(text: &str, forwards: bool) -> Self {
        let parts = body::split(text, forwards);
        let mut people = parts.people;
        people.extend(people::in_text(&parts.written));
        people.truncate(MOST_PEOPLE);
        Self {
            people,
            labels: label::find(&parts.written),
            subject: parts.subject,
            note: parts.note,
            on: parts.on,
            text: parts.written,
            id: None,
        }
    }
}
