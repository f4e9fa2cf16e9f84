//! Days with the month as a word, in many languages: read where only one day can be meant.

use std::{collections::HashMap, sync::LazyLock};

use crate::domain::day::Day;

/// What a word in a date can be.
#[derive(Debug, Clone, Copy, Default)]
struct Meaning {
    /// The months it names, a bit each; bit 0 is not used.
    months: u16,
    /// It also, or only, names a day of the week.
    weekday: bool,
}

static NAMES: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Meaning> = HashMap::new();
    let lines = include_str!("../../../assets/month_names.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (number, words) = line.split_once(' ').unwrap_or_default();
        let number: u16 = number.parse().unwrap_or_default();
        for word in words.split(' ') {
            let meaning = names.entry(word).or_default();
            match number {
                0 => meaning.weekday = true,
                month => meaning.months |= 1 << month,
            }
        }
    }
    names
});

/// Words that say nothing: endings of ordinals, “of” and “year”.
const NOTHING: [&str; 14] = [
    "st", "nd", "rd", "th", "de", "del", "do", "of", "er", "den", "u", "г", "года", "р",
];
/// The shortest beginning of a month's name that stands for it.
const SHORTEST: usize = 4;

fn meaning(word: &str) -> Option<Meaning> {
    if let Some(found) = NAMES.get(word) {
        return Some(*found);
    }
    if word.chars().count() < SHORTEST {
        return None;
    }
    let begun = NAMES.iter().filter(|(name, _)| name.starts_with(word));
    let months = begun.fold(0, |all, (_, meaning)| all | meaning.months);
    (months != 0).then_some(Meaning {
        months,
        weekday: false,
    })
}

/// The month of a set of one.
fn one(months: u16) -> Option<u32> {
    months.is_power_of_two().then(|| months.trailing_zeros())
}

/// The month a word names; `None` where it names none, or another one in another language.
pub(super) fn month_of(word: &str) -> Option<u32> {
    one(meaning(&word.trim_end_matches('.').to_lowercase())?.months)
}

/// A day with its month as a word and its year in four digits. Every word must be known.
pub(super) fn read(text: &str) -> Option<Day> {
    // Most texts of a file are no days, and most of those have no year in them: that is seen soonest.
    let year = |run: &[u8]| run.iter().all(u8::is_ascii_digit);
    if !text.as_bytes().windows(4).any(year) {
        return None;
    }
    let (mut year, mut day, mut months) = (None, None, Vec::new());
    for word in split(text) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let place = match word.len() {
                4 => &mut year,
                1 | 2 => &mut day,
                _ => return None,
            };
            if place.replace(word.parse::<u32>().ok()?).is_some() {
                return None;
            }
            continue;
        }
        let word = word.to_lowercase();
        if NOTHING.contains(&word.as_str()) {
            continue;
        }
        match meaning(&word)? {
            Meaning { months: 0, .. } => {}
            found => months.push(found),
        }
    }
    // A word that also is a day of the week is none of the month, where another one is.
    if months.len() > 1 {
        months.retain(|found| !found.weekday);
    }
    let [month] = months[..] else { return None };
    let year = i32::try_from(year?).ok()?;
    Day::from_ymd_opt(year, one(month.months)?, day?)
}

/// Runs of digits and runs of letters; what is neither stands between them.
fn split(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => 0,
        c if c.is_whitespace() || c.is_ascii_punctuation() || "年月日·،".contains(c) => 1,
        _ => 2,
    };
    let (mut words, mut start, mut before) = (Vec::new(), 0, 1);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let now = kind(c);
        if now != before {
            if before != 1 {
                words.push(&text[start..at]);
            }
            (start, before) = (at, now);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn months_are_known_in_many_languages() {
        for (text, day) in [
            ("5 Jan 2024", "2024-01-05"),
            ("January 5th, 2024", "2024-01-05"),
            ("Fri, 5 Jan 2024", "2024-01-05"),
            ("5. Januar 2024", "2024-01-05"),
            ("5 janvier 2024", "2024-01-05"),
            ("5 de enero de 2024", "2024-01-05"),
            ("5 января 2024 г.", "2024-01-05"),
            ("5 stycznia 2024", "2024-01-05"),
            ("2024-січ-05", "2024-01-05"),
            ("mar. 5 mar. 2024", "refuse"),
            ("mar. 5 janv. 2024", "2024-01-05"),
            ("1er août 2024", "2024-08-01"),
        ] {
            let found = read(text).map_or("refuse".to_owned(), |d| d.to_string());
            assert_eq!(found, day, "{text}");
        }
    }

    #[test]
    fn what_could_be_two_days_or_none_is_refused() {
        for text in [
            "",
            "5 Jan 24",
            "5 listopada 2024", // November in Poland, October in Croatia.
            "Jan 2024",
            "5 6 Jan 2024",
            "5 Jan 2024 2025",
            "5 Jan or Feb 2024",
            "31 Feb 2024",
            "5 perhaps 2024",
            "jui 5 2024",
            "5 Jan -2024x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
