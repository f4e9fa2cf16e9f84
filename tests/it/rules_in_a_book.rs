//! The rules of commission through a real book: each worked case and each random ledger is read in as a document, and
//! what the book then says is owed, may be paid and is refused is what the rules say. So it is in whatever order and in
//! however many steps the facts come.

use std::collections::BTreeMap;

use partnerbook::{
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
        document::Document,
        ledger::Code,
        money::{Money, Totals},
        payout::{Claim, due},
    },
    store::{Ask, Founding, NewReferral, NewRevenue, Origin, Store},
};
use serde_json::{Value, json};

use super::dice::Dice;

const CASES: &str = include_str!("../data/commission_cases.csv");
const LEDGERS: &str = include_str!("../data/random_ledgers.jsonl");

fn day(iso: &str) -> Day {
    parse_iso(iso).unwrap()
}

fn ask(command: &str) -> Ask {
    Ask::new(Origin::Shell, command, day("2026-11-21"))
}

fn empty() -> Store {
    let founding = Founding {
        name: "Rules".to_owned(),
        currency: Currency::parse("USD").unwrap(),
    };
    Store::in_memory(&founding, &ask("init")).unwrap()
}

/// A ledger with its name and what is expected of it.
struct Case {
    name: String,
    ledger: Value,
    expected: Value,
}

fn worked() -> Vec<Case> {
    let mut cases = csv::Reader::from_reader(CASES.as_bytes());
    let read = |case: BTreeMap<String, String>| Case {
        name: format!("{} {}", case["case_id"], case["title"]),
        ledger: serde_json::from_str(&case["ledger"]).unwrap(),
        expected: serde_json::from_str(&case["expected"]).unwrap(),
    };
    cases
        .deserialize()
        .map(|case| read(case.unwrap()))
        .collect()
}

fn random() -> Vec<Case> {
    let read = |row: &str| {
        let row: Value = serde_json::from_str(row).unwrap();
        Case {
            name: format!("ledger {}", row["id"]),
            ledger: row["ledger"].clone(),
            expected: row["expected"].clone(),
        }
    };
    LEDGERS.lines().map(read).collect()
}

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn rows(json: &Value) -> Vec<Vec<String>> {
    let cells = |row: &Value| {
        list(row)
            .iter()
            .map(|c| c.as_str().unwrap().to_owned())
            .collect()
    };
    let mut rows: Vec<Vec<String>> = list(json).iter().map(cells).collect();
    rows.sort();
    rows
}

/// What the ledger of a book says, in the words of the case it came from.
fn told(doc: &Document, case: &Case) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let number = |text: &str| text[1..].parse::<usize>().unwrap() - 1;
    let people: BTreeMap<&str, &str> = doc
        .partners
        .iter()
        .map(|p| (p.id.as_str(), p.name.as_str()))
        .collect();
    let mut totals: BTreeMap<&str, Totals> = BTreeMap::new();
    let mut accruals = Vec::new();
    for c in doc.commissions.iter() {
        let of = if c.source == "line" {
            "lines"
        } else {
            "referrals"
        };
        let agreement = number(&c.agreement.unwrap().to_string());
        accruals.push(vec![
            c.day.0.to_string(),
            case.ledger[of][number(&c.of)]["id"]
                .as_str()
                .unwrap()
                .to_owned(),
            case.ledger["agreements"][agreement]["id"]
                .as_str()
                .unwrap()
                .to_owned(),
            people[c.partner.as_str()].to_owned(),
            c.amount.currency.code().to_owned(),
            c.amount.plain(),
        ]);
        totals
            .entry(people[c.partner.as_str()])
            .or_default()
            .add(c.amount)
            .unwrap();
    }
    accruals.sort();
    let total = |(name, sums): (&&str, &Totals)| -> Vec<Vec<String>> {
        sums.iter()
            .map(|sum| {
                vec![
                    (*name).to_owned(),
                    sum.currency.code().to_owned(),
                    sum.plain(),
                ]
            })
            .collect()
    };
    (accruals, totals.iter().flat_map(total).collect())
}

