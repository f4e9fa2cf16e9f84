//! Rows that could not be taken, mended and fed again: they are read as the file they come from was, whatever it was.

use super::{
    imports::{Files, counts, report},
    program::Desk,
    pty::Start,
    tables_in::{TEXTS, xlsx_with},
};
use crate::book::Book;

const DEALS: &str = "Partner,Firma,Datum,Betrag\n\
    Northwind,Vale,03/04/2026,\"1.500\"\n\
    Northwind,Opal,05/06/2026,\"2.500\"\n\
    Northwind,Birch,07/08/2026x,\"3.500\"\n";

#[test]
fn mended_rows_go_in_without_a_question_that_was_answered_for_their_file() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let file = desk.file("deals.csv", DEALS);
    let book = desk.book().display().to_string();
    let pty = Start::at(desk.home()).program(&["--db", &book, "import", &file]);
    pty.shows("which day is 03/04/2026");
    pty.keys("1\r");
    pty.shows("what is the mark in 1.500");
    pty.keys("2\r");
    pty.shows("Take the other 2 rows all the same");
    pty.keys("y\r");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 4);
    let rejected = desk.path("deals.rejected.csv");
    let text = std::fs::read_to_string(&rejected).unwrap();
    assert!(
        text.contains("rejected_because (import referrals"),
        "{text}"
    );
    std::fs::write(&rejected, text.replace("2026x", "2026")).unwrap();
    // Nobody is asked, and nothing is left open: a day and an amount that could each be read in two ways.
    desk.ok(&["import", "deals.rejected.csv", "--yes"]);
    let all = desk.ok(&["referral", "list", "--json"]);
    assert!(all.contains("2026-08-07") && all.contains("3500"), "{all}");
    assert!(!all.contains("2026-07-08"), "{all}");
}

#[test]
fn what_all_rows_together_show_of_days_and_amounts_holds_for_the_rejected_ones() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Northwind"]);
    let file = files.put(
        "leads.csv",
        "partner,company,submitted,expected\nNorthwind,Vale,23/04/2026,\"1,50\"\nNobody,Opal,05/06/2026,\"1,500\"\n",
    );
    let rejects = files.path("leads.rejected.csv").display().to_string();
    let some = book.run(&format!(
        "import referrals {file} --skip-bad --rejects {rejects}"
    ));
    assert_eq!(counts(&some), [1, 0, 0, 1], "{}", report(&some));
    let mended = files
        .read("leads.rejected.csv")
        .replace("Nobody", "Northwind");
    // The same command as before, and the one for any file.
    for line in ["import referrals", "import"] {
        let mut book = Book::with(&["partner add Northwind"]);
        let file = files.put("again.csv", &mended);
        let taken = book.run(&format!("{line} {file}"));
        assert_eq!(counts(&taken), [1, 0, 0, 0], "{}", report(&taken));
        let all = format!("{:?}", book.run("referral list").table);
        assert!(all.contains("2026-06-05"), "{all}");
    }
    // What is said now goes before what was said then.
    let file = files.put("again.csv", &mended);
    book.run(&format!("import referrals {file} --date-format mdy"));
    let all = format!("{:?}", book.run("referral list").table);
    assert!(all.contains("2026-05-06"), "{all}");
}

#[test]
fn words_in_a_file_only_say_how_it_is_read() {
    let files = Files::new();
    let target = files.put("target.csv", "precious\n");
    let mut book = Book::with(&["partner add Northwind"]);
    let file = files.put(
        "x.csv",
        format!("rejected_because (import partners --map name=Who --skip-bad --rejects {target} --save-mapping M --yes),Who,Mail\n,Kestrel,k@kestrel.io\n,,\nTOTAL,,\n,Osprey,\n"),
    );
    let held = book.run(&format!("import {file}"));
    assert_eq!(held.op, None, "{}", held.said);
    assert_eq!(files.read("target.csv"), "precious\n");
    assert!(!format!("{:?}", book.run("mapping list").table).contains("\"M\""));
    // A header that is not to be understood is a header like any other.
    for odd in [
        "(import partners --map 'name)",
        "(partner delete northwind)",
        "()",
        "(import partners --map nothing=Who)",
    ] {
        let file = files.put("y.csv", format!("rejected_because {odd},name\n,Kestrel\n"));
        let taken = book.run(&format!("import partners {file} --dry-run"));
        assert_eq!(counts(&taken), [1, 0, 0, 0], "{odd}: {}", report(&taken));
    }
}

