//! Cells of the matrix as they are typed: `opportunities:customers`; must not decide what is told in them.

use crate::{
    error::{Error, Result},
    private::{Cell, Level, Scope},
};

/// The cells that were typed, several in one word by commas; every cell where none was.
pub(super) fn rules(typed: &[String], level: Level) -> Result<Vec<Cell>> {
    if typed.is_empty() {
        return Ok(vec![Cell::everywhere(level)]);
    }
    typed
        .iter()
        .flat_map(|typed| typed.split(','))
        .map(|typed| {
            let (theirs, ours) = typed.split_once(':').unwrap_or((typed, "any"));
            Ok(Cell {
                theirs: scope(theirs)?,
                ours: scope(ours)?,
                level,
            })
        })
        .collect()
}

/// A population as it is typed; `None` for any.
fn scope(word: &str) -> Result<Option<Scope>> {
    match word.trim() {
        "customers" => Ok(Some(Scope::Customer)),
        "opportunities" => Ok(Some(Scope::Open)),
        "prospects" => Ok(Some(Scope::Prospect)),
        "any" => Ok(None),
        other => Err(Error::usage(format!("“{other}” is no population.")).hint(
            "Write it like opportunities:customers, with customers, opportunities, prospects or any on either side.",
        )),
    }
}
