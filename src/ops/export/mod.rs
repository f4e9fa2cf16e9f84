//! Operations that write the book's data to files; one a list, and one for everything.

mod accounts;
mod book;
mod journal;
mod list;
mod overlap;
mod target;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<book::ExportBook>(),
    Entry::of::<journal::ExportJournal>(),
    Entry::of::<list::ExportPartners>(),
    Entry::of::<list::ExportReferrals>(),
    Entry::of::<list::ExportCustomers>(),
    Entry::of::<list::ExportRevenue>(),
    Entry::of::<list::ExportCommissions>(),
    Entry::of::<list::ExportPayouts>(),
    Entry::of::<list::ExportRewards>(),
    Entry::of::<list::ExportLinks>(),
    Entry::of::<accounts::ExportAccounts>(),
    Entry::of::<overlap::ExportOverlap>(),
];
