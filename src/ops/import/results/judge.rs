//! Answers held against the book: what is new, what is known, what does not agree; it records nothing.

use std::collections::BTreeMap;

use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
        typed_money::DecimalMark,
    },
    error::{Kind, Result},
    import::{
        Amounts, Refused, Reject, Units,
        payment_result::{Answers, Outcome, PaymentResult, Provider},
    },
    store::{Payout, View},
};

/// A payout that becomes paid.
pub(super) struct Paid {
    pub payout: Payout,
    pub on: Day,
    pub method: Option<String>,
    pub reference: Option<String>,
}

/// A payout that failed.
pub(super) struct Failed {
    pub payout: Payout,
    pub on: Day,
    pub reason: String,
}

/// What a file of answers means for the book.
pub(super) struct Judged {
    pub provider: Provider,
    pub mapping: Vec<String>,
    pub paid: Vec<Paid>,
    pub failed: Vec<Failed>,
    /// The book says so already.
    pub same: Vec<Payout>,
    /// Neither paid nor failed yet, with the word for it.
    pub waiting: Vec<(Payout, String)>,
    /// Lines about something else.
    pub unknown: Vec<u64>,
    /// Rows that do not agree with the book, or cannot be read.
    pub rejects: Vec<Reject>,
}

impl Judged {
    /// How many payouts would change.
    pub fn changes(&self) -> usize {
        self.paid.len() + self.failed.len()
    }

    /// Whether money of a payout came back, which a person must judge.
    pub fn came_back(&self) -> bool {
        let back = |status: &str| {
            let status = status.to_lowercase();
            ["return", "refund", "revers", "bounce"]
                .iter()
                .any(|word| status.contains(word))
        };
        self.waiting.iter().any(|(_, status)| back(status))
    }
}

/// What one row means.
enum Verdict {
    Paid(Paid),
    Failed(Failed),
    Same(Payout),
    Waits(Payout, String),
}

/// Judges every answer. `on` is the day of rows that have none; `mark` the decimal mark, where it was named.
pub(super) fn judge(
    answers: Answers,
    view: View<'_>,
    today: Day,
    on: Option<Day>,
    mark: Option<DecimalMark>,
) -> Result<Judged> {
    let mut judged = Judged {
        provider: answers.provider,
        mapping: answers.mapping,
        paid: Vec::new(),
        failed: Vec::new(),
        same: Vec::new(),
        waiting: Vec::new(),
        unknown: answers.unknown,
        rejects: answers.rejects,
    };
    let court = Court {
        view,
        today,
        on,
        mark,
        provider: judged.provider,
    };
    let mut by_payout: BTreeMap<i64, Vec<PaymentResult>> = BTreeMap::new();
    for result in answers.results {
        by_payout.entry(result.payout).or_default().push(result);
    }
    for rows in by_payout.into_values() {
        let contradiction = rows.windows(2).any(|two| !says_the_same(&two[0], &two[1]));
        // The same row twice says nothing more; two that differ say nothing at all.
        let rows = if contradiction { &rows[..] } else { &rows[..1] };
        for row in rows {
            let verdict = if contradiction {
                Err(Stop::Row(format!(
                    "P{} is on several lines of this file that do not say the same",
                    row.payout
                )))
            } else {
                court.verdict(row)
            };
            match verdict {
                Ok(Verdict::Paid(one)) => judged.paid.push(one),
                Ok(Verdict::Failed(one)) => judged.failed.push(one),
                Ok(Verdict::Same(payout)) => judged.same.push(payout),
                Ok(Verdict::Waits(payout, status)) => judged.waiting.push((payout, status)),
                Err(Stop::Row(reason)) => judged.rejects.push(refused(row.line, reason)),
                Err(Stop::Whole(e)) => return Err(e),
            }
        }
    }
    judged.rejects.sort_by_key(|r| r.line);
    Ok(judged)
}

fn says_the_same(a: &PaymentResult, b: &PaymentResult) -> bool {
    a.outcome == b.outcome && a.on == b.on && a.reference == b.reference && a.amount == b.amount
}

fn refused(line: u64, reason: String) -> Reject {
    Reject {
        line,
        why: Refused {
            column: String::new(),
            value: String::new(),
            reason,
        },
    }
}

