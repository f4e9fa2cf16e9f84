//! The book in numbers: operations that read figures and change nothing.

mod as_of;
mod months;
mod partners;
mod tax;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<partners::StatsPartners>(),
    Entry::of::<as_of::StatsAsOf>(),
    Entry::of::<months::StatsMonths>(),
    Entry::of::<tax::StatsTax>(),
];
