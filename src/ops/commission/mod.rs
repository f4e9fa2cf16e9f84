//! Operations on commission lines: nobody types what a rule earns; a person adds, holds back, voids, and asks why.

mod adjust;
mod block;
mod recalc;
mod release;
mod void;
pub mod why;

use super::Entry;
use crate::{domain::id::Noun, error::Result, store::Line};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<why::CommissionWhy>(),
    Entry::of::<adjust::CommissionAdjust>(),
    Entry::of::<block::CommissionBlock>(),
    Entry::of::<release::CommissionRelease>(),
    Entry::of::<void::CommissionVoid>(),
    Entry::of::<recalc::CommissionRecalc>(),
];

/// The commission lines an argument list names: `L7`, several parted by blanks; each once.
fn ids(lines: &[String]) -> Result<Vec<i64>> {
    let mut ids = Vec::new();
    for word in lines.iter().flat_map(|l| l.split_whitespace()) {
        let id = Noun::Commission.parse(word)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// "L7 ($25.00 to Northwind Agency)"; many lines are counted.
fn named(lines: &[Line]) -> String {
    match lines {
        [l] => format!(
            "{} ({} to {})",
            Noun::Commission.id(l.id),
            l.money.shown(),
            l.partner_name
        ),
        [a, b] => format!(
            "{} and {}",
            named(std::slice::from_ref(a)),
            named(std::slice::from_ref(b))
        ),
        many => format!("{} commission lines", many.len()),
    }
}
