//! `reward give`.

use clap::Args;

use super::{done_on, listed, named};
use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Record that approved rewards were given; cash is given by its payout
#[derive(Debug, Args)]
pub struct RewardGive {
    /// Rewards such as W1
    #[arg(required = true, value_name = "REWARD")]
    rewards: Vec<String>,
    /// The day it was given
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// What finds it again: an order number, the account credited; partners never see it
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
}

impl Operation for RewardGive {
    const SPEC: Spec = Spec {
        path: "reward give",
        kind: Kind::Write,
        aliases: &["given"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let on = done_on(&self.on, cx.today)?;
        let reference = args::line("--reference", self.reference.as_deref())?;
        let rewards = named(&self.rewards, cx.store.view())?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for reward in &rewards {
                tx.give_reward(reward.id, on, reference.as_deref())?;
            }
            Ok((format!("Given on {}: {}", shown(on), listed(&rewards)), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "reward", "rewards")
    }
}
