//! Which request a person was shown, so that no other is answered; must not keep it longer than the program runs.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use crate::error::{Error, Result};

/// Files, each with its hash as it was when it was shown. What asks and what answers read the file each on their own.
static SHOWN: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

/// Notes that a request of this hash is shown.
pub(super) fn note(file: &Path, sha256: String) {
    let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    shown.retain(|(of, _)| of != file);
    shown.push((file.to_owned(), sha256));
}

/// Refuses a file that was exchanged for another while a person read what the first one asks.
pub(super) fn same(file: &Path, sha256: &str) -> Result<()> {
    let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(at) = shown.iter().position(|(of, _)| of == file) else {
        return Ok(());
    };
    if shown.swap_remove(at).1 == sha256 {
        return Ok(());
    }
    Err(Error::refused(format!(
        "{} became another file while you read what it asks.",
        file.display()
    ))
    .means("Nothing was told and nothing was changed.")
    .hint("Copy it to a folder that is yours alone, and look at it anew."))
}
