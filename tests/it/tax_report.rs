//! The US 1099-NEC report as somebody who must file relies on it: nobody who counts is missed, nothing counts twice.

use partnerbook::{domain::day::parse_iso, ops::Outcome, table::Table};

use super::{book::Book, program::Desk};

/// Terms that pay all of it at once, so that a payout is as large as a payment.
fn book() -> Book {
    Book::with(&[
        "program add Referral --terms '100% of base' --hold-days 0",
        "partner add Ohio --country US --tax-form W-9 --program referral",
        "partner add Utah --country 'United States' --program referral --pay-by paypal --pay-to u@utah.example",
        "partner add Berlin --country DE --program referral",
        "partner add Nowhere --program referral",
    ])
}

/// A payment, and a payout of it on that day.
fn pay(book: &mut Book, partner: &str, amount: &str, on: &str) -> String {
    let today = book.today;
    let company = format!("{partner}-{on}-{}", amount.replace(' ', "")).replace('.', "-");
    book.run(&format!(
        "referral add {company} --partner {partner} --on {on}"
    ));
    book.run(&format!("referral win {company} --on {on}"));
    book.run(&format!("revenue add {company} '{amount}' --on {on}"));
    book.today = parse_iso(on).unwrap();
    book.run(&format!("payout new --partner {partner}"));
    let drafts = table(book.run("payout list is:draft"));
    let id = drafts.rows[0].cells[0].shown();
    book.run(&format!("payout paid {id} --on {on}"));
    book.today = today;
    id
}

fn table(outcome: Outcome) -> Table {
    outcome.table.unwrap()
}

fn cells(table: &Table, keys: &[&str]) -> Vec<Vec<String>> {
    let at = |key: &str| table.columns.iter().position(|c| c.key == key).unwrap();
    table
        .rows
        .iter()
        .map(|r| keys.iter().map(|k| r.cells[at(k)].shown()).collect())
        .collect()
}

#[test]
fn partners_in_the_us_stand_beside_the_threshold_of_the_year_they_were_paid_in() {
    let mut book = book();
    pay(&mut book, "ohio", "700.00", "2025-12-31");
    pay(&mut book, "ohio", "1999.99", "2026-01-01");
    pay(&mut book, "berlin", "9000.00", "2026-03-01");
    pay(&mut book, "nowhere", "5000.00", "2026-03-01");
    let keys = ["partner", "paid", "threshold", "verdict", "tax_form"];
    let of_2025 = table(book.run("stats tax --year 2025"));
    assert_eq!(
        cells(&of_2025, &keys),
        [["Ohio", "$700.00", "$600.00", "! over", "W-9"]]
    );
    let outcome = book.run("stats tax");
    assert!(
        outcome.said.contains("2026") && outcome.said.contains("$2,000.00"),
        "{}",
        outcome.said
    );
    assert!(
        outcome.said.contains("1 partner in other countries"),
        "{}",
        outcome.said
    );
    assert!(outcome.said.contains("no tax advice"), "{}", outcome.said);
    assert_eq!(
        cells(&table(outcome), &keys),
        [
            [
                "Nowhere",
                "$5,000.00",
                "$2,000.00",
                "! country unknown",
                "! missing"
            ],
            ["Ohio", "$1,999.99", "$2,000.00", "under", "W-9"],
        ]
    );
    pay(&mut book, "ohio", "0.01", "2026-06-01");
    assert_eq!(
        cells(&table(book.run("stats tax")), &keys)[1][1..4],
        ["$2,000.00", "$2,000.00", "! over"]
    );
}

#[test]
fn what_came_back_is_out_and_other_currencies_stand_apart() {
    let mut book = book();
    let id = pay(&mut book, "ohio", "2500.00", "2026-02-01");
    pay(&mut book, "ohio", "300 EUR", "2026-02-02");
    book.run(&format!(
        "payout reverse {id} --reason 'came back' --on 2026-02-03"
    ));
    let found = table(book.run("stats tax --year 2026"));
    assert_eq!(
        cells(&found, &["paid", "other", "verdict", "payouts"]),
        [["$0.00", "€300.00", "under", "1"]]
    );
}

#[test]
fn what_paypal_pays_is_reported_by_paypal_and_not_counted_twice() {
    let mut book = book();
    pay(&mut book, "utah", "3000.00", "2026-02-01");
    let outcome = book.run("stats tax --year 2026");
    assert!(outcome.said.contains("1099-K"), "{}", outcome.said);
    let found = table(outcome);
    assert_eq!(
        cells(&found, &["paid", "processors", "verdict"]),
        [["$0.00", "$3,000.00", "under"]]
    );
    assert_eq!(found.footer.len(), 1);
    assert_eq!(found.footer[0].0, "by processors");
}

#[test]
fn a_year_the_law_indexes_says_that_its_sum_must_be_looked_up() {
    let mut book = book();
    book.today = parse_iso("2028-05-01").unwrap();
    let said = book.says("stats tax");
    assert!(said.contains("2028") && said.contains("look up"), "{said}");
    // Forms of a year are due in the January after it.
    book.today = parse_iso("2027-01-15").unwrap();
    assert!(book.says("stats tax").contains("paid in 2026"));
}

#[test]
fn it_is_there_as_csv_and_json_and_hostile_names_stay_text() {
    let desk = Desk::new();
    desk.ok(&[
        "program",
        "add",
        "Referral",
        "--terms",
        "100% of base",
        "--hold-days",
        "0",
    ]);
    desk.ok(&[
        "partner",
        "add",
        "=HYPER\u{202e}LINK()",
        "--program",
        "referral",
    ]);
    desk.ok(&[
        "referral",
        "add",
        "Acme",
        "--partner",
        "=HYPER\u{202e}LINK()",
        "--on",
        "2026-11-01",
    ]);
    desk.ok(&["referral", "win", "R1", "--on", "2026-11-01"]);
    desk.ok(&["revenue", "add", "Acme", "10", "--on", "2026-11-01"]);
    desk.ok(&["payout", "new"]);
    desk.ok(&["payout", "paid", "P1", "--yes"]);
    assert!(!desk.ok(&["stats", "tax"]).contains('\u{202e}'));
    assert!(desk.ok(&["stats", "tax", "--csv"]).contains("'=HYPER"));
    let json = desk.ok(&["stats", "tax", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json.to_string().contains("10.00"), "{json}");
}
