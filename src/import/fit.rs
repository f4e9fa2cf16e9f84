//! In which way the days and amounts of a column are written: the way that fits all of them. Looks at values and decides
//! nothing for the person: where two ways fit and differ, both are given.

use super::DateFormat;
use crate::domain::{
    day::{self, Day},
    typed_money::{DecimalMark, Marks, marks},
};

/// The ways of writing days that are tried; the others must be asked for.
const TRIED: [DateFormat; 5] = [
    DateFormat::Iso,
    DateFormat::YearMonthDay,
    DateFormat::DayMonthYear,
    DateFormat::MonthDayYear,
    DateFormat::Named,
];
/// ISO days are days of year, month, day as well.
const ISO: usize = 0b0_0011;
/// Where year, month, day stands among them.
const YMD: usize = 1;
/// Most bytes of a value that is kept to be shown.
const SHOWN: usize = 40;

/// The values of a column, looked at as days.
#[derive(Debug, Clone, Default)]
pub struct DayFit {
    /// How many values are read by exactly this set of formats, a bit each as in `TRIED`, and the first of them.
    sets: [u64; 1 << TRIED.len()],
    first: Vec<(usize, String)>,
    /// The first value that two formats read as different days: the formats, the value.
    differ: Vec<(usize, usize, String)>,
    counts: [u64; COUNTS.len()],
    /// Values that only, or as well as others, begin with a year.
    year_first: bool,
}

/// Numbers that may count days or seconds, and how they are told: as whole numbers of the years 2000 to 2099.
const COUNTS: [(DateFormat, i64, i64); 3] = [
    (DateFormat::Excel, 36_526, 73_050),
    (DateFormat::Unix, 946_684_800, 4_102_444_799),
    (DateFormat::UnixMillis, 946_684_800_000, 4_102_444_799_999),
];

/// How the days of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayVerdict {
    /// There are none.
    Empty,
    /// In this way. Values it does not fit may be there: no other way fits more.
    One(DateFormat),
    /// In one of these ways, which give different days for the value that stands with each.
    Several(Vec<(DateFormat, String, Day)>),
    /// They are numbers that this way would make days of; taken only if the person says so. One of them, as it would be.
    Count(DateFormat, String, Day),
}

impl DayFit {
    /// Looks at a value; empty ones say nothing.
    pub fn see(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if text.len() == 10 && day::parse_iso(text).is_ok() {
            self.sets[ISO] += 1;
            return;
        }
        // Without a digit there is no day.
        let may_be = text.contains(char::is_numeric);
        let read = |f: &DateFormat| if may_be { f.read(text).ok() } else { None };
        let found: Vec<Option<Day>> = TRIED.iter().map(read).collect();
        let set = (0..TRIED.len())
            .filter(|i| found[*i].is_some())
            .fold(0, |set, i| set | 1 << i);
        self.sets[set] += 1;
        self.year_first |= found[YMD].is_some() && may_begin_with_year(text, &found);
        if !self.first.iter().any(|(known, _)| *known == set) {
            self.first.push((set, kept(text)));
        }
        for a in 0..TRIED.len() {
            for b in a + 1..TRIED.len() {
                let apart = matches!((found[a], found[b]), (Some(x), Some(y)) if x != y);
                if apart && !self.differ.iter().any(|(x, y, _)| (*x, *y) == (a, b)) {
                    self.differ.push((a, b, kept(text)));
                }
            }
        }
        if set == 0
            && let Ok(number) = text.parse::<i64>()
        {
            for (seen, (_, from, to)) in self.counts.iter_mut().zip(&COUNTS) {
                *seen += u64::from((*from..=*to).contains(&number));
            }
        }
    }

    /// How many values were looked at.
    pub fn values(&self) -> u64 {
        self.sets.iter().sum()
    }

    /// How many of them the best way reads: all of them in a column of days.
    pub fn fitting(&self) -> u64 {
        (0..TRIED.len()).map(|i| self.reads(i)).max().unwrap_or(0)
    }

    /// How many values a format reads.
    fn reads(&self, format: usize) -> u64 {
        if format == YMD && !self.year_first {
            return 0;
        }
        let sets = self.sets.iter().enumerate();
        sets.filter(|(set, _)| set & 1 << format != 0)
            .map(|(_, n)| n)
            .sum()
    }

    /// Whether a format reads a value that another one does not.
    fn reads_more(&self, format: usize, than: usize) -> bool {
        let mut sets = self.sets.iter().enumerate();
        sets.any(|(set, n)| *n > 0 && set & 1 << format != 0 && set & 1 << than == 0)
    }

