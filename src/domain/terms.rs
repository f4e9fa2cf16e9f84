//! Terms as the one line a partner reads, and back to plans; what they earn is the engine's to say.

mod lex;
mod print;
mod read;
mod reader;
mod words;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ledger::{Code, LedgerError};
use super::plan::Plan;

/// What a program promises: one clause or several, each paying for itself.
///
/// Its text is canonical: `Terms::parse(&terms.to_string())` gives the same terms, and terms already written that
/// way print as they were.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Terms(Vec<Plan>);

/// Why a text is not terms: which bytes of it are wrong, and what would be right there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsError {
    /// The code of the rules: `bad_rate`, `bad_tiers`, `bad_currency` … or `bad_plan`.
    pub code: Code,
    /// The bytes of the text it is about; empty at the end where something is missing.
    pub span: Range<usize>,
    /// What would be right there, as a sentence.
    pub message: String,
}

impl Terms {
    /// Terms of these clauses: at least one, and each of them sound.
    pub fn new(plans: Vec<Plan>) -> Result<Self, LedgerError> {
        if plans.is_empty() {
            return Err(LedgerError::new(
                Code::BadPlan,
                "Terms need at least one clause, such as “25% of base”.",
            ));
        }
        plans.iter().try_for_each(Plan::check)?;
        Ok(Self(plans))
    }

    /// Reads terms as people write them, in any case and spacing; clauses are parted by `;`.
    ///
    /// `25% of base for 12 months` · `20% of base while 1 win in 365 days, otherwise 5%` ·
    /// `100% of base for 1 month, per month` · `10% from 0, 15% from 5000 USD of base a month (whole)` ·
    /// `50 USD per lead`.
    pub fn parse(text: &str) -> Result<Self, TermsError> {
        read::terms(text).map(Self)
    }

    /// The clauses, in order.
    pub fn plans(&self) -> &[Plan] {
        &self.0
    }

    /// The clauses, in order, without the terms around them.
    pub fn into_plans(self) -> Vec<Plan> {
        self.0
    }

    /// In plain words for a partner, a sentence or two a clause.
    pub fn in_words(&self) -> String {
        let sentences: Vec<String> = self.0.iter().map(words::clause).collect();
        sentences.join(" ")
    }
}

impl TermsError {
    /// The text again with carets under what is wrong, in two lines for a terminal.
    pub fn pointed(&self, text: &str) -> String {
        let before = text.get(..self.span.start).unwrap_or(text).chars().count();
        let wrong = text.get(self.span.clone()).unwrap_or("").chars().count();
        format!("{text}\n{}{}", " ".repeat(before), "^".repeat(wrong.max(1)))
    }
}

impl fmt::Display for TermsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TermsError {}

impl From<TermsError> for LedgerError {
    fn from(error: TermsError) -> Self {
        Self::new(error.code, error.message)
    }
}

impl FromStr for Terms {
    type Err = TermsError;
    fn from_str(text: &str) -> Result<Self, TermsError> {
        Self::parse(text)
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, plan) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("; ")?;
            }
            plan.fmt(f)?;
        }
        Ok(())
    }
}

impl Serialize for Terms {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Terms {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
