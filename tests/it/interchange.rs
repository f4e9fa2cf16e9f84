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
            && before.populations.len() == 3
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
fn a_bare_ledger_is_the_same_book_alone_and_under_its_name() {
    for line in include_str!("../data/random_ledgers.jsonl").lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let alone = serde_json::to_vec(&case["ledger"]).unwrap();
        assert_eq!(
            Document::parse(line.as_bytes()).ok(),
            Document::parse(&alone).ok(),
            "alone or wrapped"
        );
    }
}

/// A book with one of everything that is owed, voided, held back, promised and paid out.
fn owed() -> Value {
    let usd = |amount: &str| json!({"amount": amount, "currency": "USD"});
    json!({
        "partnerbook": 1,
        "settings": {"name": "Owed", "currency": "USD"},
        "partners": [
            {"id": "ann", "name": "Ann", "state": "active", "payout_method": "bank", "payout_reference": "DE89370400440532013000",
             "payout_name": "Ann Lee Ltd", "payout_bic": "COBADEFFXXX", "tax_form": "W-8BEN-E", "spiff_policy": "no cash",
             "spiff_note": "HR, 12 May"},
            {"id": "bea", "name": "Bea", "state": "active", "spiff_policy": "allowed"},
            {"id": "cy", "name": "Cy", "state": "active"},
        ],
        "programs": [{
            "id": "referral", "name": "Referral", "kind": "referral", "ends_on": "2026-12-31", "stops_on": "2027-12-31",
            "terms": [
                {"version": 1, "text": "25% of base for 12 months", "applies": "new referrals", "hold_days": 30},
                {"version": 2, "text": "30% of base for 12 months", "applies": "new referrals", "hold_days": 30, "partner": "ann"},
                {"version": 3, "text": "20% of base", "applies": "lines from", "hold_days": 0, "from": "2026-06-01"},
            ],
            "minimum": [usd("10.00")],
            "split": [{"role": "referral", "share": "70"}, {"role": "agency", "share": "30"}],
        }],
        "enrolments": [
            {"partner": "ann", "program": "referral", "to": "2026-02-28"},
            {"partner": "ann", "program": "referral", "from": "2026-03-01"},
            {"partner": "bea", "program": "referral"},
        ],
        "referrals": [{
            "id": "R1", "partner": "ann", "company": "Acme", "stage": "won", "submitted_on": "2026-01-05", "won_on": "2026-01-10",
            "touched_on": "2026-01-10",
            "history": [{"stage": "won", "on": "2026-01-10"}],
            "roles": [{"role": "agency", "partner": "bea"}],
            "agreements": [
                {"id": "A1", "program": "referral", "version": 2, "role": "referral",
                 "shares": [{"partner": "ann", "share": "70"}, {"partner": "bea", "share": "30"}]},
                {"id": "A2", "program": "referral", "version": 1, "role": "agency", "starts": "2026-02-01", "ends": "2026-12-31",
                 "by_hand": true, "shares": [{"partner": "cy", "share": "100"}]},
            ],
        }],
        "customers": [{"id": "C1", "name": "Acme", "referral": "R1"}],
        "revenue": [
            {"id": "V1", "customer": "C1", "day": "2026-01-15", "kind": "base", "amount": usd("100.00"), "period_months": 1, "referral": "R1"},
            {"id": "V2", "customer": "C1", "day": "2026-02-15", "kind": "base", "amount": usd("100.00"), "period_months": 1, "referral": "R1"},
        ],
        "adjustments": [
            {"id": "J1", "partner": "bea", "kind": "bonus", "day": "2026-03-01", "amount": usd("50.00"), "reason": "Best quarter", "referral": "R1"},
            {"id": "J4", "partner": "cy", "kind": "reward", "day": "2026-03-02", "amount": usd("20.00"), "reason": "SPIFF to Dan"},
        ],
        "runs": [{"id": "run-2", "as_of": "2026-04-30"}],
        "rewards": [
            {"id": "W1", "partner": "cy", "kind": "cash", "reason": "First deal", "state": "approved", "promised_on": "2026-03-01",
             "rep": "Dan", "referral": "R1", "value": usd("20.00"), "approved_on": "2026-03-02", "adjustment": "J4"},
            {"id": "W2", "partner": "ann", "kind": "gift", "reason": "Thanks", "state": "given", "promised_on": "2026-03-01",
             "what": "a hamper", "approved_on": "2026-03-02", "given_on": "2026-03-09", "reference": "order 7"},
            {"id": "W5", "partner": "ann", "kind": "gift card", "reason": "Thanks", "state": "refused", "promised_on": "2026-03-01",
             "value": usd("25.00"), "state_reason": "their policy"},
        ],
    })
}

