//! Reads a filter: every word is understood or pointed at; nothing is guessed and nothing is dropped.

use std::ops::Range;

use super::{
    Atom, FieldDef, FieldKind, Filter, QueryError, Sort, Term, Value, Vocabulary,
    words::{Piece, Word, words},
};
use crate::{
    domain::{
        day::{Day, parse_typed},
        period::Period,
    },
    text,
};

/// Names that every list understands beside its own fields.
const EVERYWHERE: [&str; 6] = ["is", "has", "not", "sort", "limit", "asof"];

/// Reads a filter as typed, seen from `today`, in the words of one list.
pub fn parse(typed: &str, list: &Vocabulary, today: Day) -> Result<Filter, QueryError> {
    let mut filter = Filter::default();
    for word in words(typed) {
        read(word, list, today, &mut filter)?;
    }
    Ok(filter)
}

fn read(
    mut word: Word,
    list: &Vocabulary,
    today: Day,
    filter: &mut Filter,
) -> Result<(), QueryError> {
    let not = take_not(&mut word);
    if word.heads.len() > 1 {
        // `company:a:b`: what follows the first name is the value, colons and all.
        return Err(wrong(
            word.heads[1].span.clone(),
            "A value with a colon goes in quotes.",
        ));
    }
    let Some(head) = word.heads.pop() else {
        let Some(piece) = word.values.pop() else {
            return Ok(());
        };
        let atom = match piece.text.strip_prefix('+') {
            Some(tag) if !piece.quoted && !tag.is_empty() => {
                let field = field("tag", &piece.span, list)?;
                Atom::Field(field.name, vec![Value::Text(tag.to_owned())])
            }
            _ if piece.text.is_empty() && !piece.quoted => {
                return Err(wrong(word.span, "Something must follow “not:”."));
            }
            _ => Atom::Text(piece.text),
        };
        filter.terms.push(Term { not, atom });
        return Ok(());
    };
    if let Some(empty) = word.values.iter().find(|v| v.text.is_empty() && !v.quoted) {
        let span = head.span.start..empty.span.end.max(head.span.end);
        return Err(wrong(
            span,
            format!("A value is missing after “{}:”.", head.text),
        ));
    }
    let name = head.text.to_ascii_lowercase();
    let atom = match name.as_str() {
        "sort" | "limit" | "asof" if not => {
            return Err(wrong(
                head.span,
                format!("“{name}:” cannot be turned round with “not:”."),
            ));
        }
        "sort" => {
            for value in &word.values {
                filter.sort.push(sort(value, list)?);
            }
            return Ok(());
        }
        "limit" => {
            let limit = word.values.first().and_then(|v| v.text.parse().ok());
            filter.limit = Some(limit.filter(|_| word.values.len() == 1).ok_or_else(|| {
                wrong(
                    word.span,
                    "“limit:” takes one whole number, such as limit:20.",
                )
            })?);
            return Ok(());
        }
        "asof" => {
            let typed = word.values.first().filter(|_| word.values.len() == 1);
            let day = typed.and_then(|v| parse_typed(&v.text, today).ok());
            filter.as_of = Some(day.ok_or_else(|| {
                wrong(
                    word.span,
                    "“asof:” takes one day, such as asof:2026-10-31 or asof:-30d.",
                )
            })?);
            return Ok(());
        }
        "is" => Atom::Is(
            word.values
                .iter()
                .map(|v| one_of(v, &list.is, "is not a word for “is:” here"))
                .collect::<Result<_, _>>()?,
        ),
        "has" => {
            if let Some(value) = word.values.get(1) {
                return Err(wrong(
                    value.span.clone(),
                    "“has:” takes one field; write it once for each.",
                ));
            }
            let field = field(&word.values[0].text, &word.values[0].span, list)?;
            Atom::Field(field.name, vec![Value::Any])
        }
        _ => {
            let field = field(&name, &head.span, list)?;
            Atom::Field(
                field.name,
                word.values
                    .iter()
                    .map(|v| value(field, v, today))
                    .collect::<Result<_, _>>()?,
            )
        }
    };
    filter.terms.push(Term { not, atom });
    Ok(())
}

/// `not:` in front, or the `-` and `!` that people type for it.
fn take_not(word: &mut Word) -> bool {
    let mut not = false;
    while word
        .heads
        .first()
        .is_some_and(|h| h.text.eq_ignore_ascii_case("not"))
    {
        word.heads.remove(0);
        not = !not;
    }
    let first = word.heads.first_mut().or(word.values.first_mut());
    if let Some(piece) = first.filter(|p| !p.quoted && p.text.len() > 1)
        && let Some(bare) = piece.text.strip_prefix(['-', '!'])
    {
        piece.text = bare.to_owned();
        not = !not;
    }
    not
}

