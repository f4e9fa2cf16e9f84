//! A list of payouts for a person, or for the import of a bank: one row a payout, currencies in a column of their own.

use std::borrow::Cow;

use super::{Batch, Format, Payer, Row, Shape, Way, csv_text, spread, taken};
use crate::{domain::id::Noun, error::Result, text::csv_guard};

const HEADER: [&str; 9] = [
    "payout",
    "partner",
    "amount",
    "currency",
    "method",
    "account_name",
    "account",
    "bic",
    "reference",
];

pub(super) fn files(rows: &[&Row], payer: &Payer, batch: &mut Batch) -> Result<()> {
    let lines = taken(rows, batch, |row| line(row, payer));
    let shape = Shape {
        format: Format::Plain,
        stem: "plain",
        ending: "csv",
        most: usize::MAX,
    };
    spread(&lines, &shape, batch, |part, _| {
        let header = HEADER.map(Cow::from).to_vec();
        csv_text(std::iter::once(header).chain(part.iter().map(|one| one.line.clone())))
    })
}

fn line<'a>(row: &'a Row, payer: &Payer) -> std::result::Result<Vec<Cow<'a, str>>, String> {
    let by_email = matches!(row.way(), Some(Way::PayPal | Way::Wise));
    let to = match (&row.to, &row.email) {
        (None, Some(email)) if by_email => Some(email),
        (to, _) => to.as_ref(),
    };
    // Vouchers and account credit go to no account; everything else must say where to.
    if to.is_none() && row.way() != Some(Way::Other) {
        return Err(row.no_account("account"));
    }
    let id = Noun::Payout.id(row.payout).to_string();
    let reference = format!("{id} {}", payer.program);
    let cell = |text: Option<&'a str>| csv_guard(text.unwrap_or_default());
    Ok(vec![
        id.into(),
        cell(Some(&row.partner)),
        row.money.plain().into(),
        row.money.currency.code().into(),
        cell(row.method.as_deref()),
        cell(Some(row.holder())),
        cell(to.map(String::as_str)),
        cell(row.bic.as_deref()),
        reference.into(),
    ])
}
