//! Operations on payouts: draft, pay, cancel, reverse, show.

mod cancel;
mod new;
mod paid;
mod reverse;
mod show;

use super::{Entry, Selection};
use crate::{
    domain::id::Noun,
    error::{Error, Result},
    store::Payout,
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<new::PayoutNew>(),
    Entry::of::<show::PayoutShow>(),
    Entry::of::<paid::PayoutPaid>(),
    Entry::of::<cancel::PayoutCancel>(),
    Entry::of::<reverse::PayoutReverse>(),
];

/// The payouts an argument list names: `P3`, several parted by blanks, or a range `P3-P9`.
fn ids(payouts: &[String]) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for word in payouts.iter().flat_map(|p| p.split_whitespace()) {
        match word.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (Noun::Payout.parse(first)?, Noun::Payout.parse(last)?);
                if !(0..5_000).contains(&(last - first)) {
                    return Err(Error::usage(format!("“{word}” is no range of payouts."))
                        .hint("Write the lower number first, at most 5,000 at a time: P3-P9."));
                }
                ids.extend(first..=last);
            }
            None => ids.push(Noun::Payout.parse(word)?),
        }
    }
    Ok(ids)
}

/// Ids in a row as a range: `P1-P30`; else each.
fn ranged(ids: &[i64]) -> String {
    let name = |id: &i64| Noun::Payout.id(*id).to_string();
    match ids {
        [first, .., last] if ids.len() > 2 && ids.windows(2).all(|w| w[1] == w[0] + 1) => {
            format!("{}-{}", name(first), name(last))
        }
        ids => ids.iter().map(name).collect::<Vec<_>>().join(" "),
    }
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
