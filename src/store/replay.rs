//! What the book's history would have cost under other terms; nothing is written.

use std::collections::BTreeSet;

use rusqlite::params;

use super::{
    Applies, View,
    closed::{self, Which},
    facts,
};
use crate::{
    domain::{
        day::Day,
        engine::{Accrual, owed},
        facts::{AgreementFact, Source},
        money::{Money, Totals},
        plan::{Plan, Reach},
        replay::{self, Change, Held, Tally},
        terms::Terms,
    },
    error::Result,
};

/// What is to be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The program.
    pub program: i64,
    /// The other terms.
    pub terms: Terms,
    /// To referrals handed in, or to payments, on the days below.
    pub applies: Applies,
    /// The first day; from the start where there is none.
    pub from: Option<Day>,
    /// The last day, included; open where there is none.
    pub to: Option<Day>,
    /// Only agreements that name this partner first, also those on terms of its own.
    pub partner: Option<i64>,
    /// How many of the largest differences to tell.
    pub most: usize,
    /// Today: the day a referral counts as handed in where nobody knows.
    pub today: Day,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReplayReport {
    /// Each partner and currency, the largest change first.
    pub partners: Vec<PartnerChange>,
    /// How many payments and fixed sums earn anything, as it is or as it would be; per partner who shares in them.
    pub things: u64,
    /// How many of them would earn otherwise.
    pub differing: u64,
    /// The largest differences.
    pub most: Vec<ThingChange>,
}

/// A partner's sums in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerChange {
    /// The partner.
    pub partner: i64,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub slug: String,
    /// What is earned as it is.
    pub old: Money,
    /// What would be.
    pub new: Money,
    /// The difference.
    pub change: Money,
}

/// One payment or fixed sum that would earn otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingChange {
    /// What it is earned on.
    pub source: Source,
    /// The referred company.
    pub company: String,
    /// The partner's name.
    pub partner: String,
    /// Its day.
    pub day: Day,
    /// What is earned as it is.
    pub old: Money,
    /// What would be.
    pub new: Money,
    /// The difference.
    pub change: Money,
}

/// What stands for the other terms: no terms in a book have this id.
const OTHER: i64 = 0;

