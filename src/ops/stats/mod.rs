//! The book in numbers: operations that read figures and change nothing.

mod partners;
mod tax;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<partners::StatsPartners>(),
    Entry::of::<tax::StatsTax>(),
];
