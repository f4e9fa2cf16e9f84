//! What can be wrong with a file that is brought in, fault by fault: refused in words, or read rightly; never half, never
//! silently, never with another value. The numbers are those of the fault matrix.

use std::{fmt::Write as _, process::Command};

use partnerbook::{
    domain::day::parse_iso,
    error::{Error, Kind},
    import::{Record, Shape, Source},
    ops::{Choice, Cx, Quiet, line::Request},
    store::Origin,
    table::{self, List, Query},
};

use crate::{
    book::Book,
    imports::{Files, counts, report},
    program::Desk,
    tables_in::{ROWS, TEXTS, xlsx_with, zipped},
};

/// The error of importing these bytes as partners; all three parts of it are there, and nothing was saved.
fn refused(name: &str, bytes: impl AsRef<[u8]>, words: &str) -> Error {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put(name, bytes);
    let e = book.fails(&format!("import partners {file} {words}"));
    let whole = e.message.ends_with('.') && e.means.is_some() && e.hint.is_some();
    assert!(whole || e.kind == Kind::Usage, "{e:?}");
    assert_eq!(partners(&book), 0);
    e
}

fn partners(book: &Book) -> usize {
    let query = Query::new(List::Partners, book.today);
    table::whole(book.store.view(), &query).unwrap().rows.len()
}

/// The reasons rows were refused for, in the order of the file.
fn reasons(book: &mut Book, line: &str) -> Vec<String> {
    let outcome = book.run(line);
    assert!(outcome.op.is_none(), "nothing may be saved");
    let rejects = report(&outcome)["rejects"].clone();
    let all = rejects.as_array().cloned().unwrap_or_default();
    all.iter()
        .map(|r| r["reason"].as_str().unwrap().to_owned())
        .collect()
}

fn choices(book: &mut Book, line: &str) -> Vec<Choice> {
    let mut cx = Cx {
        store: &mut book.store,
        today: book.today,
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: None,
    };
    Request::parse(line).unwrap().choices(&mut cx).unwrap()
}

#[test]
fn letters_of_another_encoding_are_asked_for_and_never_guessed() {
    // F71
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("latin.csv", b"name,owner\nCaf\xE9 S\xF8rensen,M\xFCller\n");
    let line = format!("import partners {file}");
    let asked = choices(&mut book, &line);
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].about, "latin.csv");
    let (says, words) = &asked[0].answers[0];
    assert_eq!(says, "“Café”, “Sørensen”, “Müller” (windows-1252)");
    assert_eq!(words.join(" "), "--encoding windows-1252");
    let cyrillic = asked[0]
        .answers
        .iter()
        .find(|(_, w)| w[1] == "windows-1251");
    assert!(cyrillic.unwrap().0.contains("Cafй"), "{asked:?}");
    let e = book.fails(&line);
    assert!(e.to_string().contains("byte 0xE9 at line 2"), "{e}");
    let done = format!("{line} {}", words.join(" "));
    assert!(choices(&mut book, &done).is_empty());
    book.run(&done);
    assert_eq!(book.json("partner show cafe-sorensen")["owner"], "Müller");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column() {
    // F72
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", "\u{feff}name\nVale\n");
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [1, 0, 0, 0]
    );
}

#[test]
fn a_nul_is_refused_with_its_line_wherever_it_stands() {
    // F73
    for (text, line) in [
        ("na\0me\nVale\n", 1),
        ("name\nVale\nQui\0ll\n", 3),
        ("name\nVale\n\0", 3),
    ] {
        let e = refused("x.csv", text, "");
        assert!(
            e.message.contains(&format!("NUL character at line {line}")),
            "{e}"
        );
    }
}

#[test]
fn a_cell_too_long_is_named_by_line_column_size_and_limit() {
    // F74
    let big = "x".repeat(10 << 20);
    for quote in ["", "\""] {
        let e = refused(
            "x.csv",
            format!("name,note\nVale,short\nQuill,{quote}{big}{quote}\n"),
            "",
        );
        assert_eq!(
            e.message,
            "Line 3, column “note”: the cell is 10,485,760 bytes; the limit is 8,192."
        );
    }
    // Below a long table too, where the header was read long ago.
    let many = "Vale,short\n".repeat(200);
    let e = refused(
        "x.csv",
        format!("name,note\n{many}Quill,{}\n", "x".repeat(9_000)),
        "",
    );
    assert!(e.message.contains("Line 202, column “note”"), "{e}");
}

