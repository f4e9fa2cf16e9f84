//! The overlap with a partner on the screens, by keys: what can be chosen, opened, settled and asked from there.

use crate::desk::Desk;

/// A desk with a partner whose list has two accounts of ours, one maybe, and one that is nobody's yet.
fn desk() -> (Desk, tempfile::TempDir) {
    let files = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let theirs = put(
        "theirs.csv",
        "Name,Website,Country,Rep,Since\n\
         Acme,acme.example,US,Ann,2026-01-05\n\
         Birch,birch.example,US,Ann,2026-03-10\n\
         Cedar Works,cedarworks.example,US,Bo,\n\
         Elm,elm.example,US,Bo,2026-09-01\n",
    );
    let prospects = put(
        "prospects.csv",
        "Name,Website,Country\nDelmar,delmar.example,US\n",
    );
    let ours = put(
        "open.csv",
        "Name,Website,Opened\nAcme,acme.example,2026-02-01\n",
    );
    let lines = [
        "partner add Northwind --email ann@northwind.example".to_owned(),
        "program add Referral --terms \"25% of base for 12 months\" --enrol-all".to_owned(),
        "customer add Acme --domain acme.example --started 2026-05-01".to_owned(),
        "customer add Birch --domain birch.example --started 2026-02-01".to_owned(),
        "customer add Delmar --domain delmar.example --started 2026-02-01".to_owned(),
        "customer add \"Cedar Works\" --domain cedar-works.example --started 2026-02-01".to_owned(),
        "revenue add C1 1000 --on 2026-06-01".to_owned(),
        format!("overlap load northwind {theirs}"),
        format!("overlap load northwind {prospects} --as prospects"),
        format!("overlap load us {ours} --as opportunities"),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    (Desk::after(&lines), files)
}

#[test]
fn the_parts_of_the_picture_and_the_plays_are_chosen_with_tab() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter>")
        .sees("[Venn] Matrix Table")
        .sees("> Both")
        .sees("Their list never leaves this file.")
        .sees("They may be told counts only.")
        .sees("1 customer of yours is their prospect")
        .sees("Acme")
        .misses("Elm");
    desk.keys("<tab>").sees("> Only theirs").sees("Elm");
    desk.keys("<shift-tab> <shift-tab>").sees("> Only yours");
    desk.keys("<shift-tab> <shift-tab> <shift-tab>")
        .sees("> 1 customer of yours")
        .sees("Delmar");
}

#[test]
fn a_cell_of_the_matrix_opens_as_a_list_and_an_account_as_its_customer() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter> )")
        .sees("[Matrix]")
        .sees("Northwind has them as")
        .sees("> 2: your customers that are their customers");
    desk.keys("l l")
        .sees("> 1: your customers that are their prospects");
    desk.keys("%").sees("value of your open opportunities");
    desk.keys("<enter>")
        .sees("[Table]")
        .sees("Your customers that are their prospects.")
        .sees("Delmar");
    desk.keys("<enter>").sees("Delmar › [Overview]");
}

#[test]
fn a_maybe_match_is_settled_with_one_key_and_counts_from_then_on() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter>")
        .sees("1 maybe-match: =")
        .keys("=")
        .sees("Are these the same company?")
        .sees("cedar-works.example")
        .sees("cedarworks.example");
    desk.keys("s").sees("What is left was skipped");
    desk.keys("<esc> = y").sees("Every pair is settled");
    desk.keys("<esc>")
        .sees("Cedar Works")
        .misses("maybe-match: =");
    desk.keys("u").sees("1 maybe-match: =");
}

#[test]
fn missed_credit_is_asked_confirmed_and_refused_from_its_list() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter>").sees("without credit: m");
    desk.keys("m")
        .sees("Missed credit")
        .sees("may have brought it")
        .sees("and no proof");
    desk.keys("a <ctrl-s>")
        .sees("Did you bring us Acme?")
        .sees("To: ann@northwind.example");
    desk.keys("<esc>").sees("asked 21 Nov 2026");
    desk.keys("t <ctrl-s>")
        .sees("Northwind brought C1 Acme: R1")
        .misses("may have brought it");
    assert_eq!(desk.rows("commission list"), 1);
}

#[test]
fn from_a_row_one_asks_for_an_introduction_or_gives_a_lead() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter> <tab> i <ctrl-s>")
        .sees("An introduction to Cedar Works");
    desk.keys("<esc> <shift-tab> <shift-tab> <shift-tab> <shift-tab> <shift-tab> o <ctrl-s>")
        .sees("A lead for you: Delmar")
        .sees("counts only");
    desk.keys("<esc> <tab> <tab> <tab> <tab> <tab> r")
        .sees("cedarworks.example");
}

#[test]
fn every_tab_fits_small_and_large_windows() {
    let (mut desk, _files) = desk();
    desk.keys("5 <enter>");
    for (columns, rows) in [(30, 8), (44, 12), (60, 20), (80, 24), (160, 50)] {
        desk.resize(columns, rows);
        for _ in 0..3 {
            desk.keys(")");
            assert!(desk.screen().lines().count() <= usize::from(rows));
        }
    }
    desk.resize(60, 20).sees("Both").sees("Acme");
    desk.resize(80, 24)
        .sees("What to do with this")
        .sees("leads you could give");
}
