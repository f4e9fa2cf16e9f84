//! The parsers, and what each of them promises of any input.

use partnerbook::{
    domain::{
        currency::Currency,
        day::parse_iso,
        document::Document,
        iban::Iban,
        money::Money,
        terms::Terms,
        typed_money::{DecimalMark, Marks, marks},
    },
    import::{
        DateFormat, Field, HeaderAt, Holds, Mapping, Record, Shape, Source, Wishes, encoding,
        fit::{DayFit, DayVerdict, MarkFit, MarkVerdict},
        head,
        payment_result::{self, Asked},
    },
    ops::line,
    table::List,
};

use super::hunt;
use crate::tables_in::{ODS, ROWS, TEXTS, ods, xlsx_with};

type Table = (Vec<String>, Vec<(u64, Vec<String>)>);

/// A table, or the words of its refusal; a refusal always has some.
fn table(name: &str, bytes: &[u8], shape: &Shape<'_>, at: HeaderAt) -> Option<Table> {
    let read = || {
        let mut source = Source::from_bytes(name, bytes.to_vec(), shape, &mut |_| Ok(()))?;
        let mut rows = source.rows(None)?;
        let header = head::find(&mut rows, at, name)?.header;
        let cells = |r: &Record| r.cells().map(str::to_owned).collect::<Vec<_>>();
        let (mut found, mut record) = (Vec::new(), Record::default());
        while rows.next(&mut record)? {
            found.push((record.line, cells(&record)));
        }
        Ok((cells(&header), found))
    };
    match read() {
        Ok(table) => Some(table),
        Err(e) => {
            let e: partnerbook::error::Error = e;
            assert!(
                e.message.ends_with(['.', '?']) || e.message.contains('.'),
                "{e:?}"
            );
            None
        }
    }
}

fn plain(bytes: &[u8]) -> Option<Table> {
    table("x.csv", bytes, &Shape::default(), HeaderAt::Found)
}

const CSV: &[u8] = b"name,owner,note\r\nVale,\"A \"\"B\"\"\",\"x\r\ny\"\nQuill;field,,\n";

#[test]
fn separated_values_written_again_are_the_same_rows() {
    hunt(
        "csv",
        &[
            CSV,
            b"a;b\n1;2\n",
            b"sep=|\na|b\n1|2\n",
            b"Report\n\na,b\n1,2\n",
        ],
        |bytes| {
            let Some((header, rows)) = plain(bytes) else {
                return;
            };
            assert!(rows.len() <= bytes.len());
            assert!(
                rows.windows(2).all(|two| two[0].0 < two[1].0),
                "lines go up"
            );
            let mut csv = csv::WriterBuilder::new()
                .quote_style(csv::QuoteStyle::Always)
                .flexible(true)
                .from_writer(Vec::new());
            csv.write_record(&header).unwrap();
            for (_, row) in &rows {
                csv.write_record(row).unwrap();
            }
            let written = csv.into_inner().unwrap();
            // One column may be a blank line, and quotes are then all there is of a row.
            if header.len() > 1 {
                let again = table("x.csv", &written, &Shape::default(), HeaderAt::Line(1)).unwrap();
                let cells = |rows: &[(u64, Vec<String>)]| {
                    rows.iter().map(|r| r.1.clone()).collect::<Vec<_>>()
                };
                assert_eq!(again.0, header);
                assert_eq!(cells(&again.1), cells(&rows));
            }
        },
    );
}

#[test]
fn every_column_has_a_name_of_its_own() {
    for at in [HeaderAt::Found, HeaderAt::Nowhere, HeaderAt::Line(2)] {
        hunt("head", &[CSV, b"a,a,,\n1,2,3,4\n"], |bytes| {
            let Some((header, _)) = table("x.csv", bytes, &Shape::default(), at) else {
                return;
            };
            let mut names = header.clone();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), header.len(), "{header:?}");
            assert!(header.iter().all(|name| !name.is_empty()));
        });
    }
}

#[test]
fn what_is_decoded_is_what_was_encoded() {
    for label in [
        "windows-1251",
        "windows-1252",
        "koi8-r",
        "shift_jis",
        "gb18030",
        "utf-16le",
    ] {
        let coding = encoding::parse(label).unwrap();
        let shape = Shape {
            encoding: Some(coding),
            ..Shape::default()
        };
        hunt(
            "encoding",
            &[
                b"name\nCaf\xE9\n",
                b"n\0a\0m\0e\0\n\0",
                b"\xD0\xEE\xEC,a\n1,2\n",
            ],
            |bytes| {
                let Some((header, rows)) = table("x.csv", bytes, &shape, HeaderAt::Found) else {
                    return;
                };
                let text = format!("{header:?}{rows:?}");
                assert!(
                    !text.contains('\u{fffd}')
                        || label.starts_with("utf")
                        || label.starts_with("gb")
                );
            },
        );
    }
}

