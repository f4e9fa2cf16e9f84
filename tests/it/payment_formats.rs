//! Payment files byte for byte: what a bank and its providers take, what they would refuse, and that no cent gets lost.

use std::path::Path;

use partnerbook::{
    domain::{
        currency::Currency,
        day::parse_iso,
        iban::{Bic, Iban},
        money::{Money, Totals},
    },
    export::payment::{Batch, Format, Payer, Row, Version, Wanted, files},
};
use proptest::prelude::*;
use roxmltree::{Document, Node};

fn money(text: &str, code: &str) -> Money {
    Money::parse(text, Currency::parse(code).unwrap()).unwrap()
}

fn row(payout: i64, partner: &str, method: &str, to: &str, amount: &str, code: &str) -> Row {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Row {
        payout,
        money: money(amount, code),
        partner: partner.to_owned(),
        slug: "partner".to_owned(),
        method: given(method),
        to: given(to),
        name: None,
        bic: None,
        email: None,
        person: false,
    }
}

fn payer() -> Payer {
    Payer {
        program: "Kestrel & Söhne".to_owned(),
        name: Some("Kestrel GmbH".to_owned()),
        iban: Some(Iban::parse("DE89 3704 0044 0532 0130 00").unwrap()),
        bic: Some(Bic::parse("COBADEFFXXX").unwrap()),
        currency: Currency::parse("USD").unwrap(),
    }
}

fn wanted(format: Option<Format>) -> Wanted {
    Wanted {
        format,
        version: Version::V3,
        on: parse_iso("2026-11-25").unwrap(),
        today: parse_iso("2026-11-23").unwrap(),
    }
}

fn made(rows: &[Row], format: Option<Format>) -> Batch {
    files(rows, &payer(), &wanted(format)).unwrap()
}

/// The one reason why the one row is left.
fn left(row: Row, format: Format) -> String {
    let batch = made(&[row], Some(format));
    assert!(batch.files.is_empty(), "{:?}", batch.files);
    batch.left[0].reason.clone()
}

/// Compares with the file that was looked at by a person; `PARTNERBOOK_GOLDEN=write` writes it anew.
fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/payment")
        .join(name);
    if std::env::var("PARTNERBOOK_GOLDEN").as_deref() == Ok("write") {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

/// Payouts of every kind, as a month may have them.
fn month() -> Vec<Row> {
    let mut rows = vec![
        row(
            1,
            "Northwind Agency",
            "paypal",
            "pay@northwind.example",
            "957.50",
            "USD",
        ),
        row(
            2,
            "Birch, Oak \"Partners\"",
            "PayPal",
            "BIRCH12345678",
            "1200.00",
            "USD",
        ),
        row(3, "Hinode", "paypal", "pay@hinode.example", "24800", "JPY"),
        row(4, "Ana Ruiz", "wise", "ana@ruiz.example", "90.10", "EUR"),
        row(
            5,
            "Vale Robotics",
            "Wise",
            "pay@vale.example",
            "64.05",
            "GBP",
        ),
        row(
            6,
            "Müller & Töchter GmbH",
            "bank",
            "NL91 ABNA 0417 1643 00",
            "1600.00",
            "EUR",
        ),
        row(
            7,
            "Łódź <Labs>",
            "bank transfer",
            "CH93 0076 2011 6238 5295 7",
            "0.01",
            "EUR",
        ),
        row(8, "=Cheque Co", "cheque", "", "12.34", "USD"),
        row(
            9,
            "Tern Labs",
            "bank",
            "021000021 / 123456789",
            "75.00",
            "USD",
        ),
    ];
    rows[3].person = true;
    rows[6].bic = Some("POFICHBEXXX".to_owned());
    rows[6].name = Some("Łódź Labs Sp. z o.o.".to_owned());
    rows
}

#[test]
fn each_payout_goes_to_the_file_of_its_own_way() {
    let batch = made(&month(), None);
    assert_eq!(batch.left, []);
    let names: Vec<&str> = batch.files.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "paypal-jpy.csv",
            "paypal-usd.csv",
            "wise-eur.csv",
            "wise-gbp.csv",
            "sepa-eur.xml",
            "plain.csv"
        ]
    );
    for file in &batch.files {
        golden(&file.name, &file.text);
    }
}

