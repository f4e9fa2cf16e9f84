//! `redo`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
};

/// Put back what the last undo took away
#[derive(Debug, Args)]
pub struct Redo {}

impl Operation for Redo {
    const SPEC: Spec = Spec {
        path: "redo",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let done = cx.store.redo(&cx.ask())?;
        Ok(Outcome {
            said: format!("{}.", done.summary),
            ..Outcome::default()
        })
    }
}
