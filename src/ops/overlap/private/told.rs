//! What a comparison found, as lines for a person, as JSON, and as accounts of the partner for the book; must not compare.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use crate::{
    domain::{currency::Currency, day::parse_iso, identity::match_key, money::Money},
    error::Result,
    ops::Record,
    private::{Label, LabelField},
    store::{Compared, View},
    text::{clean, width},
};

use super::ours;

/// An account that both have.
pub(super) struct Both {
    /// Our name of it.
    pub(super) ours: String,
    /// What it was found by.
    pub(super) key: Option<String>,
    /// What the other side says of it: text from outside.
    pub(super) label: Label,
}

/// A match as a file tells it: what we know the account by, the key it was found by, what is said of it.
pub(super) type Found = (String, String, Label);

/// The matches by our names, ordered by them; an account found by two keys is one. One that left the book since is called
/// by its key.
pub(super) fn by_our_names(found: Vec<Found>, view: View<'_>) -> Result<Vec<Both>> {
    let mut names = HashMap::new();
    if found.iter().any(|(id, _, _)| ours::listed(id).is_none()) {
        let accounts = view.comparable_accounts()?;
        names.extend(accounts.into_iter().map(|a| (a.id, a.name)));
    }
    let (mut seen, mut both) = (HashSet::new(), Vec::new());
    for (id, key, label) in found {
        let ours = ours::listed(&id).map(str::to_owned);
        let ours = ours.or_else(|| names.get(&id).cloned());
        if seen.insert(if id.is_empty() { key.clone() } else { id }) {
            both.push(Both {
                ours: ours.unwrap_or_else(|| shown(&key).to_owned()),
                key: Some(key),
                label,
            });
        }
    }
    both.sort_by(|a, b| (&a.ours, &a.key).cmp(&(&b.ours, &b.key)));
    Ok(both)
}

/// Of a key what a person may know the account by: `d:acme.com` is `acme.com`, `n:acme|us` is `acme`.
fn shown(key: &str) -> &str {
    let text = key.split_once(':').map_or(key, |(_, text)| text);
    text.split_once('|').map_or(text, |(name, _)| name)
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
            .chain(
                one.key
                    .as_deref()
                    .filter(|key| key.starts_with("n:"))
                    .map(|_| "found by name and country".to_owned()),
            )
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
