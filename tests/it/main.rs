//! Everything proven from outside the crate, in one test binary.
#![allow(clippy::unwrap_used)] // A test that unwraps says where it failed.

mod commission_rules;
//! Tests over the whole program and over data from outside.
mod shared_data;
