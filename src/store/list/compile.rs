//! A filter and sort keys as SQL: fixed pieces put together, and values to bind; nothing typed ever becomes SQL.

use std::fmt::Write as _;

use rusqlite::types::Value as Bound;

use super::{Field, Source, Wanted};
use crate::{
    domain::query::{Atom, FieldKind, Term, Value},
    text::fold,
};

/// Conditions for WHERE, with what is to be bound to them by name.
pub(super) struct Conditions {
    pub(super) sql: String,
    /// The parts of it that need the list's joins.
    joined: String,
    pub(super) binds: Vec<(String, Bound)>,
}

impl Conditions {
    /// All that must hold of a row of the list as it is wanted.
    pub(super) fn new(source: &Source, wanted: &Wanted<'_>) -> Self {
        let mut all = Self {
            sql: "1".to_owned(),
            joined: String::new(),
            binds: Vec::new(),
        };
        if !source.always.is_empty() {
            all.and(source.always);
        }
        if !source.day.is_empty() {
            let (from, to) = (wanted.period.from, wanted.period.to);
            for (end, name, sign) in [(from, ":from", ">="), (to, ":to", "<=")] {
                if let Some(day) = end {
                    all.and(&format!("{} {sign} {name}", source.day));
                    all.binds
                        .push((name.to_owned(), Bound::Text(day.to_string())));
                }
            }
        }
        for term in &wanted.filter.terms {
            all.term(source, term);
        }
        all
    }

    /// One more condition, made of fixed words.
    pub(super) fn and(&mut self, condition: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.sql, " AND ({condition})");
        self.joined.push_str(condition);
    }

    /// After FROM: the table of the list with the joins that these conditions and `more` name.
    pub(super) fn from(&self, source: &Source, more: &str) -> String {
        let mut said = format!("{} {more}", self.joined);
        let mut joins = Vec::new();
        for (alias, join) in source.joins.iter().rev() {
            if names(&said, alias) {
                said.push_str(join);
                joins.push(*join);
            }
        }
        joins.push(source.from);
        joins.reverse();
        joins.join(" ")
    }

    fn term(&mut self, source: &Source, term: &Term) {
        let holds = match &term.atom {
            Atom::Text(text) => {
                let name = self.bind(Bound::Text(fold(text)));
                format!("finds({name}, {})", source.text.join(", "))
            }
            Atom::Is(words) => {
                let meanings: Vec<&str> = words
                    .iter()
                    .filter_map(|word| source.is.iter().find(|(known, _)| known == word))
                    .map(|(_, sql)| *sql)
                    .collect();
                any_of(meanings.iter().map(ToString::to_string))
            }
            Atom::Field(name, values) => match source.fields.iter().find(|f| f.name == *name) {
                Some(field) => {
                    let fits = any_of(
                        values
                            .iter()
                            .map(|v| self.value(field, v))
                            .collect::<Vec<_>>(),
                    );
                    let of_partner = !source.by_partner.is_empty() && field.sql.starts_with("p.");
                    if of_partner && !values.contains(&Value::None) {
                        format!("{}{fits})", source.by_partner)
                    } else {
                        fits
                    }
                }
                // A filter read with another list's words: nothing fits it.
                None => "0".to_owned(),
            },
        };
        // What is not known does not hold, so that `not:` finds it.
        let not = if term.not { "NOT " } else { "" };
        let condition = format!("{not}coalesce(({holds}), 0)");
        let narrowed = !source.by_partner.is_empty() && holds.starts_with(source.by_partner);
        if narrowed {
            // It brings its own `p`.
            let _ = write!(self.sql, " AND ({condition})");
        } else {
            self.and(&condition);
        }
    }

    fn value(&mut self, field: &Field, value: &Value) -> String {
        let sql = field.sql;
        match value {
            Value::None => format!("({sql}) IS NULL"),
            Value::Any => format!("({sql}) IS NOT NULL"),
            Value::Text(text) => {
                let name = self.bind(Bound::Text(fold(text)));
                let function = match field.kind {
                    FieldKind::Tags => "tagged",
                    FieldKind::Word => "begins",
                    _ => "finds",
                };
                format!("{function}({name}, {sql})")
            }
            Value::Numbers(from, to) | Value::Amounts(from, to) => {
                self.span(sql, from.map(Bound::Integer), to.map(Bound::Integer))
            }
            Value::Days(days) => {
                let end =
                    |day: Option<crate::domain::day::Day>| day.map(|d| Bound::Text(d.to_string()));
                self.span(sql, end(days.from), end(days.to))
            }
        }
    }

    fn span(&mut self, sql: &str, from: Option<Bound>, to: Option<Bound>) -> String {
        match (from, to) {
            (Some(from), Some(to)) => {
                let (from, to) = (self.bind(from), self.bind(to));
                format!("({sql}) BETWEEN {from} AND {to}")
            }
            (Some(from), None) => format!("({sql}) >= {}", self.bind(from)),
            (None, Some(to)) => format!("({sql}) <= {}", self.bind(to)),
            (None, None) => format!("({sql}) IS NOT NULL"),
        }
    }

    fn bind(&mut self, value: Bound) -> String {
        let name = format!(":v{}", self.binds.len());
        self.binds.push((name.clone(), value));
        name
    }
}

/// Whether SQL speaks of a column of `alias`.
fn names(sql: &str, alias: &str) -> bool {
    let column = format!("{alias}.");
    sql.match_indices(&column).any(|(at, _)| {
        let before = sql[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

fn any_of(conditions: impl IntoIterator<Item = String>) -> String {
    let all: Vec<String> = conditions
        .into_iter()
        .map(|c| format!("coalesce(({c}), 0)"))
        .collect();
    if all.is_empty() {
        "0".to_owned()
    } else {
        all.join(" OR ")
    }
}

/// ORDER BY: the keys that the list can be sorted by, what is not known last, ties in the list's own order.
pub(super) fn order(source: &Source, wanted: &Wanted<'_>) -> String {
    let mut keys: Vec<String> = Vec::new();
    for key in wanted.sort {
        let Some(field) = source
            .fields
            .iter()
            .find(|f| f.name == key.field && !f.sort.is_empty())
        else {
            continue;
        };
        let collate = match field.kind {
            FieldKind::Text | FieldKind::Word | FieldKind::Tags if field.sort == field.sql => {
                " COLLATE NOCASE"
            }
            _ => "",
        };
        let way = if key.descending { " DESC" } else { "" };
        keys.push(format!("({}){collate}{way} NULLS LAST", field.sort));
    }
    if keys.is_empty() {
        return source.order.to_owned();
    }
    keys.push(source.id.to_owned());
    keys.join(", ")
}
