//! Billing files in: exports of Stripe, Recurly and Chargebee, refunds told as totals, subscriptions.

use std::path::PathBuf;

use partnerbook::{
    import::{FileKind, HeaderAt, Shape, Source, head, layouts},
    ops::Outcome,
    table::{self, List, Query},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::book::Book;

/// A fixture of ours.
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/billing")
        .join(name)
}

/// The command line by which a file of a known program is read.
pub fn known(path: &std::path::Path) -> (&'static str, String) {
    let bytes = std::fs::read(path).unwrap();
    let mut source = Source::from_bytes("x", bytes, &Shape::default(), &mut |_| Ok(())).unwrap();
    let mut rows = source.rows(None).unwrap();
    let header: Vec<String> = head::find(&mut rows, HeaderAt::Found, "x")
        .unwrap()
        .header
        .cells()
        .map(str::to_owned)
        .collect();
    let found = layouts::recognise(&header);
    let layout = found.first().unwrap_or_else(|| panic!("{header:?}"));
    let words: Vec<String> = layout
        .words(&header)
        .iter()
        .map(|word| format!("\"{word}\""))
        .collect();
    let line = format!(
        "{} {} {}",
        layout.kind.command(),
        path.display(),
        words.join(" ")
    );
    (layout.name, line)
}

/// new, changed, unchanged, rejected, left out.
pub fn counts(outcome: &Outcome) -> [u64; 5] {
    let report = report(outcome);
    ["new", "changed", "unchanged", "rejected", "left_out"].map(|n| report[n].as_u64().unwrap())
}

pub fn report(outcome: &Outcome) -> Value {
    outcome.record.clone().expect("an import reports").json
}

/// Every revenue line: other id, day, amount with currency, months; by day and id.
pub fn lines(book: &Book) -> Vec<String> {
    let table = table::whole(book.store.view(), &Query::new(List::Revenue, book.today)).unwrap();
    let mut all: Vec<String> = table
        .rows
        .iter()
        .map(|row| {
            let cell = |n: usize| row.cells[n].plain();
            let money = match &row.cells[5] {
                partnerbook::table::Cell::Money(m) => format!("{m:?}"),
                other => panic!("{other:?}"),
            };
            format!("{} {} {money} ×{}", cell(3), cell(9), cell(6))
        })
        .collect();
    all.sort();
    all
}

/// The sum of all lines, currency by currency.
pub fn sums(book: &Book) -> String {
    let table = table::whole(book.store.view(), &Query::new(List::Revenue, book.today)).unwrap();
    let mut all = partnerbook::domain::money::Totals::new();
    for row in &table.rows {
        if let partnerbook::table::Cell::Money(m) = &row.cells[5] {
            all.add(*m).unwrap();
        }
    }
    let all: Vec<String> = all.iter().map(|m| format!("{m:?}")).collect();
    all.join(", ")
}

fn sound(book: &mut Book) {
    let report = book.store.check().unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
}

struct Desk {
    book: Book,
    files: TempDir,
}

impl Desk {
    /// A book with a partner and two customers it brought.
    fn new() -> Self {
        let mut desk = Self {
            book: Book::with(&[
                "program add Referral --terms '25% of base for 12 months' --hold-days 30",
            ]),
            files: tempfile::tempdir().unwrap(),
        };
        desk.take(
            "import partners",
            "id,name\nP1,Quillfield\n",
            "--program referral",
        );
        desk.take(
            "import referrals",
            "id,partner,company,domain,stage,submitted,won\n\
             D1,Quillfield,Vale Robotics,valerobotics.com,won,2025-01-10,2025-02-01\n\
             D2,Quillfield,Cobalt Foods,cobalt-foods.com,won,2025-01-10,2025-02-01\n",
            "",
        );
        desk.take(
            "import customers",
            "id,name,domain,referral\n\
             cus_vale,Vale Robotics,valerobotics.com,D1\n\
             cus_cobalt,Cobalt Foods,cobalt-foods.com,D2\n",
            "",
        );
        desk
    }

