//! `customer list`: who pays, who brought them, and how far their commission has come.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List customers
#[derive(Debug, Args)]
pub struct CustomerList {
    #[command(flatten)]
    asked: Asked,
    /// As it stood on a day: today, -30d, 2026-11-21
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

impl Operation for CustomerList {
    const SPEC: Spec = Spec {
        path: "customer list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let when = When {
            as_of: self.as_of,
            ..When::default()
        };
        self.asked.run(List::Customers, &when, cx)
    }
}
