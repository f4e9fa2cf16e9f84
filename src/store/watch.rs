//! How a long write says how far it is, and learns that it is to stop. Knows nothing of who watches.

use crate::error::Result;

/// Told how far a long write is.
pub trait Watch {
    /// `done` of `total` of `what` ("accounts"). An error ends the write; the book is then as it was.
    fn tell(&self, done: u64, total: u64, what: &str) -> Result<()>;
}

/// Nobody watches: what is short, or must not be stopped halfway.
pub(super) struct Unwatched;

impl Watch for Unwatched {
    fn tell(&self, _: u64, _: u64, _: &str) -> Result<()> {
        Ok(())
    }
}