    fn put(&self, text: &str) -> PathBuf {
        let path = self.files.path().join("file.csv");
        std::fs::write(&path, text).unwrap();
        path
    }

    fn take(&mut self, what: &str, text: &str, more: &str) -> Outcome {
        let path = self.put(text);
        self.book.run(&format!("{what} {} {more}", path.display()))
    }

    /// A fixture by its layout.
    fn known(&mut self, name: &str) -> Outcome {
        let (_, line) = known(&fixture(name));
        self.book.run(&line)
    }

    /// A fixture by its layout, with some of its text changed.
    fn changed(&mut self, name: &str, from: &str, to: &str) -> Outcome {
        let text = std::fs::read_to_string(fixture(name)).unwrap();
        assert!(text.contains(from), "{from}");
        let path = self.put(&text.replace(from, to));
        let (_, line) = known(&path);
        self.book.run(&line)
    }
}

#[test]
fn every_shape_is_known_by_its_header() {
    for (file, name) in [
        ("stripe_payments.csv", "Stripe payments"),
        ("stripe_payments_older.csv", "Stripe payments"),
        ("stripe_invoices.csv", "Stripe invoices"),
        ("stripe_subscriptions.csv", "Stripe subscriptions"),
        ("stripe_charge_data.csv", "Stripe charges, in minor units"),
        ("stripe_refund_data.csv", "Stripe refunds, in minor units"),
        ("stripe_charges.json", "Stripe charges, in minor units"),
        ("recurly_invoices.csv", "Recurly invoices"),
        ("recurly_transactions.csv", "Recurly transactions"),
        ("chargebee_invoices.json", "Chargebee invoices"),
    ] {
        assert_eq!(known(&fixture(file)).0, name, "{file}");
    }
    // Every field a layout names is one that its command has.
    for layout in layouts::all() {
        let header: Vec<String> = layout
            .map
            .iter()
            .map(|(_, names)| names[0].to_owned())
            .collect();
        assert!(!layout.words(&header).is_empty());
        let bills = [FileKind::Revenue, FileKind::Subscriptions];
        if ["stripe", "recurly", "chargebee"].contains(&layout.program) {
            assert!(bills.contains(&layout.kind), "{}", layout.name);
        }
    }
}

#[test]
fn what_was_refunded_of_a_payment_is_taken_by_difference_and_never_twice() {
    let mut desk = Desk::new();
    let done = desk.known("stripe_payments.csv");
    // Failed and test payments are left out, and the words that do it are in the log.
    assert_eq!(counts(&done), [4, 0, 0, 0, 2]);
    assert_eq!(
        report(&done)["remark"],
        "2 refunds were found in totals given back, 2 of them on 23 Nov 2026 because the file has no day for them."
    );
    assert_eq!(
        lines(&desk.book),
        [
            "2026-01-05 ch_1 1000.00 USD ×1",
            "2026-02-05 ch_2 1000.00 USD ×1",
            "2026-02-06 ch_3 300.00 EUR ×1",
            "2026-02-08 ch_5 50000 JPY ×1",
            "2026-11-23 ch_2/refund/25000 -250.00 USD ×1",
            "2026-11-23 ch_3/refund/30000 -300.00 EUR ×1",
        ]
    );
    let again = desk.known("stripe_payments.csv");
    assert_eq!(counts(&again), [0, 0, 4, 0, 2]);
    assert_eq!(again.op, None, "nothing was written");
    // More was given back since.
    let more = desk.changed(
        "stripe_payments.csv",
        ",1000.00,250.00,usd,true",
        ",1000.00,400.00,usd,true",
    );
    assert_eq!(counts(&more), [0, 1, 3, 0, 2]);
    let change = &report(&more)["changes"][0];
    assert_eq!(
        (&change["field"], &change["before"], &change["after"]),
        (&"given back".into(), &"$250.00".into(), &"$400.00".into())
    );
    assert_eq!(sums(&desk.book), "0.00 EUR, 50000 JPY, 1600.00 USD");
    // The older export says less than the book knows: both figures, and nothing is changed.
    let less = desk.known("stripe_payments.csv");
    assert_eq!(counts(&less), [0, 0, 3, 1, 2]);
    let reason = report(&less)["rejects"][0].to_string();
    assert!(
        reason.contains("250.00") && reason.contains("$400.00"),
        "{reason}"
    );
    desk.book.run("undo");
    assert_eq!(sums(&desk.book), "0.00 EUR, 50000 JPY, 1750.00 USD");
    sound(&mut desk.book);
}