#[test]
fn a_name_too_long_is_refused_by_its_row() {
    // F75
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", format!("name\n{}\nVale\n", "é".repeat(300)));
    let reasons = reasons(&mut book, &format!("import partners {file}"));
    assert_eq!(reasons.len(), 1);
    assert!(
        reasons[0].contains("300 characters; the limit is 200"),
        "{reasons:?}"
    );
    let e = refused("x.csv", format!("name\n{}\n", "n".repeat(100_000)), "");
    assert!(
        e.message
            .contains("Line 2, column “name”: the cell is 100,000 bytes"),
        "{e}"
    );
}

#[test]
fn too_many_columns_and_ragged_rows_are_refused_with_their_line() {
    // F76
    let e = refused("x.csv", "a,".repeat(1_000_000), "");
    assert!(
        e.message.contains("Line 1 has more than 500 columns"),
        "{e}"
    );
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", "name,owner\nVale\nQuill,Ana,more\nOpal,Bo\n");
    let reasons = reasons(&mut book, &format!("import partners {file}"));
    assert_eq!(
        reasons,
        [
            "has 1 cell where the header has 2",
            "has 3 cells where the header has 2"
        ]
    );
    let none = files.put("none.csv", "name,owner\n");
    let said = book.run(&format!("import partners {none}"));
    assert!(
        said.op.is_none() && said.said.contains("no rows"),
        "{}",
        said.said
    );
    assert!(refused("x.csv", "", "").message.contains("is empty"));
}

#[test]
fn a_quote_never_closed_is_named_by_the_line_it_opens_on() {
    // F77; also where what follows is longer than a cell may be.
    for rest in ["Opal\n".to_owned(), "Opal,Bo\n".repeat(100_000)] {
        let e = refused(
            "x.csv",
            format!("name,owner\nVale,Ana\nQuill,\"Bo\n{rest}"),
            "",
        );
        assert_eq!(
            e.message,
            "A quote (\") that opens on line 3 is never closed."
        );
    }
}

#[test]
fn what_stands_between_cells_is_told_and_asked_on_a_tie() {
    // F78
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", "sep=;\rname;owner\r\nVale ;Ana\rOpal;\"B\r\no\"\n");
    assert_eq!(
        counts(&book.run(&format!("import partners {file}"))),
        [2, 0, 0, 0]
    );
    let tie = files.put("tie.csv", "name;owner,note\nVale;Ana,x\n");
    let line = format!("import partners {tie}");
    let asked = choices(&mut book, &line);
    let words: Vec<String> = asked[0].answers.iter().map(|(_, w)| w.join(" ")).collect();
    assert_eq!(words, ["--delimiter comma", "--delimiter semicolon"]);
    assert!(
        asked[0].question.contains("as many commas as semicolons"),
        "{asked:?}"
    );
    assert_eq!(book.fails(&line).kind, Kind::Refused);
    // Not passed over where it means nothing.
    for (name, bytes) in [
        ("x.json", b"[{\"name\":\"Vale\"}]".to_vec()),
        ("x.xlsx", xlsx_with("", ROWS, TEXTS, "")),
    ] {
        let e = refused(name, bytes, "--delimiter comma");
        assert!(e.to_string().contains("Leave out --delimiter"), "{e}");
    }
}

#[test]
fn headers_missing_double_or_unknown_are_listed_with_the_nearest() {
    // F79
    let e = refused("x.csv", "nmae,town\nVale,Rome\n", "").to_string();
    for says in ["name", "nmae, town", "--map name=nmae"] {
        assert!(e.contains(says), "{e}");
    }
    let e = refused("x.csv", "name,name\nVale,Opal\n", "").to_string();
    assert!(e.contains("name (1), name (2)"), "{e}");
    let e = refused("x.csv", "name\nVale\n", "--map nmae=name").to_string();
    assert!(e.contains("Did you mean name?"), "{e}");
}

