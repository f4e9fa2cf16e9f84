//! Wise's batch file: a header that must not be changed, at most 1,000 rows; by e-mail, or to an IBAN in a file of its
//! own. The partner receives the exact amount; Wise's fee is the payer's.

use std::borrow::Cow;

use super::{Batch, Format, Payer, Row, Shape, Way, by_currency, csv_text, spread, taken, wording};
use crate::{
    domain::{iban::Iban, id::Noun},
    error::Result,
};

/// Most rows a file may have.
const ROWS: usize = 1_000;
/// Most characters of the reference: what the strictest of the banks behind Wise takes.
const REFERENCE_CHARS: usize = 18;
/// Most characters of a name.
const NAME_CHARS: usize = 140;

const HEADER: [&str; 8] = [
    "name",
    "recipientEmail",
    "paymentReference",
    "receiverType",
    "amountCurrency",
    "amount",
    "sourceCurrency",
    "targetCurrency",
];

/// A row: the cells of the header, and the IBAN where the file has one.
struct Line<'a> {
    cells: Vec<Cow<'a, str>>,
    iban: Option<String>,
}

pub(super) fn files(rows: &[&Row], payer: &Payer, batch: &mut Batch) -> Result<()> {
    let lines = taken(rows, batch, |row| line(row, payer));
    for (currency, lines) in by_currency(lines) {
        let (to_iban, by_email): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|one| one.line.iban.is_some());
        for (kind, lines) in [("wise", by_email), ("wise-iban", to_iban)] {
            let shape = Shape {
                format: Format::Wise,
                stem: &format!("{kind}-{}", currency.code().to_lowercase()),
                ending: "csv",
                most: ROWS,
            };
            spread(&lines, &shape, batch, |part, _| {
                let mut header: Vec<Cow<'_, str>> = HEADER.map(Cow::from).to_vec();
                if kind == "wise-iban" {
                    header.push("IBAN".into());
                }
                let rows = part.iter().map(|one| {
                    let mut cells = one.line.cells.clone();
                    cells.extend(one.line.iban.clone().map(Cow::from));
                    cells
                });
                csv_text(std::iter::once(header).chain(rows))
            })?;
        }
    }
    Ok(())
}

fn line<'a>(row: &'a Row, payer: &'a Payer) -> std::result::Result<Line<'a>, String> {
    let way = row.paid_by(&[Way::Wise, Way::Bank], Format::Wise)?;
    let name = wording::exact("the name", row.holder())?;
    if name.chars().count() > NAME_CHARS {
        return Err(format!("the name has more than {NAME_CHARS} characters"));
    }
    let to = row.to.as_deref();
    let iban = match to {
        Some(to) if way == Way::Bank || Iban::is_meant(to) => Some(
            Iban::parse(to)
                .map_err(|e| e.to_string().trim_end_matches('.').to_owned())?
                .compact()
                .to_owned(),
        ),
        None if way == Way::Bank => return Err(row.no_account("account number")),
        _ => None,
    };
    let email = match (&iban, to) {
        // An account stands in a column of its own; the e-mail is where Wise writes to, if one is known.
        (Some(_), _) => match row.email.as_deref() {
            Some(email) => wording::email("the e-mail", email)?,
            None => "",
        },
        (None, to) => match to.or(row.email.as_deref()) {
            Some(to) => wording::email("the Wise address", to)?,
            None => return Err(row.no_account("Wise address")),
        },
    };
    let reference = format!("{} commission", Noun::Payout.id(row.payout));
    let cells = vec![
        name.into(),
        email.into(),
        wording::note(&reference, REFERENCE_CHARS).into(),
        if row.person { "PERSON" } else { "INSTITUTION" }.into(),
        "target".into(),
        row.money.plain().into(),
        payer.currency.code().into(),
        row.money.currency.code().into(),
    ];
    Ok(Line { cells, iban })
}
