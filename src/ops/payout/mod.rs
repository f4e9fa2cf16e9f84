//! Operations on payouts: draft, pay, cancel, reverse, show.

mod cancel;
mod new;
mod paid;
mod reverse;
mod show;

use super::{Entry, Selection};
use crate::{domain::id::Noun, error::Result, store::Payout};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<new::PayoutNew>(),
    Entry::of::<show::PayoutShow>(),
    Entry::of::<paid::PayoutPaid>(),
    Entry::of::<cancel::PayoutCancel>(),
    Entry::of::<reverse::PayoutReverse>(),
];

/// The payouts an argument list names.
fn ids(payouts: &[String]) -> Result<Vec<i64>> {
    payouts.iter().map(|p| Noun::Payout.parse(p)).collect()
}

/// The selected payouts, as an argument.
fn selected(selection: &Selection) -> Vec<(&'static str, String)> {
    if selection.noun == "payout" {
        vec![("payouts", selection.names.join(" "))]
    } else {
        Vec::new()
    }
}

/// "P3 ($957.50 to Northwind Agency)", several with commas.
fn named(payouts: &[Payout]) -> String {
    let each: Vec<String> = payouts
        .iter()
        .map(|p| {
            format!(
                "{} ({} to {})",
                Noun::Payout.id(p.id),
                p.money.shown(),
                p.partner_name
            )
        })
        .collect();
    each.join(", ")
}