#[test]
fn wise_pays_bank_accounts_by_a_file_with_their_ibans() {
    let rows = [
        row(
            6,
            "Müller & Töchter GmbH",
            "bank",
            "NL91 ABNA 0417 1643 00",
            "1600.00",
            "EUR",
        ),
        row(4, "Ana Ruiz", "wise", "ana@ruiz.example", "90.10", "EUR"),
    ];
    let batch = made(&rows, Some(Format::Wise));
    assert_eq!(batch.files.len(), 2);
    golden("wise-iban-eur.csv", &batch.files[1].text);
}

#[test]
fn a_sepa_message_holds_its_elements_in_the_order_banks_check() {
    for (version, name, day, bank) in [
        (
            Version::V3,
            "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03",
            "ReqdExctnDt",
            "BIC",
        ),
        (
            Version::V9,
            "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
            "Dt",
            "BICFI",
        ),
    ] {
        let wanted = Wanted {
            version,
            ..wanted(Some(Format::Sepa))
        };
        let rows: Vec<Row> = month()
            .into_iter()
            .filter(|r| [6, 7].contains(&r.payout))
            .collect();
        let batch = files(&rows, &payer(), &wanted).unwrap();
        if version == Version::V9 {
            golden("sepa-eur-09.xml", &batch.files[0].text);
        }
        let text = &batch.files[0].text;
        let doc = Document::parse(text).unwrap();
        let root = doc.root_element();
        assert_eq!(
            (root.tag_name().name(), root.tag_name().namespace()),
            ("Document", Some(name))
        );
        let initiation = only(root, "CstmrCdtTrfInitn");
        assert_eq!(children(initiation), ["GrpHdr", "PmtInf"]);
        let head = only(initiation, "GrpHdr");
        assert_eq!(
            children(head),
            ["MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty"]
        );
        let payments = only(initiation, "PmtInf");
        let order = [
            "PmtInfId",
            "PmtMtd",
            "BtchBookg",
            "NbOfTxs",
            "CtrlSum",
            "PmtTpInf",
            "ReqdExctnDt",
            "Dbtr",
            "DbtrAcct",
            "DbtrAgt",
            "ChrgBr",
            "CdtTrfTxInf",
            "CdtTrfTxInf",
        ];
        assert_eq!(children(payments), order);
        for part in [head, payments] {
            assert_eq!(only(part, "NbOfTxs").text(), Some("2"));
            assert_eq!(only(part, "CtrlSum").text(), Some("1600.01"));
        }
        assert_eq!(of(payments, day), ["2026-11-25"]);
        assert_eq!(of(payments, bank), ["COBADEFFXXX", "POFICHBEXXX"]);
        assert_eq!(
            of(payments, "IBAN"),
            [
                "DE89370400440532013000",
                "NL91ABNA0417164300",
                "CH9300762011623852957"
            ]
        );
        assert_eq!(
            of(payments, "Nm"),
            [
                "Kestrel GmbH",
                "Muller + Tochter GmbH",
                "Lodz Labs Sp. z o.o."
            ]
        );
        assert_eq!(of(payments, "EndToEndId"), ["P6", "P7"]);
        let last = payments.last_element_child().unwrap();
        assert_eq!(
            children(last),
            ["PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct", "RmtInf"]
        );
        let id = only(head, "MsgId").text().unwrap();
        assert!(id.len() <= 33 && id.starts_with("PB-20261123-"), "{id}");
    }
}

#[test]
fn a_message_made_again_has_the_same_id_and_a_different_one_another() {
    let id = |rows: &[Row]| {
        let text = made(rows, Some(Format::Sepa)).files.remove(0).text;
        text.split_once("<MsgId>").unwrap().1[..32].to_owned()
    };
    let one = [row(6, "Oak", "bank", "NL91ABNA0417164300", "10.00", "EUR")];
    let other = [row(6, "Oak", "bank", "NL91ABNA0417164300", "10.01", "EUR")];
    assert_eq!(id(&one), id(&one));
    assert_ne!(id(&one), id(&other));
}

#[test]
fn rows_beyond_a_limit_go_into_further_files() {
    for (method, to, format, limit) in [
        ("paypal", "a@b.example", Format::PayPal, 5_000),
        ("wise", "a@b.example", Format::Wise, 1_000),
        ("bank", "NL91ABNA0417164300", Format::Sepa, 10_000),
    ] {
        let rows: Vec<Row> = (1..=limit + 1)
            .map(|n| row(n, "Oak", method, to, "1.00", "EUR"))
            .collect();
        let batch = made(&rows, None);
        assert_eq!(batch.files.len(), 2, "{format:?}");
        assert_eq!(batch.files[0].payouts.last(), Some(&limit));
        assert_eq!(batch.files[1].payouts, [limit + 1]);
        assert!(
            batch.files[1].name.contains("-eur-2."),
            "{}",
            batch.files[1].name
        );
    }
}

