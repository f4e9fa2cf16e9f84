//! A list of payments that names the partner beside each: the partner brought that customer, from its first payment on.

use partnerbook::ops::Outcome;

use crate::{
    book::Book,
    imports::{Files, counts, report},
};

const SALES: &str = "Partner,Customer,Date,Amount\n\
    Northwind Agency,Birch Ltd,2026-10-28,480.00\n\
    Bluepeak,Acme Retail,2026-10-29,1200.00\n\
    Northwind Agency,Birch Ltd,2026-09-28,480.00\n";

fn book() -> Book {
    Book::with(&[
        "program add Referral --terms '25% of base for 12 months'",
        "partner add 'Northwind Agency' --program referral",
        "partner add Bluepeak --program referral",
    ])
}

fn take(book: &mut Book, text: &str, words: &str) -> Outcome {
    let files = Files::new();
    let file = files.put("sales.csv", text);
    book.run(&format!("import revenue {file} {words}"))
}

/// Each referral: partner, company, stage, day it was won.
fn referrals(book: &mut Book) -> Vec<String> {
    let all = book.run("referral list sort:id").table.unwrap();
    let at = |name: &str| all.columns.iter().position(|c| c.title == name).unwrap();
    let at = ["Partner", "Company", "Stage", "Won"].map(at);
    let rows = all
        .rows
        .iter()
        .map(|row| at.map(|n| row.cells[n].plain()).join(" | "));
    rows.collect()
}

fn lines(outcome: &Outcome) -> String {
    outcome.record.as_ref().unwrap().lines.join("\n")
}

#[test]
fn a_partner_beside_a_payment_brought_the_customer_on_the_day_of_its_first_payment() {
    let mut book = book();
    let done = take(&mut book, SALES, "--add-customers");
    assert_eq!(counts(&done), [3, 0, 0, 0]);
    let said = lines(&done);
    assert!(
        said.contains("2 customers: Birch Ltd, Acme Retail"),
        "{said}"
    );
    assert!(
        said.contains("2 won referrals: Birch Ltd, Acme Retail"),
        "{said}"
    );
    assert!(
        said.contains("3 commission lines were posted for 2 partners: $540.00"),
        "{said}"
    );
    assert_eq!(
        referrals(&mut book),
        [
            "Northwind Agency | Birch Ltd | won | 2026-09-28",
            "Bluepeak | Acme Retail | won | 2026-10-29",
        ]
    );
    // The same file again, and a longer one: nothing is made twice.
    let again = take(&mut book, SALES, "");
    assert!(again.op.is_none(), "{}", again.said);
    let longer = format!("{SALES}Bluepeak,Acme Retail,2026-11-20,1200.00\n");
    assert_eq!(counts(&take(&mut book, &longer, "")), [1, 0, 3, 0]);
    assert_eq!(referrals(&mut book).len(), 2);
    book.run("undo");
    book.run("undo");
    assert!(referrals(&mut book).is_empty());
    assert!(book.store.check().unwrap().findings.is_empty());
}

#[test]
fn the_file_of_one_partner_is_theirs_by_one_word() {
    let mut book = book();
    let text = "Customer,Date,Amount\nBirch Ltd,2026-10-28,480.00\n";
    take(&mut book, text, "--add-customers --set partner=bluepeak");
    assert_eq!(
        referrals(&mut book),
        ["Bluepeak | Birch Ltd | won | 2026-10-28"]
    );
}

#[test]
fn who_brought_a_customer_stays_and_two_who_brought_one_are_refused() {
    let mut book = book();
    take(&mut book, SALES, "--add-customers");
    let other = "Partner,Customer,Date,Amount\nBluepeak,Birch Ltd,2026-11-20,10\n";
    let done = take(&mut book, other, "");
    let said = lines(&done);
    assert!(
        said.contains("1 row names another partner than the one who brought"),
        "{said}"
    );
    assert_eq!(referrals(&mut book).len(), 2);
    let two = "Partner,Customer,Date,Amount\n\
        Bluepeak,Vale,2026-11-20,10\nNorthwind Agency,Vale,2026-11-21,10\n";
    let done = take(&mut book, two, "--add-customers");
    assert!(done.op.is_none());
    let why = report(&done)["rejects"][0]["reason"].to_string();
    assert!(why.contains("another partner than line 2 names"), "{why}");
}

#[test]
fn a_word_for_a_payment_is_no_kind_that_earns_nothing_and_other_kinds_are_told() {
    let mut book = book();
    let text = "Partner,Customer,Date,Amount,Type\n\
        Bluepeak,Vale,2026-11-01,100,Sale\nBluepeak,Vale,2026-11-02,100,setup\n";
    let map = "--add-customers --map kind=Type";
    let done = take(&mut book, text, map);
    let said = lines(&done);
    assert!(said.contains("Kinds: Sale is base (1 row)."), "{said}");
    assert!(
        said.contains("No terms pay on setup (1 row): they earn nothing"),
        "{said}"
    );
    assert!(
        said.contains("1 commission line was posted for 1 partner: $25.00"),
        "{said}"
    );
    let done = take(&mut book, text, &format!("{map} --kind-map setup=base"));
    assert_eq!(counts(&done), [0, 1, 1, 0]);
    // Terms that name such a word mean it.
    book.run("program add Sales --terms '10% of sale'");
    let done = take(&mut book, text, &format!("{map} --kind-map setup=base"));
    assert_eq!(counts(&done), [0, 1, 1, 0]);
}

#[test]
fn a_company_that_is_registered_already_is_a_matter_of_its_referral() {
    let mut book = book();
    book.run("referral add 'Birch Ltd' --partner bluepeak --on 2026-09-01");
    let done = take(&mut book, SALES, "--add-customers");
    assert!(done.op.is_none());
    let rejects = report(&done)["rejects"].clone();
    assert_eq!(rejects.as_array().unwrap().len(), 2, "{rejects}");
    let why = rejects[0]["reason"].to_string();
    assert!(
        why.contains("R1 of Bluepeak for this company is open; win or close it"),
        "{why}"
    );
}

#[test]
fn a_partner_nobody_knows_is_asked_about_and_made_in_the_program() {
    let mut book = book();
    let text = "Partner,Customer,Date,Amount\nKestrel,Vale,2026-11-20,10\n";
    let tried = take(&mut book, text, "--add-customers");
    assert!(tried.op.is_none());
    let asked = tried.trial.unwrap().questions;
    assert_eq!(asked.len(), 1, "{asked:?}");
    let question = &asked[0].question;
    assert!(
        question.contains("“Kestrel” (1 row, first on line 2)"),
        "{question}"
    );
    let done = take(
        &mut book,
        text,
        "--add-customers --same partner:Kestrel=new",
    );
    let said = lines(&done);
    assert!(
        said.contains("1 new partner is enrolled in Referral"),
        "{said}"
    );
    assert!(said.contains("$2.50"), "{said}");
    assert_eq!(referrals(&mut book), ["Kestrel | Vale | won | 2026-11-20"]);
}

#[test]
fn what_is_made_is_counted_whole_however_few_are_named() {
    let mut book = book();
    let rows: String = (0..1_200)
        .map(|n| format!("Customer {n} Ltd,2026-11-01,1.00\n"))
        .collect();
    let text = format!("Customer,Date,Amount\n{rows}");
    let done = take(&mut book, &text, "--same customer:*=new");
    let said = lines(&done);
    assert!(
        said.contains("new beside them, 1200 customers: Customer 0 Ltd,")
            && said.contains("and 1195 more"),
        "{said}"
    );
}
