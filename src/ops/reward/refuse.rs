//! `reward refuse`.

use clap::Args;

use super::{listed, named};
use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Refuse promised or approved rewards, with the reason; partners never see it
#[derive(Debug, Args)]
pub struct RewardRefuse {
    /// Rewards such as W1
    #[arg(required = true, value_name = "REWARD")]
    rewards: Vec<String>,
    /// Why
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
}

impl Operation for RewardRefuse {
    const SPEC: Spec = Spec {
        path: "reward refuse",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let reason = args::line("--reason", Some(&self.reason))?
            .ok_or_else(|| Error::usage("Say why, with --reason."))?;
        let rewards = named(&self.rewards, cx.store.view())?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for reward in &rewards {
                tx.refuse_reward(reward.id, &reason)?;
            }
            Ok((format!("Refused {}: {reason}", listed(&rewards)), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "reward", "rewards")
    }
}
