//! Lists as a user relies on them: every word works on every list, sums are the sums of what is shown, days are days.

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        money::Money,
        query::{FieldKind, Sort},
    },
    store::{
        Applies, Ask, Founding, NewCustomer, NewPartner, NewReferral, NewRevenue, NewTerms, Origin,
        Payment, Store,
    },
    table::{self, Cell, List, Query, Region, Row},
};

pub const TODAY: &str = "2026-11-23";

pub fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn ask() -> Ask {
    Ask::new(Origin::Demo, "a test", day(TODAY))
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::parse("USD").unwrap())
}

fn empty() -> Store {
    let founding = Founding {
        name: "Tessera Partners".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    Store::in_memory(&founding, &ask()).unwrap()
}

pub fn example() -> Store {
    let mut store = empty();
    demo::fill(&mut store, day(TODAY)).unwrap();
    store
}

/// Every list there is, with what it needs to have rows.
fn all(as_of: &str) -> Vec<Query> {
    let mut all = Vec::new();
    for list in List::ALL {
        let regions: &[Region] = match list {
            List::OverlapAccounts => &[Region::Both, Region::Ours, Region::Theirs],
            _ => &[Region::Both],
        };
        for region in regions {
            let mut query = Query::new(list, day(as_of));
            query.region = *region;
            all.push(query);
        }
    }
    all
}

/// The partner with an overlap, and a payout.
fn with_parts(store: &Store, mut query: Query) -> Query {
    query.of = match query.list {
        List::OverlapAccounts | List::Missed | List::Unlisted => {
            let overlaps = Query::new(List::Overlaps, query.as_of);
            table::order(store.view(), &overlaps)
                .unwrap()
                .first()
                .copied()
        }
        List::PayoutLines => Some(1),
        _ => None,
    };
    query
}

pub fn cell<'a>(list: List, row: &'a Row, key: &str) -> &'a Cell {
    &row.cells[list.columns().iter().position(|c| c.key == key).unwrap()]
}

fn column(store: &Store, query: &Query, key: &str) -> Vec<String> {
    let table = table::whole(store.view(), query).unwrap();
    table
        .rows
        .iter()
        .map(|row| cell(query.list, row, key).shown())
        .collect()
}

pub fn typed(list: List, text: &str) -> Query {
    Query::new(list, day(TODAY))
        .typed(text, day(TODAY))
        .unwrap()
}

#[test]
fn every_word_of_every_list_is_understood_by_the_book() {
    for store in [empty(), example()] {
        for query in all(TODAY) {
            let query = with_parts(&store, query);
            let words = query.list.vocabulary();
            let ids = table::order(store.view(), &query).unwrap();
            let mut tries = vec![
                "acme".to_owned(),
                "not:\"x' OR 1 --\"".to_owned(),
                "limit:2".to_owned(),
            ];
            for word in &words.is {
                tries.push(format!("is:{word}"));
                tries.push(format!("not:is:{word}"));
            }
            for field in &words.fields {
                let value = match field.kind {
                    FieldKind::Text | FieldKind::Word | FieldKind::Tags => "a,ü",
                    FieldKind::Number | FieldKind::Id(_) => "1,3..9,..2",
                    FieldKind::Money => "1..,0.50,..2k",
                    FieldKind::Day => "2026,..today,-30d..",
                };
                tries.push(format!("{}:{value}", field.name));
                tries.push(format!("{}:none", field.name));
                tries.push(format!("has:{}", field.name));
                if field.sortable {
                    tries.push(format!("sort:{}", field.name));
                    tries.push(format!("sort:-{}", field.name));
                }
            }
            for text in tries {
                let asked = query
                    .clone()
                    .typed(&text, day(TODAY))
                    .unwrap_or_else(|e| panic!("{:?} {text}: {e}", query.list));
                let found = table::order(store.view(), &asked)
                    .unwrap_or_else(|e| panic!("{:?} {text}: {e}", query.list));
                assert!(
                    found.iter().all(|id| ids.contains(id)),
                    "{:?} {text}",
                    query.list
                );
                if text.starts_with("sort:") {
                    assert_eq!(found.len(), ids.len(), "{:?} {text}", query.list);
                }
                table::footer(store.view(), &asked)
                    .unwrap_or_else(|e| panic!("{:?} {text}: {e}", query.list));
            }
        }
    }
}

#[test]
fn what_holds_and_what_does_not_make_the_whole_list() {
    let store = example();
    for query in all(TODAY) {
        let query = with_parts(&store, query);
        let whole = table::order(store.view(), &query).unwrap().len();
        for word in query.list.vocabulary().is {
            let count = |text: String| {
                let asked = query.clone().typed(&text, day(TODAY)).unwrap();
                table::order(store.view(), &asked).unwrap().len()
            };
            let (yes, no) = (count(format!("is:{word}")), count(format!("not:is:{word}")));
            assert_eq!(yes + no, whole, "{:?} is:{word}", query.list);
        }
    }
}

