//! Any table in: whatever a person's file is, its rows come out as they were meant, or it is refused in words.

use std::{
    io::{Cursor, Write},
    path::Path,
};

use partnerbook::{
    error::{Error, Kind},
    import::{HeaderAt, Record, Shape, Source, encoding, head},
    ops::Outcome,
};
use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::book::Book;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables");
    folder.join(name).display().to_string()
}

/// Header and rows of a file, cells joined by `|`; then what is told of how it was read.
fn table(
    name: &str,
    bytes: &[u8],
    shape: &Shape<'_>,
    at: HeaderAt,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let mut source = Source::from_bytes(name, bytes.to_vec(), shape, &mut |_| Ok(()))?;
    let mut notes = std::mem::take(&mut source.notes);
    let mut rows = source.rows(None)?;
    let head = head::find(&mut rows, at, name)?;
    notes.extend(head.notes);
    let line = |r: &Record| r.cells().collect::<Vec<_>>().join("|");
    let mut found = vec![line(&head.header)];
    let mut record = Record::default();
    while rows.next(&mut record)? {
        found.push(format!("{}: {}", record.line, line(&record)));
    }
    Ok((found, notes))
}

fn plain(name: &str, bytes: &[u8]) -> Result<Vec<String>, Error> {
    table(name, bytes, &Shape::default(), HeaderAt::Found).map(|(rows, _)| rows)
}

/// A zip of parts.
pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of two sheets: `Cover` and `Q3 data`, the second with these rows in XML.
pub fn xlsx_with(cover: &str, rows: &str, texts: &str, properties: &str) -> Vec<u8> {
    let relation = |id: &str, kind: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{to}\"/>")
    };
    let relations =
        |inside: &str| format!("<?xml version=\"1.0\"?><Relationships>{inside}</Relationships>");
    let sheet = |rows: &str| {
        format!(
            "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"
        )
    };
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            &relations(&relation("r1", "officeDocument", "xl/workbook.xml")),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &relations(
                &[
                    relation("r1", "worksheet", "worksheets/sheet1.xml"),
                    relation("r2", "worksheet", "/xl/worksheets/sheet2.xml"),
                    relation("r3", "sharedStrings", "sharedStrings.xml"),
                    relation("r4", "styles", "styles.xml"),
                    relation("r5", "worksheet", "worksheets/sheet3.xml"),
                ]
                .concat(),
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns:r=\"x\">{properties}<sheets><sheet name=\"Secret\" state=\"hidden\" r:id=\"r5\"/><sheet name=\"Cover\" r:id=\"r1\"/><sheet name=\"Q3 data\" r:id=\"r2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/sharedStrings.xml",
            &format!("<sst uniqueCount=\"99999999999999\">{texts}</sst>"),
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"4\"/></cellXfs></styleSheet>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet(cover)),
        ("xl/worksheets/sheet2.xml", &sheet(rows)),
        (
            "xl/worksheets/sheet3.xml",
            &sheet("<row><c t=\"inlineStr\"><is><t>secret</t></is></c></row>"),
        ),
    ])
}

pub const TEXTS: &str = "<si><t>name</t></si><si><t>amount</t></si><si><t>won</t></si><si><r><t>Quill</t></r><r><t>field &amp; Söhne</t></r><rPh><t>kana</t></rPh></si>";
pub const ROWS: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>paid</t></is></c></row>\
    <row r=\"3\"><c r=\"A3\" t=\"s\"><v>3</v></c><c r=\"B3\" s=\"3\"><f>B1*2</f><v>0.30000000000000004</v></c><c r=\"C3\" s=\"1\"><v>46000</v></c><c r=\"D3\" t=\"b\"><v>1</v></c><c r=\"XFD3\" s=\"2\"/></row>\
    <row r=\"4\"><c r=\"A4\" t=\"str\"><f>\"x\"</f><v>=SUM(1)</v></c><c r=\"B4\"><v>1204.5</v></c><c r=\"C4\" s=\"2\"><v>46000.5</v></c></row>";

fn xlsx() -> Vec<u8> {
    xlsx_with("", ROWS, TEXTS, "")
}

