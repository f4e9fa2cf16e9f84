//! How days, words and money stand in columns, both ways; no statement is written here.

use chrono::Datelike;
use rusqlite::{Row, types::Type};

use crate::domain::{
    currency::Currency,
    day::{Day, parse_iso},
    money::Money,
};

/// A day as it is stored.
pub(super) fn iso(day: Option<Day>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// A day as text without an allocation: a million of them are written.
pub(super) fn iso_text(day: Day, into: &mut [u8; 10]) -> &str {
    let mut digits = |from: usize, to: usize, mut n: u32| {
        for at in (from..to).rev() {
            into[at] = b'0' + u8::try_from(n % 10).unwrap_or(0);
            n /= 10;
        }
    };
    // Days are from 1900 to 2200, so four digits hold every year.
    digits(0, 4, day.year().unsigned_abs());
    digits(5, 7, day.month());
    digits(8, 10, day.day());
    into[4] = b'-';
    into[7] = b'-';
    std::str::from_utf8(into).expect("digits and dashes are ASCII")
}

/// Reads a day that may be missing.
pub(super) fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Day>> {
    let Some(text) = row.get_ref(at)?.as_str_or_null()? else {
        return Ok(None);
    };
    parse_iso(text).map(Some).map_err(|e| broken(at, e))
}

/// Reads a day that is always there.
pub(super) fn sure_day(row: &Row<'_>, at: usize) -> rusqlite::Result<Day> {
    parse_iso(row.get_ref(at)?.as_str()?).map_err(|e| broken(at, e))
}

/// Reads an amount from two columns next to each other: minor units, currency.
pub(super) fn money(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Money>> {
    let Some(minor) = row.get::<_, Option<i64>>(at)? else {
        return Ok(None);
    };
    let currency =
        Currency::from_code(row.get_ref(at + 1)?.as_str()?).map_err(|e| broken(at + 1, e))?;
    Ok(Some(Money::new(minor, currency)))
}

/// The error of a column that holds what it never should.
pub(super) fn broken(
    at: usize,
    e: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(e))
}