#[test]
fn a_file_of_refunds_after_the_totals_gives_them_their_days_and_no_more_money() {
    let mut desk = Desk::new();
    desk.known("stripe_payments.csv");
    let before = sums(&desk.book);
    let done = desk.known("stripe_refund_data.csv");
    // Two lines become the refunds they were, one is the other part of a total; the failed one is left out.
    assert_eq!(counts(&done), [1, 2, 0, 0, 1]);
    let after = [
        "2026-01-05 ch_1 1000.00 USD ×1",
        "2026-02-05 ch_2 1000.00 USD ×1",
        "2026-02-06 ch_3 300.00 EUR ×1",
        "2026-02-08 ch_5 50000 JPY ×1",
        "2026-02-10 re_1 -100.00 USD ×1",
        "2026-02-20 re_2 -150.00 USD ×1",
        "2026-03-01 re_3 -300.00 EUR ×1",
    ];
    assert_eq!(lines(&desk.book), after);
    assert_eq!(sums(&desk.book), before);
    // Either file again, in either order, changes nothing.
    assert_eq!(
        counts(&desk.known("stripe_refund_data.csv")),
        [0, 0, 3, 0, 1]
    );
    assert_eq!(counts(&desk.known("stripe_payments.csv")), [0, 0, 4, 0, 2]);
    assert_eq!(lines(&desk.book), after);
    sound(&mut desk.book);
}

#[test]
fn an_invoice_and_its_payment_are_one() {
    let mut desk = Desk::new();
    let done = desk.known("stripe_invoices.csv");
    assert_eq!(counts(&done), [2, 0, 1, 0, 2]);
    assert_eq!(report(&done)["remark"], "1 row of zero was passed over.");
    // A year that is paid for at once is twelve months.
    assert_eq!(
        lines(&desk.book),
        [
            "2026-01-05 in_1 1000.00 USD ×1",
            "2026-03-02 in_9 1200.00 USD ×12",
        ]
    );
    let payments = desk.known("stripe_payments.csv");
    assert_eq!(counts(&payments), [3, 0, 1, 0, 2]);
    let said = report(&payments)["remark"].to_string();
    assert!(
        said.contains("1 row is in the book under another id"),
        "{said}"
    );
    assert_eq!(sums(&desk.book), "0.00 EUR, 50000 JPY, 2950.00 USD");
    // And the other way round.
    let mut desk = Desk::new();
    desk.known("stripe_payments.csv");
    assert_eq!(counts(&desk.known("stripe_invoices.csv")), [1, 0, 2, 0, 2]);
    assert_eq!(sums(&desk.book), "0.00 EUR, 50000 JPY, 2950.00 USD");
    // What is refunded of the payment is given back of the invoice.
    let mut desk = Desk::new();
    desk.known("stripe_invoices.csv");
    let done = desk.changed(
        "stripe_payments.csv",
        "\"1,000.00\",0.00,usd",
        "\"1,000.00\",10.00,usd",
    );
    assert_eq!(counts(&done), [3, 1, 0, 0, 2]);
    assert!(lines(&desk.book).contains(&"2026-11-23 in_1/refund/1000 -10.00 USD ×1".to_owned()));
    sound(&mut desk.book);
}

