//! Which currencies there are and how many decimals each has (`COMMISSION_RULES R1`); no rates of exchange, ever.

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ledger::{Code, LedgerError};

/// The active ISO 4217 codes with a minor unit, in alphabetical order.
static TABLE: LazyLock<Vec<(&'static str, u32)>> = LazyLock::new(|| {
    include_str!("../../assets/iso4217.csv")
        .lines()
        .skip(1)
        .filter_map(|row| {
            let (code, digits) = row.split_once(',')?;
            Some((code, digits.trim().parse().ok()?))
        })
        .collect()
});

/// Where in the table each code of three letters stands: every line of a book is read through here.
static PLACES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut places = vec![NONE; 26 * 26 * 26];
    for (at, (code, _)) in (0..NONE).zip(TABLE.iter()) {
        if let Some(place) = place(code) {
            places[place] = at;
        }
    }
    places
});
/// What stands there for a code that is no currency.
const NONE: u8 = u8::MAX;

/// Three capital letters as one number.
fn place(code: &str) -> Option<usize> {
    let bytes = code.as_bytes();
    (bytes.len() == 3 && bytes.iter().all(u8::is_ascii_uppercase)).then(|| {
        bytes
            .iter()
            .fold(0, |sum, b| sum * 26 + usize::from(b - b'A'))
    })
}

/// Symbols that mean one currency to everybody who reads them in a book kept in English.
const SYMBOLS: [(&str, &str); 7] = [
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("JPY", "¥"),
    ("INR", "₹"),
    ("KRW", "₩"),
    ("ILS", "₪"),
];

/// An active ISO 4217 currency with a minor unit; ordered by its code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

impl Currency {
    /// A code as a person writes it, in any case and with spaces around it: `bad_currency` if there is none.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        Self::from_code(&text.trim().to_ascii_uppercase()).map_err(|_| unknown(text))
    }

    /// A code exactly as ISO writes it, in capitals (`usd` is not a code): `bad_currency` if there is none.
    pub fn from_code(code: &str) -> Result<Self, LedgerError> {
        place(code)
            .map(|at| PLACES[at])
            .filter(|at| *at != NONE)
            .map(Self)
            .ok_or_else(|| unknown(code))
    }

    /// Every currency, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..u8::MAX).take(TABLE.len()).map(Self)
    }

    /// The three capital letters.
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// How many decimals its amounts have: 2 for most, 0, 3 or 4 for some.
    pub fn digits(self) -> u32 {
        TABLE[usize::from(self.0)].1
    }

    /// How many minor units make one: 100 for dollars, 1 for yen.
    pub fn minor_per_unit(self) -> i64 {
        10_i64.pow(self.digits())
    }

    /// Its symbol, where that is not shared with another currency.
    pub fn symbol(self) -> Option<&'static str> {
        SYMBOLS
            .iter()
            .find(|(code, _)| *code == self.code())
            .map(|(_, symbol)| *symbol)
    }
}

fn unknown(text: &str) -> LedgerError {
    LedgerError::new(
        Code::BadCurrency,
        format!(
            "“{}” is not a currency; write an ISO 4217 code such as USD or EUR.",
            text.trim()
        ),
    )
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Currency {
    type Err = LedgerError;
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        Self::parse(text)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(code: &str) -> u32 {
        Currency::parse(code).unwrap().digits()
    }

    #[test]
    fn iso_decides_the_decimals() {
        assert_eq!(Currency::all().count(), 165);
        for code in ["JPY", "KRW", "CLP", "ISK", "VND", "XOF"] {
            assert_eq!(digits(code), 0, "{code}");
        }
        for code in ["KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"] {
            assert_eq!(digits(code), 3, "{code}");
        }
        assert_eq!((digits("CLF"), digits("UYW")), (4, 4));
        // CLDR shows these without decimals; ISO gives them two.
        for code in ["HUF", "COP", "IDR", "PKR", "USD", "EUR"] {
            assert_eq!(digits(code), 2, "{code}");
        }
    }

    #[test]
    fn people_may_write_small_letters_but_files_may_not() {
        assert_eq!(Currency::parse(" usd ").unwrap().code(), "USD");
        assert!(Currency::from_code("usd").is_err());
        for bad in ["XXX", "XAU", "US$", "", "DEM", "U", "USDX"] {
            assert_eq!(
                Currency::parse(bad).unwrap_err().code,
                Code::BadCurrency,
                "{bad}"
            );
        }
    }

    #[test]
    fn order_is_by_code_and_every_code_reads_back() {
        let all: Vec<_> = Currency::all().collect();
        assert!(all.windows(2).all(|pair| pair[0].code() < pair[1].code()));
        assert!(
            all.iter()
                .all(|one| Currency::from_code(one.code()).as_ref() == Ok(one))
        );
    }
}
