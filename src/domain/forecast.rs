//! What customers are assumed to pay in months to come, as lines like any other; what those earn is the engine's to say.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    day::{Day, add_months},
    facts::{AgreementFact, Facts, LineFact, ReferralFact, Status},
    ledger::LedgerError,
    money::Money,
    month::Month,
    plan::{Percent, Plan, Scope},
    rate::Rate,
};

/// Customers lost among customers who could have been, over some months: the monthly churn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Churn {
    /// Customers lost.
    pub lost: u64,
    /// Customers who were there at the beginning of a month, summed over the months.
    pub months: u64,
}

/// What a forecast goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assume {
    /// Today: its month is not finished and not forecast.
    pub today: Day,
    /// How many months from the next one on.
    pub months: u32,
    /// Customers go at this rate, month after month; nothing: nobody goes.
    pub churn: Option<Churn>,
    /// So many wins a month of each partner whose terms ask for activity.
    pub wins: u32,
}

/// All of something, in the parts a survival is counted in.
const WHOLE: u64 = 1_000_000_000;

impl Churn {
    /// What is left of all after so many months, in billionths; each month takes its part of what the one before left.
    pub fn left_after(self, months: u32) -> u64 {
        if self.months == 0 {
            return WHOLE;
        }
        let (stay, of) = (
            u128::from(self.months.saturating_sub(self.lost)),
            u128::from(self.months),
        );
        let mut left = u128::from(WHOLE);
        for _ in 0..months {
            left = (left * stay + of / 2) / of;
        }
        u64::try_from(left).unwrap_or(WHOLE)
    }