pub fn ods(table: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            &format!(
                "<office:document-content><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

pub const ODS: &str = "<table:table table:name=\"Cover\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>\
    <table:table table:name=\"Data\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>name</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>amount</text:p></table:table-cell><table:table-cell office:value-type=\"string\"><text:p>won</text:p></table:table-cell></table:table-row>\
    <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\"><office:annotation><text:p>a remark</text:p></office:annotation><text:p>A<text:s text:c=\"2\"/>&amp; B</text:p></table:table-cell><table:table-cell office:value-type=\"currency\" office:value=\"1204.50\"><text:p>1.204,50 €</text:p></table:table-cell><table:table-cell office:value-type=\"date\" office:date-value=\"2025-12-09\"><text:p>09.12.25</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>\
    <table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";

fn report(outcome: &Outcome) -> String {
    let record = outcome.record.clone().expect("an import reports");
    record.lines.join("\n")
}

#[test]
fn text_in_any_encoding_that_can_be_told_is_read_and_no_other() {
    for name in [
        "utf-8.csv",
        "utf-8-bom.csv",
        "utf-16le-bom.csv",
        "utf-16be-bom.csv",
        "utf-16le.csv",
        "utf-16be.csv",
    ] {
        let mut book = Book::new();
        let done = book.run(&format!("import partners {}", fixture(name)));
        assert_eq!(
            book.json("partner show теремок")["owner"],
            "Борис Чайкин",
            "{name}"
        );
        assert_eq!(
            report(&done).contains("read as UTF-16"),
            name.contains("16"),
            "{name}"
        );
    }
    for (name, called, letters) in [
        ("windows-1251.csv", "windows-1251", "Ромашка"),
        ("koi8-r.csv", "KOI8-R", "Ромашка"),
        ("latin1.csv", "windows-1252", "Café"),
    ] {
        let mut book = Book::new();
        let e = book.fails(&format!("import partners {}", fixture(name)));
        assert_eq!(e.kind, Kind::Refused);
        let said = e.to_string();
        assert!(
            said.contains("not UTF-8 text (byte 0x") && said.contains("at line 2"),
            "{said}"
        );
        assert!(
            said.contains(&format!("add --encoding {called}")) && said.contains(letters),
            "{said}"
        );
        let done = book.run(&format!(
            "import partners {} --encoding {called}",
            fixture(name)
        ));
        assert!(
            report(&done).contains(&format!("read as {called}: “{letters}”")),
            "{}",
            report(&done)
        );
    }
}

#[test]
fn a_wrong_encoding_is_refused_where_it_can_be_seen() {
    let mut book = Book::new();
    let said = book
        .fails(&format!(
            "import partners {} --encoding windows-1252",
            fixture("utf-8.csv")
        ))
        .to_string();
    assert!(
        said.contains("is UTF-8 text") && said.contains("Leave out --encoding"),
        "{said}"
    );
    let said = book
        .fails(&format!(
            "import partners {} --encoding utf-8",
            fixture("latin1.csv")
        ))
        .to_string();
    assert!(said.contains("0xE9 at line 2"), "{said}");
    // Half a character at the end, and letters no windows-1252 has.
    for (bytes, name) in [
        (&b"n\0a\0m"[..], "utf-16le"),
        (b"name\nA\x81\n", "windows-1252"),
    ] {
        let shape = Shape {
            encoding: Some(encoding::parse(name).unwrap()),
            ..Shape::default()
        };
        let e = table("x.csv", bytes, &shape, HeaderAt::Found)
            .unwrap_err()
            .to_string();
        assert!(e.contains("is not"), "{e}");
    }
    assert_eq!(
        book.fails(&format!(
            "import partners {} --encoding utf-17",
            fixture("utf-8.csv")
        ))
        .kind,
        Kind::Usage
    );
}

#[test]
fn ends_of_line_may_be_mixed() {
    let bytes = std::fs::read(fixture("mixed-ends.csv")).unwrap();
    assert_eq!(
        plain("x.csv", &bytes).unwrap(),
        ["name|owner", "2: A|x\r\ny", "4: B|y", "5: C|z"]
    );
}

#[test]
fn titles_above_a_table_are_passed_over_and_told() {
    let mut book = Book::new();
    let done = book.run(&format!("import partners {}", fixture("titles.csv")));
    assert!(
        report(&done).contains("header on line 4, 2 rows above it not read"),
        "{}",
        report(&done)
    );
    assert_eq!(book.json("partner show northwind")["owner"], "Bo");
    let done = book.run(&format!(
        "import partners {} --header-row 4 --dry-run",
        fixture("titles.csv")
    ));
    assert!(report(&done).contains("2 unchanged"), "{}", report(&done));
    let e = book.fails(&format!(
        "import partners {} --header-row 3",
        fixture("titles.csv")
    ));
    assert!(
        e.to_string().contains("no row that begins on line 3"),
        "{e}"
    );
}

#[test]
fn a_table_without_a_header_has_columns_by_letter() {
    let bytes = b"Quillfield,Ana\nNorthwind,Bo\n";
    let (rows, notes) = table("x.csv", bytes, &Shape::default(), HeaderAt::Nowhere).unwrap();
    assert_eq!(rows, ["A|B", "1: Quillfield|Ana", "2: Northwind|Bo"]);
    assert_eq!(notes, ["no header: the columns are A to B"]);
    let mut book = Book::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.csv");
    std::fs::write(&file, bytes).unwrap();
    book.run(&format!(
        "import partners {} --no-header --map name=A,owner=B",
        file.display()
    ));
    assert_eq!(book.json("partner show quillfield")["owner"], "Ana");
}

#[test]
fn columns_of_one_name_are_never_mistaken_for_one_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.csv");
    std::fs::write(&file, "Name,Name,\nQuillfield,Old Field,\n").unwrap();
    let mut book = Book::new();
    let e = book.fails(&format!("import partners {}", file.display()));
    assert!(
        e.to_string().contains("Name (1), Name (2), column 3"),
        "{e}"
    );
    let done = book.run(&format!(
        "import partners {} --map 'name=Name (2)'",
        file.display()
    ));
    assert!(
        report(&done).contains("columns of one name: Name (1), Name (2)"),
        "{}",
        report(&done)
    );
    assert_eq!(book.json("partner show 'Old Field'")["name"], "Old Field");
}

#[test]
fn a_workbook_gives_what_its_cells_show() {
    let (rows, notes) = table("x.xlsx", &xlsx(), &Shape::default(), HeaderAt::Found).unwrap();
    assert_eq!(
        rows,
        [
            "name|amount|won|paid",
            "3: Quillfield & Söhne|0.3|2025-12-09|true",
            "4: =SUM(1)|1204.5|2025-12-09 12:00:00|",
        ]
    );
    assert!(
        notes[0].contains("sheet “Q3 data” (not read: Secret, Cover)"),
        "{notes:?}"
    );
    assert!(notes[1].contains("1 number read to 15 digits"), "{notes:?}");
    // Days that count from 1904, and amounts written with a comma.
    let bytes = xlsx_with("", ROWS, TEXTS, "<workbookPr date1904=\"1\"/>");
    let shape = Shape {
        comma: true,
        ..Shape::default()
    };
    let (rows, _) = table("x.xlsx", &bytes, &shape, HeaderAt::Found).unwrap();
    assert_eq!(rows[1], "3: Quillfield & Söhne|0,3|2029-12-10|true");
}

#[test]
fn a_sheet_is_chosen_by_name() {
    let of = |sheet| {
        let shape = Shape {
            sheet: Some(sheet),
            ..Shape::default()
        };
        table("x.xlsx", &xlsx(), &shape, HeaderAt::Nowhere).map(|(rows, _)| rows)
    };
    assert_eq!(of("secret").unwrap(), ["A", "1: secret"]);
    assert!(
        of("Q4 data")
            .unwrap_err()
            .to_string()
            .contains("Did you mean “Q3 data”?")
    );
    assert!(of("Cover").unwrap_err().to_string().contains("has no rows"));
    let shape = Shape {
        sheet: Some("Q3"),
        ..Shape::default()
    };
    let e = table("x.csv", b"a,b\n", &shape, HeaderAt::Found).unwrap_err();
    assert_eq!(e.kind, Kind::Usage);
}

#[test]
fn an_open_document_gives_what_its_cells_hold() {
    let (rows, notes) = table("x.ods", &ods(ODS), &Shape::default(), HeaderAt::Found).unwrap();
    assert_eq!(
        rows,
        [
            "name|amount|won",
            "2: A  & B|1204.5|2025-12-09",
            "3: A  & B|1204.5|2025-12-09"
        ]
    );
    assert_eq!(notes, ["sheet “Data” (not read: Cover)"]);
}

#[test]
fn a_workbook_becomes_partners() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("partners.xlsx");
    std::fs::write(&file, xlsx()).unwrap();
    let mut book = Book::new();
    let done = book.run(&format!("import partners {}", file.display()));
    assert!(report(&done).contains("2 rows: 2 new"), "{}", report(&done));
    let again = book.run(&format!("import partners {}", file.display()));
    assert_eq!(again.op, None);
}

