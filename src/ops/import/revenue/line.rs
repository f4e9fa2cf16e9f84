//! A revenue line as it is known again, compared with what a file says, and shown.

use super::{At, Revenue, facts::months, kinds::is_payment};
use crate::{
    domain::{money::Money, plan::BASE},
    error::Result,
    import::Row,
    ops::import::{
        intake::{Fate, Stop},
        payer::Payer,
        report::edits,
    },
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

impl Revenue {
    /// The line in the book that a row without an id is: the first such row the first such line, and so on.
    pub(super) fn known_by_key(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        new: &NewRevenue,
    ) -> Result<Option<i64>, Stop> {
        let met = self.kinds.iter().position(|k| *k == new.kind);
        let kind = met.unwrap_or_else(|| {
            self.kinds.push(new.kind.clone());
            self.kinds.len() - 1
        });
        let nth = self
            .counted
            .entry((
                new.customer,
                new.day,
                kind,
                new.money.minor,
                new.money.currency,
            ))
            .or_insert(0);
        *nth += 1;
        tx.expect_lines_by_customer()?;
        let nth = *nth - 1;
        nth_line(tx, row, new, nth)
    }

    /// A line that is in the book: unchanged, or changed by what the file says. Where the file names no referral, the
    /// line keeps the one it earns on; where it names no refunded line, the one it gives back.
    pub(super) fn compare(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        id: i64,
        new: &NewRevenue,
        payer: Payer,
    ) -> Result<Fate, Stop> {
        let before = tx.view().revenue(id)?;
        let mut to = NewRevenue {
            customer: new.customer,
            day: new.day,
            kind: new.kind.clone(),
            money: new.money,
            ..before.known.clone()
        };
        if let Some(months) = months(row)? {
            to.period_months = months;
        }
        if new.their_status.is_some() {
            to.their_status.clone_from(&new.their_status);
        }
        if payer.named {
            to.referral = new.referral;
        }
        if new.refund_of.is_some() {
            to.refund_of = new.refund_of;
        }
        if !self
            .spoken
            .judge(id, before.known == to, row, At::Id.into())?
        {
            return Ok(Fate::Same);
        }
        tx.set_revenue(id, &to)?;
        let name = format!("V{id} {}", before.customer_name);
        Ok(Fate::Changed(
            name,
            edits(shown(tx, &before.known)?, shown(tx, &to)?),
        ))
    }
}

/// The nth line without an external id that a row is. A kind that was said to be another one may be there by the file's own
/// word for it: then its kind changes.
pub(super) fn nth_line(
    tx: &Tx<'_>,
    row: &Row<'_>,
    new: &NewRevenue,
    nth: u32,
) -> Result<Option<i64>, Stop> {
    if let Some(line) = tx.view().nth_line(&key(new), nth)? {
        return Ok(Some(line));
    }
    let own = row.raw(At::Kind).to_lowercase();
    let base = is_payment(&own).then_some(BASE);
    let others = Some(own.as_str()).into_iter().chain(base);
    for kind in others.filter(|kind| !kind.is_empty() && *kind != new.kind) {
        let key = LineKey { kind, ..key(new) };
        if let Some(line) = tx.view().nth_line(&key, nth)? {
            return Ok(Some(line));
        }
    }
    Ok(None)
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
