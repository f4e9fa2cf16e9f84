//! The first files of somebody who has never seen the program, as messy as theirs are: what must be asked is asked, and
//! nothing has to be typed again.

use super::{
    imports::{Files, counts, report},
    program::Desk,
    pty::{Pty, Start},
};
use crate::book::Book;

const LEADS: &str = "Partner,Company,Contact email,Status,Submitted\n\
    Northwind Consulting,Initech,bill@initech.com,Open,2026-02-11\n\
    Northwnd Consulting,Globex,hank@globex.com,Won,2026-02-12\n\
    Blue Peak,Hooli,gavin@hooli.com,Kaltgestellt,2026-02-13\n";

fn import(desk: &Desk, file: &str) -> Pty {
    let book = desk.book().display().to_string();
    Start::at(desk.home()).program(&["--db", &book, "import", file])
}

#[test]
fn rows_that_cannot_be_taken_are_offered_a_file_of_their_own_and_the_rest_goes_in() {
    let desk = Desk::new();
    let file = desk.file(
        "partners.csv",
        "Partner,Type,E-mail\nNorthwind,Agency,a@northwind.io\nBlue Peak,Reseller,\n,,\nTOTAL,2,\n,,\n",
    );
    let pty = import(&desk, &file);
    pty.shows("Take the other 2 rows all the same, and write the rejected to");
    pty.keys("y\r");
    pty.shows("Import it?");
    pty.keys("y\r");
    pty.shows("Undo: partnerbook undo");
    assert_eq!(pty.end(), 4);
    let rejected = std::fs::read_to_string(desk.path("partners.rejected.csv")).unwrap();
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    assert!(
        rejected.contains("looks like the line of totals"),
        "{rejected}"
    );
    let all = desk.ok(&["partner", "list", "--csv"]);
    assert_eq!(all.lines().count(), 3, "{all}");
}

#[test]
fn a_word_that_is_no_stage_and_a_day_that_is_not_there_are_asked_and_an_answer_can_be_taken_back() {
    let desk = Desk::new();
    let file = desk.file("leads.csv", LEADS);
    let pty = import(&desk, &file);
    pty.shows("“Kaltgestellt” in “Status”");
    pty.keys("1\r");
    // A slip of the pen makes no second partner.
    pty.shows("the same as “Northwind Consulting”");
    pty.keys("b\r");
    pty.until("the first question again", |seen| {
        seen.text().matches("“Kaltgestellt” in “Status”").count() > 1
    });
    pty.keys("2\r");
    pty.until("the second question again", |seen| {
        seen.text().matches("the same as “Northwind").count() > 1
    });
    pty.keys("1\r");
    pty.shows("2 partners of the file are not in the book");
    pty.keys("1\r");
    pty.shows("is won and has no day of it");
    pty.keys("1\r");
    pty.shows("1 won referral earns nothing yet");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let log = desk.ok(&["history", "--json"]);
    assert!(log.contains("--won-when-submitted"), "{log}");
    assert!(log.contains("Kaltgestellt=accepted"), "{log}");
    assert_eq!(desk.ok(&["partner", "list", "--csv"]).lines().count(), 3);
}

#[test]
fn what_is_piped_in_is_asked_about_at_the_terminal() {
    let desk = Desk::new();
    let file = desk.file("leads.csv", b"Partner;Firma;Status;Datum\nBlue Peak;M\xFCller & S\xF6hne;Gewonnen;15.03.2026\nNorthwind;K\xE4se;Offen;02.04.2026\n");
    let book = desk.book().display().to_string();
    let line = "cat \"$1\" | \"$0\" --db \"$2\" import -";
    let program = env!("CARGO_BIN_EXE_partnerbook");
    let pty = Start::at(desk.home()).start("sh", &["-c", line, program, &file, &book]);
    pty.shows("standard input is not UTF-8 text");
    pty.keys("1\r");
    pty.shows("2 partners of the file are not in the book");
    pty.keys("1\r");
    pty.shows("is won and has no day of it");
    pty.keys("1\r");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let all = desk.ok(&["referral", "list", "--csv"]);
    assert!(all.contains("Müller & Söhne"), "{all}");
}

#[test]
fn one_ctrl_c_at_a_question_leaves() {
    let desk = Desk::new();
    let file = desk.file("partners.csv", "Partner,E-mail\nNorthwind,a@northwind.io\n");
    let pty = import(&desk, &file);
    pty.shows("Import it?");
    pty.keys("\u{3}");
    assert_eq!(pty.end(), 130);
    assert!(pty.seen().text().contains("Stopped"));
    assert_eq!(desk.ok(&["partner", "list", "--csv"]).lines().count(), 1);
}

#[test]
fn with_nobody_to_ask_the_words_of_each_answer_are_said() {
    let desk = Desk::new();
    let file = desk.file("leads.csv", LEADS);
    let said = desk.run(&["import", &file]);
    assert_eq!(said.code, 3, "{said:?}");
    for words in [
        "--stage-map Kaltgestellt=demo",
        "Northwnd Consulting=Northwind Consulting",
    ] {
        assert!(said.err.contains(words), "{words}: {said:?}");
    }
}

