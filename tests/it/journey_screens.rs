//! A manager's work at the screens, told in keys.

use partnerbook::tui::{chord::Chord, event::Event};
use proptest::prelude::*;

use crate::desk::Desk;

/// Two partners in a program, a referral of one of them.
const SMALL: &[&str] = &[
    "program add Referral --terms \"25% of base for 12 months\" --hold-days 0",
    "partner add \"Northwind Agency\" --program referral",
    "partner add Quillfield --program referral",
    "referral add \"Acme Corp\" --partner northwind-agency --value 1200 --on 2026-09-01",
    "referral add \"Cobalt Foods\" --partner quillfield --on 2026-09-02",
];

#[test]
fn from_nothing_to_a_paid_partner_in_keys_alone() {
    let mut desk = Desk::empty();
    desk.keys("2")
        .sees("No partners yet")
        .sees("partnerbook partner add");
    desk.keys(
        "0 a Referral <tab> 25%<space>of<space>base<space>for<space>12<space>months <ctrl-s>",
    );
    desk.sees("25% of base for 12 months");
    desk.keys("2 a Northwind<space>Agency <ctrl-s>")
        .sees("Northwind Agency")
        .sees("(u to undo)");
    desk.keys("0 p")
        .sees("Partner")
        .keys("north")
        .sees("> Northwind Agency");
    desk.keys("<enter> <ctrl-s>");
    desk.keys("3 a Acme<space>Corp <tab> north")
        .sees("> Northwind Agency")
        .keys("<enter> <ctrl-s>");
    desk.sees("Acme Corp").sees("new");
    desk.keys("p")
        .sees("accepted")
        .keys("u")
        .sees("new")
        .keys("<ctrl-r>")
        .sees("accepted");
    desk.keys("t <ctrl-s>").sees("won");
    desk.keys("4")
        .sees("Acme Corp")
        .keys("r")
        .sees("Amount")
        .keys("1200 <ctrl-s>");
    desk.keys("7")
        .sees("$300.00")
        .keys("{")
        .keys("}")
        .sees("Northwind Agency");
    desk.keys("<enter>").sees("25%").keys("<esc>");
}

#[test]
fn money_is_paid_by_y_and_by_nothing_else() {
    let mut lines = SMALL.to_vec();
    lines.extend([
        "referral win R1 --on 2026-09-10",
        "revenue add \"Acme Corp\" 1200 --on 2026-09-15",
        "payout new",
    ]);
    let mut desk = Desk::after(&lines);
    desk.keys("8")
        .sees("draft")
        .keys("p")
        .keys("<ctrl-s>")
        .sees("[ Cancel ]");
    desk.keys("<enter>")
        .misses("[ Cancel ]")
        .keys("<esc>")
        .sees("draft")
        .misses("✓ paid");
    desk.keys("p <ctrl-s> y")
        .sees("✓ paid")
        .misses("[ Cancel ]");
}

#[test]
fn a_filter_finds_as_it_is_typed_and_esc_brings_all_back() {
    let mut desk = Desk::after(SMALL);
    desk.keys("3").sees("Acme Corp").sees("Cobalt Foods");
    desk.keys("/ cob")
        .sees("Cobalt Foods")
        .misses("Acme Corp")
        .sees("1 of 2");
    desk.keys("<enter>")
        .misses("Acme Corp")
        .keys("<esc>")
        .sees("Acme Corp");
    desk.keys("/ stag:new").sees("Did you mean “stage”?");
    desk.keys("<esc> / nobody <enter>")
        .sees("Nothing fits “nobody”.");
}

#[test]
fn picked_rows_are_moved_together_and_put_back_in_one_step() {
    let mut desk = Desk::after(SMALL);
    desk.keys("3 V").sees("+ 2 selected").sees("advance 2");
    desk.keys("p").misses("  new  ").sees("accepted");
    desk.keys("u").misses("accepted").sees("new");
    desk.keys("<space>")
        .sees("+ 1 selected")
        .keys("<esc>")
        .misses("selected");
}

#[test]
fn the_cursor_stays_on_its_record_when_the_order_changes() {
    let mut desk = Desk::after(SMALL);
    desk.keys("2 j").sees("> Quillfield");
    desk.elsewhere("partner add Abacus");
    desk.sees("> Quillfield").sees("Abacus");
    desk.keys("s").sees("Sort by").keys("<enter>").sees("▴");
}

#[test]
fn a_form_says_what_is_wrong_in_words_and_keeps_the_draft() {
    let mut desk = Desk::after(SMALL);
    desk.keys("3 a <ctrl-s>")
        .sees("Company is needed.")
        .sees("Partner is needed.");
    desk.keys("Vale <tab> nosuchpartner <ctrl-s>")
        .sees("nosuchpartner")
        .sees("ctrl-s save");
    desk.keys("<esc>")
        .sees("the draft is kept")
        .keys("a")
        .sees("Vale")
        .sees("nosuchpartner");
}

#[test]
fn in_goes_to_the_record_and_back_to_the_same_row() {
    let mut desk = Desk::after(SMALL);
    desk.keys("2 j <enter>")
        .sees("Quillfield › [Overview] Referrals");
    desk.keys(")")
        .sees("[Referrals]")
        .sees("Cobalt Foods")
        .misses("Acme Corp");
    desk.keys("<esc>").sees("> Quillfield");
    desk.keys("3 j g p")
        .sees("1 of 2")
        .keys("H")
        .sees("Referrals");
}

