//! Tables of what is owed: each partner's balance at a moment, and each month's way from opening to closing.

use super::{
    Cell, Column, Row, Table,
    cells::text,
    columns::{left, right},
};
use crate::{
    domain::{
        ledger::LedgerError,
        money::{Money, Totals},
        roll::MonthRoll,
    },
    store::Balance,
};

const BALANCES: &[Column] = &[
    left("partner", "Partner", 14, 32, 0),
    left("slug", "Short name", 8, 30, 9),
    left("currency", "Cur", 3, 3, 1),
    right("earned", "Earned", 10, 26, 2),
    right("paid", "Paid", 10, 26, 2),
    right("owed", "Owed", 10, 26, 0),
    right("held", "On hold", 9, 26, 3),
    right("blocked", "Blocked", 9, 26, 4),
    right("payable", "Payable", 9, 26, 3),
    right("in_payout", "In payouts", 10, 26, 4),
];

const MONTHS: &[Column] = &[
    left("month", "Month", 7, 7, 0),
    left("currency", "Cur", 3, 3, 0),
    right("opening", "Opening", 10, 26, 0),
    right("earned", "Earned", 10, 26, 1),
    right("refunds", "Refunds", 9, 26, 2),
    right("corrections", "Corrected", 9, 26, 3),
    right("adjustments", "By hand", 9, 26, 3),
    right("paid", "Paid", 10, 26, 1),
    right("returned", "Came back", 9, 26, 4),
    right("closing", "Closing", 10, 26, 0),
];

/// Balances as a table, with the totals of each currency below.
pub fn balances(all: &[Balance]) -> Result<Table, LedgerError> {
    let figures = |b: &Balance| {
        [
            b.earned,
            b.paid,
            b.owed,
            b.held,
            b.blocked,
            b.payable,
            b.in_payout,
        ]
    };
    let rows = all
        .iter()
        .map(|b| {
            let named = [
                text(b.name.clone()),
                text(b.slug.clone()),
                text(b.owed.currency.code().to_owned()),
            ];
            let sums = figures(b).map(Cell::Money);
            Row {
                id: b.partner,
                cells: named.into_iter().chain(sums).collect(),
            }
        })
        .collect();
    Ok(Table {
        columns: BALANCES.to_vec(),
        rows,
        footer: summed(
            &[
                "earned",
                "paid",
                "owed",
                "held",
                "blocked",
                "payable",
                "in payouts",
            ],
            all.iter().map(figures),
        )?,
    })
}

/// Months as a table; below it, what moved in all of them. Opening and closing are not sums of months.
pub fn months(all: &[MonthRoll]) -> Result<Table, LedgerError> {
    let moved = |m: &MonthRoll| {
        [
            m.earned,
            m.refunds,
            m.corrections,
            m.adjustments,
            m.paid,
            m.returned,
        ]
    };
    let rows = (1..)
        .zip(all)
        .map(|(id, m)| {
            let named = [
                text(m.month.to_string()),
                text(m.opening.currency.code().to_owned()),
                Cell::Money(m.opening),
            ];
            let cells = named
                .into_iter()
                .chain(moved(m).map(Cell::Money))
                .chain([Cell::Money(m.closing)])
                .collect();
            Row { id, cells }
        })
        .collect();
    Ok(Table {
        columns: MONTHS.to_vec(),
        rows,
        footer: summed(
            &[
                "earned",
                "refunds",
                "corrections",
                "adjustments",
                "paid",
                "returned",
            ],
            all.iter().map(moved),
        )?,
    })
}

/// Sums under their labels, per currency; what is zero throughout is left out.
fn summed<const N: usize>(
    labels: &[&str; N],
    rows: impl Iterator<Item = [Money; N]>,
) -> Result<Vec<(String, Vec<Money>)>, LedgerError> {
    let mut sums: Vec<Totals> = labels.iter().map(|_| Totals::new()).collect();
    for row in rows {
        for (sum, money) in sums.iter_mut().zip(row) {
            sum.add(money)?;
        }
    }
    Ok(labels
        .iter()
        .zip(sums)
        .map(|(label, sum)| {
            let some: Vec<Money> = sum.iter().filter(|m| !m.is_zero()).collect();
            ((*label).to_owned(), some)
        })
        .filter(|(_, some)| !some.is_empty())
        .collect())
}
