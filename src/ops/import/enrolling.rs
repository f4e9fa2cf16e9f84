//! The program that partners go into who are made because a file of referrals speaks of them: the one there is, the one a
//! person names, or a question.

use crate::{
    error::Result,
    ops::{Choice, args::counted},
    store::{Program, Tx},
};

/// The word for no program.
const NONE: &str = "none";

/// Into which program new partners go.
pub(super) struct Enrolling {
    /// Programs that partners may still go into.
    programs: Vec<Program>,
    into: Into,
    made: u64,
}

enum Into {
    /// This one: its id and name.
    Program(i64, String),
    /// None, as the person says, or because there is none.
    Nowhere,
    /// Only the person knows.
    Ask,
}

impl Enrolling {
    /// `said`: a program as it is named on a command line, or `none`.
    pub(super) fn new(tx: &Tx<'_>, said: Option<&str>) -> Result<Self> {
        let mut programs = tx.view().programs()?;
        programs.retain(|p| p.ends_on.is_none_or(|last| last >= tx.today));
        let into = match (said, programs.as_slice()) {
            (Some(word), _) if word.trim().eq_ignore_ascii_case(NONE) => Into::Nowhere,
            (Some(name), _) => {
                let id = tx.view().find_program(name)?;
                Into::Program(id, tx.view().program(id)?.name)
            }
            (None, [one]) => Into::Program(one.id, one.name.clone()),
            (None, []) => Into::Nowhere,
            (None, _) => Into::Ask,
        };
        Ok(Self {
            programs,
            into,
            made: 0,
        })
    }

    /// Enrols the partners that were made, from the start, so that what they brought counts.
    pub(super) fn enrol(&mut self, tx: &Tx<'_>, made: impl Iterator<Item = i64>) -> Result<()> {
        for partner in made {
            if let Into::Program(program, _) = self.into {
                tx.enrol(partner, program, None)?;
            }
            self.made += 1;
        }
        Ok(())
    }

    /// What became of them, in one sentence.
    pub(super) fn said(&self) -> Option<String> {
        let Into::Program(_, name) = &self.into else {
            return None;
        };
        (self.made > 0).then(|| {
            let are = if self.made == 1 { "is" } else { "are" };
            format!(
                "{} {are} enrolled in {name}; --program {NONE} enrols nobody.",
                counted(self.made, "new partner", "new partners")
            )
        })
    }

    /// The question, where there are several programs.
    pub(super) fn question(&self) -> Option<Choice> {
        if !matches!(self.into, Into::Ask) || self.made == 0 {
            return None;
        }
        let words = |program: &str| vec!["--program".to_owned(), program.to_owned()];
        let mut answers: Vec<(String, Vec<String>)> = self
            .programs
            .iter()
            .map(|p| (p.name.clone(), words(&p.slug)))
            .collect();
        answers.push(("none yet: they earn nothing".to_owned(), words(NONE)));
        let them = if self.made == 1 { "is it" } else { "are they" };
        Some(Choice {
            about: "program".to_owned(),
            question: format!(
                "{} of the file would be new. Which program {them} in?",
                counted(self.made, "partner", "partners")
            ),
            answers,
        })
    }
}
