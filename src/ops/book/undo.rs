//! `undo`.

use clap::Args;

use crate::{
    domain::id::Noun,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
};

/// Take back the last change, or one of `history`
#[derive(Debug, Args)]
pub struct Undo {
    /// The operation to take back, such as H12; the newest that stands if not given
    #[arg(value_name = "OPERATION")]
    operation: Option<String>,
}

impl Operation for Undo {
    const SPEC: Spec = Spec {
        path: "undo",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let which = self
            .operation
            .as_deref()
            .map(|o| Noun::Operation.parse(o))
            .transpose()?;
        let done = cx.store.undo(&cx.ask(), which)?;
        Ok(Outcome {
            said: format!("{}.", done.summary),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("operation", [name]) => vec![("operation", name.clone())],
            _ => Vec::new(),
        }
    }
}
