//! What is owed, at the screen: by partner, with why each line stands where it stands, and what can be done to it.

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        payout::Waits,
    },
    store::{Ask, Founding, Origin, Store},
    table::{self, List, Query},
};

use crate::desk::Desk;

/// Two partners with commission in every state that needs no payout; today is 21 November 2026.
const OWED: &[&str] = &[
    "program add Referral --terms \"25% of base for 12 months\" --hold-days 30 --minimum 100",
    "partner add \"Northwind Agency\" --program referral",
    "partner add Quillfield --program referral",
    "referral add \"Acme Retail\" --partner northwind-agency --on 2026-09-01",
    "referral add \"Cobalt Foods\" --partner quillfield --on 2026-09-01",
    "referral win R1 --on 2026-09-20",
    "referral win R2 --on 2026-09-20",
    "revenue add C1 1200 --on 2026-10-07",
    "revenue add C1 2150 --on 2026-10-28",
    "revenue add C1 \"640 EUR\" --on 2026-10-09",
    "revenue add C2 375 --on 2026-10-02",
];

#[test]
fn each_line_says_why_it_is_where_it_is_and_sums_stand_by_state_and_currency() {
    let mut desk = Desk::after(OWED);
    desk.keys("7")
        .sees("▾ Northwind Agency")
        .sees("payable €160.00  $300.00   held $537.50")
        .sees("» payable since 6 Nov")
        .sees("◔ held to 27 Nov (30 days)")
        .sees("payable $93.75 (under $100.00 minimum)")
        .sees("~ under $100.00 minimum, waits")
        .sees("payable ╌╌╌╌╌ held ╌")
        .sees("Σ EUR    €160.00      €0.00")
        .sees("  USD    $393.75    $537.50")
        .sees("Of the payable, $93.75 is under a minimum and waits.");
    desk.keys("/ is:waiting <enter>")
        .sees("1 of 4")
        .sees("Quillfield")
        .misses("Northwind");
    // What was paid shows its payout, a refund that it comes off the next.
    desk.elsewhere("payout new --partner northwind-agency");
    desk.elsewhere("payout paid P1 --on 2026-11-20");
    desk.elsewhere("payout paid P2 --on 2026-11-20");
    desk.elsewhere("revenue add C1 -400 --on 2026-10-15 --refund-of V1");
    desk.keys("<esc>")
        .sees("✓ paid 20 Nov P")
        .sees("↺ refunded, off next payout");
}

#[test]
fn one_reason_blocks_all_picked_lines_and_x_lets_them_go_again() {
    let mut desk = Desk::after(OWED);
    desk.keys("7 <space> <space> x")
        .sees("Hold commission lines back")
        .keys("disputed <ctrl-s>")
        .sees("! blocked: disputed")
        .sees("blocked");
    assert_eq!(desk.screen().matches("! blocked: disputed").count(), 2);
    desk.keys("g g <enter>")
        .sees("Held back: disputed")
        .keys("<esc> x")
        .sees("Released L");
    assert_eq!(desk.screen().matches("! blocked: disputed").count(), 1);
    desk.keys("u");
    assert_eq!(desk.screen().matches("! blocked: disputed").count(), 2);
    desk.keys("<space> <space> x").sees("Released L");
    desk.misses("! blocked");
}

#[test]
fn p_drafts_for_the_partner_of_the_row_and_for_nobody_else() {
    let mut desk = Desk::after(&[OWED, &["revenue add C2 4000 --on 2026-10-03"]].concat());
    desk.keys("7 p")
        .sees("northwind-agency")
        .misses("quillfield")
        .keys("<ctrl-s>");
    desk.keys("7").sees("» in payout P1");
    desk.keys("G").sees("» payable since").keys("<enter> p");
    desk.sees("quillfield").misses("northwind-agency");
}