#[test]
fn the_same_file_again_and_the_same_id_with_another_amount_are_told_apart() {
    // F80, F81: what changes is shown before and after, and money follows by difference.
    let (files, mut book) = (Files::new(), Book::new());
    let head = "id,customer,date,amount\n";
    let file = files.put("x.csv", format!("{head}I1,Vale,2026-03-01,10.00\n"));
    book.run(&format!("import revenue {file} --add-customers"));
    let again = book.run(&format!("import revenue {file} --add-customers"));
    assert!(again.op.is_none());
    assert_eq!(counts(&again), [0, 0, 1, 0]);
    let file = files.put("y.csv", format!("{head}I1,Vale,2026-03-01,12.00\n"));
    let dry = book.run(&format!("import revenue {file} --dry-run"));
    let shown = report(&dry).to_string();
    assert!(
        shown.contains("$10.00") && shown.contains("$12.00"),
        "{shown}"
    );
    let twice = files.put(
        "z.csv",
        format!("{head}I1,Vale,2026-03-01,12.00\nI1,Vale,2026-03-01,13.00\n"),
    );
    let reasons = reasons(&mut book, &format!("import revenue {twice}"));
    assert!(reasons[0].contains("stands on two lines"), "{reasons:?}");
}

/// What becomes of one amount in a column whose other rows have a point and cents.
fn amount(book: &mut Book, files: &Files, text: &str, currency: &str) -> Result<String, String> {
    let quoted = text.replace('"', "\"\"");
    let file = files.put(
        "amount.csv",
        format!("customer,date,amount,currency\nVale,2026-03-01,\"{quoted}\",{currency}\nVale,2026-03-02,1.50,USD\n"),
    );
    let outcome = book.run(&format!("import revenue {file} --add-customers --dry-run"));
    let report = report(&outcome);
    match report["rejects"].as_array().and_then(|all| all.first()) {
        Some(reject) => Err(reject["reason"].as_str().unwrap().to_owned()),
        None => Ok(report.to_string()),
    }
}

#[test]
fn an_amount_that_is_none_is_refused_with_its_reason() {
    // F83, F84, F85; `(5.00)`, `$5` and the minus of typography are amounts, as the issue has it.
    let (files, mut book) = (Files::new(), Book::new());
    for bad in [
        "1e5", "1_000", "1_", "+5", ".5", "5.", "5-", "0x10", "٣٥", " ", "NaN", "inf", "=1+1",
        "1,23.45",
    ] {
        let why = amount(&mut book, &files, bad, "USD").expect_err(bad);
        assert!(
            why.contains("not an amount")
                || why.contains("empty")
                || why.contains("not a currency"),
            "{bad}: {why}"
        );
    }
    for (bad, currency, says) in [
        ("0.005", "EUR", "decimals"),
        ("1.5", "JPY", "decimals"),
        ("9000000000000.01", "USD", "too large"),
        ("99999999999999999999999999", "USD", "too large"),
        ("5.00", "XXX", "not a currency"),
        ("5.00", "EURO", "not a currency"),
    ] {
        let why = amount(&mut book, &files, bad, currency).expect_err(bad);
        assert!(why.contains(says), "{bad} {currency}: {why}");
    }
    // F88: small letters are the code.
    for (good, currency) in [
        ("(5.00)", "USD"),
        ("−5.00", "USD"),
        ("$5", "USD"),
        ("5", "eur"),
        ("1.50", "KWD"),
    ] {
        assert!(amount(&mut book, &files, good, currency).is_ok(), "{good}");
    }
}

#[test]
fn a_mark_that_can_be_read_in_two_ways_is_refused_with_the_words_to_add() {
    // F82
    let (files, mut book) = (Files::new(), Book::new());
    for text in ["1.234", "1,234"] {
        let file = files.put(
            "x.csv",
            format!("customer,date,amount\nVale,2026-03-01,\"{text}\"\n"),
        );
        let e = book.fails(&format!("import revenue {file} --add-customers"));
        assert!(
            e.to_string()
                .contains("--decimal amount=. or --decimal amount=,"),
            "{e}"
        );
    }
    let file = files.put(
        "x.csv",
        "customer,date,amount\nVale,2026-03-01,\"1.234,56\"\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {file} --add-customers"))),
        [1, 0, 0, 0]
    );
}

