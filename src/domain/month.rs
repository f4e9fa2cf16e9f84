//! A calendar month, the unit of volumes and of reports; no days inside it are judged here.

use std::fmt;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::day::{Day, parse_iso};
use super::ledger::{Code, LedgerError};

/// A calendar month, ordered by time, written `2026-11`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    first: Day,
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: Day) -> Self {
        Self {
            // Every month has a first day.
            first: day.with_day(1).unwrap_or(day),
        }
    }

    /// `2026-11`, from 1900 to 2200; `bad_day` otherwise.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let first = parse_iso(&format!("{text}-01")).map_err(|_| {
            LedgerError::new(
                Code::BadDay,
                format!("“{text}” is not a month; write it like 2026-11."),
            )
        })?;
        Ok(Self { first })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// The month of the year, from 1.
    pub fn month(self) -> u32 {
        self.first.month()
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.next().first.pred_opt().unwrap_or(self.first)
    }

    /// The month after.
    #[must_use]
    pub fn next(self) -> Self {
        self.moved(1)
    }

    /// The month before.
    #[must_use]
    pub fn prev(self) -> Self {
        self.moved(-1)
    }

    /// So many months later, or earlier if negative; it stays where the calendar ends.
    #[must_use]
    pub fn moved(self, by: i32) -> Self {
        let months = chrono::Months::new(by.unsigned_abs());
        let first = if by < 0 {
            self.first.checked_sub_months(months)
        } else {
            self.first.checked_add_months(months)
        };
        Self {
            first: first.unwrap_or(self.first),
        }
    }

    /// How many months later this one is than `other`; negative if earlier.
    pub fn since(self, other: Self) -> i32 {
        let number = |month: Self| month.year() * 12 + month.first.month0().cast_signed();
        number(self) - number(other)
    }

    /// For people: `Nov 2026`.
    pub fn shown(self) -> String {
        self.first.format("%b %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year(), self.month()))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_year() {
        let month = Month::parse("2026-12").unwrap();
        assert_eq!(month.next().to_string(), "2027-01");
        assert_eq!(month.prev().to_string(), "2026-11");
        assert_eq!(month.moved(-23).to_string(), "2025-01");
        assert_eq!(month.since(Month::parse("2025-01").unwrap()), 23);
        assert_eq!(
            Month::parse("2024-02").unwrap().last().to_string(),
            "2024-02-29"
        );
        assert_eq!(month.shown(), "Dec 2026");
        for bad in ["2026-13", "2026", "26-11", "2026-1", "2026-11-01", ""] {
            assert!(Month::parse(bad).is_err(), "{bad}");
        }
    }
}
