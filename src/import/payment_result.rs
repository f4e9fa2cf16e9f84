//! What a bank or a provider answers to a payment file: which payouts are paid, which failed, which still wait. Only a
//! word that says so counts as paid. It knows no book: whether an answer fits a payout is judged by whoever asks.

mod provider;

pub use provider::Provider;

use provider::{AMOUNT, CURRENCY, DAY, PAYOUT, REASON, STATUS, TRANSACTION, plain};

use super::{
    DateFormat, Head, HeaderAt, Mapping, Record, Refused, Reject, Source, Wishes, Written, head,
    survey::Survey, written::MayBe,
};
use crate::{
    domain::{currency::Currency, day::Day, id::Noun, typed_money::DecimalMark},
    error::{Error, Result},
    text::check_name,
};

/// What became of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The money arrived.
    Paid,
    /// It will not; why.
    Failed(String),
    /// Neither is known yet: what the file says.
    Waits(String),
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentResult {
    /// Its line in the file.
    pub line: u64,
    /// The payout it is about.
    pub payout: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// When, where the file says.
    pub on: Option<Day>,
    /// The provider's reference.
    pub reference: Option<String>,
    /// How much, as it is written; the currency decides how many decimals it may have.
    pub amount: Option<String>,
    /// In which currency.
    pub currency: Option<Currency>,
}

/// All answers of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    /// Who answers.
    pub provider: Provider,
    /// What was taken from which column, and how it is written where that is not the usual way.
    pub mapping: Vec<String>,
    /// Days that can be read in more than one way, by their header. While there are some, no day is to be trusted.
    pub open: Option<(String, MayBe)>,
    /// The decimal mark of all amounts, where they tell.
    pub mark: Option<DecimalMark>,
    /// Rows about our payouts.
    pub results: Vec<PaymentResult>,
    /// Lines that name no payout of ours, as fees and other payments do.
    pub unknown: Vec<u64>,
    /// Rows that could not be read.
    pub rejects: Vec<Reject>,
}

/// How the file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Who answers; told by the header if it is not said.
    pub provider: Option<Provider>,
    /// `field=Column`, where a header is not known.
    pub map: Vec<String>,
    /// How days are written; found from all of them if it is not said.
    pub dates: Option<DateFormat>,
}

/// Reads a whole file of answers. Errors: no such columns, a header nobody is known by, a file that is no table.
pub fn read(source: &mut Source, asked: &Asked) -> Result<Answers> {
    let name = source.name.clone();
    let mut records = source.rows(None)?;
    let Head { header, .. } = head::find(&mut records, HeaderAt::Found, &name)?;
    let mut record = Record::default();
    let provider = asked.provider.or_else(|| Provider::of(&header)).ok_or_else(|| {
        Error::refused(format!("{name} does not look like an answer of PayPal or Wise, nor like a plain list."))
            .means("Nothing was changed.")
            .hint("Say whose it is with --as paypal, wise or plain; a plain list has the columns payout, status, date and reference.")
    })?;
    let wishes = Wishes {
        map: asked.map.clone(),
        ..Wishes::default()
    };
    let mapping = Mapping::decide(provider.fields(), &header, &wishes)?;
    let width = mapping.headers.len();
    drop(records);
    let mut said = Written::unknown(mapping.fields);
    if let Some(format) = &asked.dates {
        said.set_days(DAY, format.clone());
    }
    let mut written = said.clone();
    let mut records = source.rows(None)?;
    head::find(&mut records, HeaderAt::Found, &name)?;
    let open = written.find(&mapping, records, &mut |_| Ok(()))?;
    let mut records = source.rows(None)?;
    head::find(&mut records, HeaderAt::Found, &name)?;
    let mut lines = mapping.lines();
    lines.extend(written.found(&said, &mapping));
    let days = open.into_iter().find(|one| one.field == DAY);
    let mut answers = Answers {
        provider,
        mapping: lines,
        open: days.map(|one| (mapping.heading(DAY).to_owned(), one.may_be)),
        mark: written.mark(AMOUNT),
        results: Vec::new(),
        unknown: Vec::new(),
        rejects: Vec::new(),
    };
    while records.next(&mut record)? {
        if record.cells().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let read = if record.len() == width {
            one(&record, &mapping, provider, written.days(DAY))
        } else {
            Err(Refused {
                column: String::new(),
                value: String::new(),
                reason: format!("has {} cells where the header has {width}", record.len()),
            })
        };
        match read {
            Ok(Some(result)) => answers.results.push(result),
            Ok(None) => answers.unknown.push(record.line),
            Err(why) => answers.rejects.push(Reject {
                line: record.line,
                why,
            }),
        }
    }
    Ok(answers)
}

