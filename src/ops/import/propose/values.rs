//! How the days and amounts of a file are written, told from all its rows; where they can be read in two ways, asked.

use super::Draft;
use crate::{
    import::{DateFormat, Holds, heading::bracketed},
    ops::{Choice, import::given::Given},
};

/// A day format as a person says it, and as `--date-format` has it.
fn named(format: &DateFormat) -> (&'static str, &'static str) {
    match format {
        DateFormat::DayMonthYear => ("day first", "dmy"),
        DateFormat::MonthDayYear => ("month first", "mdy"),
        DateFormat::YearMonthDay => ("year first", "ymd"),
        _ => ("ISO", "iso"),
    }
}

impl Draft<'_> {
    /// The columns that go to fields of this kind and say something.
    fn holding(&self, holds: Holds) -> Vec<usize> {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(|(_, c)| c.field.is_some_and(|f| self.kind.fields[f].holds == holds))
            .map(|(at, _)| at)
            .filter(|at| self.looked.survey.columns[*at].filled > 0)
            .collect()
    }

    /// One day format for all columns of days, if it is not the plain one.
    pub(super) fn tell_days(&mut self) {
        if self.says("--date-format") {
            return;
        }
        let columns = self.holding(Holds::Day);
        let fits = |at: &usize| self.looked.survey.columns[*at].days();
        // Of a column that nothing fits the rows are refused one by one.
        let mut common = columns.iter().map(fits).filter(|f| !f.is_empty());
        let Some(mut formats) = common.next() else {
            return;
        };
        for other in common {
            formats.retain(|format| other.contains(format));
        }
        match formats.as_slice() {
            [] | [DateFormat::Iso, ..] => {}
            [one] => self.found.push(Given::of("--date-format", named(one).1)),
            [..] => {
                let Some(first) = columns.iter().find(|at| fits(at).len() > 1) else {
                    return;
                };
                let column = &self.columns[*first];
                let values = column.first_values();
                let question = format!(
                    "The days of “{}” can be read in two ways: {values}.",
                    column.header
                );
                let about = column.header.clone();
                let sample = column.samples.first().cloned().unwrap_or_default();
                let answers = formats
                    .iter()
                    .filter_map(|format| {
                        let (says, word) = named(format);
                        let read = format.read(&sample).ok()?;
                        let words = vec!["--date-format".to_owned(), word.to_owned()];
                        Some((
                            format!("{says}: {sample} is {}", crate::domain::day::shown(read)),
                            words,
                        ))
                    })
                    .collect();
                self.choices.push(Choice {
                    about,
                    question,
                    answers,
                });
            }
        }
    }

    /// The decimal mark where it is proved to be a comma, and the currency that a header names.
    pub(super) fn tell_amounts(&mut self) {
        let columns = self.holding(Holds::Amount);
        if !self.says("--decimal") {
            let marks: Vec<(bool, bool)> = columns
                .iter()
                .map(|at| self.looked.survey.columns[*at].marks())
                .collect();
            if marks.iter().any(|m| *m == (false, true)) && marks.iter().all(|(_, comma)| *comma) {
                self.found.push(Given::of("--decimal", ","));
            }
        }
        let currency = self.field("currency");
        if self.says("--currency") || currency.is_some_and(|field| self.has(field)) {
            return;
        }
        let named = columns.iter().find_map(|at| {
            let header = &self.looked.header[*at];
            let code = bracketed(header)?;
            let code = crate::domain::currency::Currency::parse(code).ok()?;
            Some((header.clone(), code.code()))
        });
        if let Some((header, code)) = named {
            self.notes.push(format!("“{header}” says {code}"));
            self.found.push(Given::of("--currency", code));
        }
    }
}
