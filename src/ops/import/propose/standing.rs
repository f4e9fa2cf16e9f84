//! What the accounts of a list are: a column that says of some that they are customers and of others that they are not is
//! asked about, so that no lead is counted as a customer.

use std::collections::BTreeSet;

use super::{
    Draft,
    given::{Given, maps},
};
use crate::{domain::overlap::Standing, error::Result, import::FileKind, ops::Choice};

/// Columns that may say it are told by their values; of more than so many different ones they say something else.
const WORDS: usize = 20;
/// The field that says what an account is.
pub(in crate::ops) const STANDING: &str = "standing";
/// How many of the values are shown in the question.
const SHOWN: usize = 4;

impl Draft<'_> {
    /// Asks whether a column says of each account what it is, where its values can be read so and nobody decided it.
    pub(super) fn ask_standing(&mut self) -> Result<()> {
        let open = self.field(STANDING).is_some_and(|f| !self.has(f));
        if self.kind.kind != FileKind::Accounts || !open || self.says("--as") {
            return Ok(());
        }
        let decided: Vec<String> = maps(&self.ask.typed)?.into_iter().map(|(_, h)| h).collect();
        let surveyed = self.columns.iter().zip(&self.looked.survey.columns);
        let found: Vec<Choice> = surveyed
            .filter(|(column, _)| !decided.contains(&column.header))
            .filter_map(|(column, survey)| {
                let values = survey.values.as_ref().filter(|v| v.len() <= WORDS)?;
                let told: Option<BTreeSet<Standing>> =
                    values.iter().map(|(v, _)| Standing::told(v)).collect();
                (told?.len() > 1).then(|| asked(&column.header, values))
            })
            .collect();
        if found.is_empty() {
            self.tell_standing();
        }
        self.choices.extend(found);
        Ok(())
    }

    /// What all accounts are, where no column says it: by the name of the file, or a question.
    fn tell_standing(&mut self) {
        let set = |list: Standing| Given::of("--set", format!("{STANDING}={}", list.list()));
        let lists = [
            (Standing::Customer, ["customers", "clients", "customer"]),
            (Standing::Opportunity, ["opportunities", "deals", "opps"]),
            (Standing::Prospect, ["prospects", "leads", "targets"]),
        ];
        let file = self.looked.name.to_lowercase();
        let said: Vec<&str> = file.split(|c: char| !c.is_alphanumeric()).collect();
        let named: Vec<Standing> = lists
            .iter()
            .filter(|(_, words)| words.iter().any(|w| said.contains(w)))
            .map(|(list, _)| *list)
            .collect();
        if let [one] = named.as_slice() {
            self.notes
                .push(format!("the name of the file says {}", one.list()));
            self.found.push(set(*one));
            return;
        }
        let answers = [
            (Standing::Customer, "customers"),
            (Standing::Opportunity, "open opportunities"),
            (Standing::Prospect, "prospects"),
        ];
        self.choices.push(Choice {
            about: STANDING.to_owned(),
            question: "No column says what the accounts are. What are all of them?".to_owned(),
            answers: answers
                .map(|(list, says)| (says.to_owned(), set(list).words()))
                .to_vec(),
        });
    }
}

fn asked(header: &str, values: &[(String, u64)]) -> Choice {
    let shown: Vec<&str> = values.iter().take(SHOWN).map(|(v, _)| v.as_str()).collect();
    Choice {
        about: header.to_owned(),
        question: format!(
            "“{header}” says {}. Is that what each account is?",
            shown.join(", ")
        ),
        answers: vec![
            (
                "yes: each goes to the list of what it is".to_owned(),
                Given::map(STANDING, header).words(),
            ),
            (
                "no: it says how far a deal is, and all accounts are of one list".to_owned(),
                Given::map("stage", header).words(),
            ),
        ],
    }
}
