//! `payout paid`: the only place where money becomes paid.

use clap::Args;

use super::{ids, named, selected};
use crate::{
    domain::day::{Day, parse_typed, shown},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::{Payment, Payout},
    text::check_name,
};

/// Record that you paid payouts, outside this program
#[derive(Debug, Args)]
pub struct PayoutPaid {
    /// Payouts such as P3, or a range P3-P9
    #[arg(required = true, value_name = "PAYOUT")]
    payouts: Vec<String>,
    /// The day the money left
    #[arg(long, value_name = "DAY", default_value = "today")]
    on: String,
    /// How it was paid: bank transfer, Wise …
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// The bank's or provider's reference
    #[arg(long, value_name = "TEXT")]
    reference: Option<String>,
}

impl PayoutPaid {
    fn read(&self, cx: &Cx<'_>) -> Result<(Day, Vec<Payout>)> {
        let view = cx.store.view();
        let payouts = ids(view, &self.payouts)?
            .into_iter()
            .map(|id| view.payout(id))
            .collect::<Result<_>>()?;
        Ok((parse_typed(&self.on, cx.today)?, payouts))
    }
}

impl Operation for PayoutPaid {
    const SPEC: Spec = Spec {
        path: "payout paid",
        kind: Kind::Money,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (on, payouts) = self.read(cx)?;
        let payment = Payment {
            on,
            method: self.method.as_deref().map(check_name).transpose()?,
            reference: self.reference.as_deref().map(check_name).transpose()?,
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            for payout in &payouts {
                tx.mark_paid(payout.id, &payment)?;
            }
            Ok((
                format!("Recorded as paid on {}: {}", shown(on), named(&payouts)),
                (),
            ))
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

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let (on, payouts) = self.read(cx)?;
        let lines: i64 = payouts.iter().map(|p| p.lines).sum();
        let each: Vec<String> = payouts
            .iter()
            .map(|p| format!("P{}  {}  {}", p.id, p.money.shown(), p.partner_name))
            .collect();
        let view = cx.store.view();
        let mut warnings = String::new();
        for payout in &payouts {
            view.may_be_paid(payout, on, cx.today)?;
            // What came after the draft and takes money back is not in it.
            let dues = view.dues(Some(&[payout.partner]), cx.today)?;
            let below = dues
                .iter()
                .find(|d| d.balance.currency == payout.money.currency && d.balance.minor < 0);
            if let Some(due) = below {
                warnings = format!(
                    "{warnings}\n\nSince P{} was drafted, {} was taken back and is not in it: cancel it and draft anew to pay the rest.",
                    payout.id,
                    due.balance.negated()?.shown()
                );
            }
        }
        Ok(Some(format!(
            "Record as paid on {}?\n\n{}{warnings}\n\nThis records payments you made yourself, outside partnerbook. {lines} commission lines become paid. \
             It can be reversed later with a reason; it cannot be erased.",
            shown(on),
            each.join("\n")
        )))
    }
}
