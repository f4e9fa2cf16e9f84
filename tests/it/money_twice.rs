//! The same money from two sources counts once, and only because the person says that it is the same.

use super::{
    billing_files::{fixture, known, lines, sums},
    imports::{Files, counts, report},
    program::Desk,
    pty::Start,
};
use crate::book::Book;

const SUBSCRIPTIONS: &str = "id,customer_id,customer_name,start,current_start,current_end,amount,currency,interval\n\
    sub_1,cus_vale,Vale Robotics,2026-01-10,2026-03-10,2026-04-10,100.00,USD,month\n\
    sub_2,cus_cobalt,Cobalt Foods,2026-02-01,2026-02-01,2027-02-01,1200.00,USD,year\n";
/// What those subscriptions were paid by, one with taxes, and a payment for something else.
const PAYMENTS: &str = "id,customer_id,customer_name,date,amount,amount_refunded\n\
    ch_1,cus_vale,Vale Robotics,2026-01-10,100.00,0\n\
    ch_2,cus_vale,Vale Robotics,2026-02-11,100.00,25.00\n\
    ch_3,cus_vale,Vale Robotics,2026-03-28,100.00,0\n\
    ch_4,cus_cobalt,Cobalt Foods,2026-02-03,1428.00,0\n\
    ch_5,cus_vale,Vale Robotics,2026-02-12,900.00,0\n";
const TAKE: &str = "--add-customers --map customer=customer_id --map customer_name=customer_name";

struct Twice {
    book: Book,
    files: Files,
}

impl Twice {
    /// A book in which the subscriptions of two customers are.
    fn subscribed() -> Self {
        let mut one = Self {
            book: Book::new(),
            files: Files::new(),
        };
        one.take("subscriptions", "subs.csv", SUBSCRIPTIONS, "");
        assert_eq!(sums(&one.book), "1500.00 USD");
        one
    }

    fn take(
        &mut self,
        kind: &str,
        name: &str,
        text: &str,
        more: &str,
    ) -> partnerbook::ops::Outcome {
        let file = self.files.put(name, text);
        self.book
            .run(&format!("import {kind} {file} {TAKE} {more}"))
    }

    fn sound(&mut self) {
        assert_eq!(self.book.store.check().unwrap().findings, []);
    }
}

#[test]
fn payments_of_subscriptions_that_are_in_the_book_are_asked_about_with_an_example_of_both() {
    let mut one = Twice::subscribed();
    let tried = one.take("revenue", "pay.csv", PAYMENTS, "");
    // Nothing went in, and what is asked about is rejected as long as nobody says.
    assert_eq!(tried.op, None);
    assert_eq!(counts(&tried), [1, 0, 0, 4]);
    let questions = tried.trial.unwrap().questions;
    assert_eq!(questions.len(), 1);
    assert_eq!(
        questions[0].question,
        "4 payments of the file look like money the book has from another source: $1,728.00 of 2 customers, 1 of them \
         with another amount. For example $100.00 on 10 Jan 2026 (ch_1) of Vale Robotics on line 2 is like V1, $100.00 on \
         10 Jan 2026 (sub_1/2026-01-10), from subs.csv. Are they the same money?"
    );
    let words: Vec<String> = questions[0]
        .answers
        .iter()
        .map(|(_, w)| w.join(" "))
        .collect();
    assert_eq!(
        words,
        [
            "--twice skip",
            "--twice replace",
            "--twice keep",
            "--twice exact"
        ]
    );
    assert_eq!(sums(&one.book), "1500.00 USD");
}

#[test]
fn what_is_the_same_money_counts_once_and_what_was_given_back_of_it_counts() {
    let mut one = Twice::subscribed();
    let more = "--map refunded_total=amount_refunded";
    let done = one.take(
        "revenue",
        "pay.csv",
        PAYMENTS,
        &format!("{more} --twice skip"),
    );
    assert_eq!(report(&done)["left_out"], 3);
    let remark = report(&done)["remark"].to_string();
    assert!(
        remark.contains(
            "4 payments are money the book has from another source, and left out as you said."
        ),
        "{remark}"
    );
    // The payment for something else is in, and the refund of a subscription's month.
    assert_eq!(sums(&one.book), "2375.00 USD");
    // What was said is remembered: nobody is asked again.
    let again = one.take("revenue", "pay.csv", PAYMENTS, more);
    assert_eq!(again.op, None, "the same file says nothing new");
    assert_eq!(sums(&one.book), "2375.00 USD");
    one.sound();
}

