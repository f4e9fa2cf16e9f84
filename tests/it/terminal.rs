//! The screens in a real terminal: how they begin, bend and end; the terminal is given back as it was, whatever ends them.

use std::{
    fs::read_dir,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use super::{
    program::{Desk, skipped},
    pty::{PATIENCE, Pty, Start},
};

/// On the front page of the example.
const HOME: &str = "Needs you today";

fn demo(desk: &Desk) -> Pty {
    let pty = Start::at(desk.home()).program(&["demo"]);
    pty.shows(HOME);
    pty
}

fn left_behind(folder: &Path) -> Vec<String> {
    let names = read_dir(folder).unwrap();
    names
        .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn the_example_opens_q_leaves_and_nothing_stays() {
    let desk = Desk::empty();
    let pty = demo(&desk);
    {
        let seen = pty.seen();
        assert!(seen.parser.screen().alternate_screen() && seen.parser.screen().bracketed_paste());
        assert_eq!(
            left_behind(desk.home()).len(),
            1,
            "the example is in the folder for such things"
        );
    }
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
    assert_eq!(left_behind(desk.home()), [""; 0]);
}

#[test]
fn every_screen_opens_by_its_digit_and_ctrl_c_is_no_crash() {
    let desk = Desk::empty();
    let pty = demo(&desk);
    for (key, title) in [
        ("2", "[2 Partners]"),
        ("3", "[3 Referrals]"),
        ("4", "[4 Customers]"),
        ("5", "[5 Overlap]"),
        ("6", "[6 Stats]"),
        ("7", "[7 Commissions]"),
        ("8", "[8 Payouts]"),
        ("9", "[9 Log]"),
        ("0", "[0 Setup]"),
        ("1", HOME),
    ] {
        pty.keys(key);
        pty.shows(title);
    }
    pty.keys("?");
    pty.shows("Everywhere");
    pty.escape("Everywhere");
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
}

#[test]
fn a_signal_ends_it_soon_with_its_code_and_nothing_stays() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let desk = Desk::empty();
        let pty = demo(&desk);
        let asked = Instant::now();
        pty.signal(name);
        assert_eq!(pty.end_restored(), code, "SIG{name}");
        assert!(
            asked.elapsed() < Duration::from_secs(5),
            "SIG{name}: {:?}",
            asked.elapsed()
        );
        assert_eq!(left_behind(desk.home()), [""; 0], "SIG{name}");
    }
}

#[test]
fn a_signal_on_a_form_or_a_list_ends_it_too() {
    let desk = Desk::example();
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&["--db", &book, "tui", "--screen", "partners"]);
    pty.shows("[2 Partners]");
    pty.keys("a");
    pty.shows("Add a partner");
    pty.keys("Half typed");
    pty.shows("Half typed");
    pty.signal("TERM");
    assert_eq!(pty.end_restored(), 143);
    desk.check();
    assert!(!desk.ok(&["partner", "list"]).contains("Half typed"));
}

#[test]
fn a_signal_while_the_example_is_being_made_leaves_nothing() {
    let desk = Desk::empty();
    let pty = Start::at(desk.home()).program(&["demo"]);
    let began = Instant::now();
    while left_behind(desk.home()).is_empty() && began.elapsed() < PATIENCE {
        std::thread::yield_now();
    }
    pty.signal("TERM");
    assert_eq!(pty.end_restored(), 143);
    assert_eq!(left_behind(desk.home()), [""; 0]);
}

#[test]
fn it_ends_with_its_window() {
    let desk = Desk::empty();
    let pty = demo(&desk);
    assert_eq!(pty.hang_up(), 129);
    assert_eq!(left_behind(desk.home()), [""; 0]);
}

