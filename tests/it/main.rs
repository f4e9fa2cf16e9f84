//! Everything proven from outside the crate, in one test binary.
#![allow(clippy::unwrap_used)] // A test that unwraps says where it failed.

mod typed;
mod commission_rules;
mod records;
mod shared_data;
