//! Questions of who is meant, gathered row by row: each text once, with its rows and whom it could mean.

use std::collections::HashMap;

use crate::{
    domain::{alike::Look, identity::same_name},
    error::Result,
    ops::{Choice, args::counted},
    store::{Noun, Tx},
};

/// So many are asked, those with the most rows first.
const ASKED: usize = 50;
/// So many different texts are kept at all.
const KEPT: usize = 10_000;
/// So many are named where one question is asked of all.
const NAMED: usize = 8;
/// So many are compared with each other.
const COMPARED: usize = 500;
/// So many records are offered as an answer.
const OFFERED: usize = 3;

/// The questions so far.
pub(super) struct Asked {
    noun: Noun,
    texts: HashMap<String, One>,
}

struct One {
    text: String,
    rows: u64,
    first: u64,
    because: String,
    /// Whom it could mean: name, and how it is written on a command line.
    those: Vec<(String, String)>,
}

impl Asked {
    pub(super) fn new(noun: Noun) -> Self {
        Self {
            noun,
            texts: HashMap::new(),
        }
    }

    /// Notes a row that names somebody only the person can tell. `because`: the rest of a sentence.
    pub(super) fn note(
        &mut self,
        tx: &Tx<'_>,
        text: &str,
        line: u64,
        because: &str,
        those: &[i64],
    ) -> Result<()> {
        let key = same_name(text);
        if let Some(one) = self.texts.get_mut(&key) {
            one.rows += 1;
            one.first = one.first.min(line);
            return Ok(());
        }
        if self.texts.len() >= KEPT {
            return Ok(());
        }
        let those = those
            .iter()
            .take(OFFERED)
            .map(|id| called(tx, self.noun, *id))
            .collect::<Result<_>>()?;
        let one = One {
            text: text.to_owned(),
            rows: 1,
            first: line,
            because: because.trim_end_matches('.').to_owned(),
            those,
        };
        self.texts.insert(key, one);
        Ok(())
    }

    /// The questions, most rows first. Those that nothing in the book is like are one question together, asked when the
    /// others are answered: what is said of them is said of all.
    pub(super) fn questions(&self) -> Vec<Choice> {
        let mut all: Vec<&One> = self.texts.values().collect();
        all.sort_by_key(|one| (std::cmp::Reverse(one.rows), one.first, &one.text));
        if all.len() > 1 && all.iter().all(|one| one.those.is_empty()) {
            let twins = self.twins(&all);
            if twins.is_empty() {
                return vec![self.together(&all)];
            }
            return twins;
        }
        let like = |one: &&&One| all.len() == 1 || !one.those.is_empty();
        all.iter()
            .filter(like)
            .take(ASKED)
            .map(|one| self.choice(one))
            .collect()
    }

    /// Those that are like another one of the file, which has more rows or comes earlier: asked one by one, so that a
    /// slip of the pen makes no second record.
    fn twins(&self, all: &[&One]) -> Vec<Choice> {
        let looks: Vec<Look> = all
            .iter()
            .take(COMPARED)
            .map(|one| Look::of(&one.text))
            .collect();
        let twin = |at: usize| (0..at).find(|first| looks[*first].like(&looks[at]).is_some());
        (1..looks.len())
            .filter_map(|at| Some((all[at], all[twin(at)?])))
            .take(ASKED)
            .map(|(one, first)| self.twin(one, first))
            .collect()
    }

    fn twin(&self, one: &One, first: &One) -> Choice {
        let mut choice = self.choice(one);
        let said = format!("{}:{}={}", self.noun.word(), one.text, first.text);
        choice.question = format!(
            "{} It is like “{}” on line {}.",
            choice.question, first.text, first.first
        );
        choice.answers.insert(
            0,
            (
                format!("the same as “{}”", first.text),
                vec!["--same".to_owned(), said],
            ),
        );
        choice
    }

    fn together(&self, all: &[&One]) -> Choice {
        let word = self.noun.word();
        let shown: Vec<String> = all
            .iter()
            .take(NAMED)
            .map(|one| format!("“{}” ({})", one.text, counted(one.rows, "row", "rows")))
            .collect();
        let more = all.len() - shown.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let says = |target: &str| vec!["--same".to_owned(), format!("{word}:*={target}")];
        let many = all.len();
        Choice {
            about: format!("{many} {word}s"),
            question: format!(
                "{many} {word}s of the file are not in the book, and nothing there is like them: {}{more}.",
                shown.join(", ")
            ),
            answers: vec![
                (format!("{many} new {word}s"), says("new")),
                ("leave their rows out".to_owned(), says("skip")),
            ],
        }
    }

    fn choice(&self, one: &One) -> Choice {
        let word = self.noun.word();
        let says = |target: &str| {
            let said = format!("{word}:{}={target}", one.text);
            vec!["--same".to_owned(), said]
        };
        let mut answers: Vec<(String, Vec<String>)> = one
            .those
            .iter()
            .map(|(name, short)| (format!("{name} ({short})"), says(short)))
            .collect();
        answers.push((format!("a new {word}"), says("new")));
        answers.push(("leave its rows out".to_owned(), says("skip")));
        Choice {
            about: one.text.clone(),
            question: format!(
                "“{}” ({}, first on line {}) {}.",
                one.text,
                counted(one.rows, "row", "rows"),
                one.first,
                one.because
            ),
            answers,
        }
    }
}

/// The name of a record, and how it is written on a command line.
pub(super) fn called(tx: &Tx<'_>, noun: Noun, id: i64) -> Result<(String, String)> {
    Ok(match noun {
        Noun::Partner => {
            let partner = tx.view().partner(id)?;
            (partner.known.name, partner.slug)
        }
        Noun::Customer => (tx.view().customer(id)?.known.name, format!("C{id}")),
    })
}

/// The words that say whom a text means.
pub(super) fn words(noun: Noun, text: &str, target: &str) -> String {
    format!("--same \"{}:{text}={target}\"", noun.word())
}
