//! Accounts of ours as a partner is told of them: only what may be told is in a cell.

use super::{
    Cell, Row, Table,
    cells::{amounts, opt_day, opt_text, text},
    columns::{day, left, right},
};
use crate::{domain::sharing::Detail, store::ToldAccount};

/// Accounts with what may be told of each beside name and site.
pub fn told(all: Vec<(ToldAccount, Vec<Detail>)>) -> Table {
    let columns = [
        left("account", "Account", 14, 32, 0),
        left("site", "Site", 10, 24, 0),
        left("owner", "Owner", 8, 20, 1),
        left("stage", "Stage", 8, 20, 1),
        right("value", "Value", 10, 26, 1),
        day("since", "Since", 1),
    ];
    let row = |(id, (a, details)): (i64, (ToldAccount, Vec<Detail>))| {
        let may = |detail| details.contains(&detail);
        let stage = a.stage.unwrap_or_else(|| a.standing.word().to_owned());
        Row {
            id,
            cells: vec![
                text(a.name),
                opt_text(a.domain),
                opt_text(a.owner.filter(|_| may(Detail::Owner))),
                opt_text(may(Detail::Stage).then_some(stage)),
                if may(Detail::Value) {
                    amounts(&a.value)
                } else {
                    Cell::Empty
                },
                opt_day(a.since.filter(|_| may(Detail::Since))),
            ],
        }
    };
    Table {
        columns: columns.to_vec(),
        rows: (1..).zip(all).map(row).collect(),
        footer: Vec::new(),
    }
}
