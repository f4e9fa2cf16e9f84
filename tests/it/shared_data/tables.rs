//! Tables other people made to break readers: read rightly, or refused in words.

use partnerbook::{
    error::{Error, Kind},
    import::{HeaderAt, Record, Shape, Source, encoding, head},
};
use serde_json::{Map, Value};

use super::{json, shared};

fn table(
    name: &str,
    bytes: Vec<u8>,
    shape: &Shape<'_>,
    at: HeaderAt,
) -> Result<Vec<Vec<String>>, Error> {
    let mut source = Source::from_bytes(name, bytes, shape, &mut |_| Ok(()))?;
    let mut rows = source.rows(None)?;
    let cells = |r: &Record| r.cells().map(str::to_owned).collect::<Vec<_>>();
    let mut all = vec![cells(&head::find(&mut rows, at, name)?.header)];
    let mut record = Record::default();
    while rows.next(&mut record)? {
        all.push(cells(&record));
    }
    Ok(all)
}

fn file(path: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(shared(path)?).unwrap())
}

#[test]
fn csv_spectrum_becomes_the_json_it_says() {
    let Some(folder) = shared("nasty/csv-spectrum/csvs") else {
        return;
    };
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        // Its telephone number is another one in the answer.
        if name == "location_coordinates" {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let table = table("x.csv", bytes, &Shape::default(), HeaderAt::Found).unwrap();
        let objects: Vec<Value> = table[1..]
            .iter()
            .map(|row| {
                let cells = table[0].iter().zip(row);
                let object = cells.map(|(k, v)| (k.clone(), Value::String(v.clone())));
                Value::Object(object.collect::<Map<_, _>>())
            })
            .collect();
        let want = json(&format!("nasty/csv-spectrum/json/{name}.json")).unwrap();
        assert_eq!(Value::Array(objects), want, "{name}");
        read += 1;
    }
    assert_eq!(read, 11);
}

#[test]
fn csvkits_files_are_read_rightly_or_refused() {
    let of = |name: &str, shape: &Shape<'_>, at| {
        file(&format!("nasty/csvkit/{name}")).map(|bytes| table(name, bytes, shape, at))
    };
    let joined = |table: &[Vec<String>]| {
        let rows: Vec<String> = table.iter().map(|row| row.join("|")).collect();
        rows.join(" / ")
    };
    for (name, want) in [
        (
            "bad_skip_lines.csv",
            "column_a|column_b|column_c / 1|27||I'm too long! / |I'm too short! / 0|mixed types.... uh oh|17",
        ),
        ("mac_newlines.csv", "a|b|c / 1|2|3 / Once upon\ra time|5|6"),
        ("optional_quote_characters.csv", "a|b|c / 1|2|3"),
        ("sniff_limit.csv", "a|b|c / 1|2|3"),
        (
            "test_empty_columns.csv",
            "a|b|c|column 4|column 5 / a|||| / ||c|",
        ),
        ("test_extra_header.csv", "a|b|c|d / 1|2|3"),
        ("test_no_leading_zeroes.csv", "a|b|c / 01|00.11|0.1"),
        ("test_skip_lines.csv", "a|b|c / 1|2|3"),
        ("test_utf16_big.csv", "a|b|c / 1|2|3 / 4|5|ʤ"),
        ("test_utf16_little.csv", "a|b|c / 1|2|3 / 4|5|ʤ"),
        ("test_utf8.csv", "foo|bar|baz / 1|2|3 / 4|5|ʤ"),
        ("test_utf8_bom.csv", "foo|bar|baz / 1|2|3 / 4|5|ʤ"),
    ] {
        let Some(table) = of(name, &Shape::default(), HeaderAt::Found) else {
            return;
        };
        assert_eq!(joined(&table.unwrap()), want, "{name}");
    }
    let refused = |name: &str| {
        of(name, &Shape::default(), HeaderAt::Found)
            .unwrap()
            .unwrap_err()
    };
    assert!(
        refused("null_byte.csv")
            .to_string()
            .contains("NUL character at line 2")
    );
    assert!(refused("empty.csv").to_string().contains("is empty"));
    let e = refused("test_latin1.csv");
    assert_eq!(e.kind, Kind::Refused);
    assert!(e.to_string().contains("byte 0xA9 at line 3"), "{e}");
    let shape = Shape {
        encoding: Some(encoding::parse("latin1").unwrap()),
        ..Shape::default()
    };
    let latin = of("test_latin1.csv", &shape, HeaderAt::Found)
        .unwrap()
        .unwrap();
    assert_eq!(joined(&latin), "a|b|c / 1|2|3 / 4|5|©");
    let bare = of("no_header_row.csv", &Shape::default(), HeaderAt::Nowhere)
        .unwrap()
        .unwrap();
    assert_eq!(joined(&bare), "A|B|C / 1|2|3");
    let real = of("ks_1033_data.csv", &Shape::default(), HeaderAt::Found)
        .unwrap()
        .unwrap();
    assert_eq!(real.len(), 1576);
    assert!(real.iter().all(|row| row.len() == real[0].len()));
}

