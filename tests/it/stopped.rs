//! The program stopped at bad moments, and files it may not write: the book stays whole.

use std::{
    path::Path,
    process::Child,
    time::{Duration, Instant},
};

use super::program::{Desk, Said, many_lines, signal, skipped};

const LONG: Duration = Duration::from_mins(2);

fn begin_import(desk: &Desk, lines: usize) -> Child {
    let file = desk.file("revenue.csv", many_lines(lines));
    let map = "id=id,customer=customer,date=date,amount=amount";
    desk.program(&["import", "revenue", &file, "--add-customers", "--map", map])
        .spawn()
        .unwrap()
}

/// Waits until something is so; says false if the program ended before.
fn before_its_end(running: &mut Child, what: impl Fn() -> bool) -> bool {
    let began = Instant::now();
    while !what() {
        if running.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(began.elapsed() < LONG, "it neither came nor ended");
        std::thread::yield_now();
    }
    true
}

fn ended(running: Child) -> Said {
    running.wait_with_output().unwrap().into()
}

fn length(file: &Path) -> u64 {
    file.metadata().map_or(0, |m| m.len())
}

#[test]
fn ctrl_c_in_a_long_import_leaves_nothing_half_done() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let desk = Desk::new();
        let before = std::fs::read(desk.book()).unwrap();
        let mut running = begin_import(&desk, 300_000);
        let journal = desk.path("book.pbk-journal");
        assert!(
            before_its_end(&mut running, || journal.exists()),
            "{:?}",
            ended(running)
        );
        let asked = Instant::now();
        signal(name, running.id());
        let said = ended(running);
        assert_eq!(said.code, code, "{said:?}");
        assert!(said.err.contains("Nothing was changed"), "{said:?}");
        assert!(
            asked.elapsed() < Duration::from_secs(10),
            "{:?}",
            asked.elapsed()
        );
        assert!(!journal.exists());
        assert!(
            std::fs::read(desk.book()).unwrap() == before,
            "the file is another"
        );
        assert_eq!(desk.revenue_lines(), 0);
        desk.check();
    }
}

#[test]
fn a_power_cut_in_an_import_leaves_the_book_of_before() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let mut running = begin_import(&desk, 300_000);
    let journal = desk.path("book.pbk-journal");
    assert!(before_its_end(&mut running, || length(&journal) > 0));
    signal("KILL", running.id());
    assert_eq!(ended(running).code, 137);
    assert_eq!(desk.revenue_lines(), 0);
    desk.check();
    desk.ok(&["partner", "add", "Southwind"]);
    assert!(!journal.exists());
}

#[test]
fn a_power_cut_while_an_import_is_being_saved_leaves_all_of_it_or_nothing() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let small = length(&desk.book());
    let mut running = begin_import(&desk, 20_000);
    // The file grows only while the transaction is being written to it.
    let caught = before_its_end(&mut running, || length(&desk.book()) > small);
    if caught && running.try_wait().unwrap().is_none() {
        signal("KILL", running.id());
    }
    let code = ended(running).code;
    let lines = desk.revenue_lines();
    assert!(
        lines == 0 || lines == 20_000,
        "{lines} of 20000 lines (ended with {code})"
    );
    desk.check();
    desk.ok(&["partner", "add", "Southwind"]);
    desk.check();
}

#[test]
fn a_book_that_may_only_be_read_is_listed_and_a_write_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let only_read = std::fs::Permissions::from_mode(0o400);
    std::fs::set_permissions(desk.book(), only_read).unwrap();
    assert!(desk.ok(&["partner", "list"]).contains("Northwind"));
    if std::fs::File::options()
        .append(true)
        .open(desk.book())
        .is_ok()
    {
        skipped("this user may write to every file (root), so nothing can be refused");
        return;
    }
    let said = desk.run(&["partner", "add", "Southwind"]);
    assert_eq!(said.code, 1, "{said:?}");
    for words in ["cannot be written", "Nothing was changed.", "you may write"] {
        assert!(said.err.contains(words), "{said:?}");
    }
}

#[test]
fn a_new_book_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let mode = desk.book().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
