//! Files out: what leaves the book as files, and how files are put in place; nothing here reads files or asks anybody.

mod arranged;
pub mod book;
pub mod journal;
pub mod page;
pub mod page_text;
pub mod payment;
pub mod place;