    fn differ(&self, a: usize, b: usize) -> Option<&str> {
        let (a, b) = (a.min(b), a.max(b));
        let mut all = self.differ.iter();
        all.find(|(x, y, _)| (*x, *y) == (a, b))
            .map(|(_, _, text)| text.as_str())
    }

    /// How they are written, as far as that can be told.
    pub fn verdict(&self) -> DayVerdict {
        if self.values() == 0 {
            return DayVerdict::Empty;
        }
        // The first of those that read the most: a stricter way stands before a looser one.
        let best = (0..TRIED.len()).fold(0, |best, i| {
            if self.reads(i) > self.reads(best) {
                i
            } else {
                best
            }
        });
        if self.reads(best) == 0 {
            return self.counted();
        }
        // Another way is as good if it reads as much, or what the best one cannot, and would give another day.
        let rival = |i: &usize| {
            let as_good = self.reads(*i) == self.reads(best)
                || self.reads(*i) > 0 && self.reads_more(*i, best);
            *i != best && as_good && self.differ(best, *i).is_some()
        };
        let rivals: Vec<usize> = (0..TRIED.len()).filter(rival).collect();
        let Some(first) = rivals.first() else {
            return DayVerdict::One(TRIED[best].clone());
        };
        let text = self.differ(best, *first).unwrap_or_default();
        let ways = std::iter::once(best).chain(rivals);
        DayVerdict::Several(
            ways.filter_map(|i| {
                let day = TRIED[i].read(text).ok()?;
                Some((TRIED[i].clone(), text.to_owned(), day))
            })
            .collect(),
        )
    }

    /// Where no value is a day: perhaps all of them are counts of days or seconds.
    fn counted(&self) -> DayVerdict {
        let text = self.first.first().map_or("", |(_, text)| text.as_str());
        let all = COUNTS.iter().zip(&self.counts);
        let found = all.filter(|(_, n)| **n == self.values());
        let found = found.map(|((format, ..), _)| format).next();
        match found.and_then(|f| Some((f, f.read(text).ok()?))) {
            Some((format, day)) => DayVerdict::Count(format.clone(), text.to_owned(), day),
            None => DayVerdict::One(DateFormat::Iso),
        }
    }
}

/// The values of a column, looked at as amounts.
#[derive(Debug, Clone, Default)]
pub struct MarkFit {
    point: u64,
    comma: u64,
    plain: u64,
    neither: u64,
    either: Option<String>,
    eithers: u64,
}

/// Which decimal mark the amounts of a column have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkVerdict {
    /// There are none.
    Empty,
    /// This one, or none of them has decimals. Values it does not fit may be there.
    One(DecimalMark),
    /// Either: the value is one amount with a point and another with a comma.
    Either(String),
}

impl MarkFit {
    /// Looks at a value; empty ones say nothing.
    pub fn see(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        match marks(text) {
            Some(Marks::Point) => self.point += 1,
            Some(Marks::Comma) => self.comma += 1,
            Some(Marks::Plain) => self.plain += 1,
            Some(Marks::Either) => {
                self.eithers += 1;
                self.either.get_or_insert_with(|| kept(text));
            }
            None => self.neither += 1,
        }
    }

    /// How many values were looked at.
    pub fn values(&self) -> u64 {
        self.fitting() + self.neither
    }

    /// How many of them are amounts, whatever their mark.
    pub fn fitting(&self) -> u64 {
        self.point + self.comma + self.plain + self.eithers
    }

    /// Which mark they have, as far as that can be told.
    pub fn verdict(&self) -> MarkVerdict {
        match (&self.either, self.point, self.comma) {
            _ if self.values() == 0 => MarkVerdict::Empty,
            (Some(text), 0, 0) => MarkVerdict::Either(text.clone()),
            (_, _, 0) => MarkVerdict::One(DecimalMark::Point),
            (_, 0, _) => MarkVerdict::One(DecimalMark::Comma),
            (Some(text), _, _) => MarkVerdict::Either(text.clone()),
            // Both are there, and no value can be read in two ways: the rarer ones are refused one by one.
            (None, point, comma) if comma > point => MarkVerdict::One(DecimalMark::Comma),
            (None, _, _) => MarkVerdict::One(DecimalMark::Point),
        }
    }
}

/// Whether a year may stand first: nobody writes `26/11/05` for a day in November, unless it can be nothing else.
fn may_begin_with_year(text: &str, found: &[Option<Day>]) -> bool {
    let first = text.split('/').next().unwrap_or_default();
    let others = [DateFormat::DayMonthYear, DateFormat::MonthDayYear];
    let mut others = (0..TRIED.len()).filter(|i| others.contains(&TRIED[*i]));
    let alone = others.all(|i| found[i].is_none());
    first.len() == text.len() || first.trim().len() == 4 || alone
}

