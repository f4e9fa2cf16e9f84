//! Payouts as a manager makes them: drafted by runs, proven before they are sent, paid once, whatever happens between.

use partnerbook::{
    domain::{day::parse_iso, payout::Check},
    error::Kind,
    store::{Ask, Origin},
};
use serde_json::{Value, json};

use crate::book::Book;

/// Four partners: two with something to be paid, one under the minimum, one whose customers pay in euros.
const DAY: &[&str] = &[
    "program add Referral --terms '25% of base' --hold-days 0 --minimum '50 USD'",
    "partner add Northwind --program referral --pay-by Wise --pay-to pay@northwind.example",
    "partner add Birch --program referral",
    "partner add Kestrel --program referral --pay-by PayPal --email k@kestrel.example",
    "partner add Lumen --program referral --pay-by bank",
    "referral add 'Acme Corp' -p northwind --on 2026-01-10",
    "referral win R1 --on 2026-02-01",
    "referral add 'Vale Robotics' -p birch --on 2026-01-10",
    "referral win R2 --on 2026-02-01",
    "referral add 'Tern Labs' -p kestrel --on 2026-01-10",
    "referral win R3 --on 2026-02-01",
    "referral add 'Oak GmbH' -p lumen --on 2026-01-10",
    "referral win R4 --on 2026-02-01",
    "revenue add 'Acme Corp' 1000 --on 2026-03-05",
    "revenue add 'Vale Robotics' 400 --on 2026-03-05",
    "revenue add 'Tern Labs' 100 --on 2026-03-05",
    "revenue add 'Oak GmbH' '640 EUR' --on 2026-03-05",
];

/// The same with a run: P1 Northwind $250.00, P2 Birch $100.00, P3 Lumen €160.00.
fn drafted() -> Book {
    let mut book = Book::with(DAY);
    book.run("payout new");
    book
}

fn state(book: &mut Book, payout: &str) -> Value {
    book.json(&format!("payout show {payout}"))["state"].clone()
}

fn amount(book: &mut Book, payout: &str) -> Value {
    book.json(&format!("payout show {payout}"))["amount"]["amount"].clone()
}

/// What a payment file does to the book.
fn export(book: &mut Book, payout: i64, file: &str) -> Result<(), partnerbook::error::Error> {
    let ask = Ask::new(Origin::Shell, "export", book.today);
    book.store
        .write(&ask, |tx| {
            tx.mark_exported(payout, file)?;
            Ok((format!("Exported P{payout}"), ()))
        })
        .map(|_| ())
}