#[test]
fn dust_of_a_sheets_arithmetic_is_no_amount_and_real_fractions_are_refused() {
    // F86
    let (files, mut book) = (Files::new(), Book::new());
    let cell =
        |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let sheet = |number: &str| {
        let head = [
            cell("A1", "customer"),
            cell("B1", "date"),
            cell("C1", "amount"),
        ]
        .concat();
        let row = [cell("A2", "Vale"), cell("B2", "2026-03-01")].concat();
        let rows = format!(
            "<row r=\"1\">{head}</row><row r=\"2\">{row}<c r=\"C2\"><v>{number}</v></c></row>"
        );
        xlsx_with("", &rows, TEXTS, "")
    };
    let dust = files.put("dust.xlsx", sheet("0.30000000000000004"));
    let line = format!("import revenue {dust} --add-customers");
    assert_eq!(counts(&book.run(&line)), [1, 0, 0, 0]);
    let real = files.put("real.xlsx", sheet("0.3004"));
    assert_eq!(
        counts(&book.run(&format!("import revenue {real}"))),
        [0, 0, 0, 1]
    );
}

#[test]
fn a_day_that_is_none_is_refused_and_no_other_day_is_made_of_it() {
    // F87
    let (files, mut book) = (Files::new(), Book::new());
    for bad in [
        "2026-02-31",
        "2026-13-01",
        "46000",
        "03/04/2026",
        "2026-02",
        "31.02.2026",
        "yesterday",
    ] {
        let file = files.put(
            "x.csv",
            format!("customer,date,amount\nVale,2026-03-01,1.50\nVale,{bad},1.50\n"),
        );
        let outcome = book.run(&format!("import revenue {file} --add-customers"));
        assert_eq!(counts(&outcome), [1, 0, 0, 1], "{bad}");
        assert!(outcome.op.is_none());
    }
    // One of several marks, and no zeros: fits as year, month, day.
    let file = files.put("x.csv", "customer,date,amount\nVale,2026-2-1,1.50\n");
    assert_eq!(
        counts(&book.run(&format!("import revenue {file} --add-customers"))),
        [1, 0, 0, 0]
    );
}

#[test]
fn formulas_and_code_stay_text_and_leave_disarmed() {
    // F89, F98 (nothing a person types is a regular expression), F99
    let (files, mut book) = (Files::new(), Book::new());
    let names = [
        "=HYPERLINK(\"http://x\")",
        "@SUM(1)",
        "+cmd|' /C calc'!A0",
        "'); DROP TABLE partner;--",
        "%s%n",
        "{{7*7}}",
        "../../etc/passwd",
        "(a+)+$",
        "$(id)",
        "<script>alert(1)</script>",
    ];
    let rows: Vec<String> = names
        .iter()
        .map(|n| format!("\"{}\"", n.replace('"', "\"\"")))
        .collect();
    let file = files.put("x.csv", format!("name\n{}\n", rows.join("\n")));
    let done = book.run(&format!("import partners {file}"));
    let remark = report(&done)["remark"].to_string();
    assert!(
        remark.contains("3 rows have names that begin like a formula"),
        "{remark}"
    );
    assert_eq!(partners(&book), names.len());
    let out = files.path("out.csv");
    book.run(&format!("export partners --out {} --force", out.display()));
    let text = files.read("out.csv");
    for line in text.lines() {
        for cell in line.split(',') {
            assert!(
                !cell.trim_matches('"').starts_with(['=', '+', '-', '@']),
                "{line}"
            );
        }
    }
    // The disarmed file names the same partners.
    assert_eq!(
        counts(&book.run(&format!("import partners {}", out.display())))[0],
        0
    );
    assert!(book.store.check().unwrap().findings.is_empty());
}

