//! `reward list`: what was promised beside commission, and what became of it.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List rewards: what is promised, approved, given
#[derive(Debug, Args)]
pub struct RewardList {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for RewardList {
    const SPEC: Spec = Spec {
        path: "reward list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Rewards, &When::default(), cx)
    }
}
