//! Exact fractions for commissions that are not yet rounded; any overflow is an error, and only [`Ratio::rounded`] rounds.

use std::cmp::Ordering;

use super::currency::Currency;
use super::ledger::LedgerError;

/// A fraction of minor units; the denominator is positive, and it is not always in lowest terms.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    num: i128,
    den: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// `num / den`; `den` must be above zero, else the error of a figure that cannot be worked out.
    pub fn new(num: i128, den: i128) -> Result<Self, LedgerError> {
        if den > 0 {
            Ok(Self { num, den })
        } else {
            Err(too_large())
        }
    }

    /// A whole number of minor units.
    pub fn whole(minor: i64) -> Self {
        Self {
            num: i128::from(minor),
            den: 1,
        }
    }

    /// Times `num / den`, with what cancels cancelled first, so that little can overflow.
    pub fn times(self, num: i128, den: i128) -> Result<Self, LedgerError> {
        if let Some(product) = self.num.checked_mul(num).zip(self.den.checked_mul(den)) {
            return Self::new(product.0, product.1);
        }
        let (own, other) = (self.reduced(), Self::new(num, den)?.reduced());
        let (left, right) = (gcd(own.num, other.den), gcd(other.num, own.den));
        let num = (own.num / left).checked_mul(other.num / right);
        let den = (own.den / right).checked_mul(other.den / left);
        num.zip(den)
            .map(|(num, den)| Self { num, den })
            .ok_or_else(too_large)
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Result<Self, LedgerError> {
        if self.den == other.den {
            let num = self.num.checked_add(other.num).ok_or_else(too_large)?;
            return Ok(Self { num, den: self.den });
        }
        let (left, right) = (self.reduced(), other.reduced());
        let common = gcd(left.den, right.den);
        let scaled = |one: Self, by: i128| one.num.checked_mul(by / common);
        let num = scaled(left, right.den).zip(scaled(right, left.den));
        let num = num.and_then(|(left, right)| left.checked_add(right));
        let den = (left.den / common).checked_mul(right.den);
        num.zip(den)
            .map(|(num, den)| Self { num, den })
            .ok_or_else(too_large)
    }

    /// What is left after taking `other` away.
    pub fn minus(self, other: Self) -> Result<Self, LedgerError> {
        let num = other.num.checked_neg().ok_or_else(too_large)?;
        self.plus(Self {
            num,
            den: other.den,
        })
    }

    /// To the nearest whole minor unit, a tie away from zero (`COMMISSION_RULES R3`).
    pub fn rounded(self) -> Result<i64, LedgerError> {
        let (quotient, rest) = (self.num / self.den, self.num % self.den);
        // rest >= den - rest says "at least half" without doubling, which could overflow.
        let size = rest.abs();
        let away = if size > 0 && size >= self.den - size {
            self.num.signum()
        } else {
            0
        };
        i64::try_from(quotient + away).map_err(|_| too_large())
    }

    /// Compares with a whole number of minor units.
    pub fn compare_whole(self, minor: i64) -> Ordering {
        // Whole part first: multiplying the other side up could overflow.
        let floor = self.num.div_euclid(self.den);
        floor
            .cmp(&i128::from(minor))
            .then(if self.num.rem_euclid(self.den) > 0 {
                Ordering::Greater
            } else {
                Ordering::Equal
            })
    }

    /// Whether it is exactly nothing.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether it is a whole number of minor units.
    pub fn is_whole(self) -> bool {
        self.num % self.den == 0
    }

    /// For people, in whole units of a currency: `2.505`, or `83.3333…` where the decimals do not end soon.
    pub fn decimal(self, currency: Currency) -> String {
        const MOST: usize = 12;
        let places = currency.digits() as usize;
        let sign = if self.num < 0 { "-" } else { "" };
        let (num, den) = (self.num.unsigned_abs(), self.den.unsigned_abs());
        let (minor, mut rest) = (num / den, num % den);
        let mut decimals = String::new();
        while rest > 0 && decimals.len() < MOST {
            // A denominator too large to go on with just ends the decimals shown.
            let Some(next) = rest.checked_mul(10) else {
                break;
            };
            decimals.push(char::from(b'0' + u8::try_from(next / den).unwrap_or(9)));
            rest = next % den;
        }
        let more = if rest > 0 {
            decimals.truncate(2);
            "…"
        } else {
            ""
        };
        let minor = format!("{minor:0>width$}", width = places + 1);
        let (whole, own) = minor.split_at(minor.len() - places);
        let point = if own.is_empty() && decimals.is_empty() {
            ""
        } else {
            "."
        };
        format!("{sign}{whole}{point}{own}{decimals}{more}")
    }

    fn reduced(self) -> Self {
        let common = gcd(self.num, self.den);
        Self {
            num: self.num / common,
            den: self.den / common,
        }
    }
}

/// The greatest common divisor; at least 1 as `right` or `left` is not zero in any use here.
fn gcd(left: i128, right: i128) -> i128 {
    let (mut left, mut right) = (left.unsigned_abs(), right.unsigned_abs());
    while right != 0 {
        (left, right) = (right, left % right);
    }
    i128::try_from(left).unwrap_or(1).max(1)
}

fn too_large() -> LedgerError {
    LedgerError::too_large("A commission")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(num: i128, den: i128) -> Ratio {
        Ratio::new(num, den).unwrap()
    }

    #[test]
    fn a_tie_goes_away_from_zero() {
        for (num, den, whole) in [
            (1, 2, 1),
            (-1, 2, -1),
            (3, 2, 2),
            (2, 3, 1),
            (1, 3, 0),
            (-5, 2, -3),
            (0, 7, 0),
            (7, 1, 7),
        ] {
            assert_eq!(ratio(num, den).rounded().unwrap(), whole, "{num}/{den}");
        }
        assert!(ratio(i128::MAX, 1).rounded().is_err());
        assert_eq!(ratio(i128::MAX, i128::MAX).rounded().unwrap(), 1);
    }

    #[test]
    fn overflow_is_an_error() {
        assert!(ratio(i128::MAX, 1).times(3, 2).is_err());
        assert!(ratio(i128::MAX, 1).plus(ratio(1, 1)).is_err());
        assert!(ratio(1, i128::MAX).plus(ratio(1, i128::MAX - 1)).is_err());
        assert_eq!(
            ratio(i128::MAX, 3)
                .times(3, i128::MAX)
                .unwrap()
                .rounded()
                .unwrap(),
            1
        );
        assert!(Ratio::new(1, 0).is_err());
    }

    #[test]
    fn people_see_the_exact_decimals_or_that_there_are_more() {
        let dollars = Currency::parse("USD").unwrap();
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(ratio(501, 2).decimal(dollars), "2.505");
        assert_eq!(ratio(-100_000, 12).decimal(dollars), "-83.3333…");
        assert_eq!(ratio(5000, 1).decimal(dollars), "50.00");
        assert_eq!(ratio(495, 2).decimal(yen), "247.5");
        assert_eq!(ratio(248, 1).decimal(yen), "248");
    }

    proptest! {
        #[test]
        fn taking_away_what_was_added_changes_nothing(a in -1_000_000_i128..1_000_000, b in 1_i128..1000, whole in -1_000_000_i64..1_000_000, d in 1_i128..1000) {
            let c = i128::from(whole);
            let back = ratio(a, b).plus(ratio(c, d)).unwrap().minus(ratio(c, d)).unwrap();
            prop_assert!(back.minus(ratio(a, b)).unwrap().is_zero());
            prop_assert_eq!(ratio(a, b).compare_whole(whole), a.cmp(&(c * b)));
        }
    }
}
