//! A payout run led through its steps at the screens, told in keys.

use crate::desk::Desk;

/// Three partners who earned something that is payable, one of them too little; a fourth who waits.
const EARNED: &[&str] = &[
    "program add Referral --terms \"25% of base for 12 months\" --hold-days 0 --minimum 50",
    "partner add \"Northwind Agency\" --program referral --pay-by bank --pay-to DE89370400440532013000",
    "partner add Quillfield --program referral --pay-by paypal --pay-to pay@quillfield.example",
    "partner add Lumenstack --program referral",
    "referral add \"Acme Corp\" --partner northwind-agency --on 2026-09-01",
    "referral add \"Cobalt Foods\" --partner quillfield --on 2026-09-02",
    "referral add \"Delmar\" --partner lumenstack --on 2026-09-02",
    "referral win R1 --on 2026-09-10",
    "referral win R2 --on 2026-09-10",
    "referral win R3 --on 2026-09-10",
    "revenue add \"Acme Corp\" 1200 --on 2026-09-15",
    "revenue add \"Cobalt Foods\" 800 --on 2026-09-15",
    "revenue add Delmar 40 --on 2026-09-15",
];

fn desk() -> Desk {
    Desk::after(EARNED)
}

/// The same, with the run drafted and shown.
fn drafted() -> Desk {
    let mut desk = desk();
    desk.keys("8 a <ctrl-s>").sees("[2 Check]");
    desk
}

#[test]
fn a_run_is_chosen_checked_sent_and_marked_paid_in_keys_alone() {
    let mut desk = desk();
    desk.keys("8 a").sees("would hold 2 payouts");
    desk.keys("<ctrl-s>")
        .sees("Payouts › run-1   1 Choose  [2 Check]  3 Send  4 Mark paid")
        .sees("[x]  Northwind Agency")
        .sees("[x]  Quillfield")
        .sees("[ ]  Lumenstack")
        .sees("under min")
        .sees("each total is the sum of its lines, 2 in all")
        .sees("$500.00");
    desk.keys(")")
        .sees("Approve 2 drafts of run-1, $500.00 in all?");
    desk.keys("<enter>").sees("[2 Check]").sees("draft");
    desk.keys(") y").sees("[3 Send]").sees("approved");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display().to_string();
    desk.keys(")")
        .sees("Would write")
        .sees("Folder to write to");
    desk.keys(&format!("<ctrl-u> {out} <ctrl-s>"));
    desk.sees("Wrote P1").keys("<esc>");
    assert!(folder.path().join("paypal-usd.csv").is_file());
    // What was written waits for the money, and nothing of it is paid.
    desk.sees("exported").misses("✓ paid");
    desk.keys("] ) ")
        .sees("Mark run-1 as paid?")
        .sees("[ Cancel ]");
    desk.keys("<enter>").misses("[ Cancel ]").misses("✓ paid");
    desk.keys(") e TRN-1 <tab> TRN-2 <esc> y");
    desk.sees("✓ paid")
        .sees("TRN-1")
        .sees("TRN-2")
        .sees("This run is done: 2 payouts paid, $500.00.");
    desk.keys(")").sees("Nothing of this run is left to pay.");
}

#[test]
fn a_partner_is_put_out_and_in_again_with_one_key() {
    let mut desk = drafted();
    desk.sees("> [x]  Northwind Agency").sees("$500.00");
    desk.keys("<space>")
        .sees("> [ ]  Northwind Agency")
        .sees("left out of run-1")
        .sees("(u to undo)")
        .misses("$500.00");
    desk.keys("<space>")
        .sees("> [x]  Northwind Agency")
        .sees("$500.00")
        .sees("run-1   1 Choose");
    desk.keys("u")
        .sees("> [ ]  Northwind Agency")
        .keys("<ctrl-r>");
    desk.keys("G <space>")
        .sees("Lumenstack: Under the minimum payout of $50.00")
        .sees("[ ]  Lumenstack");
}

