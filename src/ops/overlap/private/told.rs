//! What a comparison found, as lines for a person, as JSON, and as accounts of the partner for the book; must not compare.

use serde_json::json;

use crate::{
    domain::{currency::Currency, day::parse_iso, identity::match_key, money::Money},
    ops::Record,
    private::{Label, LabelField},
    store::Compared,
    text::{clean, width},
};

/// An account that both have.
pub(super) struct Both {
    /// Our name of it.
    pub(super) ours: String,
    /// What it was found by.
    pub(super) key: Option<String>,
    /// What the other side says of it: text from outside.
    pub(super) label: Label,
}

/// How many are listed for a person; all are in the JSON and in the book.
const SHOWN: usize = 40;

/// The accounts as lines and JSON, ordered by our name.
pub(super) fn record(title: String, both: &[Both], more: serde_json::Value) -> Record {
    let mut lines = vec![title];
    let widest = both
        .iter()
        .take(SHOWN)
        .map(|b| width(&clean(&b.ours)))
        .max();
    for one in both.iter().take(SHOWN) {
        let name = clean(&one.ours);
        let pad = " ".repeat(widest.unwrap_or_default().saturating_sub(width(&name)));
        let said: Vec<String> = LabelField::ALL
            .into_iter()
            .filter_map(|field| Some(format!("{} {}", field.word(), clean(one.label.get(field)?))))
            .collect();
        lines.push(
            format!("  {name}{pad}  {}", said.join(", "))
                .trim_end()
                .to_owned(),
        );
    }
    if both.len() > SHOWN {
        lines.push(format!("  and {} more", both.len() - SHOWN));
    }
    let accounts: Vec<serde_json::Value> = both
        .iter()
        .map(|one| {
            let said: serde_json::Map<String, serde_json::Value> = LabelField::ALL
                .into_iter()
                .filter_map(|f| Some((f.word().to_owned(), one.label.get(f)?.into())))
                .collect();
            json!({ "ours": one.ours, "found_by": one.key, "theirs": said })
        })
        .collect();
    let mut object = json!({ "accounts": accounts });
    if let (Some(object), serde_json::Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    Record {
        lines,
        json: object,
    }
}

/// As accounts of the partner; what they did not tell, such as the name, is ours.
pub(super) fn compared(both: &[Both]) -> Vec<Compared> {
    both.iter()
        .map(|one| {
            let said = |field| one.label.get(field).map(str::to_owned);
            let found_by = one.key.as_deref().and_then(|key| key.strip_prefix("d:"));
            let site = said(LabelField::Site);
            let domain = found_by
                .map(str::to_owned)
                .or_else(|| site.as_deref().and_then(match_key));
            Compared {
                kind: match one.label.get(LabelField::Population) {
                    Some("customer") => "customers",
                    Some("open") => "opportunities",
                    Some("prospect") => "prospects",
                    _ => "other",
                },
                name: said(LabelField::Name).unwrap_or_else(|| one.ours.clone()),
                site: site.or_else(|| domain.clone()),
                domain,
                country: one.key.as_deref().and_then(country),
                rep: said(LabelField::Rep),
                stage: said(LabelField::Stage),
                since: one
                    .label
                    .get(LabelField::Since)
                    .and_then(|s| parse_iso(s).ok()),
                value: one.label.get(LabelField::Value).and_then(amount),
            }
        })
        .collect()
}

/// Of a key of name and country: `n:acme|us`.
fn country(key: &str) -> Option<String> {
    let (_, country) = key.strip_prefix("n:")?.rsplit_once('|')?;
    (country.len() == 2).then(|| country.to_ascii_uppercase())
}

/// `1200.00 USD`
fn amount(text: &str) -> Option<Money> {
    let (number, code) = text.rsplit_once(' ')?;
    Money::parse(number, Currency::parse(code).ok()?).ok()
}