#[test]
fn subscriptions_are_the_lines_they_billed() {
    let mut desk = Desk::new();
    let done = desk.known("stripe_subscriptions.csv");
    assert_eq!(counts(&done), [4, 0, 1, 0, 0]);
    // Two seats; the 31st comes back after February; a trial is free, and what is past due is not paid.
    let first = [
        "2026-01-10 sub_3/2026-01-10 30.00 USD ×1",
        "2026-01-31 sub_1/2026-01-31 100.00 USD ×1",
        "2026-02-10 sub_3/2026-02-10 30.00 USD ×1",
        "2026-02-15 sub_2/2026-02-15 1200.00 USD ×12",
        "2026-02-28 sub_1/2026-02-28 100.00 USD ×1",
        "2026-03-01 sub_5/2026-03-01 10.00 USD ×1",
        "2026-03-10 sub_3/2026-03-10 30.00 USD ×1",
        "2026-03-31 sub_1/2026-03-31 100.00 USD ×1",
        "2026-04-01 sub_5/2026-04-01 10.00 USD ×1",
        "2026-04-30 sub_1/2026-04-30 100.00 USD ×1",
    ];
    assert_eq!(lines(&desk.book), first);
    assert_eq!(
        counts(&desk.known("stripe_subscriptions.csv")),
        [0, 0, 5, 0, 0]
    );
    // Another price now: what was billed before the current period stays.
    let done = desk.changed("stripe_subscriptions.csv", "month,50.00", "month,55.00");
    assert_eq!(counts(&done), [0, 1, 4, 0, 0]);
    let change = report(&done)["changes"][0].to_string();
    assert!(
        change.contains("$100.00 (30 Apr 2026)") && change.contains("$110.00"),
        "{change}"
    );
    assert_eq!(sums(&desk.book), "1720.00 USD");
    // A later export adds what was billed since, and only that.
    let done = desk.changed(
        "stripe_subscriptions.csv",
        "month,50.00,active,,2026-01-31 08:00,2026-01-31 08:00,2026-01-31 08:00,2026-04-30 08:00,2026-05-31 08:00",
        "month,60.00,active,,2026-01-31 08:00,2026-01-31 08:00,2026-01-31 08:00,2026-05-31 08:00,2026-06-30 08:00",
    );
    assert_eq!(counts(&done), [0, 1, 4, 0, 0]);
    assert_eq!(sums(&desk.book), "1840.00 USD");
    assert!(lines(&desk.book).contains(&"2026-05-31 sub_1/2026-05-31 120.00 USD ×1".to_owned()));
    // The billing day moved: only the current period is taken, and no day is paid for twice.
    let done = desk.changed(
        "stripe_subscriptions.csv",
        "2026-03-01 08:00,2026-05-01 08:00,2026-06-01 08:00",
        "2026-03-01 08:00,2026-04-20 08:00,2026-07-20 08:00",
    );
    let said = report(&done)["remark"].to_string();
    assert!(said.contains("another day"), "{said}");
    sound(&mut desk.book);
    desk.book.run("undo");
    sound(&mut desk.book);
}