fn in_order(book: &mut Book) {
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_run_says_who_is_paid_who_waits_and_what_to_look_at() {
    let mut book = Book::with(DAY);
    let said = book.says("payout new");
    for part in [
        "Drafted 3 payouts of €160.00  $350.00 as run-1.",
        "Kestrel $25.00: Under the minimum payout of $50.00; it is carried over.",
        "No program of theirs has a minimum for EUR: it is paid from the first cent.",
        "! Birch: No payout method.",
        "! Lumen: No account to pay to.",
        "payout approve run-1",
    ] {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
    assert!(!said.contains("Northwind:"), "{said}");
    assert_eq!(
        book.says("payout new").lines().next(),
        Some("Nothing is payable on 23 Nov 2026.")
    );
}

#[test]
fn a_preview_shows_the_run_and_drafts_nothing() {
    let mut book = Book::with(DAY);
    let shown = book.run("payout new --preview");
    assert!(shown.said.contains("Nothing was drafted"), "{}", shown.said);
    assert_eq!(shown.op, None);
    let table = shown.table.unwrap();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|r| {
            r.cells
                .iter()
                .map(partnerbook::table::Cell::shown)
                .collect()
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|r| r[0].as_str()).collect();
    assert_eq!(names, ["Birch", "Lumen", "Northwind", "Kestrel"]);
    assert_eq!(
        rows[2][1..],
        [
            "1",
            "$250.00",
            "$0.00",
            "$0.00",
            "$50.00",
            "$250.00",
            "wise",
            "✓ ready"
        ]
    );
    assert!(rows[3][8].starts_with("◔ Under the minimum"), "{rows:?}");
    assert_eq!(book.run("payout list").table.unwrap().rows.len(), 0);
    book.run("payout new --partner northwind");
    book.run("revenue add 'Acme Corp' 400 --on 2026-11-01");
    let rows = book
        .store
        .view()
        .run_preview(Some(&[1]), book.today)
        .unwrap();
    assert_eq!(rows[0].checks, [Check::StillOpen(1)]);
}

#[test]
fn a_run_is_listed_and_shown_as_a_whole() {
    let mut book = drafted();
    book.run("revenue add 'Tern Labs' 400 --on 2026-11-01");
    book.run("payout new");
    assert_eq!(book.run("payout list run:1").table.unwrap().rows.len(), 3);
    assert_eq!(book.run("payout list run:2").table.unwrap().rows.len(), 1);
    book.run("payout approve run-1 --only northwind");
    book.run("payout cancel P2 --reason 'asked to wait'");
    export(&mut book, 1, "wise-usd.csv").unwrap();
    let run = book.run("payout show run-1").record.unwrap();
    let text = run.lines.join("\n");
    for part in [
        "run-1  3 payouts",
        "cancelled  1 payout  $100.00",
        "File       wise-usd.csv: 1 payout  $250.00",
        "asked to wait",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert_eq!(
        run.json["states"][2],
        json!({ "name": "exported", "payouts": 1, "sums": [{ "amount": "250.00", "currency": "USD" }] })
    );
    assert_eq!(
        book.run("payout list is:exported")
            .table
            .unwrap()
            .rows
            .len(),
        1
    );
    assert_eq!(
        book.run("payout list file:wise approved:2026-11-23")
            .table
            .unwrap()
            .rows
            .len(),
        1
    );
    assert_eq!(book.fails("payout show run-9").kind, Kind::NotFound);
}

#[test]
fn part_of_a_run_is_approved_and_paid_and_the_rest_waits() {
    let mut book = drafted();
    let said = book.says("payout approve P1 P3");
    assert!(
        said.starts_with("Approved P1 ($250.00 to Northwind), P3 (€160.00 to Lumen)."),
        "{said}"
    );
    let said = book.says("payout approve run-1");
    assert!(
        said.contains("Left as they are: P1 (approved), P3 (approved)."),
        "{said}"
    );
    book.run(
        "payout paid run-1 --only lumen --only birch --reference birch=B-1 --reference P3=L-7",
    );
    assert_eq!(book.json("payout show P2")["reference"], "B-1");
    assert_eq!(book.json("payout show P3")["reference"], "L-7");
    assert_eq!(state(&mut book, "P1"), "approved");
    book.run("payout paid run-1 --reference ALL-1");
    assert_eq!(book.json("payout show P1")["reference"], "ALL-1");
    let e = book.fails("payout paid run-1");
    assert_eq!(e.kind, Kind::Refused);
    assert!(
        e.message
            .contains("Nothing of run-1 is draft, approved or exported"),
        "{e}"
    );
    in_order(&mut book);
}

#[test]
fn a_reference_must_say_clearly_whose_it_is() {
    let mut book = drafted();
    book.run("revenue add 'Acme Corp' '400 EUR' --on 2026-11-01");
    book.run("payout new");
    for (line, why) in [
        ("payout paid run-1 --reference nortwind=1", "nortwind"),
        (
            "payout paid P1 P2 --reference kestrel=1",
            "no payout among these",
        ),
        ("payout paid P1 P2 --reference P3=1", "not among these"),
        ("payout paid P1 P4 --reference northwind=1", "2 payouts"),
        (
            "payout paid P1 P2 --reference one --reference two",
            "two references",
        ),
    ] {
        let e = book.fails(line);
        assert!(e.to_string().contains(why), "{line}\n{e}");
    }
    for payout in ["P1", "P2", "P3", "P4"] {
        assert_eq!(state(&mut book, payout), "draft");
    }
}

#[test]
fn a_draft_that_a_refund_made_too_much_is_not_approved_until_it_is_made_anew() {
    let mut book = drafted();
    book.run("revenue add 'Acme Corp' -400 --refund-of V1 --on 2026-11-20");
    let e = book.fails("payout approve P1");
    assert_eq!(e.kind, Kind::Refused);
    assert!(
        e.message.contains("$100.00 was taken back from Northwind"),
        "{e}"
    );
    assert!(e.hint.unwrap().contains("payout refresh P1"));
    assert_eq!(book.fails("payout paid P1").kind, Kind::Refused);
    assert_eq!(state(&mut book, "P1"), "draft");

    let said = book.says("payout refresh P1");
    assert_eq!(said, "P1 to Northwind was $250.00 and is $150.00.");
    book.run("payout approve P1");
    book.run("undo");
    book.run("undo");
    assert_eq!(amount(&mut book, "P1"), "250.00");
    book.run("redo");
    assert_eq!(amount(&mut book, "P1"), "150.00");
    let said = book.says("payout refresh P1 P2");
    assert_eq!(said, "2 payouts are up to date.");
    in_order(&mut book);
}

#[test]
fn money_that_left_already_is_recorded_as_it_left_and_the_balance_is_below_zero() {
    let mut book = drafted();
    book.run("revenue add 'Acme Corp' -400 --refund-of V1 --on 2026-11-20");
    book.run("payout paid P1 --as-drafted --on -2d");
    assert_eq!(book.json("payout show P1")["paid_on"], "2026-11-21");
    let preview = book
        .store
        .view()
        .run_preview(Some(&[1]), book.today)
        .unwrap();
    assert_eq!(preview[0].due.balance.plain(), "-100.00");
    assert!(
        preview[0]
            .left_out()
            .unwrap()
            .contains("made up from later commission")
    );
    let said = book.says("payout new");
    assert!(said.contains("Northwind -$100.00"), "{said}");
    book.run("revenue add 'Acme Corp' 1000 --on 2026-11-22");
    book.run("payout new --partner northwind");
    assert_eq!(amount(&mut book, "P4"), "150.00");
    in_order(&mut book);
}

#[test]
fn a_draft_with_nothing_left_is_cancelled_with_the_reason() {
    let mut book = drafted();
    book.run("revenue add 'Vale Robotics' -300 --refund-of V2 --on 2026-11-20");
    let said = book.says("payout refresh run-1");
    assert!(
        said.contains(
            "P2 to Birch was $100.00 and is cancelled: Under the minimum payout of $50.00"
        ),
        "{said}"
    );
    assert_eq!(state(&mut book, "P2"), "cancelled");
    assert!(said.contains("2 payouts are up to date"), "{said}");
    in_order(&mut book);
    book.run("undo");
    assert_eq!(state(&mut book, "P2"), "draft");
    in_order(&mut book);
}

#[test]
fn what_is_earned_since_is_offered_and_taken_in() {
    let mut book = drafted();
    book.run("revenue add 'Acme Corp' 400 --on 2026-11-01");
    let said = book.says("payout approve P1");
    assert!(
        said.contains("$100.00 more is payable to Northwind"),
        "{said}"
    );
    let said = book.says("payout refresh P1");
    assert_eq!(
        said,
        "P1 to Northwind was $250.00 and is $350.00, and is a draft again."
    );
    assert_eq!(book.json("payout show P1")["approved_on"], Value::Null);
}

#[test]
fn who_pays_by_hand_approves_in_the_same_step_and_is_told() {
    let mut book = drafted();
    let said = book.says("payout paid P1 --reference TRN-88121");
    assert!(
        said.contains("P1 was a draft and is approved with it."),
        "{said}"
    );
    let paid = book.json("payout show P1");
    assert_eq!(
        (
            &paid["state"],
            &paid["approved_on"],
            &paid["paid_on"],
            &paid["reference"]
        ),
        (
            &json!("paid"),
            &json!("2026-11-23"),
            &json!("2026-11-23"),
            &json!("TRN-88121")
        )
    );
    let e = book.fails("undo");
    assert!(e.hint.unwrap().contains("payout reverse P1"));
}

#[test]
fn what_failed_is_payable_again_and_never_paid_twice() {
    let mut book = drafted();
    book.run("payout approve P1");
    export(&mut book, 1, "wise-usd.csv").unwrap();
    let said = book.says("payout fail P1 --reason 'account closed' --on 2026-11-22");
    assert!(
        said.contains(
            "P1 ($250.00 to Northwind) (account closed). What they held is payable again"
        ),
        "{said}"
    );
    let failed = book.json("payout show P1");
    assert_eq!(
        (&failed["failed_on"], &failed["reason"], &failed["file"]),
        (
            &json!("2026-11-22"),
            &json!("account closed"),
            &json!("wise-usd.csv")
        )
    );
    let status = book.run("status").record.unwrap().lines.join("\n");
    assert!(
        status.contains("P1 failed and is payable again: Northwind (account closed)"),
        "{status}"
    );
    for line in [
        "payout paid P1",
        "payout approve P1",
        "payout fail P1 --reason again",
        "payout cancel P1",
        "payout refresh P1",
    ] {
        assert_eq!(book.fails(line).kind, Kind::Refused, "{line}");
    }
    // Its failure can be taken back, but not once its lines are drafted anew.
    book.run("undo");
    assert_eq!(state(&mut book, "P1"), "exported");
    book.run("redo");
    let fail = book.store.view().last_standing().unwrap().unwrap();
    book.run("payout new");
    assert_eq!(amount(&mut book, "P4"), "250.00");
    let e = book.fails(&format!("undo H{fail}"));
    assert!(e.message.contains("in another payout by now"), "{e}");
    book.run("payout paid P4");
    assert_eq!(book.fails(&format!("undo H{fail}")).kind, Kind::Refused);
    let status = book.run("status").record.unwrap().lines.join("\n");
    assert!(!status.contains("failed"), "{status}");
    in_order(&mut book);
}

#[test]
fn each_step_is_refused_where_it_cannot_be_and_changes_nothing() {
    let mut book = drafted();
    book.run("payout paid P3");
    book.run("payout approve P2");
    for (line, why) in [
        ("payout paid P1 --on 2026-11-24", "in the future"),
        ("payout paid P1 --on 2026-03-04", "cannot have been paid"),
        ("payout paid P3", "paid already"),
        ("payout paid P1 P3", "paid already"),
        ("payout approve P2", "approved already"),
        ("payout approve P3", "is paid"),
        ("payout fail P1 --reason x", "is a draft"),
        ("payout fail P3 --reason x", "is paid"),
        ("payout fail P2 --reason x --on 2026-11-24", "in the future"),
        ("payout cancel P3", "is paid"),
        ("payout refresh P3", "no draft any more"),
        ("payout reverse P1 --reason x", "is a draft"),
        (
            "payout reverse P3 --reason x --on 2026-11-01",
            "before it was paid",
        ),
    ] {
        let before = book.store.view().last_standing().unwrap();
        let e = book.fails(line);
        assert_eq!(e.kind, Kind::Refused, "{line}\n{e}");
        assert!(e.message.contains(why), "{line}\n{e}");
        assert_eq!(book.store.view().last_standing().unwrap(), before, "{line}");
    }
    for line in [
        "payout paid P99",
        "payout approve run-7",
        "payout approve P1 --only kestrel",
    ] {
        assert_eq!(book.fails(line).kind, Kind::NotFound, "{line}");
    }
    for line in [
        "payout paid P9-P3",
        "payout approve",
        "payout fail P2",
        "payout paid run-",
    ] {
        assert_eq!(book.fails(line).kind, Kind::Usage, "{line}");
    }
    let e = export(&mut book, 1, "x.csv").unwrap_err();
    assert!(e.message.contains("not approved yet"), "{e}");
    assert_eq!(state(&mut book, "P1"), "draft");
    in_order(&mut book);
}

#[test]
fn writing_a_file_pays_nothing_and_may_be_done_again() {
    let mut book = drafted();
    book.run("payout approve P1");
    export(&mut book, 1, "one.csv").unwrap();
    export(&mut book, 1, "two.csv").unwrap();
    let shown = book.json("payout show P1");
    assert_eq!(
        (&shown["state"], &shown["file"], &shown["paid_on"]),
        (&json!("exported"), &json!("two.csv"), &Value::Null)
    );
    let e = book.fails("payout refresh P1");
    assert!(e.message.contains("two.csv"), "{e}");
    let said = book.says("payout cancel P1");
    assert!(
        said.contains("make sure that it is not paid from there"),
        "{said}"
    );
    assert!(export(&mut book, 1, "three.csv").is_err());
}

#[test]
fn an_approved_payout_that_became_too_much_is_in_no_file() {
    let mut book = drafted();
    book.run("payout approve P1");
    book.run("revenue add 'Acme Corp' -400 --refund-of V1 --on 2026-11-20");
    let e = export(&mut book, 1, "one.csv").unwrap_err();
    assert!(e.hint.unwrap().contains("payout refresh P1"));
    book.run("payout refresh P1");
    assert_eq!(
        (state(&mut book, "P1"), amount(&mut book, "P1")),
        (json!("draft"), json!("150.00"))
    );
}

#[test]
fn the_first_screen_says_what_each_payout_waits_for() {
    let mut book = drafted();
    book.run("payout approve P2 P3");
    export(&mut book, 3, "sepa-eur.xml").unwrap();
    let status = book.run("status").record.unwrap().lines.join("\n");
    for part in [
        "! P1 is drafted and not paid: Northwind",
        "! P2 is approved and not paid: Birch",
        "! P3 waits for the bank's result: Lumen",
    ] {
        assert!(status.contains(part), "{part} is not in:\n{status}");
    }
}

#[test]
fn a_reversed_payout_is_seen_as_paid_until_the_day_it_came_back() {
    let mut book = drafted();
    book.run("payout paid P1 --on 2026-10-01");
    book.run("payout reverse P1 --reason bounced --on 2026-11-10");
    let paid = |book: &mut Book, day: &str| {
        let list = book.run(&format!(
            "commission list partner:northwind is:paid --as-of {day}"
        ));
        list.table.unwrap().rows.len()
    };
    assert_eq!(paid(&mut book, "2026-09-30"), 0);
    assert_eq!(paid(&mut book, "2026-10-01"), 1);
    assert_eq!(paid(&mut book, "2026-11-09"), 1);
    assert_eq!(paid(&mut book, "2026-11-10"), 0);
    book.run("payout new --partner northwind");
    assert_eq!(amount(&mut book, "P4"), "250.00");
    in_order(&mut book);
}

#[test]
fn two_windows_never_pay_a_payout_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("two.book");
    let today = parse_iso(crate::book::TODAY).unwrap();
    let founding = partnerbook::store::Founding {
        name: "Test".to_owned(),
        currency: partnerbook::domain::currency::Currency::parse("USD").unwrap(),
    };
    let ask = Ask::new(Origin::Shell, "two windows", today);
    let store = partnerbook::store::Store::create(&path, &founding, &ask).unwrap();
    let mut one = Book { store, today };
    for line in DAY {
        one.run(line);
    }
    one.run("payout new");
    let mut two = Book {
        store: partnerbook::store::Store::open(&path).unwrap(),
        today,
    };
    // Both look at the draft, both mean to pay it.
    assert_eq!(
        (state(&mut one, "P1"), state(&mut two, "P1")),
        (json!("draft"), json!("draft"))
    );
    one.run("payout paid P1 --reference ONE");
    assert!(
        two.fails("payout paid P1 --reference TWO")
            .message
            .contains("paid already")
    );
    assert_eq!(two.json("payout show P1")["reference"], "ONE");
    // One cancels and drafts anew while the other approves what it saw.
    one.run("payout cancel P2");
    one.run("payout new");
    assert!(
        two.fails("payout approve P2")
            .message
            .contains("was cancelled")
    );
    two.run("payout paid P4");
    assert!(one.fails("payout paid P4").message.contains("paid already"));
    in_order(&mut two);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(24))]
    /// Whatever is done to payouts in whatever order, no line is paid twice and the books agree.
    #[test]
    fn no_order_of_steps_pays_a_line_twice(story in proptest::collection::vec((0_u8..12, 0_usize..6), 1..30)) {
        let mut book = drafted();
        for (what, which) in story {
            let id = which + 1;
            let line = match what {
                0 => "payout new".to_owned(),
                1 => format!("payout approve P{id}"),
                2 => format!("payout paid P{id}"),
                3 => format!("payout fail P{id} --reason no"),
                4 => format!("payout cancel P{id}"),
                5 => format!("payout refresh P{id}"),
                6 => format!("payout reverse P{id} --reason no"),
                7 => "undo".to_owned(),
                8 => "redo".to_owned(),
                9 => format!("revenue add 'Acme Corp' {}00 --on 2026-11-{:02}", id, id + 10),
                10 => format!("payout paid P{id} --as-drafted"),
                _ => "revenue add 'Acme Corp' -300 --refund-of V1 --on 2026-11-20".to_owned(),
            };
            // Refusals are part of the story; what they must not do is leave a trace.
            let _ = book.tries(&line);
            if what == 1 {
                let _ = export(&mut book, i64::try_from(id).unwrap(), "a.csv");
            }
        }
        proptest::prop_assert_eq!(book.store.check().unwrap().findings, vec![]);
        let lines = book.run("commission list").table.unwrap().rows.len();
        let mut paid = std::collections::HashSet::new();
        let payouts = book.run("payout list is:paid").table.unwrap();
        for row in &payouts.rows {
            for line in book.json(&format!("payout show P{}", row.id))["lines"].as_array().unwrap() {
                proptest::prop_assert!(paid.insert(line["line"].to_string()), "{} is paid twice", line);
            }
        }
        proptest::prop_assert!(paid.len() <= lines);
    }
}

