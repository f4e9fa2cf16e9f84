//! What taking a file in did, or would do: the same figures for a dry run, a real one, the shell and the screens.

use crate::{domain::money::Money, ops::Choice, store::Posted};

/// What taking a file in did, or would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trial {
    /// Name of the file.
    pub file: String,
    /// How it was read, and what a person should know of it: `separated by ;`.
    pub read_as: Vec<String>,
    /// Which column is which, a line each: `date ← Paid At`.
    pub mapping: Vec<String>,
    /// Columns nothing is taken from.
    pub not_used: Vec<String>,
    /// The fields that rows are shown with, in the order of [`TrialLine::cells`].
    pub fields: Vec<TrialField>,
    /// What a row is, one and many: `payment`, `payments`.
    pub noun: (&'static str, &'static str),
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that `--where`, or an answer to who is who, left out.
    pub left_out: u64,
    /// How many of those `--where` left out.
    pub unwanted: u64,
    /// New records.
    pub new: u64,
    /// Records that change.
    pub changed: u64,
    /// Rows that say nothing new.
    pub same: u64,
    /// Rows that say something new of a record that was to stay as it is (`--existing skip`).
    pub kept: u64,
    /// Rows that cannot be taken.
    pub rejected: u64,
    /// Why rows cannot be taken, the most frequent first.
    pub problems: Vec<Problem>,
    /// Rows to look at, in the order of the file: at most [`ROWS`], and where there are more, those with problems before
    /// those that change before the first others.
    pub lines: Vec<TrialLine>,
    /// Records of other kinds that the rows make, such as customers nobody has entered.
    pub made: Vec<Made>,
    /// How many more of a kind there are than are named.
    pub made_more: Vec<(&'static str, u64)>,
    /// Who is meant, where only the person can say.
    pub questions: Vec<Choice>,
    /// Commission lines that are posted: how many, for how many partners, and their sums.
    pub posted: (u64, u64, Vec<Money>),
    /// What the kind of file has to say of its rows beside, in a line.
    pub remark: Option<String>,
    /// What saving the mapping changed, in a line.
    pub remembered: Option<String>,
    /// It was only tried.
    pub dry_run: bool,
    /// The book was written to.
    pub saved: bool,
    /// Rows with problems, or records that were not to change, held everything back.
    pub held_back: bool,
}

impl Trial {
    /// Notes what the ledger did in answer.
    pub(in crate::ops) fn set_posted(&mut self, posted: &Posted) {
        self.posted = (posted.lines, posted.partners, posted.sums.iter().collect());
    }
}

/// A field that rows are shown with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialField {
    /// Its name here: `date`.
    pub name: &'static str,
    /// The header of its column; its own name where the person gave the value.
    pub heading: String,
}

/// How many rows are kept to be looked at.
pub const ROWS: usize = 200;

/// Rows that are refused for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// How many.
    pub rows: u64,
    /// The column; empty where it is the whole row.
    pub column: String,
    /// The reason, as the rest of a sentence.
    pub reason: String,
    /// The first of them: its line and what stands there.
    pub first: (u64, String),
    /// What would mend all of them: words to add to the command line, and what they do in words.
    pub repair: Option<(Vec<String>, String)>,
}

/// A row as it was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialLine {
    /// Its line in the file.
    pub line: u64,
    /// What the record is called in the book, where it changes.
    pub name: String,
    /// What it says, field by field, as the file has it.
    pub cells: Vec<String>,
    /// What becomes of it.
    pub result: TrialResult,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum TrialResult {
    /// A new record.
    New,
    /// A record changes: the field, before and after.
    Changed(Vec<(String, String, String)>),
    /// The book has it already.
    Same,
    /// It cannot be taken: column and reason.
    Rejected(String, String),
}

/// A record of another kind that rows make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it is: `partner`, `customer`.
    pub noun: &'static str,
    /// Its name.
    pub name: String,
    /// How many rows speak of it.
    pub rows: u64,
}

/// Records of other kinds that rows make: the first of them by name, and how many more of a kind there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllMade {
    /// The first of them.
    pub named: Vec<Made>,
    /// The others.
    pub more: Vec<(&'static str, u64)>,
}

impl AllMade {
    /// `count` of one kind, of which these are named.
    pub fn of(noun: &'static str, count: usize, named: Vec<Made>) -> Self {
        let more = count.saturating_sub(named.len()) as u64;
        Self {
            named,
            more: (more > 0).then_some((noun, more)).into_iter().collect(),
        }
    }

    /// Those of another kind too.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.named.extend(other.named);
        self.more.extend(other.more);
        self
    }

    /// The same with so many names at most.
    #[must_use]
    pub fn named_to(mut self, most: usize) -> Self {
        for unnamed in self.named.drain(most.min(self.named.len())..) {
            match self.more.iter_mut().find(|(noun, _)| *noun == unnamed.noun) {
                Some((_, more)) => *more += 1,
                None => self.more.push((unnamed.noun, 1)),
            }
        }
        self
    }
}
