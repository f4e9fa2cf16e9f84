//! Shares a commission out among partners so that the parts always add up (`COMMISSION_RULES R8`).

use super::ledger::{Code, LedgerError};
use super::rate::Rate;

/// The parts of `minor` in the order of `shares`, by largest remainder on its size, ties to the one named earlier.
///
/// `bad_split` if the shares do not sum to exactly 100.
pub fn split(minor: i64, shares: &[Rate]) -> Result<Vec<i64>, LedgerError> {
    check(shares)?;
    if shares.len() == 1 {
        return Ok(vec![minor]);
    }
    let (sign, size) = (minor.signum(), i128::from(minor).abs());
    let exact: Vec<(i128, i128)> = shares
        .iter()
        // At most 2^63 times 10^14: far inside 128 bits.
        .map(|share| size * share.parts())
        .map(|part| (part / Rate::PER_WHOLE, part % Rate::PER_WHOLE))
        .collect();
    let mut sizes: Vec<i128> = exact.iter().map(|(whole, _)| *whole).collect();
    let left = size - sizes.iter().sum::<i128>();
    let mut by_rest: Vec<usize> = (0..shares.len()).collect();
    // The sort is stable, so a tie stays with the partner named earlier.
    by_rest.sort_by_key(|at| std::cmp::Reverse(exact[*at].1));
    for at in by_rest.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        sizes[at] += 1;
    }
    sizes
        .into_iter()
        // Back through the sign, so that the lowest number of all survives too.
        .map(|size| {
            i64::try_from(size * i128::from(sign)).map_err(|_| LedgerError::too_large("A share"))
        })
        .collect()
}

/// Whether shares sum to exactly 100: `bad_split` if not.
pub fn check(shares: &[Rate]) -> Result<(), LedgerError> {
    let sum = shares
        .iter()
        .try_fold(0_i128, |sum, share| sum.checked_add(share.parts()));
    if sum == Some(Rate::PER_WHOLE) {
        return Ok(());
    }
    let list: Vec<String> = shares.iter().map(Rate::to_string).collect();
    Err(LedgerError::new(
        Code::BadSplit,
        format!("The shares {} do not sum to 100%.", list.join(" + ")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shared(minor: i64, shares: &[&str]) -> Vec<i64> {
        let shares: Vec<Rate> = shares
            .iter()
            .map(|share| Rate::parse(share).unwrap())
            .collect();
        split(minor, &shares).unwrap()
    }

    #[test]
    fn the_odd_cent_goes_to_the_largest_remainder_and_a_tie_to_the_first() {
        assert_eq!(shared(2500, &["70", "30"]), [1750, 750]);
        assert_eq!(shared(5, &["45", "55"]), [2, 3]);
        assert_eq!(shared(5, &["50", "50"]), [3, 2]);
        assert_eq!(shared(-5, &["50", "50"]), [-3, -2]);
        assert_eq!(
            shared(10_000, &["33.34", "33.33", "33.33"]),
            [3334, 3333, 3333]
        );
        assert_eq!(shared(1, &["0", "100"]), [0, 1]);
        assert_eq!(
            shared(i64::MIN, &["50", "50"]),
            [i64::MIN / 2, i64::MIN / 2]
        );
    }

    #[test]
    fn shares_that_do_not_make_100_are_refused() {
        let rate = |text| Rate::parse(text).unwrap();
        assert_eq!(
            split(5, &[rate("70"), rate("20")]).unwrap_err().code,
            Code::BadSplit
        );
        assert!(split(5, &[]).is_err());
        assert!(split(5, &[rate("100"), rate("100")]).is_err());
    }

    proptest! {
        #[test]
        fn the_parts_always_add_up_and_none_has_the_wrong_sign(
            minor in any::<i64>(), cuts in proptest::collection::vec(0_u32..=1_000_000, 0..6)
        ) {
            let mut cuts = cuts;
            cuts.extend([0, 1_000_000]);
            cuts.sort_unstable();
            let shares: Vec<Rate> = cuts.windows(2)
                .map(|pair| pair[1] - pair[0])
                .map(|part| Rate::parse(&format!("{}.{:04}", part / 10_000, part % 10_000)).unwrap())
                .collect();
            let parts = split(minor, &shares).unwrap();
            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(minor));
            prop_assert!(parts.iter().all(|part| part.signum() * minor.signum() >= 0));
            for (part, share) in parts.iter().zip(&shares) {
                // No partner is more than a minor unit from the exact share.
                let off = i128::from(*part) * Rate::PER_WHOLE - i128::from(minor) * share.parts();
                prop_assert!(off.abs() < Rate::PER_WHOLE);
            }
        }
    }
}