#[test]
fn a_workbook_is_a_table_or_refused() {
    let rows = ROWS.as_bytes();
    hunt("xlsx", &[rows, TEXTS.as_bytes()], |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for book in [
            xlsx_with("", &text, TEXTS, ""),
            xlsx_with("", ROWS, &text, ""),
            xlsx_with(&text, ROWS, TEXTS, &text),
        ] {
            if let Some((header, rows)) = table("x.xlsx", &book, &Shape::default(), HeaderAt::Found)
            {
                assert!(rows.iter().all(|(_, row)| row.len() >= header.len()));
            }
        }
    });
    hunt("ods", &[ODS.as_bytes()], |bytes| {
        table(
            "x.ods",
            &ods(&String::from_utf8_lossy(bytes)),
            &Shape::default(),
            HeaderAt::Found,
        );
    });
    // The zip itself.
    let (xlsx, ods) = (xlsx_with("", ROWS, TEXTS, ""), ods(ODS));
    hunt("zip", &[&xlsx, &ods], |bytes| {
        table("x.xlsx", bytes, &Shape::default(), HeaderAt::Found);
    });
}

#[test]
fn items_of_json_are_rows_or_refused() {
    hunt(
        "json",
        &[
            b"[{\"a\":1,\"b\":{\"c\":[1,2]}},{\"a\":\"x\"}]",
            b"{\"a\":1}\n{\"b\":null}\n",
            b"{\"data\":[{\"a\":true}]}",
        ],
        |bytes| {
            if let Some((header, rows)) = table("x.json", bytes, &Shape::default(), HeaderAt::Found)
            {
                assert!(rows.iter().all(|(_, row)| row.len() == header.len()));
            }
        },
    );
}

#[test]
fn a_day_that_is_read_is_the_same_in_every_format_that_fits_alone() {
    let formats = [
        "iso",
        "ymd",
        "dmy",
        "mdy",
        "named",
        "excel",
        "unix",
        "unixms",
        "%d.%m.%Y",
        "%b %e, %y",
    ];
    let formats: Vec<DateFormat> = formats.iter().map(|f| f.parse().unwrap()).collect();
    hunt(
        "day",
        &[
            b"2026-11-23",
            b"23/11/2026 10:30 PM",
            b"Mon, 23 Nov 2026",
            "23 ноября 2026 г.".as_bytes(),
            b"46349.5",
            b"1795392000",
        ],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            for format in &formats {
                if let Ok(day) = format.read(text) {
                    assert_eq!(parse_iso(&day.to_string()), Ok(day), "{text}");
                }
            }
            let mut fit = DayFit::default();
            fit.see(text);
            match fit.verdict() {
                DayVerdict::One(format) => {
                    assert_eq!(fit.fitting() > 0, format.read(text).is_ok(), "{text}");
                }
                DayVerdict::Several(ways) => {
                    assert!(ways.len() > 1);
                    assert!(ways.iter().any(|(_, _, day)| *day != ways[0].2), "{text}");
                }
                DayVerdict::Count(..) | DayVerdict::Empty => {}
            }
            let _ = text.parse::<DateFormat>();
        },
    );
}

#[test]
fn an_amount_that_is_read_is_the_same_when_it_was_printed() {
    let currencies = ["USD", "JPY", "KWD", "EUR"].map(|code| Currency::parse(code).unwrap());
    hunt(
        "amount",
        &[
            b"1,234.56",
            b"1.234,56 \xE2\x82\xAC",
            b"(45.00)",
            b"-$5.00",
            b"1 234",
            b"USD 5",
            b"99,999,999,999.99",
        ],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            let mut fit = MarkFit::default();
            fit.see(text);
            assert!(matches!(fit.verdict(), MarkVerdict::Empty) == text.trim().is_empty());
            for currency in currencies {
                let both = [DecimalMark::Point, DecimalMark::Comma]
                    .map(|mark| Money::parse_marked(text, currency, mark).ok());
                if let [Some(a), Some(b)] = both {
                    assert_eq!(marks(text) == Some(Marks::Plain), a == b, "{text}");
                }
                for money in both.into_iter().flatten() {
                    assert_eq!(
                        Money::parse(&money.plain(), money.currency),
                        Ok(money),
                        "{text}"
                    );
                    assert_eq!(
                        Money::parse_typed(&money.shown(), currency),
                        Ok(money),
                        "{text}"
                    );
                }
                let _ = Money::parse_typed(text, currency);
            }
        },
    );
}

const FIELDS: &[Field] = &[
    Field {
        name: "name",
        like: &["company"],
        needed: true,
        holds: Holds::Name,
    },
    Field {
        name: "date",
        like: &[],
        needed: false,
        holds: Holds::Day,
    },
];

