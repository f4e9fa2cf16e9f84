//! Where a commission line is on a day: on hold, payable, waiting, in a payout, paid.

use crate::{
    domain::{
        day::{Day, shown},
        payout::Waits,
    },
    error::Result,
    store::{Line, View},
    table::Mark,
};

/// In a word or two, with its mark.
pub(super) fn state(line: &Line, today: Day) -> (Mark, String) {
    match &line.payout {
        Some((_, _, Some(on))) => (Mark::Done, format!("paid {}", shown(*on))),
        Some((payout, state, None)) => (Mark::Waiting, format!("P{payout}, {state}")),
        None if line.payable_on > today => {
            (Mark::Waiting, format!("held to {}", shown(line.payable_on)))
        }
        None => (Mark::Payable, "payable".to_owned()),
    }
}

/// Why what the partner may be paid in this currency waits, although this line is payable.
pub(super) fn waits(view: View<'_>, line: &Line, today: Day) -> Result<Option<Waits>> {
    let dues = view.dues(Some(&[line.partner]), today)?;
    let own = dues
        .into_iter()
        .find(|due| due.balance.currency == line.money.currency);
    Ok(own
        .and_then(|due| due.waits)
        .filter(|why| matches!(why, Waits::UnderMinimum(_) | Waits::Negative(_))))
}

/// Where a line is on a day, in a sentence.
pub(super) fn standing(line: &Line, today: Day) -> String {
    match &line.payout {
        Some((payout, _, Some(on))) => format!("Paid on {} in P{payout}.", shown(*on)),
        Some((payout, state, None)) => format!("In payout P{payout} ({state})."),
        None if line.payable_on > today => format!("Held until {}.", shown(line.payable_on)),
        None => format!("Payable since {}.", shown(line.payable_on)),
    }
}
