//! Amounts of money in whole minor units, and sums that never mix currencies; nothing here rounds or converts.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::currency::Currency;
use super::ledger::{Code, LedgerError};

/// The largest amount a single fact may state, in minor units either way.
pub const MAX_MINOR: i64 = 900_000_000_000_000;

/// An amount in whole minor units of one currency (`COMMISSION_RULES R1`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money {
    /// The currency.
    pub currency: Currency,
    /// Minor units: cents, yen, thousandths of a dinar.
    pub minor: i64,
}

impl Money {
    /// So many minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { currency, minor }
    }

    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// A plain amount as files hold it: an optional `-`, digits, an optional `.` and digits.
    ///
    /// Zeros beyond the currency's decimals do not count. Errors: `bad_amount`, `too_many_decimals`, `too_large`.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, LedgerError> {
        let (negative, size) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = size.split_once('.').unwrap_or((size, ""));
        let shaped = digits(whole)
            && !whole.is_empty()
            && digits(decimals)
            && (size.len() == whole.len() || !decimals.is_empty());
        if !shaped {
            return Err(LedgerError::new(
                Code::BadAmount,
                format!("“{text}” is not an amount; write it like 1200.00."),
            ));
        }
        Self::from_parts(negative, whole, decimals, currency)
    }

    /// Puts an amount together from its digits; both parts are known to hold nothing else.
    pub(super) fn from_parts(
        negative: bool,
        whole: &str,
        decimals: &str,
        currency: Currency,
    ) -> Result<Self, LedgerError> {
        let places = currency.digits() as usize;
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > places {
            return Err(LedgerError::new(
                Code::TooManyDecimals,
                format!("{whole}.{decimals} has more decimals than {currency} has ({places})."),
            ));
        }
        let minor = format!("{whole}{decimals:0<places$}")
            .trim_start_matches('0')
            .parse::<i64>()
            .or_else(|bad| match bad.kind() {
                std::num::IntErrorKind::Empty => Ok(0),
                _ => Err(bad),
            })
            .ok()
            .filter(|minor| *minor <= MAX_MINOR)
            .ok_or_else(|| {
                LedgerError::new(
                    Code::TooLarge,
                    format!(
                        "The amount is too large; the most one line can hold is {}.",
                        Self::new(MAX_MINOR, currency)
                    ),
                )
            })?;
        Ok(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// Whether there is nothing.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum; an error across currencies or beyond what can be held.
    pub fn checked_add(self, other: Self) -> Result<Self, LedgerError> {
        if self.currency != other.currency {
            return Err(LedgerError::new(
                Code::BadCurrency,
                format!(
                    "{} and {} cannot be added up.",
                    self.currency, other.currency
                ),
            ));
        }
        let minor = self.minor.checked_add(other.minor);
        minor
            .map(|minor| Self::new(minor, self.currency))
            .ok_or_else(|| LedgerError::too_large("A sum of money"))
    }

    /// What is left after taking `other` away; errors as for a sum.
    pub fn checked_sub(self, other: Self) -> Result<Self, LedgerError> {
        self.checked_add(other.negated()?)
    }

    /// The same amount the other way round.
    pub fn negated(self) -> Result<Self, LedgerError> {
        let minor = self.minor.checked_neg();
        minor
            .map(|minor| Self::new(minor, self.currency))
            .ok_or_else(|| LedgerError::too_large("An amount"))
    }

    /// For files and `--json`: `1200.00`, `-60.00`, `248`. Reads back with [`Money::parse`].
    pub fn plain(self) -> String {
        self.written("")
    }

    /// For people: `$1,200.00`, `CHF 1,200.00`, `-$60.00`.
    pub fn shown(self) -> String {
        let sign = if self.minor < 0 { "-" } else { "" };
        let size = self.written(",");
        let size = size.trim_start_matches('-');
        match self.currency.symbol() {
            Some(symbol) => format!("{sign}{symbol}{size}"),
            None => format!("{sign}{} {size}", self.currency),
        }
    }

    fn written(self, group: &str) -> String {
        let places = self.currency.digits() as usize;
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = places + 1);
        let (whole, decimals) = digits.split_at(digits.len() - places);
        let mut text = String::with_capacity(digits.len() * 2);
        if self.minor < 0 {
            text.push('-');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push_str(group);
            }
            text.push(digit);
        }
        if places > 0 {
            text.push('.');
            text.push_str(decimals);
        }
        text
    }
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.shown())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.plain(), self.currency)
    }
}

/// How money stands in JSON: a string with its currency, so that no reader makes a binary fraction of it.
#[derive(Serialize, Deserialize)]
struct Written {
    amount: String,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let (amount, currency) = (self.plain(), self.currency);
        Written { amount, currency }.serialize(out)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Written { amount, currency } = Written::deserialize(from)?;
        Self::parse(&amount, currency).map_err(de::Error::custom)
    }
}

/// Sums per currency, ordered by code; currencies never meet (`COMMISSION_RULES R9`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(BTreeMap<Currency, i64>);

