//! `PayPal`'s payouts file: no header, six cells a row, one currency and at most 5,000 rows a file.

use std::borrow::Cow;

use super::{Batch, Format, Payer, Row, Shape, Way, by_currency, csv_text, spread, taken, wording};
use crate::{domain::id::Noun, error::Result};

/// Most rows a file may have.
const ROWS: usize = 5_000;
/// Most characters of the note to the recipient.
const NOTE_CHARS: usize = 400;
/// Most characters of the customer id, in which our own id comes back.
const ID_CHARS: usize = 30;

/// The currencies `PayPal` pays out in.
const CURRENCIES: &[&str] = &[
    "AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN",
    "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
];
/// Those of them that it takes in whole units only, whatever decimals they have elsewhere.
const WHOLE: &[&str] = &["HUF", "JPY", "TWD"];

pub(super) fn files(rows: &[&Row], payer: &Payer, batch: &mut Batch) -> Result<()> {
    let lines = taken(rows, batch, |row| line(row, payer));
    for (currency, lines) in by_currency(lines) {
        let shape = Shape {
            format: Format::PayPal,
            stem: &format!("paypal-{}", currency.code().to_lowercase()),
            ending: "csv",
            most: ROWS,
        };
        spread(&lines, &shape, batch, |part, _| {
            csv_text(part.iter().map(|one| one.line.clone()))
        })?;
    }
    Ok(())
}

fn line<'a>(row: &'a Row, payer: &Payer) -> std::result::Result<Vec<Cow<'a, str>>, String> {
    row.paid_by(&[Way::PayPal], Format::PayPal)?;
    let Some(to) = row.to.as_deref().or(row.email.as_deref()) else {
        return Err(row.no_account("PayPal address"));
    };
    let to = if is_payer_id(to.trim()) {
        to.trim()
    } else {
        wording::email("the PayPal address", to)?
    };
    let id = Noun::Payout.id(row.payout).to_string();
    if id.len() > ID_CHARS {
        return Err(format!("its id is longer than {ID_CHARS} characters"));
    }
    let note = format!("{}: commission, payout {id}", payer.program);
    Ok(vec![
        to.into(),
        amount(row)?.into(),
        row.money.currency.code().into(),
        id.into(),
        wording::note(&note, NOTE_CHARS).into(),
        "PAYPAL".into(),
    ])
}

/// The amount with a point, in whole units where `PayPal` takes no others.
fn amount(row: &Row) -> std::result::Result<String, String> {
    let code = row.money.currency.code();
    if !CURRENCIES.contains(&code) {
        return Err(format!("PayPal does not pay out in {code}"));
    }
    let plain = row.money.plain();
    if !WHOLE.contains(&code) {
        return Ok(plain);
    }
    match plain.split_once('.') {
        None => Ok(plain),
        Some((whole, decimals)) if decimals.bytes().all(|b| b == b'0') => Ok(whole.to_owned()),
        Some(_) => Err(format!(
            "PayPal takes {code} in whole units only, and {plain} is none"
        )),
    }
}

/// The 13 characters `PayPal` names an account by.
fn is_payer_id(text: &str) -> bool {
    text.len() == 13
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