/// What may be paid (R11), from the lines the book holds with the hold it gave them.
fn payable(doc: &Document, case: &Case) -> Vec<Vec<String>> {
    let asked = &case.ledger["payout"];
    // Some were paid before who earn nothing in this ledger.
    let earlier = list(&asked["paid"])
        .iter()
        .map(|row| row[0].as_str().unwrap());
    let names: Vec<&str> = doc
        .partners
        .iter()
        .map(|p| p.name.as_str())
        .chain(earlier)
        .collect();
    let place = |at: Option<usize>| i64::try_from(at.unwrap()).unwrap();
    let id = |name: &str| place(names.iter().position(|n| *n == name));
    let slug = |slug: &str| place(doc.partners.iter().position(|p| p.id == slug));
    let money = |amount: &Value, code: &str| {
        Money::parse(amount.as_str().unwrap(), Currency::parse(code).unwrap()).unwrap()
    };
    let mut minimum = Totals::new();
    for (code, amount) in asked["minimum"].as_object().into_iter().flatten() {
        minimum.add(money(amount, code)).unwrap();
    }
    let paid: Vec<(i64, Money)> = list(&asked["paid"])
        .iter()
        .map(|row| {
            (
                id(row[0].as_str().unwrap()),
                money(&row[2], row[1].as_str().unwrap()),
            )
        })
        .collect();
    let claims = doc.commissions.iter().map(|c| Claim {
        partner: slug(&c.partner),
        payable_on: c.payable_on.0,
        money: c.amount,
    });
    let expected = rows(&case.expected["payouts"]);
    let mut rows = Vec::new();
    for row in due(
        claims,
        paid,
        day(asked["as_of"].as_str().unwrap()),
        &minimum,
    )
    .unwrap()
    {
        let name = names[usize::try_from(row.partner).unwrap()].to_owned();
        let shown = vec![
            name,
            row.balance.currency.to_string(),
            row.balance.plain(),
            row.pay.plain(),
        ];
        // Where everything is on hold there is a row for the screen, which the expected tables leave out.
        if !row.balance.is_zero() || expected.contains(&shown) {
            rows.push(shown);
        }
    }
    rows.sort();
    rows
}

/// What the book itself drafts for the case's day, with its minimums set on the program everybody is in.
fn drafted(store: &mut Store, case: &Case) -> Vec<Vec<String>> {
    let asked = &case.ledger["payout"];
    let as_of = day(asked["as_of"].as_str().unwrap());
    let partners = i64::try_from(store.view().document().unwrap().partners.len()).unwrap();
    let drafts = store.write(&ask("payout new"), |tx| {
        for (code, amount) in asked["minimum"].as_object().into_iter().flatten() {
            let currency = Currency::parse(code).unwrap();
            tx.set_minimum(1, Money::parse(amount.as_str().unwrap(), currency)?)?;
        }
        for partner in 1..=partners {
            tx.enrol(partner, 1, None)?;
        }
        Ok((String::new(), tx.draft_payouts(None, as_of)?))
    });
    drafts.unwrap();
    let doc = store.view().document().unwrap();
    let name = |slug: &str| {
        doc.partners
            .iter()
            .find(|p| p.id == slug)
            .unwrap()
            .name
            .clone()
    };
    let mut rows: Vec<Vec<String>> = doc
        .payouts
        .iter()
        .map(|p| {
            vec![
                name(&p.partner),
                p.amount.currency.to_string(),
                p.amount.plain(),
                p.amount.plain(),
            ]
        })
        .collect();
    rows.sort();
    rows
}

fn read_in(json: &Value) -> Result<Store, partnerbook::error::Error> {
    let doc = Document::parse(&serde_json::to_vec(json).unwrap())?;
    let mut store = empty();
    store.write(&ask("import book"), |tx| {
        tx.take_in(&doc)?;
        Ok(("Read".to_owned(), ()))
    })?;
    Ok(store)
}

/// Reads a case into a book and holds the book against what is expected; what differs, by name.
fn comes_out(case: &Case) {
    let name = &case.name;
    let bytes = serde_json::to_vec(&case.ledger).unwrap();
    if let Some(code) = case.expected["error"].as_str() {
        let refused = Document::parse(&bytes).unwrap_err();
        assert_eq!(
            refused.code.map(Code::as_str),
            Some(code),
            "{name}: {refused}"
        );
        let said = read_in(&case.ledger).err().unwrap().message;
        assert!(said.contains(&format!("({code})")), "{name}: {said}");
        return;
    }
    let mut store = read_in(&case.ledger).unwrap_or_else(|e| panic!("{name}: {e}"));
    let doc = store.view().document().unwrap();
    let (accruals, totals) = told(&doc, case);
    assert_eq!(accruals, rows(&case.expected["accruals"]), "{name}");
    assert_eq!(totals, rows(&case.expected["totals"]), "{name}");
    // Every proof of the book, among them that working it all out again posts nothing.
    let report = store.check().unwrap();
    assert!(report.findings.is_empty(), "{name}: {:?}", report.findings);
    if case.expected.get("payouts").is_none() {
        return;
    }
    let expected = rows(&case.expected["payouts"]);
    assert_eq!(payable(&doc, case), expected, "{name}");
    if list(&case.ledger["payout"]["paid"]).is_empty() {
        let paid: Vec<_> = expected
            .into_iter()
            .filter(|row| row[2] == row[3])
            .collect();
        assert_eq!(drafted(&mut store, case), paid, "{name}");
    }
}

