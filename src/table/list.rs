//! The lists there are: their columns, names and words, and what is asked of one; no SQL and no drawing here.

use super::{
    Column, commissions, customers, history, links, missed, overlap_accounts, overlaps, partners,
    payouts, performance, programs, referrals, revenue, rewards, signups,
};
use crate::{
    domain::{
        day::Day,
        overlap::{Groups, Region, Standing},
        period::Period,
        query::{self, Filter, QueryError, Sort, Vocabulary},
    },
    store::list::{Source, Wanted},
};

/// A list of the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Partners, by name.
    Partners,
    /// Referrals, open ones first by pipeline stage.
    Referrals,
    /// Customers, by name.
    Customers,
    /// Paid lines, newest first.
    Revenue,
    /// Commission lines, by partner and day, so that a screen can group them.
    Commissions,
    /// Payouts, those still open first.
    Payouts,
    /// The commission lines of one payout ([`Query::of`]).
    PayoutLines,
    /// Rewards, those still open first.
    Rewards,
    /// Coded links, by partner.
    Links,
    /// Sign-ups by coded links, those that wait for a person first.
    SignUps,
    /// Programs and the terms that hold.
    Programs,
    /// Partners in numbers, over [`Query::period`] and as of [`Query::as_of`].
    Performance,
    /// Partners with a loaded list of accounts: the three numbers of their Venn.
    Overlaps,
    /// Accounts of one partner's overlap ([`Query::of`]), one region of it ([`Query::region`]).
    OverlapAccounts,
    /// Customers both have that no referral credits one partner for ([`Query::of`]).
    Missed,
    /// Referrals for accounts that one partner never listed ([`Query::of`]).
    Unlisted,
    /// Operations, newest first.
    History,
}

impl List {
    /// Every list.
    pub const ALL: [Self; 17] = [
        Self::Partners,
        Self::Referrals,
        Self::Customers,
        Self::Revenue,
        Self::Commissions,
        Self::Payouts,
        Self::PayoutLines,
        Self::Rewards,
        Self::Links,
        Self::SignUps,
        Self::Programs,
        Self::Performance,
        Self::Overlaps,
        Self::OverlapAccounts,
        Self::Missed,
        Self::Unlisted,
        Self::History,
    ];

    /// Its columns: one declaration for screens, shell, CSV and JSON.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Partners => partners::COLUMNS,
            Self::Referrals => referrals::COLUMNS,
            Self::Customers => customers::COLUMNS,
            Self::Revenue => revenue::COLUMNS,
            Self::Commissions => commissions::COLUMNS,
            Self::Payouts => payouts::COLUMNS,
            Self::PayoutLines => commissions::OF_PAYOUT,
            Self::Rewards => rewards::COLUMNS,
            Self::Links => links::COLUMNS,
            Self::SignUps => signups::COLUMNS,
            Self::Programs => programs::COLUMNS,
            Self::Performance => performance::COLUMNS,
            Self::Overlaps => overlaps::COLUMNS,
            Self::OverlapAccounts => overlap_accounts::COLUMNS,
            Self::Missed => missed::COLUMNS,
            Self::Unlisted => missed::UNLISTED,
            Self::History => history::COLUMNS,
        }
    }

    /// What one row is: the noun of the operations that act on it, and of `Selection`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Partners | Self::Performance | Self::Overlaps => "partner",
            Self::Referrals | Self::Unlisted => "referral",
            Self::Customers | Self::Missed => "customer",
            Self::Revenue => "revenue",
            Self::Commissions | Self::PayoutLines => "commission",
            Self::Payouts => "payout",
            Self::Rewards => "reward",
            Self::Links => "link",
            Self::SignUps => "signup",
            Self::Programs => "program",
            Self::OverlapAccounts => "account",
            Self::History => "operation",
        }
    }

    /// Its heading on a screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Partners => "Partners",
            Self::Referrals => "Referrals",
            Self::Customers => "Customers",
            Self::Revenue => "Revenue",
            Self::Commissions => "Commissions",
            Self::Payouts => "Payouts",
            Self::PayoutLines => "Lines",
            Self::Rewards => "Rewards",
            Self::Links => "Links",
            Self::SignUps => "Sign-ups",
            Self::Programs => "Programs",
            Self::Performance => "Performance",
            Self::Overlaps => "Overlap",
            Self::OverlapAccounts => "Accounts",
            Self::Missed => "Missed credit",
            Self::Unlisted => "Not on their lists",
            Self::History => "History",
        }
    }

    /// Which column holds how a row is written on a command line: `northwind`, `R128`, `P3`. `None`: rows have no name.
    pub fn handle(self) -> Option<&'static str> {
        match self {
            Self::Partners | Self::Performance | Self::Overlaps | Self::Programs => Some("slug"),
            Self::OverlapAccounts => Some("named"),
            Self::Links => Some("code"),
            _ => Some("id"),
        }
    }

    /// Whether it can be shown as it stood on another day: the lists of money can.
    pub fn looks_back(self) -> bool {
        matches!(
            self,
            Self::Partners
                | Self::Customers
                | Self::Revenue
                | Self::Commissions
                | Self::Payouts
                | Self::Programs
                | Self::Performance
        )
    }

    /// The fields and `is:` words its filter understands.
    pub fn vocabulary(self) -> Vocabulary {
        match self.source() {
            Some(source) => source.vocabulary(),
            None => super::computed::vocabulary(self),
        }
    }

    /// Where the book keeps it; `None` for the lists that are worked out.
    pub(super) fn source(self) -> Option<&'static Source> {
        use crate::store::list as at;
        match self {
            Self::Partners => Some(&at::PARTNERS),
            Self::Referrals => Some(&at::REFERRALS),
            Self::Customers => Some(&at::CUSTOMERS),
            Self::Revenue => Some(&at::REVENUE),
            Self::Commissions => Some(&at::COMMISSIONS),
            Self::Payouts => Some(&at::PAYOUTS),
            Self::PayoutLines => Some(&at::PAYOUT_LINES),
            Self::Rewards => Some(&at::REWARDS),
            Self::Links => Some(&at::LINKS),
            Self::SignUps => Some(&at::SIGNUPS),
            Self::Programs => Some(&at::PROGRAMS),
            Self::History => Some(&at::HISTORY),
            Self::Performance
            | Self::Overlaps
            | Self::OverlapAccounts
            | Self::Missed
            | Self::Unlisted => None,
        }
    }
}

