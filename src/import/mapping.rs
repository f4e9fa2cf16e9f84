//! Which column of a file is which field of ours, and which rows count; decided before the first row is read.

use std::collections::BTreeMap;

use super::{
    condition::Condition,
    field::Field,
    heading::{pairs, plain},
    records::Record,
};
use crate::{
    error::{Error, Result},
    text::nearest,
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
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Default)]
struct Origin {
    column: Option<usize>,
    set: Option<String>,
    default: Option<String>,
}

/// The decision: for each field its column or value, and the conditions on rows.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The fields of this kind of file.
    pub fields: &'static [Field],
    /// The header, as it stands in the file.
    pub headers: Vec<String>,
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
                *place = Some(value.trim().to_owned());
            }
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
        origin.column.is_some() || origin.set.is_some() || origin.default.is_some()
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
        if let Some(set) = &origin.set {
            return set;
        }
        let cell = origin.column.map_or("", |c| record.cell(c).trim());
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

    /// Whether what a row says about a field stands in the file, and was not typed by the person.
    pub fn is_cell(&self, record: &Record, field: usize) -> bool {
        let column = self.column_of(field);
        column.is_some_and(|c| !record.cell(c).trim().is_empty())
    }

    /// Whether a row is one of those the person asked for.
    pub fn wants(&self, record: &Record) -> bool {
        self.conditions.iter().all(|c| c.holds(record))
    }

    /// What was decided, one line a field: `name ← sales_agent`.
    pub fn lines(&self) -> Vec<String> {
        let origins = self.fields.iter().zip(&self.origins);
        origins
            .filter_map(|(field, origin)| {
                let from = match (&origin.set, origin.column) {
                    (Some(set), _) => format!("“{set}”"),
                    (None, Some(c)) => self.headers[c].clone(),
                    (None, None) => {
                        return origin
                            .default
                            .as_ref()
                            .map(|d| format!("{} ← “{d}”", field.name));
                    }
                };
                let or = origin
                    .default
                    .as_ref()
                    .map_or(String::new(), |d| format!(" (where empty: “{d}”)"));
                Some(format!("{} ← {from}{or}", field.name))
            })
            .collect()
    }

    /// The columns nothing is taken from, in the order of the file; the reason of an earlier refusal is not missed.
    pub fn not_used(&self) -> Vec<String> {
        let used = |c: usize| {
            let field = |o: &Origin| o.set.is_none() && o.column == Some(c);
            self.origins.iter().any(field) || self.conditions.iter().any(|w| w.column == c)
        };
        let headers = self.headers.iter().enumerate();
        headers
            .filter(|(c, h)| !used(*c) && !h.is_empty() && *h != super::rejects::BECAUSE)
            .map(|(_, h)| h.clone())
            .collect()
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

    /// The place of a field by its name; the error names the nearest.
    pub fn field(&self, name: &str) -> Result<usize> {
        let names = self.fields.iter().map(|f| f.name);
        if let Some(at) = names.clone().position(|n| n.eq_ignore_ascii_case(name)) {
            return Ok(at);
        }
        let all = names.clone().collect::<Vec<_>>().join(", ");
        let near = nearest(name, names).map_or(String::new(), |n| format!(" Did you mean {n}?"));
        Err(
            Error::usage(format!("There is no field “{name}” here.{near}"))
                .hint(format!("The fields are: {all}.")),
        )
    }

    fn column(&self, name: &str) -> Result<usize> {
        let exact = |h: &String| h == name;
        let alike = |h: &String| plain(h) == plain(name);
        for same in [&exact as &dyn Fn(&String) -> bool, &alike] {
            let found: Vec<usize> = (0..self.headers.len())
                .filter(|c| same(&self.headers[*c]))
                .collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(*one),
                [..] => {
                    return Err(Error::refused(format!(
                        "The file has {} columns called “{name}”.",
                        found.len()
                    ))
                    .means("Nothing was imported.")
                    .hint("Rename one of them in the file."));
                }
            }
        }
        let near = nearest(name, self.headers.iter().map(String::as_str))
            .map_or(String::new(), |n| format!(" Did you mean “{n}”?"));
        Err(
            Error::refused(format!("The file has no column “{name}”.{near}"))
                .means("Nothing was imported.")
                .hint(self.columns_line()),
        )
    }

    fn columns_line(&self) -> String {
        const SHOWN: usize = 20;
        let more = self.headers.len().saturating_sub(SHOWN);
        let all = self
            .headers
            .iter()
            .take(SHOWN)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!("Its columns are: {all}{more}.")
    }

    fn expect_needed(&self) -> Result<()> {
        let missing: Vec<usize> = (0..self.fields.len())
            .filter(|f| self.fields[*f].needed && !self.says(*f))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let used: Vec<usize> = self.origins.iter().filter_map(|o| o.column).collect();
        let free: Vec<&str> = (0..self.headers.len())
            .filter(|c| !used.contains(c))
            .map(|c| self.headers[c].as_str())
            .collect();
        let hints = missing.iter().map(|f| {
            let field = &self.fields[*f];
            let near = [field.name]
                .iter()
                .chain(field.like)
                .find_map(|name| nearest(name, free.iter().copied()))
                .unwrap_or("COLUMN");
            format!("{}={near}", field.name)
        });
        let names = missing
            .iter()
            .map(|f| self.fields[*f].name)
            .collect::<Vec<_>>()
            .join(" and ");
        Err(Error::refused(format!(
            "No column of the file is known to be {names}. {}",
            self.columns_line()
        ))
        .means(format!(
            "Nothing was imported. The fields are: {}.",
            self.fields
                .iter()
                .map(|f| f.name)
                .collect::<Vec<_>>()
                .join(", ")
        ))
        .hint(format!(
            "Say which column it is: --map {}",
            hints.collect::<Vec<_>>().join(",")
        )))
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
