//! Where a key of movement leads in anything with lines; the screen decides how far that may be.

use crate::tui::keymap::Action;

/// The line a key leads to from line `at` with `page` lines in view; none where the key is no movement. Beyond the end is
/// the end: the caller knows how many lines there are.
pub fn moved(action: Action, at: usize, page: usize) -> Option<usize> {
    let half = (page / 2).max(1);
    Some(match action {
        Action::Down => at.saturating_add(1),
        Action::Up => at.saturating_sub(1),
        Action::Top => 0,
        Action::Bottom => usize::MAX,
        Action::PageDown => at.saturating_add(page),
        Action::PageUp => at.saturating_sub(page),
        Action::HalfDown => at.saturating_add(half),
        Action::HalfUp => at.saturating_sub(half),
        _ => return None,
    })
}
