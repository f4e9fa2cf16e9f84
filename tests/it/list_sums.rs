//! Sums of lists: what stands below the rows is the sum of the rows, over any days and on any day.

use partnerbook::{
    domain::{money::Totals, period::Period},
    table::{self, Cell, List, Query, Row},
};

use super::lists::{TODAY, cell, day, example, typed};

fn sum(rows: &[Row], list: List, key: &str) -> Totals {
    let mut totals = Totals::new();
    for row in rows {
        match cell(list, row, key) {
            Cell::Money(m) => totals.add(*m).unwrap(),
            Cell::Amounts(several) => several.iter().for_each(|m| totals.add(*m).unwrap()),
            _ => {}
        }
    }
    totals
}

#[test]
fn the_sums_below_are_the_sums_of_the_rows() {
    let store = example();
    for (list, key, label) in [
        (List::Partners, "revenue", "revenue"),
        (List::Partners, "owed", "owed"),
        (List::Referrals, "expected", "expected"),
        (List::Customers, "mrr", "MRR"),
        (List::Customers, "paid", "paid so far"),
        (List::Revenue, "amount", "revenue"),
        (List::Performance, "payable", "payable"),
    ] {
        for text in ["", "a", "limit:3"] {
            let query = typed(list, text);
            let table = table::whole(store.view(), &query).unwrap();
            let shown = sum(&table.rows, list, key);
            let below = table
                .footer
                .iter()
                .find(|(l, _)| l == label)
                .map(|(_, sums)| sums.clone());
            assert_eq!(
                below.unwrap_or_default(),
                shown.iter().collect::<Vec<_>>(),
                "{list:?} {key} “{text}”"
            );
        }
    }
    for state in ["payable", "held", "in payout", "paid"] {
        let query = typed(List::Commissions, &format!("state:\"{state}\""));
        let table = table::whole(store.view(), &query).unwrap();
        assert!(!table.rows.is_empty(), "{state}");
        let shown = sum(&table.rows, List::Commissions, "amount");
        let expected = vec![(state.to_owned(), shown.iter().collect::<Vec<_>>())];
        assert_eq!(table.footer, expected, "{state}");
    }
}

#[test]
fn performance_over_any_days_is_what_the_lines_say() {
    let store = example();
    let (first, last) = (day("2025-05-01"), day(TODAY));
    let mut from = first;
    while from < last {
        for length in [0, 1, 9, 30, 31, 100, 400] {
            let to = from + chrono::Days::new(length);
            let ask = |list| {
                let mut query = Query::new(list, last);
                query.period = Period::days(from, to);
                table::whole(store.view(), &query).unwrap().rows
            };
            let (partners, lines) = (ask(List::Performance), ask(List::Commissions));
            let nonzero =
                |totals: Totals| totals.iter().filter(|m| !m.is_zero()).collect::<Vec<_>>();
            let earned = nonzero(sum(&partners, List::Performance, "earned"));
            assert_eq!(
                earned,
                nonzero(sum(&lines, List::Commissions, "amount")),
                "{from} to {to}"
            );
            let revenue = nonzero(sum(&partners, List::Performance, "revenue"));
            let mut sourced = Query::new(List::Revenue, last)
                .typed("is:sourced", last)
                .unwrap();
            sourced.period = Period::days(from, to.min(last));
            let lines = table::whole(store.view(), &sourced).unwrap().rows;
            assert_eq!(
                revenue,
                nonzero(sum(&lines, List::Revenue, "amount")),
                "{from} to {to}"
            );
        }
        from = from + chrono::Days::new(23);
    }
}

#[test]
fn held_payable_and_paid_agree_with_the_lines_on_any_day() {
    let store = example();
    for as_of in [
        "2025-08-31",
        "2026-01-04",
        "2026-06-15",
        "2026-11-06",
        "2026-11-21",
        TODAY,
    ] {
        let mut lines = Query::new(List::Commissions, day(as_of));
        lines.period.to = Some(day(as_of));
        let footer = table::footer(store.view(), &lines).unwrap();
        let of = |labels: &[&str]| {
            let mut totals = Totals::new();
            footer
                .iter()
                .filter(|(l, _)| labels.contains(&l.as_str()))
                .for_each(|(_, s)| s.iter().for_each(|m| totals.add(*m).unwrap()));
            totals.iter().filter(|m| !m.is_zero()).collect::<Vec<_>>()
        };
        let partners = table::whole(store.view(), &Query::new(List::Performance, day(as_of)))
            .unwrap()
            .rows;
        let by = |key| {
            sum(&partners, List::Performance, key)
                .iter()
                .filter(|m| !m.is_zero())
                .collect::<Vec<_>>()
        };
        assert_eq!(by("held"), of(&["held"]), "{as_of}");
        assert_eq!(by("paid"), of(&["paid"]), "{as_of}");
        assert_eq!(by("payable"), of(&["payable", "in payout"]), "{as_of}");
    }
}
