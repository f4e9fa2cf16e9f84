//! `payout new`.

use clap::Args;

use super::ranged;
use crate::{
    domain::{
        day::{parse_typed, shown},
        money::Totals,
        payout::Due,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args::counted},
    store::View,
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
                format!(
                    "Drafted {} of {}",
                    counted(made.len() as u64, "payout", "payouts"),
                    sums.shown()
                ),
                made,
            ))
        })?;
        let waits = waiting(cx.store.view(), &dues)?;
        let said = match done.value.as_slice() {
            [] => format!("Nothing is payable on {}.{waits}", shown(as_of)),
            made => format!(
                "{}: {}.{waits}\nWhen you have paid: partnerbook payout paid {}",
                done.summary,
                ranged(made),
                ranged(made)
            ),
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

/// Who gets nothing though something stands, and why: the first three by name.
fn waiting(view: View<'_>, dues: &[Due]) -> Result<String> {
    let waits: Vec<_> = dues
        .iter()
        .filter_map(|d| d.waits.filter(|_| !d.balance.is_zero()).map(|w| (d, w)))
        .collect();
    let mut said = String::new();
    for (due, why) in waits.iter().take(3) {
        let name = view.partner(due.partner)?.known.name;
        said = format!("{said}\n{name} {}: {}", due.balance.shown(), why.sentence());
    }
    if waits.len() > 3 {
        said = format!("{said}\n… and {} more.", waits.len() - 3);
    }
    Ok(said)
}