#[test]
fn naughty_strings_come_through_every_reader_unchanged() {
    let Some(Value::Array(strings)) = json("nasty/blns/blns.json") else {
        return;
    };
    let strings: Vec<&str> = strings.iter().filter_map(Value::as_str).collect();
    let kept: Vec<&str> = strings
        .into_iter()
        .filter(|s| !s.trim().is_empty() && !s.contains('\0'))
        .collect();
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["text", "n"]).unwrap();
    let mut lines = String::new();
    for text in &kept {
        csv.write_record([text, "1"]).unwrap();
        lines += &serde_json::json!({ "text": text, "n": 1 }).to_string();
        lines.push('\n');
    }
    for (name, bytes) in [
        ("x.csv", csv.into_inner().unwrap()),
        ("x.ndjson", lines.into_bytes()),
    ] {
        let table = table(name, bytes, &Shape::default(), HeaderAt::Found).unwrap();
        let at = table[0].iter().position(|h| h == "text").unwrap();
        let found: Vec<&str> = table[1..].iter().map(|row| row[at].as_str()).collect();
        assert_eq!(found, kept, "{name}");
    }
}

#[test]
fn every_nasty_file_is_a_table_or_refused() {
    let mut folders: Vec<_> = shared("nasty").into_iter().collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if let Err(e) = table(&name, bytes, &Shape::default(), HeaderAt::Found) {
                assert!(matches!(e.kind, Kind::Refused), "{name}: {e}");
            }
        }
    }
}

/// A book into which a file of the nasty folder was brought as partners, with the words of a command line.
fn partners_of(path: &str, words: &str) -> Option<(crate::book::Book, [u64; 4])> {
    let file = shared(path)?;
    let mut book = crate::book::Book::new();
    let done = book.run(&format!("import partners {} {words}", file.display()));
    Some((book, crate::imports::counts(&done)))
}

