//! Files in: what a person relies on when a file is read into the book.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use partnerbook::{
    domain::day::parse_iso,
    error::Kind,
    ops::{Cx, Outcome, Progress, line::run_line},
    store::Origin,
    table::{self, List, Query, Table},
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::book::Book;

/// A folder for the files of one test.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A file, as it is written on a command line.
    pub fn put(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }
}

pub fn report(outcome: &Outcome) -> Value {
    outcome.record.clone().expect("an import reports").json
}

/// new, changed, unchanged, rejected.
pub fn counts(outcome: &Outcome) -> [u64; 4] {
    let report = report(outcome);
    ["new", "changed", "unchanged", "rejected"].map(|n| report[n].as_u64().unwrap())
}

const PARTNERS: &str = "id,name,owner\nP1,Quillfield,Ana\nP2,Northwind,Bo\n";
const REFERRALS: &str = "id,partner,company,domain,stage,submitted,won\n\
    D1,Quillfield,Vale Robotics,valerobotics.com,won,2026-01-10,2026-03-01\n\
    D2,P2,Cobalt Foods,cobalt-foods.com,Closed Won,2026-01-12,2026-02-01\n\
    D3,NORTHWIND,Opal,,demo,2026-02-02,\n\
    D4,northwind,Birch,,lost,2026-02-03,2026-02-20\n";
const REVENUE: &str = "id,referral,customer,date,amount,kind,refund\n\
    I1,D1,,2026-03-05,100.00,base,0\n\
    I2,D1,,2026-04-05,\"1,000.00\",base,0\n\
    I3,,valerobotics.com,2026-05-05,100.00,base,0\n\
    I4,D2,,2026-03-01,50,setup,\n\
    I5,D1,,2026-04-20,40.00,base,1\n";

/// A book with a program, and the three files imported.
fn day(files: &Files) -> Book {
    let mut book =
        Book::with(&["program add Referral --terms '25% of base for 12 months' --hold-days 30"]);
    book.run(&format!(
        "import partners {} --program referral",
        files.put("p.csv", PARTNERS)
    ));
    book.run(&format!(
        "import referrals {}",
        files.put("r.csv", REFERRALS)
    ));
    book.run(&format!("import revenue {}", files.put("v.csv", REVENUE)));
    book
}

fn ledger(book: &mut Book) -> String {
    let report = book.store.check().unwrap();
    format!("{report:?}")
}

fn list(book: &Book, list: List) -> Table {
    table::whole(book.store.view(), &Query::new(list, book.today)).unwrap()
}

/// Every commission line in words, in an order of its own.
fn earned(book: &Book) -> Vec<String> {
    let rows = list(book, List::Commissions).rows;
    let mut all: Vec<String> = rows
        .iter()
        .map(|r| format!("{:?}", &r.cells[1..6]))
        .collect();
    all.sort();
    all
}

#[test]
fn files_become_facts_and_facts_become_money() {
    let files = Files::new();
    let mut book = day(&files);
    // 25 % of 100, 1,000 and 100, less 25 % of the 40 refunded of the 1,000.
    let done = book.run(&format!(
        "import revenue {} --dry-run",
        files.path("v.csv").display()
    ));
    assert_eq!(report(&done)["posted"]["lines"], 0, "all of it is posted");
    let all = list(&book, List::Commissions);
    assert_eq!(all.rows.len(), 4);
    assert!(
        format!("{:?}", all.footer).contains("290.00"),
        "{:?}",
        all.footer
    );
    assert_eq!(
        list(&book, List::Customers).rows.len(),
        2,
        "won referrals that pay are customers"
    );
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let files = Files::new();
    let mut book = day(&files);
    let before = ledger(&mut book);
    for (what, file, n) in [
        ("partners", "p.csv", 2),
        ("referrals", "r.csv", 4),
        ("revenue", "v.csv", 5),
    ] {
        let again = book.run(&format!("import {what} {}", files.path(file).display()));
        assert_eq!(counts(&again), [0, 0, n, 0], "{what}");
        assert_eq!(again.op, None, "{what}");
    }
    assert_eq!(ledger(&mut book), before);
}

