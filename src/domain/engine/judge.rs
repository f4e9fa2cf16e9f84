//! Judges every line and event of a referral under each of its agreements, in figures only; words are `explain`'s.

use super::activity::Actives;
use super::index::Index;
use super::ruling::{Case, Pay, Refusal, Ruling, Window};
use super::volume::{self, Volumes};
use crate::domain::day::{Day, add_months};
use crate::domain::facts::{AgreementFact, ReferralFact, Status};
use crate::domain::ledger::LedgerError;
use crate::domain::plan::{Event, Flat, Plan, Scope};
use crate::domain::rate::Rate;
use crate::domain::ratio::Ratio;

/// The engine with everything at hand that a judgement looks at beyond its own referral.
pub(super) struct Judge<'a> {
    pub index: &'a Index<'a>,
    pub actives: Actives,
    pub volumes: Volumes,
}

type Sink<'s> = &'s mut dyn FnMut(Case, Ruling) -> Result<(), LedgerError>;

impl<'a> Judge<'a> {
    pub fn new(index: &'a Index<'a>) -> Result<Self, LedgerError> {
        let mut judge = Self {
            index,
            actives: Actives::new(index),
            volumes: Volumes::default(),
        };
        judge.volumes = judge.volumes()?;
        Ok(judge)
    }

    /// Every case, referral by referral.
    pub fn all(&self, sink: Sink<'_>) -> Result<(), LedgerError> {
        (0..self.index.facts.referrals.len()).try_for_each(|at| self.referral(at, sink))
    }

    /// The cases of one referral: agreement by agreement, in each its lines and then their refunds.
    pub fn referral(&self, referral: usize, sink: Sink<'_>) -> Result<(), LedgerError> {
        for agreement in self.index.agreements_of(referral) {
            let agreement = *agreement as usize;
            match self.index.plans[agreement] {
                Plan::Flat(plan) => self.event(referral, agreement, plan, sink)?,
                plan => self.lines(referral, agreement, plan, sink)?,
            }
        }
        Ok(())
    }

    /// A fixed sum, once (R10).
    fn event(
        &self,
        referral: usize,
        agreement: usize,
        plan: &Flat,
        sink: Sink<'_>,
    ) -> Result<(), LedgerError> {
        let fact = self.index.referral(referral);
        let day = match plan.event {
            Event::Conversion => fact.won_on,
            Event::Lead => fact.qualified_on.or(fact.won_on),
        };
        let ruling = match day {
            _ if fact.status == Status::Rejected => Ruling::Not(Refusal::Rejected),
            None => Ruling::Not(Refusal::NoEvent),
            Some(day) if !in_term(self.index.agreement(agreement), day) => {
                Ruling::Not(Refusal::Term)
            }
            Some(_) => Ruling::Pays(Pay {
                base: plan.fee,
                exact: Ratio::whole(plan.fee.minor),
                before: 0,
                after: plan.fee.minor,
                left: plan.fee.minor,
                rate: None,
                month: None,
                inactive: false,
            }),
        };
        // What has not happened has no day; it is told only when somebody asks about the referral.
        let day = day.or(fact.submitted_on).unwrap_or(Day::MIN);
        sink(
            Case {
                referral,
                agreement,
                line: None,
                day,
            },
            ruling,
        )?;
        for line in self.index.lines_of(referral) {
            let line = *line as usize;
            let day = self.index.line(line).day;
            sink(
                Case {
                    referral,
                    agreement,
                    line: Some(line),
                    day,
                },
                Ruling::Not(Refusal::PaysByEvent),
            )?;
        }
        Ok(())
    }

