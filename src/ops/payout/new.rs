//! `payout new`.

use clap::Args;

use crate::{
    domain::{
        day::{parse_typed, shown},
        id::Noun,
        money::Totals,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
};

/// Draft payouts from payable lines: one for each partner and currency
#[derive(Debug, Args)]
pub struct PayoutNew {
    /// Only these partners; everyone if not given
    #[arg(long, value_name = "PARTNER")]
    partner: Vec<String>,
    /// Lines payable on this day or before
    #[arg(long, value_name = "DAY", default_value = "today")]
    as_of: String,
}

impl Operation for PayoutNew {
    const SPEC: Spec = Spec {
        path: "payout new",
        kind: Kind::Write,
        aliases: &["add"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let as_of = parse_typed(&self.as_of, cx.today)?;
        let view = cx.store.view();
        let only = self
            .partner
            .iter()
            .map(|p| view.find_partner(p))
            .collect::<Result<Vec<i64>>>()?;
        let only = (!only.is_empty()).then_some(only);
        let dues = view.dues(only.as_deref(), as_of)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let made = tx.draft_payouts(only.as_deref(), as_of)?;
            let mut sums = Totals::new();
            for id in &made {
                sums.add(tx.view().payout(*id)?.money)?;
            }
            Ok((
                format!("Drafted {} payouts of {}", made.len(), sums.shown()),
                made,
            ))
        })?;
        let waiting = dues
            .iter()
            .filter(|d| d.pay.is_zero() && !d.balance.is_zero())
            .count();
        let waits = if waiting > 0 {
            format!(" {waiting} balances wait: under their minimum, or below zero.")
        } else {
            String::new()
        };
        let said = match done.value.as_slice() {
            [] => format!("Nothing is payable on {}.{waits}", shown(as_of)),
            made => {
                let ids: Vec<String> = made
                    .iter()
                    .map(|id| Noun::Payout.id(*id).to_string())
                    .collect();
                format!(
                    "{}: {}.{waits} When you have paid: partnerbook payout paid {}",
                    done.summary,
                    ids.join(", "),
                    ids.join(" ")
                )
            }
        };
        Ok(Outcome {
            said,
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        if selection.noun == "partner" {
            vec![("partner", selection.names.join(" "))]
        } else {
            Vec::new()
        }
    }
}
