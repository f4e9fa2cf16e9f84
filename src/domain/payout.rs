//! What may be paid to whom on a day, and why the rest waits (`COMMISSION_RULES R11`); paying is somebody else's act.

use std::collections::BTreeMap;

use super::currency::Currency;
use super::day::{Day, add_days, shown};
use super::id::Noun;
use super::ledger::LedgerError;
use super::money::{Money, Totals};

/// A commission line as far as paying goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose it is.
    pub partner: i64,
    /// The first day it may be paid on: see [`payable_on`].
    pub payable_on: Day,
    /// How much; negative where something is taken back.
    pub money: Money,
}

/// What may be paid to one partner in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The partner.
    pub partner: i64,
    /// What is past its hold, less what was paid before; below zero if too much was paid.
    pub balance: Money,
    /// What may be paid now: the whole balance or nothing.
    pub pay: Money,
    /// What is still on hold.
    pub held: Money,
    /// Why nothing is paid; nothing when it is.
    pub waits: Option<Waits>,
}

/// Why nothing is paid now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Less than the smallest payout.
    UnderMinimum(Money),
    /// More was paid than was earned, after refunds: later commission makes up for it.
    Negative(Money),
    /// All of it is on hold; the first of it until this day.
    Held(Day),
    /// Everything is paid.
    Settled,
    /// So much is payable, but a person holds it back; never said by [`due`], which is asked without those lines.
    HeldBack(Money),
}

impl Waits {
    /// Why, as a sentence for the partner.
    pub fn sentence(self) -> String {
        match self {
            Self::UnderMinimum(minimum) => {
                format!(
                    "Under the minimum payout of {}; it is carried over.",
                    minimum.shown()
                )
            }
            Self::Negative(balance) => {
                format!(
                    "The balance is {}; it is made up from later commission.",
                    balance.shown()
                )
            }
            Self::Held(day) => format!("On hold until {}.", shown(day)),
            Self::Settled => "Everything is paid.".to_owned(),
            Self::HeldBack(money) => format!("{} is held back.", money.shown()),
        }
    }
}

/// What a person should know before a partner is paid in a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Nothing says how the partner is paid.
    NoMethod,
    /// How is known, but not where to.
    NoAccount,
    /// No program of the partner sets a smallest payout in this currency.
    NoMinimum,
    /// This earlier payout to the partner in this currency is neither paid nor dropped.
    StillOpen(i64),
    /// So much is held back by a person.
    HeldBack(Money),
}

impl Check {
    /// What it is about, in a sentence.
    pub fn sentence(self) -> String {
        match self {
            Self::NoMethod => "No payout method.".to_owned(),
            Self::NoAccount => "No account to pay to.".to_owned(),
            Self::NoMinimum => "No minimum in this currency: paid from the first cent.".to_owned(),
            Self::StillOpen(payout) => {
                format!("{} is still open.", Noun::Payout.id(payout))
            }
            Self::HeldBack(money) => format!("{} is held back.", money.shown()),
        }
    }

    /// Whether something should be done about it before the money is sent.
    pub fn warns(self) -> bool {
        !matches!(self, Self::NoMinimum)
    }
}

/// The first day a commission of `day` may be paid on: so many days of hold later.
pub fn payable_on(day: Day, hold_days: u32) -> Result<Day, LedgerError> {
    add_days(day, hold_days)
}

/// The sums of one partner and currency while they are added up.
struct Running {
    balance: Money,
    held: Money,
    next: Option<Day>,
}