    fn lines(
        &self,
        referral: usize,
        agreement: usize,
        plan: &Plan,
        sink: Sink<'_>,
    ) -> Result<(), LedgerError> {
        let lines = self.index.lines_of(referral);
        let window = self.window(referral, plan)?;
        // What each line pays, kept for the refunds behind it; only where there are refunds.
        let refunds = lines
            .iter()
            .any(|line| self.index.line(*line as usize).refund_of.is_some());
        let mut standing: Vec<(usize, Pay, Ratio)> = Vec::new();
        for line in lines {
            let line = *line as usize;
            let fact = self.index.line(line);
            if fact.refund_of.is_some() {
                continue;
            }
            let ruling = self.line(referral, agreement, plan, line, window)?;
            if let (true, Ruling::Pays(pay)) = (refunds, ruling) {
                standing.push((line, pay, pay.exact));
            }
            sink(
                Case {
                    referral,
                    agreement,
                    line: Some(line),
                    day: fact.day,
                },
                ruling,
            )?;
        }
        if !refunds {
            return Ok(());
        }
        standing.sort_unstable_by_key(|(line, ..)| *line);
        for line in lines {
            let line = *line as usize;
            let fact = self.index.line(line);
            let Some(original) = fact.refund_of else {
                continue;
            };
            let place = self.index.line_place(original);
            let known = place.and_then(|place| {
                standing
                    .binary_search_by_key(&place, |(line, ..)| *line)
                    .ok()
            });
            let ruling = match known {
                Some(at) => {
                    let (_, pay, full) = &mut standing[at];
                    refund(pay, *full, fact.money.minor)?;
                    Ruling::Pays(*pay)
                }
                None => Ruling::Not(Refusal::RefundOfNothing),
            };
            sink(
                Case {
                    referral,
                    agreement,
                    line: Some(line),
                    day: fact.day,
                },
                ruling,
            )?;
        }
        Ok(())
    }

    /// One line that is not a refund.
    fn line(
        &self,
        referral: usize,
        agreement: usize,
        plan: &Plan,
        line: usize,
        window: Option<Window>,
    ) -> Result<Ruling, LedgerError> {
        let Some(scope) = plan.scope() else {
            return Ok(Ruling::Not(Refusal::PaysByEvent));
        };
        if let Some(refusal) = self.outside(referral, agreement, scope, line, window) {
            return Ok(Ruling::Not(refusal));
        }
        let fact = self.index.line(line);
        let active = self.active(agreement, scope, fact.day);
        let base = self.base(scope, line)?;
        let (exact, rate) = match plan {
            Plan::Percent(plan) => {
                if !active && plan.otherwise.is_zero() {
                    return Ok(Ruling::Not(Refusal::Inactive));
                }
                let rate = if active { plan.rate } else { plan.otherwise };
                (base.times(rate.parts(), Rate::PER_WHOLE)?, Some(rate))
            }
            Plan::Tiered(_) if !active => return Ok(Ruling::Not(Refusal::Inactive)),
            Plan::Tiered(plan) if fact.money.currency != plan.currency => {
                // Another currency takes the first tier's rate (R9).
                let rate = plan.tiers.first().map_or(Rate::ZERO, |tier| tier.rate);
                (base.times(rate.parts(), Rate::PER_WHOLE)?, Some(rate))
            }
            Plan::Tiered(plan) => {
                let month = self.volumes.month(self.index, line, agreement);
                volume::earned(plan, base, self.volumes.before(line, agreement), month)?
            }
            Plan::Flat(_) => return Ok(Ruling::Not(Refusal::PaysByEvent)),
        };
        let month = match window {
            Some(window) => Some((window.month(fact.day)?, window.months)),
            None => None,
        };
        Ok(Ruling::Pays(Pay {
            base: fact.money,
            exact,
            before: 0,
            after: exact.rounded()?,
            left: fact.money.minor,
            rate,
            month,
            inactive: !active,
        }))
    }

    /// Why a line lies outside what an agreement pays on, activity aside (R12, R4).
    fn outside(
        &self,
        referral: usize,
        agreement: usize,
        scope: &Scope,
        line: usize,
        window: Option<Window>,
    ) -> Option<Refusal> {
        let fact = self.index.line(line);
        if let Some(refusal) = unearning(self.index.referral(referral)) {
            return Some(refusal);
        }
        if !scope.pays_on(&fact.kind) {
            return Some(Refusal::Kind);
        }
        if !in_term(self.index.agreement(agreement), fact.day) {
            return Some(Refusal::Term);
        }
        let inside = match (scope.months, window) {
            (None, _) => true,
            (Some(_), Some(window)) => window.first <= fact.day && fact.day < window.end,
            // No payment has begun the months yet.
            (Some(_), None) => false,
        };
        (!inside).then_some(Refusal::Window)
    }

