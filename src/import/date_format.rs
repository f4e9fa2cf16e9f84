//! Days as files write them: in the one way that was named or was found to fit all of them; never guessed from one figure.

mod numeric;
mod words;

use std::{fmt, str::FromStr};

use chrono::{DateTime, TimeDelta};

use self::numeric::Order;
use crate::domain::day::{self, Day};

/// How the days of a file are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DateFormat {
    /// `2026-11-23`; a time of day after it is cut off, and no zone moves the day.
    #[default]
    Iso,
    /// Year, month, day with any of `/ . -` or a blank between; also `20261123`.
    YearMonthDay,
    /// Day, month, year. The month may be a word.
    DayMonthYear,
    /// Month, day, year. The month may be a word.
    MonthDayYear,
    /// The month is a word and the year has four digits, in whatever order: `23 Nov 2026`, `November 23, 2026`.
    Named,
    /// A pattern such as `%d.%m.%Y`.
    Pattern(String),
    /// Days counted by a spreadsheet from 1900: `46349`.
    Excel,
    /// Seconds since 1970; the day in UTC.
    Unix,
    /// Milliseconds since 1970; the day in UTC.
    UnixMillis,
}

/// The words of `--date-format` in a sentence.
const KNOWN: &str = "iso, ymd, dmy, mdy, named, excel, unix, unixms, or a pattern such as %d.%m.%Y";

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "iso" => Self::Iso,
            "dmy" => Self::DayMonthYear,
            "mdy" => Self::MonthDayYear,
            "ymd" => Self::YearMonthDay,
            "named" => Self::Named,
            "excel" => Self::Excel,
            "unix" => Self::Unix,
            "unixms" => Self::UnixMillis,
            _ if text.contains('%') && good_pattern(text) => Self::Pattern(text.to_owned()),
            _ => return Err(format!("“{text}” is no date format: use {KNOWN}")),
        })
    }
}

impl fmt::Display for DateFormat {
    /// The word of `--date-format`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Iso => "iso",
            Self::YearMonthDay => "ymd",
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
            Self::Named => "named",
            Self::Pattern(pattern) => pattern,
            Self::Excel => "excel",
            Self::Unix => "unix",
            Self::UnixMillis => "unixms",
        })
    }
}

/// Whether a pattern says a whole day and nothing unknown.
fn good_pattern(text: &str) -> bool {
    use chrono::format::{Item, StrftimeItems};
    StrftimeItems::new(text).all(|item| item != Item::Error)
        && Day::from_ymd_opt(2024, 2, 29).is_some_and(|day| {
            // Formatting with a time in the pattern fails; with a whole day it comes back.
            let mut shown = String::new();
            fmt::Write::write_fmt(&mut shown, format_args!("{}", day.format(text))).is_ok()
                && Day::parse_from_str(&shown, text) == Ok(day)
        })
}

impl DateFormat {
    /// A day as this format writes it; the reason if it is none.
    pub fn read(&self, text: &str) -> Result<Day, String> {
        let text = text.trim();
        let refused = || format!("is not a day ({})", self.like());
        let day = match self {
            Self::Iso => {
                let date = numeric::date_part(text);
                return day::parse_iso(date).map_err(|e| {
                    if numeric::is_not_iso(date) {
                        format!("is not an ISO day; if days are written that way, add --date-format dmy, mdy or ymd ({})", self.like())
                    } else if numeric::shaped_iso(date) {
                        e.message.trim_end_matches('.').to_owned()
                    } else {
                        refused()
                    }
                });
            }
            Self::Pattern(pattern) => Day::parse_from_str(text, pattern)
                .or_else(|_| Day::parse_from_str(numeric::date_part(text), pattern))
                .ok(),
            Self::YearMonthDay => numeric::read(text, Order::YearMonthDay),
            Self::DayMonthYear => numeric::read(text, Order::DayMonthYear),
            Self::MonthDayYear => numeric::read(text, Order::MonthDayYear),
            Self::Named => words::read(numeric::date_part(text)),
            Self::Excel => excel(text),
            Self::Unix => since_1970(text, 1000),
            Self::UnixMillis => since_1970(text, 1),
        };
        let day = day.ok_or_else(refused)?;
        // The same bounds as a day that is typed.
        day::parse_iso(&day.to_string()).map_err(|e| e.message.trim_end_matches('.').to_owned())
    }

    /// What a day in this format is, in words: `day/month/year`.
    pub fn called(&self) -> String {
        match self {
            Self::Iso => "ISO days".to_owned(),
            Self::YearMonthDay => "year/month/day".to_owned(),
            Self::DayMonthYear => "day/month/year".to_owned(),
            Self::MonthDayYear => "month/day/year".to_owned(),
            Self::Named => "days with the month in words".to_owned(),
            Self::Pattern(pattern) => format!("days like {pattern}"),
            Self::Excel => "days counted by a spreadsheet".to_owned(),
            Self::Unix => "seconds since 1970".to_owned(),
            Self::UnixMillis => "milliseconds since 1970".to_owned(),
        }
    }

