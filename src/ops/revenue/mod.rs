//! Operations on revenue lines.

mod add;
mod void;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::RevenueAdd>(),
    Entry::of::<void::RevenueVoid>(),
];
