//! Everything proven from outside the crate, in one test binary.
// A test that unwraps says where it failed; a test's own data may be made the short way.
#![allow(clippy::unwrap_used, clippy::format_collect, clippy::similar_names)]

mod agreements;
mod book;
mod book_file;
mod broken_books;
mod browser;
mod commission_rules;
mod demo_days;
mod desk;
mod dice;
mod engine_laws;
mod finance;
mod forecast;
mod hostile_output;
mod house;
mod imports;
mod interchange;
mod journey_day;
mod journey_screens;
mod ledger_by_hand;
mod list_sums;
mod lists;
mod older_books;
mod partner_page;
mod payment_files;
mod payment_formats;
mod payout_runs;
mod program;
mod pty;
mod readme;
mod records;
mod replay;
mod rewards;
mod rules_in_a_book;
mod shared_data;
mod shell;
mod skipped;
mod stopped;
mod stories;
mod tables_in;
mod tax_report;
mod terminal;
mod terminal_text;
mod why;
