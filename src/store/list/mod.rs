//! Lists of the book: one declaration of SQL per list, made of fixed words only; what a person typed is always bound.
//!
//! A list is asked in three steps, each one statement: the ids of all its rows in order, the rows that are visible, the
//! sums below it. So a list of a million rows costs a screen one vector of numbers, and no OFFSET.

mod commissions;
mod compile;
mod customers;
mod functions;
mod history;
mod influenced;
mod links;
mod overlaps;
mod partners;
mod payouts;
mod performance;
mod programs;
mod referrals;
mod revenue;
mod rewards;
mod run;
mod signups;
mod waiting;

use crate::domain::{
    day::Day,
    period::Period,
    query::{FieldDef, FieldKind, Filter, Sort, Vocabulary},
};

pub(super) use functions::register;

pub(crate) use commissions::{COMMISSIONS, CommissionRow, PAYOUT_LINES, Standing};
pub(crate) use customers::{CUSTOMERS, CustomerRow};
pub(crate) use history::{HISTORY, OperationRow};
pub(crate) use links::{LINKS, LinkRow};
pub(crate) use overlaps::{AccountRow, OverlapRow, Which};
pub(crate) use partners::{PARTNERS, PartnerRow};
pub(crate) use payouts::{PAYOUTS, PayoutRow};
pub(crate) use programs::{PROGRAMS, ProgramRow};
pub(crate) use referrals::{REFERRALS, ReferralRow, STALE_DAYS};
pub(crate) use revenue::{REVENUE, RevenueRow};
pub(crate) use rewards::{REWARDS, RewardRow};
pub(crate) use signups::{SIGNUPS, SignUpRow};

/// What is asked of a list.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    /// What must hold of each row.
    pub filter: &'a Filter,
    /// Sort keys; none: the list's own order.
    pub sort: &'a [Sort],
    /// The days it is about, for lists of things that happen on a day.
    pub period: Period,
    /// The day on which states and ages are judged.
    pub as_of: Day,
    /// That day is not today: nothing later has happened, kept totals included.
    pub then: bool,
    /// The record whose parts are listed.
    pub of: Option<i64>,
}

/// How the book keeps a list: pieces of SQL, all of them constants. They may name `:as_of`, `:from`, `:to` and `:of`.
pub(crate) struct Source {
    /// After FROM: the table of the list.
    from: &'static str,
    /// Joins by the alias they bring, those they stand on first. Each finds at most one row and drops none, so a
    /// question that does not name an alias goes without its join.
    joins: &'static [(&'static str, &'static str)],
    /// Fields of partner `p` are asked this way, which narrows the partners first: `… IN (SELECT … WHERE`. Empty: not.
    by_partner: &'static str,
    /// After FROM where the whole list is asked for in its own order, if another way round is quicker; empty: it is not.
    own: &'static str,
    /// The id of a row.
    id: &'static str,
    /// What must hold of every row of the list; empty: nothing.
    always: &'static str,
    /// The day a row belongs to, where the list has a period; empty: it has none.
    day: &'static str,
    /// Text that free words are looked for in.
    text: &'static [&'static str],
    /// Fields to filter and sort by.
    fields: &'static [Field],
    /// `is:` words and what they mean.
    is: &'static [(&'static str, &'static str)],
    /// The list's own order, down to the last tie.
    order: &'static str,
    /// What is summed below it.
    sums: &'static [Sum],
}

/// A field: its name and kind, and where its value is. Amounts are scaled (`scaled(minor, currency)`).
struct Field {
    name: &'static str,
    kind: FieldKind,
    sql: &'static str,
    /// What to sort by, where that is not the value; empty: not sortable.
    sort: &'static str,
}

/// One kind of sum: an expression for its label, the amount, the currency, and the joins they need.
struct Sum {
    label: &'static str,
    minor: &'static str,
    currency: &'static str,
    joins: &'static str,
    /// The labels in the order they are shown.
    labels: &'static [&'static str],
}

/// A field that sorts by its own value.
const fn field(name: &'static str, kind: FieldKind, sql: &'static str) -> Field {
    Field {
        name,
        kind,
        sql,
        sort: sql,
    }
}

/// A field that sorts by something else.
const fn field_by(
    name: &'static str,
    kind: FieldKind,
    sql: &'static str,
    sort: &'static str,
) -> Field {
    Field {
        name,
        kind,
        sql,
        sort,
    }
}

/// A field that is only filtered by.
const fn filter(name: &'static str, kind: FieldKind, sql: &'static str) -> Field {
    Field {
        name,
        kind,
        sql,
        sort: "",
    }
}

impl Source {
    /// The words its filter understands.
    pub(crate) fn vocabulary(&self) -> Vocabulary {
        let def = |f: &Field| FieldDef {
            name: f.name,
            kind: f.kind,
            sortable: !f.sort.is_empty(),
        };
        Vocabulary {
            fields: self.fields.iter().map(def).collect(),
            is: self.is.iter().map(|(word, _)| *word).collect(),
        }
    }
}
