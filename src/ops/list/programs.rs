//! `program list`: what partners are paid under which program.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List programs
#[derive(Debug, Args)]
pub struct ProgramList {
    #[command(flatten)]
    asked: Asked,
    /// As it stood on a day: today, -30d, 2026-11-21
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

impl Operation for ProgramList {
    const SPEC: Spec = Spec {
        path: "program list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let when = When {
            as_of: self.as_of,
            ..When::default()
        };
        self.asked.run(List::Programs, &when, cx)
    }
}