/// The same book with its ledger, as it was posted, and what people decided about its lines.
fn decided() -> Value {
    let (mut store, _) = take(&serde_json::to_vec(&owed()).unwrap(), false).unwrap();
    store
        .write(&ask(false), |tx| {
            Ok((String::new(), tx.draft_payouts(None, day("2026-04-30"))?))
        })
        .unwrap();
    let mut book: Value =
        serde_json::from_slice(&json_of(&store.view().document().unwrap())).unwrap();
    let free = book["commissions"].as_array().unwrap().len();
    assert!(free >= 5, "{}", book["commissions"]);
    if book["payouts"][0].get("run").is_none() {
        book["payouts"][0]["run"] = json!("run-2");
    }
    let first = &mut book["payouts"][0];
    first["state"] = json!("exported");
    first["approved_on"] = json!("2026-05-02");
    first["exported_on"] = json!("2026-05-03");
    first["file"] = json!("wise-usd.csv");
    let last = book["payouts"].as_array().unwrap().len() - 1;
    book["payouts"][last]["state"] = json!("cancelled");
    let line = book["payouts"][last]["lines"][0].clone();
    book["blocks"] = json!([{"line": line, "on": "2026-05-04", "reason": "Under dispute"}]);
    book
}

#[test]
fn everything_that_is_owed_and_decided_comes_back_equal() {
    let book = decided();
    let doc = Document::parse(&serde_json::to_vec(&book).unwrap()).unwrap();
    for bulk in [false, true] {
        let (mut store, posted) = take(&json_of(&doc), bulk).unwrap();
        assert_eq!(posted, 0, "the ledger came back as it was posted");
        let after = store.view().document().unwrap();
        assert_eq!(after, doc);
        assert_eq!(json_of(&after), json_of(&doc), "the same bytes");
        let report = store.check().unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
    let whole: Value = serde_json::from_slice(&json_of(&doc)).unwrap();
    for (list, n, field) in [
        ("partners", 0, "spiff_note"),
        ("partners", 0, "payout_bic"),
        ("programs", 0, "split"),
        ("programs", 0, "stops_on"),
        ("referrals", 0, "roles"),
        ("payouts", 0, "file"),
        ("rewards", 0, "adjustment"),
        ("blocks", 0, "reason"),
    ] {
        assert_eq!(
            whole[list][n][field], book[list][n][field],
            "{list} {field}"
        );
    }
    assert_eq!(whole["programs"][0]["terms"][1]["partner"], "ann");
    assert_eq!(whole["referrals"][0]["agreements"][1]["by_hand"], true);
}

#[test]
fn the_schema_describes_all_that_is_owed() {
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/book.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let book = decided();
    let wrong: Vec<String> = schema
        .iter_errors(&book)
        .map(|e| format!("{e} at {}", e.instance_path()))
        .take(5)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for (place, with) in [
        ("/rewards/0/kind", json!("car")),
        ("/rewards/1/given_on", Value::Null),
        ("/rewards/1/adjustment", json!("J1")),
        ("/runs/0/id", json!("N2")),
        ("/blocks/0/line", json!("V1")),
        ("/referrals/0/roles/0/role", json!("referral")),
        ("/adjustments/0/id", json!("J0")),
        ("/partners/0/spiff_policy", json!("some")),
        ("/commissions/0/agreement", json!("A0")),
        ("/commissions/0/of", json!("J1")),
    ] {
        let mut bad = book.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[key] = with;
        assert!(!schema.is_valid(&bad), "{place}");
    }
}

#[test]
fn what_cannot_be_owed_is_refused_with_the_place() {
    let good = decided();
    let push = |list: &str, record: Value| {
        let mut bad = good.clone();
        if bad.pointer(list).is_none() {
            let (parent, key) = list.rsplit_once('/').unwrap();
            bad.pointer_mut(parent).unwrap()[key] = json!([]);
        }
        bad.pointer_mut(list)
            .unwrap()
            .as_array_mut()
            .unwrap()
            .push(record);
        bad
    };
    let set = |place: &str, with: Value| {
        let mut bad = good.clone();
        let (parent, key) = place.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[key] = with;
        bad
    };
    let line = good["blocks"][0]["line"].clone();
    let void = json!({"partner": "ann", "source": "line", "of": "V2", "agreement": "A1", "on": "2026-05-01", "reason": "x"});
    let twice = {
        let mut bad = push("/voids", void.clone());
        bad["voids"].as_array_mut().unwrap().push(void);
        bad
    };
    for (bad, said) in [
        (
            set("/programs/0/split/1/share", json!("29")),
            "$.programs[0].split: The split of Referral: The shares 70% + 29% do not sum to 100%. (bad_split)",
        ),
        (
            set("/programs/0/split/1/role", json!("referral")),
            "$.programs[0].split[1].role: The role “referral” is there twice.",
        ),
        (
            set("/programs/0/terms/1/partner", json!("zed")),
            "$.programs[0].terms[1].partner: There is no “zed” in the file.",
        ),
        (
            push(
                "/programs/0/terms",
                json!({"version": 4, "text": "1% of base", "applies": "new referrals", "hold_days": 0, "from": "2026-06-01"}),
            ),
            "$.programs[0].terms[3].from: Version 4 of Referral starts no later than version 3, which is for the same partners.",
        ),
        (
            push(
                "/enrolments",
                json!({"partner": "ann", "program": "referral", "from": "2026-02-28", "to": "2026-02-28"}),
            ),
            "$.enrolments[3]: ann is in referral at that time already.",
        ),
        (
            set("/enrolments/1/to", json!("2026-02-01")),
            "$.enrolments[1].to: Its last day 2026-02-01 is before its first, 2026-03-01.",
        ),
        (
            set("/referrals/0/roles/0/partner", json!("zed")),
            "$.referrals[0].roles[0].partner: There is no “zed” in the file.",
        ),
        (
            set("/referrals/0/roles/0/role", json!("referral")),
            "$.referrals[0].roles[0].role: The role “referral” of R1 is filled already.",
        ),
        (
            set("/referrals/0/agreements/0/shares/1/share", json!("31")),
            "$.referrals[0].agreements[0].shares: Agreement A1: The shares 70% + 31% do not sum to 100%. (bad_split)",
        ),
        (
            set("/adjustments/0/partner", json!("zed")),
            "$.adjustments[0].partner: There is no “zed” in the file.",
        ),
        (
            set("/adjustments/0/amount/amount", json!("0.00")),
            "$.adjustments[0].amount: J1 is of no amount.",
        ),
        (
            set("/adjustments/0/kind", json!("gift")),
            "$.adjustments[0].kind: “gift” is none of bonus, correction, write-off, reward.",
        ),
        (
            set("/adjustments/1/id", json!("J1")),
            "$.adjustments[1].id: J1 is there twice.",
        ),
        (
            set("/blocks/0/line", json!("L999")),
            "$.blocks[0].line: There is no L999 in the file.",
        ),
        (
            push(
                "/blocks",
                json!({"line": line, "on": "2026-05-01", "reason": "again"}),
            ),
            "$.blocks[1].line: ",
        ),
        (twice, "$.voids[1].of: V2 is voided for ann twice."),
        (
            push(
                "/voids",
                json!({"partner": "ann", "source": "line", "of": "V1", "on": "2026-05-01", "reason": "x"}),
            ),
            "$.voids[0].agreement: Its agreement is missing.",
        ),
        (
            push(
                "/voids",
                json!({"partner": "zed", "source": "hand", "of": "J1", "on": "2026-05-01", "reason": "x"}),
            ),
            "$.voids[0].partner: There is no “zed” in the file.",
        ),
        (
            set("/payouts/0/run", json!("run-9")),
            "$.payouts[0].run: There is no run-9 in the file.",
        ),
        (
            set("/payouts/0/run", json!("run-02")),
            "$.payouts[0]: “run-02” is no number of the form run-4",
        ),
        (
            set("/rewards/0/adjustment", json!("J9")),
            "$.rewards[0].adjustment: There is no J9 in the file.",
        ),
        (
            set("/rewards/0/adjustment", json!("J1")),
            "$.rewards[0].adjustment: J1 is not the reward of W1 to cy.",
        ),
        (
            set("/rewards/0/value/amount", json!("21.00")),
            "$.rewards[0].adjustment: J4 is not the reward of W1 to cy.",
        ),
        (
            set("/rewards/2/state_reason", Value::Null),
            "$.rewards[2].state_reason: W5 is refused, but the reason is missing.",
        ),
        (
            set("/rewards/1/kind", json!("cash")),
            "$.rewards[1].value: What W2 is worth is missing.",
        ),
        (
            set("/rewards/1/reason", json!("\u{1b}[2J")),
            "$.rewards[1].reason: ",
        ),
        (
            set("/commissions/0/source", json!("hand")),
            "$.commissions[0].of: ",
        ),
        (
            set("/commissions/0/agreement", Value::Null),
            "$.commissions[0].agreement: Its agreement is missing.",
        ),
    ] {
        let taken = take(&serde_json::to_vec(&bad).unwrap(), false);
        let refused = taken
            .err()
            .unwrap_or_else(|| panic!("{said} was taken"))
            .message;
        assert!(refused.contains(said), "{said}\n{refused}");
    }
}
