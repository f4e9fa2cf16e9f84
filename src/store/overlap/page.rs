//! What a screen shows of the overlap with one partner, read at once.

use super::{Matrix, Numbers, Population};
use crate::{
    domain::{
        overlap::{Groups, Standing},
        sharing::{Sharing, said},
    },
    error::Result,
    store::{STANDARD, View},
};

/// The overlap with one partner, as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlapPage {
    /// The partner's lists.
    pub lists: Vec<Population>,
    /// How many accounts each side has, and both.
    pub numbers: Numbers,
    /// What accounts in common are to both.
    pub matrix: Matrix,
    /// Pairs that wait for a person.
    pub maybe: u64,
    /// How many of them would count if a person said that probable ones do.
    pub probable: u64,
    /// Prospects of ours that no partner has.
    pub uncovered: u64,
    /// Customers to ask the partner about, those it refused left out.
    pub missed: u64,
    /// What the partner may be told of each standard list of ours.
    pub told: Vec<(&'static str, Sharing)>,
}

impl View<'_> {
    /// The overlap with a partner, as a screen shows it.
    pub fn overlap_page(&self, partner: i64, groups: Groups) -> Result<OverlapPage> {
        let rules = self.sharing_rules()?;
        let open = self
            .missed(partner)?
            .iter()
            .filter(|m| m.asked.as_ref().is_none_or(|q| q.answer.is_none()))
            .count();
        let (maybe, probable) = self.pairs_waiting(partner)?;
        Ok(OverlapPage {
            lists: self.populations(partner)?,
            numbers: self.overlap_numbers(partner, groups)?,
            matrix: self.overlap_matrix(partner, groups)?,
            maybe,
            probable,
            uncovered: self.uncovered_count(Standing::Prospect)?,
            missed: open as u64,
            told: STANDARD
                .map(|list| {
                    let sharing = said(&rules, partner, list).cloned();
                    (list, sharing.unwrap_or_default())
                })
                .to_vec(),
        })
    }
}
