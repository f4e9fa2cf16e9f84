//! Exports of other programs, known by their headers: which column is which there, and what their words mean here.
//!
//! A layout comes to words of a command line, so whatever it does can be seen, typed and changed. One file a family of
//! programs; the headers are facts about those programs.

mod chargebee;
mod recurly;
mod stripe;
mod stripe_objects;

use super::{FileKind, heading::plain};

/// An export of another program.
#[derive(Debug, Clone, Copy)]
pub struct KnownLayout {
    /// What it is called: `Stripe payments`.
    pub name: &'static str,
    /// The program, as `--from` has it: `stripe`.
    pub program: &'static str,
    /// What its rows are.
    pub kind: FileKind,
    /// Columns it always has, each by the headers it may go by. The more there are, the surer it is.
    pub marks: &'static [&'static [&'static str]],
    /// Headers it never has: they tell it from its siblings.
    pub lacks: &'static [&'static str],
    /// Fields, and the headers they may come from: the first that is there is taken.
    pub map: &'static [(&'static str, &'static [&'static str])],
    /// What else it needs.
    pub words: &'static [Extra],
}

/// Words a layout adds to the command line, where the column they are about is there.
#[derive(Debug, Clone, Copy)]
pub struct Extra {
    /// The column; empty where it is about none.
    pub column: &'static str,
    /// An option: `--where`.
    pub option: &'static str,
    /// Its value: `Status!=Failed`; empty for an option without one.
    pub value: &'static str,
}

/// Every layout that is known.
pub fn all() -> impl Iterator<Item = &'static KnownLayout> {
    let families = [
        stripe::LAYOUTS,
        stripe_objects::LAYOUTS,
        recurly::LAYOUTS,
        chargebee::LAYOUTS,
    ];
    families.into_iter().flatten()
}

/// The layouts a header fits, the surest first: all their marks are there, and nothing they lack.
pub fn recognise(header: &[String]) -> Vec<&'static KnownLayout> {
    let mut found: Vec<&KnownLayout> = all().filter(|layout| layout.fits(header)).collect();
    found.sort_by_key(|layout| std::cmp::Reverse(layout.marks.len()));
    found
}

impl KnownLayout {
    /// Whether a header is its.
    pub fn fits(&self, header: &[String]) -> bool {
        let has = |names: &[&str]| names.iter().any(|name| column(header, name).is_some());
        self.marks.iter().all(|names| has(names)) && !has(self.lacks)
    }

    /// The words of the command line it comes to for this header.
    pub fn words(&self, header: &[String]) -> Vec<String> {
        let mut words = Vec::new();
        for (field, names) in self.map {
            if let Some(found) = names.iter().find_map(|name| column(header, name)) {
                words.extend(["--map".to_owned(), format!("{field}={found}")]);
            }
        }
        for extra in self.words {
            if extra.column.is_empty() || column(header, extra.column).is_some() {
                words.push(extra.option.to_owned());
                if !extra.value.is_empty() {
                    words.push(extra.value.to_owned());
                }
            }
        }
        words
    }
}

/// The header of a column as it stands in the file.
fn column<'h>(header: &'h [String], name: &str) -> Option<&'h str> {
    let name = plain(name);
    header.iter().find(|h| plain(h) == name).map(String::as_str)
}
