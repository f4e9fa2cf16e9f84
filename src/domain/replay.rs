//! History under other terms: agreements rewritten to them, and the two outcomes compared. Nothing is posted by it, and
//! where the facts come from is not its business.

mod monthly;
mod worked;

use std::collections::BTreeMap;

use super::{
    currency::Currency,
    day::Day,
    engine::Accrual,
    facts::{AgreementFact, ReferralFact, Source},
    ledger::LedgerError,
};

pub use monthly::{Stretch, monthly};
pub use worked::worked;

/// Added to the id of an agreement for its stretch under the other terms, and twice for the stretch after it.
const STRETCH: i64 = 1 << 40;

/// The agreement that a stretch is of, by the id [`Change::rewrite`] gave it.
pub fn origin(stretch: i64) -> i64 {
    stretch % STRETCH
}

/// What the other terms would have held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// Referrals handed in on those days, for as long as they run.
    Referrals,
    /// Payments of those days, on referrals of any age.
    Lines,
}

/// A change of terms to be tried on history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// What stands for the other terms in the plan of an agreement.
    pub plan: i64,
    /// What they would have held for.
    pub held: Held,
    /// The first day; open where there is none.
    pub from: Option<Day>,
    /// The last day, included; open where there is none.
    pub to: Option<Day>,
    /// The day a referral counts as handed in where nobody knows.
    pub today: Day,
}

impl Change {
    /// Whether a day is one of its days.
    pub fn covers(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The agreements as they would have been. Those that are not `concerned` stay as they are. An agreement that is cut
    /// keeps its id before the change and gets new ones in it and after it.
    pub fn rewrite(
        &self,
        agreements: &[AgreementFact],
        referrals: &[ReferralFact],
        concerned: &dyn Fn(&AgreementFact) -> bool,
    ) -> Vec<AgreementFact> {
        let submitted: BTreeMap<i64, Option<Day>> =
            referrals.iter().map(|r| (r.id, r.submitted_on)).collect();
        let mut found = Vec::with_capacity(agreements.len());
        for a in agreements {
            if !concerned(a) {
                found.push(a.clone());
                continue;
            }
            let day = submitted.get(&a.referral).copied().flatten();
            match self.held {
                Held::Referrals if self.covers(day.unwrap_or(self.today)) => {
                    found.push(AgreementFact {
                        plan: self.plan,
                        ..a.clone()
                    });
                }
                Held::Referrals => found.push(a.clone()),
                Held::Lines => self.cut(a, &mut found),
            }
        }
        found
    }

    /// The stretches of one agreement: before the change, under it, after it.
    fn cut(&self, a: &AgreementFact, found: &mut Vec<AgreementFact>) {
        let mut stretch = |id: i64, plan: i64, starts: Option<Day>, ends: Option<Day>| {
            let starts = a.starts.max(starts);
            let ends = match (a.ends, ends) {
                (Some(own), Some(cut)) => Some(own.min(cut)),
                (own, cut) => own.or(cut),
            };
            if starts.zip(ends).is_none_or(|(starts, ends)| starts <= ends) {
                found.push(AgreementFact {
                    id,
                    plan,
                    starts,
                    ends,
                    ..a.clone()
                });
            }
        };
        if let Some(before) = self.from.and_then(|from| from.pred_opt()) {
            stretch(a.id, a.plan, None, Some(before));
        }
        stretch(a.id + STRETCH, self.plan, self.from, self.to);
        if let Some(after) = self.to.and_then(|to| to.succ_opt()) {
            stretch(a.id + 2 * STRETCH, a.plan, Some(after), None);
        }
    }
}

/// What is owed as it is and as it would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// As it is, in minor units.
    pub old: i64,
    /// As it would be, in minor units.
    pub new: i64,
}

impl Pair {
    /// What the change makes.
    pub fn change(self) -> Result<i64, LedgerError> {
        self.new
            .checked_sub(self.old)
            .ok_or_else(|| LedgerError::too_large("A difference"))
    }

    fn add(&mut self, other: Self) -> Result<(), LedgerError> {
        let sum = |a: i64, b: i64| {
            a.checked_add(b)
                .ok_or_else(|| LedgerError::too_large("A sum of money"))
        };
        (self.old, self.new) = (sum(self.old, other.old)?, sum(self.new, other.new)?);
        Ok(())
    }
}

/// One thing that earns otherwise: a payment or a fixed sum, for one partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// What it is earned on.
    pub source: Source,
    /// The referral.
    pub referral: i64,
    /// Who earns it.
    pub partner: i64,
    /// Its day.
    pub day: Day,
    /// Its currency.
    pub currency: Currency,
    /// What it earns.
    pub pair: Pair,
}

/// The differences, added up part by part; its size does not grow with the number of lines.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Per partner and currency.
    pub sums: BTreeMap<(i64, Currency), Pair>,
    /// How many payments and fixed sums earn anything either way, counted per partner.
    pub things: u64,
    /// How many of them earn otherwise.
    pub differing: u64,
    /// Those that differ most, the largest first.
    pub most: Vec<Differs>,
    /// How many of these are kept.
    pub keep: usize,
}

impl Tally {
    /// An empty one that keeps so many of the largest differences.
    pub fn keeping(keep: usize) -> Self {
        Self {
            keep,
            ..Self::default()
        }
    }

