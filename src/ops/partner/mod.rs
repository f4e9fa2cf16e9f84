//! Operations on partners.

mod add;
mod alias;
mod delete;
mod edit;
mod known;
mod merge;
mod note;
pub mod show;
mod state;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::PartnerAdd>(),
    Entry::of::<show::PartnerShow>(),
    Entry::of::<edit::PartnerEdit>(),
    Entry::of::<state::PartnerMove>(),
    Entry::of::<note::PartnerNote>(),
    Entry::of::<alias::PartnerAlias>(),
    Entry::of::<merge::PartnerMerge>(),
    Entry::of::<delete::PartnerDelete>(),
];
