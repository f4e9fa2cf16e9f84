//! The filter language of every list: what a person types, as a tree; must not know which records there are.
//!
//! ```text
//! northwind "two words" stage:demo,trial amount:500.. submitted:-30d.. not:+pilot is:open has:note sort:-amount limit:20
//! ```
//!
//! All terms must hold; the values of one term are alternatives. [`parse()`] reads what was typed with the
//! [`Vocabulary`] of a list and `print` (as `Display` of [`Filter`]) writes the plain form, which reads back the same.

mod parse;
mod print;
mod words;

use std::{fmt, ops::Range};

use super::{day::Day, id::Noun, money::Money, period::Period};

pub use parse::parse;

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Text: a value fits where the text holds it, case and accents aside.
    Text,
    /// One word out of a few (a state, a country): a value fits where the word begins with it.
    Word,
    /// Words separated by spaces: a value is one of them.
    Tags,
    /// A whole number.
    Number,
    /// The number of a record, with or without its letter.
    Id(Noun),
    /// An amount in whole units of whatever currency the record has: `500`, `1.2k`.
    Money,
    /// A day, as typed or ISO.
    Day,
}

/// A field that a list can be filtered or sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldDef {
    /// As it is typed.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldKind,
    /// May stand after `sort:`.
    pub sortable: bool,
}

/// What a list understands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Fields.
    pub fields: Vec<FieldDef>,
    /// Words after `is:`.
    pub is: Vec<&'static str>,
}

/// A filter as a tree: all terms hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The terms, in the order typed.
    pub terms: Vec<Term>,
    /// `sort:`; empty: the list's own order.
    pub sort: Vec<Sort>,
    /// `limit:`: at most so many rows.
    pub limit: Option<usize>,
    /// `asof:`: as it stood on a day.
    pub as_of: Option<Day>,
}

impl Filter {
    /// Whether it lets everything through in the list's own order.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
            && self.sort.is_empty()
            && self.limit.is_none()
            && self.as_of.is_none()
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// `not:` it must not hold.
    pub not: bool,
    /// What must hold.
    pub atom: Atom,
}

/// What a term asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// Text in any of the list's text columns.
    Text(String),
    /// A field has one of these values.
    Field(&'static str, Vec<Value>),
    /// One of the list's `is:` words holds.
    Is(Vec<&'static str>),
}

/// A value that a field may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, a word or a tag.
    Text(String),
    /// Whole numbers from one to another, both included.
    Numbers(Option<i64>, Option<i64>),
    /// Amounts from one to another, both included, in ten-thousandths of a unit so that every currency fits.
    Amounts(Option<i64>, Option<i64>),
    /// Days.
    Days(Period),
    /// `none`: nothing is known.
    None,
    /// `any`: something is known.
    Any,
}

/// An amount in ten-thousandths of a unit, so that 5.00 USD and 5 JPY are compared by the figure a person typed.
pub fn scaled(money: Money) -> i64 {
    let missing = 4_u32.saturating_sub(money.currency.digits());
    money.minor.saturating_mul(10_i64.pow(missing))
}

/// One sort key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: &'static str,
    /// Largest, latest or last first.
    pub descending: bool,
}

/// What is wrong with a filter, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// The bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong, one sentence.
    pub message: String,
    /// The word that was probably meant.
    pub nearest: Option<String>,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.nearest {
            Some(word) => write!(f, " Did you mean “{word}”?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for QueryError {}

impl From<QueryError> for crate::error::Error {
    fn from(e: QueryError) -> Self {
        let plain = Self::usage(e.message);
        match e.nearest {
            Some(word) => plain.hint(format!("Did you mean “{word}”?")),
            None => plain,
        }
    }
}
