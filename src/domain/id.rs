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

    /// The thing in one word, as messages name it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Customer => "customer",
            Self::Revenue => "revenue line",
            Self::Commission => "commission line",
            Self::Payout => "payout",
            Self::Operation => "operation",
        }
    }
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
        })
    }
}

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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
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
}
