//! Pieces that draw themselves into a buffer from plain values; they hold no state and know no operation.

pub mod empty;
pub mod input;
pub mod panel;
pub mod put;
pub mod table;
