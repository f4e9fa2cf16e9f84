//! `history`: every operation, when, by whom, and whether it stands.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// Everything that changed the book, newest first
#[derive(Debug, Args)]
pub struct History {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for History {
    const SPEC: Spec = Spec {
        path: "history",
        kind: Kind::Read,
        aliases: &["log"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::History, &When::default(), cx)
    }
}
