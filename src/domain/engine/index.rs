//! The facts put in order once, so that no step of the engine searches them; it decides nothing.

use std::collections::HashMap;

use crate::domain::facts::{AgreementFact, Facts, LineFact, ReferralFact};
use crate::domain::ledger::LedgerError;
use crate::domain::plan::Plan;
use crate::domain::rate::Rate;

/// Places of things in the facts, grouped by referral. Every number in it is a place in a list of the facts.
pub(super) struct Index<'a> {
    pub facts: &'a Facts,
    /// Lines by referral, then in the order of R2.
    lines: Vec<u32>,
    line_ends: Vec<u32>,
    /// Agreements by referral, then by id.
    agreements: Vec<u32>,
    agreement_ends: Vec<u32>,
    /// For each line, where it stands in `lines`.
    ranks: Vec<u32>,
    line_at: HashMap<i64, u32>,
    referral_of: Vec<usize>,
    /// The plan and the shares of each agreement.
    pub plans: Vec<&'a Plan>,
    pub shares: Vec<Vec<Rate>>,
}

impl<'a> Index<'a> {
    /// Orders facts that have been checked.
    pub fn new(facts: &'a Facts) -> Result<Self, LedgerError> {
        let most = facts
            .lines
            .len()
            .max(facts.agreements.len())
            .max(facts.referrals.len());
        if u32::try_from(most).is_err() {
            return Err(LedgerError::too_large("The number of lines"));
        }
        let referral_at: HashMap<i64, usize> = facts
            .referrals
            .iter()
            .enumerate()
            .map(|(at, referral)| (referral.id, at))
            .collect();
        let count = facts.referrals.len();
        let place = |referral: i64| referral_at.get(&referral).copied();
        // Once by R2 over everything: the lines of a referral and those of a month come out of it in order.
        let mut by_day = places(facts.lines.len());
        by_day.sort_unstable_by(|left, right| {
            let (left, right) = (&facts.lines[*left as usize], &facts.lines[*right as usize]);
            (left.day, &left.order, left.id).cmp(&(right.day, &right.order, right.id))
        });
        let mut ranks = vec![0; facts.lines.len()];
        for (rank, line) in (0_u32..).zip(&by_day) {
            ranks[*line as usize] = rank;
        }
        let (lines, line_ends) = grouped(count, &by_day, |at| place(facts.lines[at].referral));
        let mut by_id = places(facts.agreements.len());
        by_id.sort_unstable_by_key(|at| facts.agreements[*at as usize].id);
        let (agreements, agreement_ends) =
            grouped(count, &by_id, |at| place(facts.agreements[at].referral));
        let referral_of = facts
            .agreements
            .iter()
            .filter_map(|agreement| place(agreement.referral))
            .collect();
        let line_at = (0_u32..)
            .zip(&facts.lines)
            .map(|(at, line)| (line.id, at))
            .collect();
        let plans = facts
            .agreements
            .iter()
            .filter_map(|agreement| facts.plans.get(&agreement.plan))
            .collect();
        let shares = facts
            .agreements
            .iter()
            .map(|agreement| agreement.split.iter().map(|(_, share)| *share).collect())
            .collect();
        Ok(Self {
            facts,
            lines,
            line_ends,
            agreements,
            agreement_ends,
            ranks,
            line_at,
            referral_of,
            plans,
            shares,
        })
    }

    /// The places of a referral's lines, in the order of R2.
    pub fn lines_of(&self, referral: usize) -> &[u32] {
        &self.lines[range(&self.line_ends, referral)]
    }

    /// The places of a referral's agreements, by id.
    pub fn agreements_of(&self, referral: usize) -> &[u32] {
        &self.agreements[range(&self.agreement_ends, referral)]
    }

    /// The place of the referral an agreement is about.
    pub fn referral_of(&self, agreement: usize) -> usize {
        self.referral_of[agreement]
    }

    /// Where a line stands among all lines, by R2.
    pub fn rank(&self, line: usize) -> u32 {
        self.ranks[line]
    }

    /// The place of a line.
    pub fn line_place(&self, id: i64) -> Option<usize> {
        self.line_at.get(&id).map(|at| *at as usize)
    }

    pub fn line(&self, at: usize) -> &'a LineFact {
        &self.facts.lines[at]
    }

    pub fn agreement(&self, at: usize) -> &'a AgreementFact {
        &self.facts.agreements[at]
    }

    pub fn referral(&self, at: usize) -> &'a ReferralFact {
        &self.facts.referrals[at]
    }
}

fn range(ends: &[u32], at: usize) -> std::ops::Range<usize> {
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[at] as usize
}

fn places(count: usize) -> Vec<u32> {
    (0_u32..).take(count).collect()
}

/// Things by group, each group in the order given: the places of all, and where each group ends.
fn grouped(
    groups: usize,
    order: &[u32],
    group_of: impl Fn(usize) -> Option<usize>,
) -> (Vec<u32>, Vec<u32>) {
    let mut ends = vec![0_u32; groups];
    for group in order.iter().filter_map(|at| group_of(*at as usize)) {
        ends[group] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut next: Vec<u32> = std::iter::once(0).chain(ends.iter().copied()).collect();
    let mut places = vec![0_u32; sum as usize];
    for at in order {
        if let Some(group) = group_of(*at as usize) {
            places[next[group] as usize] = *at;
            next[group] += 1;
        }
    }
    (places, ends)
}
