//! What goes out comes back in: lists exported and imported again change nothing, and text nobody would type survives.

use partnerbook::{
    domain::day::parse_iso,
    store::Store,
    table::{self, List, Query, Row},
};

use crate::{
    book::{Book, TODAY},
    imports::{Files, counts, report},
    program::Desk,
};

/// Text that breaks readers, writers, terminals and spreadsheets.
pub const NASTY: &[&str] = &[
    "=1+1",
    "+1 555 0100",
    "-2+3",
    "@SUM(1)",
    "'=1",
    "''quoted",
    "'",
    "\"Vale\", the \"A\" team",
    "a,b;c\td|e",
    "\u{feff}mark",
    "Ω≈ç√∫˜µ≤≥÷",
    "田中さん",
    "שלום",
    "İstanbul ı",
    "👩‍👩‍👧‍👦 family",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "nil",
    "NULL",
    "undefined",
    "0x0",
    "1e5",
    "--",
    "{{7*7}}",
    "<b>x</b>",
    "%s%n",
    "../../x",
    "C:\\x",
    "R12",
    "2026-01-05",
];

fn rows(store: &Store, list: List) -> Vec<Row> {
    let today = parse_iso(TODAY).unwrap();
    table::whole(store.view(), &Query::new(list, today))
        .unwrap()
        .rows
}

#[test]
fn a_list_exported_and_imported_again_changes_nothing() {
    let desk = Desk::example();
    for list in ["partners", "referrals", "customers", "revenue"] {
        for format in ["csv", "json"] {
            let file = desk.path(&format!("{list}.{format}")).display().to_string();
            desk.ok(&["export", list, "--format", format, "--out", &file]);
            let before = std::fs::read_to_string(&file).unwrap();
            let said = desk.run(&["import", list, &file, "--yes"]);
            assert_eq!(said.code, 0, "{list} {format}: {said:?}");
            assert!(
                said.out.contains(" 0 new, 0 changed,") || said.err.contains("othing"),
                "{list} {format}: {said:?}"
            );
            desk.ok(&[
                "export", list, "--format", format, "--out", &file, "--force",
            ]);
            assert_eq!(
                std::fs::read_to_string(&file).unwrap(),
                before,
                "{list} {format}"
            );
        }
    }
    desk.check();
}

#[test]
fn text_nobody_would_type_goes_in_and_out_unharmed() {
    let (files, mut book) = (Files::new(), Book::new());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["name", "external_id", "id"]).unwrap();
    for (n, text) in NASTY.iter().enumerate() {
        csv.write_record([
            &*partnerbook::text::csv_guard(text),
            &format!("x{n}"),
            &format!("k{n}"),
        ])
        .unwrap();
    }
    let file = files.put("nasty.csv", csv.into_inner().unwrap());
    let done = book.run(&format!("import partners {file}"));
    // A byte order mark within a cell is no part of a name.
    let names = |book: &Book| -> Vec<String> {
        let mut all: Vec<String> = rows(&book.store, List::Partners)
            .iter()
            .map(|r| r.cells[0].plain())
            .collect();
        all.sort();
        all
    };
    let in_book = names(&book);
    assert_eq!(
        in_book.len() as u64 + counts(&done)[3],
        NASTY.len() as u64,
        "{}",
        report(&done)
    );
    for text in [
        "=1+1",
        "'=1",
        "\"Vale\", the \"A\" team",
        "田中さん",
        "R12",
        "NULL",
    ] {
        assert!(in_book.iter().any(|n| n == text), "{text}: {in_book:?}");
    }
    for format in ["csv", "json"] {
        let out = files.path(&format!("out.{format}"));
        book.run(&format!(
            "export partners --format {format} --out {}",
            out.display()
        ));
        let again = book.run(&format!("import partners {}", out.display()));
        assert_eq!(&counts(&again)[..2], [0, 0], "{format}: {}", report(&again));
        // And in a book that knows nobody.
        let mut other = Book::new();
        other.run(&format!("import partners {}", out.display()));
        assert_eq!(names(&other), in_book, "{format}");
    }
    let csv = files.read("out.csv");
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    for record in reader.records() {
        for cell in &record.unwrap() {
            let number = cell
                .trim_start_matches(['+', '-'])
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.');
            assert!(
                number || !cell.trim_start().starts_with(['=', '+', '-', '@']),
                "{cell:?}"
            );
        }
    }
}
