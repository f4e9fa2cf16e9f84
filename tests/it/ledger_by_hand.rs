//! What a person adds to the ledger, holds back, voids and has worked out anew, and what the partner is then owed.

use super::book::Book;
use partnerbook::error::Kind;

/// Northwind Agency earns 25% for 12 months, 30 days' hold, on Acme, which pays $100 in March and $200 in May.
fn book() -> Book {
    Book::with(&[
        "partner add \"Northwind Agency\"",
        "program add Referral --terms \"25% of base for 12 months\" --enrol-all",
        "referral add \"Acme Corp\" --partner northwind-agency --on 2026-01-05",
        "referral win R1 --on 2026-02-01",
        "revenue add C1 100 --on 2026-03-01",
        "revenue add C1 200 --on 2026-05-01",
    ])
}

/// What Northwind has, by place, in dollars.
fn money(book: &mut Book, place: &str) -> String {
    let json = book.json("partner show northwind-agency");
    let sums = &json["money"][place];
    sums.as_array()
        .and_then(|all| all.iter().find(|m| m["amount"] != "0.00"))
        .map_or("0.00".to_owned(), |m| {
            m["amount"].as_str().unwrap().to_owned()
        })
}

/// Ids, amounts and states of the commission lines that a filter finds, oldest first.
fn lines(book: &mut Book, filter: &str) -> Vec<String> {
    let table = book
        .run(&format!("commission list {filter} --sort id"))
        .table
        .expect("a table");
    let at = |key: &str| table.columns.iter().position(|c| c.key == key).unwrap();
    let (id, amount, state) = (at("id"), at("amount"), at("state"));
    table
        .rows
        .iter()
        .map(|r| {
            format!(
                "{} {} {}",
                r.cells[id].shown(),
                r.cells[amount].shown(),
                r.cells[state].shown()
            )
        })
        .collect()
}

fn in_order(book: &mut Book) {
    assert_eq!(book.store.check().unwrap().findings, []);
}

#[test]
fn a_bonus_is_owed_from_its_day_and_undo_takes_it_back() {
    let mut book = book();
    let said = book.says("commission adjust northwind-agency 250 --reason \"Great quarter\"");
    assert!(
        said.contains("A bonus of $250.00 for Northwind Agency: Great quarter"),
        "{said}"
    );
    assert_eq!(money(&mut book, "payable"), "325.00");
    let line = book.json("commission why L3");
    assert_eq!(line["entry"], "adjustment");
    assert_eq!(line["reason"], "bonus: Great quarter");
    assert_eq!(line["payable_on"], "2026-11-23", "no hold");
    book.run("undo");
    assert_eq!(money(&mut book, "payable"), "75.00");
    in_order(&mut book);
    book.run("redo");
    assert_eq!(money(&mut book, "payable"), "325.00");
    in_order(&mut book);
}

#[test]
fn an_adjustment_may_be_negative_for_another_day_and_about_a_referral() {
    let mut book = book();
    book.run("commission adjust northwind-agency -40.50 --kind correction --reason \"Paid twice\" --on 2026-12-01 --referral R1");
    assert_eq!(lines(&mut book, "entry:adjustment"), ["L3 -$40.50 held"]);
    assert_eq!(money(&mut book, "held"), "-40.50");
    assert_eq!(book.json("commission why L3")["referral"], "R1");
    in_order(&mut book);
}

#[test]
fn an_adjustment_of_nothing_or_of_parts_of_a_cent_is_refused() {
    let mut book = book();
    for (amount, why) in [
        ("0", "nothing"),
        ("1.005", "decimals"),
        ("abc", "not an amount"),
    ] {
        let e = book.fails(&format!(
            "commission adjust northwind-agency {amount} --reason x"
        ));
        assert_eq!(e.kind, Kind::Refused, "{e}");
        assert!(e.message.contains(why), "{e}");
    }
    assert_eq!(lines(&mut book, "").len(), 2);
}

#[test]
fn a_write_off_lets_a_negative_balance_go() {
    let mut book = book();
    book.run("payout new");
    book.run("payout paid P1 --on 2026-11-20");
    book.run("revenue add C1 -200 --on 2026-06-01 --refund-of V2");
    assert_eq!(money(&mut book, "payable"), "-50.00");
    book.run(
        "commission adjust northwind-agency 50 --kind write-off --reason \"Left the program\"",
    );
    assert_eq!(money(&mut book, "payable"), "0.00");
    in_order(&mut book);
}

#[test]
fn a_refund_after_payout_is_made_up_from_later_commission() {
    let mut book = book();
    book.run("payout new");
    book.run("payout paid P1 --on 2026-11-20");
    book.run("revenue add C1 -200 --on 2026-06-01 --refund-of V2");
    assert!(book.says("payout new").contains("Nothing is payable"));
    book.run("revenue add C1 400 --on 2026-07-01");
    book.run("payout new");
    assert_eq!(book.json("payout show P2")["amount"]["amount"], "50.00");
    in_order(&mut book);
}

