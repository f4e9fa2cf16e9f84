//! Operations that read files into the book: what each kind of file may say, and which record a row is about.
//!
//! All rows or none, unless asked otherwise; the same file again changes nothing; the order of rows does not matter.

mod conflicts;
mod customers;
pub(super) mod intake;
mod partners;
mod payer;
pub(super) mod reading;
mod referrals;
mod report;
mod results;
mod revenue;
mod words;

use super::Entry;

/// The operations of this folder.
pub const OPERATIONS: &[Entry] = &[
    Entry::of::<partners::ImportPartners>(),
    Entry::of::<customers::ImportCustomers>(),
    Entry::of::<referrals::ImportReferrals>(),
    Entry::of::<revenue::ImportRevenue>(),
    Entry::of::<results::ImportResults>(),
];

/// Declares the fields of a kind of file: the way to name one, its name, whether it is needed, headers that mean it.
macro_rules! fields {
    (@ needed) => { true };
    (@ maybe) => { false };
    ($($id:ident = $name:literal $need:ident [$($like:literal),*];)*) => {
        #[derive(Debug, Clone, Copy)]
        enum At { $($id),* }
        impl From<At> for usize {
            fn from(at: At) -> usize { at as usize }
        }
        const FIELDS: &[crate::import::Field] = &[
            $(crate::import::Field { name: $name, like: &[$($like),*], needed: fields!(@ $need) }),*
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
