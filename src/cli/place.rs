//! Where the book is: the flag or variable, else the system's data folder. The current folder is never searched.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::error::{Error, Result};

/// The book named, or the default one.
pub(super) fn book(named: Option<&PathBuf>) -> Result<PathBuf> {
    named.cloned().map_or_else(default_book, Ok)
}

/// The book that is used when none is named.
pub fn default_book() -> Result<PathBuf> {
    ProjectDirs::from("", "", "partnerbook")
        .map(|dirs| dirs.data_dir().join("partnerbook.pbk"))
        .ok_or_else(|| {
            Error::usage("This system does not say where your files are kept (HOME is not set).")
                .hint("Name the book: --db FILE.")
        })
}
