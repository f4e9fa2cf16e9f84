//! What facts owe to whom, and why (`COMMISSION_RULES`): a pure function of the facts, in exact arithmetic.
//!
//! [`owed`] gives the figures, quickly and for any number of lines; [`explain()`] and [`verdicts`] give the reasons of
//! the same judgement in full. Nothing here knows what was posted or paid before.
//!
//! A closed subset of the facts gives the same answers for itself: the referral alone where [`Plan::reach`] is
//! [`Reach::Referral`], and where it is [`Reach::Partner`] all referrals on which the agreement's first-named partner
//! has a share (then only the agreements that name this partner first are judged fully).
//!
//! [`Plan::reach`]: super::plan::Plan::reach
//! [`Reach::Referral`]: super::plan::Reach::Referral
//! [`Reach::Partner`]: super::plan::Reach::Partner

mod activity;
mod check;
mod explain;
mod index;
mod judge;
mod ruling;
mod volume;

use super::day::Day;
use super::facts::{Facts, Source};
use super::ledger::LedgerError;
use super::money::Money;
use super::rate::Rate;
use super::split::split;
use index::Index;
use judge::Judge;
use ruling::Ruling;

pub use explain::{explain, explain_some, verdicts};

/// A sum owed to one partner for one thing, on its day. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accrual {
    /// The day of the line, the refund or the event.
    pub day: Day,
    /// What it is for.
    pub source: Source,
    /// The referral it is earned on.
    pub referral: i64,
    /// The agreement it is earned by.
    pub agreement: i64,
    /// The partner who earns it.
    pub partner: i64,
    /// How much.
    pub money: Money,
    /// How it came about, in a few figures; [`explain()`] has the rest.
    pub figures: Figures,
}

/// The figures behind an accrual, small enough to keep with every one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The line's own amount, for a refund that of the line it gives back, or the fixed sum; in minor units.
    pub base: i64,
    /// The rate, where one rate says it all: not for a fixed sum, nor for a line over several bands.
    pub rate: Option<Rate>,
    /// The partner's share.
    pub share: Rate,
    /// The commission before the split, in minor units; for a refund, the change of it.
    pub commission: i64,
    /// The month n of N from the first payment, for a plan with months; for a refund, that of its line.
    pub month: Option<(u32, u32)>,
    /// The line this one gives back.
    pub refund_of: Option<i64>,
}

/// What the facts owe, in the order of day, source (R2), agreement and share; the order of the facts changes nothing.
///
/// Refused whole with a code of R13 if a fact breaks a rule, or if a figure cannot be held exactly.
pub fn owed(facts: &Facts) -> Result<Vec<Accrual>, LedgerError> {
    check::facts(facts)?;
    let index = Index::new(facts)?;
    let judge = Judge::new(&index)?;
    let mut found: Vec<(u32, Accrual)> = Vec::new();
    judge.all(&mut |case, ruling| {
        let Ruling::Pays(pay) = ruling else {
            return Ok(());
        };
        if pay.before == pay.after {
            return Ok(());
        }
        let agreement = &facts.agreements[case.agreement];
        let shares = &index.shares[case.agreement];
        let after = split(pay.after, shares)?;
        let before = if pay.before == 0 {
            None
        } else {
            Some(split(pay.before, shares)?)
        };
        // Where the source stands among those of its day, so that the sort below need not compare texts.
        let place = case.line.map_or(0, |line| index.rank(line) + 1);
        for (at, (partner, share)) in agreement.split.iter().enumerate() {
            let minor = after[at].checked_sub(before.as_ref().map_or(0, |before| before[at]));
            let minor = minor.ok_or_else(|| LedgerError::too_large("A commission"))?;
            if minor == 0 {
                continue;
            }
            found.push((
                place,
                Accrual {
                    day: case.day,
                    source: case.source(facts),
                    referral: agreement.referral,
                    agreement: agreement.id,
                    partner: *partner,
                    money: Money::new(minor, pay.base.currency),
                    figures: Figures {
                        base: pay.base.minor,
                        rate: pay.rate,
                        share: *share,
                        commission: pay.after - pay.before,
                        month: pay.month,
                        refund_of: case.line.and_then(|line| facts.lines[line].refund_of),
                    },
                },
            ));
        }
        Ok(())
    })?;
    // Stable, so the partners of a split stay in the order they are named in.
    found.sort_by_key(|(place, one)| (one.day, *place, one.source, one.agreement));
    Ok(found.into_iter().map(|(_, accrual)| accrual).collect())
}

#[cfg(test)]
mod tests;
