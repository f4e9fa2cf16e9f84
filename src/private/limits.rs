//! How much one comparison may ask: the hard limits of the format and the softer ones a person sets; must not count.

use super::{envelope::Header, refusal::Refusal};

/// Sizes are rounded up to a multiple of this, so that a file does not tell them exactly.
pub const PAD: u32 = 500;
/// Most points and most rows of a file.
pub const MOST: u32 = 1_000_000;
/// How many asked accounts are answered unless a person says otherwise.
pub const USUAL: u32 = 20_000;
/// How many asked accounts one partner is answered in a quarter unless a person says otherwise.
pub const BUDGET: u64 = 60_000;
/// A comparison of fewer accounts is not counted: a count of so few names them.
pub const FEWEST_ASKED: usize = 20;
/// A count of fewer is not shown.
pub const FEWEST_FOUND: usize = 5;
/// A request is open for at most so many days.
pub const LONGEST_DAYS: i64 = 90;

/// So many times their own list somebody may be asked about before a person has to say that it is right.
const RATIO: usize = 4;
/// Below this the ratio says nothing: rounding alone gives such sizes.
const FLOOR: usize = 1_000;

/// `n` rounded up to [`PAD`]; `None` above [`MOST`].
pub(super) fn padded(n: usize) -> Option<u32> {
    let n = u32::try_from(n).ok()?.max(1).div_ceil(PAD) * PAD;
    (n <= MOST).then_some(n)
}

/// What the person who answers or opens allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most accounts the other side may compare, before rounding up.
    pub at_most: u32,
    /// Accounts they asked about before, and how many they may in all; `None` where nobody keeps count.
    pub spent: Option<Spent>,
}

/// What a partner was answered in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// Accounts asked before.
    pub before: u64,
    /// Accounts that may be asked in all.
    pub budget: u64,
}

impl Limits {
    /// The usual ones for somebody with `own` accounts: four times as many, at least 1,000, at most 20,000.
    pub fn usual(own: usize) -> Self {
        let fair = own.saturating_mul(RATIO).max(FLOOR);
        Self {
            at_most: u32::try_from(fair).map_or(USUAL, |fair| fair.min(USUAL)),
            spent: None,
        }
    }

    /// Refuses a request of more accounts than allowed, or more than are left of the budget.
    pub fn allow_asked(&self, header: &Header) -> Result<(), Refusal> {
        if u64::from(header.points) > u64::from(self.at_most).next_multiple_of(PAD.into()) {
            return Err(Refusal::TooManyAsked {
                asked: header.points,
                at_most: self.at_most,
            });
        }
        match self.spent {
            Some(Spent { before, budget }) if before + u64::from(header.points) > budget => {
                Err(Refusal::OverBudget {
                    asked: header.points,
                    before,
                    budget,
                })
            }
            _ => Ok(()),
        }
    }

    /// Refuses an answer of more rows than allowed; an account may stand in it once for each scope asked.
    pub fn allow_listed(&self, header: &Header) -> Result<(), Refusal> {
        let most = u64::from(self.at_most) * u64::from(header.scopes.count());
        if u64::from(header.rows) > most.next_multiple_of(u64::from(PAD)) {
            return Err(Refusal::TooManyListed {
                listed: header.rows / header.scopes.count(),
                at_most: self.at_most,
            });
        }
        Ok(())
    }
}
