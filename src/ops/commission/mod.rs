//! Operations on commission lines: nobody types a commission, so they read and explain.

pub mod why;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[Entry::of::<why::CommissionWhy>()];
