//! Ids that people can say: R12, C4, V5, L7, P3, S8, H12. A letter for the kind, then the row's number.

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
    /// `W2`
    Reward,
    /// `S8`: a sign-up after a click on a coded link
    SignUp,
    /// `H12`: an operation in the history
    Operation,
}

impl Noun {
    /// The letter before the number.
    pub fn letter(self) -> char {
        match self {
            Self::Referral => 'R',
            Self::Customer => 'C',
            Self::Revenue => 'V',
            Self::Commission => 'L',
            Self::Payout => 'P',
            Self::Reward => 'W',
            Self::SignUp => 'S',
            Self::Operation => 'H',
        }
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::Customer => "customer",
            Self::Revenue => "revenue line",
            Self::Commission => "commission line",
            Self::Payout => "payout",
            Self::Reward => "reward",
            Self::SignUp => "sign-up",
            Self::Operation => "operation",
        }
    }

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
                "Its name is a letter and a number, like {}12.",
                self.letter()
            ))
        })
    }
}

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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_itself_in_either_case() {
        let id = Noun::Payout.id(12);
        assert_eq!(id.to_string(), "P12");
        assert_eq!(Noun::Payout.read("p12"), Some(12));
        for wrong in ["", "P", "12", "R12", "P-1", "P1x", "P99999999999999999999"] {
            assert_eq!(Noun::Payout.read(wrong), None, "{wrong}");
        }
    }
}
