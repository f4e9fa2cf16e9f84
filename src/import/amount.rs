//! Amounts as files write them: with the decimal mark the person named, refused where two readings are possible.

use std::str::FromStr;

use crate::domain::{
    currency::Currency,
    money::{MAX_MINOR, Money},
    typed_money::{DecimalMark, Marks, marks},
};

/// Currencies that Stripe counts with another number of decimals than ISO 4217 does: it kept the two decimals the
/// krona and the shilling once had, and has none for the ariary.
const STRIPE_DIGITS: [(&str, u32); 3] = [("ISK", 2), ("MGA", 0), ("UGX", 2)];

/// What one in a file stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Units {
    /// A dollar, a yen: `1,234.50`.
    #[default]
    Major,
    /// A cent, a yen, a thousandth of a dinar, by the decimals of ISO 4217: `123450`.
    Minor,
    /// As [`Units::Minor`], by the decimals Stripe has for a currency: other ones for ISK, MGA and UGX.
    Stripe,
}

impl FromStr for Units {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word.to_ascii_lowercase().as_str() {
            "major" => Ok(Self::Major),
            "minor" => Ok(Self::Minor),
            "stripe" => Ok(Self::Stripe),
            _ => Err(format!(
                "“{word}” is no unit: use major (1,234.50), minor (123450) or stripe (minor, as Stripe counts)"
            )),
        }
    }
}

/// How the amounts of a file are written.
#[derive(Debug, Clone, Copy)]
pub struct Amounts {
    /// The decimal mark, if it was named; otherwise a point, and what could be either is refused.
    pub mark: Option<DecimalMark>,
    /// Currency of rows that name none.
    pub currency: Currency,
    /// Whether the person said that currency, so that no amount says another.
    pub said: bool,
    /// What one stands for.
    pub units: Units,
}

impl Amounts {
    /// An amount in `currency`; the reason if it is none.
    pub fn read(&self, text: &str, currency: Currency) -> Result<Money, String> {
        let text = text.trim();
        match self.units {
            Units::Major => self.read_major(text, currency),
            Units::Minor => minor(text, currency, currency.digits()),
            Units::Stripe => {
                let theirs = STRIPE_DIGITS.iter().find(|(c, _)| *c == currency.code());
                minor(
                    text,
                    currency,
                    theirs.map_or(currency.digits(), |(_, d)| *d),
                )
            }
        }
    }

    fn read_major(&self, text: &str, currency: Currency) -> Result<Money, String> {
        // `1,234` is a thousand to one reader and a little more than one to another.
        if self.mark.is_none() && text.matches(',').count() == 1 && !text.contains('.') {
            return Err("could be read in two ways; add --decimal . or --decimal ,".to_owned());
        }
        let mark = self.mark.unwrap_or_default();
        Money::parse_marked(text, currency, mark).map_err(|e| {
            let reason = e.message.trim_end_matches('.').to_owned();
            let hint = match (self.mark, marks(text)) {
                (None | Some(DecimalMark::Point), Some(Marks::Comma)) => {
                    "; if its decimal mark is a comma, add --decimal ,"
                }
                (Some(DecimalMark::Comma), Some(Marks::Point)) => {
                    "; if its decimal mark is a point, add --decimal ."
                }
                _ => "",
            };
            format!("{reason}{hint}")
        })
    }
}

/// An amount in units of which `10^digits` make one: digits alone, with a minus before or zeros behind the point at
/// most.
fn minor(text: &str, currency: Currency, digits: u32) -> Result<Money, String> {
    let (negative, size) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    // Spreadsheets write whole numbers as 675000.0.
    let (whole, decimals) = size.split_once('.').unwrap_or((size, "0"));
    let shaped = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !shaped(whole) || !shaped(decimals) {
        return Err(format!(
            "is not a whole number of minor units of {currency}, such as 123450"
        ));
    }
    if decimals.bytes().any(|b| b != b'0') {
        return Err(
            "has decimals, which minor units have not; if it is whole money, say --units major"
                .to_owned(),
        );
    }
    let large = || "is more than one line can hold".to_owned();
    let mut count: i64 = whole.parse().map_err(|_| large())?;
    for _ in digits..currency.digits() {
        count = count.checked_mul(10).ok_or_else(large)?;
    }
    for _ in currency.digits()..digits {
        if count % 10 != 0 {
            return Err(format!("is less than {currency} can be divided into"));
        }
        count /= 10;
    }
    if count > MAX_MINOR {
        return Err(large());
    }
    Ok(Money::new(if negative { -count } else { count }, currency))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str, code: &str, units: Units) -> Result<String, String> {
        let currency = Currency::parse(code).unwrap();
        let amounts = Amounts {
            mark: None,
            currency,
            said: true,
            units,
        };
        amounts
            .read(text, currency)
            .map(|money| format!("{money:?}"))
    }

    #[test]
    fn minor_units_are_as_many_as_the_currency_has() {
        for (text, code, want) in [
            ("675000", "usd", "6750.00 USD"),
            ("-5", "EUR", "-0.05 EUR"),
            ("675000.0", "USD", "6750.00 USD"),
            ("5000", "JPY", "5000 JPY"),
            ("12345", "KWD", "12.345 KWD"),
            ("0", "USD", "0.00 USD"),
        ] {
            assert_eq!(
                read(text, code, Units::Minor).unwrap(),
                want,
                "{text} {code}"
            );
        }
        for bad in [
            "",
            "-",
            "1,000",
            "$5",
            "12.5",
            "1e3",
            "(5)",
            "900000000000001",
            "99999999999999999999",
            "+5",
        ] {
            assert!(read(bad, "USD", Units::Minor).is_err(), "{bad}");
        }
    }

    #[test]
    fn stripe_counts_three_currencies_in_its_own_way() {
        assert_eq!(read("500", "ISK", Units::Stripe).unwrap(), "5 ISK");
        assert_eq!(read("500", "UGX", Units::Stripe).unwrap(), "5 UGX");
        assert_eq!(read("500", "MGA", Units::Stripe).unwrap(), "500.00 MGA");
        assert_eq!(read("500", "USD", Units::Stripe).unwrap(), "5.00 USD");
        assert!(read("505", "ISK", Units::Stripe).is_err());
        assert_eq!(read("500", "ISK", Units::Minor).unwrap(), "500 ISK");
    }

    #[test]
    fn units_are_major_unless_said_otherwise() {
        assert_eq!(
            read("1,234.50", "USD", Units::default()).unwrap(),
            "1234.50 USD"
        );
        assert!("cents".parse::<Units>().is_err());
    }
}
