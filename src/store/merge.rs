//! Two records that are one: everything of the first moves to the second, and the ledger follows by difference. Refused
//! where money has left, or is about to leave, in the first one's name.

mod customer;
mod fill;
mod overlap;
mod partner;
mod shares;

/// What a merge moves, counted in words of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// What moves: how many, of what (one and many).
    pub moves: Vec<(u64, &'static str, &'static str)>,
    /// What else a person should know, as sentences.
    pub notes: Vec<String>,
}

impl Merged {
    /// `3 referrals, 1 contact`; nothing moves where there is nothing.
    pub fn said(&self) -> String {
        let all: Vec<String> = self
            .moves
            .iter()
            .filter(|(n, ..)| *n > 0)
            .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
            .collect();
        if all.is_empty() {
            return "nothing but its names".to_owned();
        }
        all.join(", ")
    }
}
