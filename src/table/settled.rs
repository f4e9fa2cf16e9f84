//! What a person said of pairs of accounts, as a table. The decisions come in.

use super::{
    Row, Table,
    cells::{opt_text, text},
    columns::{day, left},
};
use crate::{
    domain::{day::Day, overlap::Verdict},
    table::Cell,
};

/// One side of a pair that was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledSide {
    /// Its name; where no list has it any more what the decision knows it by.
    pub name: String,
    /// How it is named on a command line; none where no list has it any more.
    pub named: Option<String>,
}

/// A pair that was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Ours.
    pub ours: SettledSide,
    /// Theirs.
    pub theirs: SettledSide,
    /// What was said.
    pub verdict: Verdict,
    /// When.
    pub on: Day,
    /// Why.
    pub note: Option<String>,
}

/// Pairs that were settled.
pub fn settled(all: Vec<Settled>) -> Table {
    let columns = [
        left("ours", "Your account", 14, 32, 0),
        left("verdict", "You said", 9, 12, 0),
        left("theirs", "Their account", 14, 32, 0),
        day("on", "On", 1),
        left("note", "Why", 10, 60, 2),
        left("ours_named", "Yours", 8, 32, 3),
        left("theirs_named", "Theirs", 8, 32, 3),
    ];
    let row = |(id, s): (i64, Settled)| Row {
        id,
        cells: vec![
            text(s.ours.name),
            text(
                match s.verdict {
                    Verdict::Same => "the same",
                    Verdict::Different => "different",
                    Verdict::Affiliate => "one group",
                }
                .to_owned(),
            ),
            text(s.theirs.name),
            Cell::Day(s.on),
            opt_text(s.note),
            opt_text(s.ours.named),
            opt_text(s.theirs.named),
        ],
    };
    Table {
        columns: columns.to_vec(),
        rows: (1..).zip(all).map(row).collect(),
        footer: Vec::new(),
    }
}
