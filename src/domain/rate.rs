//! Percentages from 0 to 100, exact; no amounts and no rounding.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ledger::{Code, LedgerError};

/// How many decimals a percentage may have.
const PLACES: u32 = 12;

/// An exact percentage from 0 to 100 with at most 12 decimals: a commission rate or a partner's share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Rate(Decimal);

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// All of it.
    pub const FULL: Self = Self(Decimal::ONE_HUNDRED);

    /// Reads `25`, `12.5` or `25%`; `bad_rate` for anything else and outside 0 to 100.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = || {
            LedgerError::new(
                Code::BadRate,
                format!("“{text}” is not a percentage from 0 to 100, such as 25 or 12.5."),
            )
        };
        let number = text.strip_suffix('%').unwrap_or(text);
        // The library is more forgiving than a rate may be: it takes signs, blanks between digits and bare points.
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return Err(bad());
        }
        let rate = Decimal::from_str_exact(number)
            .map_err(|_| bad())?
            .normalize();
        if rate.scale() > PLACES || rate > Decimal::ONE_HUNDRED {
            return Err(bad());
        }
        Ok(Self(rate))
    }

    /// A whole number of percent; nothing above 100.
    pub fn whole(percent: u8) -> Option<Self> {
        Some(Self(Decimal::from(percent))).filter(|rate| *rate <= Self::FULL)
    }

    /// Whether it is 0 %.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The rate as a fraction over [`Rate::PER_WHOLE`]: exact.
    pub fn parts(self) -> i128 {
        self.0.mantissa() * 10_i128.pow(PLACES - self.0.scale())
    }

    /// What [`Rate::parts`] is a fraction of: 100 %.
    pub const PER_WHOLE: i128 = 100 * 10_i128.pow(PLACES);

    /// The number without the sign: `12.5`.
    pub fn number(self) -> String {
        self.0.normalize().to_string()
    }
}

/// `25%`, `12.5%`: one way to write each rate.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}%", self.number()))
    }
}

impl std::str::FromStr for Rate {
    type Err = LedgerError;
    fn from_str(text: &str) -> Result<Self, LedgerError> {
        Self::parse(text.trim())
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.number())
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rate_is_written_one_way() {
        let written = |text: &str| Rate::parse(text).unwrap().to_string();
        assert_eq!(written("25"), "25%");
        assert_eq!(written("012.50%"), "12.5%");
        assert_eq!(written("0"), "0%");
        assert_eq!(written("100.000"), "100%");
        assert_eq!(written("33.3333"), "33.3333%");
        assert_eq!(written("0.000000000001"), "0.000000000001%");
    }

    #[test]
    fn what_is_not_from_0_to_100_is_refused() {
        for bad in [
            "150",
            "-1",
            "100.01",
            "",
            "%",
            "1,5",
            "5.",
            ".5",
            "25 %",
            "1e1",
            "0.0000000000001",
            "99999999999999999999",
        ] {
            assert_eq!(Rate::parse(bad).unwrap_err().code, Code::BadRate, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(units in 0..=100 * 10_i64.pow(PLACES)) {
            let rate = Rate(Decimal::new(units, PLACES).normalize());
            prop_assert_eq!(Rate::parse(&rate.to_string()), Ok(rate));
            prop_assert_eq!(rate.parts(), i128::from(units));
        }
    }
}