#[test]
fn subscriptions_nobody_could_have_billed_are_refused() {
    let mut desk = Desk::new();
    let header = "id,customer,start,end,amount,currency,interval,quantity";
    for (row, why) in [
        (
            "s1,cus_vale,2026-03-01,2026-02-01,10,USD,month,1",
            "is before it began",
        ),
        (
            "s1,cus_vale,2026-03-01,,10,USD,sometimes,1",
            "is no interval",
        ),
        ("s1,cus_vale,2026-03-01,,-10,USD,month,1", "is negative"),
        (
            "s1,cus_vale,2026-03-01,,9000000000000,USD,month,4000000000",
            "more than one line",
        ),
        ("s1,cus_vale,1926-03-01,,10,USD,month,1", "before 2000"),
        ("s1,nobody,2026-03-01,,10,USD,month,1", "is no customer"),
        (",cus_vale,2026-03-01,,10,USD,month,1", "is empty"),
    ] {
        let done = desk.take("import subscriptions", &format!("{header}\n{row}\n"), "");
        assert_eq!(counts(&done)[3], 1, "{row}");
        let reason = report(&done)["rejects"][0]["reason"].to_string();
        assert!(reason.contains(why), "{row}: {reason}");
    }
    // Quarters, weeks, and an end in between: billed ahead, up to today and not on the last day.
    desk.take(
        "import subscriptions",
        "id,customer,start,end,amount,currency,interval,their_status\n\
         q,cus_vale,2026-01-31,2026-07-31,5000,JPY,quarterly,active\n\
         w,cus_vale,2026-11-02,,1.50,USD,every 2 weeks,active\n\
         n,cus_vale,2026-11-23,2026-11-23,1.50,USD,month,active\n\
         f,cus_vale,2026-12-01,,1.50,USD,month,active\n",
        "",
    );
    assert_eq!(
        lines(&desk.book),
        [
            "2026-01-31 q/2026-01-31 5000 JPY ×3",
            "2026-04-30 q/2026-04-30 5000 JPY ×3",
            "2026-11-02 w/2026-11-02 1.50 USD ×1",
            "2026-11-16 w/2026-11-16 1.50 USD ×1",
        ]
    );
}

#[test]
fn minor_units_are_money_of_their_currency() {
    let mut desk = Desk::new();
    let done = desk.known("stripe_charge_data.csv");
    assert_eq!(counts(&done), [4, 0, 0, 0, 2]);
    assert_eq!(sums(&desk.book), "5 ISK, 0 JPY, 12.345 KWD, 6750.00 USD");
    let mut desk = Desk::new();
    let bad = desk.take(
        "import revenue",
        "id,customer,date,amount\na,cus_vale,2026-02-01,67.50\nb,cus_vale,2026-02-01,\"6,750\"\nc,cus_vale,2026-02-01,675.0\n",
        "--units minor --skip-bad",
    );
    assert_eq!(counts(&bad), [1, 0, 0, 2, 0]);
    assert_eq!(sums(&desk.book), "6.75 USD");
}

#[test]
fn lists_of_the_api_are_read_with_their_days_in_seconds() {
    let mut desk = Desk::new();
    assert_eq!(counts(&desk.known("stripe_charges.json")), [1, 0, 0, 0, 1]);
    assert_eq!(
        counts(&desk.known("chargebee_invoices.json")),
        [1, 0, 0, 0, 1]
    );
    assert_eq!(
        lines(&desk.book),
        [
            "2026-02-18 ch_a1 129.00 USD ×1",
            "2026-02-19 CB-1 99.00 USD ×1",
            "2026-11-23 ch_a1/refund/2900 -29.00 USD ×1",
        ]
    );
}

#[test]
fn a_refund_is_known_by_the_word_for_its_type() {
    let mut desk = Desk::new();
    let (_, line) = known(&fixture("recurly_transactions.csv"));
    let done = desk.book.run(&format!("{line} --add-customers"));
    assert_eq!(counts(&done), [2, 0, 0, 0, 2]);
    assert_eq!(
        lines(&desk.book),
        ["2026-01-02 t1 100.00 EUR ×1", "2026-01-04 t3 -40.00 EUR ×1"]
    );
    let older = desk.known("stripe_payments_older.csv");
    assert_eq!(counts(&older), [1, 0, 0, 0, 0]);
    assert_eq!(sums(&desk.book), "60.00 EUR, 100.00 USD");
}