    /// Whether the first-named partner is active on a day (R5); always where the plan asks nothing.
    fn active(&self, agreement: usize, scope: &Scope, day: Day) -> bool {
        let Some(activity) = scope.activity else {
            return true;
        };
        let Some((partner, _)) = self.index.agreement(agreement).split.first() else {
            return false;
        };
        self.actives.counted(*partner, activity, day).len() >= activity.count as usize
    }

    /// What a line counts with: its amount, or one month's part of it (R12).
    pub fn base(&self, scope: &Scope, line: usize) -> Result<Ratio, LedgerError> {
        let fact = self.index.line(line);
        let months = if scope.per_month {
            fact.period_months
        } else {
            1
        };
        Ratio::new(i128::from(fact.money.minor), i128::from(months))
    }

    /// The window of a plan with months on a referral, once it has a first payment (R4).
    pub fn window(&self, referral: usize, plan: &Plan) -> Result<Option<Window>, LedgerError> {
        let Some((scope, months)) = plan.scope().and_then(|scope| Some((scope, scope.months?)))
        else {
            return Ok(None);
        };
        let mut lines = self
            .index
            .lines_of(referral)
            .iter()
            .map(|line| self.index.line(*line as usize));
        // The lines are in order of day, and a refund is negative: the first one fits.
        let Some(first) = lines.find(|line| line.money.minor > 0 && scope.pays_on(&line.kind))
        else {
            return Ok(None);
        };
        let end = add_months(first.day, months)?;
        Ok(Some(Window {
            first: first.day,
            end,
            months,
        }))
    }

    /// The volumes of all tiered plans (R6).
    fn volumes(&self) -> Result<Volumes, LedgerError> {
        let mut volumes = Volumes::default();
        for (agreement, plan) in self.index.plans.iter().enumerate() {
            if !matches!(plan, Plan::Tiered(_)) {
                continue;
            }
            self.count(
                self.index.referral_of(agreement),
                agreement,
                plan,
                &mut volumes,
            )?;
        }
        volumes.fill(self.index)?;
        Ok(volumes)
    }

    fn count(
        &self,
        referral: usize,
        agreement: usize,
        plan: &Plan,
        volumes: &mut Volumes,
    ) -> Result<(), LedgerError> {
        let Plan::Tiered(tiered) = plan else {
            return Ok(());
        };
        let window = self.window(referral, plan)?;
        for line in self.index.lines_of(referral) {
            let line = *line as usize;
            let fact = self.index.line(line);
            let counts = fact.refund_of.is_none()
                && fact.money.currency == tiered.currency
                && self
                    .outside(referral, agreement, &tiered.scope, line, window)
                    .is_none()
                && self.active(agreement, &tiered.scope, fact.day);
            if counts {
                volumes.count(self.index, line, agreement, self.base(&tiered.scope, line)?);
            }
        }
        Ok(())
    }
}

/// Restates a line's commission for what a refund leaves of it (R7).
fn refund(pay: &mut Pay, full: Ratio, minor: i64) -> Result<(), LedgerError> {
    pay.left += minor;
    pay.exact = full.times(i128::from(pay.left), i128::from(pay.base.minor))?;
    pay.before = pay.after;
    pay.after = pay.exact.rounded()?;
    Ok(())
}

/// Why a referral earns nothing by line, if it does not (R12).
fn unearning(referral: &ReferralFact) -> Option<Refusal> {
    if referral.status == Status::Rejected {
        Some(Refusal::Rejected)
    } else if referral.won_on.is_none() {
        Some(Refusal::NotWon)
    } else {
        None
    }
}

fn in_term(agreement: &AgreementFact, day: Day) -> bool {
    agreement.starts.is_none_or(|starts| starts <= day)
        && agreement.ends.is_none_or(|ends| day <= ends)
}
