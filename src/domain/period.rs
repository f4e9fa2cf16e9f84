//! Stretches of days that reports and lists are cut by; what happens in them is not known here.

use std::fmt;

use chrono::{Datelike, Days};

use super::day::{Day, parse_typed, shown};
use super::ledger::{Code, LedgerError};
use super::month::Month;

/// From a day to a day, both included; an end that is missing is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day, or nothing for "since ever".
    pub from: Option<Day>,
    /// The last day, or nothing for "and on".
    pub to: Option<Day>,
}

impl Period {
    /// All time.
    pub const ALL: Self = Self {
        from: None,
        to: None,
    };

    /// From a day to a day, both included.
    pub fn days(from: Day, to: Day) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
        }
    }

    /// From the first day of a month to the last of another.
    pub fn months(first: Month, last: Month) -> Self {
        Self::days(first.first(), last.last())
    }

    /// A period as a person types it, seen from `today`; `bad_day` when it cannot be told.
    ///
    /// `2026`, `2026-Q3`, `2026-11`, `2026-11-21`, `ytd`, `mtd`, `this-month`, `last-month` (likewise `quarter` and
    /// `year`), `last-12-months` (whole months, this one the last), `last-30-days` (today the last),
    /// `2026-01-01..2026-03-31`, `2026-01..`, `..eom`, `all`.
    pub fn parse(text: &str, today: Day) -> Result<Self, LedgerError> {
        let word = text.trim().to_lowercase().replace(' ', "-");
        Self::read(&word, today)
            .filter(|period| !matches!((period.from, period.to), (Some(from), Some(to)) if from > to))
            .ok_or_else(|| {
                let text = text.trim();
                LedgerError::new(
                    Code::BadDay,
                    format!(
                        "“{text}” is not a period; write 2026, 2026-Q3, 2026-11, ytd, last-month, all or \
                         2026-01-01..2026-03-31."
                    ),
                )
            })
    }

    fn read(word: &str, today: Day) -> Option<Self> {
        let month = Month::of(today);
        let start_of_year = month.moved(-month.first().month0().cast_signed());
        let start_of_quarter = month.moved(-(month.first().month0() % 3).cast_signed());
        let span = |first: Month, months: i32| Some(Self::months(first, first.moved(months - 1)));
        match word {
            "all" => Some(Self::ALL),
            "today" => Some(Self::days(today, today)),
            "ytd" => Some(Self::days(start_of_year.first(), today)),
            "mtd" => Some(Self::days(month.first(), today)),
            "this-month" => span(month, 1),
            "last-month" => span(month.prev(), 1),
            "this-quarter" => span(start_of_quarter, 3),
            "last-quarter" => span(start_of_quarter.moved(-3), 3),
            "this-year" => span(start_of_year, 12),
            "last-year" => span(start_of_year.moved(-12), 12),
            _ => Self::read_range(word, today)
                .or_else(|| Self::read_last(word, today))
                .or_else(|| Self::read_calendar(word))
                .or_else(|| {
                    parse_typed(word, today)
                        .ok()
                        .map(|day| Self::days(day, day))
                }),
        }
    }

    /// `A..B`, where each end is a day or a period itself, and either may be missing but not both.
    fn read_range(word: &str, today: Day) -> Option<Self> {
        let (from, to) = word.split_once("..")?;
        let end = |text: &str| match text {
            "" => Some(Self::ALL),
            text if text.contains("..") => None,
            text => Self::read(&text.replace("--", "-"), today)
                .or_else(|| Self::read(text.trim_matches('-'), today)),
        };
        let whole = Self {
            from: end(from)?.from,
            to: end(to)?.to,
        };
        (whole != Self::ALL).then_some(whole)
    }

    /// `last-12-months`, `last-30-days`.
    fn read_last(word: &str, today: Day) -> Option<Self> {
        let (count, unit) = word.strip_prefix("last-")?.split_once('-')?;
        let count: u16 = count.parse().ok().filter(|count| *count > 0)?;
        match unit {
            "months" | "month" => {
                let month = Month::of(today);
                Some(Self::months(month.moved(1 - i32::from(count)), month))
            }
            "days" | "day" => {
                let from = today.checked_sub_days(Days::new(u64::from(count) - 1))?;
                Some(Self::days(from, today))
            }
            _ => None,
        }
    }

    /// `2026`, `2026-q3`, `2026-11`.
    fn read_calendar(word: &str) -> Option<Self> {
        let (year, rest) = word.split_once('-').unwrap_or((word, ""));
        let january = Month::parse(&format!("{year}-01")).ok()?;
        match rest {
            "" if !word.ends_with('-') => Some(Self::months(january, january.moved(11))),
            "q1" | "q2" | "q3" | "q4" => {
                let first = january.moved(rest[1..].parse::<i32>().ok()? * 3 - 3);
                Some(Self::months(first, first.moved(2)))
            }
            _ => Month::parse(word)
                .ok()
                .map(|month| Self::months(month, month)),
        }
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The period of the same length just before; one that is open stays as it is.
    #[must_use]
    pub fn earlier(self) -> Self {
        self.stepped(-1)
    }

    /// The period of the same length just after; one that is open stays as it is.
    #[must_use]
    pub fn later(self) -> Self {
        self.stepped(1)
    }

    /// Whole months step by months, a year to date by years, anything else by its days.
    fn stepped(self, by: i32) -> Self {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return self;
        };
        if let Some((first, months)) = self.whole_months() {
            let first = first.moved(by * months);
            return Self::months(first, first.moved(months - 1));
        }
        if from.ordinal() == 1 && from.year() == to.year() {
            let moved = |day: Day| {
                day.with_year(day.year() + by)
                    .or_else(|| day.pred_opt()?.with_year(day.year() + by))
            };
            return Self {
                from: moved(from),
                to: moved(to),
            };
        }
        let days = Days::new((to - from).num_days().unsigned_abs() + 1);
        let moved = |day: Day| {
            if by < 0 {
                day.checked_sub_days(days)
            } else {
                day.checked_add_days(days)
            }
        };
        match (moved(from), moved(to)) {
            (Some(from), Some(to)) => Self::days(from, to),
            _ => self,
        }
    }

    /// The first month and how many, if it begins and ends with a month.
    fn whole_months(self) -> Option<(Month, i32)> {
        let (from, to) = (self.from?, self.to?);
        let (first, last) = (Month::of(from), Month::of(to));
        (first.first() == from && last.last() == to).then(|| (first, last.since(first) + 1))
    }

    /// For people: `2026`, `Q3 2026`, `Nov 2026`, `Jan 2026 to Mar 2027`, `1 Jan 2026 to 23 Nov 2026`, `all time`.
    pub fn shown(self) -> String {
        match (self.from, self.to, self.whole_months()) {
            (.., Some((first, 1))) => first.shown(),
            (.., Some((first, 12))) if first.month() == 1 => first.year().to_string(),
            (.., Some((first, 3))) if first.month() % 3 == 1 => {
                format!("Q{} {}", first.month().div_ceil(3), first.year())
            }
            (.., Some((first, months))) => {
                format!("{} to {}", first.shown(), first.moved(months - 1).shown())
            }
            (Some(from), Some(to), None) if from == to => shown(from),
            (Some(from), Some(to), None) => format!("{} to {}", shown(from), shown(to)),
            (Some(from), None, None) => format!("since {}", shown(from)),
            (None, Some(to), None) => format!("to {}", shown(to)),
            (None, None, None) => "all time".to_owned(),
        }
    }
}

