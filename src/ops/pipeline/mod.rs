//! x
use super::Entry;
/// x
pub const OPERATIONS: &[Entry] = &[];
