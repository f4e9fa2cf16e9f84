//! Refused rows grouped by column and reason, with the words that would mend a whole group where there are any. Proposes;
//! changes nothing.

use std::collections::HashMap;

use super::trial::{Problem, Trial, TrialLine, TrialResult};
use crate::{
    domain::typed_money::DecimalMark,
    import::{Amounts, DateFormat, Holds, Refused, Row},
};

/// How many reasons are told apart; a file in which every row is wrong in its own way is told enough by these.
const REASONS: usize = 200;

/// Ways of writing days, with what they are in words.
const DAYS: [(&str, &str); 4] = [
    ("iso", "year-month-day"),
    ("dmy", "day, month, year"),
    ("mdy", "month, day, year"),
    ("ymd", "year, month, day"),
];

/// Decimal marks, with what they are in words.
const MARKS: [(&str, DecimalMark, &str); 2] = [
    (",", DecimalMark::Comma, "a decimal comma"),
    (".", DecimalMark::Point, "a decimal point"),
];

/// Groups of refused rows.
#[derive(Default)]
pub(super) struct Problems {
    groups: Vec<Group>,
    known: HashMap<(String, String), usize>,
}

/// Rows refused for one reason.
struct Group {
    problem: Problem,
    /// What would read every value of it.
    readers: Vec<Reader>,
    field: Option<usize>,
}

/// Another way to read a cell.
#[derive(Clone)]
enum Reader {
    Day(&'static str, &'static str, DateFormat),
    Amount(&'static str, &'static str, Amounts),
}

impl Reader {
    fn reads(&self, value: &str) -> bool {
        match self {
            Self::Day(_, _, format) => format.read(value).is_ok(),
            Self::Amount(_, _, amounts) => amounts.read(value, amounts.currency).is_ok(),
        }
    }
}

impl Problems {
    /// Adds a refused row to its group.
    pub(super) fn add(&mut self, row: &Row<'_>, why: &Refused) {
        let stem = stem(&why.reason, &why.value);
        let key = (why.column.clone(), stem.clone());
        let at = match self.known.get(&key) {
            Some(at) => *at,
            None if self.groups.len() > REASONS => REASONS,
            None => {
                let field = (0..row.mapping.fields.len())
                    .find(|f| row.mapping.says(*f) && row.mapping.heading(*f) == why.column);
                let other = self.groups.len() == REASONS;
                self.groups.push(Group {
                    problem: Problem {
                        rows: 0,
                        column: if other {
                            String::new()
                        } else {
                            why.column.clone()
                        },
                        reason: if other {
                            "is refused for a reason of its own".to_owned()
                        } else {
                            why.reason.clone()
                        },
                        first: (row.record.line, why.value.clone()),
                        repair: None,
                    },
                    readers: field.map_or_else(Vec::new, |f| readers(row, f)),
                    field,
                });
                self.known.insert(key, self.groups.len() - 1);
                self.groups.len() - 1
            }
        };
        let group = &mut self.groups[at];
        group.problem.rows += 1;
        if row.record.line < group.problem.first.0 {
            group.problem.first = (row.record.line, why.value.clone());
        }
        if at < REASONS && group.problem.reason != why.reason {
            // What follows the reason differs from row to row: a nearest name, a value.
            group.problem.reason = stem;
        }
        group.readers.retain(|r| r.reads(&why.value));
    }

    /// The groups, the most frequent first, each with its repair. A repair must read the good rows too, as far as they
    /// are kept.
    pub(super) fn grouped(
        self,
        trial: &Trial,
        others: &[TrialLine],
        changed: &[TrialLine],
    ) -> Vec<Problem> {
        let good = || others.iter().chain(changed);
        let mut all: Vec<Problem> = Vec::new();
        for mut group in self.groups {
            let cell = group.field.and_then(|_| {
                let heading = &group.problem.column;
                trial.fields.iter().position(|f| f.heading == *heading)
            });
            if let Some(cell) = cell {
                let fits = |r: &&Reader| {
                    good()
                        .filter(|l| !matches!(l.result, TrialResult::Rejected(..)))
                        .filter_map(|l| l.cells.get(cell))
                        .all(|value| value.is_empty() || r.reads(value))
                };
                let fitting: Vec<&Reader> = group.readers.iter().filter(fits).collect();
                // Two ways that fit are a question, not a repair.
                if let [one] = fitting.as_slice() {
                    group.problem.repair = Some(match one {
                        Reader::Day(format, words, _) => (
                            vec!["--date-format".to_owned(), (*format).to_owned()],
                            format!("read days as {words}"),
                        ),
                        Reader::Amount(mark, words, _) => (
                            vec!["--decimal".to_owned(), (*mark).to_owned()],
                            format!("read amounts with {words}"),
                        ),
                    });
                }
            }
            all.push(group.problem);
        }
        all.sort_by(|a, b| {
            b.rows
                .cmp(&a.rows)
                .then_with(|| a.first.0.cmp(&b.first.0))
                .then_with(|| a.column.cmp(&b.column))
        });
        all
    }
}

/// A reason without what differs from row to row: the value itself, and what follows it, a hint or a nearest name.
fn stem(reason: &str, value: &str) -> String {
    let stem = reason.split_once("; ").map_or(reason, |(stem, _)| stem);
    let stem = stem.strip_prefix(&format!("“{value}” ")).unwrap_or(stem);
    if value.is_empty() {
        stem.to_owned()
    } else {
        stem.replace(&format!("“{value}”"), "it")
    }
}

/// Other ways to read a field, where the way at hand does not read it.
fn readers(row: &Row<'_>, field: usize) -> Vec<Reader> {
    let value = row.raw(field);
    match row.mapping.fields[field].holds {
        _ if value.is_empty() => Vec::new(),
        Holds::Day if row.day(field).is_err() => DAYS
            .iter()
            .filter_map(|(word, words)| Some(Reader::Day(word, words, word.parse().ok()?)))
            .collect(),
        Holds::Amount if row.amount(field, row.amounts.currency).is_err() => MARKS
            .iter()
            .map(|(word, mark, words)| {
                let amounts = Amounts {
                    mark: Some(*mark),
                    ..row.amounts
                };
                Reader::Amount(word, words, amounts)
            })
            .collect(),
        _ => Vec::new(),
    }
}