#[test]
fn a_bonus_and_what_is_held_back_are_seen_before_the_run() {
    let mut book = Book::with(DAY);
    book.run("commission adjust northwind 40 --reason 'launch bonus'");
    book.run("commission block L2 --reason disputed");
    let rows = book.store.view().run_preview(None, book.today).unwrap();
    let of = |name: &str| rows.iter().find(|r| r.partner_name == name).unwrap();
    let northwind = of("Northwind");
    assert_eq!(
        (
            northwind.earned.plain(),
            northwind.adjusted.plain(),
            northwind.due.pay.plain()
        ),
        ("250.00".to_owned(), "40.00".to_owned(), "290.00".to_owned())
    );
    let birch = of("Birch").left_out().unwrap();
    assert_eq!(birch, "$100.00 is held back.");
    let said = book.says("payout new");
    assert!(said.contains("Birch: $100.00 is held back."), "{said}");
    // Taken away by hand after the draft: the draft is too much as well.
    book.run("commission adjust northwind -60 --reason 'paid in kind'");
    assert_eq!(book.fails("payout approve P1").kind, Kind::Refused);
    book.run("payout refresh P1");
    assert_eq!(amount(&mut book, "P1"), "230.00");
    in_order(&mut book);
}

#[test]
fn a_run_for_a_day_to_come_is_only_looked_at() {
    let mut book = Book::with(&[
        "program add Referral --terms '25% of base' --hold-days 60",
        "partner add Northwind --program referral",
        "referral add Acme -p northwind --on 2026-01-10",
        "referral win R1 --on 2026-02-01",
        "revenue add Acme 1000 --on 2026-11-10",
    ]);
    let e = book.fails("payout new --as-of 2027-01-31");
    assert_eq!(e.kind, Kind::Refused);
    assert!(e.message.contains("31 Jan 2027 is still to come"), "{e}");
    let seen = book.says("payout new --as-of 2027-01-31 --preview");
    assert!(seen.contains("would hold 1 payout"), "{seen}");
    assert!(book.says("payout new").contains("Nothing is payable"));
    in_order(&mut book);
}

#[test]
fn an_empty_reason_is_told_as_the_reason_it_is() {
    let mut book = drafted();
    for line in ["payout cancel P1", "payout fail P1"] {
        let e = book.fails(&format!("{line} --reason ' '"));
        assert_eq!(
            e.message,
            "--reason: Something must be written here, and this is empty."
        );
    }
}
