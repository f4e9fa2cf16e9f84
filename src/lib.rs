//! partnerbook: run a whole partner program from one file, in a terminal.

pub mod domain;
pub mod error;
pub mod text;
