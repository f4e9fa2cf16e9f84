//! The rewards a partner and its people were given; what is only promised, refused, or a note of ours is not for them.

use super::View;
use crate::{
    domain::{day::Day, reward::RewardState},
    error::Result,
    text::clean,
};

/// A reward that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// When.
    pub on: Day,
    /// What, in a few words: `gift card $50.00`.
    pub what: String,
    /// The person who got it; nothing where the partner itself did.
    pub rep: Option<String>,
    /// What it was given for.
    pub reason: String,
    /// The payout that paid it, where it is cash.
    pub payout: Option<i64>,
}

impl Given {
    /// To whom, and with what, as a phrase: `to Ann Lee, in payout P3`; may be empty.
    pub fn phrase(&self) -> String {
        let whom = self.rep.as_ref().map(|rep| format!("to {rep}"));
        let payout = self.payout.map(|id| format!("in payout P{id}"));
        let parts: Vec<String> = [whom, payout].into_iter().flatten().collect();
        parts.join(", ")
    }
}

impl View<'_> {
    /// What was given by the statement's day, newest first.
    pub(super) fn given_rewards(&self, partner: i64, today: Day) -> Result<Vec<Given>> {
        let mut all: Vec<Given> = self
            .partner_rewards(partner)?
            .into_iter()
            .filter(|r| r.state == RewardState::Given)
            .filter_map(|r| {
                Some(Given {
                    on: r.given_on.filter(|on| *on <= today)?,
                    what: clean(&r.known.words()).into_owned(),
                    rep: r.known.rep.map(|rep| clean(&rep).into_owned()),
                    reason: clean(&r.known.reason).into_owned(),
                    payout: r.payout.map(|(id, _)| id),
                })
            })
            .collect();
        all.sort_by_key(|given| std::cmp::Reverse(given.on));
        Ok(all)
    }
}
