//! Whether two payments of one customer, told by two sources, look like one: by their amounts and the days they pay for.
//! Never decides that they are.

use chrono::Days;

use super::{
    day::{Day, add_months},
    money::Money,
};

/// So many days an invoice, the payment of it and the period it is for may lie apart.
const FEW: u64 = 5;
/// So long after the first day of a period it may be paid for: a bill of thirty days, and some more.
const LATEST: u64 = 45;
/// A payment with taxes, or before a fee, is at most so much of the other: three tenths more.
const MORE: (i64, i64) = (13, 10);

/// A payment: its amount, the day it was paid, or the first day of what it pays for, and for how many months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// How much; more than zero.
    pub money: Money,
    /// When.
    pub day: Day,
    /// For how many months; 1 for an ordinary one.
    pub months: u32,
    /// Whether it is a period of a subscription, which begins before it is paid.
    pub period: bool,
}

/// How alike two payments are; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alike {
    /// The same amount for the same time.
    Amount,
    /// Amounts that differ by what a tax, a fee or another currency may make, for the same time.
    Time,
}

/// How alike two payments are; `None` for different times (two months of one subscription) or amounts far apart.
pub fn alike(a: &Paid, b: &Paid) -> Option<Alike> {
    let near = a.day.signed_duration_since(b.day).num_days().unsigned_abs() <= FEW;
    let (first, then) = if a.day <= b.day { (a, b) } else { (b, a) };
    // A payment that came late pays for the period before it, and not for the one that begins after it.
    let next = then.period && !first.period;
    if !near && (next || !pays_for(first, then.day)) {
        return None;
    }
    if a.money == b.money {
        return Some(Alike::Amount);
    }
    if a.money.currency != b.money.currency {
        return near.then_some(Alike::Time);
    }
    let (less, more) = (
        a.money.minor.min(b.money.minor),
        a.money.minor.max(b.money.minor),
    );
    let far = i128::from(more) * i128::from(MORE.1) > i128::from(less) * i128::from(MORE.0);
    (!far).then_some(Alike::Time)
}

/// Whether a day lies in the time a payment is for, as far from its end that it is not of the next period.
fn pays_for(paid: &Paid, day: Day) -> bool {
    let latest = paid.day.checked_add_days(Days::new(LATEST));
    let end = add_months(paid.day, paid.months.max(1)).ok();
    let end = end.and_then(|end| end.checked_sub_days(Days::new(FEW)));
    day >= paid.day && end.is_some_and(|end| day < end) && latest.is_some_and(|last| day <= last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{currency::Currency, day::parse_iso};

    fn paid(day: &str, amount: &str, currency: &str, months: u32) -> Paid {
        let currency = Currency::parse(currency).unwrap();
        Paid {
            money: Money::parse(amount, currency).unwrap(),
            day: parse_iso(day).unwrap(),
            months,
            period: false,
        }
    }

    fn both(a: (&str, &str, &str, u32), b: (&str, &str, &str, u32)) -> Option<Alike> {
        let (a, b) = (paid(a.0, a.1, a.2, a.3), paid(b.0, b.1, b.2, b.3));
        let found = alike(&a, &b);
        assert_eq!(found, alike(&b, &a), "either way round");
        found
    }

    #[test]
    fn an_invoice_and_its_payment_some_days_or_weeks_later_are_alike() {
        let invoice = ("2026-01-05", "100.00", "USD", 1);
        for day in ["2026-01-01", "2026-01-05", "2026-01-09", "2026-01-28"] {
            let found = both(invoice, (day, "100.00", "USD", 1));
            assert_eq!(found, Some(Alike::Amount), "{day}");
        }
        let year = ("2026-01-05", "1200.00", "USD", 12);
        let found = both(year, ("2026-02-10", "1200.00", "USD", 1));
        assert_eq!(found, Some(Alike::Amount));
    }

    #[test]
    fn two_months_of_one_subscription_are_not() {
        for (a, b) in [
            ("2026-01-05", "2026-02-05"),
            ("2026-01-31", "2026-02-28"),
            ("2026-02-28", "2026-03-31"),
            ("2026-01-05", "2026-02-01"),
        ] {
            assert_eq!(both((a, "100.00", "USD", 1), (b, "100.00", "USD", 1)), None);
        }
        let years = both(
            ("2025-01-05", "1200", "USD", 12),
            ("2026-01-05", "1200", "USD", 12),
        );
        assert_eq!(years, None);
    }

    #[test]
    fn a_late_payment_is_not_of_the_period_that_begins_after_it() {
        let late = paid("2026-03-28", "100.00", "USD", 1);
        let period = |day: &str| Paid {
            period: true,
            ..paid(day, "100.00", "USD", 1)
        };
        assert_eq!(alike(&late, &period("2026-03-10")), Some(Alike::Amount));
        assert_eq!(alike(&late, &period("2026-04-10")), None);
    }

    #[test]
    fn a_tax_a_fee_or_another_currency_makes_them_less_sure_and_another_size_unlike() {
        let paid = ("2026-01-05", "100.00", "USD", 1);
        for amount in ["119.00", "97.10"] {
            let found = both(paid, ("2026-01-07", amount, "USD", 1));
            assert_eq!(found, Some(Alike::Time), "{amount}");
        }
        assert_eq!(
            both(paid, ("2026-01-07", "92.00", "EUR", 1)),
            Some(Alike::Time)
        );
        assert_eq!(both(paid, ("2026-01-20", "92.00", "EUR", 1)), None);
        assert_eq!(both(paid, ("2026-01-07", "400.00", "USD", 1)), None);
    }
}
