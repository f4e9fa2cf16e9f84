//! Which column of a file is which field of ours, and which rows count; decided before the first row is read.

mod named;

use std::collections::BTreeMap;

pub use self::named::said_twice;
use super::{
    condition::Condition,
    field::Field,
    heading::{pairs, plain, unquoted},
    records::Record,
};
use crate::{
    domain::header::is_reason,
    error::{Error, Result},
    text::csv_unguard,
};

/// What the person asked for, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// `field=Column`, also several with commas between.
    pub map: Vec<String>,
    /// `Column=Value`, `Column!=Value`, `Column in (A, B)`: only such rows count.
    pub only: Vec<String>,
    /// `field=value` for every row.
    pub set: Vec<String>,
    /// `field=value` for rows whose cell is empty.
    pub default: Vec<String>,
    /// `field=value where Column=Value`: the value of a field for rows that meet a condition.
    pub rules: Vec<String>,
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// The first whose condition holds goes before everything else.
    rules: Vec<Rule>,
    column: Option<usize>,
    set: Option<String>,
    default: Option<String>,
}

/// A value for rows that meet a condition.
#[derive(Debug, Clone)]
struct Rule {
    condition: Condition,
    value: String,
    /// The condition, as it was typed.
    typed: String,
}

/// The decision: for each field its column or value, and the conditions on rows.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The fields of this kind of file.
    pub fields: &'static [Field],
    /// The header, as it stands in the file.
    pub headers: Vec<String>,
    /// Whether cells may have a mark before them that keeps a spreadsheet from running them.
    pub guarded: bool,
    /// Whether it is a list of this program's own: see [`super::own_list`].
    pub own: bool,
    origins: Vec<Origin>,
    conditions: Vec<Condition>,
}

impl Mapping {
    /// Decides. Without `--map` a header that is our field's name or means it without doubt is taken; with it, only
    /// what it names and headers that are exactly our names. Errors name the file's columns and the nearest of ours.
    pub fn decide(fields: &'static [Field], header: &Record, wishes: &Wishes) -> Result<Self> {
        let mut mapping = Self {
            fields,
            headers: header.cells().map(|h| h.trim().to_owned()).collect(),
            guarded: false,
            own: false,
            origins: vec![Origin::default(); fields.len()],
            conditions: Vec::new(),
        };
        let mut named = BTreeMap::new();
        for (field, column) in pairs(&wishes.map)? {
            let at = mapping.field(&field)?;
            let column = if column.is_empty() {
                None
            } else {
                Some(mapping.column(&column)?)
            };
            if named.insert(at, column).is_some() {
                return Err(Error::usage(format!(
                    "--map names the field {field} twice."
                )));
            }
        }
        for (at, field) in fields.iter().enumerate() {
            mapping.origins[at].column = match named.get(&at) {
                Some(column) => *column,
                None => mapping.own(field, wishes.map.is_empty())?,
            };
        }
        for (typed, into) in [(&wishes.set, true), (&wishes.default, false)] {
            for one in typed {
                let (field, value) = one.split_once('=').ok_or_else(|| {
                    Error::usage(format!("“{one}” is not field=value."))
                        .hint("Write it like currency=EUR.")
                })?;
                let at = mapping.field(field.trim())?;
                let origin = &mut mapping.origins[at];
                let place = if into {
                    &mut origin.set
                } else {
                    &mut origin.default
                };
                let value = value.trim();
                let before = place.replace(value.to_owned());
                if let Some(before) = before.filter(|before| before != value) {
                    let option = if into { "--set" } else { "--default" };
                    return Err(said_twice(option, field.trim(), &before, value));
                }
            }
        }
        for typed in &wishes.rules {
            mapping.add_rule(typed)?;
        }
        for typed in &wishes.only {
            let condition = Condition::parse(typed, |name| mapping.column(name))?;
            mapping.conditions.push(condition);
        }
        mapping.expect_needed()?;
        Ok(mapping)
    }

    /// Whether the file or the person says anything about a field.
    pub fn says(&self, field: usize) -> bool {
        let origin = &self.origins[field];
        let value = origin.set.is_some() || origin.default.is_some();
        origin.column.is_some() || value || !origin.rules.is_empty()
    }

    /// The header of a field's column; its own name where the person gave the value.
    pub fn heading(&self, field: usize) -> &str {
        self.origins[field]
            .column
            .map_or(self.fields[field].name, |c| &self.headers[c])
    }