#[test]
fn who_is_left_out_of_everything_leaves_a_run_that_says_so() {
    let mut desk = drafted();
    desk.keys("<space> j <space>");
    desk.sees("Nobody is in this run any more");
    desk.keys(")").sees("space puts a partner in again");
    desk.keys("u u")
        .sees("[x]  Quillfield")
        .sees("[x]  Northwind");
}

#[test]
fn looking_at_other_steps_does_and_undoes_nothing() {
    let mut desk = drafted();
    desk.keys(") y").sees("[3 Send]");
    desk.keys("(")
        .sees("[2 Check]")
        .sees("nothing is undone")
        .sees("approved");
    desk.keys("(").sees("[1 Choose]").sees("2 payouts: $500.00");
    desk.keys("] ] ]")
        .sees("[4 Mark paid]")
        .sees("approved")
        .misses("✓ paid");
    desk.keys("<esc>").sees("P2").misses("[4 Mark paid]");
}

#[test]
fn enter_goes_to_the_run_of_a_payout_and_to_its_lines() {
    let mut desk = drafted();
    desk.keys("<esc> j").sees("P1");
    desk.keys("<enter>")
        .sees("run-1")
        .sees("> [x]  Northwind Agency");
    desk.keys("<enter>")
        .sees("[Overview]")
        .sees("Acme Corp")
        .keys("<esc>");
    desk.keys("G <enter>")
        .sees("Lumenstack")
        .keys("<esc>")
        .sees("run-1");
}

#[test]
fn a_run_that_was_undone_says_so_and_lets_go() {
    let mut desk = drafted();
    desk.keys("u")
        .sees("There is no payout run run-1.")
        .sees("esc");
    desk.keys("<esc>").sees("No payouts yet");
}

#[test]
fn what_was_taken_back_since_stops_the_approval() {
    let mut desk = drafted();
    desk.elsewhere("commission adjust northwind-agency -100 --reason \"paid twice in May\"");
    desk.sees("$100.00 was taken back");
    desk.keys(")")
        .sees("R makes it anew")
        .misses("Approve 2 drafts");
    desk.keys("R <ctrl-s>")
        .sees("$200.00")
        .keys(")")
        .sees("Approve 2 drafts");
}

#[test]
fn where_nothing_is_payable_the_form_says_why() {
    let mut desk = Desk::after(&EARNED[..10]);
    desk.keys("8 a").sees("Nothing is payable on");
    desk.keys("<ctrl-s>")
        .sees("Nothing is payable on")
        .misses("[2 Check]");
}

#[test]
fn the_banks_answer_is_read_before_it_is_believed() {
    let mut desk = drafted();
    desk.keys(") y");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("answer.csv");
    std::fs::write(
        &file,
        "payout,status,date,reference\nP1,paid,2026-11-20,TRN-1\nP2,failed,2026-11-20,\n",
    )
    .unwrap();
    desk.keys("I")
        .keys(&file.display().to_string())
        .sees("1 paid")
        .sees("1 failed");
    desk.keys("<ctrl-s>").sees("[ Cancel ]").misses("✓ paid");
    desk.keys("y <esc>")
        .sees("✓ paid")
        .sees("✗ failed")
        .sees("TRN-1");
}

#[test]
fn a_run_fits_every_window() {
    let mut desk = Desk::example();
    desk.keys("8 <enter>");
    for (columns, rows) in [(160, 50), (100, 30), (80, 24), (60, 20), (40, 12), (30, 8)] {
        desk.resize(columns, rows).sees("run-").sees(">");
        desk.keys(") <esc>").sees("run-");
    }
}

#[test]
fn a_slash_in_a_run_finds_payouts_and_types_nothing_into_the_keys() {
    let mut desk = drafted();
    desk.keys("/ u p")
        .sees("Nothing fits “up”.")
        .misses("Undid");
    desk.keys("<esc>").sees("◔ draft");
}
