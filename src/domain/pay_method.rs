//! The ways a partner can be paid, and whether an account fits its way; no account is looked up and none is stored here.

use std::fmt;

use super::iban::Iban;
use crate::error::Error;

/// A way of paying that the program knows. Other words stay as they were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayMethod {
    /// `PayPal`: an e-mail address.
    PayPal,
    /// Wise: an e-mail address.
    Wise,
    /// A bank account: an IBAN, or how the bank there writes it.
    Bank,
    /// Credit on the partner's account with us.
    Credit,
    /// Something else, agreed with the partner.
    Other,
}

/// Words that mean a way of paying, after case, blanks and punctuation are taken off.
const WORDS: &[(&str, PayMethod)] = &[
    ("paypal", PayMethod::PayPal),
    ("wise", PayMethod::Wise),
    ("transferwise", PayMethod::Wise),
    ("bank", PayMethod::Bank),
    ("banktransfer", PayMethod::Bank),
    ("banktransaction", PayMethod::Bank),
    ("wire", PayMethod::Bank),
    ("wiretransfer", PayMethod::Bank),
    ("transfer", PayMethod::Bank),
    ("iban", PayMethod::Bank),
    ("sepa", PayMethod::Bank),
    ("sepatransfer", PayMethod::Bank),
    ("ach", PayMethod::Bank),
    ("directdeposit", PayMethod::Bank),
    ("credit", PayMethod::Credit),
    ("accountcredit", PayMethod::Credit),
    ("other", PayMethod::Other),
];

/// Words for processors of cards and third-party networks, which report to the tax office themselves (US 1099-K).
const PROCESSORS: &[&str] = &[
    "paypal",
    "venmo",
    "cashapp",
    "stripe",
    "square",
    "payoneer",
    "creditcard",
    "debitcard",
    "card",
];

impl PayMethod {
    /// Every way, as a form offers them.
    pub const ALL: [Self; 5] = [
        Self::PayPal,
        Self::Wise,
        Self::Bank,
        Self::Credit,
        Self::Other,
    ];

    /// As it is stored and typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::PayPal => "paypal",
            Self::Wise => "wise",
            Self::Bank => "bank",
            Self::Credit => "credit",
            Self::Other => "other",
        }
    }

    /// As a partner reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::PayPal => "PayPal",
            Self::Wise => "Wise",
            Self::Bank => "bank transfer",
            Self::Credit => "credit on your account",
            Self::Other => "another way, as agreed",
        }
    }

    /// The way that a word means: `PayPal`, `Bank transfer`, `SEPA`. Nothing if it is a word of the user's own.
    pub fn known(word: &str) -> Option<Self> {
        let word = letters(word);
        WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, method)| *method)
    }

    /// Whether an account can be paid this way; says what would do. Nothing is known of `credit` and `other` accounts.
    ///
    /// # Errors
    /// The account cannot be one of this way of paying.
    pub fn check(self, account: &str) -> Result<(), Error> {
        match self {
            Self::PayPal | Self::Wise if !looks_like_email(account) => Err(Error::refused(format!(
                "{} pays to an e-mail address, and “{account}” is none.",
                self.name()
            ))
            .means("Nothing was changed.")
            .hint("Give the e-mail address of the account with --pay-to, or another way with --pay-by.")),
            Self::Bank if Iban::is_meant(account) => {
                Iban::parse(account)?;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Display for PayMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A way of paying as it is kept: known words in one spelling, others as they are.
pub fn kept(typed: &str) -> String {
    PayMethod::known(typed).map_or_else(|| typed.to_owned(), |method| method.word().to_owned())
}

/// Whether payments of this way are reported by the processor (US form 1099-K) and not by who pays.
pub fn is_processor(method: &str) -> bool {
    method
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| PROCESSORS.contains(&word))
        || PROCESSORS.contains(&letters(method).as_str())
}

/// One `@` with something on both sides, a dot after it, and no blanks.
fn looks_like_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(who, at)| {
        !who.is_empty()
            && at.contains('.')
            && !at.starts_with('.')
            && !at.ends_with('.')
            && !at.contains('@')
    }) && !text.contains(char::is_whitespace)
}

fn letters(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_get_one_spelling_and_others_stay() {
        for (typed, stays) in [
            ("PayPal", "paypal"),
            ("Bank transfer", "bank"),
            ("SEPA", "bank"),
            ("TransferWise", "wise"),
            ("account credit", "credit"),
            ("Cheque by post", "Cheque by post"),
        ] {
            assert_eq!(kept(typed), stays);
        }
    }

    #[test]
    fn paypal_and_wise_need_an_address() {
        for method in [PayMethod::PayPal, PayMethod::Wise] {
            assert!(method.check("ana@pay.example").is_ok());
            for wrong in [
                "ana",
                "ana@",
                "@pay.example",
                "a b@pay.example",
                "a@b@c.example",
                "ana@pay",
            ] {
                assert!(method.check(wrong).is_err(), "{wrong}");
            }
        }
        assert!(PayMethod::Other.check("in person").is_ok());
    }

    #[test]
    fn what_is_meant_as_an_iban_must_be_one() {
        assert!(PayMethod::Bank.check("DE89 3704 0044 0532 0130 00").is_ok());
        assert!(
            PayMethod::Bank
                .check("DE88 3704 0044 0532 0130 00")
                .is_err()
        );
        assert!(PayMethod::Bank.check("021000021 / 123456789").is_ok());
    }

    #[test]
    fn processors_are_told_from_banks() {
        for yes in [
            "paypal",
            "PayPal Payouts",
            "Venmo",
            "credit card",
            "Cash App",
        ] {
            assert!(is_processor(yes), "{yes}");
        }
        for no in ["bank", "wise", "credit", "ACH", "cheque"] {
            assert!(!is_processor(no), "{no}");
        }
    }
}