#[test]
fn every_worked_case_comes_out_of_a_book() {
    let cases = worked();
    assert_eq!(cases.len(), 70);
    cases.iter().for_each(comes_out);
}

#[test]
fn every_random_ledger_comes_out_of_a_book() {
    let ledgers = random();
    assert_eq!(ledgers.len(), 200);
    ledgers.iter().for_each(comes_out);
}

/// Sums per partner, currency and source, leaving out what came to nothing.
fn sums(store: &Store, case: &Case) -> BTreeMap<(String, String, String), i64> {
    let doc = store.view().document().unwrap();
    let lines: BTreeMap<String, String> = doc
        .revenue
        .iter()
        .map(|v| (v.id.to_string(), v.external_id.clone().unwrap()))
        .collect();
    let mut sums = BTreeMap::new();
    for c in doc.commissions.iter() {
        // Of a line that an undo took away only the sum is left, which is nothing.
        let of = lines
            .get(&c.of)
            .cloned()
            .unwrap_or_else(|| match c.source.as_str() {
                "event" => case.ledger["referrals"][c.of[1..].parse::<usize>().unwrap() - 1]["id"]
                    .to_string(),
                _ => format!("gone {}", c.of),
            });
        *sums
            .entry((c.partner.clone(), c.amount.currency.to_string(), of))
            .or_insert(0) += c.amount.minor;
    }
    sums.retain(|_, minor| *minor != 0);
    sums
}

/// One fact that can be entered by itself.
#[derive(Clone, Debug)]
enum Fact {
    Win(usize),
    Line(usize),
}

/// The book before anything happened: the referrals are open, with their agreements, and nobody has paid.
fn before(case: &Case) -> Store {
    let mut ledger = case.ledger.clone();
    ledger["lines"] = json!([]);
    for referral in ledger["referrals"].as_array_mut().unwrap() {
        referral["status"] = json!("new");
        referral["won_on"] = json!("");
        referral["qualified_on"] = json!("");
    }
    let mut store = read_in(&ledger).unwrap();
    let customers = list(&case.ledger["referrals"]).len();
    let done = store.write(&ask("customer add"), |tx| {
        for n in 1..=customers {
            tx.add_customer(&partnerbook::store::NewCustomer {
                name: format!("Customer {n}"),
                referral: Some(i64::try_from(n).unwrap()),
                ..Default::default()
            })?;
        }
        Ok((String::new(), ()))
    });
    done.unwrap();
    store
}

/// Enters facts, as one write; lines by the number they have in the ledger.
fn enter(store: &mut Store, case: &Case, facts: &[Fact]) {
    let maybe = |json: &Value| json.as_str().filter(|d| !d.is_empty()).map(day);
    let done = store.write(&ask("entered"), |tx| {
        for fact in facts {
            match fact {
                Fact::Win(at) => {
                    let from = &case.ledger["referrals"][*at];
                    let id = i64::try_from(*at).unwrap() + 1;
                    let stage = from["status"].as_str().unwrap();
                    let known = tx.view().referral(id)?.known;
                    tx.set_referral(
                        id,
                        &NewReferral {
                            stage: stage.to_owned(),
                            qualified_on: maybe(&from["qualified_on"]),
                            won_on: maybe(&from["won_on"]).filter(|_| stage == "won"),
                            ..known
                        },
                    )?;
                }
                Fact::Line(at) => {
                    let from = &case.ledger["lines"][*at];
                    let text = |field: &str| from[field].as_str().unwrap_or_default();
                    let referral = list(&case.ledger["referrals"])
                        .iter()
                        .position(|r| r["id"] == from["referral"]);
                    let referral = i64::try_from(referral.unwrap()).unwrap() + 1;
                    let refund_of = match text("refund_of") {
                        "" => None,
                        line => Some(tx.view().find_revenue(line)?),
                    };
                    tx.add_revenue(&NewRevenue {
                        external_id: Some(text("id").to_owned()),
                        customer: referral,
                        referral: Some(referral),
                        day: day(text("date")),
                        kind: from["kind"].as_str().unwrap_or("base").to_owned(),
                        money: Money::parse(text("amount"), Currency::parse(text("currency"))?)?,
                        period_months: from["period_months"]
                            .as_u64()
                            .map_or(1, |n| u32::try_from(n).unwrap()),
                        refund_of,
                        their_status: None,
                    })?;
                }
            }
        }
        Ok((format!("{} facts", facts.len()), ()))
    });
    done.unwrap_or_else(|e| panic!("{}: {facts:?}: {e}", case.name));
}

