//! Which rows of a file are meant: `Stage=Won`, `Stage!=Lost`, `Stage in (Won, Lost)`, `Refund is empty`; compared as
//! they stand, trimmed.

use super::{heading::unquoted, records::Record};
use crate::error::{Error, Result};

/// A condition on one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Condition {
    pub(super) column: usize,
    /// The values; one empty value where it is about empty cells.
    values: Vec<String>,
    wanted: bool,
}

impl Condition {
    /// Reads a condition as it was typed; `column` finds a column by its name. Names and values may stand in double
    /// quotes, where a quote is doubled.
    pub(super) fn parse(typed: &str, column: impl Fn(&str) -> Result<usize>) -> Result<Self> {
        let (name, values, wanted) = parts(typed).ok_or_else(|| {
            Error::usage(format!("“{typed}” is no condition.")).hint(
                "Write Column=Value, Column!=Value, \"Column in (A, B)\", \"Column not in (A, B)\", \"Column is empty\" or \"Column is not empty\".",
            )
        })?;
        Ok(Self {
            column: column(&name)?,
            values,
            wanted,
        })
    }

    /// Whether a row meets it.
    pub(super) fn holds(&self, record: &Record) -> bool {
        let cell = record.cell(self.column).trim();
        self.values.iter().any(|v| v == cell) == self.wanted
    }
}

/// Column, values, and whether a value must be one of them.
fn parts(typed: &str) -> Option<(String, Vec<String>, bool)> {
    let typed = typed.trim();
    let (name, rest) = named(typed);
    for (ending, wanted) in [("is empty", true), ("is not empty", false)] {
        // Without quotes an equals sign comes first: “Note=this is empty” is about that value.
        if rest.is_some_and(|rest| rest.trim() == ending) {
            return Some((name, vec![String::new()], wanted));
        }
        if let Some(name) = typed.strip_suffix(ending)
            && rest.is_none()
            && name.ends_with(' ')
            && !name.contains('=')
        {
            return Some((name.trim().to_owned(), vec![String::new()], wanted));
        }
    }
    for (word, wanted) in [(" not in (", false), (" in (", true)] {
        let (name, list) = match rest {
            Some(rest) => match rest.trim().strip_prefix(word.trim_start()) {
                Some(list) => (name.clone(), list),
                None => continue,
            },
            // A value may hold “ in (” as well: then the equals sign comes first.
            None => match typed.split_once(word) {
                Some((name, list)) if !name.contains('=') => (name.trim().to_owned(), list),
                _ => continue,
            },
        };
        return Some((name, list_of(list.trim_end().strip_suffix(')')?), wanted));
    }
    let (name, value, wanted) = if let Some(rest) = rest {
        let rest = rest.trim_start();
        match rest.strip_prefix("!=") {
            Some(value) => (name, value, false),
            None => (name, rest.strip_prefix('=')?, true),
        }
    } else {
        let (name, value) = typed.split_once('=')?;
        let (name, wanted) = name.strip_suffix('!').map_or((name, true), |n| (n, false));
        (name.trim().to_owned(), value, wanted)
    };
    Some((name, vec![unquoted(value)], wanted))
}

/// A name in quotes at the start, and what follows it; nothing follows where there are no quotes.
fn named(typed: &str) -> (String, Option<&str>) {
    if let Some(inner) = typed.strip_prefix('"') {
        let mut at = 0;
        while let Some(quote) = inner[at..].find('"') {
            let end = at + quote;
            if inner[end + 1..].starts_with('"') {
                at = end + 2;
                continue;
            }
            return (inner[..end].replace("\"\"", "\""), Some(&inner[end + 1..]));
        }
    }
    (String::new(), None)
}

/// Values with commas between, except within quotes.
fn list_of(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut quoted = false;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                values.push(unquoted(&text[from..at]));
                from = at + 1;
            }
            _ => {}
        }
    }
    values.push(unquoted(&text[from..]));
    values
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn holds(typed: &str, cell: &str) -> bool {
        let names = ["id", "Paid, or not", "a=b", "Status"];
        let column = |name: &str| {
            let at = names.iter().position(|n| *n == name);
            at.ok_or_else(|| Error::usage(name.to_owned()))
        };
        let condition = Condition::parse(typed, column).unwrap();
        let mut cells = [""; 4];
        cells[condition.column] = cell;
        condition.holds(&Record::of(2, cells))
    }

    #[test]
    fn rows_are_picked_by_what_a_column_says_or_does_not() {
        assert!(holds("Status=Paid", " Paid ") && !holds("Status=Paid", "paid"));
        assert!(holds("Status!=Paid", "") && !holds("Status!=Paid", "Paid"));
        assert!(holds("Status in (Paid, Won)", "Won") && !holds("Status in (Paid, Won)", ""));
        assert!(holds("Status not in (Paid, Won)", "Open"));
        assert!(!holds("Status not in (Paid, Won)", "Won"));
        assert!(holds("Status is empty", " ") && !holds("Status is empty", "x"));
        assert!(holds("Status is not empty", "x") && !holds("Status is not empty", ""));
        assert!(holds("Status=it is empty", "it is empty"));
        assert!(holds("Status=a in (b)", "a in (b)"));
    }

    #[test]
    fn names_and_values_in_quotes_may_hold_anything() {
        assert!(holds("\"Paid, or not\"=yes", "yes"));
        assert!(holds("\"a=b\" is empty", ""));
        assert!(holds("\"a=b\" in (\"x, y\", z)", "x, y"));
        assert!(holds("\"a=b\"!=\"say \"\"no\"\"\"", "yes"));
        assert!(!holds("\"a=b\"!=\"say \"\"no\"\"\"", "say \"no\""));
        for bad in ["Status", "Status in (Paid", "\"Status\"", ""] {
            assert!(Condition::parse(bad, |_| Ok(0)).is_err(), "{bad}");
        }
    }
}
