//! Text that came from outside: made safe to show, measured in cells, folded for matching, checked before it is kept.
//!
//! Pure functions over `&str`: no files, no terminal, no clock. Whatever a partner, a spreadsheet or an
//! attacker wrote is stored as it came ([`check_name`], [`check_note`]) and made harmless where it
//! leaves: [`clean()`] for a terminal, [`csv_guard()`] for a spreadsheet.

mod check;
mod clean;
mod csv_guard;
mod fold;
mod nearest;
mod slug;
pub mod venn;
mod width;

pub use check::{NAME_CHARS, NOTE_BYTES, TextError, check_name, check_note};
pub use clean::{clean, clean_lines, is_unseen, json_safe};
pub use csv_guard::{csv_guard, csv_unguard};
pub use fold::fold;
pub use nearest::{nearest, slips};
pub use slug::{SLUG_BYTES, slug};
pub use width::{cut, fit, pad_left, pad_right, width, wrap};