/// The period as [`Period::parse`] reads it back, whatever today is: `2026-01-01..2026-03-31`, `all`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        match self {
            &Self::ALL => f.pad("all"),
            Self { from, to } => f.pad(&format!("{}..{}", end(*from), end(*to))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::parse_iso;

    fn read(text: &str) -> Period {
        Period::parse(text, parse_iso("2026-11-23").unwrap()).unwrap()
    }

    #[test]
    fn people_may_type_periods_in_words() {
        for (text, from_to, shown) in [
            ("2026", "2026-01-01..2026-12-31", "2026"),
            ("2026-Q3", "2026-07-01..2026-09-30", "Q3 2026"),
            ("2026-11", "2026-11-01..2026-11-30", "Nov 2026"),
            ("ytd", "2026-01-01..2026-11-23", "1 Jan 2026 to 23 Nov 2026"),
            ("last-month", "2026-10-01..2026-10-31", "Oct 2026"),
            ("This month", "2026-11-01..2026-11-30", "Nov 2026"),
            ("last quarter", "2026-07-01..2026-09-30", "Q3 2026"),
            (
                "last-12-months",
                "2025-12-01..2026-11-30",
                "Dec 2025 to Nov 2026",
            ),
            (
                "last-30-days",
                "2026-10-25..2026-11-23",
                "25 Oct 2026 to 23 Nov 2026",
            ),
            (
                "2026-01-01..2026-03-31",
                "2026-01-01..2026-03-31",
                "Q1 2026",
            ),
            (
                "2026-01 .. 2026-02",
                "2026-01-01..2026-02-28",
                "Jan 2026 to Feb 2026",
            ),
            ("..2026-03-31", "..2026-03-31", "to 31 Mar 2026"),
            ("2026-02-03..", "2026-02-03..", "since 3 Feb 2026"),
            ("2026-02-03", "2026-02-03..2026-02-03", "3 Feb 2026"),
            ("all", "all", "all time"),
        ] {
            assert_eq!(
                (read(text).to_string().as_str(), read(text).shown().as_str()),
                (from_to, shown),
                "{text}"
            );
            assert_eq!(read(&read(text).to_string()), read(text));
        }
        let today = parse_iso("2026-11-23").unwrap();
        for bad in [
            "",
            "..",
            "2026-Q5",
            "2026-13",
            "2026-03-31..2026-01-01",
            "last-0-months",
            "soon",
            "a..b",
            "2026-",
            ".....",
        ] {
            assert!(Period::parse(bad, today).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_period_steps_by_its_own_length() {
        let earlier = |text: &str| read(text).earlier().to_string();
        assert_eq!(earlier("2026-Q1"), "2025-10-01..2025-12-31");
        assert_eq!(earlier("2026-03"), "2026-02-01..2026-02-28");
        assert_eq!(earlier("ytd"), "2025-01-01..2025-11-23");
        assert_eq!(earlier("2026-02-03..2026-02-09"), "2026-01-27..2026-02-02");
        assert_eq!(earlier("all"), "all");
        for text in [
            "2026",
            "2026-Q1",
            "2026-02",
            "ytd",
            "last-12-months",
            "2026-02-03..2026-02-09",
        ] {
            assert_eq!(read(text).later().earlier(), read(text), "{text}");
        }
    }
}
