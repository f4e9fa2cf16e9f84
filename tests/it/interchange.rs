//! A book goes out whole and comes back equal; what is no book is refused, with the place.

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        document::{Document, Listed},
        money::Totals,
    },
    error::Error,
    export::book,
    store::{Ask, Founding, Origin, Store},
};
use serde_json::{Value, json};

fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn ask(bulk: bool) -> Ask {
    Ask {
        bulk,
        ..Ask::new(Origin::Shell, "import book", day("2026-11-21"))
    }
}

fn empty() -> Store {
    let founding = Founding {
        name: "New".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    Store::in_memory(&founding, &ask(false)).unwrap()
}

fn example() -> Store {
    let mut store = empty();
    demo::fill(&mut store, day("2026-11-21")).unwrap();
    store
}

fn json_of(doc: &Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    book::write(doc, &mut bytes).unwrap();
    bytes
}

fn take(json: &[u8], bulk: bool) -> Result<(Store, u64), Error> {
    let doc = Document::parse(json)?;
    let mut store = empty();
    let done = store.write(&ask(bulk), |tx| {
        tx.take_in(&doc)?;
        Ok(("read".to_owned(), ()))
    })?;
    Ok((store, done.posted.lines))
}

#[test]
fn a_book_comes_back_equal_and_owes_nothing_more() {
    let before = example().view().document().unwrap();
    assert!(
        before.commissions.len() > 100
            && before.payouts.len() > 20
            && before.populations.len() == 2
    );
    let bytes = json_of(&before);
    for bulk in [false, true] {
        let (mut store, posted) = take(&bytes, bulk).unwrap();
        assert_eq!(posted, 0, "the ledger came back as it was posted");
        let after = store.view().document().unwrap();
        assert_eq!(after, before);
        assert_eq!(json_of(&after), bytes, "the same bytes");
        let report = store.check().unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
}

#[test]
fn without_its_ledger_a_book_works_it_out_again() {
    let before = example().view().document().unwrap();
    let facts = Document {
        commissions: Listed::default(),
        payouts: Listed::default(),
        ..before.clone()
    };
    let (store, posted) = take(&json_of(&facts), false).unwrap();
    assert!(posted > 0);
    let sums = |doc: &Document| {
        let mut all = Totals::new();
        for line in doc.commissions.iter() {
            all.add(line.amount).unwrap();
        }
        all
    };
    assert_eq!(sums(&store.view().document().unwrap()), sums(&before));
}

#[test]
fn an_export_is_what_the_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let book: Value =
        serde_json::from_slice(&json_of(&example().view().document().unwrap())).unwrap();
    let wrong: Vec<String> = schema
        .iter_errors(&book)
        .map(|e| format!("{e} at {}", e.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    // And the schema is not so kind that anything passes.
    for (place, with) in [
        ("/partners/0/nickname", json!("x")),
        ("/revenue/0/amount", json!(12)),
        ("/referrals/0/submitted_on", json!("soon")),
        ("/payouts/0/state", json!("lost")),
        ("/partners/0/email", Value::Null),
    ] {
        let mut bad = book.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[key] = with;
        assert!(!schema.is_valid(&bad), "{place}");
    }
}

#[test]
fn what_is_no_book_is_refused_with_the_place() {
    let good: Value =
        serde_json::from_slice(&json_of(&example().view().document().unwrap())).unwrap();
    let refused = |place: &str, with: Value| {
        let mut bad = good.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        match key.parse::<usize>() {
            Ok(n) => bad.pointer_mut(parent).unwrap()[n] = with,
            Err(_) => bad.pointer_mut(parent).unwrap()[key] = with,
        }
        take(&serde_json::to_vec(&bad).unwrap(), false)
            .err()
            .unwrap_or_else(|| panic!("{place} was taken"))
            .message
    };
    for (place, with, path) in [
        (
            "/partners/3/nickname",
            json!("x"),
            "$.partners[3]: unknown field `nickname`",
        ),
        (
            "/partners/0/contacts/0/phone",
            json!("x"),
            "$.partners[0].contacts[0]: unknown field `phone`",
        ),
        (
            "/referrals/2/partner",
            json!("nobody-here"),
            "$.referrals[2].partner: There is no “nobody-here” in the file.",
        ),
        (
            "/customers/1/referral",
            json!("R9999"),
            "$.customers[1].referral: There is no R9999",
        ),
        (
            "/revenue/4/customer",
            json!("C0"),
            "$.revenue[4]: “C0” is no number",
        ),
        ("/revenue/4/day", json!("2026-02-30"), "$.revenue[4]: "),
        (
            "/revenue/4/amount/amount",
            json!("12.345"),
            "$.revenue[4]: ",
        ),
        (
            "/payouts/0/lines/0",
            json!("L99999"),
            "$.payouts[0].lines[0]: There is no L99999",
        ),
        (
            "/programs/0/terms/0/text",
            json!("a lot"),
            "$.programs[0].terms[0].text: ",
        ),
        ("/referrals/5/id", json!("R1"), "R1 is there twice"),
        ("/partnerbook", json!(2), "$.partnerbook: This is format 2"),
    ] {
        let said = refused(place, with);
        assert!(said.contains(path), "{place}: {said}");
    }
    for junk in [
        "",
        "[]",
        "{}",
        "{\"partnerbook\": 1",
        "\u{0}",
        "{\"partnerbook\": 1, \"x\": 2}",
    ] {
        assert!(take(junk.as_bytes(), false).is_err(), "{junk}");
    }
}

#[test]
fn a_book_goes_into_an_untouched_book_only() {
    let doc = example().view().document().unwrap();
    let mut store = example();
    let refused = store.write(&ask(false), |tx| {
        tx.take_in(&doc).map(|()| (String::new(), ()))
    });
    assert!(
        refused
            .unwrap_err()
            .message
            .contains("has held records already")
    );
    assert_eq!(
        store.view().document().unwrap(),
        doc,
        "and nothing was changed"
    );
}

#[test]
fn a_bare_ledger_is_a_book_too_and_owes_what_the_rules_say() {
    let mut refused = 0;
    for line in include_str!("../data/random_ledgers.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let alone = serde_json::to_vec(&case["ledger"]).unwrap();
        assert_eq!(
            Document::parse(line.as_bytes()).ok(),
            Document::parse(&alone).ok(),
            "alone or wrapped"
        );
        if case["expected"].get("error").is_some() {
            assert!(take(line.as_bytes(), false).is_err(), "{}", case["id"]);
            refused += 1;
            continue;
        }
        let (store, _) =
            take(line.as_bytes(), false).unwrap_or_else(|e| panic!("{}: {e}", case["id"]));
        let doc = store.view().document().unwrap();
        let mut sums = std::collections::BTreeMap::new();
        for line in doc.commissions.iter() {
            *sums
                .entry((line.partner.clone(), line.amount.currency.code()))
                .or_insert(0) += line.amount.minor;
        }
        let got: Vec<_> = sums
            .into_iter()
            .map(|((p, c), m)| {
                json!([
                    p,
                    c,
                    partnerbook::domain::money::Money::new(m, Currency::parse(c).unwrap()).plain()
                ])
            })
            .collect();
        let mut wanted = case["expected"]["totals"].as_array().unwrap().clone();
        wanted.sort_by_key(ToString::to_string);
        assert_eq!(got, wanted, "{}", case["id"]);
    }
    assert!(refused > 0);
}
