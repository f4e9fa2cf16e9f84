//! Why a ledger or a value in it is refused, as a code and a sentence; it decides nothing itself.

use std::fmt;

/// What is wrong, by the names of `COMMISSION_RULES R13` and two of our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// Not an active ISO 4217 code with a minor unit.
    BadCurrency,
    /// Not an amount of money.
    BadAmount,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// Not a percentage from 0 to 100.
    BadRate,
    /// Shares that do not sum to 100, or a partner twice.
    BadSplit,
    /// Tiers that do not start at 0 and rise.
    BadTiers,
    /// A plan that cannot mean anything, such as one for 0 months.
    BadPlan,
    /// A refund that does not fit the line it names.
    BadRefund,
    /// Refunds of a line that together are more than the line.
    RefundExceedsLine,
    /// The same line twice.
    DuplicateLineId,
    /// A line or agreement of a referral that is not there.
    UnknownReferral,
    /// An agreement on a plan that is not there.
    UnknownPlan,
    /// A figure beyond what can be worked out exactly (our own code).
    TooLarge,
    /// Not a day, month or period (our own code).
    BadDay,
}

impl Code {
    /// The code as the rules write it, for files, `--json` and tests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadCurrency => "bad_currency",
            Self::BadAmount => "bad_amount",
            Self::TooManyDecimals => "too_many_decimals",
            Self::BadRate => "bad_rate",
            Self::BadSplit => "bad_split",
            Self::BadTiers => "bad_tiers",
            Self::BadPlan => "bad_plan",
            Self::BadRefund => "bad_refund",
            Self::RefundExceedsLine => "refund_exceeds_line",
            Self::DuplicateLineId => "duplicate_line_id",
            Self::UnknownReferral => "unknown_referral",
            Self::UnknownPlan => "unknown_plan",
            Self::TooLarge => "too_large",
            Self::BadDay => "bad_day",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value or a ledger refused whole (`COMMISSION_RULES R13`): nothing of it has been used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError {
    /// What is wrong, for programs.
    pub code: Code,
    /// What is wrong, for people: a sentence ending with a period.
    pub message: String,
    /// Which thing it is about, such as "line 812"; nothing where the value stands alone.
    pub at: Option<String>,
}

impl LedgerError {
    /// An error about a value that stands alone.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            at: None,
        }
    }

    /// The same error with the thing it is about; a place already named is kept.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.at.get_or_insert_with(|| place.into());
        self
    }

    /// A figure that left the range in which everything is exact.
    pub fn too_large(what: &str) -> Self {
        Self::new(
            Code::TooLarge,
            format!("{what} is too large to be worked out exactly."),
        )
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.at {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for LedgerError {}

impl From<LedgerError> for crate::error::Error {
    fn from(e: LedgerError) -> Self {
        Self::refused(e.to_string()).means("Nothing was changed.")
    }
}