#[test]
fn every_column_that_says_so_sorts_and_every_row_fits_its_columns() {
    let store = example();
    for query in all(TODAY) {
        let query = with_parts(&store, query);
        let words = query.list.vocabulary();
        let ids = table::order(store.view(), &query).unwrap();
        assert!(!ids.is_empty(), "{:?}", query.list);
        let rows = table::rows(store.view(), &query, &ids).unwrap();
        assert_eq!(
            rows.iter().map(|r| r.id).collect::<Vec<_>>(),
            ids,
            "{:?}",
            query.list
        );
        assert!(
            rows.iter()
                .all(|r| r.cells.len() == query.list.columns().len())
        );
        for column in query.list.columns() {
            let sortable = words
                .fields
                .iter()
                .any(|f| f.name == column.key && f.sortable);
            assert_eq!(column.sortable, sortable, "{:?} {}", query.list, column.key);
        }
        let first = table::first(store.view(), &query, 3).unwrap();
        assert_eq!(first, ids[..first.len()], "{:?}", query.list);
        let backwards: Vec<i64> = ids.iter().rev().copied().chain([-77]).collect();
        let rows = table::rows(store.view(), &query, &backwards).unwrap();
        assert!(
            rows.iter().map(|r| r.id).eq(ids.iter().rev().copied()),
            "{:?}",
            query.list
        );
        if let Some(handle) = query.list.handle() {
            assert!(
                rows.iter()
                    .all(|r| !cell(query.list, r, handle).plain().is_empty())
            );
        }
    }
}

#[test]
fn numbers_sort_as_numbers_and_nothing_comes_last() {
    let store = example();
    for (list, key) in [
        (List::Partners, "referrals"),
        (List::Performance, "won"),
        (List::Referrals, "age"),
        (List::Payouts, "lines"),
    ] {
        let mut query = Query::new(list, day(TODAY));
        for descending in [false, true] {
            query.sort = vec![Sort {
                field: key,
                descending,
            }];
            let table = table::whole(store.view(), &query).unwrap();
            let cells: Vec<&Cell> = table.rows.iter().map(|r| cell(list, r, key)).collect();
            let known = cells.iter().take_while(|c| ***c != Cell::Empty).count();
            assert!(
                cells[known..].iter().all(|c| **c == Cell::Empty),
                "{list:?}"
            );
            let numbers: Vec<i64> = cells[..known]
                .iter()
                .map(|c| match c {
                    Cell::Int(n) => *n,
                    other => panic!("{other:?}"),
                })
                .collect();
            let sorted = if descending {
                numbers.is_sorted_by(|a, b| a >= b)
            } else {
                numbers.is_sorted()
            };
            assert!(sorted, "{list:?} {key} {numbers:?}");
        }
    }
}

/// One partner, one customer who paid 100.00 on 1 September and 1 October and got 40.00 of the first back.
fn small(name: &str) -> Store {
    let mut store = empty();
    store
        .write(&ask(), |tx| {
            let program = tx.add_program("Referral", "referral")?;
            tx.add_terms(&NewTerms {
                program,
                text: "25% of base for 12 months".to_owned(),
                from: None,
                applies: Applies::NewReferrals,
                hold_days: 30,
            })?;
            let partner = tx.add_partner(&NewPartner {
                name: name.to_owned(),
                tags: vec!["eu".to_owned(), "top".to_owned()],
                ..NewPartner::default()
            })?;
            tx.enrol(partner, program, None)?;
            let referral = tx.add_referral(&NewReferral {
                partner,
                company: "Acme Corp".to_owned(),
                stage: "won".to_owned(),
                submitted_on: Some(day("2026-07-01")),
                won_on: Some(day("2026-08-10")),
                ..NewReferral::default()
            })?;
            tx.agree(referral, &[])?;
            let customer = tx.add_customer(&NewCustomer {
                name: "Acme Corp".to_owned(),
                referral: Some(referral),
                ..NewCustomer::default()
            })?;
            let line = |on: &str, money, refund_of| NewRevenue {
                external_id: None,
                customer,
                referral: Some(referral),
                day: day(on),
                kind: "base".to_owned(),
                money,
                period_months: 1,
                refund_of,
                their_status: None,
            };
            let first = tx.add_revenue(&line("2026-09-01", usd(10_000), None))?;
            tx.add_revenue(&line("2026-10-01", usd(10_000), None))?;
            tx.add_revenue(&line("2026-11-10", usd(-4_000), Some(first)))?;
            Ok(("Set the desk up".to_owned(), ()))
        })
        .unwrap();
    store
}

