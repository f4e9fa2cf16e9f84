//! Operations that write files for partners. Nothing is sent.

mod page;

pub(super) use page::over;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[Entry::of::<page::SharePage>()];