impl View<'_> {
    /// Works history out twice, as it is and under other terms, and compares. Agreements that a person made, and terms of
    /// a partner's own unless that partner is asked for, stay as they are and are not counted. `tell` learns how far it is
    /// and may stop it with an error.
    pub fn replay(
        &self,
        asked: &Replay,
        tell: &mut dyn FnMut(u64, u64) -> Result<()>,
    ) -> Result<ReplayReport> {
        let terms = facts::all_terms(self.conn)?;
        let of_program = self.replaced_terms(asked)?;
        let reaches = |plans: &[Plan]| plans.iter().any(|p| p.reach() == Reach::Partner);
        let linked = reaches(asked.terms.plans())
            || of_program
                .iter()
                .any(|id| terms.get(id).is_some_and(facts::Version::reaches_others));
        let change = Change {
            plan: OTHER,
            held: match asked.applies {
                Applies::NewReferrals => Held::Referrals,
                Applies::LinesFrom => Held::Lines,
            },
            from: asked.from,
            to: asked.to,
            today: asked.today,
        };
        let which = Which {
            program: Some(asked.program),
            partner: asked.partner,
            linked,
        };
        let mut tally = Tally::keeping(asked.most);
        closed::walk(self.conn, which, tell, &mut |mut part| {
            // Terms for new referrals leave alone what a person agreed for one; terms for payments reach it too.
            let by_hand = match change.held {
                Held::Lines => BTreeSet::new(),
                Held::Referrals => self.made_by_hand(&part.facts.agreements)?,
            };
            let whole = std::mem::take(&mut part.facts.agreements);
            let concerned: BTreeSet<i64> = whole
                .iter()
                .filter(|a| {
                    let first = a.split.first().map_or(0, |(partner, _)| *partner);
                    of_program.contains(&a.plan)
                        && !by_hand.contains(&a.id)
                        && part.answers_for(first)
                        && asked.partner.is_none_or(|p| p == first)
                })
                .map(|a| a.id)
                .collect();
            let other = change.rewrite(&whole, &part.facts.referrals, &|a| {
                concerned.contains(&a.id)
            });
            let counted = match change.held {
                Held::Lines => concerned,
                Held::Referrals => other
                    .iter()
                    .filter(|a| a.plan == OTHER)
                    .map(|a| a.id)
                    .collect(),
            };
            for (id, version) in &terms {
                facts::add_plans(&mut part.facts, *id, &version.clauses);
            }
            facts::add_plans(&mut part.facts, OTHER, asked.terms.plans());
            let clauses = |id: i64| match id {
                OTHER => asked.terms.plans().len(),
                _ => terms.get(&id).map_or(0, |v| v.clauses.len()),
            };
            let mut run = |agreements: &[AgreementFact]| -> Result<Vec<Accrual>> {
                part.facts.agreements = facts::by_clause(agreements, &clauses);
                let mut accruals = owed(&part.facts)?;
                accruals.retain(|a| {
                    let agreement = replay::origin(facts::agreement_of(a.agreement));
                    counted.contains(&agreement)
                        && (change.held == Held::Referrals || change.covers(a.day))
                });
                Ok(accruals)
            };
            let (old, new) = (run(&whole)?, run(&other)?);
            Ok(tally.add(old, new)?)
        })?;
        self.told(tally)
    }

    /// The versions of terms that the other terms would stand for.
    fn replaced_terms(&self, asked: &Replay) -> Result<BTreeSet<i64>> {
        let mut q = self.conn.prepare_cached(
            "SELECT id FROM terms WHERE program_id = ?1 AND (partner_id IS NULL OR partner_id = ?2)",
        )?;
        let ids = q.query_map(params![asked.program, asked.partner], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// Which of these agreements a person made or changed.
    fn made_by_hand(&self, agreements: &[AgreementFact]) -> Result<BTreeSet<i64>> {
        let ids: Vec<i64> = agreements.iter().map(|a| a.id).collect();
        let mut q = self.conn.prepare_cached(
            "SELECT a.id FROM json_each(?1) t JOIN agreement a ON a.id = t.value WHERE a.by_hand = 1",
        )?;
        let ids = q.query_map([facts::id_list(&ids)], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The differences with the names of what they are about.
    fn told(&self, tally: Tally) -> Result<ReplayReport> {
        let mut report = ReplayReport {
            things: tally.things,
            differing: tally.differing,
            ..ReplayReport::default()
        };
        for ((partner, currency), pair) in tally.sums {
            let known = self.partner(partner)?;
            report.partners.push(PartnerChange {
                partner,
                name: known.known.name,
                slug: known.slug,
                old: Money::new(pair.old, currency),
                new: Money::new(pair.new, currency),
                change: Money::new(pair.change()?, currency),
            });
        }
        report.partners.sort_by(|a, b| {
            let size = |one: &PartnerChange| std::cmp::Reverse(one.change.minor.unsigned_abs());
            (size(a), &a.name, a.old.currency).cmp(&(size(b), &b.name, b.old.currency))
        });
        for one in tally.most {
            report.most.push(ThingChange {
                source: one.source,
                company: self.referral(one.referral)?.known.company,
                partner: self.partner(one.partner)?.known.name,
                day: one.day,
                old: Money::new(one.pair.old, one.currency),
                new: Money::new(one.pair.new, one.currency),
                change: Money::new(one.pair.change()?, one.currency),
            });
        }
        Ok(report)
    }
}

impl ReplayReport {
    /// What is earned as it is, what would be, and the difference, per currency.
    pub fn totals(&self) -> Result<(Totals, Totals, Totals)> {
        let (mut old, mut new, mut change) = (Totals::new(), Totals::new(), Totals::new());
        for one in &self.partners {
            old.add(one.old)?;
            new.add(one.new)?;
            change.add(one.change)?;
        }
        Ok((old, new, change))
    }
}