#[test]
fn a_credit_invoice_gives_back_what_was_paid_out_of_it_and_its_transaction_nothing_more() {
    let mut desk = Desk::new();
    let (name, line) = known(&fixture("recurly_invoices.csv"));
    assert_eq!(name, "Recurly invoices");
    let line = format!("{line} --add-customers");
    // One credit was spent on an invoice, which says so itself; another is not closed yet.
    assert_eq!(counts(&desk.book.run(&line)), [3, 0, 1, 0, 1]);
    let there = [
        "2026-01-02 i1 100.00 EUR ×1",
        "2026-01-04 i3 -40.00 EUR ×1",
        "2026-02-02 i5 80.00 EUR ×1",
    ];
    assert_eq!(lines(&desk.book), there);
    assert_eq!(counts(&desk.book.run(&line)), [0, 0, 4, 0, 1]);
    // The transactions that paid them are known by their invoices.
    let transactions = desk.known("recurly_transactions.csv");
    assert_eq!(counts(&transactions), [0, 0, 2, 0, 2]);
    assert_eq!(lines(&desk.book), there);
}

#[test]
fn a_refund_finds_its_charge_where_the_book_has_the_invoice_of_it() {
    let mut desk = Desk::new();
    let line = "import revenue";
    let header = "id,customer,date,amount";
    desk.take(
        line,
        &format!("{header}\nin_1,cus_vale,2026-02-01,100\n"),
        "",
    );
    let charges = format!("{header},invoice\nch_1,cus_vale,2026-02-01,100,in_1\n");
    let map = "--map known_as=invoice";
    assert_eq!(counts(&desk.take(line, &charges, map)), [0, 0, 1, 0, 0]);
    let again = desk.take(line, &charges, map);
    assert!(again.op.is_none(), "{}", again.said);
    let refund = "id,date,amount,refund_of\nre_1,2026-02-03,30,ch_1\n";
    assert_eq!(counts(&desk.take(line, refund, "")), [1, 0, 0, 0, 0]);
    assert_eq!(
        lines(&desk.book),
        [
            "2026-02-01 in_1 100.00 USD ×1",
            "2026-02-03 re_1 -30.00 USD ×1"
        ]
    );
}

#[test]
fn what_was_not_paid_is_no_revenue_and_their_word_for_it_is_kept() {
    let mut desk = Desk::new();
    let file = "id,customer,date,amount,Status\n\
        a,cus_vale,2026-02-01,10,Paid\nb,cus_vale,2026-02-01,10,Past due\n";
    let done = desk.take("import revenue", file, "");
    assert_eq!(counts(&done), [1, 0, 0, 1, 0]);
    let reason = report(&done)["rejects"][0]["reason"].to_string();
    assert!(reason.contains("Status!=Past due"), "{reason}");
    let done = desk.take("import revenue", file, "--where \"Status!=Past due\"");
    assert_eq!(counts(&done), [1, 0, 0, 0, 1]);
    let status = |book: &Book| {
        let all = table::whole(book.store.view(), &Query::new(List::Revenue, book.today)).unwrap();
        all.rows[0].cells[10].plain()
    };
    assert_eq!(status(&desk.book), "Paid");
    let done = desk.take(
        "import revenue",
        &file.replace("Paid", "Disputed"),
        "--where Status=Disputed",
    );
    assert_eq!(counts(&done), [0, 1, 0, 0, 1]);
    assert_eq!(status(&desk.book), "Disputed");
    let all = desk.take("import revenue", file, "--set their_status=");
    assert_eq!(counts(&all), [1, 0, 1, 0, 0]);
}

