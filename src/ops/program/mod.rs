//! Operations on programs: what you pay partners, and when.

mod add;
mod end;
mod enrol;
mod example;
mod leave;
mod show;
mod split;
mod terms;
mod test;

use super::Entry;
use crate::{
    domain::{plan::Plan, terms::Terms},
    error::{Error, Result},
    store::Tx,
    text::nearest,
};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<add::ProgramAdd>(),
    Entry::of::<show::ProgramShow>(),
    Entry::of::<terms::ProgramTerms>(),
    Entry::of::<test::ProgramTest>(),
    Entry::of::<enrol::ProgramEnrol>(),
    Entry::of::<leave::ProgramLeave>(),
    Entry::of::<split::ProgramSplit>(),
    Entry::of::<end::ProgramEnd>(),
];

/// More new agreements than this are kept in the log as a range.
const MANY: i64 = 10_000;

/// Terms as typed, read; an error points at the word.
fn read(text: &str) -> Result<Terms> {
    Terms::parse(text).map_err(|e| {
        Error::refused("These terms cannot be read. Nothing was changed.")
            .means(e.pointed(text))
            .hint(e.message)
    })
}

/// Kinds of revenue that most books have, for slips of the pen.
const USUAL_KINDS: [&str; 6] = ["base", "usage", "add-on", "services", "setup", "tax"];

/// What to look at in new terms: a kind of revenue nearly, but not quite, written as a usual one. It would earn nothing,
/// and nobody would see why.
fn slips(terms: &Terms) -> String {
    let kinds = terms
        .plans()
        .iter()
        .filter_map(Plan::scope)
        .flat_map(|scope| &scope.kinds);
    let slip = kinds
        .filter(|kind| !USUAL_KINDS.contains(&kind.as_str()))
        .find_map(|kind| Some((kind, nearest(kind, USUAL_KINDS)?)));
    slip.map_or(String::new(), |(kind, meant)| {
        format!("Look at it again: it pays on “{kind}”, not on “{meant}”.")
    })
}

/// Gives agreements to what has none, and says so.
fn agree(tx: &Tx<'_>) -> Result<String> {
    Ok(match tx.agree_all()? {
        0 => String::new(),
        1 => "; 1 referral got its agreement".to_owned(),
        n => format!("; referrals got {n} agreements"),
    })
}
