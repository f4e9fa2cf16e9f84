//! Periods that are paid for: how many months one has, and on which days a subscription bills; knows no money.

use chrono::{Datelike, Months};

use super::{
    day::{Day, add_days, add_months},
    ledger::LedgerError,
};

/// The most months or days an interval may have: ten years.
const LONGEST: u32 = 3653;

/// How many whole months a period of service has, or nothing if it has no whole number of them. The end is the day the
/// next period begins (`15 Jan 2026` to `15 Jan 2027`) or the last day of this one (`1 Jan` to `31 Dec`).
pub fn whole_months(start: Day, end: Day) -> Option<u32> {
    [Some(end), end.succ_opt()]
        .into_iter()
        .flatten()
        .find_map(|end| {
            let months = (end.year() - start.year()) * 12 + end.month().cast_signed()
                - start.month().cast_signed();
            let near = u32::try_from(months).ok().filter(|months| *months > 0)?;
            let from_start = start.checked_add_months(Months::new(near)) == Some(end);
            // A day that does not exist in the shorter month stands on its last day: 28 Feb to 31 Mar is a month of a
            // subscription that bills on the 31st.
            let from_end = end.checked_sub_months(Months::new(near)) == Some(start);
            (from_start || from_end).then_some(near)
        })
}

/// How often a subscription bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// Every so many months, above zero.
    Months(u32),
    /// Every so many days, above zero.
    Days(u32),
}

impl Interval {
    /// The interval of a word: `month`, `yearly`, `3 months`, `every 2 weeks`, `P1Y`; `count` times as long. Nothing
    /// where the word is none, or may be two things (`bi-monthly`).
    pub fn parse(text: &str, count: u32) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let text = ["every ", "per ", "p"]
            .into_iter()
            .find_map(|lead| {
                text.strip_prefix(lead)
                    .filter(|rest| lead != "p" || begins_with_digit(rest))
            })
            .unwrap_or(&text);
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(digits);
        let number: u32 = if number.is_empty() {
            1
        } else {
            number.parse().ok()?
        };
        let unit: String = unit.chars().filter(char::is_ascii_alphabetic).collect();
        let (months, days) = match unit.as_str() {
            "d" | "day" | "days" | "daily" => (0, 1),
            "w" | "week" | "weeks" | "weekly" => (0, 7),
            "fortnight" | "fortnightly" => (0, 14),
            "m" | "mo" | "month" | "months" | "monthly" => (1, 0),
            "q" | "quarter" | "quarters" | "quarterly" => (3, 0),
            "halfyear" | "halfyearly" | "semiannual" | "semiannually" => (6, 0),
            "y" | "yr" | "year" | "years" | "yearly" | "annual" | "annually" => (12, 0),
            _ => return None,
        };
        let times = number.checked_mul(count).filter(|n| *n > 0)?;
        let of = |each: u32| each.checked_mul(times).filter(|n| *n <= LONGEST);
        match (of(months)?, of(days)?) {
            (0, days) => Some(Self::Days(days)),
            (months, _) => Some(Self::Months(months)),
        }
    }

    /// The first day of the `n`-th period (from 0) of a subscription that first billed on `first`: counted from there,
    /// so that the 31st comes back after a short month (`COMMISSION_RULES R4`). Errors beyond what a day can be.
    pub fn nth(self, first: Day, n: u32) -> Result<Day, LedgerError> {
        let far = || LedgerError::too_large("A day that many periods on");
        match self {
            Self::Months(months) => add_months(first, months.checked_mul(n).ok_or_else(far)?),
            Self::Days(days) => add_days(first, days.checked_mul(n).ok_or_else(far)?),
        }
    }

    /// How many months one period pays for; 1 for those that are counted in days.
    pub fn months(self) -> u32 {
        match self {
            Self::Months(months) => months,
            Self::Days(_) => 1,
        }
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::parse_iso;

    fn on(iso: &str) -> Day {
        parse_iso(iso).unwrap()
    }

    #[test]
    fn a_period_of_whole_months_is_counted_however_its_end_is_written() {
        for (start, end, months) in [
            ("2026-01-15", "2027-01-15", Some(12)),
            ("2026-01-01", "2026-12-31", Some(12)),
            ("2026-01-15", "2026-02-15", Some(1)),
            ("2026-01-01", "2026-01-31", Some(1)),
            ("2026-01-31", "2026-02-28", Some(1)),
            ("2026-02-28", "2026-03-31", Some(1)),
            ("2024-02-29", "2025-02-28", Some(12)),
            ("2026-01-15", "2026-04-14", Some(3)),
            ("2026-01-15", "2026-01-20", None),
            ("2026-01-15", "2026-02-20", None),
            ("2026-01-15", "2026-01-15", None),
            ("2026-02-15", "2026-01-15", None),
        ] {
            assert_eq!(whole_months(on(start), on(end)), months, "{start} to {end}");
        }
    }

    #[test]
    fn intervals_are_read_as_programs_write_them() {
        use Interval::{Days, Months};
        for (text, count, want) in [
            ("month", 1, Some(Months(1))),
            ("Monthly", 1, Some(Months(1))),
            ("month", 3, Some(Months(3))),
            ("6 months", 1, Some(Months(6))),
            ("3-month", 1, Some(Months(3))),
            ("every 2 weeks", 1, Some(Days(14))),
            ("Annual", 1, Some(Months(12))),
            ("P1Y", 1, Some(Months(12))),
            ("p3m", 1, Some(Months(3))),
            ("quarterly", 2, Some(Months(6))),
            ("day", 30, Some(Days(30))),
            ("semi-annual", 1, Some(Months(6))),
            ("bi-monthly", 1, None),
            ("0 months", 1, None),
            ("month", 0, None),
            ("", 1, None),
            ("lifetime", 1, None),
            ("9999999999 months", 1, None),
            ("year", u32::MAX, None),
        ] {
            assert_eq!(Interval::parse(text, count), want, "{text} × {count}");
        }
    }

    #[test]
    fn the_31st_comes_back_after_a_short_month() {
        let days: Vec<String> = (0..4)
            .map(|n| {
                Interval::Months(1)
                    .nth(on("2026-01-31"), n)
                    .unwrap()
                    .to_string()
            })
            .collect();
        assert_eq!(
            days,
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
        );
        assert!(
            Interval::Months(12)
                .nth(on("2026-01-31"), u32::MAX)
                .is_err()
        );
    }
}
