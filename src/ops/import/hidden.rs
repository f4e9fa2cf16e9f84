//! Names of a file that hold characters nobody sees, such as a zero-width space, or begin like a formula of a spreadsheet:
//! kept as they are, but told. Refuses nothing.

use crate::{
    import::{Holds, Row},
    text::is_unseen,
};

/// What was seen of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden {
    unseen: Seen<char>,
    formulas: Seen<()>,
}

/// How many rows, and the first of them: its line, the name, and what was found in it.
#[derive(Debug, Clone, Default)]
struct Seen<T> {
    rows: u64,
    first: Option<(u64, String, T)>,
}

impl<T> Seen<T> {
    fn note(&mut self, row: &Row<'_>, name: &str, found: T) {
        self.rows += 1;
        self.first
            .get_or_insert_with(|| (row.record.line, name.to_owned(), found));
    }

    /// `1 row has a name`, `3 rows have names`.
    fn rows(&self) -> String {
        match self.rows {
            1 => "1 row has a name".to_owned(),
            n => format!("{n} rows have names"),
        }
    }

    /// The verb of the names.
    fn verb(&self, one: &'static str, many: &'static str) -> &'static str {
        if self.rows == 1 { one } else { many }
    }
}

impl Hidden {
    /// Looks at the names of a row, which are at these fields.
    pub(super) fn see(&mut self, row: &Row<'_>, fields: &[usize]) {
        let holds = |f: &&usize| row.mapping.fields[**f].holds == Holds::Name;
        let (mut unseen, mut formula) = (None, None);
        for field in fields.iter().filter(holds) {
            let name = row.raw(*field);
            if name.starts_with(['=', '+', '-', '@']) {
                formula = formula.or(Some(name));
            }
            // Most names are plain letters.
            if !name.is_ascii()
                && let Some(found) = name.chars().find(|c| is_unseen(*c))
            {
                unseen = unseen.or(Some((name, found)));
            }
        }
        if let Some((name, found)) = unseen {
            self.unseen.note(row, name, found);
        }
        if let Some(name) = formula {
            self.formulas.note(row, name, ());
        }
    }

    /// What a person should know of it.
    pub(super) fn told(&self) -> Option<String> {
        let unseen = self.unseen.first.as_ref().map(|(line, name, found)| {
            format!(
                "{} that {} characters nobody sees, such as U+{:04X} in “{name}” on line {line}: they stay, and names are matched without them.",
                self.unseen.rows(),
                self.unseen.verb("holds", "hold"),
                u32::from(*found)
            )
        });
        let formulas = self.formulas.first.as_ref().map(|(line, name, ())| {
            format!(
                "{} that {} like a formula, such as “{name}” on line {line}: they stay text, and are disarmed in every export.",
                self.formulas.rows(),
                self.formulas.verb("begins", "begin")
            )
        });
        let all: Vec<String> = unseen.into_iter().chain(formulas).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
}