#[test]
fn a_hostile_workbook_is_refused_before_it_is_opened() {
    let zeros = " ".repeat(3 << 20);
    let bomb = xlsx_with(&zeros, ROWS, TEXTS, "");
    let many: Vec<(String, &str)> = (0..2_100).map(|n| (format!("x{n}.xml"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(n, t)| (n.as_str(), *t)).collect();
    let long = "x".repeat(9_000);
    let inline = |text: &str| {
        format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
    };
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.resize(600, 0);
    for (bytes, says) in [
        (bomb, "200 times its size"),
        (zipped(&many), "more than 2000 parts"),
        (old, "old workbook"),
        (zipped(&[("a.csv", "a,b")]), "zip and no workbook"),
        (zipped(&[("xl/workbook.bin", ""), ("[Content_Types].xml", "")]), "XLSB"),
        (zipped(&[("content.xml", ""), ("META-INF/manifest.xml", "<manifest:encryption-data/>")]), "password"),
        (zipped(&[("[Content_Types].xml", "<!DOCTYPE lolz [<!ENTITY a \"b\">]>")]), "document type"),
        (xlsx_with("", &inline(&long), TEXTS, ""), "Row 1, column 1"),
        (xlsx_with("", &inline("a&#0;b"), TEXTS, ""), "cannot be read as a workbook"),
        (xlsx_with("", "<row r=\"2\"/><row r=\"1\"/>", TEXTS, ""), "row 1 comes after row 2"),
        (xlsx_with("", "<row><c r=\"AAAAAAAAAAAAAAAAAAAA1\"><v>1</v></c></row>", TEXTS, ""), "no place of a cell"),
        (xlsx_with("", "<row><c r=\"XFD1\"><v>1</v></c></row>", TEXTS, ""), "500 columns"),
        (xlsx_with("", "<row><c t=\"s\"><v>9</v></c></row>", TEXTS, ""), "text that is missing"),
        (xlsx_with("", "<row><c>", TEXTS, ""), "cannot be read as a workbook"),
        (xlsx_with("", "", TEXTS, ""), "No sheet of x.xlsx that can be seen has rows"),
        (b"PK\x03\x04nothing".to_vec(), "cannot be read as a workbook"),
        (
            ods(&ODS.replace("number-rows-repeated=\"2\"", "number-rows-repeated=\"99999999999\"")),
            "more than 1048576 rows",
        ),
        (
            ods(&ODS.replace("number-columns-repeated=\"16381\"/>", "number-columns-repeated=\"16381\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>")),
            "500 columns",
        ),
    ] {
        let e = plain("x.xlsx", &bytes).unwrap_err();
        assert_eq!(e.kind, Kind::Refused, "{e}");
        assert!(e.to_string().contains(says), "{says}: {e}");
    }
}

#[test]
fn json_items_are_rows() {
    for name in ["items.json", "items.ndjson"] {
        let mut book = Book::new();
        let done = book.run(&format!(
            "import partners {} --map name=name",
            fixture(name)
        ));
        assert!(report(&done).contains("JSON, 2 items"), "{}", report(&done));
        assert!(report(&done).contains("2 rows: 2 new"), "{}", report(&done));
    }
    let bytes = std::fs::read(fixture("items.json")).unwrap();
    assert_eq!(
        plain("-", &bytes).unwrap(),
        [
            "name|contact.name|contact.email|score",
            "1: Quillfield|Ana|ana@quillfield.com|0.30000000000000004",
            "2: Northwind||bo@northwind.com|",
        ]
    );
    let wide: Vec<u8> = String::from_utf8(bytes)
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(plain("-", &wide).unwrap().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in 0_u64..4) {
        let at = match at { 0 => HeaderAt::Found, 1 => HeaderAt::Nowhere, line => HeaderAt::Line(line) };
        for name in ["x.csv", "x.json"] {
            let _ = table(name, &bytes, &Shape::default(), at);
        }
        for label in ["utf-16le", "windows-1251", "shift_jis", "gb18030", "iso-2022-jp"] {
            let shape = Shape { encoding: Some(encoding::parse(label).unwrap()), ..Shape::default() };
            let _ = table("x.csv", &bytes, &shape, at);
        }
        for start in [&b"PK\x03\x04"[..], b"\xFF\xFE", b"\xFE\xFF", b"[{\"", b"{\"a\":"] {
            let _ = plain("x", &[start, &bytes].concat());
        }
    }

    #[test]
    fn any_text_with_delimiters_is_a_table_or_refused(text in "[a-c,;\t|\"\r\n 1]{0,80}") {
        let _ = plain("x.csv", text.as_bytes());
    }

    #[test]
    fn a_workbook_with_anything_in_it_is_read_or_refused(at in 0..ROWS.len(), many in 0_usize..30, with in "[a-zA-Z0-9<>/=\"& .#;éß-]{0,30}") {
        let mut end = (at + many).min(ROWS.len());
        while !ROWS.is_char_boundary(end) { end += 1; }
        let rows = format!("{}{with}{}", &ROWS[..at], &ROWS[end..]);
        let _ = plain("x.xlsx", &xlsx_with("", &rows, TEXTS, ""));
        let at = at.min(TEXTS.len());
        if TEXTS.is_char_boundary(at) {
            let _ = plain("x.xlsx", &xlsx_with("", ROWS, &format!("{}{with}{}", &TEXTS[..at], &TEXTS[at..]), ""));
        }
        let half = ODS.len() / 2 + at;
        if ODS.is_char_boundary(half) {
            let _ = plain("x.ods", &ods(&format!("{}{with}{}", &ODS[..half], &ODS[half..])));
        }
    }
}
