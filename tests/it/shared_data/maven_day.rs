//! The manager's day of the first issue over a real CRM export that is not ours to publish; skipped where absent.
//!
//! Partner totals are held against a sum done by hand over the CSV.

use std::collections::BTreeMap;

use partnerbook::{
    domain::day::parse_iso,
    store::Origin,
    table::{self, Cell, List, Query},
};

use crate::book::Book;

fn shared(path: &str) -> Option<String> {
    super::shared(path).map(|found| found.display().to_string())
}

#[test]
fn a_day_over_a_real_export_comes_out_as_by_hand() {
    let (Some(teams), Some(accounts), Some(deals)) = (
        shared("crm/maven_q1/sales_teams.csv"),
        shared("crm/maven_q1/accounts.csv"),
        shared("crm/maven_q1/sales_pipeline.csv"),
    ) else {
        return;
    };
    let mut book = Book::new();
    book.today = parse_iso("2017-06-30").unwrap();
    let deals_as = "--map id=opportunity_id,partner=sales_agent,company=account,stage=deal_stage,submitted=engage_date,won=close_date";
    let lines = [
        format!("import partners {teams} --map name=sales_agent,owner=manager"),
        format!("import customers {accounts} --map name=account"),
        format!(
            "import referrals {deals} {deals_as} --stage-map Engaging=demo --default 'company=Unknown account'"
        ),
        format!(
            "import revenue {deals} --map id=opportunity_id,referral=opportunity_id,date=close_date,amount=close_value --where deal_stage=Won"
        ),
    ];
    let report = |book: &mut Book, line: &str| {
        let json = book.json(line);
        ["new", "changed", "unchanged", "rejected"].map(|n| json[n].as_u64().unwrap())
    };
    let counted: Vec<[u64; 4]> = lines.iter().map(|l| report(&mut book, l)).collect();
    assert_eq!(
        counted,
        [[35, 0, 0, 0], [85, 0, 0, 0], [997, 0, 0, 0], [531, 0, 0, 0]]
    );
    let again: Vec<[u64; 4]> = lines.iter().map(|l| report(&mut book, l)).collect();
    assert_eq!(
        again,
        [[0, 0, 35, 0], [0, 0, 85, 0], [0, 0, 997, 0], [0, 0, 531, 0]]
    );
    // The accounts of the export are the customers: no deal made another.
    let customers =
        table::whole(book.store.view(), &Query::new(List::Customers, book.today)).unwrap();
    assert_eq!(customers.rows.len(), 85);

    book.run("program add referral --terms '25% of base for 12 months' --enrol-all");

    // By hand: a quarter of every won deal, each rounded half away from zero, summed by agent.
    let mut by_hand: BTreeMap<String, i64> = BTreeMap::new();
    let mut rows = csv::Reader::from_path(&deals).unwrap();
    for row in rows.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        if row["deal_stage"] == "Won" {
            let cents = row["close_value"].parse::<i64>().unwrap() * 100;
            *by_hand.entry(row["sales_agent"].clone()).or_default() += (cents * 25 + 50) / 100;
        }
    }
    let partners =
        table::whole(book.store.view(), &Query::new(List::Partners, book.today)).unwrap();
    let at = |key: &str| partners.columns.iter().position(|c| c.key == key).unwrap();
    let (name, earned) = (at("name"), at("earned"));
    let mut by_book = BTreeMap::new();
    for row in &partners.rows {
        let Cell::Text(name) = &row.cells[name] else {
            panic!("a partner has a name")
        };
        let minor = match &row.cells[earned] {
            Cell::Money(m) => m.minor,
            Cell::Amounts(all) => all.iter().map(|m| m.minor).sum(),
            _ => 0,
        };
        if minor != 0 {
            by_book.insert(name.clone(), minor);
        }
    }
    assert_eq!(by_book, by_hand);
    assert!(book.store.check().unwrap().findings.is_empty());
}