/// Why there is no verdict.
enum Stop {
    /// The row is refused.
    Row(String),
    /// The book cannot be read.
    Whole(crate::error::Error),
}

impl From<crate::error::Error> for Stop {
    fn from(e: crate::error::Error) -> Self {
        match e.kind {
            Kind::Refused | Kind::NotFound => Self::Row(e.message.trim_end_matches('.').to_owned()),
            _ => Self::Whole(e),
        }
    }
}

struct Court<'v> {
    view: View<'v>,
    today: Day,
    on: Option<Day>,
    mark: Option<DecimalMark>,
    provider: Provider,
}

impl Court<'_> {
    fn verdict(&self, row: &PaymentResult) -> Result<Verdict, Stop> {
        let payout = self.view.payout(row.payout)?;
        self.agrees(row, payout.money)?;
        match &row.outcome {
            Outcome::Waits(status) => Ok(if payout.state == "paid" {
                Verdict::Same(payout)
            } else {
                Verdict::Waits(payout, status.clone())
            }),
            Outcome::Paid => self.paid(row, payout),
            Outcome::Failed(reason) => self.failed(row, payout, reason),
        }
    }

    fn paid(&self, row: &PaymentResult, payout: Payout) -> Result<Verdict, Stop> {
        if payout.state == "paid" {
            return match (&row.reference, &payout.reference) {
                (Some(says), Some(has)) if says != has => Err(Stop::Row(format!(
                    "P{} is recorded as paid with the reference {has}, and this says {says}: it may have been paid twice",
                    payout.id
                ))),
                _ => Ok(Verdict::Same(payout)),
            };
        }
        let Some(on) = row.on.or(self.on) else {
            return Err(Stop::Row(format!(
                "P{} has no day; say it with --on DAY, or with --map day=COLUMN",
                payout.id
            )));
        };
        self.view.payment_fits(&payout, on, self.today)?;
        let method = match self.provider {
            Provider::PayPal => Some("PayPal".to_owned()),
            Provider::Wise => Some("Wise".to_owned()),
            Provider::Plain => self
                .view
                .payees(&[payout.id])?
                .pop()
                .and_then(|payee| payee.account.method),
        };
        Ok(Verdict::Paid(Paid {
            payout,
            on,
            method,
            reference: row.reference.clone(),
        }))
    }

    fn failed(&self, row: &PaymentResult, payout: Payout, reason: &str) -> Result<Verdict, Stop> {
        let on = row.on.or(self.on).unwrap_or(self.today);
        match payout.state.as_str() {
            "failed" => Ok(Verdict::Same(payout)),
            "approved" | "exported" if on <= self.today => Ok(Verdict::Failed(Failed {
                payout,
                on,
                reason: reason.to_owned(),
            })),
            "approved" | "exported" => Err(Stop::Row(format!("{} is in the future", shown(on)))),
            "paid" => Err(Stop::Row(format!(
                "P{} is recorded as paid, and this says it failed; if the money came back, `payout reverse P{}`",
                payout.id, payout.id
            ))),
            state => Err(Stop::Row(format!(
                "P{} is {state}, and this says it failed",
                payout.id
            ))),
        }
    }

    /// The amount and currency must be those of the payout. Reports show money that leaves with a minus.
    fn agrees(&self, row: &PaymentResult, money: Money) -> Result<(), Stop> {
        let wrong = |says: String| {
            Err(Stop::Row(format!(
                "P{} is {}, and this says {says}",
                row.payout,
                money.shown()
            )))
        };
        let amounts = Amounts {
            mark: self.mark,
            currency: money.currency,
            said: true,
            units: Units::Major,
        };
        if let Some(currency) = row.currency
            && currency != money.currency
        {
            let amount = row.amount.as_deref().unwrap_or_default();
            return wrong(format!("{amount} {}", currency.code()));
        }
        if let Some(text) = &row.amount {
            let said = amounts
                .read(text, money.currency)
                .map_err(|why| Stop::Row(format!("the amount “{text}” {why}")))?;
            let same =
                said == money || (self.provider != Provider::Plain && said.minor == -money.minor);
            if !same {
                return wrong(said.shown());
            }
        }
        Ok(())
    }
}