#[test]
fn what_is_voided_is_owed_no_more_and_later_refunds_of_it_take_nothing() {
    let mut book = book();
    let said = book.says("commission void L2 --reason \"Self-referral\"");
    assert!(
        said.contains("Voided L2 ($50.00 to Northwind Agency): Self-referral"),
        "{said}"
    );
    assert_eq!(money(&mut book, "payable"), "25.00");
    assert_eq!(
        book.json("commission why L3")["reason"],
        "voided: Self-referral"
    );
    book.run("revenue add C1 -200 --on 2026-06-01 --refund-of V2");
    assert_eq!(
        money(&mut book, "payable"),
        "25.00",
        "the refund takes nothing more"
    );
    in_order(&mut book);
    assert!(
        book.says("commission recalc --all")
            .contains("nothing to post")
    );
}

#[test]
fn a_void_takes_back_what_a_refund_had_taken_too() {
    let mut book = book();
    book.run("revenue add C1 -80 --on 2026-06-01 --refund-of V2");
    assert_eq!(money(&mut book, "payable"), "55.00");
    book.run("commission void L2 --reason Fraud");
    assert_eq!(money(&mut book, "payable"), "25.00");
    book.run("undo");
    assert_eq!(money(&mut book, "payable"), "55.00");
    in_order(&mut book);
}

#[test]
fn what_is_in_a_payout_is_not_voided() {
    let mut book = book();
    book.run("payout new");
    let draft = book.fails("commission void L1 --reason x");
    assert!(
        draft.message.contains("L1 is in payout P1 (draft)"),
        "{draft}"
    );
    assert!(draft.hint.unwrap().contains("payout cancel P1"));
    book.run("payout paid P1 --on 2026-11-20");
    let paid = book.fails("commission void L1 L2 --reason x");
    assert!(paid.message.contains("P1 (paid)"), "{paid}");
    assert!(paid.hint.unwrap().contains("commission adjust"));
    assert_eq!(lines(&mut book, "").len(), 2, "nothing was changed");
}

#[test]
fn a_thing_is_voided_once() {
    let mut book = book();
    book.run("commission void L1 --reason First");
    let again = book.fails("commission void L1 --reason Second");
    assert!(again.message.contains("voided already: First"), "{again}");
    let reversal = book.fails("commission void L3 --reason Third");
    assert!(reversal.message.contains("voided already"), "{reversal}");
    in_order(&mut book);
}

#[test]
fn an_adjustment_can_be_voided_too() {
    let mut book = book();
    book.run("commission adjust northwind-agency 10 --reason Bonus");
    book.run("commission void L3 --reason Typo");
    assert_eq!(money(&mut book, "payable"), "75.00");
    book.run("undo");
    assert_eq!(money(&mut book, "payable"), "85.00");
    in_order(&mut book);
}

#[test]
fn what_was_voided_stays_voided_when_the_referral_is_agreed_anew() {
    let mut book = book();
    book.run("commission void L2 --reason Fraud");
    book.run("partner add Delivery");
    book.run("referral edit R1 --partner delivery");
    assert_eq!(money(&mut book, "payable"), "0.00");
    book.run("referral edit R1 --partner northwind-agency");
    assert_eq!(money(&mut book, "payable"), "25.00");
    in_order(&mut book);
}

#[test]
fn blocked_lines_wait_until_they_are_released() {
    let mut book = book();
    book.run("commission block L2 --reason \"Invoice disputed\"");
    assert_eq!(lines(&mut book, "is:blocked"), ["L2 $50.00 blocked"]);
    assert_eq!(lines(&mut book, "state:blocked").len(), 1);
    assert_eq!(lines(&mut book, "is:payable"), ["L1 $25.00 payable"]);
    assert_eq!(money(&mut book, "blocked"), "50.00");
    let status = book.run("status").record.unwrap();
    assert!(
        status
            .lines
            .iter()
            .any(|l| l.contains("Blocked") && l.contains("$50.00"))
    );
    assert!(
        status
            .lines
            .iter()
            .any(|l| l.contains("Payable now") && l.contains("$25.00"))
    );
    let stats = book.run("stats partners --period all").table.unwrap();
    let at = stats.columns.iter().position(|c| c.key == "payable");
    assert_eq!(stats.rows[0].cells[at.unwrap()].shown(), "$25.00");
    let payable = |book: &mut Book| {
        book.run("referral list is:payable")
            .table
            .unwrap()
            .rows
            .len()
    };
    assert_eq!(payable(&mut book), 1);
    book.run("commission block L1 --reason \"Invoice disputed\"");
    assert_eq!(payable(&mut book), 0);
    book.run("commission release L1");
    book.run("payout new");
    assert_eq!(book.json("payout show P1")["amount"]["amount"], "25.00");
    book.run("commission release L2");
    book.run("payout new");
    assert_eq!(book.json("payout show P2")["amount"]["amount"], "50.00");
    in_order(&mut book);
}

