//! `payout paid`: where a person records money as paid.

mod references;

use clap::Args;

use super::{
    named, ranged, selected, sums,
    which::{Picked, Which},
};
use crate::{
    domain::day::{Day, parse_typed, shown},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::{Payment, Payout},
    text::check_name,
};
use references::References;

/// So many payouts are listed in the question; more are counted.
const LISTED: usize = 30;

/// Record that you paid payouts, outside this program
#[derive(Debug, Args)]
pub struct PayoutPaid {
    #[command(flatten)]
    which: Which,
    /// The day the money left
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// How it was paid: bank transfer, Wise …
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// The bank's or provider's reference; for one of several: northwind=TRN-1 or P3=TRN-1
    #[arg(long, value_name = "TEXT")]
    reference: Vec<String>,
    /// The money has left already: record it though commission was taken back since
    #[arg(long)]
    as_drafted: bool,
}

/// What was asked, found in the book.
struct Read {
    on: Day,
    picked: Picked,
    references: References,
    method: Option<String>,
}

impl PayoutPaid {
    fn read(&self, cx: &Cx<'_>) -> Result<Read> {
        let view = cx.store.view();
        let picked = self
            .which
            .picked(view, &["draft", "approved", "exported"])?;
        Ok(Read {
            on: parse_typed(&self.on, cx.today)?,
            references: References::read(&self.reference, view, &picked.payouts)?,
            method: self.method.as_deref().map(check_name).transpose()?,
            picked,
        })
    }
}

impl Operation for PayoutPaid {
    const SPEC: Spec = Spec {
        path: "payout paid",
        kind: Kind::Money,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let read = self.read(cx)?;
        let payouts = &read.picked.payouts;
        let done = cx.store.write(&cx.ask(), |tx| {
            for payout in payouts {
                let payment = Payment {
                    on: read.on,
                    method: read.method.clone(),
                    reference: read.references.of(payout.id),
                };
                if self.as_drafted {
                    tx.mark_paid_as_drafted(payout.id, &payment)?;
                } else {
                    tx.mark_paid(payout.id, &payment)?;
                }
            }
            Ok((
                format!(
                    "Recorded as paid on {}: {}",
                    shown(read.on),
                    named(payouts)?
                ),
                (),
            ))
        })?;
        Ok(Outcome {
            said: format!(
                "{}.{}{}",
                done.summary,
                approved_too(payouts),
                read.picked.left_said()
            ),
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let read = self.read(cx)?;
        let payouts = &read.picked.payouts;
        let lines: i64 = payouts.iter().map(|p| p.lines).sum();
        let mut each: Vec<String> = payouts
            .iter()
            .take(LISTED)
            .map(|p| {
                let reference = read
                    .references
                    .of(p.id)
                    .map_or_else(String::new, |r| format!("  {r}"));
                format!(
                    "P{}  {}  {}{reference}",
                    p.id,
                    p.money.shown(),
                    p.partner_name
                )
            })
            .collect();
        if payouts.len() > LISTED {
            each.push(format!("… and {} more", payouts.len() - LISTED));
        }
        if payouts.len() > 1 {
            each.push(format!(
                "{} payouts: {}",
                payouts.len(),
                sums(payouts)?.shown()
            ));
        }
        let view = cx.store.view();
        let mut warnings = String::new();
        for payout in payouts {
            if self.as_drafted {
                view.payment_fits(payout, read.on, cx.today)?;
            } else {
                view.may_be_paid(payout, read.on, cx.today)?;
            }
            // What came after the draft and takes money back is not in it.
            let since = view.free_balance(payout, cx.today.max(payout.as_of))?;
            if since.minor < 0 {
                warnings = format!(
                    "{warnings}\n\nSince P{} was drafted, {} was taken back and is not in it; it is made up from later commission.",
                    payout.id,
                    since.negated()?.shown()
                );
            }
        }
        let approved = approved_too(payouts);
        Ok(Some(format!(
            "Record as paid on {}?\n\n{}{warnings}\n\nThis records payments you made yourself, outside partnerbook. {lines} commission lines become paid. \
             It can be reversed later with a reason; it cannot be erased.{approved}",
            shown(read.on),
            each.join("\n")
        )))
    }
}

/// That drafts are approved in the same step.
fn approved_too(payouts: &[Payout]) -> String {
    let drafts: Vec<i64> = payouts
        .iter()
        .filter(|p| p.state == "draft")
        .map(|p| p.id)
        .collect();
    match drafts.as_slice() {
        [] => String::new(),
        [one] => format!(" P{one} was a draft and is approved with it."),
        many => format!(" {} were drafts and are approved with it.", ranged(many)),
    }
}
