//! `stats partners`: each partner in numbers, over any period and as of any day.

use clap::Args;

use crate::{
    error::Result,
    ops::{
        Cx, Kind, Operation, Outcome, Spec,
        list::{Asked, When},
    },
    table::List,
};

/// Partners in numbers: referrals, wins, revenue, commission
#[derive(Debug, Args)]
pub struct StatsPartners {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    when: When,
}

impl Operation for StatsPartners {
    const SPEC: Spec = Spec {
        path: "stats partners",
        kind: Kind::Read,
        aliases: &["partner"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Performance, &self.when, cx)
    }
}
