//! What is told from a file without being said: which day is meant by the only one, which amount has no tax in it, which
//! currency a sign is.

use super::imports::{Files, counts, report};
use crate::book::Book;

fn proposal(book: &mut Book, file: &str) -> String {
    let said = book.run(&format!("import {file} --propose"));
    said.record.unwrap().lines.join("\n")
}

#[test]
fn the_only_column_of_days_is_the_day_of_a_referral() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Northwind"]);
    // Every row has it: they came then, and whether they were won then is asked.
    let file = files.put(
        "a.csv",
        "Partner,Company,Status,Contract signed\nNorthwind,Vale,Won,2026-01-05\nNorthwind,Opal,Open,2026-02-05\n",
    );
    let shown = proposal(&mut book, &file);
    assert!(shown.contains("the only column of days"), "{shown}");
    let held = book.run(&format!("import {file}"));
    let asked = report(&held)["questions"].to_string();
    assert!(asked.contains("--won-when-submitted"), "{asked}");
    let taken = book.run(&format!("import {file} --won-when-submitted"));
    assert_eq!(counts(&taken), [2, 0, 0, 0], "{}", report(&taken));
    // Only some have it: those were won then.
    let mut book = Book::with(&["partner add Northwind"]);
    let file = files.put(
        "b.csv",
        "Partner,Company,Status,Contract signed\nNorthwind,Vale,Won,2026-01-05\nNorthwind,Opal,Open,\n",
    );
    let taken = book.run(&format!("import {file}"));
    assert_eq!(counts(&taken), [2, 0, 0, 0], "{}", report(&taken));
    assert!(format!("{:?}", book.json("referral show R1")).contains("2026-01-05"));
    // A day of something else is none.
    let file = files.put(
        "c.csv",
        "Partner,Company,Last updated\nNorthwind,Birch,2026-01-05\n",
    );
    let shown = proposal(&mut book, &file);
    assert!(!shown.contains("the only column of days"), "{shown}");
}

#[test]
fn an_amount_without_tax_is_taken_where_the_file_has_it() {
    const INVOICES: &str = "id,Customer,Number,Status,Currency,Amount Due,Subtotal,Tax,Total,Amount Paid,Paid At (UTC),Subscription\n\
        in_1,cus_1,A-1,paid,usd,119.00,100.00,19.00,119.00,119.00,2026-01-05 10:00,sub_1\n\
        in_2,cus_1,A-2,paid,usd,0.00,50.00,0.00,50.00,0.00,2026-02-05 10:00,sub_1\n";
    let files = Files::new();
    let with = "customer add Vale --external-id cus_1";
    let mut book = Book::with(&[with]);
    let file = files.put("invoices.csv", INVOICES);
    let shown = proposal(&mut book, &file);
    assert!(shown.contains("without tax, which “Tax” holds"), "{shown}");
    let taken = book.run(&format!("import {file}"));
    // What was not paid is passed over, whatever its subtotal.
    assert_eq!(counts(&taken), [1, 0, 1, 0], "{}", report(&taken));
    let all = format!("{:?}", book.run("revenue list").table);
    assert!(all.contains("10000") && !all.contains("11900"), "{all}");
    // Whoever says which amount it is, is heard.
    let mut book = Book::with(&[with]);
    book.run(&format!("import {file} --map \"amount=Amount Paid\""));
    let all = format!("{:?}", book.run("revenue list").table);
    assert!(all.contains("11900"), "{all}");
    // Where something else was taken off as well, it is asked.
    let more = INVOICES
        .replace(",Subscription", ",Subscription,Total Discount Amount")
        .replace("sub_1\n", "sub_1,5.00\n");
    let file = files.put("discounts.csv", more);
    let e = book.fails(&format!("import {file}")).to_string();
    assert!(e.contains("has tax in it") && e.contains("Subtotal"), "{e}");
    // No tax, no question.
    let mut book = Book::with(&[with]);
    let file = files.put("none.csv", INVOICES.replace(",19.00,", ",0.00,"));
    let shown = proposal(&mut book, &file);
    assert!(!shown.contains("without tax"), "{shown}");
}

#[test]
fn signs_of_currencies_are_read_where_only_one_is_meant() {
    let files = Files::new();
    let mut book = Book::with(&["customer add Vale"]);
    let file = files.put(
        "a.csv",
        "id,customer,date,amount\nI1,Vale,2026-01-05,\"1 995,50 Kč\"\nI2,Vale,2026-01-05,\"14,90 zł\"\nI3,Vale,2026-01-05,\"R$ 528,00\"\n",
    );
    let taken = book.run(&format!("import revenue {file}"));
    assert_eq!(counts(&taken), [3, 0, 0, 0], "{}", report(&taken));
    let all = format!("{:?}", book.run("revenue list").table);
    for code in ["CZK", "PLN", "BRL"] {
        assert!(all.contains(code), "{code}: {all}");
    }
    // A sign of several is refused with what it may be, and read when that is said.
    let file = files.put(
        "b.csv",
        "id,customer,date,amount\nI4,Vale,2026-01-05,45.50 kr\n",
    );
    let held = book.run(&format!("import revenue {file}"));
    let reason = report(&held)["rejects"][0]["reason"].to_string();
    assert!(reason.contains("SEK, NOK, DKK"), "{reason}");
    let taken = book.run(&format!("import revenue {file} --currency NOK"));
    assert_eq!(counts(&taken), [1, 0, 0, 0], "{}", report(&taken));
}
