//! The front page: what it knows and where its items lead.

use super::places::Place;
use crate::{
    store::{Home, Need},
    tui::keymap::Action,
};

/// The front page.
#[derive(Debug, Clone, Default)]
pub struct HomeScreen {
    /// The answer, once it is here.
    pub home: Option<Box<Home>>,
    pub(super) at: usize,
}

impl HomeScreen {
    /// Moves among what needs somebody; false if the action is none of its own.
    pub fn act(&mut self, action: Action) -> bool {
        let last = self.needs().len().saturating_sub(1);
        self.at = match action {
            Action::Down => (self.at + 1).min(last),
            Action::Up => self.at.saturating_sub(1),
            Action::Top | Action::PageUp => 0,
            Action::Bottom | Action::PageDown => last,
            _ => return false,
        };
        true
    }

    fn needs(&self) -> &[Need] {
        self.home.as_ref().map_or(&[], |h| &h.needs)
    }

    /// Where the item under the cursor leads: place and filter.
    pub fn target(&self) -> Option<(Place, String)> {
        let need = self.needs().get(self.at)?;
        Some((Place::of_noun(need.list)?, need.filter.clone()))
    }

    /// Name of the program.
    pub fn program(&self) -> &str {
        self.home.as_ref().map_or("", |h| &h.program)
    }
}
