//! What running agreements will owe in months to come, from the facts of the book; nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;

use super::{
    View,
    closed::{self, Which},
    facts,
};
use crate::{
    domain::{
        day::{Day, parse_iso},
        engine::owed,
        facts::Facts,
        forecast::{Assume, Churn},
        money::Totals,
        month::Month,
    },
    error::Result,
};

/// What the sums are parted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The program of the agreement.
    Program,
    /// Who earns it.
    Partner,
}

/// What is to be forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// Today: its month is not finished and not forecast.
    pub today: Day,
    /// How many months from the next one on.
    pub months: u32,
    /// Only what this partner earns.
    pub partner: Option<i64>,
    /// What the sums are parted by, besides the month.
    pub by: Option<By>,
    /// Whether customers go as they went in the last 12 full months.
    pub churn: bool,
    /// So many wins a month of each partner whose terms ask for activity.
    pub wins: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastReport {
    /// A row a month and program or partner, in the order of months; months without anything are there once.
    pub rows: Vec<ForecastRow>,
    /// The churn of referred customers in the last 12 full months.
    pub churn: Churn,
    /// What it went by.
    pub assume: Assume,
}

/// A month, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForecastRow {
    /// The month.
    pub month: Month,
    /// Name of the program or the partner, where it is parted.
    pub name: Option<String>,
    /// What customers are assumed to pay; only where nothing is parted and no partner asked for.
    pub revenue: Totals,
    /// What will be owed.
    pub owed: Totals,
}

/// The months churn is observed over.
const OBSERVED: i32 = 12;

