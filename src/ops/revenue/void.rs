//! `revenue void`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Take revenue lines out that should not be there; the ledger corrects itself
#[derive(Debug, Args)]
pub struct RevenueVoid {
    /// The lines, such as V5
    #[arg(required = true, value_name = "REVENUE")]
    lines: Vec<String>,
    /// Why
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
}

impl Operation for RevenueVoid {
    const SPEC: Spec = Spec {
        path: "revenue void",
        kind: Kind::Write,
        aliases: &["delete"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let reason = args::line("--reason", Some(&self.reason))?.unwrap_or_default();
        let mut lines = self
            .lines
            .iter()
            .map(|v| view.revenue(view.find_revenue(v)?))
            .collect::<Result<Vec<_>>>()?;
        // Refunds go before the lines they name, so that both may be picked together.
        lines.sort_by_key(|line| line.known.refund_of.is_none());
        let done = cx.store.write(&cx.ask(), |tx| {
            for line in &lines {
                tx.void_revenue(line.id)?;
            }
            let what = match lines.as_slice() {
                [one] => format!(
                    "V{}, {} from {}",
                    one.id,
                    one.known.money.shown(),
                    one.customer_name
                ),
                many => format!("{} revenue lines", many.len()),
            };
            Ok((format!("Voided {what}: {reason}"), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "revenue", "lines")
    }
}
