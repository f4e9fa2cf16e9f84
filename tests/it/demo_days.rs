//! The example program ends today: nothing in it happened on a day that is still to come.

use partnerbook::{
    demo,
    domain::{
        currency::Currency,
        day::{Day, parse_iso},
    },
    store::{Ask, Founding, Origin, Store},
};
use serde_json::Value;

/// Days that are plans or promises, not things that happened.
const AHEAD: &[&str] = &["next_on", "protected_until", "payable_on"];

fn later(value: &Value, key: &str, today: Day, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                later(value, key, today, found);
            }
        }
        Value::Array(all) => {
            for value in all {
                later(value, key, today, found);
            }
        }
        Value::String(text)
            if !AHEAD.contains(&key) && parse_iso(text).is_ok_and(|day| day > today) =>
        {
            found.push(format!("{key} {text}"));
        }
        _ => {}
    }
}

#[test]
fn nothing_of_the_example_happens_after_today() {
    for iso in [
        "2026-11-23",
        "2026-11-01",
        "2026-11-30",
        "2027-01-31",
        "2028-02-29",
        "2027-06-05",
    ] {
        let today = parse_iso(iso).unwrap();
        let founding = Founding {
            name: demo::NAME.to_owned(),
            currency: Currency::parse("USD").unwrap(),
        };
        let mut store =
            Store::in_memory(&founding, &Ask::new(Origin::Demo, "demo", today)).unwrap();
        demo::fill(&mut store, today).unwrap();
        let doc = serde_json::to_value(store.view().document().unwrap()).unwrap();
        let mut found = Vec::new();
        later(&doc, "", today, &mut found);
        assert!(found.is_empty(), "on {iso}: {found:?}");
    }
}
