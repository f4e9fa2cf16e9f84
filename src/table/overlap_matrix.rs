//! An overlap in tables: the matrix, owners by reps, who covers an account, what changed on a list. Figures come in.

use super::{
    Cell, Column, Mark, Row, Table,
    cells::{amounts, opt_day, opt_text, text},
    columns::{day, left, right},
};
use crate::{
    domain::{
        matching::{Rule, Tier},
        overlap::Standing,
    },
    store::{Cell as MatrixCell, Covered, ListChange, Matrix, OwnerRep},
};

/// What a matrix shows in its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// How many accounts of ours.
    #[default]
    Counts,
    /// What their open opportunities are worth.
    Value,
    /// Their share of our accounts of the row.
    Share,
}

impl Shown {
    /// The next way to look at it.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Counts => Self::Value,
            Self::Value => Self::Share,
            Self::Share => Self::Counts,
        }
    }

    /// As a screen says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Value => "value of your open opportunities",
            Self::Share => "share of your accounts",
        }
    }
}

const MATRIX: [Column; 7] = [
    left("ours", "Yours as", 10, 24, 0),
    right("all", "Yours in all", 8, 12, 1),
    right("customer", "Their customer", 10, 26, 0),
    right("opportunity", "Opportunity", 10, 26, 0),
    right("prospect", "Prospect", 10, 26, 0),
    right("other", "Other", 6, 26, 2),
    right("any", "Any", 6, 26, 0),
];

/// `part` of `whole` as a share; nothing of nothing.
fn share(part: u64, whole: u64) -> Cell {
    if whole == 0 {
        return Cell::Empty;
    }
    let tenths = (u128::from(part) * 2000 + u128::from(whole)) / (u128::from(whole) * 2);
    Cell::Percent {
        tenths: i64::try_from(tenths).unwrap_or(i64::MAX),
        few: false,
    }
}

