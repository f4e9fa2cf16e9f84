//! Cuts the text of terms into words, numbers and marks, each with the bytes it stands on; it knows no grammar.

use std::ops::Range;

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub what: What,
    pub span: Range<usize>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A word, in small letters.
    Word(String),
    /// A kind of revenue between quotes, as it stands.
    Quoted(String),
    /// Digits with at most one point, groups of three taken out.
    Number(String),
    /// Any other character: `%`, `,`, `;`, `(`, `)`, `$` …
    Mark(char),
    /// The end of the text.
    End,
}

/// The pieces of a text, an [`What::End`] last.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match next {
            _ if next.is_whitespace() => {
                at += next.len_utf8();
                continue;
            }
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            _ if next.is_ascii_digit() => number(rest),
            _ if next.is_alphanumeric() || next == '_' => {
                rest.find(|one: char| !in_word(one)).unwrap_or(rest.len())
            }
            _ => next.len_utf8(),
        };
        let piece = &rest[..length];
        let what = match next {
            '"' => What::Quoted(piece.trim_matches('"').to_owned()),
            _ if next.is_ascii_digit() => What::Number(piece.replace(',', "")),
            _ if next.is_alphanumeric() || next == '_' => What::Word(piece.to_lowercase()),
            _ => What::Mark(next),
        };
        found.push(Token {
            what,
            span: at..at + length,
        });
        at += length;
    }
    found.push(Token {
        what: What::End,
        span: text.len()..text.len(),
    });
    found
}

fn in_word(one: char) -> bool {
    one.is_alphanumeric() || one == '_' || one == '-'
}

/// How long the number in front is: digits, `,` before exactly three digits, one `.` before digits.
fn number(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = digits(0);
    while bytes.get(end) == Some(&b',') && end + 1 < bytes.len() && digits(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && end + 1 < bytes.len() && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    }
    end
}

/// Words the grammar uses; a kind of revenue of this name stands between quotes.
pub(super) const RESERVED: [&str; 16] = [
    "of",
    "and",
    "for",
    "while",
    "otherwise",
    "per",
    "a",
    "each",
    "in",
    "from",
    "or",
    "is",
    "active",
    "the",
    "if",
    "every",
];

/// Whether a kind of revenue can be written without quotes.
pub(super) fn is_plain_kind(kind: &str) -> bool {
    let starts = kind
        .chars()
        .next()
        .is_some_and(|first| (first.is_alphanumeric() && !first.is_ascii_digit()) || first == '_');
    starts && kind.chars().all(in_word) && kind == kind.to_lowercase() && !RESERVED.contains(&kind)
}
