//! Days and amounts of files: read in the one way that fits all rows, asked where two ways fit, refused otherwise.

use std::{collections::BTreeMap, path::Path};

use partnerbook::{
    domain::{currency::Currency, money::Money},
    error::Kind,
    import::{
        Amounts, DateFormat,
        fit::{DayFit, DayVerdict, MarkFit, MarkVerdict},
    },
    ops::{Choice, Cx, Quiet, line::Request},
    store::Origin,
    table::{self, List, Query},
};

use crate::{
    book::Book,
    imports::{Files, counts, report},
};

type Rows = Vec<BTreeMap<String, String>>;

fn ours(name: &str) -> Rows {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nasty");
    let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn euro(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

/// A day in the format that fits a column of this value alone, as a file that names none is read.
fn day_alone(text: &str) -> Option<String> {
    let mut fit = DayFit::default();
    fit.see(text);
    match fit.verdict() {
        DayVerdict::One(format) => format.read(text).ok().map(|day| day.to_string()),
        _ => None,
    }
}

/// Every value with the format that was named, or found: exactly this day, or refused.
pub fn days_are_exactly(rows: &Rows) {
    for row in rows {
        let (raw, format) = (&row["raw"], &row["format"]);
        let named: String = format.chars().filter(char::is_ascii_alphabetic).collect();
        let found = match named.as_str() {
            "" => day_alone(raw),
            order => {
                let format: DateFormat = order.parse().unwrap();
                format.read(raw).ok().map(|day| day.to_string())
            }
        };
        let found = found.unwrap_or_else(|| "refuse".to_owned());
        assert_eq!(found, row["date"], "{raw} {format}");
    }
}

/// Every value of a column of its own: this day or refused, never another. How many were read.
pub fn days_are_never_others(rows: &Rows) -> usize {
    let mut read = 0;
    for row in rows {
        if let Some(day) = day_alone(&row["raw"]) {
            assert_eq!(day, row["date"], "{}", row["raw"]);
            read += 1;
        }
    }
    read
}

/// Every value with the mark that was named: exactly this amount, or refused.
pub fn amounts_are_exactly(rows: &Rows) {
    for row in rows {
        let raw = &row["raw"];
        let code = if raw.contains('$') {
            "USD"
        } else if raw.contains('₽') {
            "RUB"
        } else {
            "EUR"
        };
        let amounts = Amounts {
            mark: Some(match row["decimal_mark"].as_str() {
                "," => partnerbook::domain::typed_money::DecimalMark::Comma,
                _ => partnerbook::domain::typed_money::DecimalMark::Point,
            }),
            currency: euro(code),
            said: true,
            units: partnerbook::import::Units::Major,
        };
        match (amounts.read(raw, euro(code)), row["amount"].as_str()) {
            (Ok(money), "refuse") => panic!("{raw}: {}", money.plain()),
            (Err(_), "refuse") => {}
            (found, want) => {
                let want = Money::parse_typed(want, euro(code)).unwrap();
                assert_eq!(found, Ok(want), "{raw}");
            }
        }
    }
}

/// Every value of a column of its own: this amount or refused, never another. How many were read.
pub fn amounts_are_never_others(rows: &Rows) -> usize {
    let mut read = 0;
    for row in rows {
        let raw = &row["raw"];
        let mut fit = MarkFit::default();
        fit.see(raw);
        let MarkVerdict::One(mark) = fit.verdict() else {
            continue;
        };
        // In a currency of two decimals, and in the one it names.
        let book = euro("USD");
        let currency = partnerbook::domain::typed_money::named_currency(raw, book).unwrap_or(book);
        let amounts = Amounts {
            mark: Some(mark),
            currency,
            said: false,
            units: partnerbook::import::Units::Major,
        };
        if let Ok(money) = amounts.read(raw, currency) {
            let want: f64 = row["amount"].parse().unwrap();
            let found: f64 = money.plain().parse().unwrap();
            assert!((want - found).abs() < 1e-9, "{raw}: {found}");
            read += 1;
        }
    }
    read
}

#[test]
fn a_day_or_amount_is_what_the_named_format_makes_it_or_refused() {
    days_are_exactly(&ours("date_strict.csv"));
    amounts_are_exactly(&ours("money_strict.csv"));
}

#[test]
fn a_string_from_the_web_is_its_value_or_refused_and_never_another_value() {
    assert_eq!(days_are_never_others(&ours("date_strings.csv")), 11);
    assert_eq!(amounts_are_never_others(&ours("money_strings.csv")), 8);
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

/// The days revenue was paid on and the amounts, as the book has them.
fn paid(book: &Book) -> Vec<String> {
    let query = Query::new(List::Revenue, book.today);
    let table = table::whole(book.store.view(), &query).unwrap();
    let at = |key: &str| table.columns.iter().position(|c| c.key == key).unwrap();
    let (day, amount) = (at("day"), at("amount"));
    let cells = |r: &table::Row| format!("{} {}", r.cells[day].plain(), r.cells[amount].shown());
    let mut all: Vec<String> = table.rows.iter().map(cells).collect();
    all.sort();
    all
}

const HEAD: &str = "customer,date,amount\n";

#[test]
fn one_row_that_can_be_read_in_one_way_only_settles_the_column() {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put(
        "de.csv",
        "customer;date;amount\nVale;03.04.2026;1.200\nVale;28.02.2026;12,50 €\n",
    );
    let line = format!("import revenue {file} --add-customers");
    assert!(choices(&mut book, &line).is_empty());
    let outcome = book.run(&line);
    let told = report(&outcome).to_string();
    assert!(
        told.contains("day/month/year") && told.contains("decimal comma"),
        "{told}"
    );
    // The sign names the currency of its own row only.
    assert_eq!(paid(&book), ["2026-02-28 €12.50", "2026-04-03 $1,200.00"]);
}

#[test]
fn two_readings_are_asked_and_each_answer_is_words_to_add() {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put(
        "x.csv",
        format!("{HEAD}Vale,03/04/2026,\"1,234\"\nVale,05/05/2026,7\n"),
    );
    let line = format!("import revenue {file} --add-customers");
    let asked = choices(&mut book, &line);
    let [days, amounts] = asked.as_slice() else {
        panic!("{asked:?}");
    };
    assert_eq!(
        (days.about.as_str(), amounts.about.as_str()),
        ("date", "amount")
    );
    assert!(days.question.contains("03/04/2026"), "{}", days.question);
    assert!(amounts.question.contains("1,234"), "{}", amounts.question);
    let of = |choice: &Choice| -> Vec<String> {
        choice
            .answers
            .iter()
            .map(|(_, words)| words.join(" "))
            .collect()
    };
    assert_eq!(
        of(days),
        ["--date-format date=dmy", "--date-format date=mdy"]
    );
    assert_eq!(of(amounts), ["--decimal amount=.", "--decimal amount=,"]);
    assert!(days.answers[0].0.contains("3 Apr 2026"), "{days:?}");

    // With nobody to ask nothing is saved, and the words are there.
    let e = book.fails(&line);
    assert_eq!(e.kind, Kind::NotFound);
    for words in [
        "--date-format date=dmy or --date-format date=mdy",
        "--decimal amount=.",
    ] {
        assert!(e.to_string().contains(words), "{e}");
    }
    assert!(paid(&book).is_empty());

    let answered = format!("{line} {} {}", of(days)[1], of(amounts)[0]);
    assert!(choices(&mut book, &answered).is_empty());
    book.run(&answered);
    assert_eq!(paid(&book), ["2026-03-04 $1,234.00", "2026-05-05 $7.00"]);
}

#[test]
fn rows_that_no_one_format_fits_are_refused_and_never_read_by_another() {
    let (files, mut book) = (Files::new(), Book::new());
    let rows = "Vale,13/02/2026,1.50\nVale,03/04/2026,2.50\nVale,2026-05-06,3.50\nVale,14/05/2026,\"4,50\"\n";
    let file = files.put("x.csv", format!("{HEAD}{rows}"));
    let outcome = book.run(&format!("import revenue {file} --add-customers --skip-bad"));
    assert_eq!(counts(&outcome), [2, 0, 0, 2]);
    let rejects = report(&outcome)["rejects"].to_string();
    assert!(
        rejects.contains("day, month, year such as") && rejects.contains("--decimal ,"),
        "{rejects}"
    );
    assert_eq!(paid(&book), ["2026-02-13 $1.50", "2026-04-03 $2.50"]);
}

#[test]
fn each_column_has_a_format_of_its_own() {
    let (files, mut book) = (Files::new(), Book::new());
    book.run("partner add Quillfield");
    let file = files.put(
        "r.csv",
        "partner,company,submitted,won,stage,value\nQuillfield,Vale,1/13/2026,20260205,won,\"1.200,50\"\n",
    );
    book.run(&format!("import referrals {file}"));
    let r = book.json("referral show R1").to_string();
    assert!(
        r.contains("2026-01-13") && r.contains("2026-02-05") && r.contains("1200.50"),
        "{r}"
    );

    // What is said of one field goes before what is said of all.
    let file = files.put(
        "s.csv",
        "partner,company,submitted,won,stage\nQuillfield,Opal,01/02/2026,03/04/2026,won\n",
    );
    book.run(&format!(
        "import referrals {file} --date-format submitted=mdy --date-format dmy"
    ));
    let r = book.json("referral show R2").to_string();
    assert!(r.contains("2026-01-02") && r.contains("2026-04-03"), "{r}");
    for (words, says) in [
        ("--date-format company=dmy", "holds no days"),
        ("--date-format wno=dmy", "Did you mean won?"),
        ("--date-format european", "is no date format"),
        ("--decimal x", "is no decimal mark"),
        ("--decimal won=,", "holds no amounts"),
    ] {
        let e = book.fails(&format!("import referrals {file} {words}"));
        assert!(e.to_string().contains(says), "{e}");
    }
}

#[test]
fn counts_of_days_and_seconds_are_days_only_if_the_person_says_so() {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", format!("{HEAD}Vale,46087,10\nVale,46088,11\n"));
    let line = format!("import revenue {file} --add-customers");
    let asked = choices(&mut book, &line);
    assert_eq!(asked[0].answers[0].1.join(" "), "--date-format date=excel");
    assert!(
        book.fails(&line)
            .to_string()
            .contains("--date-format date=excel")
    );
    book.run(&format!("{line} --date-format date=excel"));
    let file = files.put("y.csv", format!("{HEAD}Vale,1772928000,12\n"));
    book.run(&format!("import revenue {file} --date-format unix"));
    assert_eq!(
        paid(&book),
        [
            "2026-03-06 $10.00",
            "2026-03-07 $11.00",
            "2026-03-08 $12.00"
        ]
    );
}

#[test]
fn an_amount_names_its_currency_where_nothing_else_does_and_must_agree_where_something_does() {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put(
        "x.csv",
        format!("{HEAD}Vale,2026-03-01,€10.00\nVale,2026-03-02,11.00 GBP\nVale,2026-03-03,$12.00\nVale,2026-03-04,13.00\n"),
    );
    book.run(&format!("import revenue {file} --add-customers"));
    let all = [
        "2026-03-01 €10.00",
        "2026-03-02 £11.00",
        "2026-03-03 $12.00",
        "2026-03-04 $13.00",
    ];
    assert_eq!(paid(&book), all);
    // A yen and a yuan have one sign.
    let yen = files.put("yen.csv", format!("{HEAD}Vale,2026-03-01,¥10\n"));
    let said = book.run(&format!("import revenue {yen} --skip-bad"));
    assert_eq!(counts(&said), [0, 0, 0, 1]);
    book.run(&format!("import revenue {yen} --currency JPY"));
    // The column, or the person, says another one.
    let file = files.put(
        "y.csv",
        "customer,date,amount,currency\nVale,2026-03-05,€10.00,USD\n",
    );
    assert_eq!(
        counts(&book.run(&format!("import revenue {file} --skip-bad"))),
        [0, 0, 0, 1]
    );
    let file = files.put("z.csv", format!("{HEAD}Vale,2026-03-05,€10.00\n"));
    let said = book.run(&format!("import revenue {file} --skip-bad --currency USD"));
    assert!(
        report(&said)["rejects"]
            .to_string()
            .contains("says EUR, but the row is in USD")
    );
}

#[test]
fn what_the_person_types_for_all_rows_is_read_as_a_person_types_it() {
    let (files, mut book) = (Files::new(), Book::new());
    let file = files.put("x.csv", format!("{HEAD}Vale,13/02/2026,10\nVale,,11\n"));
    book.run(&format!(
        "import revenue {file} --add-customers --default date=2026-04-03"
    ));
    assert_eq!(paid(&book), ["2026-02-13 $10.00", "2026-04-03 $11.00"]);
}
