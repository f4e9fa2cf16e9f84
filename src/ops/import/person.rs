//! The name of a person that a file has in one column or in two; never guessed from an address.

use crate::import::{Refused, Row};

/// The whole name, or first and last joined; nothing where all are empty.
pub(super) fn name<F: Into<usize> + Copy>(
    row: &Row<'_>,
    whole: F,
    first: F,
    last: F,
) -> Result<Option<String>, Refused> {
    let said = row.text(whole)?;
    if said.is_some() {
        return Ok(said);
    }
    let parts: Vec<String> = [row.text(first)?, row.text(last)?]
        .into_iter()
        .flatten()
        .collect();
    Ok((!parts.is_empty()).then(|| parts.join(" ")))
}
