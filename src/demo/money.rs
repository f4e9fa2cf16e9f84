//! The example's revenue, month by month, and the payouts made on it.

use chrono::Datelike;

use super::{
    Made, ask,
    cast::CAST,
    domain_of,
    plots::{End, PLOTS},
    story::before,
    whole,
};
use crate::{
    domain::{
        day::{Day, add_days, add_months},
        month::Month,
    },
    error::Result,
    store::{NewCustomer, NewRevenue, Payment, Store, Tx},
};

/// Customers that came without a partner.
const DIRECT: &[(&str, i64)] = &[
    ("Parkside Library", 240),
    ("Sundial Gardens", 480),
    ("Tallow Candles", 149),
    ("Union Street Market", 640),
];

/// `1 payout`, `3 payouts`.
pub(super) fn counted(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{n} {what}s")
    }
}

/// Plots whose customer pays once a year.
fn yearly(n: usize) -> bool {
    n % 7 == 3
}

/// The revenue of a month up to `today`, and the payout run on the 5th of the next one.
pub(super) fn month(store: &mut Store, made: &mut Made, month: Month, today: Day) -> Result<()> {
    let day = month.last().min(today);
    store.write(&ask(&format!("import revenue {month}.csv"), day), |tx| {
        let mut count = 0;
        for (n, customer) in made.customers.clone() {
            count += pay(tx, made, n, customer, month, day)?;
        }
        Ok((
            format!("Revenue of {}: {}", month.shown(), counted(count, "line")),
            (),
        ))
    })?;
    let pay_day = add_days(month.next().first(), 4)?;
    // Payouts of the newest run stay drafts: see `today`.
    if pay_day > today {
        return Ok(());
    }
    let drafted = store.write(
        &ask(&format!("payout new --as-of {pay_day}"), pay_day),
        |tx| {
            let ids = tx.draft_payouts(None, pay_day)?;
            Ok((
                format!(
                    "Drafted {} for {}",
                    counted(ids.len(), "payout"),
                    month.shown()
                ),
                ids,
            ))
        },
    )?;
    let Some(last) = drafted.value.last() else {
        return Ok(());
    };
    made.paid = Some(*last);
    store.write(&ask("payout paid", pay_day), |tx| {
        for id in &drafted.value {
            let partner = tx.view().payout(*id)?.partner;
            let method = made
                .partners
                .iter()
                .position(|p| *p == partner)
                .and_then(|at| CAST.get(at))
                .map_or("bank", |p| p.method);
            let reference = format!("TRN-{}-{:03}", pay_day.format("%y%m"), id);
            tx.mark_paid(
                *id,
                &Payment {
                    on: pay_day,
                    method: Some(method.to_owned()),
                    reference: Some(reference),
                },
            )?;
        }
        Ok((
            format!(
                "Paid {} on {pay_day}",
                counted(drafted.value.len(), "payout")
            ),
            (),
        ))
    })?;
    Ok(())
}

/// What one customer pays in a month: the base on the day of the month it began, an add-on now and then.
fn pay(
    tx: &Tx<'_>,
    made: &mut Made,
    n: usize,
    customer: i64,
    month: Month,
    until: Day,
) -> Result<usize> {
    let plot = &PLOTS[n];
    let known = tx.view().customer(customer)?.known;
    let (Some(player), Some(started)) = (CAST.get(plot.1), known.started_on) else {
        return Ok(0);
    };
    let first = add_days(started, 6)?;
    let months = Month::of(first);
    let nth = u32::try_from(month.since(months)).ok();
    let Some(nth) = nth else { return Ok(0) };
    let on = add_months(first, nth)?;
    if on > until || churns(n).is_some_and(|after| nth >= after) || (yearly(n) && nth % 12 != 0) {
        return Ok(0);
    }
    let period_months = if yearly(n) { 12 } else { 1 };
    let line = NewRevenue {
        external_id: Some(format!("INV-{}-{n:03}", on.format("%y%m"))),
        customer,
        referral: None,
        day: on,
        kind: "base".to_owned(),
        money: whole(plot.4 * i64::from(period_months), player.currency)?,
        period_months,
        refund_of: None,
        their_status: None,
    };
    let id = tx.add_revenue(&line)?;
    made.lines.insert((n, on), id);
    let mut count = 1;
    if (n + nth as usize) % 4 == 1 {
        tx.add_revenue(&NewRevenue {
            external_id: Some(format!("INV-{}-{n:03}-A", on.format("%y%m"))),
            kind: if nth == 0 { "setup" } else { "addon" }.to_owned(),
            money: whole(90 + 15 * i64::from(nth % 3), player.currency)?,
            period_months: 1,
            ..line
        })?;
        count += 1;
    }
    Ok(count)
}

