//! Calendar days: read strictly from files, forgivingly from people, and moved by months; no clock and no zone.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::ledger::{Code, LedgerError};
use super::month::Month;

/// A calendar day; nothing in the book has a time of day.
pub type Day = NaiveDate;

/// The years a book may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// The days of the week by the three letters they are typed with.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The months in English, in order; three letters of one are enough to type it.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A day exactly as files hold it, `2026-11-21`, from 1900 to 2200; `bad_day` otherwise.
pub fn parse_iso(text: &str) -> Result<Day, LedgerError> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    // Read digit by digit: a book of millions of lines reads its days here.
    let number = |digits: std::ops::Range<usize>| {
        bytes[digits]
            .iter()
            .fold(0_u32, |sum, byte| sum * 10 + u32::from(byte - b'0'))
    };
    shaped
        .then(|| i32::try_from(number(0..4)).ok())
        .flatten()
        .and_then(|year| Day::from_ymd_opt(year, number(5..7), number(8..10)))
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(|| bad(text, "write a real day like 2026-11-21"))
}

/// A day as a person types it, seen from `today`; `bad_day` when it cannot be told.
///
/// `2026-11-21`, `today`, `yesterday`, `tomorrow`, `-3d`, `+2w`, `+1m`, `+1y`, `mon` (the latest Monday, today
/// included), `21 nov` or `nov 21` (the one nearest to today), `21 nov 2025`, `2026-11` (its first day), `eom`
/// (the last day of this month).
pub fn parse_typed(text: &str, today: Day) -> Result<Day, LedgerError> {
    let word = text.trim().to_lowercase();
    let found = match word.as_str() {
        "today" | "now" => Some(today),
        "yesterday" => today.pred_opt(),
        "tomorrow" => today.succ_opt(),
        "eom" => Some(Month::of(today).last()),
        _ => parse_iso(&word)
            .ok()
            .or_else(|| Month::parse(&word).ok().map(Month::first))
            .or_else(|| stepped(&word, today))
            .or_else(|| weekday(&word, today))
            .or_else(|| named(&word, today)),
    };
    found
        .filter(|day| YEARS.contains(&day.year()))
        .ok_or_else(|| {
            bad(
                text,
                "write a day like 2026-11-21, 21 nov, today, -3d or +2w",
            )
        })
}

/// The day `months` months on: the same day of the month, or that month's last (`COMMISSION_RULES R4`).
pub fn add_months(day: Day, months: u32) -> Result<Day, LedgerError> {
    day.checked_add_months(Months::new(months))
        .ok_or_else(|| LedgerError::too_large("A day that many months on"))
}

/// The day `days` days on.
pub fn add_days(day: Day, days: u32) -> Result<Day, LedgerError> {
    day.checked_add_days(Days::new(u64::from(days)))
        .ok_or_else(|| LedgerError::too_large("A day that many days on"))
}

/// Whether a day is before 2000: as the day of a payment a slip of the year, not history.
pub fn is_before_2000(day: Day) -> bool {
    day.year() < 2000
}

/// A day for people: `28 Aug 2026`.
pub fn shown(day: Day) -> String {
    day.format("%-d %b %Y").to_string()
}

fn bad(text: &str, instead: &str) -> LedgerError {
    LedgerError::new(
        Code::BadDay,
        format!("“{}” is not a day; {instead}.", text.trim()),
    )
}

/// `-3d`, `+2w`, `+1m`, `-1y`: so far from today.
fn stepped(word: &str, today: Day) -> Option<Day> {
    let back = match word.chars().next()? {
        '-' => true,
        '+' => false,
        _ => return None,
    };
    let unit = word.chars().next_back()?;
    let count: u32 = word.get(1..word.len() - unit.len_utf8())?.parse().ok()?;
    let days = |each: u64| {
        let days = Days::new(u64::from(count) * each);
        if back {
            today.checked_sub_days(days)
        } else {
            today.checked_add_days(days)
        }
    };
    let months = |each: u32| {
        let months = Months::new(count.checked_mul(each)?);
        if back {
            today.checked_sub_months(months)
        } else {
            today.checked_add_months(months)
        }
    };
    match unit {
        'd' => days(1),
        'w' => days(7),
        'm' => months(1),
        'y' => months(12),
        _ => None,
    }
}

