//! Operations on rewards: promise, approve, give, refuse, show. Cash is given by its payout, not from here.

pub(super) mod add;
mod approve;
mod give;
mod refuse;
mod show;

use super::{Entry, args};
use crate::{
    domain::{
        day::{Day, shown},
        id::Noun,
    },
    error::{Error, Result},
    store::{Reward, View},
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::RewardAdd>(),
    Entry::of::<show::RewardShow>(),
    Entry::of::<approve::RewardApprove>(),
    Entry::of::<give::RewardGive>(),
    Entry::of::<refuse::RewardRefuse>(),
];

/// The rewards that arguments name, each once: `W1`, several parted by blanks.
fn named(typed: &[String], view: View<'_>) -> Result<Vec<Reward>> {
    let mut ids = Vec::new();
    for word in typed.iter().flat_map(|t| t.split_whitespace()) {
        let id = Noun::Reward.parse(word)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.into_iter().map(|id| view.reward(id)).collect()
}

/// `W1 (cash $100.00 for Ann Lee at Northwind)`, several with commas.
fn listed(rewards: &[Reward]) -> String {
    let each: Vec<String> = rewards
        .iter()
        .map(|r| {
            format!(
                "{} ({} for {})",
                Noun::Reward.id(r.id),
                r.known.words(),
                r.known.whom(&r.partner_name)
            )
        })
        .collect();
    each.join(", ")
}

/// The day something was done, as typed; never one that is still to come.
fn done_on(typed: &str, today: Day) -> Result<Day> {
    let on = args::day(Some(typed), today)?.unwrap_or(today);
    if on > today {
        return Err(Error::refused(format!("{} is in the future.", shown(on)))
            .means("Nothing was changed.")
            .hint("Record it on the day it happens, or after."));
    }
    Ok(on)
}