#[test]
fn totals_that_cannot_be_are_refused() {
    let mut desk = Desk::new();
    let header = "id,customer,date,amount,amount_refunded,refunded_on";
    for (row, why) in [
        (
            "a,cus_vale,2026-02-01,10.00,10.01,",
            "is more than was paid ($10.00)",
        ),
        ("a,cus_vale,2026-02-01,10.00,-1.00,", "is negative"),
        (
            "a,cus_vale,2026-02-01,10.00,1.00,2026-01-01",
            "cannot be refunded on",
        ),
        (
            "a,cus_vale,2026-02-01,10.00,1.00,2026-12-01",
            "is in the future",
        ),
        ("a,cus_vale,2026-02-01,0.00,0.00,", "is zero"),
        ("a,,2026-02-01,10.00,0.00,", "nobody is known to have paid"),
    ] {
        let done = desk.take("import revenue", &format!("{header}\n{row}\n"), "");
        assert_eq!(counts(&done)[3], 1, "{row}");
        let reason = report(&done)["rejects"][0]["reason"].to_string();
        assert!(reason.contains(why), "{row}: {reason}");
    }
    assert!(lines(&desk.book).is_empty());
    // A refund with a day of its own; and a payment without an id is known by what it is.
    let file = format!("{header}\n,cus_vale,2026-02-01,10.00,4.00,2026-02-03\n");
    desk.take("import revenue", &file, "");
    assert_eq!(sums(&desk.book), "6.00 USD");
    assert_eq!(
        counts(&desk.take("import revenue", &file, "")),
        [0, 0, 1, 0, 0]
    );
    // A payment the book has is not made nothing by a row of zero.
    let known = format!("{header}\nb,cus_vale,2026-03-20,10.00,,\n");
    desk.take("import revenue", &known, "");
    let zero = desk.take(
        "import revenue",
        &known.replace("10.00", "0.00"),
        "--skip-zero",
    );
    assert_eq!(counts(&zero), [0, 0, 0, 1, 0]);
}

#[test]
fn a_customer_is_found_by_what_the_row_says_together() {
    let mut desk = Desk::new();
    let file = "id,date,amount,customer,customer_name,customer_email\n\
        a,2026-02-01,1.00,cus_vale,Somebody,x@gmail.com\n\
        b,2026-02-02,2.00,unknown,Somebody,ap@valerobotics.com\n\
        c,2026-02-03,4.00,unknown,Cobalt Foods,x@gmail.com\n\
        d,2026-02-04,8.00,cus_new,New Co,x@gmail.com\n\
        e,2026-02-05,16.00,cus_other,New Co,y@gmail.com\n";
    let done = desk.take("import revenue", file, "--add-customers");
    assert_eq!(counts(&done), [5, 0, 0, 0, 0]);
    let all = table::whole(
        desk.book.store.view(),
        &Query::new(List::Revenue, desk.book.today),
    )
    .unwrap();
    let mut who: Vec<String> = all.rows.iter().map(|r| r.cells[1].plain()).collect();
    who.reverse();
    assert_eq!(
        who,
        [
            "Vale Robotics",
            "Vale Robotics",
            "Cobalt Foods",
            "New Co",
            "New Co"
        ]
    );
    // Two ids of one program are two customers, though they have one name.
    let customers = table::whole(
        desk.book.store.view(),
        &Query::new(List::Customers, desk.book.today),
    )
    .unwrap();
    assert_eq!(customers.rows.len(), 4);
}

#[test]
fn a_known_export_goes_in_by_its_name_alone() {
    for (file, want) in [
        ("stripe_payments.csv", [4, 0, 0, 0, 2]),
        ("stripe_invoices.csv", [2, 0, 1, 0, 2]),
        ("stripe_subscriptions.csv", [4, 0, 1, 0, 0]),
        ("stripe_charge_data.csv", [4, 0, 0, 0, 2]),
        ("stripe_charges.json", [1, 0, 0, 0, 1]),
        ("chargebee_invoices.json", [1, 0, 0, 0, 1]),
    ] {
        let mut desk = Desk::new();
        let done = desk
            .book
            .run(&format!("import {}", fixture(file).display()));
        assert_eq!(counts(&done), want, "{file}");
        let mut told = Desk::new();
        told.known(file);
        assert_eq!(lines(&desk.book), lines(&told.book), "{file}");
    }
}