fn number(n: u64) -> Cell {
    Cell::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A cell of the matrix as it is shown; `whole`: our accounts of its row.
pub fn cell_of(cell: &MatrixCell, whole: u64, shown: Shown) -> Cell {
    match shown {
        Shown::Counts => number(cell.ours),
        Shown::Value => amounts(&cell.value),
        Shown::Share => share(cell.ours, whole),
    }
}

/// The matrix: ours down, theirs across, both sides' totals beside it.
pub fn matrix(of: &Matrix, shown: Shown) -> Table {
    let all: u64 = of.our_accounts.iter().sum();
    let line = |id: i64, name: &str, whole: u64, cells: &[MatrixCell; 4], any: &MatrixCell| {
        let figures = cells.iter().chain(std::iter::once(any));
        Row {
            id,
            cells: [text(name.to_owned()), number(whole)]
                .into_iter()
                .chain(figures.map(|c| cell_of(c, whole, shown)))
                .collect(),
        }
    };
    let mut rows: Vec<Row> = Standing::ALL
        .iter()
        .map(|s| {
            let at = s.place();
            line(
                s.number(),
                s.word(),
                of.our_accounts[at],
                &of.cells[at],
                &of.rows[at],
            )
        })
        .collect();
    rows.push(line(5, "any", all, &of.columns, &of.all));
    if shown == Shown::Counts {
        let theirs = |id, name: &str, all: Cell, counts: [u64; 4], any: u64| Row {
            id,
            cells: [text(name.to_owned()), all]
                .into_iter()
                .chain(counts.into_iter().map(number))
                .chain(std::iter::once(number(any)))
                .collect(),
        };
        rows.push(theirs(
            6,
            "theirs in common",
            Cell::Empty,
            [0, 1, 2, 3].map(|i| of.columns[i].theirs),
            of.all.theirs,
        ));
        rows.push(theirs(
            7,
            "theirs in all",
            Cell::Empty,
            of.their_accounts,
            of.their_accounts.iter().sum(),
        ));
    }
    Table {
        columns: MATRIX.to_vec(),
        rows,
        footer: Vec::new(),
    }
}

/// Our owners by their reps.
pub fn reps(all: Vec<OwnerRep>) -> Table {
    let columns = [
        left("owner", "Your owner", 10, 24, 0),
        left("rep", "Their rep", 10, 24, 0),
        right("accounts", "Accounts", 8, 10, 0),
        right("value", "Open value", 10, 26, 1),
    ];
    let row = |(id, r): (i64, OwnerRep)| Row {
        id,
        cells: vec![
            opt_text(r.owner),
            opt_text(r.rep),
            number(r.accounts),
            amounts(&r.value),
        ],
    };
    Table {
        columns: columns.to_vec(),
        rows: (1..).zip(all).map(row).collect(),
        footer: Vec::new(),
    }
}

/// Which partners have an account.
pub fn who(all: Vec<Covered>) -> Table {
    let columns = [
        left("partner", "Partner", 14, 32, 0),
        left("theirs", "Theirs as", 9, 14, 0),
        left("their_name", "Their name", 12, 32, 4),
        left("rep", "Their rep", 8, 20, 1),
        left("stage", "Their stage", 8, 16, 6),
        day("since", "Since", 5),
        left("account", "Your account", 12, 32, 1),
        left("ours", "Yours as", 11, 14, 3),
        left("how", "Matched by", 20, 60, 2),
        left("slug", "Short name", 8, 30, 9),
    ];
    let row =
        |(id, c): (i64, Covered)| Row {
            id,
            cells: vec![
                text(c.partner_name),
                text(c.theirs.standing.word().to_owned()),
                text(c.theirs.name),
                opt_text(c.theirs.owner),
                opt_text(c.theirs.stage),
                opt_day(c.theirs.since),
                opt_text(c.ours.as_ref().map(|a| a.name.clone())),
                opt_text(c.ours.map(|a| a.standing.word().to_owned())),
                opt_text(c.pair.map(|(_, rule)| {
                    Rule::of_word(&rule).map_or(rule, |rule| rule.said().to_owned())
                })),
                text(c.slug),
            ],
        };
    Table {
        columns: columns.to_vec(),
        rows: (1..).zip(all).map(row).collect(),
        footer: Vec::new(),
    }
}

/// The tiers of match rules: what each stands for, whether it counts, and how many pairs it found.
pub fn match_rules(tiers: &[(Tier, u64, u64)], probable: bool) -> Table {
    let columns = [
        left("tier", "Tier", 4, 4, 0),
        left("counts", "Counts", 6, 16, 0),
        right("counting", "Counting", 8, 10, 0),
        right("waiting", "Waiting", 7, 10, 0),
        left("because", "Taken for the same because of", 30, 120, 0),
    ];
    let row = |(id, (tier, counting, waiting)): (i64, &(Tier, u64, u64))| {
        let counts = match (tier.counts(probable), tier.is_probable()) {
            (true, _) => "yes",
            (false, true) => "if you say so",
            (false, false) => "pair by pair",
        };
        Row {
            id,
            cells: vec![
                text(tier.word().to_owned()),
                text(counts.to_owned()),
                number(*counting),
                number(*waiting),
                text(tier.said().to_owned()),
            ],
        }
    };
    Table {
        columns: columns.to_vec(),
        rows: (1..).zip(tiers).map(row).collect(),
        footer: Vec::new(),
    }
}

/// What is new on lists, and what is gone.
pub fn list_changes(all: &[ListChange]) -> Table {
    let columns = [
        left("list", "List", 9, 24, 1),
        left("change", "", 6, 8, 0),
        left("account", "Account", 14, 32, 0),
        left("yours", "Yours too", 9, 9, 0),
        left("rep", "Their rep", 8, 20, 2),
        left("stage", "Their stage", 8, 16, 3),
        right("value", "Their value", 10, 16, 3),
        left("domain", "Domain", 10, 24, 2),
        day("before", "Before", 5),
        day("as_of", "As of", 4),
    ];
    let mut rows = Vec::new();
    for change in all {
        let parts = [
            (Cell::State(Mark::Done, "new".to_owned()), &change.new),
            (Cell::State(Mark::Failed, "gone".to_owned()), &change.gone),
        ];
        for (word, accounts) in parts {
            for (id, account, ours) in accounts {
                rows.push(Row {
                    id: *id,
                    cells: vec![
                        text(change.list.called().to_owned()),
                        word.clone(),
                        text(account.name.clone()),
                        text(if *ours { "yes" } else { "no" }.to_owned()),
                        opt_text(account.rep.clone()),
                        opt_text(account.stage.clone()),
                        super::cells::opt_money(account.value),
                        opt_text(account.domain.clone()),
                        opt_day(change.list.before),
                        Cell::Day(change.list.as_of),
                    ],
                });
            }
        }
    }
    Table {
        columns: columns.to_vec(),
        rows,
        footer: Vec::new(),
    }
}
