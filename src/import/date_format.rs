//! Days as files write them: ISO, or the order the person named; never guessed from the figures.

use std::str::FromStr;

use crate::domain::day::{self, Day};

/// How the days of a file are written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DateFormat {
    /// `2026-11-23`; a time of day after it is cut off, and no zone moves the day.
    #[default]
    Iso,
    /// Day, month, year with any of `/ . -` or a blank between.
    DayMonthYear,
    /// Month, day, year.
    MonthDayYear,
    /// Year, month, day.
    YearMonthDay,
    /// A pattern such as `%d.%m.%Y`.
    Pattern(String),
}

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text.to_ascii_lowercase().as_str() {
            "iso" => Self::Iso,
            "dmy" => Self::DayMonthYear,
            "mdy" => Self::MonthDayYear,
            "ymd" => Self::YearMonthDay,
            _ if text.contains('%') && good_pattern(text) => Self::Pattern(text.to_owned()),
            _ => {
                return Err(format!(
                    "“{text}” is no date format: use iso, dmy, mdy, ymd, or a pattern such as %d.%m.%Y"
                ));
            }
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
            std::fmt::Write::write_fmt(&mut shown, format_args!("{}", day.format(text))).is_ok()
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
                let date = date_part(text);
                return day::parse_iso(date).map_err(|e| {
                    if looks_numeric_day(date) {
                        format!("is not an ISO day; if days are written that way, add --date-format dmy, mdy or ymd ({})", self.like())
                    } else if shaped_iso(date) {
                        e.message.trim_end_matches('.').to_owned()
                    } else {
                        refused()
                    }
                });
            }
            Self::Pattern(pattern) => Day::parse_from_str(text, pattern).ok(),
            order => ordered(text, order),
        };
        let day = day.ok_or_else(refused)?;
        // The same bounds as a day that is typed.
        day::parse_iso(&day.to_string()).map_err(|e| e.message.trim_end_matches('.').to_owned())
    }

    fn like(&self) -> String {
        match self {
            Self::Iso => "2026-11-23 is wanted".to_owned(),
            Self::DayMonthYear => "day, month, year such as 23/11/2026 is wanted".to_owned(),
            Self::MonthDayYear => "month, day, year such as 11/23/2026 is wanted".to_owned(),
            Self::YearMonthDay => "year, month, day such as 2026/11/23 is wanted".to_owned(),
            Self::Pattern(pattern) => format!("{pattern} is wanted"),
        }
    }
}

/// The day before a time of day: `2024-01-05 23:30:00`, `2024-01-05T23:30:00Z`.
fn date_part(text: &str) -> &str {
    match text.as_bytes() {
        [date @ .., _, _] if date.len() < 10 => text,
        bytes if bytes.len() > 11 && matches!(bytes[10], b'T' | b' ') && is_time(&bytes[11..]) => {
            &text[..10]
        }
        _ => text,
    }
}

fn is_time(bytes: &[u8]) -> bool {
    bytes.len() >= 4
        && bytes[0].is_ascii_digit()
        && bytes
            .iter()
            .all(|b| b.is_ascii_digit() || b":.,+-Z UTC".contains(b))
}

fn shaped_iso(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

/// Three groups of digits that are not in ISO shape.
fn looks_numeric_day(text: &str) -> bool {
    !shaped_iso(text) && groups(text).is_some()
}

fn groups(text: &str) -> Option<[&str; 3]> {
    let parts: Vec<&str> = text
        .split(['/', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let fits = |part: &&str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [a, b, c] if parts.iter().all(fits) => Some([*a, *b, *c]),
        _ => None,
    }
}

fn ordered(text: &str, order: &DateFormat) -> Option<Day> {
    let [a, b, c] = groups(date_part(text))?;
    let (year, month, day) = match order {
        DateFormat::DayMonthYear => (c, b, a),
        DateFormat::MonthDayYear => (c, a, b),
        _ => (a, b, c),
    };
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    let full: i32 = match year.len() {
        4 => year.parse().ok()?,
        // A partner program has no days before 2000.
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    Day::from_ymd_opt(full, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(format: &str, text: &str) -> Result<String, String> {
        format
            .parse::<DateFormat>()
            .unwrap()
            .read(text)
            .map(|d| d.to_string())
    }

    #[test]
    fn iso_days_only_unless_told_otherwise() {
        for good in [
            "2024-01-05",
            "2024-01-05 23:30:00",
            "2024-01-05T23:30:00-08:00",
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
            "Jan 5",
        ] {
            assert!(read("iso", bad).is_err(), "{bad}");
        }
        assert!(
            read("iso", "03/04/2024")
                .unwrap_err()
                .contains("--date-format dmy")
        );
    }

    #[test]
    fn a_named_order_is_kept_to() {
        assert_eq!(read("mdy", "03/04/2024").unwrap(), "2024-03-04");
        assert_eq!(read("dmy", "03/04/2024").unwrap(), "2024-04-03");
        assert!(
            read("mdy", "13/04/2024").is_err(),
            "month and day are never swapped"
        );
        assert_eq!(read("dmy", "20-10-16").unwrap(), "2016-10-20");
        assert_eq!(read("%d.%m.%Y", "05.01.2024").unwrap(), "2024-01-05");
        assert!("%H:%M".parse::<DateFormat>().is_err());
        assert!("european".parse::<DateFormat>().is_err());
    }
}