/// The cells a reader of RFC 4180 must find, against files made to break readers.
#[test]
fn hostile_tables_are_read_or_refused_whole() {
    let Some(folder) = shared("nasty/csv-spectrum/csvs") else {
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let json = path
            .to_str()
            .unwrap()
            .replace("/csvs/", "/json/")
            .replace(".csv", ".json");
        // Its expected values are another file's.
        if path.ends_with("location_coordinates.csv") {
            continue;
        }
        let want: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
        // One row stands there without a list around it.
        let want = want.as_array().cloned().unwrap_or_else(|| vec![want]);
        let bytes = std::fs::read(&path).unwrap();
        let mut records = partnerbook::import::Records::new(&bytes[..], Some(b',')).unwrap();
        let (mut header, mut record) = Default::default();
        assert!(records.next(&mut header).unwrap());
        for expected in want {
            assert!(records.next(&mut record).unwrap(), "{}", path.display());
            for (at, key) in header.cells().enumerate() {
                // The expected values have line feeds only.
                assert_eq!(
                    record.cell(at).replace("\r\n", "\n"),
                    expected[key].as_str().unwrap().replace("\r\n", "\n")
                );
            }
        }
        assert!(!records.next(&mut record).unwrap(), "{}", path.display());
    }
    let Some(folder) = shared("nasty/csvkit") else {
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        // Whatever comes out, it is rows, a refusal, or an error in words; and a refused file leaves nothing.
        let path = entry.unwrap().path();
        let mut book = Book::new();
        let mut cx = partnerbook::ops::Cx {
            store: &mut book.store,
            today: book.today,
            origin: Origin::Shell,
            command: String::new(),
            progress: &partnerbook::ops::Quiet,
            stdin: None,
        };
        let words = [
            "import",
            "partners",
            path.to_str().unwrap(),
            "--set",
            "name=X",
        ]
        .map(str::to_owned);
        let request = partnerbook::ops::line::Request::of(words.to_vec()).unwrap();
        if request.run(&mut cx).is_err() {
            let partners =
                table::whole(book.store.view(), &Query::new(List::Partners, book.today)).unwrap();
            assert!(partners.rows.is_empty(), "{}", path.display());
        }
    }
}

/// Amounts and days of other people's test files, read or refused as they say.
#[test]
fn amounts_and_days_are_refused_rather_than_guessed() {
    use partnerbook::{
        domain::{currency::Currency, typed_money::DecimalMark},
        import::{Amounts, DateFormat, Units},
    };
    let (Some(money), Some(dates)) = (
        shared("nasty/money_strict.csv"),
        shared("nasty/date_strict.csv"),
    ) else {
        return;
    };
    let usd = Currency::parse("EUR").unwrap();
    for row in csv::Reader::from_path(money)
        .unwrap()
        .deserialize::<BTreeMap<String, String>>()
    {
        let row = row.unwrap();
        // Amounts that carry another currency's sign are not this row's.
        let currency = if row["raw"].contains('$') {
            Currency::parse("USD").unwrap()
        } else {
            usd
        };
        if row["raw"].contains('₽') {
            continue;
        }
        let mark = if row["decimal_mark"] == "," {
            DecimalMark::Comma
        } else {
            DecimalMark::Point
        };
        let amounts = Amounts {
            mark: Some(mark),
            currency,
            said: false,
            units: Units::Major,
        };
        let read = amounts
            .read(&row["raw"], currency)
            .map(partnerbook::domain::money::Money::plain);
        match row["amount"].as_str() {
            "refuse" => assert!(read.is_err(), "{row:?} came out as {read:?}"),
            amount => {
                let want = partnerbook::domain::money::Money::parse(amount, currency)
                    .unwrap()
                    .plain();
                assert_eq!(read.as_deref(), Ok(want.as_str()), "{row:?}");
            }
        }
    }
    for row in csv::Reader::from_path(dates)
        .unwrap()
        .deserialize::<BTreeMap<String, String>>()
    {
        let row = row.unwrap();
        let format = match row["format"].as_str() {
            "" => "iso".to_owned(),
            f => f.chars().filter(char::is_ascii_alphabetic).collect(),
        };
        let read = format
            .parse::<DateFormat>()
            .unwrap()
            .read(&row["raw"])
            .map(|d| d.to_string());
        match row["date"].as_str() {
            "refuse" => assert!(read.is_err(), "{row:?} came out as {read:?}"),
            date => assert_eq!(read.as_deref(), Ok(date), "{row:?}"),
        }
    }
}
