//! Questions that only a person can answer: where they stand, and where nobody can be asked the refusal that names the
//! words of each answer.

use super::{Choice, Outcome, line};
use crate::error::{Error, Kind};

/// How many questions are told at once.
const TOLD: usize = 5;

impl Choice {
    /// The refusal of questions that nobody answers; nothing where there are none.
    pub fn unanswered(open: &[Self]) -> Option<Error> {
        if open.is_empty() {
            return None;
        }
        let mut questions: Vec<String> =
            open.iter().take(TOLD).map(|c| c.question.clone()).collect();
        let more = open.len() - questions.len();
        if more > 0 {
            questions.push(format!("And {more} more."));
        }
        let add: Vec<String> = open.iter().take(TOLD).map(Self::words).collect();
        Some(
            Error::new(Kind::NotFound, questions.join(" "))
                .means("Nothing was changed: only you can say this, and there is nobody to ask.")
                .hint(format!("Add the words of an answer: {}.", add.join("; "))),
        )
    }

    /// Its answers as words: `--date-format dmy (3 April) or --date-format mdy (4 March)`.
    fn words(&self) -> String {
        let answers = self.answers.iter();
        let all: Vec<String> = answers
            .map(|(says, words)| format!("{} ({says})", line::join(words)))
            .collect();
        all.join(" or ")
    }
}

impl Outcome {
    /// What must be answered before it can be done: questions that only the rows of a file raise, and that held all of
    /// them back.
    pub fn questions(&self) -> &[Choice] {
        match &self.trial {
            Some(trial) if trial.asks => &trial.questions,
            _ => &[],
        }
    }
}
