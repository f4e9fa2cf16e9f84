//! What a file seems to be and how it would be read: shown to the person and corrected by them, never acted on by itself.
//!
//! A proposal comes to a command line (`import revenue FILE --map …`): what is shown, what is run, what is remembered and
//! what the log keeps are the same words.

use crate::{
    import::{Field, FileKind},
    ops::Choice,
};

/// What a file seems to be.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// Its name, without the folders.
    pub file: String,
    /// How it was read, in words: `214 rows`, `UTF-8`, `comma`.
    pub read_as: Vec<String>,
    /// Rows below the header.
    pub rows: u64,
    /// What its rows are; `None` where that must be asked.
    pub kind: Option<FileKind>,
    /// Why it is taken for that: `looks like Stripe invoices (11 of 12 headers)`.
    pub because: String,
    /// The saved mapping or the known export it is read by.
    pub known_as: Option<String>,
    /// Its columns, in the order of the file.
    pub columns: Vec<Column>,
    /// What a row of this kind can say: where a column can go to.
    pub fields: &'static [Field],
    /// What only the person can decide before it is read.
    pub choices: Vec<Choice>,
    /// The command line it comes to, from the command on.
    pub words: Vec<String>,
}

/// A column of the file and where it goes to.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// The first different values of it.
    pub samples: Vec<String>,
    /// The field it goes to: its place in [`Proposal::fields`]; `None`: it is not imported.
    pub field: Option<usize>,
    /// How sure that is.
    pub sure: Sure,
    /// Why it goes there, or does not: `same name`, `3-letter codes`, `empty`.
    pub why: String,
}

/// How sure a guess is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// The person or a known layout says so, or nothing else is possible.
    Sure,
    /// Likely, and worth a look.
    Guess,
    /// The person must decide.
    Ask,
    /// Nothing is taken from it.
    Unused,
}
