//! What partners may be told of lists of ours, as a table; what holds is decided elsewhere.

use super::{Cell, Column, Row, Table, columns::left};
use crate::domain::sharing::Sharing;

const COLUMNS: [Column; 5] = [
    left("partner", "Partner", 10, 32, 0),
    left("list", "Your list", 9, 24, 0),
    left("level", "Level", 8, 12, 0),
    left("told", "May be told", 20, 64, 1),
    left("because", "Because", 10, 24, 2),
];

/// What holds for one list towards one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The partner's name, or `everyone`.
    pub partner: String,
    /// The list of ours.
    pub list: String,
    /// What holds.
    pub sharing: Sharing,
    /// Who said so.
    pub because: String,
}

/// What holds, a line for each partner and list.
pub fn shares(rows: Vec<Shared>) -> Table {
    let row = |(id, s): (i64, Shared)| {
        let words: Vec<&str> = s.sharing.details.iter().map(|d| d.word()).collect();
        let beside = if words.is_empty() {
            String::new()
        } else {
            format!(", with {}", words.join(", "))
        };
        Row {
            id,
            cells: vec![
                Cell::Text(s.partner),
                Cell::Text(s.list),
                Cell::Text(s.sharing.level.word().to_owned()),
                Cell::Text(format!("{}{beside}", s.sharing.level.means())),
                Cell::Text(s.because),
            ],
        }
    };
    Table {
        columns: COLUMNS.to_vec(),
        rows: (1..).zip(rows).map(row).collect(),
        footer: Vec::new(),
    }
}
