//! `payout list`: what is to be paid and what was.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List payouts
#[derive(Debug, Args)]
pub struct PayoutList {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for PayoutList {
    const SPEC: Spec = Spec {
        path: "payout list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Payouts, &When::default(), cx)
    }
}
