//! Two records made one: what is asked before and said after, the same for every noun that can be merged.

use super::{Cx, Outcome, Selection, args};
use crate::{
    error::Result,
    store::{Merged, Tx},
};

/// Merges `from` into `into` (their names) by `merge`, and says what moved.
pub(super) fn merge(
    cx: &mut Cx<'_>,
    from: &str,
    into: &str,
    merge: impl FnOnce(&Tx<'_>) -> Result<Merged>,
) -> Result<Outcome> {
    let done = cx.store.write(&cx.ask(), |tx| {
        let merged = merge(tx)?;
        Ok((format!("Merged {from} into {into}: {}", merged.said()), ()))
    })?;
    Ok(args::wrote(&done, ""))
}

/// The question before it.
pub(super) fn question(from: &str, into: &str, merged: &Merged) -> String {
    let mut said = vec![format!(
        "Merge {from} into {into}? What moves: {}.",
        merged.said()
    )];
    said.extend(merged.notes.iter().cloned());
    said.push(format!("Its names become other names of {into}."));
    said.join(" ")
}

/// The arguments `from` and `into` out of what is selected: two records, or the first alone.
pub(super) fn selected(selection: &Selection, noun: &str) -> Vec<(&'static str, String)> {
    match selection.names.as_slice() {
        [from, into] if selection.noun == noun => {
            vec![("from", from.clone()), ("into", into.clone())]
        }
        _ => args::selected_one(selection, noun, "from"),
    }
}
