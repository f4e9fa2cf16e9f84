//! Tables as values: one declaration of columns per list, used by screens, shell, CSV and JSON alike.
//!
//! A table knows nothing of SQL or of terminals; it holds typed cells, and each writer decides how a cell looks.

mod ask;
mod balances;
mod cells;
mod columns;
mod commissions;
mod compared;
mod computed;
pub mod csv;
mod customers;
pub mod forecast;
mod history;
pub mod json;
mod links;
mod list;
mod mappings;
mod missed;
mod overlap_accounts;
mod overlap_matrix;
mod overlaps;
mod partners;
mod payouts;
mod performance;
mod programs;
mod referrals;
pub mod replay;
mod revenue;
mod rewards;
mod run_preview;
mod settled;
mod shares;
mod signups;
mod tax;
pub mod text;
mod told;
mod waiting;

pub use crate::domain::overlap::Region;
pub use ask::{first, footer, footer_of, order, rows, runs, whole};
pub use balances::{balances, months};
pub use compared::{Compared, compared};
pub use list::{List, Query};
pub use mappings::mappings;
pub use missed::{missed, unlisted};
pub use overlap_matrix::{Shown, cell_of, list_changes, match_rules, matrix, reps, who};
pub use run_preview::run_preview;
pub use settled::{Settled, SettledSide, settled};
pub use shares::{Shared, shares};
pub use tax::tax;
pub use told::told;
pub use waiting::{partner_sums, waiting};

use crate::domain::{day::Day, money::Money};

/// A typed value in a row. Writers format it; nothing is pre-formatted text that should be a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing known.
    Empty,
    /// Text from the book, exactly as stored; writers make it safe.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A share in tenths of a percent: 365 is 36.5 %. `few` marks a small sample (under five).
    Percent {
        /// Tenths of a percent.
        tenths: i64,
        /// The sample was under five, so the share says little.
        few: bool,
    },
    /// One amount.
    Money(Money),
    /// Amounts in several currencies, never added together.
    Amounts(Vec<Money>),
    /// A day.
    Day(Day),
    /// A state: its word, and the mark that goes before it.
    State(Mark, String),
    /// Twelve or so small numbers, oldest first, drawn as a sparkline.
    Spark(Vec<i64>),
}

/// The mark before a state word; colour only repeats it (design/ux a.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// No mark.
    None,
    /// `»` payable.
    Payable,
    /// `◔` waiting, held.
    Waiting,
    /// `!` needs a person.
    Attention,
    /// `✓` done, paid.
    Done,
    /// `✗` failed, rejected.
    Failed,
    /// `↺` reversed, refunded.
    Reversed,
    /// `~` a note, a small number.
    Note,
}

/// How a column lines up and what its cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text: left.
    Left,
    /// Numbers and money: right.
    Right,
}

/// One column of a list: declared once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable name: JSON key, CSV header, sort and filter field.
    pub key: &'static str,
    /// Heading on screen.
    pub title: &'static str,
    /// Alignment.
    pub align: Align,
    /// Narrowest useful width in cells.
    pub min: u16,
    /// Widest useful width in cells.
    pub max: u16,
    /// 0 stays longest; higher numbers are hidden first when the window is narrow; 9 is never shown on screen.
    pub priority: u8,
    /// May be sorted by.
    pub sortable: bool,
}

impl Column {
    /// A column of a table that stays in its own order.
    pub const fn unsorted(
        key: &'static str,
        title: &'static str,
        align: Align,
        (min, max): (u16, u16),
        priority: u8,
    ) -> Self {
        Self {
            key,
            title,
            align,
            min,
            max,
            priority,
            sortable: false,
        }
    }
}

/// One row: the id of the record it stands for, and a cell per column of its list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Record id: selection follows it, not the position.
    pub id: i64,
    /// Cells, in the order of the columns.
    pub cells: Vec<Cell>,
}

/// A whole table, as commands return it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// What comes below the rows: totals per currency, never mixed. Empty where there is nothing to sum.
    pub footer: Vec<(String, Vec<Money>)>,
}
