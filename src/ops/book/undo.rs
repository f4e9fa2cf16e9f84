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
        let mut said = format!("{}.", done.summary);
        // A file that went out is not called back by the book.
        if let Some(op) = done.op {
            for file in cx.store.view().files_taken_back(op)? {
                said = format!(
                    "{said}\n{file} is still where it was written: make sure that nothing is paid from it."
                );
            }
        }
        Ok(Outcome {
            said,
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
