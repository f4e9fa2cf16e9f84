//! Operations on coded links, and on the sign-ups that came by them.

mod decide;
mod end;
mod new;
pub(super) mod settle;
pub(super) mod show;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<new::LinkNew>(),
    Entry::of::<show::LinkShow>(),
    Entry::of::<end::LinkEnd>(),
    Entry::of::<decide::LinkAccept>(),
    Entry::of::<decide::LinkRefuse>(),
];
