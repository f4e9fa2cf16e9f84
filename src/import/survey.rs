//! What the columns of a file hold, told from every row in one pass; values are only looked at, never acted on.
//!
//! Memory is bounded by the number of columns, whatever the number of rows.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use super::{
    DateFormat, Holds, Mapping,
    fit::{DayFit, DayVerdict, MarkFit},
    records::Record,
    rows::Rows,
    shapes,
};
use crate::error::Result;

/// Different values of a column that are kept with their counts; of more it is only known that they are many.
pub const VALUES: usize = 60;
/// Different values shown of a column.
const SAMPLES: usize = 3;
/// A longer value is no word of a column.
const VALUE_BYTES: usize = 200;
/// Up to how many filled rows it is told whether all values differ.
const DIFFERENT: usize = 20_000;
/// How many filled rows are looked at for what some of them hold.
const LOOKED_AT: u64 = 1000;
/// How many rows go by between two looks at whether to stop.
const ROWS_A_LOOK: u64 = 4096;

/// What the columns of a file hold.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Rows that count, below the header.
    pub rows: u64,
    /// Its columns, in order.
    pub columns: Vec<Surveyed>,
}

/// What one column holds.
#[derive(Debug, Clone, Default)]
pub struct Surveyed {
    /// Rows that say something.
    pub filled: u64,
    /// The first different values.
    pub samples: Vec<String>,
    /// Every value with its count, in the order of the file; `None` where they are many or long.
    pub values: Option<Vec<(String, u64)>>,
    /// Whether all values differ, as far as it was looked at.
    pub different: bool,
    /// The most decimals an amount has here.
    pub decimals: usize,
    /// Its values as days.
    pub days: DayFit,
    /// Its values as amounts.
    pub marks: MarkFit,
    /// For each of [`HELD`]: whether all values fit, and how many of the first do.
    held: [(bool, u64); 5],
    place: HashMap<String, usize>,
    seen: HashSet<u64>,
}

/// What is told of values apart from days and amounts.
const HELD: [Holds; 5] = [
    Holds::Email,
    Holds::Site,
    Holds::Currency,
    Holds::Count,
    Holds::Yes,
];

/// Whether the values of a column are what a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Every one is.
    All,
    /// It cannot be told, or only some are.
    Some,
    /// None is.
    None,
}

impl Survey {
    /// Looks at every row below the header that `mapping` wants. `tell` is called with the bytes taken so far and may
    /// stop it.
    pub fn of(
        rows: &mut Rows<'_>,
        mapping: &Mapping,
        tell: &mut dyn FnMut(u64) -> Result<()>,
    ) -> Result<Self> {
        let width = mapping.headers.len();
        let mut survey = Self {
            rows: 0,
            columns: vec![Surveyed::new(); width],
        };
        let (mut record, mut n) = (Record::default(), 0_u64);
        while rows.next(&mut record)? {
            n += 1;
            if n.is_multiple_of(ROWS_A_LOOK) {
                tell(rows.bytes())?;
            }
            // What is left out says nothing of the others, and neither does what will be refused.
            if mapping.wants(&record) {
                if record.len() == width {
                    survey.take(&record);
                } else {
                    survey.rows += 1;
                }
            }
        }
        Ok(survey)
    }

    /// Looks at one row.
    pub fn take(&mut self, record: &Record) {
        self.rows += 1;
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.take(record.cell(at).trim());
        }
    }
}

impl Surveyed {
    fn new() -> Self {
        Self {
            values: Some(Vec::new()),
            different: true,
            held: [(true, 0); 5],
            ..Self::default()
        }
    }

