//! Days written as three groups in a known order, and where a time of day begins; which order it is, is not decided here.

use super::words::month_of;
use crate::domain::day::Day;

/// The order of the three groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// A day of three groups: digits, and the month perhaps a word.
pub(super) fn read(text: &str, order: Order) -> Option<Day> {
    let text = date_part(text);
    if order == Order::YearMonthDay && text.len() == 8 && is_digits(text) {
        return day(&text[..4], &text[4..6], &text[6..]);
    }
    let [a, b, c] = groups(text)?;
    match order {
        Order::YearMonthDay => day(a, b, c),
        Order::DayMonthYear => day(c, b, a),
        Order::MonthDayYear => day(c, a, b),
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Day> {
    let small = |text: &str| {
        let fits = is_digits(text) && text.len() <= 2;
        fits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let year: i32 = match year.len() {
        4 if is_digits(year) => year.parse().ok()?,
        // A partner program has no days before 2000.
        2 if is_digits(year) => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let month = small(month).or_else(|| month_of(month))?;
    Day::from_ymd_opt(year, month, small(day)?)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The three groups of a day, whatever stands between them; `None` where there are more or fewer.
fn groups(text: &str) -> Option<[&str; 3]> {
    let between = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '/' | '.' | '-' | ',' | '年' | '月' | '日' | '년' | '월' | '일'
            )
    };
    let mut parts = text.split(between).filter(|part| !part.is_empty());
    let found = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(found)
}

/// The shape of an ISO day.
pub(super) fn shaped_iso(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
}

/// Three groups of digits that are not in ISO shape.
pub(super) fn is_not_iso(text: &str) -> bool {
    let short = |part: &&str| part.len() <= 4 && is_digits(part);
    !shaped_iso(text) && groups(text).is_some_and(|parts| parts.iter().all(short))
}

/// The day before a time of day: `2024-01-05 23:30:00`, `5 Jan 2024, 3:45 PM`, `2024-01-05T23:30:00Z`. What follows it
/// must be a time and nothing else, or nothing is cut off.
pub(super) fn date_part(text: &str) -> &str {
    if text.len() <= 10 {
        return text;
    }
    let bytes = text.as_bytes();
    let Some(colon) = bytes.iter().position(|b| *b == b':') else {
        return text;
    };
    let hours = bytes[..colon].iter().rev();
    let digits = hours.take_while(|b| b.is_ascii_digit()).count();
    let start = colon - digits;
    let parted = start > 0 && matches!(bytes[start - 1], b'T' | b' ');
    if !parted || !(1..=2).contains(&digits) || !is_time(&text[start..]) {
        return text;
    }
    text[..start - 1].trim_end_matches([' ', ','])
}

/// `23:30`, `23:30:00.000-08:00`, `3:45 PM`, `10:00:00 GMT+0100 (CET)`.
fn is_time(text: &str) -> bool {
    let sign = |c: char| c.is_ascii_digit() || " :.,+-()".contains(c);
    let words = text.split(sign).filter(|word| !word.is_empty());
    // `Z`, `AM`, `p` and `m` of `p.m.`, `UTC`, `CEST`.
    let short = |word: &str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_alphabetic());
    words.clone().count() <= 3 && words.clone().all(short)
}