#[test]
fn the_other_answers_do_what_they_say() {
    // Only what is of the same amount is left out.
    let mut one = Twice::subscribed();
    one.take("revenue", "pay.csv", PAYMENTS, "--twice exact");
    assert_eq!(sums(&one.book), "3828.00 USD");
    // Everything is other money.
    let mut one = Twice::subscribed();
    one.take("revenue", "pay.csv", PAYMENTS, "--twice keep");
    assert_eq!(sums(&one.book), "4128.00 USD");
    // The payments say it better than the subscriptions: they take their place, and a year stays a year.
    let mut one = Twice::subscribed();
    let done = one.take("revenue", "pay.csv", PAYMENTS, "--twice replace");
    assert_eq!(counts(&done), [1, 4, 0, 0]);
    assert_eq!(
        lines(&one.book),
        [
            "2026-01-10 ch_1 100.00 USD ×1",
            "2026-02-03 ch_4 1428.00 USD ×12",
            "2026-02-11 ch_2 100.00 USD ×1",
            "2026-02-12 ch_5 900.00 USD ×1",
            "2026-03-28 ch_3 100.00 USD ×1",
        ]
    );
    // The file again finds its own payments; the subscriptions again are asked about, for they would count twice.
    let again = one.take("revenue", "pay.csv", PAYMENTS, "");
    assert_eq!((again.op, counts(&again)), (None, [0, 0, 5, 0]));
    let again = one.take("subscriptions", "subs.csv", SUBSCRIPTIONS, "");
    assert_eq!(again.trial.unwrap().questions.len(), 1);
    one.book.run("undo");
    assert_eq!(sums(&one.book), "1500.00 USD");
    one.sound();
}

#[test]
fn what_took_the_place_of_a_period_says_nothing_of_the_next_one() {
    let mut one = Twice {
        book: Book::new(),
        files: Files::new(),
    };
    let subs = SUBSCRIPTIONS.replace("2026-03-10,2026-04-10", "2026-05-10,2026-06-10");
    one.take("subscriptions", "subs.csv", &subs, "");
    one.take("revenue", "pay.csv", PAYMENTS, "--twice replace");
    // The next payment is of the period after those that were replaced.
    let next =
        "id,customer_id,customer_name,date,amount\nch_6,cus_vale,Vale Robotics,2026-04-11,100.00\n";
    let tried = one.take("revenue", "next.csv", next, "");
    assert_eq!(tried.trial.unwrap().questions.len(), 1);
}

#[test]
fn subscriptions_of_payments_that_are_in_the_book_are_asked_about_too() {
    let mut one = Twice {
        book: Book::new(),
        files: Files::new(),
    };
    one.take("revenue", "pay.csv", PAYMENTS, "");
    let tried = one.take("subscriptions", "subs.csv", SUBSCRIPTIONS, "");
    let question = &tried.trial.unwrap().questions[0].question;
    assert!(
        question.starts_with("4 periods billed of the file look like money"),
        "{question}"
    );
    let done = one.take("subscriptions", "subs.csv", SUBSCRIPTIONS, "--twice skip");
    assert_eq!(report(&done)["left_out"], 2);
    assert_eq!(sums(&one.book), "2628.00 USD");
    // A later period that nobody paid yet is taken.
    let later = SUBSCRIPTIONS.replace("2026-03-10,2026-04-10", "2026-05-10,2026-06-10");
    let done = one.take("subscriptions", "subs.csv", &later, "--twice skip");
    assert_eq!(counts(&done), [1, 0, 1, 0]);
    assert_eq!(sums(&one.book), "2828.00 USD");
    one.sound();
}

#[test]
fn a_refund_of_a_payment_that_was_left_out_goes_back_to_the_line_it_is() {
    let mut one = Twice::subscribed();
    let file = "id,customer_id,customer_name,date,amount,refund_of\n\
        re_1,,,2026-02-20,40.00,ch_2\n\
        ch_2,cus_vale,Vale Robotics,2026-02-11,100.00,\n";
    let done = one.take("revenue", "pay.csv", file, "--twice skip");
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    assert_eq!(sums(&one.book), "1460.00 USD");
    // Also one that comes in a later file.
    let later =
        "id,customer_id,customer_name,date,amount,refund_of\nre_2,,,2026-02-25,10.00,ch_2\n";
    let done = one.take("revenue", "refunds.csv", later, "");
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    assert_eq!(sums(&one.book), "1450.00 USD");
    one.sound();
}

