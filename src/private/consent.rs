//! What a person must know before a request is answered, as sentences; must not decide anything.

use crate::text::clean;

use super::{
    envelope::Header,
    label::Fields,
    label::{LabelField, listed},
    limits::{Limits, PAD},
};

/// So many times their own list is worth a warning.
const RATIO: u32 = 4;

/// Who asks, as far as it is known here.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Who it is, as far as is known here; `None` where nobody is known by this key.
    pub known: Option<Known<'a>>,
    /// The ten words were compared with them.
    pub compared: bool,
}

/// A name for a key that was met before.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// The partner's name in the book.
    Partner(&'a str),
    /// The name they gave themselves in their first file, where there is no book.
    Met(&'a str),
    /// The partner it is said to be; their key is met for the first time.
    Said(&'a str),
}

/// What the answer would be made of.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Where our accounts come from: a file's name, or words such as `your book`.
    pub list: &'a str,
    /// How many accounts of ours would be compared.
    pub accounts: usize,
    /// How many rows they make.
    pub rows: usize,
    /// Fields that would be told of matches.
    pub tells: Fields,
    /// The limits that hold.
    pub limits: Limits,
    /// The name the answer gives its sender; may be empty.
    pub from: &'a str,
}

/// Words from outside as a quotation they cannot end: whoever writes them must not write the sentence around them.
pub fn quoted(text: &str) -> String {
    let closing = ['“', '”', '„', '‟', '″', '‶', '〝', '〞', '〟', '＂', '"'];
    format!("“{}”", clean(text).replace(closing, "'"))
}

/// All of it, a sentence or two a line: who asks what, what they would learn, what we would, what cannot be prevented.
pub fn consent(header: &Header, asker: &Asker<'_>, offer: &Offer<'_>) -> Vec<String> {
    let said = quoted(&header.from);
    let who = match asker.known {
        Some(Known::Partner(name) | Known::Said(name)) => clean(name).into_owned(),
        Some(Known::Met(name)) => quoted(name),
        None => said.clone(),
    };
    let mut lines = vec![
        format!(
            "{who} asks to compare up to {} accounts ({}) with {} of yours, from {}.",
            header.points,
            header.scopes.words(),
            offer.accounts,
            clean(offer.list)
        ),
        format!("They sign with the key “{}”.", header.sender.words()),
    ];
    lines.push(match (asker.known, asker.compared) {
        (Some(Known::Said(name)), _) => format!("Nobody is known by it yet: that it is {} is what you say, and that they are {said} what they wrote. Their files are known by this key from now on. Call them and read the words to each other before you answer.", clean(name)),
        (Some(_), true) => "It is the key you compared with them.".to_owned(),
        (Some(_), false) => "It is the key of their last files, but you never compared the words: call them and read the words to each other.".to_owned(),
        (None, _) => format!("Nobody is known by it here: that they are {said} is only what they wrote. Call them and read the words to each other before you answer."),
    });
    if !header.purpose.is_empty() {
        lines.push(format!(
            "What for, in their words: {}",
            quoted(&header.purpose)
        ));
    }
    lines.extend(they_learn(header, offer));
    lines.extend(you_learn(header));
    lines.extend(warnings(header, offer));
    lines.push("Every account they ask about may be a guess: you cannot see which they ask about, and nothing tells a customer of theirs from a name they made up. What it is to them is only their word, too.".to_owned());
    lines.push(format!(
        "Their program opens the answer until {}; one that was changed, at any time. Nothing is sent: you get a file{} and send it yourself.",
        crate::domain::day::shown(header.expires),
        if offer.from.is_empty() {
            String::new()
        } else {
            format!(", which says it is from “{}”,", clean(offer.from))
        }
    ));
    lines
}

fn they_learn(header: &Header, offer: &Offer<'_>) -> Vec<String> {
    let rest = format!(
        "Of all other accounts of yours they learn nothing, except that you compare at most {}.",
        offer.rows.max(1).next_multiple_of(PAD as usize)
    );
    if header.counts_only {
        return vec![
            "They would learn how many accounts you both have, not which. Two counts of lists that differ by one account tell of that one, and a program that was changed can get more out of it than a number.".to_owned(),
            rest,
        ];
    }
    let told: Vec<&str> = offer.tells.iter().map(LabelField::told).collect();
    let mut lines = vec![if told.is_empty() {
        "They would learn which of their accounts you have too, and nothing else about them."
            .to_owned()
    } else {
        format!(
            "They would learn which of their accounts you have too, and of those {}.",
            listed(&told)
        )
    }];
    let kept: Fields = header
        .asks
        .iter()
        .filter(|f| !offer.tells.has(*f))
        .collect();
    if !kept.is_empty() {
        lines.push(format!(
            "They also ask for {}, which is not told.",
            kept.words()
        ));
    }
    lines.push(rest);
    lines
}

fn you_learn(header: &Header) -> Vec<String> {
    vec![if header.with_finish {
        format!(
            "In return they can send a third file, from which you learn the same accounts{}. They may leave accounts out, or not send it.",
            if header.tells.is_empty() {
                String::new()
            } else {
                format!(" and of each {}", header.tells.words())
            }
        )
    } else {
        "You would learn nothing in return; to learn it too, send a request of your own.".to_owned()
    }]
}

fn warnings(header: &Header, offer: &Offer<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let own = u32::try_from(offer.accounts).unwrap_or(u32::MAX).max(1);
    if header.points > own.saturating_mul(RATIO).max(2 * PAD) {
        lines.push(format!(
            "Look twice: they would test {} accounts against your {own}, {} times as many.",
            header.points,
            header.points / own
        ));
    }
    if let Some(spent) = offer.limits.spent {
        lines.push(format!(
            "With these they will have asked about {} accounts this quarter, of {} that are allowed.",
            spent.before + u64::from(header.points),
            spent.budget
        ));
    } else {
        lines.push(
            "Nobody keeps count here of what they asked about before: that takes a book."
                .to_owned(),
        );
    }
    lines
}