    fn like(&self) -> String {
        match self {
            Self::Iso => "2026-11-23 is wanted".to_owned(),
            Self::DayMonthYear => "day, month, year such as 23/11/2026 is wanted".to_owned(),
            Self::MonthDayYear => "month, day, year such as 11/23/2026 is wanted".to_owned(),
            Self::YearMonthDay => "year, month, day such as 2026/11/23 is wanted".to_owned(),
            Self::Named => "a day such as 23 Nov 2026 is wanted".to_owned(),
            Self::Pattern(pattern) => format!("{pattern} is wanted"),
            Self::Excel => "a count of days such as 46349 is wanted".to_owned(),
            Self::Unix => "seconds since 1970 such as 1795392000 are wanted".to_owned(),
            Self::UnixMillis => {
                "milliseconds since 1970 such as 1795392000000 are wanted".to_owned()
            }
        }
    }
}

/// The digits before a decimal point, if that is all there is.
fn count(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(whole) && digits(part))
        .then(|| whole.parse().ok())
        .flatten()
}

/// A day counted by a spreadsheet. Below 61 it has a 29 February 1900 that never was.
fn excel(text: &str) -> Option<Day> {
    let days = count(text).filter(|n| *n >= 61)?;
    Day::from_ymd_opt(1899, 12, 30)?.checked_add_signed(TimeDelta::try_days(days)?)
}

/// A moment counted in units of so many milliseconds.
fn since_1970(text: &str, millis: i64) -> Option<Day> {
    let at = count(text)?.checked_mul(millis)?;
    Some(DateTime::from_timestamp_millis(at)?.date_naive())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(format: &str, text: &str) -> Result<String, String> {
        let format = format.parse::<DateFormat>().unwrap();
        format.read(text).map(|d| d.to_string())
    }

    #[test]
    fn iso_days_only_unless_told_otherwise() {
        for good in [
            "2024-01-05",
            "2024-01-05 23:30:00",
            "2024-01-05T23:30:00-08:00",
            "2024-01-05T23:30:00.123456Z",
            "2024-01-05 11:30 PM",
            "2024-01-05 23:30:00 UTC",
            "2024-01-05 ",
        ] {
            assert_eq!(read("iso", good).unwrap(), "2024-01-05", "{good}");
        }
        for bad in [
            "03/04/2024",
            "45296",
            "",
            "0000-00-00",
            "2024-02-30",
            "2024-1-5",
            "20240105",
            "2024-01-05x",
            "2024-01-05 10:00 and later",
            "Jan 5",
            "２０２４-01-05",
        ] {
            assert!(read("iso", bad).is_err(), "{bad}");
        }
        let why = read("iso", "03/04/2024").unwrap_err();
        assert!(why.contains("--date-format dmy"));
    }

    #[test]
    fn a_named_order_is_kept_to() {
        for (format, text, day) in [
            ("mdy", "03/04/2024", "2024-03-04"),
            ("dmy", "03/04/2024", "2024-04-03"),
            ("dmy", "20-10-16", "2016-10-20"),
            ("dmy", "5 janv. 24", "2024-01-05"),
            ("dmy", "13. 05. 2022.", "2022-05-13"),
            ("mdy", "1/5/2024 3:04 PM", "2024-01-05"),
            ("ymd", "2024/1/5", "2024-01-05"),
            ("ymd", "20240105", "2024-01-05"),
            ("ymd", "2024年1月5日", "2024-01-05"),
            ("%d.%m.%Y", "05.01.2024", "2024-01-05"),
            ("%d.%m.%Y", "05.01.2024 10:00", "2024-01-05"),
            ("excel", "45296", "2024-01-05"),
            ("excel", "45296.9", "2024-01-05"),
            ("unix", "1704499199", "2024-01-05"),
            ("unixms", "1704499199999", "2024-01-05"),
        ] {
            assert_eq!(read(format, text).as_deref(), Ok(day), "{format} {text}");
        }
        for (format, text) in [
            ("mdy", "13/04/2024"),
            ("dmy", "2024-01-05"),
            ("ymd", "05.01.2024"),
            ("dmy", "1/2/3/2024"),
            ("excel", "45296x"),
            ("excel", "60"),
            ("excel", "9999999999999999999"),
            ("unix", "-5"),
            ("unix", "1704499199999"),
            ("named", "03/04/2024"),
        ] {
            assert!(read(format, text).is_err(), "{format} {text}");
        }
        assert!("%H:%M".parse::<DateFormat>().is_err());
        assert!("european".parse::<DateFormat>().is_err());
    }
}
