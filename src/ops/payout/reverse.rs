//! `payout reverse`.

use clap::Args;

use crate::{
    domain::{
        day::{parse_typed, shown},
        id::Noun,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Take back a paid payout, with a reason; both stay in the books
#[derive(Debug, Args)]
pub struct PayoutReverse {
    /// A payout such as P3
    #[arg(value_name = "PAYOUT")]
    payout: String,
    /// Why: bounced, wrong account …
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The day the money came back
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for PayoutReverse {
    const SPEC: Spec = Spec {
        path: "payout reverse",
        kind: Kind::Money,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (id, on) = (
            Noun::Payout.parse(&self.payout)?,
            parse_typed(&self.on, cx.today)?,
        );
        let reason = args::line("--reason", Some(&self.reason))?.unwrap_or_default();
        let done = cx.store.write(&cx.ask(), |tx| {
            let payout = tx.reverse_payout(id, on, &reason)?;
            Ok((
                format!(
                    "Reversed P{id}: {} to {} ({reason})",
                    payout.money.shown(),
                    payout.partner_name
                ),
                (),
            ))
        })?;
        let said = format!("{}. Its lines are payable again.", done.summary);
        Ok(Outcome {
            said,
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("payout", [name]) => vec![("payout", name.clone())],
            _ => Vec::new(),
        }
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let payout = cx.store.view().payout(Noun::Payout.parse(&self.payout)?)?;
        let paid = payout
            .paid_on
            .map_or_else(String::new, |d| format!(", paid on {}", shown(d)));
        Ok(Some(format!(
            "Reverse P{}: {} to {}{paid}?\n\nIts {} commission lines become payable again. The payout stays in the books as reversed.",
            payout.id,
            payout.money.shown(),
            payout.partner_name,
            payout.lines
        )))
    }
}