#[test]
fn tables_made_to_break_readers_become_partners_with_known_results() {
    for (path, words, want) in [
        ("csv-spectrum/csvs/simple.csv", "--map name=a", [1, 0, 0, 0]),
        (
            "csv-spectrum/csvs/simple_crlf.csv",
            "--map name=c,owner=a",
            [1, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/comma_in_quotes.csv",
            "--map name=first,contact=last",
            [1, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/escaped_quotes.csv",
            "--map name=b",
            [2, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/json.csv",
            "--map name=key,owner=val",
            [1, 0, 0, 0],
        ),
        // A name is one line, whatever it was; a note may have several.
        (
            "csv-spectrum/csvs/newlines.csv",
            "--map name=a,note=b",
            [3, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/newlines_crlf.csv",
            "--map name=a,note=b",
            [3, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/quotes_and_newlines.csv",
            "--map name=a,note=b",
            [2, 0, 0, 0],
        ),
        ("csv-spectrum/csvs/utf8.csv", "--map name=c", [2, 0, 0, 0]),
        (
            "csv-spectrum/csvs/empty.csv",
            "--map name=a,owner=b",
            [2, 0, 0, 0],
        ),
        (
            "csv-spectrum/csvs/location_coordinates.csv",
            "--map name=Cities",
            [1, 0, 0, 0],
        ),
        ("csvkit/test_utf8_bom.csv", "--map name=baz", [2, 0, 0, 0]),
        ("csvkit/test_utf16_big.csv", "--map name=c", [2, 0, 0, 0]),
        (
            "csvkit/test_latin1.csv",
            "--map name=c --encoding latin1",
            [2, 0, 0, 0],
        ),
        (
            "csvkit/no_header_row.csv",
            "--no-header --map name=B",
            [1, 0, 0, 0],
        ),
        (
            "csvkit/bad.csv",
            "--map name=column_c --skip-bad",
            [1, 0, 0, 2],
        ),
        (
            "csvkit/test_date_format.csv",
            "--map name=a,since=a --date-format %Y-%m-%d --dry-run",
            [0, 0, 0, 2],
        ),
    ] {
        let Some((mut book, found)) = partners_of(&format!("nasty/{path}"), words) else {
            return;
        };
        assert_eq!(found, want, "{path} {words}");
        assert!(book.store.check().unwrap().findings.is_empty());
    }
}

#[test]
fn spreadsheet_formulas_of_attackers_go_in_as_text_and_leave_disarmed() {
    let Some(payloads) = super::read("nasty/csv_injection/csv-payload.txt") else {
        return;
    };
    let (files, mut book) = (crate::imports::Files::new(), crate::book::Book::new());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["name", "note"]).unwrap();
    let lines: Vec<&str> = payloads.lines().filter(|l| !l.trim().is_empty()).collect();
    for (n, line) in lines.iter().enumerate() {
        csv.write_record([&format!("{n} {line}"), *line]).unwrap();
    }
    let file = files.put("x.csv", csv.into_inner().unwrap());
    let line = format!("import partners {file} --skip-bad");
    let done = crate::imports::counts(&book.run(&line));
    assert!(
        done[0] * 10 > lines.len() as u64 * 9,
        "{done:?} of {}",
        lines.len()
    );
    let out = files.path("out.csv");
    book.run(&format!("export partners --out {}", out.display()));
    let mut reader = csv::Reader::from_path(&out).unwrap();
    for record in reader.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '@', '\t', '\r']), "{cell}");
        }
    }
    assert_eq!(crate::imports::counts(&book.run(&line))[0], 0);
}

#[test]
fn naughty_strings_become_partners_and_come_out_as_they_went_in() {
    let Some(Value::Array(strings)) = json("nasty/blns/blns.json") else {
        return;
    };
    let names: std::collections::BTreeSet<String> = strings
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|s| partnerbook::text::check_name(s).ok())
        .collect();
    let (files, mut book) = (crate::imports::Files::new(), crate::book::Book::new());
    let rows: Vec<Value> = names
        .iter()
        .enumerate()
        .map(|(n, name)| serde_json::json!({"id": format!("k{n}"), "name": name}))
        .collect();
    let file = files.put("x.json", Value::Array(rows).to_string());
    let done = crate::imports::counts(&book.run(&format!("import partners {file} --skip-bad")));
    assert!(
        done[0] * 10 > names.len() as u64 * 9,
        "{done:?} of {}",
        names.len()
    );
    for format in ["csv", "json"] {
        let out = files.path(&format!("out.{format}"));
        book.run(&format!(
            "export partners --format {format} --out {}",
            out.display()
        ));
        let again = book.run(&format!("import partners {}", out.display()));
        let found = crate::imports::counts(&again);
        assert_eq!((found[0], found[1]), (0, 0), "{format}: {found:?}");
    }
}