    /// What a row says about a field, trimmed; empty where it says nothing.
    pub fn value<'r>(&'r self, record: &'r Record, field: usize) -> &'r str {
        let origin = &self.origins[field];
        if let Some(rule) = origin.rules.iter().find(|r| r.condition.holds(record)) {
            return &rule.value;
        }
        if let Some(set) = &origin.set {
            return set;
        }
        let mut cell = origin.column.map_or("", |c| record.cell(c).trim());
        if self.guarded && cell.starts_with('\'') {
            cell = csv_unguard(cell).trim();
        }
        match &origin.default {
            Some(default) if cell.is_empty() => default,
            _ => cell,
        }
    }

    /// The column a field is read from.
    pub fn column_of(&self, field: usize) -> Option<usize> {
        let origin = &self.origins[field];
        origin.column.filter(|_| origin.set.is_none())
    }

    /// Reads a field from another column, or from none.
    pub(super) fn read_from(&mut self, field: usize, column: Option<usize>) {
        self.origins[field].column = column;
    }

    /// Whether what a row says about a field stands in the file, and was not typed by the person.
    pub fn is_cell(&self, record: &Record, field: usize) -> bool {
        let mut rules = self.origins[field].rules.iter();
        if rules.any(|r| r.condition.holds(record)) {
            return false;
        }
        let column = self.column_of(field);
        column.is_some_and(|c| !record.cell(c).trim().is_empty())
    }

    /// Whether a row is one of those the person asked for.
    pub fn wants(&self, record: &Record) -> bool {
        self.conditions.iter().all(|c| c.holds(record))
    }

