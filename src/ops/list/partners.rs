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
}

impl Operation for PartnerList {
    const SPEC: Spec = Spec {
        path: "partner list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Partners, &When::default(), cx)
    }
}
