//! `commission block`.

use clap::Args;

use super::{ids, named};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Hold commission lines back: they go into no payout until they are released
#[derive(Debug, Args)]
pub struct CommissionBlock {
    /// The lines, such as L7
    #[arg(required = true, value_name = "LINE")]
    lines: Vec<String>,
    /// Why; the partner reads it
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
}

impl Operation for CommissionBlock {
    const SPEC: Spec = Spec {
        path: "commission block",
        kind: Kind::Write,
        aliases: &["hold"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let ids = ids(&self.lines)?;
        let reason = args::line("--reason", Some(&self.reason))?.unwrap_or_default();
        let done = cx.store.write(&cx.ask(), |tx| {
            let lines = tx.block_commission(&ids, &reason)?;
            Ok((format!("Held back {}: {reason}", named(&lines)), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "commission", "lines")
    }
}
