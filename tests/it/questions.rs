//! What only a person can say, asked in the shell: by number on a terminal, refused with the words where nobody is there.

use super::{program::Desk, pty::Start};

const DEALS: &str =
    "Company,Partner,Submitted\nVale,Northwind,03/04/2026\nOpal,Northwind,05/06/2026\n";

fn desk() -> (Desk, String) {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let file = desk.file("deals.csv", DEALS);
    (desk, file)
}

fn import(desk: &Desk, file: &str) -> super::pty::Pty {
    let book = desk.book().display().to_string();
    Start::at(desk.home()).program(&["--db", &book, "import", file])
}

#[test]
fn a_question_is_answered_by_number_and_the_answer_stands_in_the_log() {
    let (desk, file) = desk();
    let pty = import(&desk, &file);
    pty.shows("which day is 03/04/2026?");
    pty.keys("7\r");
    pty.shows("none of the numbers");
    pty.keys("1\r");
    // What it would do is shown before it is asked to do it.
    pty.shows("2 new, 0 changed");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let log = desk.ok(&["history", "--json"]);
    assert!(log.contains("--date-format submitted=dmy"), "{log}");
    let again = desk.run(&["import", &file, "--date-format", "submitted=dmy", "--yes"]);
    assert!(again.err.contains("imported already as H3"), "{again:?}");
    assert_eq!(again.code, 0);
}

#[test]
fn no_answer_and_a_no_change_nothing() {
    let (desk, file) = desk();
    let pty = import(&desk, &file);
    pty.shows("which day is");
    pty.keys("\r");
    assert_eq!(pty.end(), 7);
    let pty = import(&desk, &file);
    pty.shows("which day is");
    pty.keys("2\r");
    pty.shows("Import it?");
    pty.keys("\r");
    assert_eq!(pty.end(), 7);
    assert_eq!(desk.ok(&["referral", "list", "--json"]).trim(), "[]");
}

#[test]
fn ctrl_c_at_a_question_ends_at_once_and_changes_nothing() {
    let (desk, file) = desk();
    for (asked, answers) in [("which day is", ""), ("Import it?", "2\r")] {
        let pty = import(&desk, &file);
        pty.shows("which day is");
        pty.keys(answers);
        pty.shows(asked);
        pty.keys("\u{3}");
        assert_eq!(pty.end(), 130, "{asked}");
    }
    assert_eq!(desk.ok(&["referral", "list", "--json"]).trim(), "[]");
    assert_eq!(desk.run(&["check"]).code, 0);
}

#[test]
fn with_nobody_to_ask_a_question_is_3_and_a_confirmation_7_after_the_preview() {
    let (desk, file) = desk();
    for args in [&["import", &file][..], &["import", &file, "--yes"]] {
        let open = desk.run(args);
        assert_eq!(open.code, 3, "{open:?}");
        assert!(
            open.err.contains("--date-format submitted=dmy or "),
            "{open:?}"
        );
    }
    let said = ["import", &file, "--date-format", "dmy"];
    let shown = desk.run(&said);
    assert_eq!(shown.code, 7, "{shown:?}");
    assert!(
        shown.err.contains("2 new, 0 changed") && shown.err.contains("--yes"),
        "{shown:?}"
    );
    desk.ok(&[&said[..], &["--yes"]].concat());
}
