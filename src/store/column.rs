//! How days, words and money stand in columns, both ways; no statement is written here.

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