#[test]
fn the_partner_reads_why_a_line_is_held_back() {
    let mut book = book();
    book.run("commission block L2 --reason \"Invoice disputed\"");
    let statement = book.store.view().statement(1, book.today).unwrap();
    let line = statement.lines.iter().find(|l| l.id == 2).unwrap();
    assert_eq!(line.state.phrase(), "Held back");
    assert!(
        line.reason.ends_with("held back: Invoice disputed"),
        "{}",
        line.reason
    );
    assert_eq!(statement.purses[0].held_back.minor, 5_000);
    assert_eq!(statement.purses[0].now.minor, 2_500);
}

#[test]
fn what_corrects_a_blocked_line_waits_with_it() {
    let mut book = book();
    book.run("commission block L2 --reason Disputed");
    book.run("revenue add C1 -200 --on 2026-06-01 --refund-of V2");
    assert_eq!(
        lines(&mut book, "is:blocked"),
        ["L2 $50.00 blocked", "L3 -$50.00 blocked"]
    );
    assert_eq!(
        money(&mut book, "payable"),
        "25.00",
        "the refund eats nothing else up"
    );
    book.run("commission release L3");
    assert_eq!(lines(&mut book, "is:blocked").len(), 0);
    in_order(&mut book);
}

#[test]
fn a_blocked_line_that_is_voided_is_let_go_with_its_reversal() {
    let mut book = book();
    book.run("commission block L2 --reason Disputed");
    book.run("commission void L2 --reason Fraud");
    assert_eq!(lines(&mut book, "is:blocked").len(), 0);
    assert_eq!(money(&mut book, "payable"), "25.00");
    book.run("undo");
    assert_eq!(money(&mut book, "blocked"), "50.00");
    in_order(&mut book);
}

#[test]
fn what_is_in_a_payout_is_not_blocked_and_nothing_is_blocked_twice() {
    let mut book = book();
    book.run("commission block L1 --reason Disputed");
    let twice = book.fails("commission block L2 L1 --reason Again");
    assert!(
        twice.message.contains("L1 is held back already: Disputed"),
        "{twice}"
    );
    assert_eq!(lines(&mut book, "is:blocked").len(), 1, "all or none");
    let not = book.fails("commission release L2");
    assert!(not.message.contains("L2 is not held back"), "{not}");
    book.run("payout new");
    let drafted = book.fails("commission block L2 --reason x");
    assert!(
        drafted.message.contains("L2 is in payout P1 (draft)"),
        "{drafted}"
    );
    assert!(drafted.hint.unwrap().contains("payout cancel P1"));
}

#[test]
fn no_undo_puts_a_blocked_line_into_a_payout() {
    let mut book = book();
    book.run("payout new");
    book.run("payout cancel P1");
    book.run("commission block L2 --reason Disputed");
    let refused = book.fails("undo H9");
    assert!(
        refused.message.contains("held back and in payout P1"),
        "{refused}"
    );
    in_order(&mut book);
}

#[test]
fn a_recalculation_of_a_right_book_posts_nothing_and_leaves_no_trace() {
    let mut book = book();
    let before = book.store.check().unwrap().operations;
    assert_eq!(
        book.says("commission recalc"),
        "Worked out 1 referral, 2 revenue lines: nothing to post."
    );
    assert_eq!(
        book.says("commission recalc --partner northwind-agency"),
        "Worked out 1 referral, 2 revenue lines: nothing to post."
    );
    assert_eq!(book.store.check().unwrap().operations, before);
}

#[test]
fn an_amount_without_a_currency_is_not_taken_for_the_books_where_the_partner_earns_in_another() {
    let mut book = book();
    book.run("partner add Ana --program referral");
    book.run("referral add \"Estrella Markets\" --partner ana --on 2026-02-05");
    book.run("referral win R2 --on 2026-02-10");
    book.run("revenue add C2 \"400 EUR\" --on 2026-03-01");
    let refused = book.fails("commission adjust ana -40 --reason \"Paid twice\"");
    assert_eq!(refused.kind, Kind::Refused);
    assert!(refused.to_string().contains("-40 EUR"), "{refused}");
    book.run("commission adjust ana \"-40 EUR\" --reason \"Paid twice\"");
    book.run("commission adjust ana \"25 USD\" --reason \"A talk\"");
    book.run("commission adjust northwind-agency 25 --reason \"A talk\"");
    in_order(&mut book);
}
