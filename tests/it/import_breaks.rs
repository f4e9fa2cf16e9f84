//! What a hostile or hurried person does with imports, and what must be whole afterwards: the book, the files they
//! named, and what is said to them.

use std::fs;

use partnerbook::table::{self, Cell, List, Query};

use crate::{
    book::Book,
    imports::{Files, counts, report},
    program::Desk,
};

const GOOD: &str = "id,customer,date,amount\nx1,Acme,2026-01-02,5\n";
const BAD: &str = "id,customer,date,amount\nx1,Acme,2026-01-02,5\nx2,Acme,2026-01-02,five\n";

/// What the revenue lines of a book say was paid.
fn amounts_of(book: &Book) -> Vec<String> {
    let query = Query::new(List::Revenue, book.today);
    let table = table::whole(book.store.view(), &query).unwrap();
    let rows = table.rows.iter();
    let paid = rows.filter_map(|row| row.cells.iter().find(|c| matches!(c, Cell::Money(_))));
    paid.map(Cell::plain).collect()
}

/// Revenue of customers nobody has entered.
fn revenue<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["import", "revenue", file, "--add-customers", "--yes"];
    words.extend(more);
    words
}

#[test]
fn rejected_rows_and_exports_are_never_written_over_a_book() {
    let desk = Desk::new();
    desk.ok(&revenue(&desk.file("good.csv", GOOD), &[]));
    let bad = desk.file("bad.csv", BAD);
    let book = desk.book().display().to_string();
    fs::copy(desk.book(), desk.path("other.pbk")).unwrap();
    let other = desk.path("other.pbk").display().to_string();
    for over in [&book, &other] {
        let before = fs::read(over).unwrap();
        for words in [
            revenue(&bad, &["--rejects", over]),
            revenue(&bad, &["--skip-bad", "--rejects", over]),
            vec!["export", "book", "--out", over, "--yes"],
            vec!["export", "journal", "--out", over, "--force"],
        ] {
            let said = desk.run(&words);
            assert_eq!(said.code, 4, "{said:?}");
            assert!(said.err.contains("never written over"), "{said:?}");
            assert!(
                fs::read(over).unwrap() == before,
                "{words:?} changed {over}"
            );
        }
    }
    desk.check();
    // Nor over what SQLite may have left beside it.
    let journal = desk.file("book.pbk-journal", "");
    let said = desk.run(&revenue(&bad, &["--rejects", &journal]));
    assert_eq!(said.code, 4, "{said:?}");
}

#[test]
fn rejected_rows_do_not_take_the_place_of_the_file_they_come_from() {
    let desk = Desk::new();
    let bad = desk.file("bad.csv", BAD);
    for more in [&["--rejects", "./bad.csv"][..], &["--rejects", &bad]] {
        let said = desk.run(&revenue(&bad, more));
        assert_eq!(said.code, 4, "{said:?}");
        assert!(said.err.contains("its good rows would be lost"), "{said:?}");
        assert_eq!(fs::read_to_string(&bad).unwrap(), BAD);
    }
}

#[test]
fn rejected_rows_go_to_ordinary_files_only_and_that_is_found_before_anything_is_saved() {
    let desk = Desk::new();
    let bad = desk.file("bad.csv", BAD);
    let pipe = desk.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let pipe = pipe.display().to_string();
    let mut places = vec![".", "no-such-folder/rejects.csv"];
    if made.is_ok_and(|done| done.success()) {
        places.push(&pipe);
    }
    for place in places {
        let said = desk.run(&revenue(&bad, &["--skip-bad", "--rejects", place]));
        assert!(matches!(said.code, 1 | 4), "{said:?}");
        assert!(said.err.contains("Nothing was"), "{said:?}");
        assert_eq!(desk.revenue_lines(), 0, "{place}");
    }
}

#[test]
fn a_question_without_answers_names_no_words_to_add() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put("a.csv", "Ref,Who,Sum\nx1,Acme,5\n");
    let e = book.fails(&format!(
        "import {file} --as revenue --map id=Ref,customer=Who,amount=Sum"
    ));
    let hint = e.hint.unwrap_or_default();
    assert!(!hint.contains("add ."), "{hint}");
    assert!(e.message.contains("--map date=COLUMN"), "{}", e.message);
}

#[test]
fn rows_left_out_by_an_answer_are_not_called_left_out_by_where() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put("a.csv", GOOD);
    let done = book.run(&format!("import revenue {file} --same customer:Acme=skip"));
    let said = report(&done)["left_out"].clone();
    assert_eq!(said, 1);
    let lines = done.record.unwrap().lines.join("\n");
    assert!(
        lines.contains("1 left out") && !lines.contains("--where"),
        "{lines}"
    );
}

#[test]
fn a_line_end_in_the_name_of_a_file_ends_no_line_of_what_is_said() {
    let desk = Desk::new();
    let file = desk.file("a\nUndone: all of it.\n.csv", GOOD);
    let said = desk.run(&revenue(&file, &[]));
    assert_eq!(said.code, 0, "{said:?}");
    let all = format!("{}{}{}", said.out, said.err, desk.ok(&["history"]));
    assert!(!all.lines().any(|line| line.starts_with("Undone")), "{all}");
}

#[test]
fn parentheses_make_an_amount_negative_whichever_side_of_them_its_currency_stands() {
    let files = Files::new();
    let mut book = Book::new();
    let amounts = [
        ("(45.00)", "-45.00"),
        ("$(1,234.50)", "-1234.50"),
        ("($1,234.50)", "-1234.50"),
        ("(45.00) USD", "-45.00"),
        ("USD (45.00)", "-45.00"),
    ];
    for (written, means) in amounts {
        let file = files.put(
            "a.csv",
            format!("id,customer,date,amount\nx1,Acme,2026-01-02,\"{written}\"\n"),
        );
        let done = book.run(&format!("import revenue {file} --add-customers"));
        assert_eq!(counts(&done), [1, 0, 0, 0], "{written}");
        let paid = amounts_of(&book);
        assert_eq!(paid, [means], "{written}");
        book.run("undo");
    }
    for refused in [
        "-(45.00)",
        "((45.00))",
        "USD (-45.00)",
        "(45.00",
        "$(45 EUR)",
    ] {
        let file = files.put(
            "a.csv",
            format!("id,customer,date,amount\nx1,Acme,2026-01-02,{refused}\n"),
        );
        let done = book.run(&format!("import revenue {file} --add-customers"));
        assert_eq!(counts(&done), [0, 0, 0, 1], "{refused}");
    }
}

#[test]
fn a_sheet_of_payments_with_its_own_words_is_not_taken_for_clicks() {
    let files = Files::new();
    let mut book = Book::new();
    for (header, row) in [
        ("Ref,Who,When,Sum", "q1,Zed Corp,2026-01-02,5.00"),
        ("Ref,Name,Date,Total", "q1,Zed Corp,2026-01-02,5.00"),
    ] {
        let file = files.put("sheet.csv", format!("{header}\n{row}\n"));
        let tried = book.tries(&format!("import {file}"));
        if let Ok(done) = tried {
            panic!("taken without a question: {}", done.said);
        }
    }
}

#[test]
fn a_line_end_in_an_address_does_not_make_another_host_of_it() {
    let desk = Desk::new();
    desk.ok(&["partner", "add", "Northwind"]);
    let said = desk.run(&["link", "new", "northwind", "--url", "https://x.com\n.evil"]);
    assert_eq!(said.code, 4, "{said:?}");
}
