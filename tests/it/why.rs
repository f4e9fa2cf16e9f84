//! Why this amount: every commission line, payment and referral says how it came about, or why nothing did.

use crate::{book::Book, desk::Desk};

const CLOCK: &[&str] = &[
    "partner add Northwind",
    "partner add Kestrel",
    "program add Agency --terms \"25% of base for 12 months; 50 USD per lead\" --enrol-all",
    "referral add Cobalt -p northwind --on 2026-08-01",
    "referral stage qualified R1 --on 2026-08-10",
    "referral win R1 --on 2026-08-28",
];

/// A book with one customer, who has paid as these lines say.
fn book(lines: &[&str]) -> Book {
    let mut book = Book::with(CLOCK);
    for line in lines {
        book.run(line);
    }
    book
}

/// The sheet of a line, as the shell prints it.
fn sheet(book: &mut Book, line: &str) -> String {
    let outcome = book.run(line);
    outcome.sheet.expect("a sheet").text().join("\n")
}

fn sees(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no “{word}” in\n{text}");
    }
}

#[test]
fn a_line_tells_what_was_paid_what_was_left_out_the_month_the_sum_and_where_it_is() {
    let mut book = book(&[
        "revenue add Cobalt 2150 --on 2026-08-28 --external-id in_1/1",
        "revenue add Cobalt 2150 --on 2026-10-28 --external-id in_8Qk2/1",
        "revenue add Cobalt 192 --on 2026-10-28 --kind tax --external-id in_8Qk2/2",
        "revenue add Cobalt 70 --on 2026-10-29 --kind add-on --external-id in_8Qk2/3",
    ]);
    let text = sheet(&mut book, "commission why L3");
    sees(
        &text,
        &[
            "L3 Cobalt for Northwind",
            "$537.50  ◔ held to 27 Nov 2026",
            "Cobalt paid together",
            "$2,412.00",
            "- V3 tax: only base is paid on",
            "-$192.00",
            "- V4 add-on: only base is paid on",
            "V2 in_8Qk2/1: base, paid 28 Oct 2026",
            "25% × $2,150.00 = $537.50",
            "✓ Inside the 12 months from the first payment (28 Aug 2026 to 27 Aug 2027)",
            "month 3 of 12",
            "◔ 30-day hold after 28 Oct 2026",
            "ends 27 Nov 2026",
            "! No payout account on file",
            "Agency, version 1",
            "H9 Added V2",
        ],
    );
    let json = book.json("commission why L3");
    assert_eq!(json["left_out"][0]["why"]["why"], "kind");
    assert_eq!(json["left_out"][0]["amount"]["amount"], "192.00");
    assert_eq!(
        json["verdicts"][0]["outcome"]["earned"]["window"]["month"],
        3
    );
    assert_eq!(json["terms"]["program"], "agency");
    assert_eq!(json["earned_on"], "V2");
}

#[test]
fn a_payment_that_earned_nothing_says_why_not_by_every_agreement() {
    let mut book = book(&[
        "customer add Strangers",
        "revenue add Cobalt 100 --on 2026-08-28",
        "revenue add Cobalt 192 --on 2026-10-28 --kind tax",
        "revenue add Strangers 10 --on 2026-10-28",
    ]);
    for line in ["commission why V2", "commission why --line V2"] {
        sees(
            &sheet(&mut book, line),
            &[
                "✗ The payment is for tax; this agreement pays on base.",
                "✗ This agreement pays a fixed sum for the referral, nothing by payment.",
                "Agency, version 1: 25% of base for 12 months",
            ],
        );
    }
    let json = book.json("commission why V2");
    assert_eq!(
        json["verdicts"][0]["verdict"]["outcome"]["nothing"]["why"],
        "kind"
    );
    assert_eq!(
        json["verdicts"][1]["verdict"]["outcome"]["nothing"]["why"],
        "pays_by_event"
    );
    sees(
        &sheet(&mut book, "commission why V3"),
        &["It belongs to no referral"],
    );
    assert_eq!(book.json("commission why V3")["why"], "no_referral");
    assert!(book.fails("commission why V99").message.contains("V99"));
    assert!(book.fails("commission why L99").message.contains("L99"));
    assert!(book.fails("commission why R99").message.contains("R99"));
}

#[test]
fn a_referral_says_why_its_fee_was_paid_or_not() {
    let mut book = book(&[
        "revenue add Cobalt 100 --on 2026-08-28",
        "revenue add Cobalt 9 --on 2026-08-29 --kind tax",
        "referral add Dune -p northwind --on 2026-09-01",
    ]);
    sees(
        &sheet(&mut book, "commission why R1"),
        &[
            "✓ 1 payment earned",
            "✗ 1 payment earned nothing: only base is paid on",
            "$50.00 per lead",
        ],
    );
    sees(
        &sheet(&mut book, "commission why R2"),
        &[
            "◔ Qualified",
            "not yet",
            "✗ What this fixed sum is paid for has not happened yet.",
        ],
    );
    let json = book.json("commission why R2");
    assert_eq!(
        json["verdicts"][0]["verdict"]["outcome"]["nothing"]["why"],
        "no_event"
    );
}

