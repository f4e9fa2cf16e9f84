//! `reward approve`.

use clap::Args;

use super::{done_on, listed, named};
use crate::{
    domain::reward::RewardKind,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Approve promised rewards; cash goes into what is owed, to be paid with the next payout
#[derive(Debug, Args)]
pub struct RewardApprove {
    /// Rewards such as W1
    #[arg(required = true, value_name = "REWARD")]
    rewards: Vec<String>,
    /// The day it was approved; cash may be paid from then on
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for RewardApprove {
    const SPEC: Spec = Spec {
        path: "reward approve",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let on = done_on(&self.on, cx.today)?;
        let rewards = named(&self.rewards, cx.store.view())?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for reward in &rewards {
                tx.approve_reward(reward.id, on)?;
            }
            Ok((format!("Approved {}", listed(&rewards)), ()))
        })?;
        let cash = rewards
            .iter()
            .filter(|r| r.known.kind == RewardKind::Cash)
            .count();
        let next = match (cash, rewards.len() - cash) {
            (0, _) => "Once it is handed over: partnerbook reward give",
            (_, 0) => "It is paid with the next payout: partnerbook payout new",
            _ => "Cash is paid with the next payout; the rest with `partnerbook reward give`.",
        };
        Ok(args::wrote(&done, next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "reward", "rewards")
    }
}