#[test]
fn a_dry_run_writes_no_file_of_rejected_rows_and_says_so() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put("p.csv", "name,since\nKestrel,2026-01-05\nOsprey,soon\n");
    let rejects = files.put("r.csv", "kept\n");
    let dry = book.run(&format!(
        "import partners {file} --dry-run --rejects {rejects}"
    ));
    assert_eq!(files.read("r.csv"), "kept\n");
    assert!(dry.said.contains("not written to"), "{}", dry.said);
    assert!(dry.files.is_empty());
}

#[test]
fn rejected_rows_of_a_workbook_and_of_json_are_a_table_that_goes_in_when_mended() {
    let cell =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\" s=\"1\"><v>46000</v></c></row><row r=\"3\">{}{}</row>",
        cell("A1", "name"),
        cell("B1", "since"),
        cell("A2", "Kestrel"),
        cell("A3", "Osprey, &amp; Co"),
        cell("B3", "soon"),
    );
    let json =
        r#"[{"name":"Kestrel","since":"2026-01-05"},{"since":"soon","name":"Osprey, & Co"}]"#;
    let sources = [
        ("p.xlsx", xlsx_with("", &rows, TEXTS, "")),
        ("p.json", json.as_bytes().to_vec()),
    ];
    for (name, bytes) in sources {
        let files = Files::new();
        let mut book = Book::new();
        let file = files.put(name, bytes);
        let rejects = files.path("rest.csv").display().to_string();
        let some = book.run(&format!(
            "import partners {file} --skip-bad --rejects {rejects}"
        ));
        assert_eq!(counts(&some), [1, 0, 0, 1], "{name}: {}", report(&some));
        let text = files.read("rest.csv");
        assert_eq!(text.lines().count(), 2, "{text}");
        let mended = files.put("rest.csv", text.replace("soon", "2026-02-01"));
        let taken = book.run(&format!("import {mended}"));
        assert_eq!(counts(&taken), [1, 0, 0, 0], "{name}: {}", report(&taken));
        assert!(format!("{:?}", book.run("partner list").table).contains("Osprey, & Co"));
    }
}

#[test]
fn one_option_with_two_values_for_one_thing_is_refused_with_both() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put("p.csv", "name,since\nKestrel,13/02/2026\n");
    for (more, both) in [
        ("--set country=US --set Country=DE", ["US", "DE"]),
        ("--default country=US --default country=DE", ["US", "DE"]),
        ("--date-format dmy --date-format mdy", ["dmy", "mdy"]),
        (
            "--date-format since=dmy --date-format since=mdy",
            ["dmy", "mdy"],
        ),
    ] {
        for line in ["import partners", "import --as partners"] {
            let e = book.fails(&format!("{line} {file} {more}")).to_string();
            assert!(both.iter().all(|w| e.contains(w)), "{more}: {e}");
        }
    }
    let sales = files.put(
        "v.csv",
        "id,customer,date,amount\nI1,Vale,2026-01-05,\"1,234\"\n",
    );
    let e = book
        .fails(&format!("import revenue {sales} --decimal , --decimal ."))
        .to_string();
    assert!(e.contains("--decimal gives two values"), "{e}");
    // The same twice, and one field beside all, are no quarrel.
    book.run(&format!("import partners {file} --date-format mdy --date-format since=dmy --set country=US --set country=US"));
}

#[test]
fn many_who_are_not_known_can_be_settled_with_one_word() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    desk.ok(&["customer", "add", "Vale Robotics"]);
    desk.ok(&["customer", "add", "Cobalt Foods"]);
    let file = desk.file(
        "pay.csv",
        "id,customer,date,amount\nI1,Vale Robotcs,2026-01-05,10\nI2,Cobalt Fods,2026-01-05,10\nI3,Opal,2026-01-05,10\n",
    );
    let said = desk.run(&["import", "revenue", &file]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.err.contains("--same 'customer:*=new'"), "{said:?}");
    desk.ok(&["import", "revenue", &file, "--same", "customer:*=new"]);
}
