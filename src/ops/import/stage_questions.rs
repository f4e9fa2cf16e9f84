//! What only the person can say of stages: which of ours a word of the file is, and when that was won which has no day
//! of it. Gathered row by row, never answered here.

use std::collections::BTreeMap;

use super::referrals::At;
use crate::{
    domain::referral::Pipeline,
    import::{Row, heading},
    ops::{Choice, args::counted},
};

/// So many words are asked about, those with the most rows first.
const ASKED: usize = 20;
/// So many are kept at all: a column of free text is no column of stages.
const KEPT: usize = 200;

/// The questions so far.
#[derive(Debug, Default)]
pub(super) struct StageQuestions {
    /// What is called what nothing here is, with its rows and the line of the first.
    unknown: BTreeMap<String, (u64, u64)>,
    /// The column of the stages.
    heading: String,
    undated: Option<Undated>,
}

/// Rows that were won nobody knows when.
#[derive(Debug)]
struct Undated {
    rows: u64,
    first: u64,
    /// The column of the days they were submitted.
    submitted: Option<String>,
}

impl StageQuestions {
    /// Notes a word that is no stage here.
    pub(super) fn unknown(&mut self, row: &Row<'_>, theirs: &str) {
        if self.unknown.len() >= KEPT && !self.unknown.contains_key(theirs) {
            return;
        }
        row.mapping
            .heading(At::Stage.into())
            .clone_into(&mut self.heading);
        let one = self
            .unknown
            .entry(theirs.to_owned())
            .or_insert((0, row.record.line));
        one.0 += 1;
    }

    /// Notes a row that is won and has no day of it.
    pub(super) fn undated(&mut self, row: &Row<'_>) {
        let one = self.undated.get_or_insert(Undated {
            rows: 0,
            first: row.record.line,
            submitted: None,
        });
        if !row.raw(At::Submitted).is_empty() {
            let heading = row.mapping.heading(At::Submitted.into()).to_owned();
            one.submitted.get_or_insert(heading);
        }
        one.rows += 1;
    }

    /// The questions, those about the most rows first.
    pub(super) fn questions(&self, pipeline: &Pipeline) -> Vec<Choice> {
        let mut words: Vec<_> = self.unknown.iter().collect();
        words.sort_by_key(|(_, (rows, first))| (std::cmp::Reverse(*rows), *first));
        let about_word = |(theirs, at): (&String, &(u64, u64))| self.word(theirs, *at, pipeline);
        let mut all: Vec<Choice> = words.into_iter().take(ASKED).map(about_word).collect();
        all.extend(self.undated.as_ref().and_then(Undated::question));
        all
    }

    fn word(&self, theirs: &str, (rows, first): (u64, u64), pipeline: &Pipeline) -> Choice {
        let heading = &self.heading;
        let say = |stage: &str| vec!["--stage-map".to_owned(), format!("{theirs}={stage}")];
        let stages = pipeline.stages.iter();
        let mut answers: Vec<_> = stages.map(|s| (s.name.clone(), say(&s.name))).collect();
        let without = format!("{}!={}", heading::quoted(heading), heading::quoted(theirs));
        answers.push((
            "leave its rows out".to_owned(),
            vec!["--where".to_owned(), without],
        ));
        Choice {
            about: heading.clone(),
            question: format!(
                "“{theirs}” in “{heading}” ({}, first on line {first}) is no stage here. Which one is it?",
                counted(rows, "row", "rows"),
            ),
            answers,
        }
    }
}

impl Undated {
    fn question(&self) -> Option<Choice> {
        let heading = self.submitted.as_ref()?;
        let (are, have) = if self.rows == 1 {
            ("is", "has")
        } else {
            ("are", "have")
        };
        Some(Choice {
            about: heading.clone(),
            question: format!(
                "{} {are} won and {have} no day of it (first on line {}), which commission counts from. When was it?",
                counted(self.rows, "row", "rows"),
                self.first,
            ),
            answers: vec![
                (
                    format!("On the day they were submitted (“{heading}”)"),
                    vec!["--won-when-submitted".to_owned()],
                ),
                (
                    "Not known: leave such rows out, and take the others".to_owned(),
                    vec!["--skip-bad".to_owned()],
                ),
            ],
        })
    }
}
