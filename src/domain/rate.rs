//! Percentages from 0 to 100, exact; no amounts and no rounding.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ledger::{Code, LedgerError};

/// How many decimals a percentage may have.
const PLACES: usize = 12;
/// One percent, in units of the last decimal.
const ONE: u64 = 1_000_000_000_000;

/// An exact percentage from 0 to 100 with at most 12 decimals: a commission rate or a partner's share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Rate(u64);

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const FULL: Self = Self(100 * ONE);

    /// Reads `25`, `12.5` or `25%`; `bad_rate` for anything else and outside 0 to 100.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let bad = || {
            LedgerError::new(
                Code::BadRate,
                format!("“{text}” is not a percentage from 0 to 100, such as 25 or 12.5."),
            )
        };
        let number = text.strip_suffix('%').unwrap_or(text);
        let (whole, decimals) = match number.split_once('.') {
            Some((_, "")) => return Err(bad()),
            Some(parts) => parts,
            None => (number, ""),
        };
        let decimals = decimals.trim_end_matches('0');
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || decimals.len() > PLACES
            || !all_digits(whole)
            || !all_digits(decimals)
        {
            return Err(bad());
        }
        let whole: u64 = whole.parse().map_err(|_| bad())?;
        let part: u64 = format!("{decimals:0<PLACES$}").parse().map_err(|_| bad())?;
        whole
            .checked_mul(ONE)
            .and_then(|units| units.checked_add(part))
            .filter(|units| *units <= Self::FULL.0)
            .map(Self)
            .ok_or_else(bad)
    }

    /// A whole number of percent; nothing above 100.
    pub fn whole(percent: u8) -> Option<Self> {
        Some(Self(u64::from(percent) * ONE)).filter(|rate| *rate <= Self::FULL)
    }

    /// Whether it is 0 %.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The rate as a fraction over [`Rate::PER_WHOLE`]: exact.
    pub fn parts(self) -> i128 {
        i128::from(self.0)
    }

    /// What [`Rate::parts`] is a fraction of: 100 %.
    pub const PER_WHOLE: i128 = 100 * ONE as i128;

    /// The number without the sign: `12.5`.
    pub fn number(self) -> String {
        let (whole, part) = (self.0 / ONE, self.0 % ONE);
        if part == 0 {
            return whole.to_string();
        }
        let decimals = format!("{part:0>PLACES$}");
        format!("{whole}.{}", decimals.trim_end_matches('0'))
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
        fn what_is_written_reads_back(units in 0..=Rate::FULL.0) {
            prop_assert_eq!(Rate::parse(&Rate(units).to_string()), Ok(Rate(units)));
        }
    }
}
