//! `revenue list`: what customers paid, newest first.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List paid lines
#[derive(Debug, Args)]
pub struct RevenueList {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    when: When,
}

impl Operation for RevenueList {
    const SPEC: Spec = Spec {
        path: "revenue list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Revenue, &self.when, cx)
    }
}
