//! Cuts a filter into its words with their places; must not know what the words mean.

use std::ops::Range;

/// A piece of text and where it stood. Pieces in quotes are never special.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub text: String,
    pub quoted: bool,
    pub span: Range<usize>,
}

/// A word as typed: the field names before its colons, then its alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Unquoted pieces that a `:` followed, in order: `not:stage:` gives two.
    pub heads: Vec<Piece>,
    /// What stood after them, cut at commas.
    pub values: Vec<Piece>,
    pub span: Range<usize>,
}

/// Cuts `text` at blanks outside quotes. A quote that is never closed is closed by the end, for it is being typed.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut all = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        let mut word = Word {
            heads: Vec::new(),
            values: Vec::new(),
            span: start..start,
        };
        let mut piece = Piece {
            text: String::new(),
            quoted: false,
            span: start..start,
        };
        while let Some(&(at, c)) = chars.peek() {
            if c.is_whitespace() {
                break;
            }
            chars.next();
            let end = at + c.len_utf8();
            word.span.end = end;
            match c {
                '"' => {
                    piece.quoted = true;
                    let mut escaped = false;
                    for (at, c) in chars.by_ref() {
                        word.span.end = at + c.len_utf8();
                        match c {
                            _ if escaped => {
                                piece.text.push(c);
                                escaped = false;
                            }
                            '\\' => escaped = true,
                            '"' => break,
                            c => piece.text.push(c),
                        }
                    }
                    piece.span.end = word.span.end;
                }
                // Only plain names are heads; after the first value a colon is text like any other.
                ':' if !piece.quoted && word.values.is_empty() && is_name(&piece.text) => {
                    let next = Piece {
                        text: String::new(),
                        quoted: false,
                        span: end..end,
                    };
                    word.heads.push(std::mem::replace(&mut piece, next));
                }
                // Free words may hold commas; the values of a field are cut at them.
                ',' if !word.heads.is_empty() => {
                    let next = Piece {
                        text: String::new(),
                        quoted: false,
                        span: end..end,
                    };
                    word.values.push(std::mem::replace(&mut piece, next));
                }
                c => {
                    piece.text.push(c);
                    piece.span.end = end;
                }
            }
        }
        word.values.push(piece);
        all.push(word);
    }
    all
}

fn is_name(text: &str) -> bool {
    let bare = text.strip_prefix(['-', '!']).unwrap_or(text);
    !bare.is_empty() && bare.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}
