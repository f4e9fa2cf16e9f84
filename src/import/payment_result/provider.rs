//! Who answers payment files, by which header each is known, and which of its words mean paid and failed.

use crate::import::{Field, Holds, Record};

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// `PayPal`'s report of payouts.
    PayPal,
    /// Wise's list of the transfers of a batch.
    Wise,
    /// A list somebody made: payout, status, date, reference.
    Plain,
}

/// Names a field and the headers that mean it.
const fn field(name: &'static str, like: &'static [&'static str], needed: bool) -> Field {
    holding(Holds::Text, name, like, needed)
}

/// The same for cells that may be written in several ways: days and amounts.
const fn holding(
    holds: Holds,
    name: &'static str,
    like: &'static [&'static str],
    needed: bool,
) -> Field {
    Field {
        name,
        like,
        needed,
        holds,
    }
}

pub(super) const PAYOUT: usize = 0;
pub(super) const STATUS: usize = 1;
pub(super) const AMOUNT: usize = 2;
pub(super) const CURRENCY: usize = 3;
pub(super) const DAY: usize = 4;
pub(super) const TRANSACTION: usize = 5;
pub(super) const REASON: usize = 6;

const PAYPAL: &[Field] = &[
    field(
        "payout",
        &["customer id", "unique id", "sender item id"],
        true,
    ),
    field(
        "status",
        &["transaction status", "payout status", "payment status"],
        true,
    ),
    holding(
        Holds::Amount,
        "amount",
        &["payment amount", "payout amount", "gross", "amount value"],
        true,
    ),
    field(
        "currency",
        &[
            "payment currency",
            "payout currency",
            "currency code",
            "amount currency",
        ],
        true,
    ),
    holding(
        Holds::Day,
        "day",
        &[
            "date",
            "processed date",
            "time processed",
            "transaction date",
            "completed date",
        ],
        false,
    ),
    field("transaction", &["transaction id"], false),
    field(
        "reason",
        &["error message", "errors message", "failure reason", "error"],
        false,
    ),
];
const WISE: &[Field] = &[
    field("payout", &["payment reference", "reference"], true),
    field("status", &["transfer status"], true),
    holding(
        Holds::Amount,
        "amount",
        &["target amount after fees", "target amount"],
        true,
    ),
    field("currency", &["target currency"], true),
    holding(
        Holds::Day,
        "day",
        &["finished on", "completed on", "date"],
        false,
    ),
    field("transaction", &["id", "transfer id"], false),
    field("reason", &["failure reason", "error"], false),
];
const PLAIN: &[Field] = &[
    field("payout", &["payout id"], true),
    field("status", &["state"], true),
    holding(Holds::Amount, "amount", &[], false),
    field("currency", &[], false),
    holding(Holds::Day, "day", &["date", "paid on", "on"], false),
    field("transaction", &["reference"], false),
    field("reason", &["failure reason", "error"], false),
];

impl Provider {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PayPal => "PayPal",
            Self::Wise => "Wise",
            Self::Plain => "a plain list",
        }
    }

    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::PayPal => PAYPAL,
            Self::Wise => WISE,
            Self::Plain => PLAIN,
        }
    }

    /// The words that say the money arrived, and those that say it will not. Every other word waits: unclaimed,
    /// pending, on hold, returned.
    pub(super) fn words(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::PayPal => (
                &["success", "completed", "claimed", "paid"],
                &["failed", "denied", "cancelled", "canceled"],
            ),
            Self::Wise => (
                &["completed", "outgoingpaymentsent", "paid"],
                &["failed", "cancelled", "canceled"],
            ),
            Self::Plain => (&["paid"], &["failed"]),
        }
    }

    /// Who writes such a header.
    pub(super) fn of(header: &Record) -> Option<Self> {
        let of = |one: &Self| one.is_marked(header);
        if let Some(marked) = [Self::PayPal, Self::Wise].into_iter().find(of) {
            Some(marked)
        } else if has(header, &["customerid", "transactionstatus"]) {
            Some(Self::PayPal)
        } else if has(header, &["payout", "payoutid"]) && has(header, &["status", "state"]) {
            Some(Self::Plain)
        } else {
            None
        }
    }

    /// Whether a header has a column that only this one's answers have.
    pub(super) fn is_marked(self, header: &Record) -> bool {
        match self {
            Self::PayPal => has(header, PAYPAL_ONLY),
            Self::Wise => has(header, WISE_ONLY),
            Self::Plain => false,
        }
    }

    /// Whether a column names payouts here.
    pub(super) fn calls_payouts(self, column: &str) -> bool {
        let field = &self.fields()[PAYOUT];
        let mut names = std::iter::once(&field.name).chain(field.like);
        names.any(|name| plain(name) == plain(column))
    }
}

/// Columns that only these answers have.
const PAYPAL_ONLY: &[&str] = &["senderitemid", "recipientidentifier", "payoutitemid"];
const WISE_ONLY: &[&str] = &["targetcurrency", "targetamount", "targetamountafterfees"];

/// Whether a header has one of these columns.
fn has(header: &Record, names: &[&str]) -> bool {
    header
        .cells()
        .any(|cell| names.contains(&plain(cell).as_str()))
}

/// A word without case, blanks and punctuation.
pub(super) fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
