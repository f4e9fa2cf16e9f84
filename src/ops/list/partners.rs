//! `partner list`: who refers customers to us, and what is owed to them.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List partners
#[derive(Debug, Args)]
pub struct PartnerList {
    #[command(flatten)]
    asked: Asked,
    /// As it stood on a day: today, -30d, 2026-11-21
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

impl Operation for PartnerList {
    const SPEC: Spec = Spec {
        path: "partner list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let when = When {
            as_of: self.as_of,
            ..When::default()
        };
        self.asked.run(List::Partners, &when, cx)
    }
}