/// Whose answers a file is by its header, if anybody's: `customer_id` and `payout_id` stand in many files, so it must have
/// a column that only answers have, or name payouts of ours.
pub fn known_by(header: &[String], survey: &Survey) -> Option<&'static str> {
    let record = Record::of(1, header.iter().map(String::as_str));
    let provider = Provider::of(&record)?;
    let ours = header.iter().zip(&survey.columns).any(|(name, values)| {
        provider.calls_payouts(name) && values.samples.iter().any(|text| payout_of(text).is_some())
    });
    (ours || provider.is_marked(&record)).then_some(provider.name())
}

/// The payout a reference begins with: that of a Wise transfer is `P3 commission`.
fn payout_of(text: &str) -> Option<i64> {
    Noun::Payout.read(text.split_whitespace().next()?)
}

/// One row; nothing where it names no payout of ours.
fn one(
    record: &Record,
    mapping: &Mapping,
    provider: Provider,
    dates: &DateFormat,
) -> std::result::Result<Option<PaymentResult>, Refused> {
    let cell = |field: usize| mapping.value(record, field);
    let refuse = |field: usize, reason: String| Refused {
        column: mapping.heading(field).to_owned(),
        value: cell(field).to_owned(),
        reason: reason.trim_end_matches('.').to_owned(),
    };
    let text = |field: usize| match cell(field) {
        "" => Ok(None),
        raw => check_name(raw)
            .map(Some)
            .map_err(|e| refuse(field, e.to_string())),
    };
    let Some(payout) = payout_of(cell(PAYOUT)) else {
        return Ok(None);
    };
    let status = text(STATUS)?.ok_or_else(|| refuse(STATUS, "is empty".to_owned()))?;
    let word = plain(&status);
    let (paid, failed) = provider.words();
    let outcome = if paid.contains(&word.as_str()) {
        Outcome::Paid
    } else if failed.contains(&word.as_str()) {
        let reason = text(REASON)?.unwrap_or_else(|| format!("{}: {status}", provider.name()));
        Outcome::Failed(reason)
    } else {
        Outcome::Waits(status)
    };
    let on = match cell(DAY) {
        "" => None,
        raw => Some(dates.read(raw).map_err(|why| refuse(DAY, why))?),
    };
    let currency = match cell(CURRENCY) {
        "" => None,
        code => Some(Currency::parse(code).map_err(|e| refuse(CURRENCY, e.message))?),
    };
    // Providers are held to saying how much; a list made by hand may leave it out.
    if provider != Provider::Plain {
        for field in [AMOUNT, CURRENCY] {
            if cell(field).is_empty() {
                return Err(refuse(
                    field,
                    "is empty, so it cannot be seen whether it agrees".to_owned(),
                ));
            }
        }
    }
    Ok(Some(PaymentResult {
        line: record.line,
        payout,
        outcome,
        on,
        reference: text(TRANSACTION)?,
        amount: text(AMOUNT)?,
        currency,
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::Shape;

    fn answers(text: &str) -> Result<Answers> {
        let mut source = Source::from_bytes(
            "results.csv",
            text.as_bytes().to_vec(),
            &Shape::default(),
            &mut |_| Ok(()),
        )?;
        read(&mut source, &Asked::default())
    }

    #[test]
    fn paypal_is_known_by_its_header_and_only_success_is_paid() {
        let found = answers(
            "Transaction ID,Recipient identifier,Payment amount,Currency,Status,Customer ID,Date,Error message\n\
             8A1,ana@example.com,957.50,USD,Success,P3,2026-11-24 09:30:00,\n\
             8A2,bo@example.com,10.00,USD,FAILED,P4,2026-11-24,Account closed\n\
             8A3,cy@example.com,10.00,USD,Unclaimed,P5,2026-11-24,\n\
             8A4,cy@example.com,10.00,USD,Success,INV-7,2026-11-24,\n",
        )
        .unwrap();
        assert_eq!(found.provider, Provider::PayPal);
        let outcomes: Vec<_> = found
            .results
            .iter()
            .map(|r| (r.payout, r.outcome.clone()))
            .collect();
        assert_eq!(
            outcomes,
            [
                (3, Outcome::Paid),
                (4, Outcome::Failed("Account closed".to_owned())),
                (5, Outcome::Waits("Unclaimed".to_owned())),
            ]
        );
        assert_eq!(found.unknown, [5]);
        assert_eq!(found.results[0].reference.as_deref(), Some("8A1"));
        assert_eq!(found.results[0].on.unwrap().to_string(), "2026-11-24");
    }

    #[test]
    fn wise_gives_our_id_back_as_the_reference() {
        let found = answers(
            "ID,Status,Direction,Created on,Finished on,Source amount (after fees),Source currency,Target name,Target amount (after fees),Target currency,Reference\n\
             TRANSFER-1,COMPLETED,OUT,2026-11-23,2026-11-24,100,USD,Ana,90.10,EUR,P7 commission\n\
             TRANSFER-2,CANCELLED,OUT,2026-11-23,,100,USD,Bo,90.10,EUR,P8 commission\n",
        )
        .unwrap();
        assert_eq!(found.provider, Provider::Wise);
        assert_eq!(found.results[0].payout, 7);
        assert_eq!(found.results[0].reference.as_deref(), Some("TRANSFER-1"));
        assert_eq!(found.results[0].amount.as_deref(), Some("90.10"));
        assert_eq!(
            found.results[1].outcome,
            Outcome::Failed("Wise: CANCELLED".to_owned())
        );
    }

    #[test]
    fn a_plain_list_needs_payout_and_status_only() {
        let found =
            answers("Payout;STATUS;Date;Reference;Note\np3;Paid;2026-11-24;TRN-1;x\nP4;ok;;;\n")
                .unwrap();
        assert_eq!(found.provider, Provider::Plain);
        assert_eq!(found.results[0].outcome, Outcome::Paid);
        assert_eq!(found.results[1].outcome, Outcome::Waits("ok".to_owned()));
    }

    #[test]
    fn days_and_marks_are_told_by_all_rows() {
        let text = "payout;status;date;amount\nP3;paid;03/11/2026;1.200\nP4;paid;24/11/2026;5,50\n";
        let found = answers(text).unwrap();
        assert_eq!(
            found.results[0].on.map(|d| d.to_string()).as_deref(),
            Some("2026-11-03")
        );
        assert_eq!((found.open, found.mark), (None, Some(DecimalMark::Comma)));
        let open = answers("payout,status,date\nP3,paid,03/11/2026\n")
            .unwrap()
            .open;
        assert_eq!(open.unwrap().0, "date");
    }

    #[test]
    fn what_cannot_be_read_is_refused_row_by_row() {
        let found = answers("payout,status,date\nP3,paid,soon\nP4\nP5,,2026-11-24\n").unwrap();
        assert_eq!(found.rejects.len(), 3);
        assert!(
            answers("a,b\n1,2\n")
                .unwrap_err()
                .message
                .contains("does not look like")
        );
        assert!(answers("").is_err());
    }
}