#[test]
fn a_form_that_was_filled_in_twice_is_told_and_can_be_left_out() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Northwind --email hello@northwind.example"]);
    let form = files.put(
        "form.csv",
        "Timestamp,Email Address,Company you refer,Company website,Who should we talk to?\n\
        2026/10/03 9:12:44 AM GMT+2,hello@northwind.example,Acme Retail,acme.example,Ann\n\
        2026/10/05 4:08:10 PM GMT+2,hello@northwind.example,Acme Retail Inc.,www.acme.example,Ann\n",
    );
    let line = format!("import {form}");
    let told = book.run(&format!("{line} --dry-run"));
    let said = told.record.unwrap().lines.join("\n");
    assert!(
        said.contains("1 company is referred by the same partner already: line 3 Acme Retail Inc."),
        "{said}"
    );
    let done = book.run(&format!("{line} --same \"referral:Acme Retail Inc.=skip\""));
    assert_eq!(counts(&done), [1, 0, 0, 0]);
    assert_eq!(book.json("referral show R1")["contact"], "Ann");
}

#[test]
fn a_file_without_a_header_loses_no_row_to_it() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put(
        "partners.csv",
        "Ana Ruiz,ana@ruiz.example,ES\nBo Berg,bo@berg.example,SE\n",
    );
    for line in [
        format!("import {file} --as partners"),
        format!("import partners {file}"),
    ] {
        let e = book.fails(&line).to_string();
        assert!(
            e.contains("looks like a row: “Ana Ruiz”, “ana@ruiz.example”, “ES”"),
            "{e}"
        );
        assert!(e.contains("--no-header"), "{e}");
    }
    let map = "--no-header --map name=A,email=B,country=C";
    let done = book.run(&format!("import partners {file} {map}"));
    assert_eq!(counts(&done), [2, 0, 0, 0]);
    // The other answer takes it as it is.
    let done = book.run(&format!(
        "import partners {file} --header-row 1 --map \"name=Ana Ruiz\" --dry-run"
    ));
    assert_eq!(counts(&done), [0, 0, 1, 0]);
}

#[test]
fn a_customer_made_from_a_won_referral_is_known_by_its_id_and_address_next_month() {
    let files = Files::new();
    let mut book = Book::new();
    book.run("partner add Northwind");
    book.run("referral add Globex --partner northwind --on 2026-01-02");
    book.run("referral stage won R1 --on 2026-02-01");
    let first = files.put(
        "payments.csv",
        "id,customer_id,customer_name,customer_email,date,amount\nch_1,cus_A,Globex,hank@globex.com,2026-03-01,100.00\n",
    );
    let map = "id=id,customer=customer_id,customer_name=customer_name,customer_email=customer_email,date=date,amount=amount";
    book.run(&format!("import revenue {first} --map {map}"));
    let next = files.put(
        "invoices.csv",
        "id,customer,date,amount\nin_1,cus_A,2026-04-01,100.00\n",
    );
    let taken = book.run(&format!("import revenue {next}"));
    assert_eq!(counts(&taken), [1, 0, 0, 0], "{}", report(&taken));
}

#[test]
fn a_file_in_another_encoding_is_asked_about_before_what_it_is() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Blue Peak"]);
    let file = desk.file(
        "leads.csv",
        b"Partner;Firma;Status;Datum\nBlue Peak;M\xFCller & S\xF6hne;Gewonnen;15.03.2026\nBlue Peak;K\xE4se;Offen;02.04.2026\n",
    );
    let pty = import(&desk, &file);
    pty.shows("“Müller”");
    pty.keys("1\r");
    pty.shows("is won and has no day of it");
    pty.keys("1\r");
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let all = desk.ok(&["referral", "list", "--csv"]);
    assert!(all.contains("Müller & Söhne"), "{all}");
}

#[test]
fn how_a_file_is_read_can_be_kept_while_its_preview_is_looked_at() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let first = desk.file(
        "october.csv",
        "Who sent it,Firm,Day\nNorthwind,Vale,2026-10-01\n",
    );
    let book = desk.book().display().to_string();
    let map = "partner=Who sent it,company=Firm,submitted=Day";
    let words = [
        "--db",
        &book,
        "import",
        &first,
        "--as",
        "referrals",
        "--map",
        map,
    ];
    let pty = Start::at(desk.home()).program(&[&words[..], &["--save-mapping", "Forms"]].concat());
    pty.shows("Import it?");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    let next = desk.file(
        "november.csv",
        "Who sent it,Firm,Day\nNorthwind,Opal,2026-11-01\n",
    );
    let pty = import(&desk, &next);
    pty.shows("Forms");
    pty.shows("1 new");
    pty.keys("y\r");
    assert_eq!(pty.end(), 0);
    assert_eq!(desk.ok(&["referral", "list", "--csv"]).lines().count(), 3);
}