#[test]
fn rows_without_ids_are_known_again_too() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Quillfield"]);
    let referrals = files.put(
        "r.csv",
        "partner,company,submitted,won\nquillfield,Vale,2026-01-10,2026-02-01\n",
    );
    // Two equal payments on one day are two payments.
    let revenue = files.put(
        "v.csv",
        "customer,date,amount\nVale,2026-03-05,10\nVale,2026-03-05,10\nVale,2026-04-05,-4\n",
    );
    for expected in [[1, 0, 0, 0], [0, 0, 1, 0]] {
        assert_eq!(
            counts(&book.run(&format!("import referrals {referrals}"))),
            expected
        );
    }
    for expected in [[3, 0, 0, 0], [0, 0, 3, 0]] {
        assert_eq!(
            counts(&book.run(&format!("import revenue {revenue}"))),
            expected
        );
    }
    // One more of them is one more.
    let more = files.put(
        "v.csv",
        "customer,date,amount\nVale,2026-03-05,10\nVale,2026-03-05,10\nVale,2026-03-05,10\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {more}"))),
        [1, 0, 2, 0]
    );
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let shuffled = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        lines.join("\n")
    };
    let figures = |revenue: &str| {
        let files = Files::new();
        let mut book = Book::with(&["program add Referral --terms '25% of base for 12 months'"]);
        book.run(&format!(
            "import partners {} --program referral",
            files.put("p.csv", PARTNERS)
        ));
        book.run(&format!(
            "import referrals {}",
            files.put("r.csv", REFERRALS)
        ));
        book.run(&format!(
            "import customers {}",
            files.put("c.csv", "name,domain\nVale Robotics,valerobotics.com\n")
        ));
        book.run(&format!("import revenue {}", files.put("v.csv", revenue)));
        earned(&book)
    };
    let one = figures(REVENUE);
    assert_eq!(one.len(), 4);
    assert_eq!(one, figures(&shuffled(REVENUE)));
}

#[test]
fn one_bad_row_and_nothing_is_saved() {
    let files = Files::new();
    let mut book = day(&files);
    let bad = files.put("bad.csv", "id,referral,date,amount\nI9,D1,2026-06-01,10.50\nI10,D1,03/04/2026,10\nI11,D9,2026-06-01,10\nI12,D1,2026-06-01,\"1.234,56\"\n");
    let rejects = files.path("rejects.csv");
    let line = format!("import revenue {bad} --rejects {}", rejects.display());
    let held = book.run(&line);
    assert!(held.rejected && held.op.is_none());
    assert_eq!(counts(&held), [1, 0, 0, 3]);
    assert!(
        held.said
            .starts_with("3 of 4 rows were rejected, so nothing was saved."),
        "{}",
        held.said
    );
    let reasons = report(&held)["rejects"].clone();
    assert_eq!(reasons[0]["line"], 3);
    assert_eq!(reasons[0]["column"], "date");
    assert_eq!(reasons[0]["value"], "03/04/2026");
    assert!(
        reasons[0]["reason"]
            .as_str()
            .unwrap()
            .contains("--date-format")
    );
    assert_eq!(reasons[1]["reason"], "is no referral in the book");
    assert!(
        reasons[2]["reason"]
            .as_str()
            .unwrap()
            .contains("--decimal ,")
    );

    // The good ones, if asked; the bad ones can be mended where they were put.
    let some = book.run(&format!("{line} --skip-bad"));
    assert!(some.rejected && some.op.is_some());
    assert_eq!(counts(&some), [1, 0, 0, 3]);
    let mended = files
        .read("rejects.csv")
        .replace("03/04/2026", "2026-04-03")
        .replace("D9", "D2")
        .replace("\"1.234,56\"", "1234.56");
    let mended = files.put("mended.csv", mended);
    assert_eq!(
        counts(&book.run(&format!("import revenue {mended}"))),
        [3, 0, 0, 0]
    );
}

