//! `payout fail`.

use clap::Args;

use super::{named, selected, which::Which};
use crate::{
    domain::day::{parse_typed, shown},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Record that payouts did not arrive; their lines are payable again
#[derive(Debug, Args)]
pub struct PayoutFail {
    #[command(flatten)]
    which: Which,
    /// What the bank or provider said
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The day it failed
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for PayoutFail {
    const SPEC: Spec = Spec {
        path: "payout fail",
        kind: Kind::Write,
        aliases: &["failed"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let on = parse_typed(&self.on, cx.today)?;
        let reason = args::line("--reason", Some(&self.reason))?.unwrap_or_default();
        let picked = self
            .which
            .picked(cx.store.view(), &["approved", "exported"])?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for payout in &picked.payouts {
                tx.mark_failed(payout.id, on, &reason)?;
            }
            Ok((
                format!(
                    "Recorded as failed on {}: {} ({reason})",
                    shown(on),
                    named(&picked.payouts)?
                ),
                (),
            ))
        })?;
        Ok(Outcome {
            said: format!(
                "{}. What they held is payable again: partnerbook payout new{}",
                done.summary,
                picked.left_said()
            ),
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }
}
