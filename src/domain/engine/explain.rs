//! The engine's judgements with all that went into them, for people; the figures are those of `owed`.

use super::check;
use super::index::Index;
use super::judge::Judge;
use super::ruling::{Case, Pay, Refusal, Ruling};
use super::volume;
use crate::domain::because::{
    ActivityNote, Band, Because, Outcome, RefundNote, SharePart, TierNote, Verdict, VolumeNote,
    WhyNot, WindowMonth,
};
use crate::domain::currency::Currency;
use crate::domain::facts::{Facts, Source};
use crate::domain::ledger::LedgerError;
use crate::domain::money::Money;
use crate::domain::month::Month;
use crate::domain::plan::{Event, Mode, Plan, Scope, Tiered};
use crate::domain::rate::Rate;
use crate::domain::ratio::Ratio;
use crate::domain::split::split;

/// What came of one line, or of a referral's fixed sums, under each agreement of its referral, and why.
///
/// The facts must be closed for the source, as for [`owed`](super::owed). Nothing if the source is not there.
pub fn explain(facts: &Facts, source: Source) -> Result<Vec<Verdict>, LedgerError> {
    let id = match source {
        Source::Referral(id) => Some(id),
        Source::Line(id) => facts
            .lines
            .iter()
            .find(|line| line.id == id)
            .map(|line| line.referral),
    };
    let Some(id) = id else {
        check::facts(facts)?;
        return Ok(Vec::new());
    };
    explain_some(facts, id, &|one| one == source)
}

/// What came of those things on one referral that are asked for, its lines and its fixed sums, and why.
///
/// The facts must be closed for the referral, as for [`owed`](super::owed). Nothing if the referral is not there.
pub fn explain_some(
    facts: &Facts,
    referral: i64,
    asked: &dyn Fn(Source) -> bool,
) -> Result<Vec<Verdict>, LedgerError> {
    check::facts(facts)?;
    let index = Index::new(facts)?;
    let place = facts.referrals.iter().position(|one| one.id == referral);
    let Some(place) = place else {
        return Ok(Vec::new());
    };
    let judge = Judge::new(&index)?;
    let mut found = Vec::new();
    judge.referral(place, &mut |case, ruling| {
        if asked(case.source(facts)) {
            found.push(verdict(&judge, case, &ruling)?);
        }
        Ok(())
    })?;
    Ok(found)
}

/// What came of everything, referral by referral.
pub fn verdicts(facts: &Facts) -> Result<Vec<Verdict>, LedgerError> {
    check::facts(facts)?;
    let index = Index::new(facts)?;
    let judge = Judge::new(&index)?;
    let mut found = Vec::new();
    judge.all(&mut |case, ruling| {
        found.push(verdict(&judge, case, &ruling)?);
        Ok(())
    })?;
    Ok(found)
}

fn verdict(judge: &Judge<'_>, case: Case, ruling: &Ruling) -> Result<Verdict, LedgerError> {
    let agreement = judge.index.agreement(case.agreement);
    let outcome = match ruling {
        Ruling::Not(refusal) => Outcome::Nothing(why_not(judge, case, *refusal)?),
        Ruling::Pays(pay) => {
            let because = because(judge, case, pay)?;
            if pay.before == pay.after {
                Outcome::Nothing(WhyNot::Zero {
                    formula: because.formula(),
                })
            } else {
                Outcome::Earned(Box::new(because))
            }
        }
    };
    Ok(Verdict {
        source: case.source(judge.index.facts),
        referral: agreement.referral,
        agreement: agreement.id,
        day: case.day,
        clause: judge.index.plans[case.agreement].to_string(),
        outcome,
    })
}

fn because(judge: &Judge<'_>, case: Case, pay: &Pay) -> Result<Because, LedgerError> {
    let index = judge.index;
    let plan = index.plans[case.agreement];
    let agreement = index.agreement(case.agreement);
    let currency = pay.base.currency;
    let money = |minor| Money::new(minor, currency);
    let refunded = case.line.and_then(|line| index.line(line).refund_of);
    // A refund follows its line: the line's day decides window, activity and tier.
    let judged = refunded
        .and_then(|original| index.line_place(original))
        .or(case.line);
    let scope = plan.scope();
    let divided_by = judged
        .filter(|_| scope.is_some_and(|scope| scope.per_month))
        .map(|line| index.line(line).period_months)
        .filter(|months| *months > 1);
    let window = match (judge.window(case.referral, plan)?, pay.month) {
        (Some(window), Some((month, months))) => Some(WindowMonth {
            month,
            months,
            first: window.first,
            end: window.end,
        }),
        _ => None,
    };
    let after = split(pay.after, &index.shares[case.agreement])?;
    let before = split(pay.before, &index.shares[case.agreement])?;
    let parts = after
        .iter()
        .zip(before)
        .map(|(after, before)| after - before);
    let shares = agreement
        .split
        .iter()
        .zip(parts)
        .map(|((partner, share), part)| SharePart {
            partner: *partner,
            share: *share,
            money: money(part),
            odd: pay.before == 0 && got_more(pay.after, *share, part),
        })
        .collect();
    Ok(Because {
        promise: promise(plan, pay),
        base: pay.base,
        divided_by,
        rate: pay.rate,
        window,
        activity: judged
            .zip(scope)
            .and_then(|(line, scope)| activity(judge, case, line, scope, !pay.inactive)),
        volume: match (plan, judged) {
            (Plan::Tiered(plan), Some(line)) => Some(volume_note(judge, case, line, plan)?),
            _ => None,
        },
        exact: pay.exact.decimal(currency),
        was_rounded: !pay.exact.is_whole(),
        commission: money(pay.after - pay.before),
        shares,
        refund: refunded.map(|line| RefundNote {
            line,
            left: money(pay.left),
            before: money(pay.before),
            after: money(pay.after),
        }),
    })
}

