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
    /// As it stood on a day: today, -30d, 2026-11-21
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

impl Operation for PayoutList {
    const SPEC: Spec = Spec {
        path: "payout list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let when = When {
            as_of: self.as_of,
            ..When::default()
        };
        self.asked.run(List::Payouts, &when, cx)
    }
}
