//! Which rows of a file count: `Stage=Won`, `Stage!=Lost`, `Stage in (Won, Lost)`; compared as they stand, trimmed.

use super::records::Record;
use crate::error::{Error, Result};

/// A condition on one column.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) column: usize,
    values: Vec<String>,
    wanted: bool,
}

impl Condition {
    /// Reads a condition as it was typed; `column` finds a column by its name.
    pub(super) fn parse(typed: &str, column: impl Fn(&str) -> Result<usize>) -> Result<Self> {
        let bad = || {
            Error::usage(format!("“{typed}” is no condition."))
                .hint("Write --where Column=Value, Column!=Value, or \"Column in (A, B)\".")
        };
        // A value may hold “ in (” as well: then the equals sign comes first.
        if let Some((name, list)) = typed.split_once(" in (")
            && !name.contains('=')
        {
            let list = list.trim_end().strip_suffix(')').ok_or_else(bad)?;
            return Ok(Self {
                column: column(name.trim())?,
                values: list.split(',').map(|v| v.trim().to_owned()).collect(),
                wanted: true,
            });
        }
        let (name, value) = typed.split_once('=').ok_or_else(bad)?;
        let (name, wanted) = match name.strip_suffix('!') {
            Some(name) => (name, false),
            None => (name, true),
        };
        Ok(Self {
            column: column(name.trim())?,
            values: vec![value.trim().to_owned()],
            wanted,
        })
    }

    /// Whether a row meets it.
    pub(super) fn holds(&self, record: &Record) -> bool {
        let cell = record.cell(self.column).trim();
        self.values.iter().any(|v| v == cell) == self.wanted
    }
}