#[test]
fn a_dry_run_says_what_would_change_and_writes_nothing() {
    let files = Files::new();
    let mut book = day(&files);
    let before = ledger(&mut book);
    let other = files.put(
        "v2.csv",
        REVENUE.replace("I4,D2,,2026-03-01,50", "I4,D2,,2026-03-01,60"),
    );
    let dry = book.run(&format!("import revenue {other} --dry-run"));
    assert_eq!(counts(&dry), [0, 1, 4, 0]);
    assert_eq!(dry.op, None);
    let change = &report(&dry)["changes"][0];
    assert_eq!(
        (&change["before"], &change["after"]),
        (&json!("$50.00"), &json!("$60.00"))
    );
    assert_eq!(ledger(&mut book), before);
    let real = book.run(&format!("import revenue {other}"));
    assert_eq!(counts(&real), [0, 1, 4, 0]);
}

#[test]
fn one_id_with_two_values_in_a_file_is_refused() {
    let files = Files::new();
    let mut book = day(&files);
    let twice = files.put("t.csv", "id,referral,date,amount\nI20,D1,2026-06-01,10\nI20,D1,2026-06-01,11\nI20,D1,2026-06-01,10\n");
    assert_eq!(
        counts(&book.run(&format!("import revenue {twice}"))),
        [1, 0, 1, 1]
    );
}

#[test]
fn nothing_is_made_silently() {
    let files = Files::new();
    let mut book = Book::with(&["partner add Quillfield"]);
    let file = files.put("r.csv", "partner,company\nQuilfield,Vale\n");
    let held = book.run(&format!("import referrals {file}"));
    let reason = report(&held)["rejects"][0]["reason"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(reason.contains("did you mean “Quillfield”?"), "{reason}");
    // What looks like a partner is added only where a person says that it is another one.
    assert!(
        book.run(&format!("import referrals {file} --add-partners"))
            .rejected
    );
    let another = "--same partner:Quilfield=new";
    assert_eq!(
        counts(&book.run(&format!("import referrals {file} {another}"))),
        [1, 0, 0, 0]
    );
    let pay = files.put("v.csv", "customer,date,amount\nNobody Inc,2026-01-01,5\n");
    assert!(book.run(&format!("import revenue {pay}")).rejected);
    assert_eq!(
        counts(&book.run(&format!("import revenue {pay} --add-customers"))),
        [1, 0, 0, 0]
    );
    let stage = files.put("s.csv", "partner,company,stage\nQuillfield,Opal,Engaging\n");
    let held = book.run(&format!("import referrals {stage}"));
    assert!(
        report(&held)["rejects"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("--stage-map")
    );
    book.run(&format!(
        "import referrals {stage} --stage-map Engaging=demo"
    ));
    assert_eq!(book.json("referral show Opal")["stage"], "demo");
}

#[test]
fn refunds_follow_the_line_they_give_back() {
    let files = Files::new();
    let mut book = day(&files);
    let named = files.put(
        "n.csv",
        "id,referral,date,amount,refund_of\nI30,D1,2026-06-01,60,I2\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {named}"))),
        [1, 0, 0, 0]
    );
    // More than is left of it is refused.
    let over = files.put(
        "o.csv",
        "id,referral,date,amount,refund_of\nI31,D1,2026-06-01,-950,I2\n",
    );
    assert!(book.run(&format!("import revenue {over}")).rejected);
    // A refund may stand before its line in the file.
    let early = files.put(
        "e.csv",
        "id,referral,date,amount,refund_of\nI41,D1,2026-07-02,-5,I40\nI40,D1,2026-07-01,20,\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {early}"))),
        [2, 0, 0, 0]
    );
}

