//! Operations on payouts, one step each; the book proves every step, what it said is worded here.

mod approve;
mod cancel;
mod export;
mod fail;
mod new;
mod paid;
mod refresh;
mod reverse;
mod show;
mod which;

use std::collections::BTreeSet;

use super::{Entry, Selection};
use crate::{
    domain::{id::Noun, money::Totals},
    error::{Error, Result},
    store::{Payout, View},
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<new::PayoutNew>(),
    Entry::of::<show::PayoutShow>(),
    Entry::of::<refresh::PayoutRefresh>(),
    Entry::of::<approve::PayoutApprove>(),
    Entry::of::<export::PayoutExport>(),
    Entry::of::<paid::PayoutPaid>(),
    Entry::of::<fail::PayoutFail>(),
    Entry::of::<cancel::PayoutCancel>(),
    Entry::of::<reverse::PayoutReverse>(),
];

/// The payouts an argument list names, each once: `P3`, several parted by blanks or commas, a range `P3-P9`, or all of
/// a run, `run-4`.
pub(crate) fn ids(view: View<'_>, payouts: &[String]) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    let words = payouts.iter().flat_map(|p| p.split([' ', ',']));
    for word in words.filter(|w| !w.is_empty()) {
        if let Some(run) = run_id(word) {
            ids.extend(view.run_payouts(run)?);
            continue;
        }
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
    let mut seen = BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    Ok(ids)
}

/// Reads `run-4` as 4; `None` if it names no run.
fn run_id(word: &str) -> Option<i64> {
    let digits = word
        .get(..4)
        .filter(|w| w.eq_ignore_ascii_case("run-"))
        .and_then(|_| word.get(4..))?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// So many payouts of one step are named each; more are told by their number and their sums.
const EACH: usize = 5;

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

/// "P3 ($957.50 to Northwind Agency)", a few with commas; many as "12 payouts (P1-P12) of $1,497.50".
fn named(payouts: &[Payout]) -> Result<String> {
    if payouts.len() > EACH {
        let ids: Vec<i64> = payouts.iter().map(|p| p.id).collect();
        let mut names = ranged(&ids);
        if ids.len() > 4 * EACH && !names.contains('-') {
            names = format!("{} …", ranged(&ids[..4 * EACH]));
        }
        return Ok(format!(
            "{} payouts ({names}) of {}",
            ids.len(),
            sums(payouts)?.shown()
        ));
    }
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
    Ok(each.join(", "))
}

/// What payouts come to, per currency.
fn sums(payouts: &[Payout]) -> Result<Totals> {
    let mut sums = Totals::new();
    for payout in payouts {
        sums.add(payout.money)?;
    }
    Ok(sums)
}
