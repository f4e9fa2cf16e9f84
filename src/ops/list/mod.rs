//! Operations that list: one file a list, all asked in the same words; nothing is written and nothing is printed here.

mod commissions;
mod customers;
mod history;
mod links;
mod partners;
mod payouts;
mod programs;
mod referrals;
mod revenue;
mod rewards;

use clap::Args;

use super::{Cx, Entry, Outcome, args};
use crate::{
    domain::{period::Period, query},
    error::Result,
    table::{self, List, Query},
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<partners::PartnerList>(),
    Entry::of::<referrals::ReferralList>(),
    Entry::of::<customers::CustomerList>(),
    Entry::of::<revenue::RevenueList>(),
    Entry::of::<commissions::CommissionList>(),
    Entry::of::<payouts::PayoutList>(),
    Entry::of::<rewards::RewardList>(),
    Entry::of::<links::LinkList>(),
    Entry::of::<links::LinkSignups>(),
    Entry::of::<programs::ProgramList>(),
    Entry::of::<history::History>(),
];

/// How every list is asked.
#[derive(Debug, Clone, Default, Args)]
pub struct Asked {
    /// Words to look for, field:value, is:word, ranges a..b, not:term, +tag
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Columns to sort by, such as -amount,company
    #[arg(long, value_name = "KEYS", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// At most so many rows
    #[arg(long, value_name = "COUNT")]
    pub limit: Option<usize>,
}

/// The days a list is about, for lists that have any.
#[derive(Debug, Clone, Default, Args)]
pub struct When {
    /// Only what happened in it: 2026, 2026-Q3, 2026-11, ytd, last-month, 2026-01-01..2026-03-31
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// As it stood on a day: today, -30d, 2026-11-21
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
}

impl Asked {
    /// The question it stands for, seen from today.
    pub(super) fn of(&self, list: List, when: &When, cx: &Cx<'_>) -> Result<Query> {
        let as_of = args::day(when.as_of.as_deref(), cx.today)?;
        let mut asked = Query::new(list, cx.today).typed(&self.query.join(" "), cx.today)?;
        if let Some(day) = as_of {
            // What stands in the query as `asof:` would win; the option is the plainer word.
            asked.filter.as_of = None;
            asked = asked.on(day);
        }
        if let Some(keys) = &self.sort {
            asked.sort = query::parse(&format!("sort:{keys}"), &list.vocabulary(), cx.today)?.sort;
        }
        if let Some(limit) = self.limit {
            asked.filter.limit = Some(limit);
        }
        if let Some(period) = &when.period {
            asked.period = Period::parse(period, cx.today)?;
        }
        Ok(asked)
    }

    /// Asks it.
    pub(super) fn run(&self, list: List, when: &When, cx: &Cx<'_>) -> Result<Outcome> {
        let asked = self.of(list, when, cx)?;
        Ok(Outcome {
            table: Some(table::whole(cx.store.view(), &asked)?),
            ..Outcome::default()
        })
    }
}