#[test]
fn words_about_columns_are_understood_or_refused() {
    hunt(
        "words",
        &[
            b"name=Company",
            b"Stage in (Won, Lost)",
            b"Stage!=Open",
            b"name=\"a,b\",date=Day",
            b"date=2026-01-05",
        ],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            let header = Record::of(1, ["Company", "Stage", "Day", "a,b"]);
            let row = Record::of(2, ["Vale", "Won", "2026-01-05", ""]);
            let one = || vec![text.to_owned()];
            for wishes in [
                Wishes {
                    map: one(),
                    ..Wishes::default()
                },
                Wishes {
                    only: one(),
                    ..Wishes::default()
                },
                Wishes {
                    set: one(),
                    ..Wishes::default()
                },
                Wishes {
                    default: one(),
                    ..Wishes::default()
                },
            ] {
                if let Ok(mapping) = Mapping::decide(FIELDS, &header, &wishes) {
                    let _ = (mapping.wants(&row), mapping.lines(), mapping.not_used());
                    let _ = (mapping.value(&row, 0), mapping.value(&Record::default(), 1));
                }
            }
            if let Ok(words) = line::split(text) {
                assert!(words.len() <= text.len());
            }
        },
    );
}

#[test]
fn a_filter_that_is_understood_is_the_same_when_it_was_printed() {
    let today = parse_iso("2026-11-23").unwrap();
    hunt(
        "filter",
        &[
            b"stage:won partner:\"North wind\" sort:-value",
            b"not:is:open value:100..2000",
            b"+tag has:owner limit:5",
            b"won:2026-01..2026-03",
        ],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            for list in [List::Referrals, List::Revenue, List::Partners] {
                let words = list.vocabulary();
                if let Ok(filter) = partnerbook::domain::query::parse(text, &words, today) {
                    let printed = filter.to_string();
                    let again = partnerbook::domain::query::parse(&printed, &words, today);
                    assert_eq!(again.as_ref(), Ok(&filter), "{text:?} printed {printed:?}");
                }
            }
        },
    );
}

#[test]
fn terms_that_are_understood_are_the_same_when_they_were_printed() {
    hunt(
        "terms",
        &[
            b"25% of base for 12 months",
            b"20% of base while 1 win in 365 days, otherwise 5%",
            b"10% from 0, 15% from 5000 USD of base a month (whole); 50 USD per lead",
            b"100% of base for 1 month, per month",
        ],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            if let Ok(terms) = Terms::parse(text) {
                let printed = terms.to_string();
                assert_eq!(
                    Terms::parse(&printed).as_ref(),
                    Ok(&terms),
                    "{text:?} printed {printed:?}"
                );
                let _ = terms.in_words();
            }
        },
    );
}

#[test]
fn what_a_provider_answers_is_understood_or_refused() {
    let paypal: &[u8] = b"Transaction ID,Recipient,Status,Amount,Currency,Unique ID\nT1,a@b.c,Completed,5.00,USD,P3\n";
    hunt(
        "results",
        &[
            b"payout,status,date,reference\nP3,paid,2026-11-20,X\n",
            paypal,
        ],
        |bytes| {
            let source =
                Source::from_bytes("x.csv", bytes.to_vec(), &Shape::default(), &mut |_| Ok(()));
            let Ok(mut source) = source else { return };
            let asked = Asked {
                provider: None,
                map: Vec::new(),
                dates: None,
            };
            let _ = payment_result::read(&mut source, &asked);
        },
    );
}

#[test]
fn a_book_that_is_understood_is_the_same_when_it_was_written() {
    let small = serde_json::to_vec(&Document::empty()).unwrap();
    let example = crate::book::Book::with(&[
        "program add Referral --terms '25% of base for 12 months' --hold-days 30",
        "partner add Quillfield --program referral",
        "referral add Vale --partner quillfield --on 2026-03-01",
        "referral win R1 --on 2026-03-02",
    ]);
    let whole = serde_json::to_vec(&example.store.view().document().unwrap()).unwrap();
    hunt("book", &[&small, &whole], |bytes| {
        if let Ok(document) = Document::parse(bytes) {
            let written = serde_json::to_vec(&document).unwrap();
            let again = Document::parse(&written).map(|d| serde_json::to_value(&d).unwrap());
            assert_eq!(again.ok(), Some(serde_json::to_value(&document).unwrap()));
        }
    });
}

#[test]
fn an_account_number_that_is_read_is_the_same_when_it_was_printed() {
    hunt(
        "iban",
        &[b"DE89 3704 0044 0532 0130 00", b"GB29NWBK60161331926819"],
        |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            if let Ok(iban) = Iban::parse(text) {
                assert_eq!(Iban::parse(&iban.to_string()), Ok(iban), "{text}");
            }
        },
    );
}
