//! `mapping rename`: another name for a saved mapping.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    text::check_name,
};

/// Give a saved mapping another name
#[derive(Debug, Clone, Args)]
pub struct MappingRename {
    /// Its name
    #[arg(value_name = "NAME")]
    mapping: String,
    /// Its new name
    #[arg(value_name = "NEW")]
    to: String,
}

impl Operation for MappingRename {
    const SPEC: Spec = Spec {
        path: "mapping rename",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let saved = cx.store.view().mapping(&self.mapping)?;
        let name = check_name(&self.to)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.rename_mapping(saved.id, &name)?;
            Ok((
                format!("The mapping “{}” is called “{name}”", saved.name),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }
}