/// The facts of a ledger in any order, but that a refund needs its line.
fn shuffled(case: &Case, dice: &mut Dice) -> Vec<Fact> {
    let lines = list(&case.ledger["lines"]);
    let mut facts: Vec<Fact> = (0..lines.len()).map(Fact::Line).collect();
    facts.extend((0..list(&case.ledger["referrals"]).len()).map(Fact::Win));
    dice.shuffle(&mut facts);
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for fact in facts {
        let refund = matches!(&fact, Fact::Line(at) if lines[*at]["refund_of"].as_str().is_some_and(|l| !l.is_empty()));
        if refund {
            later.push(fact);
        } else {
            now.push(fact);
        }
    }
    // Each refund somewhere after its line.
    for fact in later {
        let Fact::Line(at) = &fact else { continue };
        let of = &lines[*at]["refund_of"];
        let after = now
            .iter()
            .position(|f| matches!(f, Fact::Line(l) if lines[*l]["id"] == *of))
            .unwrap()
            + 1;
        let to = after + dice.roll(now.len() - after + 1);
        now.insert(to, fact);
    }
    now
}

#[test]
fn in_any_order_and_any_number_of_steps_a_book_comes_to_the_same_sums() {
    let mut dice = Dice(7);
    let (mut steps, mut undone) = (0, 0);
    for case in random()
        .iter()
        .filter(|case| case.expected.get("error").is_none())
    {
        let wanted = sums(&read_in(&case.ledger).unwrap(), case);
        let mut store = before(case);
        let mut left = shuffled(case, &mut dice);
        while !left.is_empty() {
            let take = 1 + dice.roll(left.len().min(6));
            let batch: Vec<Fact> = left.drain(..take).collect();
            enter(&mut store, case, &batch);
            steps += 1;
            match dice.roll(10) {
                0 => {
                    store.undo(&ask("undo"), None).unwrap();
                    store.redo(&ask("redo")).unwrap();
                    undone += 1;
                }
                1 => {
                    store.undo(&ask("undo"), None).unwrap();
                    left.splice(0..0, batch);
                    undone += 1;
                }
                _ => {}
            }
        }
        assert_eq!(sums(&store, case), wanted, "{}", case.name);
        let report = store.check().unwrap();
        assert!(
            report.findings.is_empty(),
            "{}: {:?}",
            case.name,
            report.findings
        );
    }
    assert!(
        steps > 1_000 && undone > 100,
        "{steps} steps, {undone} taken back"
    );
}

#[test]
fn the_order_of_the_records_in_a_file_changes_nothing() {
    let mut dice = Dice(7);
    for case in random()
        .iter()
        .filter(|case| case.expected.get("error").is_none())
        .take(60)
    {
        let mut other = Case {
            name: case.name.clone(),
            ledger: case.ledger.clone(),
            expected: Value::Null,
        };
        for list in ["lines", "agreements", "referrals"] {
            dice.shuffle(other.ledger[list].as_array_mut().unwrap());
        }
        let (one, two) = (
            read_in(&case.ledger).unwrap(),
            read_in(&other.ledger).unwrap(),
        );
        assert_eq!(sums(&one, case), sums(&two, &other), "{}", case.name);
    }
}

#[test]
fn the_same_file_twice_changes_nothing() {
    for case in random()
        .iter()
        .filter(|case| case.expected.get("error").is_none())
        .take(20)
    {
        let doc = Document::parse(&serde_json::to_vec(&case.ledger).unwrap()).unwrap();
        let mut store = read_in(&case.ledger).unwrap();
        let before = store.view().document().unwrap();
        let again = store.write(&ask("import book"), |tx| {
            Ok((String::new(), tx.take_in(&doc)?))
        });
        assert!(
            again
                .unwrap_err()
                .message
                .contains("has held records already")
        );
        assert_eq!(store.view().document().unwrap(), before);
    }
}