    /// The rate for people: `2.1%`.
    pub fn shown(self) -> String {
        let tenths = (u128::from(self.lost) * 1000 + u128::from(self.months) / 2)
            .checked_div(u128::from(self.months))
            .unwrap_or(0);
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

impl Assume {
    /// The month today is in.
    fn now(&self) -> Month {
        Month::of(self.today)
    }

    /// The first month that is forecast.
    pub fn first(&self) -> Month {
        self.now().next()
    }

    /// The last month that is forecast.
    pub fn last(&self) -> Month {
        self.now()
            .moved(i32::try_from(self.months).unwrap_or(i32::MAX))
    }

    /// Whether a day is in a month that is forecast.
    pub fn covers(&self, day: Day) -> bool {
        self.first().first() <= day && day <= self.last().last()
    }

    /// The payments assumed on these facts, with ids below zero. `stopped`: lines whose customer has gone.
    ///
    /// Every payment of the last full month comes again each month on its day, less what was given back of it; where
    /// the first payment of a referral is in this month, the payments of this month do. A payment for several months comes
    /// again when they end, if they have not ended yet.
    pub fn payments(
        &self,
        facts: &Facts,
        stopped: &BTreeSet<i64>,
    ) -> Result<Vec<LineFact>, LedgerError> {
        let mut back: BTreeMap<i64, i64> = BTreeMap::new();
        let mut began: BTreeMap<i64, Month> = BTreeMap::new();
        for line in &facts.lines {
            if let Some(of) = line.refund_of {
                let sum = back.entry(of).or_default();
                *sum = sum.saturating_add(line.money.minor);
            } else if line.money.minor > 0 {
                let month = Month::of(line.day);
                let first = began.entry(line.referral).or_insert(month);
                *first = month.min(*first);
            }
        }
        let mut found = Vec::new();
        for line in &facts.lines {
            let left = line.money.minor + back.get(&line.id).copied().unwrap_or(0);
            if line.refund_of.is_some() || left == 0 || stopped.contains(&line.id) {
                continue;
            }
            let fresh = began.get(&line.referral).is_some_and(|m| *m >= self.now());
            for day in self.days(line, fresh)? {
                let months = u32::try_from(Month::of(day).since(self.now())).unwrap_or(0);
                let minor = self.surviving(left, months);
                if minor == 0 {
                    continue;
                }
                let id = -1 - i64::try_from(found.len()).unwrap_or(i64::MAX - 1);
                found.push(LineFact {
                    id,
                    day,
                    money: Money::new(minor, line.money.currency),
                    ..line.clone()
                });
            }
        }
        Ok(found)
    }

    /// The days on which a payment comes again. `fresh`: its referral began this month.
    fn days(&self, line: &LineFact, fresh: bool) -> Result<Vec<Day>, LedgerError> {
        let mut days = Vec::new();
        let step = line.period_months.max(1);
        if step == 1 {
            let basis = if fresh { self.now() } else { self.now().prev() };
            if Month::of(line.day) != basis {
                return Ok(days);
            }
        } else if add_months(line.day, step)? <= self.today {
            return Ok(days);
        }
        let mut ahead = step;
        loop {
            // Counted from the payment itself, so that the 31st stays the 31st where there is one.
            let day = add_months(line.day, ahead)?;
            if day > self.last().last() {
                return Ok(days);
            }
            if self.covers(day) {
                days.push(day);
            }
            ahead = ahead.saturating_add(step);
        }
    }

    /// What is left of an amount after so many months of churn, rounded to the nearest minor unit.
    fn surviving(&self, minor: i64, months: u32) -> i64 {
        let Some(churn) = self.churn else {
            return minor;
        };
        let (left, whole) = (i128::from(churn.left_after(months)), i128::from(WHOLE));
        let size = (i128::from(minor).abs() * left * 2 + whole) / (whole * 2);
        // Never more than it was.
        i64::try_from(size).unwrap_or(i64::MAX) * minor.signum()
    }

    /// Adds wins to facts that keep partners active, and nothing else: they pay nothing. Only partners whose terms ask
    /// for activity get any. `free`: an id no plan has.
    pub fn add_wins(&self, facts: &mut Facts, free: i64) {
        if self.wins == 0 {
            return;
        }
        let partners: BTreeSet<i64> = facts
            .agreements
            .iter()
            .filter(|a| {
                let scope = facts.plans.get(&a.plan).and_then(Plan::scope);
                scope.is_some_and(|s| s.activity.is_some())
            })
            .filter_map(|a| a.split.first().map(|(partner, _)| *partner))
            .collect();
        let nothing = Percent {
            rate: Rate::ZERO,
            scope: Scope::of(super::plan::BASE),
            otherwise: Rate::ZERO,
        };
        facts.plans.insert(free, Plan::Percent(nothing));
        let mut id = 0;
        for partner in partners {
            for ahead in 1..=self.months {
                let month = self.now().moved(i32::try_from(ahead).unwrap_or(i32::MAX));
                for _ in 0..self.wins {
                    id -= 1;
                    facts.referrals.push(ReferralFact {
                        id,
                        status: Status::Won,
                        submitted_on: Some(month.first()),
                        qualified_on: None,
                        won_on: Some(month.first()),
                    });
                    facts.agreements.push(AgreementFact {
                        id,
                        referral: id,
                        plan: free,
                        split: vec![(partner, Rate::FULL)],
                        starts: None,
                        ends: None,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{currency::Currency, day::parse_iso};

    fn day(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn assume(months: u32) -> Assume {
        Assume {
            today: day("2026-11-23"),
            months,
            churn: None,
            wins: 0,
        }
    }

    fn line(id: i64, on: &str, minor: i64, period_months: u32) -> LineFact {
        LineFact {
            id,
            order: id.to_string(),
            referral: 1,
            day: day(on),
            kind: "base".to_owned(),
            money: Money::new(minor, Currency::parse("USD").unwrap()),
            refund_of: None,
            period_months,
        }
    }

    fn told(assume: &Assume, lines: Vec<LineFact>) -> Vec<(String, i64)> {
        let facts = Facts {
            lines,
            ..Facts::default()
        };
        let found = assume.payments(&facts, &BTreeSet::new()).unwrap();
        found
            .iter()
            .map(|l| (l.day.to_string(), l.money.minor))
            .collect()
    }

    fn pairs(of: &[(&str, i64)]) -> Vec<(String, i64)> {
        of.iter().map(|(day, m)| ((*day).to_owned(), *m)).collect()
    }

    #[test]
    fn the_last_full_month_comes_again_on_its_days_and_no_other_month_does() {
        let lines = vec![
            line(1, "2026-09-30", 700, 1),
            line(2, "2026-10-31", 100, 1),
            line(3, "2026-11-05", 900, 1),
        ];
        let wanted = [
            ("2026-12-31", 100),
            ("2027-01-31", 100),
            ("2027-02-28", 100),
        ];
        assert_eq!(told(&assume(3), lines), pairs(&wanted));
    }

    #[test]
    fn who_began_this_month_goes_on_with_this_months_payments() {
        let wanted = [("2026-12-05", 900), ("2027-01-05", 900)];
        assert_eq!(
            told(&assume(2), vec![line(1, "2026-11-05", 900, 1)]),
            pairs(&wanted)
        );
    }

    #[test]
    fn a_yearly_payment_comes_again_when_its_year_ends_and_not_if_it_has_ended() {
        let lines = vec![
            line(1, "2025-03-10", 1200, 12),
            line(2, "2026-03-10", 1300, 12),
            line(3, "2025-11-20", 5000, 12),
        ];
        assert_eq!(told(&assume(12), lines), pairs(&[("2027-03-10", 1300)]));
    }

    #[test]
    fn what_was_given_back_and_who_has_gone_does_not_come_again() {
        let mut refund = line(3, "2026-11-02", -40, 1);
        refund.refund_of = Some(1);
        let mut whole = line(4, "2026-11-02", -50, 1);
        whole.refund_of = Some(2);
        let lines = vec![
            line(1, "2026-10-01", 100, 1),
            line(2, "2026-10-02", 50, 1),
            refund,
            whole,
            line(5, "2026-10-03", 70, 1),
        ];
        let facts = Facts {
            lines,
            ..Facts::default()
        };
        let found = assume(1).payments(&facts, &BTreeSet::from([5])).unwrap();
        let sums: Vec<i64> = found.iter().map(|l| l.money.minor).collect();
        assert_eq!(sums, [60]);
    }

    #[test]
    fn churn_takes_its_part_month_after_month() {
        let churn = Churn {
            lost: 1,
            months: 10,
        };
        assert_eq!(churn.shown(), "10.0%");
        assert_eq!(churn.left_after(2), 810_000_000);
        assert_eq!(Churn::default().left_after(9), WHOLE);
        let assume = Assume {
            churn: Some(churn),
            ..assume(3)
        };
        let wanted = [
            ("2026-12-01", 900),
            ("2027-01-01", 810),
            ("2027-02-01", 729),
        ];
        assert_eq!(
            told(&assume, vec![line(1, "2026-10-01", 1000, 1)]),
            pairs(&wanted)
        );
    }
}