impl View<'_> {
    /// Puts assumed payments beside the facts and lets the engine say what they earn (`domain::forecast`). `tell` learns
    /// how far it is and may stop it with an error.
    pub fn forecast(
        &self,
        asked: &Forecast,
        tell: &mut dyn FnMut(u64, u64) -> Result<()>,
    ) -> Result<ForecastReport> {
        let terms = facts::all_terms(self.conn)?;
        let churn = self.observed_churn(asked.today)?;
        let assume = Assume {
            today: asked.today,
            months: asked.months,
            churn: asked.churn.then_some(churn),
            wins: asked.wins,
        };
        let programs = self.program_of_terms()?;
        let which = Which {
            program: None,
            partner: asked.partner,
            linked: terms.values().any(facts::Version::reaches_others),
        };
        let mut revenue: BTreeMap<Month, Totals> = BTreeMap::new();
        let mut due: BTreeMap<(Month, i64), Totals> = BTreeMap::new();
        closed::walk(self.conn, which, tell, &mut |mut part| {
            let stopped = self.lines_of_gone(&part.facts)?;
            let whole = std::mem::take(&mut part.facts.agreements);
            // By agreement: the program, and whether this part answers for it. By referral: the same of its first one.
            let mut own: BTreeMap<i64, i64> = BTreeMap::new();
            let mut counted: BTreeMap<i64, bool> = BTreeMap::new();
            for a in &whole {
                let answers = part.answers_for(a.split.first().map_or(0, |(p, _)| *p));
                counted.entry(a.referral).or_insert(answers);
                if answers {
                    own.insert(a.id, programs.get(&a.plan).copied().unwrap_or(0));
                }
            }
            let facts = &mut part.facts;
            for (id, version) in &terms {
                facts::add_plans(facts, *id, &version.clauses);
            }
            facts.agreements =
                facts::by_clause(&whole, &|id| terms.get(&id).map_or(0, |v| v.clauses.len()));
            let assumed = assume.payments(facts, &stopped)?;
            for line in &assumed {
                if counted.get(&line.referral) == Some(&true) {
                    let month = Month::of(line.day);
                    revenue.entry(month).or_default().add(line.money)?;
                }
            }
            facts.lines.extend(assumed);
            // No terms have an id below 1.
            assume.add_wins(facts, -1);
            for a in owed(facts)? {
                let Some(program) = own.get(&facts::agreement_of(a.agreement)) else {
                    continue;
                };
                if !assume.covers(a.day) || asked.partner.is_some_and(|p| p != a.partner) {
                    continue;
                }
                let key = match asked.by {
                    None => 0,
                    Some(By::Program) => *program,
                    Some(By::Partner) => a.partner,
                };
                due.entry((Month::of(a.day), key))
                    .or_default()
                    .add(a.money)?;
            }
            Ok(())
        })?;
        let rows = self.forecast_rows(asked, &assume, &revenue, due)?;
        Ok(ForecastReport {
            rows,
            churn,
            assume,
        })
    }

    fn forecast_rows(
        &self,
        asked: &Forecast,
        assume: &Assume,
        revenue: &BTreeMap<Month, Totals>,
        mut due: BTreeMap<(Month, i64), Totals>,
    ) -> Result<Vec<ForecastRow>> {
        let mut rows = Vec::new();
        let mut month = assume.first();
        while month <= assume.last() {
            let later = due.split_off(&(month.next(), i64::MIN));
            let mut own = Vec::new();
            for ((_, key), owed) in std::mem::replace(&mut due, later) {
                let name = match asked.by {
                    None => None,
                    Some(By::Program) => Some(self.program(key)?.name),
                    Some(By::Partner) => Some(self.partner(key)?.known.name),
                };
                let revenue = match (asked.by, asked.partner) {
                    (None, None) => revenue.get(&month).cloned().unwrap_or_default(),
                    _ => Totals::new(),
                };
                own.push(ForecastRow {
                    month,
                    name,
                    revenue,
                    owed,
                });
            }
            own.sort_by(|a, b| a.name.cmp(&b.name));
            if own.is_empty() {
                own.push(ForecastRow {
                    month,
                    name: None,
                    revenue: match (asked.by, asked.partner) {
                        (None, None) => revenue.get(&month).cloned().unwrap_or_default(),
                        _ => Totals::new(),
                    },
                    owed: Totals::new(),
                });
            }
            rows.extend(own);
            month = month.next();
        }
        Ok(rows)
    }

    /// Which payments of a part are by customers who have gone.
    fn lines_of_gone(&self, part: &Facts) -> Result<BTreeSet<i64>> {
        let ids: Vec<i64> = part.referrals.iter().map(|r| r.id).collect();
        let mut q = self.conn.prepare_cached(
            "SELECT l.id FROM json_each(?1) t JOIN revenue_line l ON l.referral_id = t.value
             JOIN customer c ON c.id = l.customer_id WHERE c.churned_on IS NOT NULL",
        )?;
        let ids = q.query_map([facts::id_list(&ids)], |r| r.get(0))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    fn program_of_terms(&self) -> Result<BTreeMap<i64, i64>> {
        let mut q = self
            .conn
            .prepare_cached("SELECT id, program_id FROM terms")?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many referred customers went in the last 12 full months, of how many who were there when each began. A
    /// customer is there from its first day, or its first payment where that is not known.
    pub fn observed_churn(&self, today: Day) -> Result<Churn> {
        let last = Month::of(today).prev();
        let first = last.moved(1 - OBSERVED);
        let mut q = self.conn.prepare_cached(
            "SELECT coalesce(c.started_on, (SELECT min(l.day) FROM revenue_line l WHERE l.customer_id = c.id)), c.churned_on
             FROM customer c WHERE c.referral_id IS NOT NULL AND (c.churned_on IS NULL OR c.churned_on >= ?1)",
        )?;
        let mut rows = q.query(params![first.first().to_string()])?;
        let mut churn = Churn::default();
        while let Some(r) = rows.next()? {
            let Some(began) = r.get_ref(0)?.as_str_or_null()? else {
                continue;
            };
            let began = parse_iso(began)?;
            let gone = r.get_ref(1)?.as_str_or_null()?.map(parse_iso).transpose()?;
            // The first month at whose beginning it was there, and the last.
            let from = first.max(Month::of(began).next());
            let to = gone.map_or(last, |day| last.min(Month::of(day)));
            if to < from {
                continue;
            }
            churn.months += u64::try_from(to.since(from) + 1).unwrap_or(0);
            if gone.is_some_and(|day| Month::of(day) <= last) {
                churn.lost += 1;
            }
        }
        Ok(churn)
    }
}
