//! `mapping delete`: a saved mapping leaves the book; what was imported by it stays.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
};

/// Delete a saved mapping; what was imported by it stays
#[derive(Debug, Clone, Args)]
pub struct MappingDelete {
    /// Its name
    #[arg(value_name = "NAME")]
    mapping: String,
}

impl Operation for MappingDelete {
    const SPEC: Spec = Spec {
        path: "mapping delete",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let saved = cx.store.view().mapping(&self.mapping)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.delete_mapping(saved.id)?;
            Ok((format!("Deleted the mapping “{}”", saved.name), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }
}
