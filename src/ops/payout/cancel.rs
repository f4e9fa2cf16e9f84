//! `payout cancel`.

use clap::Args;

use super::{ids, named, selected};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    text::check_name,
};

/// Drop payouts that are not paid; their lines are payable again
#[derive(Debug, Args)]
pub struct PayoutCancel {
    /// Payouts such as P3, or a range P3-P9
    #[arg(required = true, value_name = "PAYOUT")]
    payouts: Vec<String>,
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
        let ids = ids(cx.store.view(), &self.payouts)?;
        let reason = self.reason.as_deref().map(check_name).transpose()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let dropped = ids
                .iter()
                .map(|id| tx.cancel_payout(*id, reason.as_deref()))
                .collect::<Result<Vec<_>>>()?;
            Ok((format!("Cancelled {}", named(&dropped)), ()))
        })?;
        Ok(Outcome {
            said: format!("{}.", done.summary),
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }
}
