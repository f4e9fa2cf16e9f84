//! An import in the screens, from the file to the undo, by keys as a person types them.

mod made_up;

use std::{fs, path::PathBuf};

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
fn drop_on(desk: &mut Desk, path: &PathBuf) {
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
fn a_wrong_column_is_corrected_and_an_ambiguous_date_is_answered() {
    let (_folder, path) = file(
        "numbers.csv",
        "Ref,Account,Net,Gross,When\n\
         a,Acme Retail,100.00,119.00,03/04/2026\n\
         b,Acme Retail,200.00,238.00,05/06/2026\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    desk.keys("t revenue <enter>").sees("[2 Columns]");
    eprintln!("{}", desk.screen());
    desk.keys("<enter>");
    eprintln!("{}", desk.screen());
}

#[test]
fn an_unknown_partner_is_answered() {
    let (_folder, path) = file(
        "deals.csv",
        "Company,Partner,Stage,Created\n\
         Cobalt Foods,Northwind Agency,Open,2026-10-02\n\
         Delmar Clinics,Northwnd,Open,2026-10-03\n",
    );
    let mut desk = Desk::after(BOOK);
    drop_on(&mut desk, &path);
    eprintln!("{}", desk.screen());
    desk.keys(")");
    eprintln!("{}", desk.screen());
}
