//! One customer who pays the same every month, worked out month by month by terms that nobody need have agreed on; no
//! history is looked at.

use std::mem::discriminant;

use super::worked::one_customer;
use crate::domain::{
    because::Outcome,
    day::{Day, add_months},
    engine::explain,
    facts::Source,
    ledger::LedgerError,
    money::Money,
    plan::Plan,
    terms::Terms,
};

/// Months are worked out until everything that can change has changed, but never more than these.
const MOST: u32 = 130;

/// Months of one clause that come to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The place of the clause in its terms, from 0.
    pub clause: usize,
    /// The first month, from 1.
    pub first: u32,
    /// The last month; it goes on where there is none.
    pub last: Option<u32>,
    /// What each of them earns, or why nothing.
    pub outcome: Outcome,
}

/// What a new customer earns by every clause that pays by payment, if it pays `money` on the same day of each month,
/// from the month it was won: by a partner who has won nobody else. Fixed sums are not told.
pub fn monthly(
    terms: &Terms,
    money: Money,
    kind: &str,
    on: Day,
) -> Result<Vec<Stretch>, LedgerError> {
    let months = horizon(terms);
    let days = (0..months)
        .map(|month| add_months(on, month))
        .collect::<Result<Vec<Day>, LedgerError>>()?;
    let facts = one_customer(terms, money, kind, &days);
    let mut found: Vec<Stretch> = Vec::new();
    for (month, line) in (1..=months).zip(1_i64..) {
        for verdict in explain(&facts, Source::Line(line))? {
            let clause = usize::try_from(verdict.agreement - 1).unwrap_or(usize::MAX);
            if !matches!(terms.plans().get(clause), Some(plan) if plan.scope().is_some()) {
                continue;
            }
            let before = found.iter_mut().rev().find(|s| s.clause == clause);
            match before {
                Some(before) if same(&before.outcome, &verdict.outcome) => {
                    before.last = Some(month);
                }
                _ => found.push(Stretch {
                    clause,
                    first: month,
                    last: Some(month),
                    outcome: verdict.outcome,
                }),
            }
        }
    }
    for stretch in &mut found {
        stretch.last = stretch.last.filter(|last| *last < months);
    }
    found.sort_by_key(|s| (s.clause, s.first));
    Ok(found)
}

/// Two months come to the same: the same sum of the same figures, or nothing for the same reason.
fn same(a: &Outcome, b: &Outcome) -> bool {
    match (a, b) {
        (Outcome::Earned(a), Outcome::Earned(b)) => {
            a.commission == b.commission && a.formula() == b.formula()
        }
        (Outcome::Nothing(a), Outcome::Nothing(b)) => discriminant(a) == discriminant(b),
        _ => false,
    }
}

/// How many months it takes until nothing changes any more.
fn horizon(terms: &Terms) -> u32 {
    let of = |plan: &Plan| {
        let scope = plan.scope()?;
        let paid = scope.months.unwrap_or(0);
        let active = scope.activity.map_or(0, |a| a.days / 28 + 1);
        Some(paid.max(active) + 2)
    };
    let most = terms.plans().iter().filter_map(of).max().unwrap_or(2);
    most.min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{currency::Currency, day::parse_iso};

    fn told(terms: &str) -> Vec<(u32, Option<u32>, String)> {
        let usd = Currency::parse("USD").unwrap();
        let terms = Terms::parse(terms).unwrap();
        let on = parse_iso("2026-01-31").unwrap();
        monthly(&terms, Money::new(215_000, usd), "base", on)
            .unwrap()
            .into_iter()
            .map(|s| {
                let words = match s.outcome {
                    Outcome::Earned(because) => because.formula(),
                    Outcome::Nothing(why) => why.sentence(),
                };
                (s.first, s.last, words)
            })
            .collect()
    }

    #[test]
    fn twelve_months_earn_and_the_thirteenth_does_not() {
        let told = told("25% of base for 12 months");
        assert_eq!(
            told[0],
            (1, Some(12), "25% × $2,150.00 = $537.50".to_owned())
        );
        assert_eq!((told[1].0, told[1].1, told.len()), (13, None, 2));
    }

    #[test]
    fn a_partner_who_wins_nobody_else_earns_less_once_the_days_have_passed() {
        let told = told("20% of base while 1 win in 365 days, otherwise 5%");
        assert_eq!(
            told,
            [
                (1, Some(12), "20% × $2,150.00 = $430.00".to_owned()),
                (13, None, "5% × $2,150.00 = $107.50".to_owned()),
            ]
        );
    }

    #[test]
    fn what_never_ends_is_one_stretch_and_fixed_sums_are_none() {
        assert_eq!(
            told("10% of base; 50 USD per lead"),
            [(1, None, "10% × $2,150.00 = $215.00".to_owned())]
        );
    }
}
