//! The run that is being prepared on the example's last day: a payout in each state on the way to being paid. Nothing in
//! it is paid.

use super::{ask, money::counted};
use crate::{domain::day::Day, error::Result, store::Store};

/// Drafts what is payable, and takes some of it a step or two further.
pub(super) fn prepare(store: &mut Store, today: Day) -> Result<()> {
    let drafted = store.write(&ask("payout new", today), |tx| {
        let ids = tx.draft_payouts(None, today)?;
        Ok((format!("Drafted {}", counted(ids.len(), "payout")), ids))
    })?;
    let mut rest = drafted.value.into_iter();
    if let Some(last) = rest.next_back() {
        let reason = "waits for a new account number";
        let line = format!("payout cancel P{last} --reason \"{reason}\"");
        store.write(&ask(&line, today), |tx| {
            tx.cancel_payout(last, Some(reason))?;
            let said = format!("Cancelled P{last}; its lines are payable again");
            Ok((said, ()))
        })?;
    }
    if let Some(first) = rest.next() {
        send(store, first, today)?;
    }
    if let Some(bounced) = rest.next_back() {
        send(store, bounced, today)?;
        let reason = "the bank knows no such account";
        let line = format!("payout fail P{bounced} --reason \"{reason}\"");
        store.write(&ask(&line, today), |tx| {
            tx.mark_failed(bounced, today, reason)?;
            Ok((format!("P{bounced} did not arrive: {reason}"), ()))
        })?;
    }
    if let Some(next) = rest.next() {
        store.write(&ask(&format!("payout approve P{next}"), today), |tx| {
            tx.approve_payout(next)?;
            Ok((format!("Approved P{next}"), ()))
        })?;
    }
    Ok(())
}

/// Writes a payout to the file that its currency calls for, as the book remembers it.
fn send(store: &mut Store, id: i64, today: Day) -> Result<()> {
    let file = match store.view().payout(id)?.money.currency.code() {
        "EUR" => "sepa-eur.xml",
        _ => "plain.csv",
    };
    let line = format!("payout export P{id} --approve");
    store.write(&ask(&line, today), |tx| {
        tx.approve_payout(id)?;
        tx.mark_exported(id, file)?;
        Ok((format!("Approved and wrote P{id} to {file}"), ()))
    })?;
    Ok(())
}
