<<<<<<< HEAD
//! How records are numbered for people: `R12`, `P3`; which record that is, is the book's to know.

use std::fmt;

use super::ledger::{Code, LedgerError};

/// What a short number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefKind {
    /// `R`: a referral.
    Referral,
    /// `C`: a customer.
    Customer,
    /// `V`: a revenue line.
    Revenue,
    /// `L`: a commission line.
    Commission,
    /// `P`: a payout.
    Payout,
    /// `H`: an operation in the history.
    Operation,
}

impl RefKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Referral,
        Self::Customer,
        Self::Revenue,
        Self::Commission,
        Self::Payout,
        Self::Operation,
    ];

=======
//! Ids that people can say: R12, C4, V5, L7, P3, H12. A letter for the kind, then the row's number.

use std::fmt;

use crate::error::{Error, Result};

/// A kind of record that is named by a letter and a number. Partners and programs are named by their slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Noun {
    /// `R12`
    Referral,
    /// `C4`
    Customer,
    /// `V5`: a revenue line
    Revenue,
    /// `L7`: a commission line
    Commission,
    /// `P3`
    Payout,
    /// `H12`: an operation in the history
    Operation,
}

impl Noun {
>>>>>>> main
    /// The letter before the number.
    pub fn letter(self) -> char {
        match self {
            Self::Referral => 'R',
            Self::Customer => 'C',
            Self::Revenue => 'V',
            Self::Commission => 'L',
            Self::Payout => 'P',
            Self::Operation => 'H',
        }
    }

<<<<<<< HEAD
    /// The thing in one word, as messages name it.
    pub fn noun(self) -> &'static str {
=======
    /// What it is called.
    pub fn word(self) -> &'static str {
>>>>>>> main
        match self {
            Self::Referral => "referral",
            Self::Customer => "customer",
            Self::Revenue => "revenue line",
            Self::Commission => "commission line",
            Self::Payout => "payout",
            Self::Operation => "operation",
        }
    }
<<<<<<< HEAD
}

/// A record as people write it: `R12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ref {
    /// What it is.
    pub kind: RefKind,
    /// Its number in the book.
    pub id: i64,
}

impl Ref {
    /// A record of a kind.
    pub fn new(kind: RefKind, id: i64) -> Self {
        Self { kind, id }
    }

    /// `R12`.
    pub fn referral(id: i64) -> Self {
        Self::new(RefKind::Referral, id)
    }

    /// `C4`.
    pub fn customer(id: i64) -> Self {
        Self::new(RefKind::Customer, id)
    }

    /// `V5`.
    pub fn revenue(id: i64) -> Self {
        Self::new(RefKind::Revenue, id)
    }

    /// `L7`.
    pub fn commission(id: i64) -> Self {
        Self::new(RefKind::Commission, id)
    }

    /// `P3`.
    pub fn payout(id: i64) -> Self {
        Self::new(RefKind::Payout, id)
    }

    /// `H12`.
    pub fn operation(id: i64) -> Self {
        Self::new(RefKind::Operation, id)
    }

    /// Reads `R12` or `r12`; `None` for anything else, a name for instance.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let letter = text.chars().next()?.to_ascii_uppercase();
        let kind = RefKind::ALL.into_iter().find(|k| k.letter() == letter)?;
        Some(Self::new(kind, number(text.get(1..)?)?))
    }

    /// Reads the number of one kind of record, its letter in either case or left away: `p3`, `3`.
    pub fn read_kind(kind: RefKind, text: &str) -> Result<i64, LedgerError> {
        let text = text.trim();
        let bare = text
            .strip_prefix(kind.letter())
            .or_else(|| text.strip_prefix(kind.letter().to_ascii_lowercase()))
            .unwrap_or(text);
        number(bare).ok_or_else(|| {
            LedgerError::new(
                Code::BadAmount,
                format!(
                    "“{text}” is not the number of a {}; write it like {}12.",
                    kind.noun(),
                    kind.letter()
                ),
            )
=======

    /// The id of a row of this kind.
    pub fn id(self, number: i64) -> Id {
        Id { noun: self, number }
    }

    /// Reads `P3` or `p3` as 3; `None` if it is not an id of this kind.
    pub fn read(self, text: &str) -> Option<i64> {
        let mut rest = text.trim().chars();
        let letter = rest.next()?;
        let digits = rest.as_str();
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        (letter.eq_ignore_ascii_case(&self.letter()) && plain)
            .then(|| digits.parse().ok())
            .flatten()
    }

    /// Reads an id of this kind, or says what one looks like.
    pub fn parse(self, text: &str) -> Result<i64> {
        self.read(text).ok_or_else(|| {
            Error::usage(format!("“{text}” is no {}.", self.word())).hint(format!(
                "A {} is named like {}12.",
                self.word(),
                self.letter()
            ))
>>>>>>> main
        })
    }
}

<<<<<<< HEAD
/// A plain positive number without a sign.
fn number(digits: &str) -> Option<i64> {
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|id| *id > 0)
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.kind.letter(), self.id))
=======
/// An id, as it is written everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id {
    /// The kind of record.
    pub noun: Noun,
    /// The number of its row.
    pub number: i64,
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.noun.letter(), self.number)
>>>>>>> main
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
<<<<<<< HEAD
    fn what_is_shown_reads_back_in_either_case() {
        for kind in RefKind::ALL {
            let shown = Ref::new(kind, 128).to_string();
            assert_eq!(Ref::read(&shown), Some(Ref::new(kind, 128)));
            assert_eq!(Ref::read(&shown.to_lowercase()), Some(Ref::new(kind, 128)));
            assert_eq!(Ref::read_kind(kind, &shown).unwrap(), 128);
            assert_eq!(Ref::read_kind(kind, " 128 ").unwrap(), 128);
        }
    }

    #[test]
    fn names_and_nonsense_are_not_numbers() {
        for text in [
            "",
            "R",
            "R0",
            "R-3",
            "R+3",
            "Rhenus",
            "X12",
            "é1",
            "R99999999999999999999",
            "12",
        ] {
            assert_eq!(Ref::read(text), None, "{text}");
        }
        assert!(Ref::read_kind(RefKind::Payout, "R3").is_err());
    }
=======
    fn an_id_reads_back_as_itself_in_either_case() {
        let id = Noun::Payout.id(12);
        assert_eq!(id.to_string(), "P12");
        assert_eq!(Noun::Payout.read("p12"), Some(12));
        for wrong in ["", "P", "12", "R12", "P-1", "P1x", "P99999999999999999999"] {
            assert_eq!(Noun::Payout.read(wrong), None, "{wrong}");
        }
    }
>>>>>>> main
}
