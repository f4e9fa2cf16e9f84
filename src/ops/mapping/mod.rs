//! Operations on saved mappings: how files of a source are read. They are made by importing with `--save-mapping`.

mod delete;
mod list;
mod rename;
mod show;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<list::MappingList>(),
    Entry::of::<show::MappingShow>(),
    Entry::of::<rename::MappingRename>(),
    Entry::of::<delete::MappingDelete>(),
];
