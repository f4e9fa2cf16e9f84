//! An import in the screens, from the file to the undo, by keys as a person types them.

mod made_up;

use std::{
    fs,
    path::{Path, PathBuf},
};

use partnerbook::tui::event::Event;

use crate::desk::Desk;

/// A file with this text, and the folder that goes with it.
fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

/// Drops a file on the window, as a terminal hands its path over.
fn drop_on(desk: &mut Desk, path: &Path) {
    desk.feed(Event::Paste(format!("'{}'\n", path.display())));
}

const BOOK: &[&str] = &[
    "partner add \"Northwind Agency\"",
    "partner add Bluepeak",
    "program add Referral --terms \"10% of base for 12 months\" --enrol-all",
    "referral add \"Acme Retail\" --partner northwind-agency --on 2026-08-01",
    "referral win R1 --on 2026-09-01",
];

#[test]
fn a_file_dropped_on_the_window_is_in_the_book_after_a_look_and_can_be_taken_back() {
    let (_folder, path) = file(
        "payments.csv",
        "Invoice,Customer,Amount,Currency,Paid on\n\
         in_1,Acme Retail,1200.00,USD,2026-10-28\n\
         in_2,Acme Retail,480.00,USD,2026-11-03\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.sees("[2 Columns]").sees("Paid on").sees("2026-10-28");
    desk.keys(")")
        .sees("[3 Check]")
        .sees("2 new")
        .sees("commission line");
    // Up to here nothing is in the book.
    assert_eq!(desk.rows("revenue list"), 0);
    desk.keys(")").sees("imports now").keys("<enter>");
    desk.sees("takes all of it back");
    assert_eq!(desk.rows("revenue list"), 2);
    desk.keys("u").sees("[3 Check]");
    assert_eq!(desk.rows("revenue list"), 0);
}

#[test]
fn letters_of_another_encoding_are_chosen_by_the_words_they_make() {
    let (_folder, path) = file("partners.csv", "");
    fs::write(&path, b"Partner;Land\nM\xFCller & S\xF6hne;DE\n").unwrap();
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.sees("Which of these are its words?").keys("<enter>");
    desk.sees("“Müller”, “Söhne” (windows-1252)").keys("1");
    desk.sees("Müller & Söhne").sees("windows-1252");
    desk.keys(") ) <enter>").sees("takes all of it back");
    assert_eq!(desk.rows("partner list Müller"), 1);
}

#[test]
fn a_wrong_column_is_corrected_and_an_ambiguous_date_is_answered() {
    let (_folder, path) = file(
        "numbers.csv",
        "Ref,Account,Net,Gross,When\n\
         a,Acme Retail,100.00,119.00,03/04/2026\n\
         b,Acme Retail,200.00,238.00,05/06/2026\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    // What the rows are is said, and what needs a look is where the cursor begins.
    desk.keys("t revenue <enter>")
        .sees("2 things need a look before the check: Net, When");
    desk.keys("g g n <enter>").sees("could each be amount");
    desk.keys("1")
        .sees("1 thing needs a look before the check: When");
    desk.keys("n <enter>")
        .sees("can be read in more than one way")
        .keys("1");
    desk.sees("All is set");
    // The first answer was the wrong one.
    desk.keys("k")
        .sees("> Gross")
        .keys("<enter> amount <enter>");
    desk.keys(")").sees("119.00").misses("100.00").sees("2 new");
    desk.keys(") <enter>").sees("takes all of it back");
    desk.keys(": revenue<space>list<space>acme <enter>");
    desk.sees("$119.00").sees("2026-04-03");
}

#[test]
fn rows_that_cannot_be_taken_are_mended_here_or_left_out_and_fed_again() {
    let (folder, path) = file(
        "deals.csv",
        "Company,Partner,Stage,Created\n\
         Cobalt Foods,Northwind Agency,Talking,2026-10-02\n\
         Delmar Clinics,Nobody We Know,Talking,2026-10-03\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.keys(")").sees("2 rows cannot be taken");
    // A word of theirs is given its meaning where it stands.
    desk.keys("<enter>")
        .sees("“Talking” in “Stage”")
        .keys("demo <enter>");
    desk.sees("1 new").sees("1 cannot be taken");
    desk.keys("x").sees("deals.rejected.csv").keys(") <enter>");
    desk.sees("takes all of it back");
    assert_eq!(desk.rows("referral list"), 2);
    let rejects = folder.path().join("deals.rejected.csv");
    let text = fs::read_to_string(&rejects).unwrap();
    assert!(
        text.contains("Delmar Clinics") && !text.contains("Cobalt"),
        "{text}"
    );
    // Mended, it is an import like any other.
    fs::write(&rejects, text.replace("Nobody We Know", "Bluepeak")).unwrap();
    drop_on(&mut desk, &rejects);
    // What a word of theirs means was said once.
    desk.keys(") ) <enter>").sees("takes all of it back");
    assert_eq!(desk.rows("referral list"), 3);
}

#[test]
fn problems_are_told_and_mended_in_the_words_of_the_screens() {
    let (_folder, path) = file(
        "payments.csv",
        "id,customer,date,amount\nin_1,Acme Retail,2026-10-28,0.00\nin_2,Acme Retail,28.10.2026,5.00\nin_3,Acme Retail,2026-10-29,5.00\nin_4,Acme Retail,soon,5.00\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.keys(")").sees("cannot be taken");
    desk.misses("--").sees("enter: pass over rows");
    desk.keys("j <enter>").misses("--").keys("<esc>");
    // Where everything stands is said with keys that do something here.
    desk.keys(")").sees("x leaves them out").misses("--");
    desk.sees("leave bad rows out");
    desk.keys("x").sees("imports now").keys("<enter>");
    desk.sees("takes all of it back");
    assert_eq!(desk.rows("revenue list"), 1);
}

#[test]
fn rows_are_not_left_out_where_none_would_be_left() {
    let (_folder, path) = file(
        "payments.csv",
        "id,customer,date,amount\nin_1,Acme Retail,soon,9.00\nin_2,Acme Retail,later,5.00\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.keys(")").sees("No row can be taken as it stands");
    desk.keys(")")
        .sees("No row can be taken")
        .misses("x leaves");
    desk.misses("leave bad rows out").keys("x");
    desk.misses("imports now");
}

#[test]
fn an_unknown_partner_is_answered_where_it_is_found() {
    let (_folder, path) = file(
        "deals.csv",
        "Company,Partner,Created\n\
         Cobalt Foods,Northwind Agency,2026-10-02\n\
         Delmar Clinics,Northwnd Agncy,2026-10-03\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.keys(")").sees("Who is this?").keys("<enter>");
    desk.keys("1").sees("2 new");
    desk.keys(") <enter>").sees("takes all of it back");
    desk.keys("<enter>").sees("Delmar Clinics");
    assert_eq!(desk.rows("partner list"), 2);
}

#[test]
fn a_path_is_typed_or_chosen_and_a_line_of_the_palette_starts_here_too() {
    let (folder, path) = file("teams.csv", "name,email\nKestrel,k@kestrel.example\n");
    let mut desk = Desk::empty();
    desk.keys("2 I").sees("[1 File]");
    let typed = folder.path().display().to_string();
    desk.keys(&format!("{typed}/te")).sees("> teams.csv");
    desk.keys("<enter>")
        .sees("[2 Columns]")
        .sees("Rows are ‹ partners ›");
    desk.keys(") ) <enter>").sees("takes all of it back");
    desk.keys("<enter>").sees("Kestrel");
    // The same words as in the shell; the file is known from before.
    desk.keys(&format!(": import<space>{} <enter>", path.display()));
    desk.sees("could be partners or")
        .keys("<enter> 1 )")
        .sees("already here");
    desk.keys("<esc> <esc>")
        .sees("[1 File]")
        .sees("Imported before");
}

#[test]
fn nothing_of_the_wizard_says_what_a_file_puts_into_its_cells_to_the_terminal() {
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}x";
    let text = format!("name,note\n\"{evil}\",\"{evil}\"\n{},y\n", "名".repeat(300));
    let (_folder, path) = file("evil.csv", &text);
    let mut desk = Desk::empty();
    for size in [(100, 30), (60, 20)] {
        desk.resize(size.0, size.1);
        drop_on(&mut desk, &path);
        for keys in [
            "t partners <enter>",
            "<enter>",
            "<esc> )",
            "j j <enter>",
            "<esc> )",
        ] {
            desk.keys(keys);
            let screen = desk.screen();
            assert!(
                !screen.contains(['\u{1b}', '\u{7}', '\u{202e}']),
                "{screen}"
            );
        }
        desk.keys("<esc> <esc> <esc> <esc>");
    }
}