#[test]
fn two_months_of_one_export_and_two_lines_of_one_invoice_are_asked_about_by_nobody() {
    let mut one = Twice {
        book: Book::new(),
        files: Files::new(),
    };
    let months = [
        "ch_1,cus_vale,Vale Robotics,2026-01-05,100.00\nch_2,cus_vale,Vale Robotics,2026-01-31,100.00\n\
         py_3,cus_vale,Vale Robotics,2026-01-31,100.00\n",
        "ch_4,cus_vale,Vale Robotics,2026-02-02,100.00\nch_5,cus_vale,Vale Robotics,2026-02-28,100.00\n",
        "ch_6,cus_vale,Vale Robotics,2026-03-05,100.00\nch_7,cus_vale,Vale Robotics,2026-03-05,100.00\n",
    ];
    for rows in months {
        let text = format!("id,customer_id,customer_name,date,amount\n{rows}");
        let done = one.take("revenue", "pay.csv", &text, "");
        assert_eq!(counts(&done)[1..], [0, 0, 0], "{}", done.said);
        assert!(done.trial.unwrap().questions.is_empty());
    }
    // Without ids too: the next month of the same table.
    let mut one = Twice {
        book: Book::new(),
        files: Files::new(),
    };
    for (month, day) in [("01", "30"), ("02", "02"), ("03", "02")] {
        let text = format!(
            "customer_id,customer_name,date,amount\ncus_vale,Vale Robotics,2026-{month}-{day},100.00\n"
        );
        let done = one.take("revenue", "pay.csv", &text, "");
        assert_eq!(counts(&done), [1, 0, 0, 0]);
    }
    // And subscriptions after the payments of the months before.
    let mut one = Twice {
        book: Book::new(),
        files: Files::new(),
    };
    one.take("revenue", "pay.csv", PAYMENTS, "");
    let later = SUBSCRIPTIONS
        .replace(
            "2026-01-10,2026-03-10,2026-04-10",
            "2026-04-10,2026-05-10,2026-06-10",
        )
        .replace(
            "2026-02-01,2026-02-01,2027-02-01",
            "2026-10-01,2026-10-01,2027-10-01",
        );
    let done = one.take("subscriptions", "subs.csv", &later, "");
    assert_eq!(counts(&done), [2, 0, 0, 0]);
}

#[test]
fn invoices_and_payments_of_stripe_without_a_column_that_joins_them_count_once() {
    let mut book = Book::new();
    let files = Files::new();
    let take = |book: &mut Book, name: &str, without: &str, more: &str| {
        let text = std::fs::read_to_string(fixture(name)).unwrap();
        assert!(text.contains(without), "{without}");
        let text = text.replace(without, &without.replace(char::is_alphabetic, "x"));
        let file = files.put(name, text);
        let (_, line) = known(std::path::Path::new(&file));
        book.run(&format!("{line} --add-customers {more}"))
    };
    take(&mut book, "stripe_invoices.csv", ",Charge,", "");
    let tried = take(&mut book, "stripe_payments.csv", ",Invoice ID", "");
    let questions = tried.trial.unwrap().questions;
    assert!(
        questions[0].question.contains("(ch_1)") && questions[0].question.contains("(in_1)"),
        "{questions:?}"
    );
}

#[test]
fn money_entered_by_hand_is_not_counted_again_by_the_file_that_has_it() {
    let mut one = Twice {
        book: Book::with(&["customer add \"Vale Robotics\""]),
        files: Files::new(),
    };
    one.book.run("revenue add C1 100.00 --on 2026-01-10");
    let file = "id,customer,date,amount\nch_1,Vale Robotics,2026-01-11,100.00\n";
    let file = one.files.put("pay.csv", file);
    let tried = one.book.run(&format!("import revenue {file}"));
    let question = &tried.trial.unwrap().questions[0].question;
    assert!(question.contains("entered by hand"), "{question}");
    one.book.run(&format!("import revenue {file} --twice skip"));
    assert_eq!(sums(&one.book), "100.00 USD");
}

#[test]
fn rows_nobody_judged_are_never_taken_with_the_good_ones() {
    let mut one = Twice::subscribed();
    let done = one.take("revenue", "pay.csv", PAYMENTS, "--skip-bad");
    assert_eq!(counts(&done), [1, 0, 0, 4]);
    let reason = report(&done)["rejects"][0]["reason"].to_string();
    assert!(reason.contains("--twice skip"), "{reason}");
    assert_eq!(sums(&one.book), "2400.00 USD");
}

#[test]
fn in_a_terminal_it_is_asked_and_with_nobody_there_refused_with_the_words() {
    let desk = Desk::new();
    let subscriptions = desk.file("subs.csv", SUBSCRIPTIONS);
    desk.ok(&[
        "import",
        &subscriptions,
        "--as",
        "subscriptions",
        "--add-customers",
        "--yes",
    ]);
    let payments = desk.file("payments.csv", PAYMENTS);
    let refused = desk.run(&["import", &payments, "--as", "revenue", "--yes"]);
    assert_eq!(refused.code, 3, "{refused:?}");
    assert!(
        refused
            .err
            .contains("add --twice skip or --twice replace or --twice keep"),
        "{refused:?}"
    );
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&[
        "--db",
        &book,
        "import",
        &payments,
        "--as",
        "revenue",
        "--map",
        "refunded_total=",
    ]);
    pty.shows("look like money the book has");
    pty.keys("1\r");
    pty.shows("4 payments are money the book has");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let log = desk.ok(&["history", "--json"]);
    assert!(log.contains("--twice skip"), "{log}");
}
