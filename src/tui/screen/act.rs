//! Where a key on a screen leads. Values only.

use super::{Screen, places::Place};
use crate::tui::{event::Job, overlay::Overlay};

/// Where a key leads.
pub enum Act {
    /// It was done here.
    Done,
    /// It means nothing here.
    Nothing,
    /// One level deeper.
    Push(Box<Screen>),
    /// To another of the ten, with a filter.
    Go(Place, String),
    /// Something over the screen.
    Over(Overlay),
    /// An operation at once: only what can be undone.
    Run(Box<Job>),
    /// A hint, and nothing more.
    Say(String),
    /// Out of this screen.
    Leave,
    /// Stop what runs.
    Cancel,
}
