//! The few functions SQL needs to compare as people do: folded text, words, and amounts of unlike decimals.

use rusqlite::{
    Connection,
    functions::{Context, FunctionFlags},
    types::ValueRef,
};

use crate::{
    domain::{currency::Currency, money::Money, query::scaled},
    text::fold,
};

/// Makes them known to a connection.
///
/// `finds(needle, text, …)`, `begins(needle, text)`, `tagged(needle, text)`: the needle is folded already; NULL where
/// every text is. `scaled(minor, currency)`: ten-thousandths of a unit, so that 5.00 USD and 5 JPY compare alike.
pub(in crate::store) fn register(conn: &Connection) -> rusqlite::Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("finds", -1, pure, |c| Ok(compare(c, contains)))?;
    conn.create_scalar_function("begins", 2, pure, |c| Ok(compare(c, starts)))?;
    conn.create_scalar_function("tagged", 2, pure, |c| {
        Ok(compare(c, |text, needle| {
            text.split(' ').any(|tag| fold(tag) == needle)
        }))
    })?;
    conn.create_scalar_function("scaled", 2, pure, |c| {
        let (ValueRef::Integer(minor), ValueRef::Text(code)) = (c.get_raw(0), c.get_raw(1)) else {
            return Ok(None);
        };
        let currency = std::str::from_utf8(code)
            .ok()
            .and_then(|code| Currency::from_code(code).ok());
        Ok(currency.map(|currency| scaled(Money::new(minor, currency))))
    })
}

/// Whether any of the texts fits; `None` where none is known.
fn compare(c: &Context<'_>, fits: impl Fn(&str, &str) -> bool) -> Option<bool> {
    let text = |at: usize| c.get_raw(at).as_str_or_null().ok().flatten();
    let needle = text(0)?;
    let mut known = None;
    for text in (1..c.len()).filter_map(text) {
        known = Some(fits(text, needle));
        if known == Some(true) {
            break;
        }
    }
    known
}

/// Most text is plain ASCII and is looked through where it lies; a million names must not be a million allocations.
fn contains(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return fold(text).contains(needle);
    }
    let Some(&first) = needle.as_bytes().first() else {
        return true;
    };
    text.as_bytes().windows(needle.len()).any(|part| {
        part[0].to_ascii_lowercase() == first && part.eq_ignore_ascii_case(needle.as_bytes())
    })
}

fn starts(text: &str, needle: &str) -> bool {
    if !text.is_ascii() {
        return fold(text).starts_with(needle);
    }
    text.as_bytes()
        .get(..needle.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(needle.as_bytes()))
}