/// The latest such day of the week, today included: what is written down has mostly happened.
fn weekday(word: &str, today: Day) -> Option<Day> {
    let (_, wanted) = WEEKDAYS
        .iter()
        .find(|(short, full)| word == *short || word == full_name(*full))?;
    let back = today.weekday().days_since(*wanted);
    today.checked_sub_days(Days::new(u64::from(back)))
}

fn full_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "monday",
        Weekday::Tue => "tuesday",
        Weekday::Wed => "wednesday",
        Weekday::Thu => "thursday",
        Weekday::Fri => "friday",
        Weekday::Sat => "saturday",
        Weekday::Sun => "sunday",
    }
}

/// `21 nov`, `nov 21`, either with a year behind; without one, the year that brings it nearest to today.
fn named(word: &str, today: Day) -> Option<Day> {
    let parts: Vec<&str> = word
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let (first, second, year) = match parts[..] {
        [first, second] => (first, second, None),
        [first, second, year] if year.len() == 4 => {
            (first, second, Some(year.parse::<i32>().ok()?))
        }
        _ => return None,
    };
    let (day, month) = match month_number(second) {
        Some(month) => (first, month),
        None => (second, month_number(first)?),
    };
    let day: u32 = day.parse().ok()?;
    if let Some(year) = year {
        return Day::from_ymd_opt(year, month, day);
    }
    (today.year() - 1..=today.year() + 1)
        .filter_map(|year| Day::from_ymd_opt(year, month, day))
        .min_by_key(|day| (*day - today).num_days().abs())
}

/// The number of a month written out or by at least three letters.
fn month_number(word: &str) -> Option<u32> {
    let at = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(iso: &str) -> Day {
        parse_iso(iso).unwrap()
    }

    #[test]
    fn files_must_hold_real_days() {
        assert_eq!(on("2024-02-29"), Day::from_ymd_opt(2024, 2, 29).unwrap());
        for bad in [
            "2023-02-29",
            "2024-13-01",
            "0000-00-00",
            "2024-1-5",
            "20240105",
            "45296",
            "",
            "03/04/2024",
            "1899-12-31",
            "2201-01-01",
            "+024-01-01",
            "2024-01-05 ",
            "２０２４-01-05",
        ] {
            assert_eq!(parse_iso(bad).unwrap_err().code, Code::BadDay, "{bad}");
        }
    }

    #[test]
    fn people_may_type_days_in_words() {
        let today = on("2026-11-23"); // a Monday
        let typed = |text: &str| parse_typed(text, today).map(|day| day.to_string());
        for (text, iso) in [
            ("2026-11-21", "2026-11-21"),
            (" Today ", "2026-11-23"),
            ("yesterday", "2026-11-22"),
            ("tomorrow", "2026-11-24"),
            ("-3d", "2026-11-20"),
            ("+14d", "2026-12-07"),
            ("+2w", "2026-12-07"),
            ("+3m", "2027-02-23"),
            ("mon", "2026-11-23"),
            ("Tuesday", "2026-11-17"),
            ("21 nov", "2026-11-21"),
            ("nov 21", "2026-11-21"),
            ("5 jan", "2027-01-05"),
            ("21 November, 2025", "2025-11-21"),
            ("2026-11", "2026-11-01"),
            ("eom", "2026-11-30"),
        ] {
            assert_eq!(typed(text).unwrap(), iso, "{text}");
        }
        for bad in [
            "",
            "03/04/2026",
            "31 feb",
            "soon",
            "+d",
            "+99999999999d",
            "-9999y",
            "ma 5",
            "+1é",
            "21 nov 26",
        ] {
            assert!(typed(bad).is_err(), "{bad}");
        }
        assert_eq!(
            parse_typed("21 nov", on("2026-01-05")).unwrap(),
            on("2025-11-21")
        );
    }

    #[test]
    fn months_are_counted_to_the_same_day_or_the_last() {
        assert_eq!(add_months(on("2024-01-31"), 1).unwrap(), on("2024-02-29"));
        assert_eq!(add_months(on("2024-01-31"), 2).unwrap(), on("2024-03-31"));
        assert_eq!(add_months(on("2024-02-29"), 12).unwrap(), on("2025-02-28"));
        assert!(add_months(on("2024-02-29"), u32::MAX).is_err());
    }
}