#[test]
fn what_is_no_text_table_is_refused_with_its_place() {
    let files = Files::new();
    let mut book = Book::new();
    for (bytes, says) in [
        (
            &b"name\nCaf\xE9\n"[..],
            "not UTF-8 text (byte 0xE9 at line 2)",
        ),
        (b"name\na\0b\n", "NUL character at line 2"),
        (
            b"name,owner\nx,\"open\ny,z\n",
            "opens on line 2 is never closed",
        ),
        (b"name\n\"a\"b\n", "line 2"),
        (b"", "is empty"),
        (b"foo,bar\n1,2\n", "foo, bar"),
    ] {
        let e = book.fails(&format!("import partners {}", files.put("x.csv", bytes)));
        assert!(e.to_string().contains(says), "{says}: {e}");
        assert_eq!(e.kind, Kind::Refused, "{e}");
    }
    let long = files.put("l.csv", format!("name,note\nx,{}\n", "y".repeat(9000)));
    assert!(
        book.fails(&format!("import partners {long}"))
            .to_string()
            .contains("Line 2, column “note”: the cell is 9,000 bytes; the limit is 8,192")
    );
    let wide = files.put("w.csv", "a,".repeat(600));
    assert!(
        book.fails(&format!("import partners {wide}"))
            .to_string()
            .contains("500 columns")
    );
    let ragged = files.put("r.csv", "name,owner\na\nb,c\n");
    let held = book.run(&format!("import partners {ragged}"));
    assert_eq!(
        report(&held)["rejects"][0]["reason"],
        "has 1 cell where the header has 2"
    );
    assert_eq!(
        book.fails("import partners /no/such.csv").kind,
        Kind::NotFound
    );
    assert_eq!(book.fails("import partners /dev/null").kind, Kind::Refused);
    assert_eq!(
        book.fails(&format!("import partners {}", files.0.path().display()))
            .kind,
        Kind::Refused
    );
}

