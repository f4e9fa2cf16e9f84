//! A revenue line as it is known again and as it is shown.

use crate::{
    domain::money::Money,
    error::Result,
    ops::import::intake::Stop,
    store::{LineKey, NewRevenue, Tx},
};

/// The line of the external id of a row.
pub(super) fn known(tx: &Tx<'_>, new: &NewRevenue) -> Result<Option<i64>, Stop> {
    match &new.external_id {
        Some(external) => Ok(tx.view().line(external)?),
        None => Ok(None),
    }
}

/// What tells a line without an external id from others.
pub(super) fn key(line: &NewRevenue) -> LineKey<'_> {
    LineKey {
        customer: line.customer,
        day: line.day,
        kind: &line.kind,
        money: line.money,
    }
}

/// A line field by field, for showing what changed.
pub(in super::super) fn shown(tx: &Tx<'_>, v: &NewRevenue) -> Result<Vec<(&'static str, String)>> {
    let number = |n: Option<i64>, mark: char| n.map_or(String::new(), |n| format!("{mark}{n}"));
    Ok(vec![
        ("id", v.external_id.clone().unwrap_or_default()),
        ("customer", tx.view().customer(v.customer)?.known.name),
        ("referral", number(v.referral, 'R')),
        ("date", v.day.to_string()),
        ("kind", v.kind.clone()),
        ("amount", Money::shown(v.money)),
        ("months", v.period_months.to_string()),
        ("refund_of", number(v.refund_of, 'V')),
        ("their_status", v.their_status.clone().unwrap_or_default()),
    ])
}