/// After how many payments a customer left; most stay.
fn churns(n: usize) -> Option<u32> {
    let wins: Vec<usize> = PLOTS
        .iter()
        .enumerate()
        .filter(|(_, p)| p.3 == End::Won)
        .map(|(n, _)| n)
        .collect();
    match wins.iter().position(|w| *w == n) {
        Some(4) => Some(8),
        Some(11) => Some(5),
        _ => None,
    }
}

/// What happens on the last day: customers left, money was given back after its commission had been paid, one payout
/// came back, the next ones are being prepared.
pub(super) fn today(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    store.write(&ask("customer add --direct", today), |tx| {
        for (n, (name, monthly)) in DIRECT.iter().enumerate() {
            let started = before(today, 200 + 40 * u32::try_from(n).unwrap_or(0))?;
            let id = tx.add_customer(&NewCustomer {
                name: (*name).to_owned(),
                domain: Some(domain_of(name, 0)),
                started_on: Some(started),
                plan: Some("Starter".to_owned()),
                owner: Some("Sam Rivera".to_owned()),
                ..NewCustomer::default()
            })?;
            for nth in 0..6 {
                tx.add_revenue(&NewRevenue {
                    external_id: None,
                    customer: id,
                    referral: None,
                    day: add_months(started, nth)?,
                    kind: "base".to_owned(),
                    money: whole(*monthly, "USD")?,
                    period_months: 1,
                    refund_of: None,
                    their_status: None,
                })?;
            }
        }
        Ok((
            format!("Added {} customers who came by themselves", DIRECT.len()),
            (),
        ))
    })?;
    for (n, customer) in &made.customers {
        let Some(after) = churns(*n) else { continue };
        let mut known = store.view().customer(*customer)?.known;
        let Some(on) = known
            .started_on
            .and_then(|d| add_months(d, after).ok())
            .filter(|d| *d <= today)
        else {
            continue;
        };
        known.churned_on = Some(on);
        let name = known.name.clone();
        store.write(
            &ask(&format!("customer churn \"{name}\" --on {on}"), today),
            |tx| {
                tx.set_customer(*customer, &known)?;
                Ok((format!("{name} left on {on}"), ()))
            },
        )?;
    }
    refund(store, made, today)?;
    give_back(store, made, today)?;
    super::run::prepare(store, today)
}

/// A line whose commission was paid long ago is given back in half.
fn refund(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let (from, to) = (before(today, 150)?, before(today, 90)?);
    let line = made
        .lines
        .iter()
        .filter(|((n, on), _)| (from..to).contains(on) && !yearly(*n) && PLOTS[*n].4 >= 240)
        .max_by_key(|((n, _), _)| PLOTS[*n].4);
    let Some((_, line)) = line else { return Ok(()) };
    let was = store.view().revenue(*line)?;
    let on = before(today, 12)?;
    store.write(
        &ask(
            &format!(
                "revenue add \"{}\" --refund-of V{line} --on {on}",
                was.customer_name
            ),
            today,
        ),
        |tx| {
            tx.add_revenue(&NewRevenue {
                external_id: Some(format!("CN-{}-{line}", on.year())),
                day: on,
                money: crate::domain::money::Money::new(
                    -(was.known.money.minor / 2),
                    was.known.money.currency,
                ),
                refund_of: Some(*line),
                their_status: None,
                ..was.known.clone()
            })?;
            Ok((
                format!("Half of a payment of {} was given back", was.customer_name),
                (),
            ))
        },
    )?;
    Ok(())
}

/// The last payout of the newest run came back from the bank.
fn give_back(store: &mut Store, made: &Made, today: Day) -> Result<()> {
    let Some(id) = made.paid else {
        return Ok(());
    };
    let on = before(today, 3)?;
    if store
        .view()
        .payout(id)?
        .paid_on
        .is_some_and(|paid| paid > on)
    {
        return Ok(());
    }
    store.write(
        &ask(
            &format!("payout reverse P{id} --reason \"the account was closed\""),
            today,
        ),
        |tx| {
            tx.reverse_payout(id, on, "the account was closed")?;
            Ok((format!("P{id} came back: the account was closed"), ()))
        },
    )?;
    Ok(())
}
