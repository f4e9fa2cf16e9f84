//! Refuses facts that break a rule, whole (`COMMISSION_RULES R13`); it works nothing out.

use std::collections::{HashMap, HashSet};

use crate::domain::facts::{Facts, LineFact};
use crate::domain::ledger::{Code, LedgerError};
use crate::domain::money::MAX_MINOR;
use crate::domain::rate::Rate;
use crate::domain::split;

/// Refuses the first thing found wrong, with its code and place.
pub(super) fn facts(facts: &Facts) -> Result<(), LedgerError> {
    for (id, plan) in &facts.plans {
        plan.check().map_err(|bad| bad.at(format!("plan {id}")))?;
    }
    let referrals: HashSet<i64> = facts.referrals.iter().map(|referral| referral.id).collect();
    let known = |referral: i64| {
        if referrals.contains(&referral) {
            return Ok(());
        }
        Err(LedgerError::new(
            Code::UnknownReferral,
            format!("There is no referral {referral}."),
        ))
    };
    for agreement in &facts.agreements {
        let place = |bad: LedgerError| bad.at(format!("agreement {}", agreement.id));
        known(agreement.referral).map_err(place)?;
        if !facts.plans.contains_key(&agreement.plan) {
            let message = format!("There is no plan {}.", agreement.plan);
            return Err(place(LedgerError::new(Code::UnknownPlan, message)));
        }
        parties(&agreement.split).map_err(place)?;
    }
    lines(&facts.lines, known)
}

fn parties(parties: &[(i64, Rate)]) -> Result<(), LedgerError> {
    let shares: Vec<Rate> = parties.iter().map(|(_, share)| *share).collect();
    split::check(&shares)?;
    let twice = |at: usize| {
        parties[..at]
            .iter()
            .any(|(partner, _)| *partner == parties[at].0)
    };
    match (0..parties.len()).find(|at| twice(*at)) {
        Some(at) => {
            let message = format!("Partner {} is in the split twice.", parties[at].0);
            Err(LedgerError::new(Code::BadSplit, message))
        }
        None => Ok(()),
    }
}

fn lines(
    lines: &[LineFact],
    known: impl Fn(i64) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let mut by_id: HashMap<i64, &LineFact> = HashMap::with_capacity(lines.len());
    for line in lines {
        let place = |bad: LedgerError| bad.at(format!("line {}", line.order));
        known(line.referral).map_err(place)?;
        if by_id.insert(line.id, line).is_some() {
            return Err(place(LedgerError::new(
                Code::DuplicateLineId,
                "The same line is there twice.",
            )));
        }
        if !(-MAX_MINOR..=MAX_MINOR).contains(&line.money.minor) {
            return Err(place(LedgerError::too_large("The amount")));
        }
        if line.period_months == 0 {
            return Err(place(LedgerError::new(
                Code::BadAmount,
                "A payment cannot be for 0 months.",
            )));
        }
    }
    let mut refunded: HashMap<i64, i128> = HashMap::new();
    for line in lines {
        let Some(original) = line.refund_of else {
            continue;
        };
        let place = |bad: LedgerError| bad.at(format!("line {}", line.order));
        let original = refund(line, by_id.get(&original).copied()).map_err(place)?;
        let sum = refunded.entry(original.id).or_default();
        *sum -= i128::from(line.money.minor);
        if *sum > i128::from(original.money.minor) {
            let message = format!(
                "The refunds of line {} come to more than its {}.",
                original.order,
                original.money.shown()
            );
            return Err(place(LedgerError::new(Code::RefundExceedsLine, message)));
        }
    }
    Ok(())
}

/// The line a refund gives back, if it may (R7).
fn refund<'a>(
    line: &LineFact,
    original: Option<&'a LineFact>,
) -> Result<&'a LineFact, LedgerError> {
    let bad = |message: String| Err(LedgerError::new(Code::BadRefund, message));
    let Some(original) = original else {
        return bad("It is a refund of a line that is not there.".to_owned());
    };
    let name = &original.order;
    if line.money.minor >= 0 {
        return bad("A refund must be negative.".to_owned());
    }
    if original.money.minor <= 0 || original.refund_of.is_some() {
        return bad(format!("It refunds line {name}, which is not a payment."));
    }
    if original.referral != line.referral {
        return bad(format!("It refunds line {name} of another referral."));
    }
    if original.money.currency != line.money.currency {
        return bad(format!(
            "It is in {}, but line {name} is in {}.",
            line.money.currency, original.money.currency
        ));
    }
    if line.day < original.day {
        return bad(format!("It is dated before line {name}, which it refunds."));
    }
    Ok(original)
}
