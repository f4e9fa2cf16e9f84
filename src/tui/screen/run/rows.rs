//! The rows of a run as cells: what each column says of a payout, of a partner who is left out, and of a sum. Draws
//! nothing.

use super::{Line, RunScreen, words};
use crate::{
    domain::{
        currency::Currency,
        money::{Money, Totals},
    },
    store::RunPayout,
    table::{Align, Cell, Column, Mark, Row},
    text,
    tui::widget::put,
};

/// States of payouts that are in the run.
const INSIDE: [&str; 4] = ["draft", "approved", "exported", "paid"];

/// Columns, the important ones with the lowest numbers.
pub const COLUMNS: &[Column] = &[
    Column::unsorted("in", "", Align::Left, (3, 3), 0),
    Column::unsorted("partner", "Partner", Align::Left, (14, 32), 0),
    Column::unsorted("lines", "Lines", Align::Right, (5, 6), 4),
    Column::unsorted("earned", "Earned", Align::Right, (8, 16), 5),
    Column::unsorted("adjusted", "Adjust", Align::Right, (7, 14), 6),
    Column::unsorted("to_pay", "To pay", Align::Right, (8, 16), 0),
    Column::unsorted("state", "State", Align::Left, (10, 14), 1),
    Column::unsorted("checks", "Method and checks", Align::Left, (12, 72), 3),
];

/// Columns that say nothing: where nobody added or took away anything, all of it was earned.
pub fn without(screen: &RunScreen) -> &'static [&'static str] {
    let by_hand = screen.page.as_ref().is_some_and(|page| {
        page.payouts.iter().any(|one| !one.adjusted.is_zero())
            || page
                .left_out
                .iter()
                .any(|left| !left.row.adjusted.is_zero())
    });
    if by_hand {
        &[]
    } else {
        &["earned", "adjusted"]
    }
}

/// Currencies of what is in the run.
pub fn currencies(screen: &RunScreen) -> Vec<Currency> {
    screen
        .page
        .as_ref()
        .and_then(|page| page.sums(&INSIDE).ok())
        .map(|(_, _, totals)| totals.iter().map(|m| m.currency).collect())
        .unwrap_or_default()
}

/// Widest content of each column.
pub fn widths(screen: &RunScreen) -> Vec<u16> {
    let mut widths = vec![0; COLUMNS.len()];
    let rows = (0..screen.len()).filter_map(|at| screen.line(at)).map(row);
    for row in rows.chain(sum_rows(screen)) {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(put::cells(text::width(&cell.shown())));
        }
    }
    widths
}

/// A row as cells.
pub fn row(line: Line<'_>) -> Row {
    let tick = |inside: bool| Cell::Text(if inside { "[x]" } else { "[ ]" }.to_owned());
    match line {
        Line::Payout(one) => {
            let payout = &one.payee.payout;
            let inside = INSIDE.contains(&payout.state.as_str());
            let mark = match payout.state.as_str() {
                "draft" => Mark::Waiting,
                "approved" | "exported" => Mark::Payable,
                "paid" => Mark::Done,
                "failed" => Mark::Failed,
                "reversed" => Mark::Reversed,
                _ => Mark::Note,
            };
            let (sign, words) = words::checked(one);
            Row {
                id: payout.id,
                cells: vec![
                    tick(inside),
                    Cell::Text(payout.partner_name.clone()),
                    Cell::Int(payout.lines),
                    Cell::Money(one.earned),
                    Cell::Money(one.adjusted),
                    Cell::Money(payout.money),
                    Cell::State(mark, payout.state.clone()),
                    Cell::State(sign, words),
                ],
            }
        }
        Line::Left(left) => {
            let row = &left.row;
            let (mark, words) = words::why_left(row);
            Row {
                id: row.due.partner,
                cells: vec![
                    tick(false),
                    Cell::Text(row.partner_name.clone()),
                    Cell::Int(row.lines),
                    Cell::Money(row.earned),
                    Cell::Money(row.adjusted),
                    Cell::Money(row.due.balance),
                    Cell::State(mark, words),
                    Cell::Text(words::why_waits(row)),
                ],
            }
        }
    }
}

/// The sums of what is in the run, a row for each currency.
pub fn sum_rows(screen: &RunScreen) -> Vec<Row> {
    let Some(page) = &screen.page else {
        return Vec::new();
    };
    let inside = |currency: Currency| {
        page.payouts.iter().filter(move |one| {
            let payout = &one.payee.payout;
            payout.money.currency == currency && INSIDE.contains(&payout.state.as_str())
        })
    };
    currencies(screen)
        .into_iter()
        .map(|currency| {
            // A sum too large to show stays out; the rows show what it is made of.
            let sum = |each: &dyn Fn(&RunPayout) -> Money| {
                let mut totals = Totals::new();
                let whole = inside(currency).try_for_each(|one| totals.add(each(one)));
                whole.map_or(Cell::Empty, |()| Cell::Money(totals.get(currency)))
            };
            let n = inside(currency).count();
            let lines: i64 = inside(currency).map(|one| one.payee.payout.lines).sum();
            Row {
                id: 0,
                cells: vec![
                    Cell::Text(currency.code().to_owned()),
                    Cell::Text(words::many(n, "partner")),
                    Cell::Int(lines),
                    sum(&|one| one.earned),
                    sum(&|one| one.adjusted),
                    sum(&|one| one.payee.payout.money),
                ],
            }
        })
        .collect()
}
