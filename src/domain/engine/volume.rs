//! The volume of a partner's months under tiered plans and what each line earns by it (`COMMISSION_RULES R6`).

use std::collections::HashMap;

use super::index::Index;
use crate::domain::ledger::LedgerError;
use crate::domain::month::Month;
use crate::domain::plan::{Mode, Tiered};
use crate::domain::rate::Rate;
use crate::domain::ratio::Ratio;

/// A partner's month under one plan.
type Key = (i64, i64, Month);

/// A line that counts to a month's volume.
struct Entry {
    line: u32,
    agreement: u32,
    base: Ratio,
}

/// The volumes of all partners' months, and where each line lies in them.
#[derive(Default)]
pub(super) struct Volumes {
    entries: HashMap<Key, Vec<Entry>>,
    sums: HashMap<Key, Ratio>,
    /// The volume before a line, for plans that fill band by band.
    before: HashMap<(u32, u32), Ratio>,
}

impl Volumes {
    /// Counts a line that pays under a tiered plan, in the plan's currency.
    pub fn count(&mut self, index: &Index<'_>, line: usize, agreement: usize, base: Ratio) {
        let entry = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let key = key(index, line, agreement);
        self.entries.entry(key).or_default().push(Entry {
            line: entry(line),
            agreement: entry(agreement),
            base,
        });
    }

    /// Adds everything up in the order of R2.
    pub fn fill(&mut self, index: &Index<'_>) -> Result<(), LedgerError> {
        for (key, mut entries) in self.entries.drain() {
            entries.sort_unstable_by_key(|entry| {
                (
                    index.rank(entry.line as usize),
                    index.agreement(entry.agreement as usize).id,
                )
            });
            let mut sum = Ratio::ZERO;
            for entry in entries {
                self.before.insert((entry.line, entry.agreement), sum);
                sum = sum.plus(entry.base)?;
            }
            self.sums.insert(key, sum);
        }
        Ok(())
    }

    /// The volume of the whole month a line lies in.
    pub fn month(&self, index: &Index<'_>, line: usize, agreement: usize) -> Ratio {
        self.sums
            .get(&key(index, line, agreement))
            .copied()
            .unwrap_or(Ratio::ZERO)
    }

    /// The volume before a line, by R2.
    pub fn before(&self, line: usize, agreement: usize) -> Ratio {
        let place = u32::try_from(line).ok().zip(u32::try_from(agreement).ok());
        place
            .and_then(|place| self.before.get(&place))
            .copied()
            .unwrap_or(Ratio::ZERO)
    }
}

fn key(index: &Index<'_>, line: usize, agreement: usize) -> Key {
    let agreement = index.agreement(agreement);
    // A split that has been checked names at least one partner.
    let first = agreement.split.first().map_or(0, |(partner, _)| *partner);
    (agreement.plan, first, Month::of(index.line(line).day))
}

/// The rate of the highest tier a volume reaches; the first tier's below zero.
pub(super) fn reached(plan: &Tiered, volume: Ratio) -> Rate {
    plan.tiers
        .iter()
        .rev()
        .find(|tier| volume.compare_whole(tier.from).is_ge())
        .or(plan.tiers.first())
        .map_or(Rate::ZERO, |tier| tier.rate)
}

/// What a line earns exactly, and its rate if it is one rate for all of it.
pub(super) fn earned(
    plan: &Tiered,
    base: Ratio,
    before: Ratio,
    month: Ratio,
) -> Result<(Ratio, Option<Rate>), LedgerError> {
    match plan.mode {
        Mode::Whole => {
            let rate = reached(plan, month);
            Ok((base.times(rate.parts(), Rate::PER_WHOLE)?, Some(rate)))
        }
        Mode::Graduated => {
            let bands = bands(plan, base, before)?;
            let rate = match bands[..] {
                [(rate, _)] => Some(rate),
                _ => None,
            };
            let mut exact = Ratio::ZERO;
            for (rate, part) in bands {
                exact = exact.plus(part.times(rate.parts(), Rate::PER_WHOLE)?)?;
            }
            Ok((exact, rate))
        }
    }
}

/// The parts of a line by the band they fall in; for a negative line, the parts it takes back.
pub(super) fn bands(
    plan: &Tiered,
    base: Ratio,
    before: Ratio,
) -> Result<Vec<(Rate, Ratio)>, LedgerError> {
    let after = before.plus(base)?;
    let mut found = Vec::new();
    for (at, tier) in plan.tiers.iter().enumerate() {
        // The first band has no lower end: a volume below zero takes its rate.
        let low = (at > 0).then_some(tier.from);
        let high = plan.tiers.get(at + 1).map(|next| next.from);
        let inside = |volume: Ratio| match (low, high) {
            (Some(low), _) if volume.compare_whole(low).is_le() => Ratio::whole(low),
            (_, Some(high)) if volume.compare_whole(high).is_ge() => Ratio::whole(high),
            _ => volume,
        };
        let part = inside(after).minus(inside(before))?;
        if !part.is_zero() {
            found.push((tier.rate, part));
        }
    }
    Ok(found)
}
