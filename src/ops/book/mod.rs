//! Operations on the book as a whole: its log and its proof.

mod changes;
mod check;
mod config;
mod redo;
mod status;
mod undo;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<status::Status>(),
    Entry::of::<changes::Changes>(),
    Entry::of::<undo::Undo>(),
    Entry::of::<redo::Redo>(),
    Entry::of::<check::Check>(),
    Entry::of::<config::ConfigSet>(),
    Entry::of::<config::ConfigList>(),
];
