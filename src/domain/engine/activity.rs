//! On which days a partner counts as active (`COMMISSION_RULES R5`); what it then earns is judged elsewhere.

use std::collections::{BTreeSet, HashMap};

use chrono::Days;

use super::index::Index;
use crate::domain::day::Day;
use crate::domain::facts::Status;
use crate::domain::plan::{ActiveBy, Activity};

/// The days of each partner's wins and submissions, in order; empty where no plan asks.
#[derive(Default)]
pub(super) struct Actives {
    won: HashMap<i64, Vec<Day>>,
    submitted: HashMap<i64, Vec<Day>>,
}

impl Actives {
    /// Gathers the days, if any plan looks at them.
    pub fn new(index: &Index<'_>) -> Self {
        let mut found = Self::default();
        let asked = index
            .plans
            .iter()
            .filter_map(|plan| plan.scope())
            .any(|scope| scope.activity.is_some());
        if !asked {
            return found;
        }
        for (at, referral) in index.facts.referrals.iter().enumerate() {
            if referral.status == Status::Rejected {
                continue;
            }
            // Once for each partner, however many agreements name it.
            let partners: BTreeSet<i64> = index
                .agreements_of(at)
                .iter()
                .flat_map(|agreement| &index.agreement(*agreement as usize).split)
                .map(|(partner, _)| *partner)
                .collect();
            for partner in partners {
                if let Some(day) = referral.won_on {
                    found.won.entry(partner).or_default().push(day);
                }
                if let Some(day) = referral.submitted_on {
                    found.submitted.entry(partner).or_default().push(day);
                }
            }
        }
        found
            .won
            .values_mut()
            .chain(found.submitted.values_mut())
            .for_each(|days| days.sort_unstable());
        found
    }

    /// The days that count for a partner on `day`, oldest first: the last so many days, both ends included.
    pub fn counted(&self, partner: i64, activity: Activity, day: Day) -> &[Day] {
        let days = match activity.by {
            ActiveBy::Won => self.won.get(&partner),
            ActiveBy::Submitted => self.submitted.get(&partner),
        };
        let days = days.map_or(&[][..], Vec::as_slice);
        // No day is so early that a book's look back leaves the calendar; if it did, all of them would count.
        let first = day
            .checked_sub_days(Days::new(u64::from(activity.days) - 1))
            .unwrap_or(Day::MIN);
        let from = days.partition_point(|one| *one < first);
        let to = days.partition_point(|one| *one <= day);
        &days[from..to]
    }
}