    /// What was decided, one line a field: `name ← sales_agent`, and one a rule: `stage ← “won” where Status=Paid`.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (field, origin) in self.fields.iter().zip(&self.origins) {
            for rule in &origin.rules {
                lines.push(format!(
                    "{} ← “{}” where {}",
                    field.name, rule.value, rule.typed
                ));
            }
            let from = match (&origin.set, origin.column) {
                (Some(set), _) => Some(format!("“{set}”")),
                (None, Some(c)) => Some(self.headers[c].clone()),
                (None, None) => None,
            };
            lines.extend(match (from, &origin.default) {
                (Some(from), Some(d)) => {
                    Some(format!("{} ← {from} (where empty: “{d}”)", field.name))
                }
                (Some(from), None) => Some(format!("{} ← {from}", field.name)),
                (None, Some(d)) => Some(format!("{} ← “{d}”", field.name)),
                (None, None) => None,
            });
        }
        lines
    }

    /// The columns nothing is taken from, in the order of the file; the reason of an earlier refusal is not missed.
    pub fn not_used(&self) -> Vec<String> {
        let used = |c: usize| {
            let field = |o: &Origin| {
                let rule = o.rules.iter().any(|r| r.condition.column == c);
                rule || (o.set.is_none() && o.column == Some(c))
            };
            self.origins.iter().any(field) || self.conditions.iter().any(|w| w.column == c)
        };
        let headers = self.headers.iter().enumerate();
        headers
            .filter(|(c, h)| !used(*c) && !h.is_empty() && !is_reason(h))
            .map(|(_, h)| h.clone())
            .collect()
    }

    /// Adds `field=value where CONDITION`.
    fn add_rule(&mut self, typed: &str) -> Result<()> {
        let bad = || {
            Error::usage(format!("“{typed}” is no rule."))
                .hint("Write it like --rule \"stage=won where Status in (Closed Won, Paid)\".")
        };
        let (what, condition) = typed.split_once(" where ").ok_or_else(bad)?;
        let (field, value) = what.split_once('=').ok_or_else(bad)?;
        let at = self.field(field.trim())?;
        let rule = Rule {
            condition: Condition::parse(condition, |name| self.column(name))?,
            value: unquoted(value),
            typed: condition.trim().to_owned(),
        };
        self.origins[at].rules.push(rule);
        Ok(())
    }

    /// The column of a field that nobody named.
    fn own(&self, field: &Field, synonyms: bool) -> Result<Option<usize>> {
        let is = |header: &str, name: &str| plain(header) == plain(name);
        let columns = (0..self.headers.len()).filter(|c| {
            let header = &self.headers[*c];
            is(header, field.name) || (synonyms && field.like.iter().any(|like| is(header, like)))
        });
        let mut found: Vec<usize> = columns.collect();
        // A header that is the name itself goes before those that only mean it.
        if found.len() > 1 {
            let exact = |c: &usize| is(&self.headers[*c], field.name);
            if found.iter().filter(|c| exact(c)).count() == 1 {
                found.retain(exact);
            }
        }
        match found.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            [a, b, ..] => Err(Error::refused(format!(
                "Both “{}” and “{}” could be {}.",
                self.headers[*a], self.headers[*b], field.name
            ))
            .means("Nothing was imported.")
            .hint(format!("Say which, with --map {}=COLUMN.", field.name))),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::import::Holds;

    const FIELDS: &[Field] = &[
        Field {
            name: "name",
            like: &["company"],
            needed: true,
            holds: Holds::Name,
        },
        Field {
            name: "owner",
            like: &["account owner"],
            needed: false,
            holds: Holds::Name,
        },
    ];

    fn decide(header: &[&str], map: &str, only: &str) -> Result<Mapping> {
        let some = |s: &str| {
            if s.is_empty() {
                vec![]
            } else {
                vec![s.to_owned()]
            }
        };
        let wishes = Wishes {
            map: some(map),
            only: some(only),
            ..Wishes::default()
        };
        Mapping::decide(FIELDS, &Record::of(1, header.iter().copied()), &wishes)
    }

    #[test]
    fn headers_that_are_ours_need_no_map() {
        let found = decide(&["Account Owner", "COMPANY"], "", "").unwrap();
        assert_eq!(found.lines(), ["name ← COMPANY", "owner ← Account Owner"]);
        // What was named is all that counts, apart from names that are exactly ours.
        let found = decide(&["Account Owner", "COMPANY", "Owner"], "name=company", "").unwrap();
        assert_eq!(found.lines(), ["name ← COMPANY", "owner ← Owner"]);
        let found = decide(&["Owner", "COMPANY"], "name=company,owner=", "").unwrap();
        assert_eq!(found.lines(), ["name ← COMPANY"]);
    }

    #[test]
    fn a_missing_field_names_columns_and_fields() {
        let e = decide(&["Nmae", "Owner"], "", "").unwrap_err().to_string();
        assert!(
            e.contains("Nmae, Owner") && e.contains("--map name=Nmae"),
            "{e}"
        );
        let e = decide(&["a"], "nam=a", "").unwrap_err().to_string();
        assert!(e.contains("Did you mean name?"), "{e}");
        let e = decide(&["a", "a"], "name=a", "").unwrap_err().to_string();
        assert!(e.contains("2 columns"), "{e}");
    }

    #[test]
    fn the_first_rule_that_holds_goes_before_the_column() {
        let wishes = Wishes {
            rules: vec![
                "owner=us where Stage in (Closed Won, Paid)".into(),
                "owner=them where Stage is not empty".into(),
            ],
            ..Wishes::default()
        };
        let header = Record::of(1, ["name", "owner", "Stage"]);
        let found = Mapping::decide(FIELDS, &header, &wishes).unwrap();
        let owner = |stage| {
            let row = Record::of(2, ["x", "Ana", stage]);
            found.value(&row, 1).to_owned()
        };
        assert_eq!(
            [owner("Paid"), owner("Open"), owner("")],
            ["us", "them", "Ana"]
        );
        assert!(
            found
                .lines()
                .contains(&"owner ← “us” where Stage in (Closed Won, Paid)".into())
        );
        assert!(found.not_used().is_empty());
        for bad in ["owner where Stage=x", "owner=x", "owner=x where Stage"] {
            let rules = vec![bad.to_owned()];
            let wishes = Wishes {
                rules,
                ..Wishes::default()
            };
            assert!(Mapping::decide(FIELDS, &header, &wishes).is_err(), "{bad}");
        }
    }

    #[test]
    fn conditions_pick_rows() {
        let row = |stage| Record::of(2, ["x", stage]);
        let wants = |only: &str, stage| {
            decide(&["name", "stage"], "", only)
                .unwrap()
                .wants(&row(stage))
        };
        assert!(wants("stage=Won", "Won") && !wants("stage=Won", "Lost"));
        assert!(wants("stage!=Won", "Lost") && !wants("stage!=Won", "Won"));
        assert!(wants("stage in (Won, Lost)", "Lost") && !wants("stage in (Won, Lost)", "Open"));
    }
}
