//! What will be owed: the engine's own answer for payments that are assumed, and the assumptions in words.

use crate::book::Book;

const FACTS: &[&str] = &[
    "referral add Cobalt -p northwind --on 2026-01-05 --split northwind:70,kestrel:30",
    "referral add Dune -p kestrel --on 2026-02-05",
    "referral win R1 --on 2026-01-20",
    "referral win R2 --on 2026-02-20",
    "revenue add Cobalt 1000.01 --on 2026-03-31",
    "revenue add Cobalt 900.05 --on 2026-10-31",
    "revenue add Cobalt 150 --on 2026-10-31 --kind tax",
    "revenue add Dune 1200 --on 2026-02-25 --period-months 12",
];

/// What customers pay from December to May if all goes on: entered by hand in the book it is compared with.
const ASSUMED: &[&str] = &[
    "revenue add Cobalt 900.05 --on 2026-12-31",
    "revenue add Cobalt 150 --on 2026-12-31 --kind tax",
    "revenue add Cobalt 900.05 --on 2027-01-31",
    "revenue add Cobalt 150 --on 2027-01-31 --kind tax",
    "revenue add Cobalt 900.05 --on 2027-02-28",
    "revenue add Cobalt 150 --on 2027-02-28 --kind tax",
    "revenue add Cobalt 900.05 --on 2027-03-31",
    "revenue add Cobalt 150 --on 2027-03-31 --kind tax",
    "revenue add Cobalt 900.05 --on 2027-04-30",
    "revenue add Cobalt 150 --on 2027-04-30 --kind tax",
    "revenue add Cobalt 900.05 --on 2027-05-31",
    "revenue add Cobalt 150 --on 2027-05-31 --kind tax",
    "revenue add Dune 1200 --on 2027-02-25 --period-months 12",
];

fn book(terms: &str) -> Book {
    let program = format!("program add Agency --terms \"{terms}\" --enrol-all");
    let mut book = Book::with(&["partner add Northwind", "partner add Kestrel", &program]);
    for line in FACTS {
        book.run(line);
    }
    book
}

/// Commission per month of a table, as it is shown.
fn months(table: &partnerbook::table::Table) -> Vec<(String, String)> {
    let owed = table.columns.len() - 1;
    table
        .rows
        .iter()
        .map(|r| (r.cells[0].shown(), r.cells[owed].shown()))
        .collect()
}

#[test]
fn without_churn_it_is_what_the_ledger_says_once_those_payments_are_there() {
    for terms in [
        "25% of base for 12 months",
        "25% of base for 12 months; 10% of tax",
        "20% of base while 1 win in 380 days, otherwise 5%",
        "5% from 0, 15% from 1000 USD of base, tax a month (graduated)",
        "100% of base, per month",
    ] {
        let forecast = book(terms)
            .run("forecast --months 6 --no-churn")
            .table
            .unwrap();
        let mut later = book(terms);
        later.today = partnerbook::domain::day::parse_iso("2027-06-01").unwrap();
        for line in ASSUMED {
            later.run(line);
        }
        for (month, owed) in months(&forecast) {
            let table = later
                .run(&format!("commission list --period {month}"))
                .table
                .unwrap();
            let sum = table
                .footer
                .iter()
                .find(|(label, _)| label.contains("Σ") || !label.is_empty())
                .map(|(_, sums)| {
                    sums.iter()
                        .map(|m| m.shown())
                        .collect::<Vec<_>>()
                        .join("  ")
                })
                .unwrap_or_default();
            assert_eq!(owed, sum, "{terms}, {month}");
        }
    }
}

#[test]
fn the_months_of_the_terms_end_and_a_prepayment_comes_when_it_is_due() {
    let json = book("25% of base for 12 months").json("forecast --months 6 --no-churn");
    let owed: Vec<String> = json["months"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| {
            m["owed"][0]["amount"]
                .as_str()
                .unwrap_or("nothing")
                .to_owned()
        })
        .collect();
    // Cobalt's first payment was on 31 Mar 2026, so 31 Mar 2027 earns nothing; Dune's 12 months end on 24 Feb 2027.
    assert_eq!(
        owed,
        [
            "225.01", "225.01", "225.01", "nothing", "nothing", "nothing"
        ]
    );
}

#[test]
fn churn_is_observed_told_and_taken_month_after_month() {
    let mut book = book("10% of base");
    for n in 3..=4 {
        book.run(&format!("referral add Gone{n} -p kestrel --on 2026-02-05"));
        book.run(&format!("referral win R{n} --on 2026-02-20"));
        book.run(&format!("revenue add Gone{n} 100 --on 2026-02-25"));
    }
    book.run("customer churn C4 --on 2026-09-10");
    let outcome = book.run("forecast --months 2");
    let words = outcome.record.unwrap().lines.join("\n");
    assert!(words.contains("Churn: "), "{words}");
    assert!(words.contains("1 customer lost of"), "{words}");
    assert!(words.contains("what it paid in Oct 2026"), "{words}");
    let churned = months(&outcome.table.unwrap());
    let kept = months(&book.run("forecast --months 2 --no-churn").table.unwrap());
    assert_eq!(kept[0].1, "$90.01");
    assert!(
        churned[0].1 < kept[0].1 && churned[1].1 < churned[0].1,
        "{churned:?}"
    );
}

#[test]
fn wins_keep_a_partner_active() {
    let mut book = book("20% of base while 1 win in 300 days, otherwise nothing");
    let idle = months(&book.run("forecast --months 3 --no-churn").table.unwrap());
    let busy = months(
        &book
            .run("forecast --months 3 --no-churn --wins 1")
            .table
            .unwrap(),
    );
    assert_eq!(idle[2].1, "");
    assert_eq!(busy[2].1, "$420.01");
}

#[test]
fn it_is_parted_by_program_and_partner_and_asked_for_one_partner() {
    let mut book = book("10% of base");
    let table = book
        .run("forecast --months 1 --no-churn --by partner")
        .table
        .unwrap();
    let rows: Vec<(String, String)> = table
        .rows
        .iter()
        .map(|r| (r.cells[1].shown(), r.cells[2].shown()))
        .collect();
    let row = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(rows, [row("Kestrel", "$27.00"), row("Northwind", "$63.01")]);
    let table = book
        .run("forecast --months 1 --no-churn --by program")
        .table
        .unwrap();
    assert_eq!(table.rows[0].cells[1].shown(), "Agency");
    let table = book
        .run("forecast --months 1 --no-churn --partner kestrel")
        .table
        .unwrap();
    assert_eq!(months(&table), [row("2026-12", "$27.00")]);
}

#[test]
fn an_empty_book_owes_nothing() {
    let mut book = Book::new();
    let table = book.run("forecast --months 2").table.unwrap();
    assert_eq!(table.rows.len(), 2);
    assert!(table.footer.is_empty());
}