#[test]
fn what_a_file_cannot_pay_is_left_with_the_reason() {
    use Format::{PayPal, Plain, Sepa, Wise};
    let iban = "NL91ABNA0417164300";
    for (row, format, reason) in [
        (
            row(1, "Oak", "", "a@b.example", "1.00", "USD"),
            PayPal,
            "how it is paid is not known",
        ),
        (
            row(1, "Oak", "bank", "a@b.example", "1.00", "USD"),
            PayPal,
            "Oak is paid by bank",
        ),
        (
            row(1, "Oak", "paypal", "", "1.00", "USD"),
            PayPal,
            "no PayPal address is known",
        ),
        (
            row(1, "Oak", "paypal", "=a@b.example", "1.00", "USD"),
            PayPal,
            "begins like a formula",
        ),
        (
            row(1, "Oak", "paypal", "+15551234567", "1.00", "USD"),
            PayPal,
            "begins like a formula",
        ),
        (
            row(1, "Oak", "paypal", "oak", "1.00", "USD"),
            PayPal,
            "is not an e-mail address",
        ),
        (
            row(1, "Oak", "paypal", "a@b.example", "1.000", "KWD"),
            PayPal,
            "PayPal does not pay out in KWD",
        ),
        (
            row(1, "Oak", "paypal", "a@b.example", "10.50", "HUF"),
            PayPal,
            "whole units only",
        ),
        (
            row(1, "@Oak", "wise", "a@b.example", "1.00", "USD"),
            Wise,
            "begins like a formula",
        ),
        (
            row(1, "Oak\u{202e}", "wise", "a@b.example", "1.00", "USD"),
            Wise,
            "do not show",
        ),
        (
            row(1, "Oak", "bank", "021000021", "1.00", "USD"),
            Wise,
            "is not an IBAN",
        ),
        (
            row(1, "Oak", "paypal", "a@b.example", "1.00", "USD"),
            Wise,
            "Oak is paid by paypal",
        ),
        (
            row(1, "Oak", "bank", iban, "1.00", "USD"),
            Sepa,
            "SEPA pays in EUR only, and this is USD",
        ),
        (
            row(1, "Oak", "bank", "NL91ABNA0417164301", "1.00", "EUR"),
            Sepa,
            "check digits do not fit",
        ),
        (
            row(1, "Oak", "bank", "", "1.00", "EUR"),
            Sepa,
            "no IBAN is known",
        ),
        (
            row(
                1,
                "Oak",
                "bank",
                "TR330006100519786457841326",
                "1.00",
                "EUR",
            ),
            Sepa,
            "banks of TR do not take SEPA",
        ),
        (
            row(1, "Oak", "bank", "CH9300762011623852957", "1.00", "EUR"),
            Sepa,
            "a bank of CH needs its BIC",
        ),
        (
            row(1, "株式会社", "bank", iban, "1.00", "EUR"),
            Sepa,
            "Latin, Greek or Cyrillic",
        ),
        (
            row(1, "🌳", "bank", iban, "1.00", "EUR"),
            Sepa,
            "nothing of",
        ),
        (
            row(1, &"Oak ".repeat(20), "bank", iban, "1.00", "EUR"),
            Sepa,
            "more than 70 characters",
        ),
        (
            row(1, "Oak", "bank", iban, "1000000000.00", "EUR"),
            Sepa,
            "more than one SEPA payment can hold",
        ),
        (
            row(1, "Oak", "bank", "", "1.00", "USD"),
            Plain,
            "no account is known",
        ),
    ] {
        let said = left(row.clone(), format);
        assert!(said.contains(reason), "{format:?} {row:?}: {said}");
    }
    let mut without = payer();
    without.iban = None;
    let rows = [row(1, "Oak", "bank", iban, "1.00", "EUR")];
    let batch = files(&rows, &without, &wanted(Some(Format::Sepa))).unwrap();
    assert!(batch.left[0].reason.contains("config set pay.iban"));
    let batch = files(&rows, &without, &wanted(None)).unwrap();
    assert_eq!(
        batch.files[0].name, "plain.csv",
        "without an account of one's own there is no SEPA file"
    );
}

