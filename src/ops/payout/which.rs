//! Which payouts a step is about: those named, or those of a run that the step can be taken with.

use std::collections::HashSet;

use clap::Args;

use super::{ids, run_id};
use crate::{
    domain::id::Noun,
    error::{Error, Result},
    store::{Payout, View},
};

/// How the steps are told which payouts they are about.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Payouts such as P3, a range P3-P9, or a whole run: run-4
    #[arg(required = true, value_name = "PAYOUT")]
    payouts: Vec<String>,
    /// Of these, only payouts to this partner
    #[arg(long, value_name = "PARTNER")]
    only: Vec<String>,
}

/// What was found.
pub(super) struct Picked {
    /// The payouts the step is about, as they are before it; never empty.
    pub payouts: Vec<Payout>,
    /// Payouts of a run that are past this step.
    left: Vec<Payout>,
}

impl Which {
    /// The payouts meant. Of a run, those in one of `states`; a payout that is named is meant in any state.
    pub fn picked(&self, view: View<'_>, states: &[&str]) -> Result<Picked> {
        let (mut payouts, mut left): (Vec<Payout>, Vec<Payout>) = (Vec::new(), Vec::new());
        let only = partners(view, &self.only)?;
        let mut seen = HashSet::new();
        for word in self.payouts.iter().flat_map(|p| p.split([' ', ','])) {
            let whole_run = run_id(word).is_some();
            for id in ids(view, &[word.to_owned()])? {
                let payout = view.payout(id)?;
                if !(only.is_empty() || only.contains(&payout.partner)) || !seen.insert(id) {
                    continue;
                }
                if whole_run && !states.contains(&payout.state.as_str()) {
                    left.push(payout);
                } else {
                    payouts.push(payout);
                }
            }
        }
        for partner in only {
            if !payouts.iter().chain(&left).any(|p| p.partner == partner) {
                let name = view.partner(partner)?.known.name;
                return Err(
                    Error::not_found(format!("There is no payout to {name} among these."))
                        .hint("`partnerbook payout show` of the run shows who is in it."),
                );
            }
        }
        let picked = Picked { payouts, left };
        if picked.payouts.is_empty() {
            let what = self.payouts.join(" ");
            return Err(
                Error::refused(format!("Nothing of {what} is {}.", listed(states)))
                    .means(format!("Nothing was changed.{}", picked.left_said())),
            );
        }
        Ok(picked)
    }
}

impl Picked {
    /// " Left as they are: P4 (paid), P6 (cancelled)."; nothing where none is.
    pub fn left_said(&self) -> String {
        if self.left.is_empty() {
            return String::new();
        }
        let mut each: Vec<String> = self
            .left
            .iter()
            .take(super::EACH)
            .map(|p| format!("{} ({})", Noun::Payout.id(p.id), p.state))
            .collect();
        if self.left.len() > super::EACH {
            each.push(format!("and {} more", self.left.len() - super::EACH));
        }
        format!(" Left as they are: {}.", each.join(", "))
    }
}

/// Partners as typed: each word one, or several parted by blanks as a selection gives them.
pub(super) fn partners(view: View<'_>, typed: &[String]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for text in typed {
        match view.find_partner(text) {
            Ok(partner) => found.push(partner),
            Err(_) if text.contains(' ') => {
                for word in text.split_whitespace() {
                    found.push(view.find_partner(word)?);
                }
            }
            Err(e) => return Err(e),
        }
    }
    found.dedup();
    Ok(found)
}

fn listed(states: &[&str]) -> String {
    match states {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
