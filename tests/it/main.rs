//! Everything proven from outside the crate, in one test binary.
#![allow(clippy::unwrap_used)] // A test that unwraps says where it failed.

mod book;
mod book_file;
mod browser;
mod commission_rules;
mod desk;
mod engine_laws;
mod house;
mod imports;
mod interchange;
mod journey_screens;
mod list_sums;
mod lists;
mod maven_day;
mod partner_page;
mod program;
mod pty;
mod readme;
mod records;
mod shared_data;
mod shell;
mod stopped;
mod terminal;
mod terminal_text;
