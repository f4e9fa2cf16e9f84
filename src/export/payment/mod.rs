//! Payment files: payouts as the rows a bank or a provider takes, and those it would not take, with the reason; pure:
//! it reads no book, writes no file and marks nothing as paid.

mod paypal;
mod plain;
mod sepa;
mod wise;
mod wording;

use std::collections::BTreeMap;

use crate::{
    domain::{
        currency::Currency,
        day::Day,
        iban::{Bic, Iban},
        money::{Money, Totals},
    },
    error::{Error, Result},
};

pub use sepa::Version;
pub use wording::latin;

/// Most characters a name may have in a SEPA message.
pub const NAME_CHARS: usize = 70;

/// The kind of a payment file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `PayPal`'s payouts file: no header, a row a payment, one currency.
    PayPal,
    /// Wise's batch file, by e-mail or to an IBAN.
    Wise,
    /// A SEPA credit transfer: pain.001, euros only.
    Sepa,
    /// A list for a person or a bank's own import.
    Plain,
}

impl Format {
    /// As it is typed, and as file names begin.
    pub fn word(self) -> &'static str {
        match self {
            Self::PayPal => "paypal",
            Self::Wise => "wise",
            Self::Sepa => "sepa",
            Self::Plain => "plain",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PayPal => "PayPal",
            Self::Wise => "Wise",
            Self::Sepa => "SEPA",
            Self::Plain => "plain",
        }
    }
}

/// How a partner is paid, from the words it was typed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    PayPal,
    Wise,
    Bank,
    Other,
}

fn way(method: &str) -> Way {
    let method = method.to_lowercase();
    let says = |words: &[&str]| {
        method
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| words.contains(&word))
    };
    if says(&["paypal"]) {
        Way::PayPal
    } else if says(&["wise", "transferwise"]) {
        Way::Wise
    } else if says(&["bank", "sepa", "iban", "transfer", "wire", "ach"]) {
        Way::Bank
    } else {
        Way::Other
    }
}

/// A payout to be written: what, to whom, and where to.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id: `P3`.
    pub payout: i64,
    /// How much.
    pub money: Money,
    /// The partner's name.
    pub partner: String,
    /// The partner's short name, for what is to be typed.
    pub slug: String,
    /// How it is paid, as typed.
    pub method: Option<String>,
    /// Account number, address or handle.
    pub to: Option<String>,
    /// The name the account is in, where it is not the partner's.
    pub name: Option<String>,
    /// BIC of the bank.
    pub bic: Option<String>,
    /// The partner's e-mail: `PayPal` and Wise pay there where no other address is known.
    pub email: Option<String>,
    /// A person rather than a company.
    pub person: bool,
}

impl Row {
    /// The name the account is in.
    fn holder(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.partner)
    }

    fn way(&self) -> Option<Way> {
        self.method.as_deref().map(way)
    }

    /// The way it is paid, if it is one of those a file is for; the reason if not.
    fn paid_by(&self, ways: &[Way], file: Format) -> std::result::Result<Way, String> {
        let Some(way) = self.way() else {
            return Err(format!(
                "how it is paid is not known; say it with `partner edit {} --pay-by {}`",
                self.slug,
                match file {
                    Format::Sepa | Format::Plain => "bank",
                    other => other.word(),
                }
            ));
        };
        if ways.contains(&way) {
            return Ok(way);
        }
        Err(format!(
            "{} is paid by {}, so it is not in a {} file",
            self.partner,
            self.method.as_deref().unwrap_or("nothing"),
            file.name()
        ))
    }

    /// What is typed to say where it is paid to.
    fn no_account(&self, what: &str) -> String {
        format!(
            "no {what} is known; say it with `partner edit {} --pay-to …`",
            self.slug
        )
    }
}

/// Who pays, from the settings of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Payer {
    /// The program's name, told in notes and references.
    pub program: String,
    /// The name your account is in.
    pub name: Option<String>,
    /// Your account.
    pub iban: Option<Iban>,
    /// Your bank.
    pub bic: Option<Bic>,
    /// What a Wise batch is paid from.
    pub currency: Currency,
}

/// What is asked of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The kind of file for every row; nothing: the file of each partner's own way.
    pub format: Option<Format>,
    /// The message version of a SEPA file.
    pub version: Version,
    /// The day the bank is to pay on.
    pub on: Day,
    /// The day the file is made.
    pub today: Day,
}

/// A file to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentFile {
    /// Its name, without a folder: `paypal-usd-2.csv`.
    pub name: String,
    /// What kind it is.
    pub format: Format,
    /// What is in it.
    pub text: String,
    /// The payouts in it, in their order.
    pub payouts: Vec<i64>,
    /// What they come to.
    pub sums: Totals,
}

