//! Shorthand for declaring columns; must not decide what any list shows.

use super::{Align, Column};

/// A column of text, sortable.
pub(super) const fn left(
    key: &'static str,
    title: &'static str,
    min: u16,
    max: u16,
    priority: u8,
) -> Column {
    Column {
        key,
        title,
        align: Align::Left,
        min,
        max,
        priority,
        sortable: true,
    }
}

/// A column of numbers or money, sortable.
pub(super) const fn right(
    key: &'static str,
    title: &'static str,
    min: u16,
    max: u16,
    priority: u8,
) -> Column {
    Column {
        key,
        title,
        align: Align::Right,
        min,
        max,
        priority,
        sortable: true,
    }
}

/// A column of days, sortable.
pub(super) const fn day(key: &'static str, title: &'static str, priority: u8) -> Column {
    left(key, title, 10, 10, priority)
}

/// The same column, not sortable.
pub(super) const fn unsorted(column: Column) -> Column {
    Column {
        sortable: false,
        ..column
    }
}
