//! A program at the screens: what it pays in words, tried on a payment, and what new terms would change before they hold.

use crate::{book::Book, desk::Desk};

const BOOK: &[&str] = &[
    "program add Agency --terms \"25% of base for 12 months\" --minimum 100",
    "partner add Northwind --program agency",
    "partner add Kestrel --program agency",
    "config set pay_day 5",
    "referral add Cobalt -p northwind --on 2026-01-05",
    "referral add Dune -p kestrel --on 2026-02-05",
    "referral win R1 --on 2026-01-20",
    "referral win R2 --on 2026-02-20",
    "revenue add Cobalt 2150 --on 2026-01-31",
    "revenue add Cobalt 2150 --on 2026-02-28",
    "revenue add Dune 1000 --on 2026-03-15",
];

#[test]
fn a_program_says_what_it_pays_and_is_tried_on_a_usual_payment() {
    let mut desk = Desk::after(BOOK);
    desk.keys("0")
        .sees("> Agency")
        .sees("referral program, 2 partners")
        .sees("Rate                25%")
        .sees("For how long        12 months from the first payment")
        .sees("Hold                30 days after the payment")
        .sees("Pay day             the 5th of the month")
        .sees("Minimum             $100.00; less than that waits")
        .sees("Own terms           nobody has other terms")
        .sees("Partners            Kestrel, Northwind")
        .sees("Try it: $2,150.00 a month, a usual payment for base")
        .sees("Month 1 to 12: 25% × $2,150.00")
        .sees("$537.50 a month");
    desk.keys("<enter> G")
        .sees("Version 1           25% of base for 12 months, from the start")
        .sees("As partners read it")
        .sees("You earn 25%");
}

#[test]
fn new_terms_tell_what_they_would_have_made_before_they_are_published() {
    let mut desk = Desk::after(BOOK);
    desk.keys("0 e")
        .sees("25% of base for 12 months")
        .sees("Had they held for referrals submitted in the last 12 months")
        .sees("would differ.");
    desk.keys("<ctrl-a> <ctrl-k> 20%<space>of<space>base<space>for<space>12<space>months")
        .sees("Month 1 to 12: 20% × $2,150.00 = $430.00 a month")
        .sees("Had they held for referrals submitted in the last 12 months")
        .sees("-$265.00 for 2 partners; 3 of 3 commissions differ")
        .sees("Northwind")
        .sees("-$215.00");
    // From a day that has passed: what would change in the book itself.
    desk.keys("<tab> <tab> <tab> <ctrl-a> <ctrl-k> 2026-03-01 <tab> <right>")
        .sees("Published, they change payments since 1 Mar 2026:")
        .sees("-$50.00 for 1 partner; 1 commission differs.");
    desk.keys("<ctrl-s>")
        .sees("Agency pays 20% of base for 12 months on payments from 1 Mar 2026");
    // Published, they change just that.
    desk.keys("7").sees("$200.00");
}

#[test]
fn a_wrong_word_is_pointed_at_while_one_types() {
    let mut desk = Desk::after(BOOK);
    desk.keys("0 e <ctrl-a> <ctrl-k> 20%<space>off<space>base")
        .sees("20% off base")
        .sees("    ^^^")
        .sees("Did you mean “of”?");
    // A day the terms cannot begin on is refused before anything is sent.
    desk.elsewhere("program terms agency \"20% of base\" --from 2026-12-01");
    desk.keys("<ctrl-a> <ctrl-k> 10%<space>of<space>base")
        .sees("a later version must start after it");
}

#[test]
fn terms_of_one_partner_are_tried_on_its_history_alone() {
    let mut desk = Desk::after(BOOK);
    desk.keys("0 w").sees("For this partner alone");
    desk.keys("kest <enter> <shift-tab> <shift-tab> <ctrl-a> <ctrl-k> 30%<space>of<space>base")
        .sees("+$50.00 for 1 partner; 1 commission differs.")
        .misses("Northwind");
    desk.keys("<ctrl-s>")
        .sees("Agency pays Kestrel 30% of base");
    desk.sees("Own terms           Kestrel");
}

#[test]
fn the_whole_comparison_is_a_key_away() {
    let mut desk = Desk::after(BOOK);
    desk.keys("0 t").sees("25% of base for 12 months");
    desk.keys("<ctrl-a> <ctrl-k> 20%<space>of<space>base <ctrl-s>")
        .sees("Under these terms")
        .sees("Northwind")
        .sees("-$215.00")
        .sees("Nothing was changed.");
}

#[test]
fn steps_fixed_sums_and_activity_are_all_tried() {
    let mut book = Book::with(BOOK);
    book.run("program add Steps --terms \"10% from 0, 15% from 5000, 20% from 20000 USD of base a month (whole)\"");
    let said = book
        .run("program show steps")
        .sheet
        .unwrap()
        .text()
        .join("\n");
    for words in [
        "Rate                10% to begin with",
        "15% from $5,000.00 a month",
        "If they pay $5,000.00 in a month: 15% × $5,000.00",
        "If they pay $20,000.00 in a month: 20% × $20,000.00",
        "$4,000.00 a month",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
    book.run("program add Mixed --terms \"20% of base while 1 win in 365 days, otherwise 5%; 50 USD per lead\"");
    let said = book
        .run("program show mixed")
        .sheet
        .unwrap()
        .text()
        .join("\n");
    for words in [
        "Clause 1: 20% of base while 1 win in 365 days, otherwise 5%",
        "Clause 2: 50 USD per lead",
        "Once: 50 USD per lead",
        "From month 13 on, no longer active: 5% × $2,150.00",
        "$107.50 a month",
        "Partners            nobody is in it",
    ] {
        assert!(said.contains(words), "{words}:\n{said}");
    }
}

#[test]
fn a_program_without_payments_is_tried_on_a_round_sum() {
    let mut book = Book::new();
    book.run("program add Plain --terms \"25% of base\"");
    let tried = book.json("program show plain")["example"].clone();
    assert_eq!(
        tried["on"],
        "$1,000.00 a month for base; nobody has paid for it yet"
    );
    assert_eq!(tried["rows"][0]["earns"], "$250.00 a month");
}
