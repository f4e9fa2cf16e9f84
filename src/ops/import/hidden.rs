//! Names of a file that hold characters nobody sees, such as a zero-width space: kept as they are and matched without
//! them (`text::fold`), but told. Refuses nothing.

use crate::{
    import::{Holds, Row},
    text::is_unseen,
};

/// What was seen of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden {
    rows: u64,
    first: Option<(u64, String, char)>,
}

impl Hidden {
    /// Looks at the names of a row, which are at these fields.
    pub(super) fn see(&mut self, row: &Row<'_>, fields: &[usize]) {
        let names = fields
            .iter()
            .filter(|f| row.mapping.fields[**f].holds == Holds::Name);
        for field in names {
            let name = row.raw(*field);
            // Most names are plain letters.
            if name.is_ascii() {
                continue;
            }
            let Some(found) = name.chars().find(|c| is_unseen(*c)) else {
                continue;
            };
            self.rows += 1;
            self.first
                .get_or_insert_with(|| (row.record.line, name.to_owned(), found));
            return;
        }
    }

    /// What a person should know of it, in a sentence.
    pub(super) fn told(&self) -> Option<String> {
        let (line, name, found) = self.first.as_ref()?;
        let (names, hold) = if self.rows == 1 {
            ("1 row has a name", "holds")
        } else {
            (&*format!("{} rows have names", self.rows), "hold")
        };
        Some(format!(
            "{names} that {hold} characters nobody sees, such as U+{:04X} in “{name}” on line {line}: they stay, and names are matched without them.",
            u32::from(*found)
        ))
    }
}
