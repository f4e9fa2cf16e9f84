//! `commission release`.

use clap::Args;

use super::{ids, named};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Let commission lines go that were held back
#[derive(Debug, Args)]
pub struct CommissionRelease {
    /// The lines, such as L7
    #[arg(required = true, value_name = "LINE")]
    lines: Vec<String>,
}

impl Operation for CommissionRelease {
    const SPEC: Spec = Spec {
        path: "commission release",
        kind: Kind::Write,
        aliases: &["unblock"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let ids = ids(&self.lines)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let lines = tx.release_commission(&ids)?;
            Ok((format!("Released {}", named(&lines)), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "commission", "lines")
    }
}
