//! The names of a document's records and the ids they get; says where a name leads nowhere.

use std::collections::{HashMap, HashSet};

use crate::{
    domain::document::{DocumentError, On},
    error::{Error, Result},
};

/// Numbers and ids by the names of the document.
pub(super) struct Names {
    pub partners: HashMap<String, i64>,
    pub programs: HashMap<String, i64>,
    pub terms: HashMap<(String, i64), i64>,
    pub referrals: HashSet<i64>,
    pub customers: HashSet<i64>,
    pub revenue: HashSet<i64>,
    pub commissions: HashSet<i64>,
}

pub(super) fn day(on: Option<On>) -> Option<String> {
    on.map(|on| on.0.to_string())
}

pub(super) fn missing(path: String, what: impl std::fmt::Display) -> Error {
    DocumentError::at(path, format!("There is no {what} in the file.")).into()
}

pub(super) fn id_of(
    ids: &HashMap<String, i64>,
    name: &str,
    path: impl Fn() -> String,
) -> Result<i64> {
    ids.get(name)
        .copied()
        .ok_or_else(|| missing(path(), format!("“{name}”")))
}

pub(super) fn known(
    ids: &HashSet<i64>,
    id: i64,
    letter: char,
    path: impl Fn() -> String,
) -> Result<i64> {
    if ids.contains(&id) {
        Ok(id)
    } else {
        Err(missing(path(), format!("{letter}{id}")))
    }
}

/// Every number once.
pub(super) fn numbers(
    list: &str,
    ids: impl Iterator<Item = i64>,
    letter: char,
) -> Result<HashSet<i64>> {
    let mut seen = HashSet::new();
    for (n, id) in ids.enumerate() {
        if !seen.insert(id) {
            return Err(DocumentError::at(
                format!("{list}[{n}].id"),
                format!("{letter}{id} is there twice."),
            )
            .into());
        }
    }
    Ok(seen)
}

/// Every name once, with the id it gets.
pub(super) fn named<'d>(
    list: &str,
    names: impl Iterator<Item = &'d String>,
) -> Result<HashMap<String, i64>> {
    let mut ids = HashMap::new();
    for (id, name) in (1_i64..).zip(names) {
        if name.trim().is_empty() || ids.insert(name.clone(), id).is_some() {
            return Err(DocumentError::at(
                format!("{list}[{}].id", id - 1),
                format!("“{name}” is empty, or there twice."),
            )
            .into());
        }
    }
    Ok(ids)
}
