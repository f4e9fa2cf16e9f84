//! `mapping list`: the saved mappings.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, line},
    table,
};

/// The saved ways to read files
#[derive(Debug, Clone, Args)]
pub struct MappingList {}

impl Operation for MappingList {
    const SPEC: Spec = Spec {
        path: "mapping list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let mappings = cx.store.view().mappings()?;
        Ok(Outcome {
            table: Some(table::mappings(&mappings, |m| line::join(&m.words))),
            ..Outcome::default()
        })
    }
}