#[test]
fn a_hostile_workbook_is_refused_in_little_memory() {
    // F90, F91: in a process that may have 600 MB of addresses, book and program included.
    let desk = Desk::new();
    let zeros = " ".repeat(60 << 20);
    let bomb = desk.file("bomb.xlsx", xlsx_with(&zeros, ROWS, TEXTS, ""));
    let shared: String = (0..400_000)
        .map(|_| "<si><t>aaaaaaaaaaaaaaaa</t></si>")
        .collect();
    let texts = desk.file("texts.xlsx", xlsx_with("", ROWS, &shared, ""));
    let wide = desk.file("wide.xlsx", xlsx_with("", ROWS, TEXTS, ""));
    let run = |file: &str| {
        let inner = desk.program(&["import", "partners", file, "--dry-run"]);
        let mut limited = Command::new("sh");
        limited
            .args(["-c", "ulimit -v 600000; exec \"$0\" \"$@\""])
            .arg(inner.get_program())
            .args(inner.get_args())
            .env_clear()
            .envs(inner.get_envs().filter_map(|(k, v)| Some((k, v?))))
            .current_dir(desk.home());
        limited.output().unwrap()
    };
    for (file, code) in [(&bomb, 4), (&texts, 4), (&wide, 0)] {
        let out = run(file);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(code), "{file}: {said}");
        assert!(code == 0 || said.contains("Nothing was imported"), "{said}");
    }
}

#[test]
fn a_workbook_with_a_password_macros_or_links_says_what_it_is() {
    // F92: links are not followed, for nothing of them is read.
    for (parts, says) in [
        (vec![("EncryptedPackage", "x")], "no workbook"),
        (
            vec![
                ("content.xml", ""),
                ("META-INF/manifest.xml", "<m:encryption-data/>"),
            ],
            "password",
        ),
        (
            vec![(
                "[Content_Types].xml",
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
            )],
            "document type",
        ),
    ] {
        let e = refused("x.xlsx", zipped(&parts), "");
        assert!(e.message.contains(says), "{says}: {e}");
    }
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(600, 0);
    assert!(
        refused("x.xls", old, "")
            .to_string()
            .contains("without a password")
    );
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    // F93
    let (files, mut book) = (Files::new(), Book::new());
    let pipe = files.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let socket = files.path("socket");
    let _open = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for path in [pipe, socket, "/dev/zero".into(), files.path("")] {
        let e = book.fails(&format!("import partners {}", path.display()));
        assert_eq!(e.kind, Kind::Refused, "{e}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    // F94
    let files = Files::new();
    let path = files.path("x.csv");
    files.put("x.csv", "name\nVale\nQuill\n");
    let mut source = Source::open(&path, None, &Shape::default(), &mut |_| Ok(())).unwrap();
    files.put("x.csv", "name\nVale\nQuell\n");
    let mut record = Record::default();
    let read = source.rows(None).and_then(|mut rows| {
        while rows.next(&mut record)? {}
        Ok(())
    });
    let e = read.expect_err("nobody noticed");
    assert!(e.to_string().contains("changed"), "{e}");
}

#[test]
fn standard_input_without_an_end_stops_at_its_bound() {
    // F95
    let mut book = Book::new();
    let mut endless = partnerbook::ops::Kept::of(std::io::repeat(b'a'));
    let mut cx = Cx {
        store: &mut book.store,
        today: parse_iso("2026-11-23").unwrap(),
        origin: Origin::Shell,
        command: String::new(),
        progress: &Quiet,
        stdin: Some(&mut endless),
    };
    let e = partnerbook::ops::line::run_line(&mut cx, "import partners -").unwrap_err();
    assert!(e.message.contains("longer than 256 MB"), "{e}");
}

#[test]
fn one_bad_row_of_many_holds_all_back_until_the_person_says_otherwise() {
    // F97
    let (files, mut book) = (Files::new(), Book::new());
    let mut text = "name,since\n".to_owned();
    for n in 1..=3_000 {
        let day = if n == 2_999 { "soon" } else { "2026-01-05" };
        let _ = writeln!(text, "Partner {n},{day}");
    }
    let file = files.put("x.csv", text);
    let rejects = files.path("bad.csv");
    let line = format!("import partners {file} --rejects {}", rejects.display());
    let held = book.run(&line);
    assert_eq!((counts(&held), partners(&book)), ([2_999, 0, 0, 1], 0));
    let bad = files.read("bad.csv");
    assert!(
        bad.lines().count() == 2 && bad.contains("Partner 2999,soon"),
        "{bad}"
    );
    let some = book.run(&format!("{line} --skip-bad"));
    assert!(
        some.op.is_some() && partners(&book) == 2_999,
        "{}",
        some.said
    );
    assert!(
        some.said.contains("1 row") || some.said.contains("rejected"),
        "{}",
        some.said
    );
}