    /// Adds a part: what is owed as it is, and as it would be. No thing may be in two parts.
    pub fn add(
        &mut self,
        old: impl IntoIterator<Item = Accrual>,
        new: impl IntoIterator<Item = Accrual>,
    ) -> Result<(), LedgerError> {
        let mut things: BTreeMap<(Source, i64, Currency), Differs> = BTreeMap::new();
        let old = old.into_iter().map(|a| (a, true));
        for (a, is_old) in old.chain(new.into_iter().map(|a| (a, false))) {
            let key = (a.source, a.partner, a.money.currency);
            let thing = things.entry(key).or_insert(Differs {
                source: a.source,
                referral: a.referral,
                partner: a.partner,
                day: a.day,
                currency: a.money.currency,
                pair: Pair::default(),
            });
            let minor = a.money.minor;
            thing.pair.add(if is_old {
                Pair { old: minor, new: 0 }
            } else {
                Pair { old: 0, new: minor }
            })?;
        }
        for thing in things.into_values() {
            self.things += 1;
            let sum = self
                .sums
                .entry((thing.partner, thing.currency))
                .or_default();
            sum.add(thing.pair)?;
            if thing.pair.change()? != 0 {
                self.differing += 1;
                self.most.push(thing);
            }
        }
        // Kept in order and cut: at most a part's worth beyond what is asked for is ever held.
        self.most.sort_by_key(|d| {
            let size = d.pair.new.abs_diff(d.pair.old);
            (std::cmp::Reverse(size), d.day, d.source, d.partner)
        });
        self.most.truncate(self.keep);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        day::parse_iso,
        engine::owed,
        facts::{Facts, LineFact, Status},
        money::Money,
        plan::Plan,
        rate::Rate,
        terms::Terms,
    };

    fn day(text: &str) -> Day {
        parse_iso(text).unwrap()
    }

    fn change(held: Held, from: Option<&str>, to: Option<&str>) -> Change {
        Change {
            plan: 9,
            held,
            from: from.map(day),
            to: to.map(day),
            today: day("2026-11-23"),
        }
    }

    fn clause(text: &str) -> Plan {
        Terms::parse(text).unwrap().into_plans().remove(0)
    }

    /// One customer who pays 100 on the first of each month of 2026, on 10%.
    fn facts() -> Facts {
        let mut facts = Facts::default();
        facts.plans.insert(1, clause("10% of base"));
        facts.plans.insert(9, clause("20% of base"));
        facts.referrals.push(ReferralFact {
            id: 1,
            status: Status::Won,
            submitted_on: Some(day("2026-01-01")),
            qualified_on: None,
            won_on: Some(day("2026-01-01")),
        });
        facts.agreements.push(AgreementFact {
            id: 1,
            referral: 1,
            plan: 1,
            split: vec![(5, Rate::FULL)],
            starts: None,
            ends: None,
        });
        for month in 1..=12 {
            facts.lines.push(LineFact {
                id: month,
                order: format!("{month:02}"),
                referral: 1,
                day: day(&format!("2026-{month:02}-01")),
                kind: "base".to_owned(),
                money: Money::new(10_000, Currency::parse("USD").unwrap()),
                refund_of: None,
                period_months: 1,
            });
        }
        facts
    }

    fn tally(change: &Change) -> Tally {
        let mut facts = facts();
        let old = owed(&facts).unwrap();
        facts.agreements = change.rewrite(&facts.agreements, &facts.referrals, &|_| true);
        let new = owed(&facts).unwrap();
        let mut tally = Tally::keeping(2);
        tally.add(old, new).unwrap();
        tally
    }

    #[test]
    fn payments_of_the_days_earn_by_the_other_terms_and_all_others_as_before() {
        let tally = tally(&change(Held::Lines, Some("2026-03-01"), Some("2026-05-31")));
        let sums: Vec<Pair> = tally.sums.into_values().collect();
        assert_eq!(
            sums,
            [Pair {
                old: 12_000,
                new: 15_000
            }]
        );
        assert_eq!((tally.things, tally.differing), (12, 3));
        let most: Vec<Source> = tally.most.iter().map(|d| d.source).collect();
        assert_eq!(most, [Source::Line(3), Source::Line(4)]);
    }

    #[test]
    fn new_referrals_are_those_handed_in_on_the_days() {
        let none = tally(&change(Held::Referrals, Some("2026-01-02"), None));
        assert_eq!(none.differing, 0);
        let all = tally(&change(Held::Referrals, Some("2026-01-01"), None));
        assert_eq!(all.differing, 12);
        assert_eq!(tally(&change(Held::Lines, None, None)).differing, 12);
    }

    #[test]
    fn the_stretches_of_an_agreement_never_overlap_and_keep_its_own_term() {
        let mut agreement = facts().agreements.remove(0);
        agreement.starts = Some(day("2026-02-01"));
        agreement.ends = Some(day("2026-04-30"));
        let change = change(Held::Lines, Some("2026-03-01"), Some("2026-12-31"));
        let cut = change.rewrite(&[agreement], &[], &|_| true);
        let terms: Vec<_> = cut.iter().map(|a| (a.plan, a.starts, a.ends)).collect();
        assert_eq!(
            terms,
            [
                (1, Some(day("2026-02-01")), Some(day("2026-02-28"))),
                (9, Some(day("2026-03-01")), Some(day("2026-04-30"))),
            ]
        );
    }
}