#[test]
fn every_dialect_that_can_be_told_is_read() {
    let files = Files::new();
    for text in [
        "name,owner\nA,x\nB,y\n",
        "\u{feff}name;owner\r\nA;x\r\nB;y",
        "name\towner\rA\tx\rB\ty\r",
        "sep=|\nname|owner\nA|x\n\nB|y\n",
        "\"name\",\"owner\"\n\"A\",\"x\"\n\"B\" ,\"y\"\n",
    ] {
        let mut book = Book::new();
        let done = book.run(&format!("import partners {}", files.put("d.csv", text)));
        assert_eq!(counts(&done), [2, 0, 0, 0], "{text:?}");
        assert_eq!(book.json("partner show b")["owner"], "y", "{text:?}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let files = Files::new();
    let mut book = Book::new();
    let names = [
        "=HYPERLINK(1)",
        "@SUM(1)",
        "'); DROP TABLE partner;--",
        "<script>x</script>",
        "{{7*7}}",
        "日本パートナーズ",
    ];
    let rows: Vec<String> = names.iter().map(|n| format!("\"{n}\"")).collect();
    book.run(&format!(
        "import partners {}",
        files.put("h.csv", format!("name\n{}\n", rows.join("\n")))
    ));
    let table = list(&book, List::Partners);
    let shown = format!("{table:?}");
    for name in names {
        assert!(shown.contains(name), "{name}");
    }
}

/// Stops after so many looks.
struct StopAfter(AtomicU64, u64);
impl Progress for StopAfter {
    fn tell(&self, _: u64, _: u64, _: &str) {}
    fn stop(&self) -> bool {
        self.0.fetch_add(1, Ordering::Relaxed) >= self.1
    }
}

#[test]
fn stopping_leaves_nothing_half_done() {
    let files = Files::new();
    let mut book = Book::new();
    let before = ledger(&mut book);
    let rows: String = (0..5000).map(|n| format!("Partner {n}\n")).collect();
    let file = files.put("many.csv", format!("name\n{rows}"));
    for looks in 0..6 {
        let progress = StopAfter(AtomicU64::new(0), looks);
        let line = format!("import partners {file}");
        let e = book.tries_watched(&line, &progress).unwrap_err();
        assert_eq!(e.kind, Kind::Interrupted);
        assert_eq!(ledger(&mut book), before);
    }
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [5000, 0, 0, 0]
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let mut book = Book::new();
    let mut input = partnerbook::ops::Kept::of(&b"name\nQuillfield\n"[..]);
    let mut cx = Cx {
        store: &mut book.store,
        today: parse_iso("2026-11-23").unwrap(),
        origin: Origin::Shell,
        command: String::new(),
        progress: &partnerbook::ops::Quiet,
        stdin: Some(&mut input),
    };
    let done = run_line(&mut cx, "import partners -").unwrap();
    assert_eq!(counts(&done), [1, 0, 0, 0]);
}

#[test]
fn an_import_of_many_rows_can_be_undone_as_one() {
    let files = Files::new();
    let mut book = Book::with(&["program add Referral --terms '25% of base for 12 months'"]);
    book.run(&format!(
        "import partners {} --program referral",
        files.put("p.csv", PARTNERS)
    ));
    book.run(&format!(
        "import referrals {}",
        files.put("r.csv", REFERRALS)
    ));
    let rows: String = (0..12_000)
        .map(|n| format!("L{n},D1,2026-03-{:02},1.00\n", n % 28 + 1))
        .collect();
    let file = files.put("v.csv", format!("id,referral,date,amount\n{rows}"));
    let done = book.run(&format!("import revenue {file}"));
    assert_eq!(counts(&done), [12_000, 0, 0, 0]);
    assert_eq!(
        counts(&book.run(&format!("import revenue {file}"))),
        [0, 0, 12_000, 0]
    );
    book.run("undo");
    assert!(book.store.check().unwrap().findings.is_empty());
    assert_eq!(list(&book, List::Revenue).rows.len(), 0);
}

#[test]
fn a_partners_list_is_compared_on_domains_alone() {
    let files = Files::new();
    let mut book = Book::with(&[
        "partner add Quillfield",
        "partner add Northwind",
        "referral add Opal -p quillfield --domain opal.io --value 500",
    ]);
    book.run(&format!(
        "import customers {}",
        files.put(
            "c.csv",
            "name,domain\nAcme,https://WWW.acme.com/x\nBirch,birch.co.uk\nPage,acme.wordpress.com\n"
        )
    ));
    let theirs = "Account,Website,Owner\nACME Inc,acme.com.,Zoe\nBirch GmbH,birch.de,Zoe\nOpal,opal.io,Bo\nBlog,other.wordpress.com,\nGmail,x@gmail.com,\n";
    let load = format!("overlap load northwind {}", files.put("t.csv", theirs));
    assert_eq!(counts(&book.run(&load)), [5, 0, 0, 0]);
    let shown = book.json("overlap show northwind");
    assert_eq!(
        [&shown["ours"], &shown["both"], &shown["theirs"]],
        [2, 2, 3]
    );
    let both = book.run("overlap list northwind").table.unwrap();
    assert_eq!(both.rows.len(), 2);
    assert_eq!(
        book.run("overlap list northwind --region theirs")
            .table
            .unwrap()
            .rows
            .len(),
        3
    );
    // The same list again changes nothing; another one takes its place, and undo brings it back.
    assert_eq!(book.run(&load).op, None);
    book.run(&format!(
        "overlap load northwind {} --replace",
        files.put("t2.csv", "name,site\nAcme,acme.com\n")
    ));
    assert_eq!(book.json("overlap show northwind")["theirs"], 0);
    book.run("undo");
    assert_eq!(book.json("overlap show northwind")["theirs"], 3);
    book.run("overlap forget northwind");
    assert_eq!(book.fails("overlap show northwind").kind, Kind::NotFound);
}

#[test]
fn a_name_that_differs_in_a_sign_is_nobody_the_book_knows() {
    let files = Files::new();
    let mut book = Book::with(&["partner add C"]);
    let file = files.put("r.csv", "partner,company\nC++,Vale\n");
    let held = book.run(&format!("import referrals {file}"));
    let reason = report(&held)["rejects"][0]["reason"].to_string();
    assert!(
        reason.contains("is no partner in the book; did you mean “C”?"),
        "{reason}"
    );
    book.run(&format!("import referrals {file} --add-partners"));
    assert_eq!(book.json("referral show Vale")["partner_name"], "C++");
    let file = files.put("c.csv", "name\nA+B\nA B\na  b\n");
    assert_eq!(
        counts(&book.run(&format!("import customers {file} --skip-bad"))),
        [2, 0, 0, 1]
    );
    // The short name of one partner is the name of no other silently.
    book.run("partner add 'D++'");
    book.run("partner add d");
    let file = files.put("d.csv", "partner,company\nd,Fern\n");
    assert!(book.run(&format!("import referrals {file}")).rejected);
}

#[test]
fn a_mail_providers_domain_makes_nobody_one_company() {
    let files = Files::new();
    let mut book = Book::new();
    let file = files.put("c.csv", "name,website\nAda Bakes,gmail.com\nBo Builds,https://gmail.com\nCy,http://facebook.com/cy\nDi,facebook.com\n");
    assert_eq!(
        counts(&book.run(&format!("import customers {file}"))),
        [4, 0, 0, 0]
    );
    assert_eq!(
        book.json("customer show 'Ada Bakes'")["domain"],
        Value::Null
    );
}

#[test]
fn a_referral_that_changes_hands_by_file_earns_for_the_new_partner_only() {
    let files = Files::new();
    let mut book = day(&files);
    let file = files.put(
        "r2.csv",
        "id,partner,company,stage,submitted,won\nD1,Northwind,Vale Robotics,won,2026-01-10,2026-03-01\n",
    );
    book.run(&format!("import referrals {file}"));
    let shown = book.json("referral show D1");
    assert_eq!(shown["agreements"][0]["shares"], "Northwind 100%");
    assert_eq!(
        book.json("partner show Quillfield")["money"]["earned"],
        json!([{ "amount": "0.00", "currency": "USD" }])
    );
    assert!(book.store.check().unwrap().findings.is_empty());
}

#[test]
fn payments_of_impossible_days_and_of_nothing_are_refused_by_row() {
    let files = Files::new();
    let mut book = day(&files);
    let file = files.put(
        "v2.csv",
        "id,referral,date,amount,valeu\nX1,D1,2026-11-24,5,\nX2,D1,1926-03-05,5,\nX3,D1,2026-03-05,0.00,\n",
    );
    let done = book.run(&format!("import revenue {file} --skip-bad"));
    assert_eq!(counts(&done), [0, 0, 0, 3]);
    assert_eq!(done.said, "Nothing was imported: every row was rejected.");
    let report = report(&done);
    let reasons: Vec<&str> = (0..3)
        .map(|n| report["rejects"][n]["reason"].as_str().unwrap())
        .collect();
    assert_eq!(
        reasons,
        [
            "is in the future",
            "is before 2000; is the year right?",
            "is zero, and an amount of zero says nothing; --skip-zero passes such rows over"
        ]
    );
    assert_eq!(report["not_used"], json!(["valeu"]));
    let one = files.put(
        "v3.csv",
        "id,referral,date,amount,valeu\nX4,D1,2026-03-05,40,\n",
    );
    let lines = book
        .run(&format!("import revenue {one}"))
        .record
        .unwrap()
        .lines;
    let has = |text: &str| lines.iter().any(|l| l.contains(text));
    assert!(has("1 row: 1 new"), "{lines:?}");
    assert!(has("  not used: valeu"), "{lines:?}");
    assert!(has("1 commission line was posted"), "{lines:?}");
}

#[test]
fn companies_another_partner_holds_are_taken_and_told() {
    let files = Files::new();
    let mut book = day(&files);
    let file = files.put(
        "r3.csv",
        "id,partner,company,domain\nD11,Northwind,Vale,valerobotics.com\nD12,Quillfield,Vale,www.valerobotics.com\nD13,Quillfield,Cobalt,cobalt-foods.com\n",
    );
    let done = book.run(&format!("import referrals {file}"));
    assert_eq!(counts(&done), [3, 0, 0, 0]);
    assert_eq!(
        report(&done)["remark"],
        "2 companies are referred by another partner already: line 2 Vale (R1, Quillfield), line 4 Cobalt (R2, Northwind)"
    );
}