fn field(name: &str, span: &Range<usize>, list: &Vocabulary) -> Result<FieldDef, QueryError> {
    list.fields
        .iter()
        .find(|f| f.name.eq_ignore_ascii_case(name))
        .copied()
        .ok_or_else(|| QueryError {
            span: span.clone(),
            message: format!("This list has no field “{name}”; put words with a colon in quotes."),
            nearest: text::nearest(name, list.fields.iter().map(|f| f.name).chain(EVERYWHERE))
                .map(str::to_owned),
        })
}

fn sort(piece: &Piece, list: &Vocabulary) -> Result<Sort, QueryError> {
    let (name, descending) = match piece.text.strip_prefix('-') {
        Some(name) => (name, true),
        None => (piece.text.as_str(), false),
    };
    let known: Vec<&'static str> = list
        .fields
        .iter()
        .filter(|f| f.sortable)
        .map(|f| f.name)
        .collect();
    let plain = Piece {
        text: name.to_owned(),
        ..piece.clone()
    };
    let field = one_of(&plain, &known, "is nothing this list can be sorted by")?;
    Ok(Sort { field, descending })
}

fn one_of(
    piece: &Piece,
    known: &[&'static str],
    complaint: &str,
) -> Result<&'static str, QueryError> {
    known
        .iter()
        .find(|k| k.eq_ignore_ascii_case(&piece.text))
        .copied()
        .ok_or_else(|| QueryError {
            span: piece.span.clone(),
            message: format!(
                "“{}” {complaint}; there is {}.",
                piece.text,
                known.join(", ")
            ),
            nearest: text::nearest(&piece.text, known.iter().copied()).map(str::to_owned),
        })
}

fn value(field: FieldDef, piece: &Piece, today: Day) -> Result<Value, QueryError> {
    let typed = piece.text.as_str();
    if !piece.quoted {
        match typed {
            "none" => return Ok(Value::None),
            "any" => return Ok(Value::Any),
            _ => {}
        }
    }
    let bad = |message: String| wrong(piece.span.clone(), message);
    match field.kind {
        FieldKind::Text | FieldKind::Word | FieldKind::Tags => Ok(Value::Text(typed.to_owned())),
        // `run-18` is how a run is written everywhere else.
        FieldKind::Number => span(typed, |t| {
            let bare = t.strip_prefix(field.name).and_then(|t| t.strip_prefix('-'));
            bare.unwrap_or(t).parse().ok()
        })
        .map(|(from, to)| Value::Numbers(from, to))
        .ok_or_else(|| {
            bad(format!(
                "“{typed}” is not a whole number or a range such as 3..10."
            ))
        }),
        FieldKind::Id(noun) => span(typed, |t| t.parse().ok().or_else(|| noun.read(t)))
            .map(|(from, to)| Value::Numbers(from, to))
            .ok_or_else(|| {
                bad(format!(
                    "“{typed}” is not a number such as {}12.",
                    noun.letter()
                ))
            }),
        FieldKind::Money => span(typed, amount)
            .map(|(from, to)| Value::Amounts(from, to))
            .ok_or_else(|| {
                bad(format!(
                    "“{typed}” is not an amount or a range such as 500.. or 1k..2k."
                ))
            }),
        FieldKind::Day => Period::parse(typed, today)
            .map(Value::Days)
            .map_err(|e| bad(e.message)),
    }
}

/// `a`, `a..b`, `a..`, `..b`; a range that can hold nothing is a slip.
fn span(typed: &str, one: impl Fn(&str) -> Option<i64>) -> Option<(Option<i64>, Option<i64>)> {
    let Some((from, to)) = typed.split_once("..") else {
        let exactly = one(typed)?;
        return Some((Some(exactly), Some(exactly)));
    };
    let end = |text: &str| match text {
        "" => Some(None),
        text => one(text).map(Some),
    };
    let (from, to) = (end(from)?, end(to)?);
    match (from, to) {
        (None, None) => None,
        (Some(from), Some(to)) if from > to => None,
        span => Some(span),
    }
}

/// `500`, `-20.50`, `1.2k`, `3m`: ten-thousandths of a unit.
fn amount(typed: &str) -> Option<i64> {
    let (sign, size) = match typed.strip_prefix('-') {
        Some(size) => (-1, size),
        None => (1, typed),
    };
    let (size, places) = match size.char_indices().next_back()? {
        (at, 'k' | 'K') => (&size[..at], 7),
        (at, 'm' | 'M') => (&size[..at], 10),
        _ => (size, 4),
    };
    let (whole, decimals) = size.split_once('.').unwrap_or((size, ""));
    let decimals = decimals.trim_end_matches('0');
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > places {
        return None;
    }
    format!("{whole}{decimals:0<places$}")
        .parse::<i64>()
        .ok()?
        .checked_mul(sign)
}

fn wrong(span: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError {
        span,
        message: message.into(),
        nearest: None,
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