fn kept(text: &str) -> String {
    let end = text.floor_char_boundary(SHOWN);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(values: &[&str]) -> DayVerdict {
        let mut fit = DayFit::default();
        for value in values {
            fit.see(value);
        }
        fit.verdict()
    }

    fn amounts(values: &[&str]) -> MarkVerdict {
        let mut fit = MarkFit::default();
        for value in values {
            fit.see(value);
        }
        fit.verdict()
    }

    #[test]
    fn one_row_can_settle_all() {
        use DateFormat::{DayMonthYear, Iso, MonthDayYear, Named, YearMonthDay};
        for (values, format) in [
            (&["2026-03-04", "", "2026-03-05T10:00:00Z"][..], Iso),
            (&["2026-03-04", "2026-3-5"], YearMonthDay),
            (&["03/04/2026", "13/04/2026"], DayMonthYear),
            (&["03/04/2026", "04/13/2026"], MonthDayYear),
            (&["05/05/2026"], DayMonthYear),
            (&["4 Mar 2026", "March 5, 2026"], Named),
            (&["20260304"], YearMonthDay),
            // No year of two digits stands first before a slash, unless nothing else fits.
            (&["25/10/16", "31/12/26"], DayMonthYear),
            (&["05/06/26", "10/16/26"], MonthDayYear),
            (&["05/06/26", "99/12/31", "98/12/31"], YearMonthDay),
            // What does not fit is refused row by row.
            (&["03/04/2026", "13/04/2026", "soon"], DayMonthYear),
            (&["2026-03-04", "2026-03-05", "03/04/2026"], Iso),
            (&["soon", "never"], Iso),
        ] {
            assert_eq!(days(values), DayVerdict::One(format), "{values:?}");
        }
        assert_eq!(days(&["", " "]), DayVerdict::Empty);
    }

    #[test]
    fn two_ways_that_differ_are_both_given() {
        let several = |values: &[&str]| match days(values) {
            DayVerdict::Several(ways) => {
                let ways = ways
                    .iter()
                    .map(|(f, text, day)| format!("{f} {text} {day}"));
                ways.collect::<Vec<_>>().join("; ")
            }
            other => format!("{other:?}"),
        };
        assert_eq!(
            several(&["05/05/2026", "03/04/2026"]),
            "dmy 03/04/2026 2026-04-03; mdy 03/04/2026 2026-03-04"
        );
        assert_eq!(several(&["03/04/2026", "soon"]), several(&["03/04/2026"]));
        // Rows that prove both: no order is right for all.
        let both = ["03/04/2026", "13/04/2026", "14/04/2026", "04/13/2026"];
        assert_eq!(several(&both), several(&["03/04/2026"]));
        assert_eq!(
            several(&["05/06/26"]),
            "dmy 05/06/26 2026-06-05; mdy 05/06/26 2026-05-06"
        );
        assert!(several(&["20-10-16"]).starts_with("ymd 20-10-16 2020-10-16; dmy"));
    }

    #[test]
    fn counts_are_days_only_if_that_is_said() {
        let day = Day::from_ymd_opt(2024, 1, 5).unwrap();
        for (text, format) in [
            ("45296", DateFormat::Excel),
            ("1704412800", DateFormat::Unix),
            ("1704412800000", DateFormat::UnixMillis),
        ] {
            assert_eq!(
                days(&[text]),
                DayVerdict::Count(format, text.to_owned(), day)
            );
        }
        assert_eq!(days(&["45296", "x"]), DayVerdict::One(DateFormat::Iso));
    }

    #[test]
    fn the_decimal_mark_is_proved_or_asked() {
        use DecimalMark::{Comma, Point};
        for (values, mark) in [
            (&["1,234", "5.00"][..], Point),
            (&["1,234", "5,00"], Comma),
            (&["1,234", "1,234,567"], Point),
            (&["1.234,56 €"], Comma),
            (&["0.125"], Point),
            (&["1200", "€640", "(45)", "n/a"], Point),
            (&["1,50", "2,50", "2.50"], Comma),
        ] {
            assert_eq!(amounts(values), MarkVerdict::One(mark), "{values:?}");
        }
        for (values, text) in [
            (&["1,234", "5"][..], "1,234"),
            (&["$1.234"], "$1.234"),
            (&["1,50", "1.50", "1.234"], "1.234"),
        ] {
            assert_eq!(amounts(values), MarkVerdict::Either(text.to_owned()));
        }
        assert_eq!(amounts(&["", " "]), MarkVerdict::Empty);
    }
}
