//! Operations on programs: what you pay partners, and when.

mod add;
mod end;
mod enrol;
mod leave;
mod show;
mod split;
mod terms;
mod test;

use super::Entry;
use crate::{
    domain::terms::Terms,
    error::{Error, Result},
    store::Tx,
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

/// Gives agreements to what has none, and says so.
fn agree(tx: &Tx<'_>) -> Result<String> {
    Ok(match tx.agree_all()? {
        0 => String::new(),
        1 => "; 1 referral got its agreement".to_owned(),
        n => format!("; referrals got {n} agreements"),
    })
}
