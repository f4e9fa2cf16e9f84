//! A book that contradicts itself is not read: the program says where it does, in words of a book, and keeps nothing.

use serde_json::{Value, json};

use super::program::{Desk, Said};

fn example() -> Value {
    let desk = Desk::example();
    serde_json::from_str(&desk.ok(&["export", "book"])).unwrap()
}

fn import(book: &Value) -> (Desk, Said) {
    let desk = Desk::new();
    let file = desk.file("book.json", book.to_string());
    let said = desk.run(&["import", "book", &file]);
    (desk, said)
}

fn refused(book: &Value, words: &str) {
    let (desk, said) = import(book);
    assert_eq!(said.code, 4, "{words}: {said:?}");
    assert!(said.err.contains(words), "{words}: {said:?}");
    assert!(said.err.contains("Nothing was taken in."), "{said:?}");
    for machine in ["constraint", "UNIQUE", "CHECK", "last good copy"] {
        assert!(!said.err.contains(machine), "{said:?}");
    }
    assert_eq!(desk.ok(&["partner", "list", "--json"]).trim(), "[]");
    desk.check();
}

/// The example with one thing changed.
fn with(good: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut bad = good.clone();
    change(&mut bad);
    bad
}

fn first(list: &mut Value, is: impl Fn(&Value) -> bool) -> &mut Value {
    list.as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|v| is(v))
        .unwrap()
}

#[test]
fn a_whole_example_is_taken_and_proves_itself() {
    let (desk, said) = import(&example());
    assert_eq!(said.code, 0, "{said:?}");
    desk.check();
}

#[test]
fn payouts_must_be_the_sum_of_lines_of_their_partner() {
    let good = example();
    refused(
        &with(&good, |b| {
            b["payouts"][0]["amount"]["amount"] = json!("99999.00");
        }),
        "$.payouts[0].amount: P1 is $99,999.00, but its lines are $200.00.",
    );
    refused(
        &with(&good, |b| {
            let other = b["partners"][12]["id"].clone();
            b["payouts"][0]["partner"] = other;
        }),
        "$.payouts[0].lines[0]: P1 pays",
    );
    refused(
        &with(&good, |b| {
            let mut again = b["payouts"][0].clone();
            again["id"] = json!("P900");
            b["payouts"].as_array_mut().unwrap().push(again);
        }),
        "is in P1 already",
    );
    refused(
        &with(&good, |b| {
            let paid = first(&mut b["payouts"], |p| p["state"] == "paid");
            paid.as_object_mut().unwrap().remove("paid_on");
        }),
        "the day it was paid is missing",
    );
}

#[test]
fn the_ledger_must_be_what_the_facts_owe() {
    let good = example();
    refused(
        &with(&good, |b| {
            let earns = first(&mut b["commissions"], |c| c["source"] == "line")["of"].clone();
            let line = first(&mut b["revenue"], |v| v["id"] == earns);
            line["amount"]["amount"] = json!("77777.00");
        }),
        "What it says is owed is not what its facts owe: ",
    );
    // Without its ledger the same facts are a book: there is nothing they could contradict.
    let bare = with(&good, |b| {
        b["commissions"] = json!([]);
        b["payouts"] = json!([]);
    });
    let (desk, said) = import(&bare);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.err.contains("It brought no ledger"), "{said:?}");
    desk.check();
}

#[test]
fn referrals_and_agreements_must_make_sense() {
    let good = example();
    refused(
        &with(&good, |b| {
            let won = first(&mut b["referrals"], |r| r["stage"] == "won");
            won.as_object_mut().unwrap().remove("won_on");
        }),
        "is in the stage “won”, but the day it was won is missing",
    );
    refused(
        &with(&good, |b| {
            let mut again = b["referrals"][0]["agreements"][0].clone();
            again["id"] = json!("A900");
            b["referrals"][0]["agreements"]
                .as_array_mut()
                .unwrap()
                .push(again);
        }),
        "$.referrals[0].agreements[1]: Agreement A900 is A1 again: R1 would earn twice.",
    );
    refused(
        &with(&good, |b| {
            let ana = json!({ "partner": "ana-ferreira", "share": "50" });
            b["referrals"][0]["agreements"][0]["shares"] = json!([ana, ana]);
        }),
        "Agreement A1 names Ana Ferreira twice.",
    );
    refused(
        &with(&good, |b| {
            let ana = json!({ "partner": "ana-ferreira", "share": "50" });
            b["referrals"][0]["agreements"][0]["shares"] = json!([ana]);
        }),
        "$.referrals[0].agreements[0].shares: Agreement A1: ",
    );
    refused(
        &with(&good, |b| {
            b["revenue"][0]["period_months"] = json!(0);
        }),
        "V1 cannot be for 0 months.",
    );
    refused(
        &with(&good, |b| {
            b["partners"][2]["state"] = json!("asleep");
        }),
        "$.partners[2].state: “asleep” is none of prospect,",
    );
    refused(
        &with(&good, |b| {
            for n in 0..2 {
                b["customers"][n]["external_id"] = json!("crm-1");
            }
        }),
        "$.customers[1].external_id: “crm-1” is there twice.",
    );
    refused(
        &with(&good, |b| {
            b["stages"] = json!([]);
            b["referrals"][0]["stage"] = json!("dreamt of");
        }),
        "$.referrals[0].stage: There is no stage “dreamt of”",
    );
}

#[test]
fn texts_are_held_to_the_rules_of_typed_ones() {
    let good = example();
    for (place, path) in [
        ("/partners/1/name", "$.partners[1].name"),
        ("/referrals/3/company", "$.referrals[3].company"),
        ("/customers/0/name", "$.customers[0].name"),
        (
            "/partners/0/contacts/0/name",
            "$.partners[0].contacts[0].name",
        ),
        ("/activities/0/text", "$.activities[0].text"),
        ("/settings/name", "$.settings.name"),
    ] {
        refused(
            &with(&good, |b| {
                *b.pointer_mut(place).unwrap() = json!("Bad\u{1b}[2J Co");
            }),
            &format!("{path}: Character 4 is the control character U+001B"),
        );
    }
    let (desk, said) = import(&with(&good, |b| {
        b["partners"][0]["name"] = json!("  Northwind \t Agency\n");
    }));
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        desk.ok(&["partner", "list", "--csv"])
            .contains("Northwind Agency")
    );
}
