//! Operations on customers.

mod add;
mod alias;
mod churn;
mod edit;
pub(super) mod influence;
mod known;
mod link;
mod merge;
pub mod show;

use super::Entry;
use crate::{error::Result, store::View};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::CustomerAdd>(),
    Entry::of::<show::CustomerShow>(),
    Entry::of::<edit::CustomerEdit>(),
    Entry::of::<link::CustomerLink>(),
    Entry::of::<churn::CustomerChurn>(),
    Entry::of::<alias::CustomerAlias>(),
    Entry::of::<influence::CustomerInfluence>(),
    Entry::of::<merge::CustomerMerge>(),
];

/// The customers an argument list names.
fn ids(typed: &[String], view: View<'_>) -> Result<Vec<i64>> {
    typed.iter().map(|c| view.find_customer(c)).collect()
}