#[test]
fn anything_can_be_done_from_the_palette() {
    let mut desk = Desk::after(SMALL);
    desk.keys(": partner<space>add<space>Zephyr <enter>")
        .keys("2")
        .sees("Zephyr");
    desk.keys(": payouts <enter>").sees("[8 Payouts]");
    desk.keys(": north")
        .sees("Northwind Agency")
        .sees("partner northwind-agency")
        .keys("<esc>");
    desk.keys(": partner<space>add<space>--nope<space>x <enter>")
        .sees("--nope")
        .keys("<esc>");
    desk.keys("? undo").sees("undo").keys("<esc>");
}

#[test]
fn esc_never_quits_and_pasted_text_is_never_keys() {
    let mut desk = Desk::after(SMALL);
    desk.keys("<esc> <esc> <esc>").sees("q quits");
    desk.feed(Event::Paste("qqq".into()));
    assert!(!desk.left);
    desk.keys("2 <enter> q").sees("> Northwind").keys("q");
    assert!(desk.left);
}

#[test]
fn rows_are_copied_as_text() {
    let mut desk = Desk::after(SMALL);
    desk.keys("2 y");
    assert!(
        desk.copied
            .last()
            .unwrap()
            .starts_with("Northwind Agency\t"),
        "{:?}",
        desk.copied
    );
}

#[test]
fn hostile_and_wide_names_keep_columns_straight() {
    let mut desk = Desk::after(&[
        "partner add \"日本パートナーズ\" --tag a",
        "partner add \"Müller & Söhne\"",
        "partner add \"x\u{202e}evil\u{2066}\"",
        "partner add \"e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\"",
        "partner add \"👩‍👩‍👧‍👦 family\"",
    ]);
    for size in [(100, 30), (80, 24), (60, 20)] {
        desk.resize(size.0, size.1).keys("2");
        let screen = desk.screen();
        assert!(!screen.contains('\u{202e}') && !screen.contains('\u{2066}'));
        let column = |line: &str| {
            line.find("active")
                .map(|at| partnerbook::text::width(&line[..at]))
        };
        let columns: Vec<usize> = screen
            .lines()
            .filter(|l| l.contains("0    0"))
            .filter_map(column)
            .collect();
        assert!(
            columns.len() >= 5 && columns.iter().all(|c| *c == columns[0]),
            "{columns:?}\n{screen}"
        );
    }
}

#[test]
fn every_screen_of_the_example_shows_itself_at_every_size() {
    let mut desk = Desk::example();
    for (columns, rows) in [
        (1, 1),
        (5, 3),
        (29, 7),
        (30, 8),
        (40, 10),
        (60, 20),
        (80, 24),
        (100, 30),
        (140, 40),
        (250, 80),
    ] {
        desk.resize(columns, rows);
        for digit in "1234567890".chars() {
            desk.keys(&digit.to_string());
            let screen = desk.screen();
            assert!(
                screen
                    .lines()
                    .all(|l| partnerbook::text::width(l) <= usize::from(columns)),
                "{columns}x{rows}\n{screen}"
            );
            if columns >= 60 {
                desk.sees("? help");
            }
            for keys in [
                "<enter>", ")", ")", "<esc>", "?", "<esc>", ":", "<esc>", "a", "<esc>", ".",
                "<esc>", "s", "<esc>", "z", "<esc>",
            ] {
                desk.keys(keys);
                desk.screen();
            }
            while desk.app.stack().len() > 1 {
                desk.keys("<esc>");
            }
        }
    }
}

/// Keys a hand may hit.
fn any_key() -> impl Strategy<Value = Chord> {
    let named = prop::sample::select(vec![
        "enter",
        "esc",
        "tab",
        "shift-tab",
        "up",
        "down",
        "left",
        "right",
        "pgdn",
        "pgup",
        "home",
        "end",
        "bs",
        "del",
        "space",
        "ctrl-d",
        "ctrl-u",
        "ctrl-s",
        "ctrl-r",
        "ctrl-a",
        "ctrl-w",
        "ctrl-y",
        "f1",
    ]);
    prop_oneof![
        named.prop_map(|n| Chord::parse(n).unwrap()),
        proptest::char::range('!', '~').prop_map(|c| Chord::parse(&c.to_string()).unwrap()),
    ]
}

#[test]
fn no_keys_at_no_size_break_the_screens() {
    // Keys can reach an export too, so the test runs itself in a folder of its own.
    let folder = tempfile::tempdir().unwrap();
    let here = "journey_screens::any_keys_at_any_size";
    let ended = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", here, "--ignored", "--nocapture"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let (out, err) = (ended.stdout, ended.stderr);
    let said = String::from_utf8_lossy(&out) + String::from_utf8_lossy(&err);
    assert!(ended.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "it may write files: no_keys_at_no_size_break_the_screens runs it in a folder of its own"]
    fn any_keys_at_any_size(
        keys in prop::collection::vec((any_key(), prop::option::weighted(0.05, (1_u16..200, 1_u16..60))), 1..120)
    ) {
        let mut desk = Desk::after(SMALL);
        for (key, size) in keys {
            if let Some((columns, rows)) = size {
                desk.resize(columns, rows);
            }
            desk.feed(Event::Key(key));
            desk.screen();
        }
    }
}
