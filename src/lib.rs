//! partnerbook: run a whole partner program from one file, in a terminal.
//!
//! # The house
//!
//! ```text
//! main ─┬─ cli ─┐          cli and tui never see each other
//!       └─ tui ─┤
//!               ▼
//!              ops         one operation a file, listed once; clap is the schema; no drawing, no printing
//!               ▼
//!   import  export  table  files in, files out, one declaration of columns per list
//!   private                two lists compared by three files; knows no store
//!               ▼
//!             store        the only place that says rusqlite
//!               ▼
//!             domain       pure: no files, no clock, no SQL; money, terms, engine, matching, performance
//!               ▼
//!           text  error
//! ```
//!
//! `demo` writes the example program through the same functions as everybody else. A test holds these directions. Data flows one way: facts in (`ops` → `store`), money out (`domain::engine` says
//! what they owe, `store::posting` posts the difference), rows up (`store` → `table`), and then onto a screen, a line,
//! or a page.

// A test that unwraps says where it failed; the program itself must not.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod cli;
pub mod demo;
pub mod domain;
pub mod error;
pub mod export;
pub mod import;
pub mod ops;
pub mod private;
pub mod store;
pub mod table;
pub mod text;
pub mod tui;