#[test]
fn any_size_is_drawn_and_the_way_back_is_whole() {
    let desk = Desk::empty();
    let pty = Start {
        size: (160, 50),
        ..Start::at(desk.home())
    }
    .program(&["demo"]);
    pty.shows(HOME);
    for (key, title) in [
        ("1", HOME),
        ("2", "[2 Partners]"),
        ("3", "[3 Referrals]"),
        ("6", "[6 Stats]"),
        ("7", "[7 Commissions]"),
        ("?", "Keys on this screen"),
        ("2", "[2 Partners]"),
        ("a", "Add a partner"),
    ] {
        pty.keys(key);
        pty.shows(title);
        for size in [
            (40, 12),
            (1, 1),
            (30, 8),
            (3, 40),
            (200, 2),
            (60, 20),
            (100, 30),
        ] {
            let before = pty.seen().raw.len();
            pty.resize(size);
            pty.until(&format!("a picture of {size:?}"), |seen| {
                seen.raw.len() > before
            });
        }
        // The status line is the last but one of a picture of this size, and of no other.
        pty.until("the whole picture", |seen| {
            let mut lines = seen.parser.screen().rows(0, 100);
            lines
                .nth(28)
                .is_some_and(|status| status.contains("EXAMPLE"))
        });
        pty.shows(title);
        if matches!(key, "?" | "a") {
            pty.escape(title);
        }
    }
    pty.keys("1");
    pty.shows(HOME);
    pty.resize((160, 50));
    pty.until("a wide picture", |seen| {
        seen.text().lines().any(|line| line.chars().count() > 150) && seen.shows(HOME)
    });
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_draws_again() {
    if Command::new("bash").arg("--version").output().is_err() {
        skipped("bash is not installed, and stopping needs a shell with job control");
        return;
    }
    let desk = Desk::example();
    let book = desk.book().display().to_string();
    let set = [("PS1", "shell> "), ("PARTNERBOOK_DB", book.as_str())];
    let pty = Start {
        set: &set,
        ..Start::at(desk.home())
    }
    .start("bash", &["--norc", "--noprofile", "--noediting", "-i"]);
    pty.shows("shell>");
    pty.keys(&format!("{}\n", env!("CARGO_BIN_EXE_partnerbook")));
    pty.shows(HOME);
    for _ in 0..2 {
        pty.keys("\x1a");
        pty.until("the shell", |seen| {
            let screen = seen.parser.screen();
            !screen.alternate_screen() && !screen.hide_cursor() && seen.shows("Stopped")
        });
        // The shell answers what is typed, so the terminal edits lines and echoes again.
        pty.keys("clear; echo and an''swered\n");
        pty.until("the answer", |seen| {
            seen.shows("and answered") && !seen.shows("Stopped")
        });
        pty.keys("fg\n");
        pty.until("the screens again", |seen| {
            seen.parser.screen().alternate_screen() && seen.shows(HOME)
        });
        pty.keys("2");
        pty.shows("[2 Partners]");
        pty.keys("1");
        pty.shows(HOME);
    }
    pty.keys("q");
    pty.until("the shell", |seen| {
        !seen.parser.screen().alternate_screen() && seen.text().trim_end().ends_with("shell>")
    });
    pty.keys("echo left with $?\n");
    pty.shows("left with 0");
    pty.keys("exit\n");
    assert_eq!(pty.end_restored(), 0);
}

#[test]
fn a_terminal_that_cannot_show_screens_is_told_so() {
    let desk = Desk::example();
    let book = desk.book().display().to_string();
    for args in [
        &["--db", book.as_str()][..],
        &["demo"],
        &["--db", "none.pbk"],
    ] {
        let pty = Start {
            set: &[("TERM", "dumb")],
            ..Start::at(desk.home())
        }
        .program(args);
        // Not before all of it has come through.
        assert_eq!(pty.end_restored(), 2, "{args:?}");
        let said = String::from_utf8(pty.raw()).unwrap();
        assert!(said.contains("TERM is “dumb”"), "{args:?}: {said}");
        assert!(!said.contains('\x1b'), "{args:?}: {said}");
    }
    assert_eq!(left_behind(desk.home()), ["book.pbk"]);
}

#[test]
fn the_first_run_offers_three_ways_and_q_makes_nothing() {
    let desk = Desk::empty();
    let pty = Start::at(desk.home()).program(&[]);
    pty.shows("Start my own book");
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
    assert_eq!(left_behind(desk.home()), [""; 0]);
    // The example from there.
    let pty = Start::at(desk.home()).program(&[]);
    pty.shows("Start my own book");
    pty.keys("1");
    pty.shows(HOME);
    pty.signal("TERM");
    assert_eq!(pty.end_restored(), 143);
    assert_eq!(left_behind(desk.home()), [""; 0]);
}

#[test]
fn a_terminal_that_takes_no_more_bytes_cannot_keep_it() {
    let desk = Desk::empty();
    let pty = demo(&desk);
    pty.stop_reading();
    // Pictures until no more fit between the two.
    for _ in 0..60 {
        for columns in [120, 119] {
            pty.resize((columns, 36));
            pty.keys("2");
            // Time for a picture each: nobody looks, so there is nothing to wait for.
            std::thread::sleep(Duration::from_millis(15));
            pty.keys("3");
        }
    }
    pty.signal("TERM");
    assert_eq!(pty.end(), 143);
    assert_eq!(left_behind(desk.home()), [""; 0]);
}

#[test]
fn the_first_run_makes_a_book_when_asked_to() {
    let desk = Desk::empty();
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&["--db", &book]);
    pty.shows("Start my own book");
    pty.keys("2");
    pty.shows("currency");
    // Over whatever is proposed: from the end of the line to its beginning.
    pty.keys("\x05\x15Acme Partners\r\x05\x15EUR\r");
    pty.shows("Acme Partners");
    pty.until("Home", |seen| !seen.shows("Start my own book"));
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
    desk.check();
    assert!(
        desk.ok(&["export", "book", "--format", "json"])
            .contains("Acme Partners")
    );
}

#[test]
fn the_first_run_leads_a_spreadsheet_into_a_new_book() {
    let desk = Desk::empty();
    let file = desk.home().join("partners.csv");
    std::fs::write(
        &file,
        "Company,Website\nNorthwind Agency,northwind.example\n",
    )
    .unwrap();
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&["--db", &book]);
    pty.shows("Bring my spreadsheet");
    pty.keys("3");
    pty.shows("your file comes next");
    pty.keys("\x05\x15Acme Partners\r\x05\x15EUR\r");
    pty.shows("[1 File]");
    pty.keys(&format!("{}\r", file.display()));
    pty.shows("[2 Columns]");
    pty.shows("Looks like partners");
    pty.keys(")");
    pty.shows("[3 Check]");
    pty.shows("1 new");
    pty.keys(")");
    pty.shows("[4 Import]");
    pty.keys("\r");
    pty.shows("partners.csv is in");
    pty.keys("q");
    pty.until("the list it came from", |seen| !seen.shows("is in"));
    pty.keys("q");
    assert_eq!(pty.end_restored(), 0);
    desk.check();
    assert!(
        desk.ok(&["partner", "list", "--csv"])
            .contains("Northwind Agency")
    );
}
