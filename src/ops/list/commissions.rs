//! `commission list`: what is owed, line by line, and where each line stands on a day.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List commission lines
#[derive(Debug, Args)]
pub struct CommissionList {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    when: When,
}

impl Operation for CommissionList {
    const SPEC: Spec = Spec {
        path: "commission list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Commissions, &self.when, cx)
    }
}
