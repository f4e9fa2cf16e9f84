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
    assert!(
        all.contains("100.00 USD") && !all.contains("119.00 USD"),
        "{all}"
    );
    // Whoever says which amount it is, is heard.
    let mut book = Book::with(&[with]);
    book.run(&format!("import {file} --map \"amount=Amount Paid\""));
    let all = format!("{:?}", book.run("revenue list").table);
    assert!(all.contains("119.00 USD"), "{all}");
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

#[test]
fn a_dispute_that_was_lost_is_a_refund_and_an_open_one_is_told() {
    let files = Files::new();
    let mut book = Book::with(&["customer add Vale --external-id cus_1"]);
    let payments = |two: &str| {
        format!(
            "id,Created (UTC),Amount,Amount Refunded,Currency,Mode,Status,Customer ID,Captured,Disputed Amount,Dispute Status\n\
             ch_1,2026-01-05 10:00:00,100.00,20.00,usd,Live,Paid,cus_1,true,80.00,Lost\n\
             ch_2,2026-01-06 10:00:00,50.00,0.00,usd,Live,Paid,cus_1,true,50.00,{two}\n\
             ch_3,2026-01-07 10:00:00,70.00,0.00,usd,Live,Paid,cus_1,true,70.00,Won\n"
        )
    };
    let first = files.put("payments.csv", payments("Needs response"));
    let done = book.run(&format!("import {first}"));
    assert_eq!(counts(&done), [3, 0, 0, 0], "{}", report(&done));
    let remark = report(&done)["remark"].to_string();
    assert!(remark.contains("1 payment is disputed"), "{remark}");
    let backs = |book: &mut Book| {
        let all = format!("{:?}", book.run("revenue list").table);
        ["-100.00 USD", "-50.00 USD", "-70.00 USD"].map(|back| all.contains(back))
    };
    assert_eq!(backs(&mut book), [true, false, false]);
    let next = files.put("later.csv", payments("Lost"));
    book.run(&format!("import {next}"));
    assert_eq!(backs(&mut book), [true, true, false]);
}

#[test]
fn a_credit_note_and_a_lost_dispute_give_back_the_invoice_and_the_charge_they_name() {
    let files = Files::new();
    let mut book = Book::with(&["customer add Vale --external-id cus_1"]);
    let paid = files.put(
        "paid.csv",
        "id,customer,date,amount\nin_1,cus_1,2026-01-05,119.00\nch_2,cus_1,2026-01-05,50.00\n",
    );
    book.run(&format!("import revenue {paid}"));
    let notes = files.put(
        "notes.csv",
        "id,customer_id,reference_invoice_id,type,status,currency_code,total,amount_refunded,amount_allocated,date\n\
         cn_1,cus_1,in_1,refundable,refunded,USD,11900,11900,0,2026-02-01\n\
         cn_2,cus_1,in_1,adjustment,adjusted,USD,5000,0,5000,2026-02-01\n",
    );
    let shown = proposal(&mut book, &notes);
    assert!(shown.contains("Chargebee credit notes"), "{shown}");
    let done = book.run(&format!("import {notes}"));
    assert_eq!(counts(&done), [1, 0, 1, 0], "{}", report(&done));
    let disputes = files.put(
        "disputes.csv",
        "id,charge_id,amount,currency,created,reason,status,is_charge_refundable\n\
         dp_1,ch_2,5000,usd,2026-02-03,fraudulent,lost,false\n\
         dp_2,ch_2,5000,usd,2026-02-03,fraudulent,under_review,false\n",
    );
    let done = book.run(&format!("import {disputes}"));
    assert_eq!(counts(&done), [1, 0, 0, 0], "{}", report(&done));
    let all = format!("{:?}", book.run("revenue list").table);
    assert!(
        all.contains("-119.00 USD") && all.contains("-50.00 USD"),
        "{all}"
    );
}

#[test]
fn what_is_refunded_of_a_payment_is_given_back_in_full_of_an_invoice_taken_without_tax() {
    let files = Files::new();
    let mut book = Book::with(&["customer add Vale --external-id cus_1"]);
    let net = files.put(
        "net.csv",
        "id,customer,date,amount\nin_1,cus_1,2026-01-05,100.00\n",
    );
    book.run(&format!("import revenue {net}"));
    let payments = |refunded: &str| {
        format!(
            "id,Created (UTC),Amount,Amount Refunded,Currency,Mode,Status,Customer ID,Captured,Invoice ID\n\
             ch_1,2026-01-05 10:00:00,119.00,{refunded},usd,Live,Paid,cus_1,true,in_1\n"
        )
    };
    for (refunded, back) in [("59.50", 1), ("119.00", 2)] {
        let file = files.put("payments.csv", payments(refunded));
        book.run(&format!("import {file}"));
        let all = format!("{:?}", book.run("revenue list").table);
        assert_eq!(all.matches("-50.00 USD").count(), back, "{refunded}: {all}");
    }
}

#[test]
fn characters_nobody_sees_stay_in_a_name_are_told_and_make_no_second_record() {
    // F68
    let files = Files::new();
    let mut book = Book::with(&["partner add Northwind"]);
    let file = files.put(
        "a.csv",
        "partner,company\nNorth\u{200b}wind,Va\u{ad}le Robotics\nNorthwind,Opal\n",
    );
    let done = book.run(&format!("import referrals {file}"));
    assert_eq!(counts(&done), [2, 0, 0, 0], "{}", report(&done));
    let remark = report(&done)["remark"].to_string();
    assert!(
        remark.contains("1 row has a name") && remark.contains("U+200B"),
        "{remark}"
    );
    assert_eq!(book.run("partner list").table.unwrap().rows.len(), 1);
}
