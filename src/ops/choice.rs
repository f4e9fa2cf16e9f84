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
        let says: Vec<&str> = open
            .iter()
            .take(1)
            .flat_map(|c| c.answers.iter().map(|(says, _)| says.as_str()))
            .collect();
        let means = if says.is_empty() {
            "Nothing was changed, for there is nobody to ask.".to_owned()
        } else {
            let says = says.join("; ");
            format!("Nothing was changed, for there is nobody to ask: {says}.")
        };
        let refusal = Error::new(Kind::NotFound, questions.join(" ")).means(means);
        // A question without answers to choose from says itself what to do.
        let add = open.iter().filter(|c| !c.answers.is_empty()).take(TOLD);
        let add: Vec<String> = add.map(Self::words).collect();
        Some(if add.is_empty() {
            refusal
        } else {
            let at_once = Self::at_once(open);
            refusal.hint(format!("Say it: add {}.{at_once}", add.join(", and ")))
        })
    }

    /// Where several ask who somebody is: the words that settle all who are not known at once.
    fn at_once(open: &[Self]) -> String {
        let mut nouns: Vec<(&str, usize)> = Vec::new();
        for choice in open {
            let mut words = choice
                .answers
                .iter()
                .flat_map(|(_, words)| words.windows(2));
            let new = words.find(|w| w[0] == "--same" && w[1].ends_with("=new"));
            let Some((noun, _)) = new.and_then(|w| w[1].split_once(':')) else {
                continue;
            };
            match nouns.iter_mut().find(|(known, _)| *known == noun) {
                Some((_, n)) => *n += 1,
                None => nouns.push((noun, 1)),
            }
        }
        let many = nouns.iter().filter(|(_, n)| *n > 1);
        let said: Vec<String> = many.map(|(noun, _)| format!(" For every {noun} that is left at once: --same '{noun}:*=new' adds them, --same '{noun}:*=skip' leaves their rows out.")).collect();
        said.concat()
    }

    /// Its answers as words: `--date-format dmy or --date-format mdy`.
    fn words(&self) -> String {
        let answers = self.answers.iter();
        let all: Vec<String> = answers.map(|(_, words)| line::join(words)).collect();
        all.join(" or ")
    }
}

impl Outcome {
    /// What must be answered before it can be done: questions that only the rows of a file raise, and that held all of
    /// them back.
    pub fn questions(&self) -> &[Choice] {
        match &self.trial {
            Some(trial) if self.asks => &trial.questions,
            _ => &[],
        }
    }
}