impl Totals {
    /// No sums yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an amount to the sum of its currency.
    pub fn add(&mut self, money: Money) -> Result<(), LedgerError> {
        let sum = self.0.entry(money.currency).or_default();
        *sum = sum
            .checked_add(money.minor)
            .ok_or_else(|| LedgerError::too_large("A sum of money"))?;
        Ok(())
    }

    /// Adds every sum of another set to these.
    pub fn add_all(&mut self, other: &Self) -> Result<(), LedgerError> {
        other.iter().try_for_each(|money| self.add(money))
    }

    /// The sum in a currency; zero where nothing was added.
    pub fn get(&self, currency: Currency) -> Money {
        Money::new(self.0.get(&currency).copied().unwrap_or(0), currency)
    }

    /// Every sum, by currency, sums that came out at zero included.
    pub fn iter(&self) -> impl Iterator<Item = Money> + '_ {
        self.0
            .iter()
            .map(|(currency, minor)| Money::new(*minor, *currency))
    }

    /// Whether nothing was ever added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For people: every sum that is not zero, two spaces between; one zero if all are; nothing if there is none.
    pub fn shown(&self) -> String {
        let some: Vec<_> = self.iter().filter(|money| !money.is_zero()).collect();
        let kept = if some.is_empty() {
            self.iter().take(1).collect()
        } else {
            some
        };
        kept.into_iter()
            .map(Money::shown)
            .collect::<Vec<_>>()
            .join("  ")
    }
}

impl Serialize for Totals {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cur(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    fn parsed(text: &str, code: &str) -> Result<i64, Code> {
        Money::parse(text, cur(code))
            .map(|money| money.minor)
            .map_err(|bad| bad.code)
    }

    #[test]
    fn plain_amounts_are_read_exactly_or_refused() {
        assert_eq!(parsed("1200", "USD"), Ok(120_000));
        assert_eq!(parsed("-0.05", "USD"), Ok(-5));
        assert_eq!(parsed("10.500", "USD"), Ok(1050));
        assert_eq!(parsed("100.0", "JPY"), Ok(100));
        assert_eq!(parsed("0", "USD"), Ok(0));
        assert_eq!(parsed("10.010", "KWD"), Ok(10_010));
        assert_eq!(parsed("10.005", "USD"), Err(Code::TooManyDecimals));
        assert_eq!(parsed("100.5", "JPY"), Err(Code::TooManyDecimals));
        assert_eq!(parsed("9000000000000.00", "USD"), Ok(MAX_MINOR));
        assert_eq!(parsed("9000000000000.01", "USD"), Err(Code::TooLarge));
        assert_eq!(parsed(&"9".repeat(60), "USD"), Err(Code::TooLarge));
        for bad in [
            "", "-", ".5", "5.", "+5", "1,200", "1e3", " 5", "NaN", "٣", "--5", "1.2.3",
        ] {
            assert_eq!(parsed(bad, "USD"), Err(Code::BadAmount), "{bad}");
        }
    }

    #[test]
    fn people_see_a_symbol_or_the_code_and_groups_of_three() {
        let shown = |minor, code| Money::new(minor, cur(code)).shown();
        assert_eq!(shown(120_000, "USD"), "$1,200.00");
        assert_eq!(shown(-6_000, "USD"), "-$60.00");
        assert_eq!(shown(120_000, "CHF"), "CHF 1,200.00");
        assert_eq!(shown(-5, "CHF"), "-CHF 0.05");
        assert_eq!(shown(1_234_567, "JPY"), "¥1,234,567");
        assert_eq!(shown(1, "KWD"), "KWD 0.001");
        assert_eq!(
            Money::new(i64::MIN, cur("JPY")).plain(),
            i64::MIN.to_string()
        );
    }

    #[test]
    fn sums_keep_currencies_apart_and_never_wrap() {
        let mut totals = Totals::new();
        totals.add(Money::new(120_000, cur("USD"))).unwrap();
        totals.add(Money::new(5_000, cur("EUR"))).unwrap();
        assert_eq!(totals.shown(), "€50.00  $1,200.00");
        assert!(totals.add(Money::new(i64::MAX, cur("USD"))).is_err());
        assert_eq!(totals.get(cur("USD")).minor, 120_000);
        assert!(
            Money::new(1, cur("USD"))
                .checked_add(Money::new(1, cur("EUR")))
                .is_err()
        );
        assert!(Money::new(i64::MIN, cur("USD")).negated().is_err());
    }

    #[test]
    fn json_holds_a_string_with_its_currency() {
        let money = Money::new(120_000, cur("USD"));
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(json, r#"{"amount":"1200.00","currency":"USD"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(minor in -MAX_MINOR..=MAX_MINOR, at in 0_usize..165) {
            let currency = Currency::all().nth(at).unwrap();
            let money = Money::new(minor, currency);
            prop_assert_eq!(Money::parse(&money.plain(), currency), Ok(money));
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_crash(text in "\\PC*") {
            let _ = Money::parse(&text, cur("USD"));
        }
    }
}
