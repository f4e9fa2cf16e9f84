//! Asking a yes or no on the terminal. The answer that does nothing is the default.

use std::io::{Write, stderr, stdin};

use crate::{error::Result, text};

/// Asks; anything but a clear yes is a no.
pub(super) fn yes(question: &str) -> Result<bool> {
    let mut err = stderr().lock();
    write!(err, "{}\n[y/N] ", text::clean_lines(question))?;
    err.flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