#[test]
fn the_largest_sepa_payment_is_taken() {
    let most = row(
        1,
        "Oak",
        "bank",
        "NL91ABNA0417164300",
        "999999999.99",
        "EUR",
    );
    assert_eq!(made(&[most], Some(Format::Sepa)).files.len(), 1);
}

proptest! {
    #[test]
    fn files_and_what_is_left_are_the_payouts_to_the_cent(
        rows in proptest::collection::vec(hostile(), 1..40),
        format in proptest::sample::select(vec![None, Some(Format::PayPal), Some(Format::Wise), Some(Format::Sepa), Some(Format::Plain)]),
    ) {
        let rows: Vec<Row> = (1..).zip(rows).map(|(payout, r)| Row { payout, ..r }).collect();
        let batch = made(&rows, format);
        let mut seen: Vec<i64> = batch.left.iter().map(|l| l.payout).collect();
        for file in &batch.files {
            let (mut written, mut owed) = (Totals::new(), Totals::new());
            for payout in &file.payouts {
                owed.add(rows.iter().find(|r| r.payout == *payout).unwrap().money).unwrap();
                seen.push(*payout);
            }
            for (amount, code) in amounts(file.format, &file.text) {
                written.add(money(&amount, &code)).unwrap();
            }
            prop_assert_eq!(&written, &owed, "{}", &file.text);
            prop_assert_eq!(&written, &file.sums);
        }
        seen.sort_unstable();
        prop_assert_eq!(seen, rows.iter().map(|r| r.payout).collect::<Vec<_>>());
    }
}

/// Payouts to partners of any name and account.
fn hostile() -> impl Strategy<Value = Row> {
    let method = proptest::sample::select(vec!["", "paypal", "wise", "bank", "cheque", "=1+1"]);
    let to = prop_oneof![
        Just("ana@example.com".to_owned()),
        Just("NL91ABNA0417164300".to_owned()),
        Just(String::new()),
        any::<String>(),
    ];
    let name = prop_oneof![
        Just("Oak & Söhne".to_owned()),
        any::<String>(),
        "[=+@\\-\"',;<>&\n\r\t]{1,4}[a-z]{0,5}",
    ];
    let code = proptest::sample::select(vec!["USD", "EUR", "JPY", "KWD", "HUF"]);
    (name, method, to, code, -100_i64..5_000_000).prop_map(|(name, method, to, code, minor)| Row {
        money: Money::new(minor, Currency::parse(code).unwrap()),
        ..row(0, &name, method, &to, "1", code)
    })
}

/// Amounts and currencies as a reader of the file finds them.
fn amounts(format: Format, text: &str) -> Vec<(String, String)> {
    if format == Format::Sepa {
        let doc = Document::parse(text).unwrap();
        return doc
            .descendants()
            .filter(|n| {
                n.has_tag_name((
                    doc.root_element().tag_name().namespace().unwrap(),
                    "InstdAmt",
                ))
            })
            .map(|n| {
                (
                    n.text().unwrap().to_owned(),
                    n.attribute("Ccy").unwrap().to_owned(),
                )
            })
            .collect();
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(format != Format::PayPal)
        .from_reader(text.as_bytes());
    let (amount, code, cells) = match format {
        Format::PayPal => (1, 2, 6),
        Format::Wise => (5, 7, 8),
        _ => (2, 3, 9),
    };
    reader
        .records()
        .map(|r| {
            let r = r.unwrap();
            assert!(
                r.len() == cells || (format == Format::Wise && r.len() == 9),
                "{r:?}"
            );
            for cell in &r {
                let number = !cell.is_empty()
                    && cell
                        .chars()
                        .all(|c| c.is_ascii_digit() || "+-.,".contains(c));
                assert!(
                    number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{cell:?}"
                );
            }
            (r[amount].to_owned(), r[code].to_owned())
        })
        .collect()
}

fn children(node: Node<'_, '_>) -> Vec<String> {
    let elements = node.children().filter(Node::is_element);
    elements.map(|n| n.tag_name().name().to_owned()).collect()
}

fn only<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Node<'a, 'i> {
    let mut found = node.children().filter(|n| n.tag_name().name() == name);
    let one = found.next().unwrap();
    assert!(found.next().is_none(), "{name} is there twice");
    one
}

/// The texts of all elements of a name below a node.
fn of(node: Node<'_, '_>, name: &str) -> Vec<String> {
    node.descendants()
        .filter(|n| n.is_element() && n.tag_name().name() == name)
        .map(|n| n.text().unwrap_or_default().to_owned())
        .collect()
}
