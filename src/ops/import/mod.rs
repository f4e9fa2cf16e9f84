//! Operations that read files into the book: what each kind of file may say, and which record a row is about.
//!
//! All rows or none, unless asked otherwise; the same file again changes nothing; the order of rows does not matter.

mod activities;
mod asked;
mod bringers;
mod conflicts;
mod contacts;
mod customers;
mod earning;
mod enrolling;
pub(super) mod file;
pub mod folder;
pub(super) mod given;
mod hidden;
pub(super) mod intake;
mod kinds;
mod looked;
mod named_by_file;
pub(super) mod opened;
mod origin;
mod partners;
mod payer;
mod person;
mod problems;
pub mod proposal;
pub(super) mod propose;
pub(super) mod reading;
mod referrals;
mod rejected;
pub(super) mod remembered;
pub(in crate::ops) mod report;
mod results;
mod revenue;
mod rewards;
mod said;
mod same_deal;
mod stage_questions;
mod stages;
mod subscriptions;
mod told;
mod total;
pub mod trial;
mod twice;
mod visits;
mod who;
mod words;

use super::{Cx, Entry};
use crate::error::Result;
pub use crate::import::{Field, FileKind, Holds};

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<file::ImportFile>(),
    Entry::of::<partners::ImportPartners>(),
    Entry::of::<contacts::ImportContacts>(),
    Entry::of::<customers::ImportCustomers>(),
    Entry::of::<referrals::ImportReferrals>(),
    Entry::of::<revenue::ImportRevenue>(),
    Entry::of::<rewards::ImportRewards>(),
    Entry::of::<activities::ImportActivities>(),
    Entry::of::<subscriptions::ImportSubscriptions>(),
    Entry::of::<visits::ImportVisits>(),
    Entry::of::<results::ImportResults>(),
];

/// Declares the fields of a kind of file: the way to name one, its name, whether it is needed, what its cells hold, and
/// headers that mean it.
macro_rules! fields {
    (@ needed) => { true };
    (@ maybe) => { false };
    (@ id) => { crate::import::Holds::Id };
    (@ name) => { crate::import::Holds::Name };
    (@ word) => { crate::import::Holds::Word };
    (@ text) => { crate::import::Holds::Text };
    (@ day) => { crate::import::Holds::Day };
    (@ amount) => { crate::import::Holds::Amount };
    (@ currency) => { crate::import::Holds::Currency };
    (@ email) => { crate::import::Holds::Email };
    (@ site) => { crate::import::Holds::Site };
    (@ count) => { crate::import::Holds::Count };
    (@ yes) => { crate::import::Holds::Yes };
    ($($id:ident = $name:literal $need:ident $holds:ident [$($like:literal),*];)*) => {
        #[derive(Debug, Clone, Copy)]
        pub(super) enum At { $($id),* }
        impl From<At> for usize {
            fn from(at: At) -> usize { at as usize }
        }
        pub(in crate::ops) const FIELDS: &[crate::import::Field] = &[
            $(crate::import::Field {
                name: $name, like: &[$($like),*], needed: fields!(@ $need), holds: fields!(@ $holds),
            }),*
        ];
    };
}
pub(super) use fields;

/// Takes what the file says over what the book has; where the file says nothing, the book keeps what it has.
fn put<T>(into: &mut Option<T>, said: Option<T>) {
    if said.is_some() {
        *into = said;
    }
}

/// What a file would be read as: `words` are those of `import FILE …` as it stands so far. Where only the person can say
/// how its text is read at all, that is all there is to it. Changes nothing. Errors: those of opening the file, and words
/// that are none.
pub fn proposal(words: &[String], cx: &mut Cx<'_>) -> Result<proposal::Proposal> {
    let ask = file::ImportFile::of(words)?;
    let e = match propose::propose(&ask, cx) {
        Ok(proposal) => return Ok(proposal),
        Err(e) => e,
    };
    let Some(choice) = asked::about_file(&ask.reading, cx)? else {
        return Err(e);
    };
    Ok(proposal::Proposal {
        file: choice.about.clone(),
        because: "it cannot be read before this is answered".to_owned(),
        choices: vec![choice],
        words: propose::as_typed(&ask),
        ..proposal::Proposal::default()
    })
}