#[test]
fn the_odd_cent_the_exact_sum_and_the_rounding_are_told() {
    let mut book = Book::with(&[
        "partner add Northwind",
        "partner add Kestrel",
        "program add Agency --terms \"25% of base\" --enrol-all",
        "referral add Cobalt -p northwind --on 2026-08-01 --split northwind:70,kestrel:30",
        "referral win R1 --on 2026-08-28",
        "revenue add Cobalt 10.02 --on 2026-08-28",
    ]);
    let text = sheet(&mut book, "commission why L1");
    sees(
        &text,
        &[
            "Exactly 2.505, rounded once",
            "$2.51",
            "Northwind 70%, with the unit that was left over",
            "Kestrel 30%",
            "$0.75",
        ],
    );
}

#[test]
fn tiers_tell_the_volume_the_bands_and_which_tiers_were_reached() {
    let mut book = Book::with(&[
        "partner add Northwind",
        "program add Volume --terms \"5% from 0, 10% from 1000, 20% from 9000 USD of base a month (graduated)\" --enrol-all",
        "referral add Cobalt -p northwind --on 2026-08-01",
        "referral win R1 --on 2026-08-28",
        "revenue add Cobalt 800 --on 2026-09-01",
        "revenue add Cobalt 700 --on 2026-09-02",
    ]);
    sees(
        &sheet(&mut book, "commission why L2"),
        &[
            "Volume of the partner in Sep 2026",
            "$1,500.00",
            "Volume before this payment",
            "10% from $1,000.00, reached",
            "20% from $9,000.00, not reached",
            "Part of it at 5%",
            "$200.00",
            "Part of it at 10%",
            "5% × $200.00 + 10% × $500.00 = $60.00",
        ],
    );
}

#[test]
fn corrections_and_the_history_stand_below_with_the_file_they_came_from() {
    let mut book = book(&[
        "revenue add Cobalt 100 --on 2026-08-28",
        "revenue void V1 --reason slip",
    ]);
    let text = sheet(&mut book, "commission why L2");
    sees(
        &text,
        &[
            "What it was earned on is no longer in the book",
            "Posted for this so far",
            "(this line)",
            "$0.00",
            "History",
        ],
    );
}

#[test]
fn the_screen_lays_it_out_scrolls_and_copies_it_as_text() {
    let mut lines = CLOCK.to_vec();
    lines.extend([
        "revenue add Cobalt 2150 --on 2026-08-28 --external-id in_1/1",
        "revenue add Cobalt 192 --on 2026-08-28 --kind tax",
    ]);
    let mut desk = Desk::after(&lines);
    desk.keys("7 <enter>")
        .sees("How it was worked out")
        .sees("When it can be paid")
        .sees("✓ Referral R1 was won")
        .sees("month 1 of 12");
    let screen = desk.screen();
    let sum = screen
        .lines()
        .find(|l| l.contains("Commission  "))
        .unwrap()
        .trim_end()
        .to_owned();
    let paid = screen
        .lines()
        .find(|l| l.contains("Cobalt paid together"))
        .unwrap()
        .trim_end()
        .to_owned();
    assert_eq!(
        sum.chars().count(),
        paid.chars().count(),
        "amounts end together\n{screen}"
    );
    desk.keys("y");
    let copied = desk.copied.last().unwrap();
    assert!(
        copied.contains("25% × $2,150.00 = $537.50") && copied.contains("History"),
        "{copied}"
    );
    desk.resize(60, 20).keys("G").sees("History");
    desk.keys("<esc>").sees("Commissions");
}

#[test]
fn a_payment_under_two_clauses_lists_what_was_posted_once_under_the_one_that_pays_on_it() {
    let mut book = book(&["revenue add Cobalt 2150 --on 2026-08-28"]);
    let text = sheet(&mut book, "commission why --line V1");
    let posted = "L2: $537.50 to Northwind (accrual)";
    assert_eq!(text.matches(posted).count(), 1, "{text}");
    let (percent, flat) = text.split_once("50 USD per lead").unwrap();
    assert!(percent.contains(posted), "{text}");
    sees(flat, &["✗ This agreement pays a fixed sum"]);
}

#[test]
fn a_refund_of_what_was_voided_says_so_instead_of_a_change_nobody_finds() {
    let mut book = book(&[
        "revenue add Cobalt 1000 --on 2026-08-28",
        "commission void L2 --reason 'Self-referral'",
    ]);
    let said = book.says("revenue add Cobalt -100 --on 2026-09-01 --refund-of V1");
    sees(&said, &["was voided, so nothing is taken back"]);
    for line in ["V1", "V2"] {
        let text = sheet(&mut book, &format!("commission why --line {line}"));
        sees(
            &text,
            &["Voided", "✗ Nothing is owed to Northwind: Self-referral"],
        );
    }
    let known = book.json("commission why V2");
    assert_eq!(known["voided"][0]["reason"], "Self-referral");
}
