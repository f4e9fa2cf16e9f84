//! Links between two plain lists of accounts as a table; what makes a link is not its business.

use super::{
    Cell, Column, Mark, Row, Table,
    columns::{left, right},
};

const COLUMNS: [Column; 12] = [
    left("tier", "Tier", 6, 6, 0),
    left("ours", "Yours", 14, 34, 0),
    left("theirs", "Theirs", 14, 34, 0),
    left("evidence", "Why", 20, 90, 1),
    left("rule", "Rule", 10, 18, 3),
    left("relation", "As", 6, 9, 2),
    right("score", "Score", 5, 5, 4),
    right("ours_row", "Row", 5, 8, 9),
    left("ours_id", "Id", 5, 12, 9),
    right("theirs_row", "Row", 5, 8, 9),
    left("theirs_id", "Id", 5, 12, 9),
    left("counts", "Counts", 6, 6, 9),
];

/// A link between a row of one list and a row of the other.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its tier: `A`, `B'`.
    pub tier: &'static str,
    /// Whether it counts as a match without a person.
    pub counts: bool,
    /// What the two are to each other.
    pub relation: &'static str,
    /// The rule that made it.
    pub rule: &'static str,
    /// How alike they are, in thousandths.
    pub score: u16,
    /// Of our list the row (1 is the first under the header), its own id, its name.
    pub ours: (i64, String, String),
    /// The same of theirs.
    pub theirs: (i64, String, String),
    /// What speaks for it.
    pub evidence: String,
}

/// Links as a table, in the order given.
pub fn compared(links: Vec<Compared>) -> Table {
    let id = |text: String| {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    };
    let row = |(at, link): (i64, Compared)| Row {
        id: at,
        cells: vec![
            Cell::State(
                if link.counts { Mark::Done } else { Mark::Note },
                link.tier.to_owned(),
            ),
            Cell::Text(link.ours.2),
            Cell::Text(link.theirs.2),
            Cell::Text(link.evidence),
            Cell::Text(link.rule.to_owned()),
            Cell::Text(link.relation.to_owned()),
            Cell::Int(i64::from(link.score)),
            Cell::Int(link.ours.0),
            id(link.ours.1),
            Cell::Int(link.theirs.0),
            id(link.theirs.1),
            Cell::Text(if link.counts { "yes" } else { "no" }.to_owned()),
        ],
    };
    Table {
        columns: COLUMNS.to_vec(),
        rows: (1..).zip(links).map(row).collect(),
        footer: Vec::new(),
    }
}