/// What is asked of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Which list.
    pub list: List,
    /// The filter as it was typed.
    pub text: String,
    /// The filter as it was understood.
    pub filter: Filter,
    /// Sort keys chosen beside the filter; they win over its `sort:`. Both empty: the list's own order.
    pub sort: Vec<Sort>,
    /// Performance, commissions and revenue: only what happened in it.
    pub period: Period,
    /// The day on which held, payable, paid, active and ages are judged.
    pub as_of: Day,
    /// That day was asked for: nothing later has happened. `asof:` in the filter wins over it.
    pub then: bool,
    /// The payout whose lines, or the partner whose overlap, is asked for.
    pub of: Option<i64>,
    /// Which accounts of an overlap.
    pub region: Region,
    /// Of them only those that are this to us, and this to the partner.
    pub cell: [Option<Standing>; 2],
    /// Whether parents and children that a person said belong to one group count as accounts in common.
    pub groups: Groups,
    /// Instead of a region: accounts of ours that no partner has.
    pub uncovered: bool,
}

impl Query {
    /// The whole list, as of a day, over all time.
    pub fn new(list: List, as_of: Day) -> Self {
        Self {
            list,
            text: String::new(),
            filter: Filter::default(),
            sort: Vec::new(),
            period: Period::ALL,
            as_of,
            then: false,
            of: None,
            region: Region::Both,
            cell: [None, None],
            groups: Groups::default(),
            uncovered: false,
        }
    }

    /// The same with a filter as typed, seen from `today`.
    pub fn typed(mut self, text: &str, today: Day) -> Result<Self, QueryError> {
        let filter = query::parse(text, &self.list.vocabulary(), today)?;
        if filter.as_of.is_some() && !self.list.looks_back() {
            let start = text.to_ascii_lowercase().find("asof:").unwrap_or(0);
            return Err(QueryError {
                span: start..text.len().min(start + 5),
                message: "This list cannot be shown as it stood on another day.".to_owned(),
                nearest: None,
            });
        }
        self.filter = filter;
        text.clone_into(&mut self.text);
        Ok(self)
    }

    /// The same as it stood on a day.
    #[must_use]
    pub fn on(mut self, day: Day) -> Self {
        self.as_of = day;
        self.then = true;
        self
    }

    /// The day on which it is seen, and whether that day was asked for.
    pub fn seen_on(&self) -> (Day, bool) {
        match self.filter.as_of {
            Some(day) => (day, true),
            None => (self.as_of, self.then),
        }
    }

    /// The days it is about: seen from a day, nothing later has happened.
    fn happened(&self) -> Period {
        let mut period = self.period;
        if let (day, true) = self.seen_on() {
            period.to = Some(period.to.map_or(day, |to| to.min(day)));
        }
        period
    }

    /// The sort keys that hold; empty: the list's own order.
    pub fn sorted_by(&self) -> &[Sort] {
        if self.sort.is_empty() {
            &self.filter.sort
        } else {
            &self.sort
        }
    }

    /// The part of it that the store needs to know.
    pub(super) fn wanted(&self) -> Wanted<'_> {
        Wanted {
            filter: &self.filter,
            sort: self.sorted_by(),
            period: self.happened(),
            as_of: self.seen_on().0,
            then: self.seen_on().1,
            of: self.of,
        }
    }
}
