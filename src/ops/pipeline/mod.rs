//! Operations on the pipeline: its stages.

mod edit;
mod show;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<show::PipelineShow>(),
    Entry::of::<edit::PipelineEdit>(),
];
