//! Whole books in and out as documents; single facts and lists are the business of their own files.

mod names;
mod read;
mod write;

use super::{Tx, View};