/// Whether a part is more than the whole units of its share, on the commission's side of zero.
fn got_more(whole: i64, share: Rate, part: i64) -> bool {
    // At most 2^63 times 10^14: far inside 128 bits.
    let plain = i128::from(whole) * share.parts() / Rate::PER_WHOLE;
    i128::from(part) != plain
}

/// What was promised, in short, at the rate that was paid.
fn promise(plan: &Plan, pay: &Pay) -> String {
    match (plan, plan.scope()) {
        (Plan::Flat(plan), _) => {
            let event = match plan.event {
                Event::Lead => "lead",
                Event::Conversion => "conversion",
            };
            format!("{} per {event}", plan.fee.shown())
        }
        (_, Some(scope)) => match pay.rate {
            Some(rate) => format!("{rate} of {}", scope.kinds.join(", ")),
            None => format!("Tiers of {}", scope.kinds.join(", ")),
        },
        (_, None) => plan.to_string(),
    }
}

fn activity(
    judge: &Judge<'_>,
    case: Case,
    line: usize,
    scope: &Scope,
    active: bool,
) -> Option<ActivityNote> {
    let asked = scope.activity?;
    let (partner, _) = judge.index.agreement(case.agreement).split.first()?;
    let days = judge
        .actives
        .counted(*partner, asked, judge.index.line(line).day)
        .to_vec();
    Some(ActivityNote {
        asked,
        days,
        active,
    })
}

fn volume_note(
    judge: &Judge<'_>,
    case: Case,
    line: usize,
    plan: &Tiered,
) -> Result<VolumeNote, LedgerError> {
    let fact = judge.index.line(line);
    let month = Month::of(fact.day);
    if fact.money.currency != plan.currency {
        return Ok(VolumeNote {
            month,
            mode: plan.mode,
            volume: None,
            before: None,
            bands: Vec::new(),
            tiers: Vec::new(),
        });
    }
    let whole = judge.volumes.month(judge.index, line, case.agreement);
    let base = judge.base(&plan.scope, line)?;
    let bands = match plan.mode {
        Mode::Whole => Vec::new(),
        Mode::Graduated => volume::bands(plan, base, judge.volumes.before(line, case.agreement))?,
    };
    let mut shown = Vec::new();
    for (rate, part) in bands {
        shown.push(Band {
            rate,
            part: amount(part, plan.currency)?,
        });
    }
    let before = match plan.mode {
        Mode::Whole => None,
        Mode::Graduated => Some(judge.volumes.before(line, case.agreement)),
    };
    Ok(VolumeNote {
        month,
        mode: plan.mode,
        volume: Some(amount(whole, plan.currency)?),
        before: before.map(|v| amount(v, plan.currency)).transpose()?,
        bands: shown,
        tiers: plan
            .tiers
            .iter()
            .map(|tier| TierNote {
                from: Money::new(tier.from, plan.currency).shown(),
                rate: tier.rate,
                reached: whole.compare_whole(tier.from).is_ge(),
            })
            .collect(),
    })
}

/// An exact amount for people: as money if it is whole minor units, else in decimals.
fn amount(exact: Ratio, currency: Currency) -> Result<String, LedgerError> {
    if exact.is_whole() {
        return Ok(Money::new(exact.rounded()?, currency).shown());
    }
    Ok(format!("{currency} {}", exact.decimal(currency)))
}

fn why_not(judge: &Judge<'_>, case: Case, refusal: Refusal) -> Result<WhyNot, LedgerError> {
    let index = judge.index;
    let plan = index.plans[case.agreement];
    let agreement = index.agreement(case.agreement);
    let line = case.line.map(|line| index.line(line));
    Ok(match refusal {
        Refusal::Rejected => WhyNot::Rejected,
        Refusal::NotWon => WhyNot::NotWon,
        Refusal::NoEvent => WhyNot::NoEvent,
        Refusal::PaysByEvent => WhyNot::PaysByEvent,
        Refusal::Kind => WhyNot::Kind {
            kind: line.map_or_else(String::new, |line| line.kind.clone()),
            paid: plan
                .scope()
                .map_or_else(Vec::new, |scope| scope.kinds.clone()),
        },
        Refusal::Term => WhyNot::Term {
            starts: agreement.starts,
            ends: agreement.ends,
        },
        Refusal::Window => {
            let window = judge.window(case.referral, plan)?;
            WhyNot::Window {
                months: plan.scope().and_then(|scope| scope.months).unwrap_or(0),
                first: window.map(|window| window.first),
                end: window.map(|window| window.end),
            }
        }
        Refusal::Inactive => {
            let place = case.line.zip(plan.scope());
            match place.and_then(|(line, scope)| activity(judge, case, line, scope, false)) {
                Some(note) => WhyNot::Inactive {
                    asked: note.asked,
                    days: note.days,
                },
                // A plan that asks nothing makes nobody inactive.
                None => WhyNot::PaysByEvent,
            }
        }
        Refusal::RefundOfNothing => WhyNot::RefundOfNothing {
            line: line.and_then(|line| line.refund_of).unwrap_or(0),
        },
    })
}