/// What may be paid on `day`, per partner and currency, in that order.
///
/// `paid` is everything paid before, by partner. `minimum` holds the smallest payout of a currency; where there is
/// none, anything above zero is paid. An error only where a sum is too large.
pub fn due(
    claims: impl IntoIterator<Item = Claim>,
    paid: impl IntoIterator<Item = (i64, Money)>,
    day: Day,
    minimum: &Totals,
) -> Result<Vec<Due>, LedgerError> {
    let mut sums: BTreeMap<(i64, Currency), Running> = BTreeMap::new();
    let mut sum = |partner: i64,
                   currency: Currency,
                   add: &mut dyn FnMut(&mut Running) -> Result<(), LedgerError>| {
        let zero = Money::zero(currency);
        add(sums.entry((partner, currency)).or_insert(Running {
            balance: zero,
            held: zero,
            next: None,
        }))
    };
    for claim in claims {
        sum(claim.partner, claim.money.currency, &mut |running| {
            if claim.payable_on <= day {
                running.balance = running.balance.checked_add(claim.money)?;
            } else {
                running.held = running.held.checked_add(claim.money)?;
                let first = running
                    .next
                    .map_or(claim.payable_on, |next| next.min(claim.payable_on));
                running.next = Some(first);
            }
            Ok(())
        })?;
    }
    for (partner, money) in paid {
        sum(partner, money.currency, &mut |running| {
            running.balance = running.balance.checked_sub(money)?;
            Ok(())
        })?;
    }
    Ok(sums
        .into_iter()
        .map(|((partner, currency), running)| judged(partner, minimum.get(currency), &running))
        .collect())
}

fn judged(partner: i64, minimum: Money, running: &Running) -> Due {
    let balance = running.balance;
    let waits = match balance.minor {
        ..0 => Some(Waits::Negative(balance)),
        0 => Some(running.next.map_or(Waits::Settled, Waits::Held)),
        size if size < minimum.minor => Some(Waits::UnderMinimum(minimum)),
        _ => None,
    };
    let pay = if waits.is_none() {
        balance
    } else {
        Money::zero(balance.currency)
    };
    Due {
        partner,
        balance,
        pay,
        held: running.held,
        waits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::parse_iso;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::parse("USD").unwrap())
    }

    fn on(iso: &str) -> Day {
        parse_iso(iso).unwrap()
    }

    fn claim(earned: &str, minor: i64) -> Claim {
        Claim {
            partner: 1,
            payable_on: payable_on(on(earned), 30).unwrap(),
            money: usd(minor),
        }
    }

    #[test]
    fn a_commission_is_paid_on_the_day_its_hold_ends() {
        let claims = [claim("2024-01-15", 2500), claim("2024-02-15", 2500)];
        let pay = |day: &str| due(claims, [], on(day), &Totals::new()).unwrap()[0];
        assert_eq!(pay("2024-02-13").waits, Some(Waits::Held(on("2024-02-14"))));
        assert_eq!(
            (pay("2024-03-15").pay, pay("2024-03-15").held),
            (usd(2500), usd(2500))
        );
        assert_eq!(pay("2024-03-16").pay, usd(5000));
    }

    #[test]
    fn too_little_and_less_than_nothing_are_carried_over() {
        let mut minimum = Totals::new();
        minimum.add(usd(5000)).unwrap();
        let late = on("2025-01-01");
        let small = due([claim("2024-01-15", 4999)], [], late, &minimum).unwrap()[0];
        assert_eq!(
            (small.pay, small.waits),
            (usd(0), Some(Waits::UnderMinimum(usd(5000))))
        );
        let enough = due([claim("2024-01-15", 5000)], [], late, &minimum).unwrap()[0];
        assert_eq!((enough.pay, enough.waits), (usd(5000), None));
        let refunded = [claim("2024-01-15", 2500), claim("2024-03-01", -2500)];
        let debt = due(refunded, [(1, usd(2500))], late, &minimum).unwrap()[0];
        assert_eq!((debt.balance, debt.pay), (usd(-2500), usd(0)));
        assert_eq!(
            debt.waits.unwrap().sentence(),
            "The balance is -$25.00; it is made up from later commission."
        );
        let settled = due(
            [claim("2024-01-15", 2500)],
            [(1, usd(2500))],
            late,
            &minimum,
        )
        .unwrap()[0];
        assert_eq!(settled.waits, Some(Waits::Settled));
    }

    #[test]
    fn currencies_and_partners_are_kept_apart() {
        let eur = Money::new(700, Currency::parse("EUR").unwrap());
        let claims = [
            claim("2024-01-15", 2500),
            Claim {
                money: eur,
                ..claim("2024-01-15", 0)
            },
            Claim {
                partner: 2,
                ..claim("2024-01-15", 900)
            },
        ];
        let rows = due(claims, [], on("2025-01-01"), &Totals::new()).unwrap();
        let paid: Vec<_> = rows.iter().map(|row| (row.partner, row.pay)).collect();
        assert_eq!(paid, [(1, eur), (1, usd(2500)), (2, usd(900))]);
    }
}
