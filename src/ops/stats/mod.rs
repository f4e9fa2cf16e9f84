//! The book in numbers: operations that read figures and change nothing.

mod partners;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[Entry::of::<partners::StatsPartners>()];
