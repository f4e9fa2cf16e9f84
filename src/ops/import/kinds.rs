//! Every kind of file and how it is read: its fields and its command. What is not listed here is never proposed.

use clap::Command;

use super::{
    activities, contacts, customers, partners, referrals, revenue, rewards, subscriptions, visits,
};
use crate::{
    import::{Field, FileKind, which::Candidate},
    ops::{overlap::load, registry},
};

/// A kind of file.
#[derive(Debug, Clone, Copy)]
pub(in crate::ops) struct KindOfFile {
    /// The kind.
    pub(in crate::ops) kind: FileKind,
    /// What its rows can say; none where the command finds its columns itself.
    pub(in crate::ops) fields: &'static [Field],
    /// Of each group of fields one must be there.
    pub(in crate::ops) one_of: &'static [&'static [&'static str]],
    /// What a row is, in words a person is asked with.
    pub(in crate::ops) rows_are: &'static str,
    /// Whether a file may be taken for it without having been told.
    pub(in crate::ops) guessed: bool,
}

const fn kind(
    kind: FileKind,
    fields: &'static [Field],
    one_of: &'static [&'static [&'static str]],
    rows_are: &'static str,
) -> KindOfFile {
    KindOfFile {
        kind,
        fields,
        one_of,
        rows_are,
        guessed: true,
    }
}

/// Every kind, in the order a person is asked.
#[rustfmt::skip]
pub(in crate::ops) static KINDS: &[KindOfFile] = &[
    kind(FileKind::Partners, partners::FIELDS, &[], "partners"),
    kind(FileKind::Referrals, referrals::FIELDS, &[], "referrals: leads or deals that partners brought"),
    kind(FileKind::Customers, customers::FIELDS, &[], "customers"),
    kind(FileKind::Revenue, revenue::FIELDS, &[&["customer", "referral", "customer_name", "customer_email", "customer_site", "refund_of"]], "revenue: what customers paid"),
    kind(FileKind::Subscriptions, subscriptions::FIELDS, &[&["customer", "referral", "customer_name", "customer_email", "customer_site"]], "subscriptions, which stand for the lines they were billed by"),
    kind(FileKind::Contacts, contacts::FIELDS, &[&["name", "first", "last", "email"]], "contacts: people at partners"),
    kind(FileKind::Activities, activities::FIELDS, &[&["partner", "referral"]], "activities: calls, meetings, trainings"),
    kind(FileKind::Rewards, rewards::FIELDS, &[&["value", "what"]], "rewards: what partners are given beside commission"),
    kind(FileKind::Visits, visits::FIELDS, &[&["code", "visitor"]], "clicks on coded links, and the sign-ups after them"),
    // A list of accounts looks like a list of customers: only the person knows whose it is.
    KindOfFile { guessed: false, ..kind(FileKind::Accounts, load::FIELDS, &[&["name", "site", "email"]], "accounts: a partner's own list, to compare with yours") },
    KindOfFile { guessed: false, ..kind(FileKind::Results, &[], &[], "results: what a bank or provider answers to a payment file") },
];

/// The kind of file that is read as `kind`, if there is one.
pub(in crate::ops) fn of(kind: FileKind) -> Option<&'static KindOfFile> {
    KINDS.iter().find(|k| k.kind == kind)
}

/// The kinds that may be guessed.
pub(in crate::ops) fn candidates() -> Vec<Candidate> {
    let guessed = KINDS.iter().filter(|k| k.guessed);
    guessed
        .map(|k| Candidate {
            kind: k.kind,
            fields: k.fields,
            one_of: k.one_of,
        })
        .collect()
}

impl KindOfFile {
    /// The command that reads it.
    pub(in crate::ops) fn command(&self) -> Option<Command> {
        let entry = registry::find(&self.kind.command())?;
        Some((entry.command)())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_command_and_knows_its_fields() {
        for kind in KINDS {
            let word = kind.kind.word();
            assert!(kind.command().is_some(), "{word} has no command");
            for field in kind.one_of.iter().flat_map(|group| group.iter()) {
                let known = kind.fields.iter().any(|f| f.name == *field);
                assert!(known, "{word} has no field {field}");
            }
        }
    }
}
