//! `payout cancel`.

use clap::Args;

use super::{named, selected, which::Which};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Drop payouts that are not paid; their lines are payable again
#[derive(Debug, Args)]
pub struct PayoutCancel {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Operation for PayoutCancel {
    const SPEC: Spec = Spec {
        path: "payout cancel",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let picked = self
            .which
            .picked(cx.store.view(), &["draft", "approved", "exported"])?;
        let reason = args::line("--reason", self.reason.as_deref())?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for payout in &picked.payouts {
                tx.cancel_payout(payout.id, reason.as_deref())?;
            }
            Ok((format!("Cancelled {}", named(&picked.payouts)?), ()))
        })?;
        let mut said = format!("{}.{}", done.summary, picked.left_said());
        // A file that went out is not called back by the book.
        let files = picked.payouts.iter().filter(|p| p.state == "exported");
        for payout in files.take(super::EACH) {
            said = format!(
                "{said}\nP{} was written to {}: make sure that it is not paid from there.",
                payout.id,
                payout.file.as_deref().unwrap_or("a payment file")
            );
        }
        Ok(Outcome {
            said,
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }
}