#[test]
fn a_line_says_why_it_stands_where_it_stands() {
    let mut store = small("Northwind Agency");
    let why = |store: &Store, on: &str| {
        let oldest_first = Query::new(List::Commissions, day(on)).typed("sort:day", day(on));
        column(store, &oldest_first.unwrap(), "why")
    };
    assert_eq!(
        why(&store, "2026-10-30"),
        [
            "» payable since 1 Oct",
            "◔ held to 31 Oct (30 days)",
            "↺ held to 10 Dec (30 days)"
        ]
    );
    let paid = |on: &str| Payment {
        on: day(on),
        method: None,
        reference: None,
    };
    store
        .write(&ask(), |tx| {
            let made = tx.draft_payouts(None, day("2026-10-05"))?;
            tx.mark_paid(made[0], &paid("2026-10-07"))?;
            Ok(("Paid".to_owned(), ()))
        })
        .unwrap();
    assert_eq!(why(&store, "2026-10-06")[0], "» in payout P1");
    assert_eq!(why(&store, "2026-10-07")[0], "✓ paid 7 Oct P1");
    assert_eq!(
        why(&store, "2027-01-05"),
        [
            "✓ paid 7 Oct 2026 P1",
            "» payable since 31 Oct 2026",
            "↺ refunded, off next payout"
        ]
    );
    store
        .write(&ask(), |tx| {
            tx.reverse_payout(1, day("2026-11-01"), "came back")?;
            Ok(("Reversed".to_owned(), ()))
        })
        .unwrap();
    assert_eq!(why(&store, "2026-10-31")[0], "✓ paid 7 Oct P1");
    assert_eq!(why(&store, "2026-11-01")[0], "» payable since 1 Oct");
    assert_eq!(
        column(&store, &Query::new(List::Payouts, day(TODAY)), "state"),
        ["↺ reversed"]
    );
    let partner = Query::new(List::Partners, day(TODAY));
    assert_eq!(column(&store, &partner, "owed"), ["$40.00"]);
    assert_eq!(column(&store, &partner, "revenue"), ["$160.00"]);
    let numbers = Query::new(List::Performance, day(TODAY));
    assert_eq!(column(&store, &numbers, "conversion"), ["~100%"]);
    assert_eq!(column(&store, &numbers, "days"), ["40"]);
    assert_eq!(column(&store, &numbers, "active_until"), ["2027-08-09"]);
    assert_eq!(column(&store, &numbers, "mrr"), ["$100.00"]);
    assert_eq!(
        column(
            &store,
            &Query::new(List::Performance, day("2027-01-05")),
            "mrr"
        ),
        [""]
    );
}

#[test]
fn filters_find_what_they_say() {
    let store = small("Müller & Söhne");
    let count = |list, text: &str| {
        table::order(store.view(), &typed(list, text))
            .unwrap()
            .len()
    };
    for (list, text, rows) in [
        (List::Partners, "MULLER sohne", 1),
        (List::Partners, "+EU", 1),
        (List::Partners, "tag:e", 0),
        (List::Partners, "owed:40..", 1),
        (List::Partners, "owed:40.01..", 0),
        (List::Partners, "country:none", 1),
        (List::Revenue, "amount:100", 2),
        (List::Revenue, "amount:..0", 1),
        (List::Revenue, "day:2026-09", 1),
        (List::Revenue, "day:2026-09..2026-10", 2),
        (List::Revenue, "refund_of:v1", 1),
        (List::Commissions, "status:payable,held", 3),
        (List::Commissions, "is:refund", 1),
        (List::Referrals, "stage:won is:won", 1),
        (List::Referrals, "is:open", 0),
        (List::Customers, "acme state:active", 1),
        (List::History, "\"the desk\"", 1),
    ] {
        assert_eq!(count(list, text), rows, "{list:?} {text}");
    }
}

#[test]
fn hostile_names_stay_text_on_every_way_out() {
    let name = "=cmd|' /C calc'!A0 \u{202e}evil";
    let store = small(name);
    let query = typed(List::Partners, "\"=cmd|' /C\"");
    let table = table::whole(store.view(), &query).unwrap();
    let csv = table::csv::text(&table).unwrap();
    let json = table::json::array(&table);
    let lines = table::text::lines(&table, Some(60));
    assert!(
        csv.starts_with("name,kind,state,") && csv.contains("\r\n'=cmd|"),
        "{csv}"
    );
    assert!(csv.contains(",160.00 USD,"), "{csv}");
    assert_eq!(json[0]["name"], name);
    assert_eq!(
        json[0]["owed"],
        serde_json::json!([{ "amount": "40.00", "currency": "USD" }])
    );
    assert_eq!(json[0]["owner"], serde_json::Value::Null);
    assert!(
        !lines.contains('\u{202e}') && lines.lines().all(|l| l.chars().count() <= 60),
        "{lines}"
    );
    let revenue = table::whole(store.view(), &Query::new(List::Revenue, day(TODAY))).unwrap();
    let csv = table::csv::text(&revenue).unwrap();
    assert!(
        csv.lines()
            .next()
            .unwrap()
            .contains(",amount,amount_currency,"),
        "{csv}"
    );
    assert!(csv.contains(",-40.00,USD,"), "{csv}");
}
