//! The list of operations: what is not listed here does not exist for anybody.

use super::Entry;

/// Every operation, grouped by the folder it lives in; the order is the order of help.
pub static GROUPS: &[&[Entry]] = &[];

/// All operations, in the order of help.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    GROUPS.iter().flat_map(|group| group.iter())
}

/// The operation of a path such as `partner add`.
pub fn find(path: &str) -> Option<&'static Entry> {
    all().find(|e| e.spec.path == path)
}