#[test]
fn lines_are_voided_and_added_by_hand_where_they_are_seen() {
    let mut desk = Desk::after(OWED);
    desk.keys("7 J")
        .sees("northwind-agency")
        .keys("25 <tab> launch<space>help <ctrl-s>")
        .sees("bonus: launch help")
        .sees("25.00");
    desk.keys("g g <enter>")
        .sees("A person added it")
        .keys("<esc>");
    desk.keys("G d")
        .sees("Owe nothing for what these unpaid lines are for")
        .keys("never<space>paid <ctrl-s>")
        .sees("Voided L");
    desk.sees("-$93.75");
    desk.keys("/ cobalt <enter> { X")
        .sees("cobalt period:2026-11-01..2026-11-30")
        .sees("commissions-2026-11-21.csv");
}

#[test]
fn a_folded_partner_is_one_line_and_stands_for_all_its_lines() {
    let mut desk = Desk::after(OWED);
    desk.keys("7 j <left>")
        .sees(">▸ Northwind Agency (3)")
        .misses("Acme Retail")
        .sees("Cobalt Foods")
        .keys("p")
        .sees("northwind-agency")
        .keys("<esc>");
    desk.keys("<space>").sees("+ 3 selected").keys("x");
    desk.sees("L1 L2 L3").keys("<esc> <esc>");
    desk.keys("g g <enter>")
        .sees("▾ Northwind Agency")
        .sees("> Acme Retail");
    desk.keys("B")
        .sees(">▸ Northwind Agency (3)")
        .sees(" ▸ Quillfield (1)")
        .sees("  4\n");
    // New lines show in the count at once; what was folded stays folded.
    desk.elsewhere("revenue add C2 400 --on 2026-11-02");
    desk.sees("▸ Quillfield (2)").keys("G <right>");
    desk.sees("▾ Quillfield").sees("> Cobalt Foods");
}

#[test]
fn money_screens_show_the_book_as_of_a_day_and_say_so() {
    let mut desk = Desk::after(OWED);
    desk.keys("7 T 2026-10-20 <enter>")
        .sees("as it stood on 20 Oct 2026")
        .sees("◔ held to 6 Nov (30 days)")
        .misses("27 Nov");
    desk.keys("<esc>").misses("as it stood on");
    desk.keys("2 T 2026-10-20 <enter>")
        .sees("as it stood on 20 Oct 2026")
        .sees("As it is today:");
    desk.keys("8 T 2026-10-20 <enter>")
        .sees("as it stood on 20 Oct 2026");
    desk.keys("6 T 2026-10-20 <enter>")
        .sees("as it stood on 20 Oct 2026");
}

#[test]
fn small_windows_show_whole_lines() {
    let mut desk = Desk::after(OWED);
    for (columns, rows) in [(160, 50), (80, 24), (60, 20), (40, 12), (30, 8)] {
        desk.resize(columns, rows).keys("7 B B g g");
        let screen = desk.screen();
        for line in screen.lines() {
            assert!(
                partnerbook::text::width(line) <= usize::from(columns),
                "{columns}x{rows}:\n{screen}"
            );
        }
    }
    desk.resize(60, 20)
        .sees("Σ EUR")
        .sees("Of the payable, $93.75 is under a minimum and waits.");
}

#[test]
fn what_waits_is_what_a_run_would_leave_out_as_too_little() {
    let today: Day = parse_iso("2026-11-23").unwrap();
    let founding = Founding {
        name: demo::NAME.to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    let mut store = Store::in_memory(&founding, &Ask::new(Origin::Demo, "demo", today)).unwrap();
    demo::fill(&mut store, today).unwrap();
    let view = store.view();
    let mut left_out = 0;
    for row in view.run_preview(None, today).unwrap() {
        if matches!(row.due.waits, Some(Waits::UnderMinimum(_))) {
            left_out += row.due.balance.minor;
        }
    }
    let waiting = table::waiting(view, &Query::new(List::Commissions, today)).unwrap();
    assert!(left_out > 0, "the example has somebody who waits");
    assert_eq!(waiting.iter().map(|m| m.minor).sum::<i64>(), left_out);
    let asked = Query::new(List::Commissions, today).typed("is:waiting", today);
    let rows = table::whole(view, &asked.unwrap()).unwrap().rows;
    assert!(!rows.is_empty());
    let why = List::Commissions
        .columns()
        .iter()
        .position(|c| c.key == "why");
    for row in rows {
        let words = row.cells[why.unwrap()].shown();
        assert!(words.starts_with("~ under "), "{words}");
    }
}