/// A payout that a file would not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Its id.
    pub payout: i64,
    /// Why: a sentence without its full stop.
    pub reason: String,
}

/// The files, and what is in none of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// By kind, then by currency.
    pub files: Vec<PaymentFile>,
    /// In the order of the payouts.
    pub left: Vec<Left>,
}

/// Writes payouts as payment files, in the order given. Every payout is in exactly one file or left with a reason.
/// Errors only where a sum is too large to hold.
pub fn files(rows: &[Row], payer: &Payer, wanted: &Wanted) -> Result<Batch> {
    let mut piles: BTreeMap<Format, Vec<&Row>> = BTreeMap::new();
    let mut batch = Batch::default();
    for row in rows {
        match wanted.format.map_or_else(|| own_file(row, payer), Ok) {
            _ if row.money.minor <= 0 => batch.left.push(Left {
                payout: row.payout,
                reason: format!("{} cannot be paid", row.money.shown()),
            }),
            Ok(format) => piles.entry(format).or_default().push(row),
            Err(reason) => batch.left.push(Left {
                payout: row.payout,
                reason,
            }),
        }
    }
    for (format, rows) in piles {
        match format {
            Format::PayPal => paypal::files(&rows, payer, &mut batch)?,
            Format::Wise => wise::files(&rows, payer, &mut batch)?,
            Format::Sepa => sepa::files(&rows, payer, wanted, &mut batch)?,
            Format::Plain => plain::files(&rows, payer, &mut batch)?,
        }
    }
    batch.left.sort_by_key(|left| left.payout);
    Ok(batch)
}

/// The file of a partner's own way of being paid. A bank transfer in euros is a SEPA one where the payer has an IBAN.
fn own_file(row: &Row, payer: &Payer) -> std::result::Result<Format, String> {
    let every = [Way::PayPal, Way::Wise, Way::Bank, Way::Other];
    Ok(match row.paid_by(&every, Format::Plain)? {
        Way::PayPal => Format::PayPal,
        Way::Wise => Format::Wise,
        Way::Bank if row.money.currency.code() == "EUR" && payer.iban.is_some() => Format::Sepa,
        Way::Bank | Way::Other => Format::Plain,
    })
}

/// A row that a file takes, and what it becomes there.
struct Taken<'a, T> {
    row: &'a Row,
    line: T,
}

/// Sorts rows into those a file takes and those it leaves.
fn taken<'a, T>(
    rows: &[&'a Row],
    batch: &mut Batch,
    mut take: impl FnMut(&'a Row) -> std::result::Result<T, String>,
) -> Vec<Taken<'a, T>> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        match take(row) {
            Ok(line) => all.push(Taken { row, line }),
            Err(reason) => batch.left.push(Left {
                payout: row.payout,
                reason,
            }),
        }
    }
    all
}

/// How files of a kind are named and how many rows they hold.
struct Shape<'s> {
    format: Format,
    /// The name without a number and ending.
    stem: &'s str,
    ending: &'s str,
    most: usize,
}

/// Writes lines into as many files as their limit asks for.
fn spread<T>(
    lines: &[Taken<'_, T>],
    shape: &Shape<'_>,
    batch: &mut Batch,
    mut write: impl FnMut(&[Taken<'_, T>], usize) -> Result<String>,
) -> Result<()> {
    for (n, part) in lines.chunks(shape.most).enumerate() {
        let number = if n == 0 {
            String::new()
        } else {
            format!("-{}", n + 1)
        };
        let mut sums = Totals::new();
        for one in part {
            sums.add(one.row.money)?;
        }
        batch.files.push(PaymentFile {
            name: format!("{}{number}.{}", shape.stem, shape.ending),
            format: shape.format,
            text: write(part, n)?,
            payouts: part.iter().map(|one| one.row.payout).collect(),
            sums,
        });
    }
    Ok(())
}

/// Taken rows by currency.
fn by_currency<T>(lines: Vec<Taken<'_, T>>) -> BTreeMap<Currency, Vec<Taken<'_, T>>> {
    let mut piles: BTreeMap<Currency, Vec<Taken<'_, T>>> = BTreeMap::new();
    for line in lines {
        piles.entry(line.row.money.currency).or_default().push(line);
    }
    piles
}

/// Separated values with the line ends that spreadsheets write.
fn csv_text<'a>(rows: impl IntoIterator<Item = Vec<std::borrow::Cow<'a, str>>>) -> Result<String> {
    let failed = |e: &dyn std::fmt::Display| {
        Error::failed(format!("The payment file could not be made: {e}."))
            .means("Nothing was written.")
    };
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(row.iter().map(|cell| cell.as_bytes()))
            .map_err(|e| failed(&e))?;
    }
    let bytes = out.into_inner().map_err(|e| failed(&e))?;
    String::from_utf8(bytes).map_err(|e| failed(&e))
}
