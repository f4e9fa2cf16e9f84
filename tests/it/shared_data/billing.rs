//! Tables of billing programs as others publish them: what comes in, counted and summed by hand.

use crate::{
    billing_files::{counts, known, report, sums},
    book::Book,
};

use super::shared;

#[test]
fn subscription_periods_come_to_the_lines_they_billed() {
    let Some(path) = shared("billing/mrr_playbook/subscription_periods.csv") else {
        return;
    };
    let mut book = Book::new();
    let line = format!("import subscriptions {} --add-customers", path.display());
    let done = book.run(&line);
    // 121 periods of 55 customers are 352 months; months times price, added up row by row, is 17,145.
    assert_eq!(counts(&done), [121, 0, 0, 0, 0]);
    assert_eq!(
        report(&done)["remark"],
        "352 revenue lines are what they billed."
    );
    assert_eq!(sums(&book), "17145.00 USD");
    assert_eq!(counts(&book.run(&line)), [0, 0, 121, 0, 0]);
}

#[test]
fn stripes_tables_come_in_without_what_failed() {
    let mut book = Book::new();
    for (file, name, want) in [
        // All 16 charges failed.
        (
            "charge_data.csv",
            "Stripe charges, in minor units",
            [0, 0, 0, 0, 16],
        ),
        // Two invoices, one of them in test mode.
        (
            "invoice_data.csv",
            "Stripe invoices, in minor units",
            [1, 0, 0, 0, 1],
        ),
    ] {
        let Some(path) = shared(&format!("billing/stripe_export/{file}")) else {
            return;
        };
        let (layout, line) = known(&path);
        assert_eq!(layout, name);
        let done = book.run(&format!("{line} --add-customers"));
        assert_eq!(counts(&done), want, "{file}");
    }
    assert_eq!(sums(&book), "10.00 USD");
    // Their charges are not in the table of charges: refunds of nothing are refused.
    let Some(path) = shared("billing/stripe_export/refund_data.csv") else {
        return;
    };
    let (layout, line) = known(&path);
    assert_eq!(layout, "Stripe refunds, in minor units");
    assert_eq!(counts(&book.run(&line)), [0, 0, 0, 4, 0]);
    // Lines of invoices do not say who paid.
    let Some(path) = shared("billing/stripe_export/invoice_line_item_data.csv") else {
        return;
    };
    let (layout, line) = known(&path);
    assert_eq!(layout, "Stripe invoice line items, in minor units");
    let e = book.fails(&line).to_string();
    assert!(e.contains("who paid"), "{e}");
}

#[test]
fn recurlys_tables_come_in() {
    let take = |book: &mut Book, file: &str, name: &str| {
        let path = shared(&format!("billing/recurly_export/{file}"))?;
        let (layout, line) = known(&path);
        assert_eq!(layout, name);
        let line = format!("{line} --add-customers");
        let done = counts(&book.run(&line));
        let again = counts(&book.run(&line));
        assert_eq!((again[0], again[1], again[3]), (0, 0, 0), "{file}");
        Some(done)
    };
    // 5 + 99 + 99 + 99, and one of nothing.
    let mut book = Book::new();
    let Some(done) = take(&mut book, "invoice_history_data.csv", "Recurly invoices") else {
        return;
    };
    assert_eq!(done, [4, 0, 1, 0, 0]);
    assert_eq!(sums(&book), "302.00 USD");
    // A credit of 5 on 10; three lines carry credit forward.
    let mut book = Book::new();
    let done = take(
        &mut book,
        "line_item_history_data.csv",
        "Recurly line items",
    );
    assert_eq!(done, Some([2, 0, 0, 0, 3]));
    assert_eq!(sums(&book), "5.00 USD");
    // One purchase; three cards verified, one purchase void.
    let mut book = Book::new();
    let done = take(&mut book, "transaction_data.csv", "Recurly transactions");
    assert_eq!(done, Some([1, 0, 0, 0, 4]));
    assert_eq!(sums(&book), "5.00 USD");
    // 91 months of 99.00 from 11 Feb 2015 to 11 Aug 2022, and 90 of 5,596.00 from the end of a trial, 20 Feb 2015,
    // to 20 Jul 2022; two ended on their first day, and one row is an older version of another.
    let mut book = Book::new();
    let done = take(
        &mut book,
        "subscription_history_data.csv",
        "Recurly subscriptions",
    );
    assert_eq!(done, Some([2, 0, 3, 0, 0]));
    assert_eq!(sums(&book), "512649.00 USD");
}

#[test]
fn an_object_of_stripes_api_is_known() {
    let Some(all) = super::json("billing/stripe_api/fixtures3.json") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (object, name) in [
        ("charge", "Stripe charges, in minor units"),
        ("refund", "Stripe refunds, in minor units"),
        ("invoice", "Stripe invoices, in minor units"),
    ] {
        let list = serde_json::json!({ "object": "list", "data": [all["resources"][object]] });
        let path = folder.path().join(format!("{object}.json"));
        std::fs::write(&path, list.to_string()).unwrap();
        let (layout, line) = known(&path);
        assert_eq!(layout, name);
        // These are of test mode, or name a charge that is not there.
        let mut book = Book::new();
        let done = counts(&book.run(&format!("{line} --add-customers")));
        let want = if object == "refund" {
            [0, 0, 0, 1, 0]
        } else {
            [0, 0, 0, 0, 1]
        };
        assert_eq!(done, want, "{object}");
    }
}