    fn take(&mut self, value: &str) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        self.note(value);
        self.days.see(value);
        self.marks.see(value);
        self.decimals = self.decimals.max(shapes::decimals(value));
        let early = self.filled <= LOOKED_AT;
        for (holds, (all, some)) in HELD.iter().zip(&mut self.held) {
            if *all || early {
                let fits = shapes::is(*holds, value);
                *all &= fits;
                *some += u64::from(fits);
            }
        }
    }

    /// Counts a value and keeps it where there are few.
    fn note(&mut self, value: &str) {
        if self.different {
            let mut hasher = DefaultHasher::new();
            value.hash(&mut hasher);
            self.different = self.seen.len() >= DIFFERENT || self.seen.insert(hasher.finish());
            if !self.different {
                self.seen = HashSet::new();
            }
        }
        if self.samples.len() < SAMPLES && !self.samples.iter().any(|s| s == value) {
            self.samples.push(value.to_owned());
        }
        let Some(values) = &mut self.values else {
            return;
        };
        if let Some(at) = self.place.get(value) {
            values[*at].1 += 1;
        } else if values.len() < VALUES && value.len() <= VALUE_BYTES {
            self.place.insert(value.to_owned(), values.len());
            values.push((value.to_owned(), 1));
        } else {
            self.values = None;
            self.place = HashMap::new();
        }
    }

    /// Whether its values are what a field holds.
    pub fn fit(&self, holds: Holds) -> Fit {
        if self.filled == 0 {
            return Fit::Some;
        }
        let of = |fitting: u64| match fitting {
            0 => Fit::None,
            n if n == self.filled => Fit::All,
            _ => Fit::Some,
        };
        let days = of(self.days.fitting());
        match holds {
            // Numbers may count days, if the person says so.
            Holds::Day if matches!(self.days.verdict(), DayVerdict::Count(..)) => Fit::Some,
            Holds::Day => days,
            Holds::Amount => of(self.marks.fitting()),
            Holds::Email | Holds::Site | Holds::Currency | Holds::Count | Holds::Yes => {
                let at = HELD.iter().position(|h| *h == holds).unwrap_or(0);
                match self.held[at] {
                    (true, _) => Fit::All,
                    (false, 0) => Fit::None,
                    (false, _) => Fit::Some,
                }
            }
            // A name may be anything but a day, a code may be a number.
            Holds::Name if days == Fit::All => Fit::None,
            Holds::Word if self.held[0].0 => Fit::None,
            Holds::Id | Holds::Name | Holds::Word | Holds::Text => Fit::Some,
        }
    }

    /// What its values are, in words, where that can be told: `3-letter codes`, `numbers, 2 decimals`.
    pub fn told(&self, holds: Holds) -> Option<String> {
        if self.filled == 0 || self.fit(holds) != Fit::All {
            return None;
        }
        Some(match holds {
            Holds::Email => "e-mail addresses".to_owned(),
            Holds::Site => "websites".to_owned(),
            Holds::Currency => "3-letter codes".to_owned(),
            Holds::Yes => "yes or no".to_owned(),
            Holds::Count => "whole numbers".to_owned(),
            Holds::Amount => match self.decimals {
                0 => "whole numbers".to_owned(),
                1 => "numbers, 1 decimal".to_owned(),
                n => format!("numbers, {n} decimals"),
            },
            Holds::Day => match self.days.verdict() {
                DayVerdict::One(DateFormat::DayMonthYear) => "day first: only fit".to_owned(),
                DayVerdict::One(DateFormat::MonthDayYear) => "month first: only fit".to_owned(),
                DayVerdict::One(DateFormat::Named) => "months by name".to_owned(),
                DayVerdict::One(_) => "days, year first".to_owned(),
                DayVerdict::Several(_) => "days, read in two ways".to_owned(),
                DayVerdict::Empty | DayVerdict::Count(..) => return None,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey(values: &[&str]) -> Surveyed {
        let mut survey = Survey {
            rows: 0,
            columns: vec![Surveyed::new()],
        };
        for value in values {
            survey.take(&Record::of(2, [*value]));
        }
        survey.columns.remove(0)
    }

    #[test]
    fn every_row_has_a_say_in_how_days_are_written() {
        let told = |values: &[&str]| survey(values).told(Holds::Day);
        assert_eq!(
            told(&["03/04/2026", "", "28/10/2026"]).as_deref(),
            Some("day first: only fit")
        );
        assert_eq!(
            told(&["03/04/2026", "05/06/2026"]).as_deref(),
            Some("days, read in two ways")
        );
        assert_eq!(told(&["28/10/2026", "soon"]), None);
        assert_eq!(survey(&["28/10/2026", "soon"]).fit(Holds::Day), Fit::Some);
        assert_eq!(survey(&["", ""]).fit(Holds::Day), Fit::Some);
        assert_eq!(survey(&["soon"]).fit(Holds::Day), Fit::None);
    }

    #[test]
    fn values_tell_what_a_column_holds() {
        let codes = survey(&["usd", "EUR", "usd"]);
        assert_eq!(codes.fit(Holds::Currency), Fit::All);
        assert_eq!(codes.values.as_deref().map(<[_]>::len), Some(2));
        assert!(!codes.different);
        let money = survey(&["1.234,50", "0,99"]);
        assert_eq!(
            money.told(Holds::Amount).as_deref(),
            Some("numbers, 2 decimals")
        );
        assert_eq!(survey(&["a@b.example", "x"]).fit(Holds::Email), Fit::Some);
        assert_eq!(survey(&["y", "x"]).fit(Holds::Email), Fit::None);
    }

    #[test]
    fn many_values_are_not_kept() {
        let values: Vec<String> = (0..100).map(|n| format!("v{n}")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let many = survey(&values);
        assert!(many.values.is_none() && many.different);
        assert_eq!(many.samples, ["v0", "v1", "v2"]);
    }
}
