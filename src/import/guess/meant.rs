//! What the fields of each kind of file mean, the likeliest meaning first; must not look at a file.

use super::{FileKind, Holds, Meaning};

/// What headers of a field mean.
pub fn meanings(kind: FileKind, field: &str) -> &'static [Meaning] {
    use Meaning as M;
    match (kind, field) {
        (FileKind::Revenue, "id") => &[M::InvoiceNumber, M::Id],
        (FileKind::Partners, "name") => &[M::Partner, M::Company, M::Name],
        (FileKind::Contacts, "name") | (_, "contact") => &[M::Person, M::Name],
        (FileKind::Accounts, "name") | (_, "company") => &[M::Company, M::Customer, M::Name],
        (FileKind::Customers, "name") => &[M::Customer, M::Company, M::Name],
        (_, "name") => &[M::Name],
        (_, "id") => &[M::Id],
        (_, "partner") => &[M::Partner],
        (_, "customer") => &[M::CustomerNumber, M::Customer, M::Company],
        // After the customer's number, which is no name.
        (_, "customer_name") => &[M::Nothing, M::Customer, M::Company],
        (_, "first" | "first_name") => &[M::First],
        (_, "last" | "last_name") => &[M::Last],
        (_, "email" | "customer_email") => &[M::Email],
        (_, "site" | "domain" | "customer_site") => &[M::Site],
        (_, "date" | "day" | "at") => &[M::PaidOn, M::Invoiced, M::Date, M::Created],
        (_, "submitted") => &[M::Created, M::Date],
        (_, "started" | "start" | "since") => &[M::Start],
        (_, "churned" | "end" | "ended") => &[M::End],
        (_, "won") => &[M::Closed],
        (_, "amount" | "value") => &[M::Amount],
        (_, "currency") => &[M::Currency],
        (_, "stage") => &[M::Stage, M::Status],
        (_, "state" | "status" | "their_status") => &[M::Status],
        (_, "kind") => &[M::Kind],
        (_, "note" | "text") => &[M::Note],
        (_, "owner" | "rep") => &[M::Owner],
        (_, "country") => &[M::Country],
        (_, "plan") => &[M::Plan],
        (_, "reason") => &[M::Reason],
        (_, "pay_to") => &[M::Account],
        (_, "pay_bic") => &[M::Bic],
        (_, "tags") => &[M::Tags],
        _ => &[],
    }
}

/// A meaning in one English word or two.
pub(super) fn called(meaning: Meaning) -> &'static str {
    use Meaning as M;
    match meaning {
        M::Partner => "partner",
        M::Company => "company",
        M::Customer => "customer",
        M::CustomerNumber => "customer number",
        M::Nothing => "nothing",
        M::Name => "name",
        M::Person => "contact",
        M::First => "first name",
        M::Last => "last name",
        M::Email => "e-mail",
        M::Site => "website",
        M::Date => "date",
        M::Created => "created on",
        M::Invoiced => "invoice date",
        M::PaidOn => "paid on",
        M::Start => "start",
        M::End => "end",
        M::Closed => "close date",
        M::Amount => "amount",
        M::Currency => "currency",
        M::Status => "status",
        M::Stage => "stage",
        M::Note => "note",
        M::Owner => "owner",
        M::Country => "country",
        M::InvoiceNumber => "invoice number",
        M::Id => "number",
        M::Kind => "kind",
        M::Plan => "plan",
        M::Reason => "reason",
        M::Account => "account to pay to",
        M::Bic => "BIC",
        M::Tags => "tags",
        M::Phone => "telephone",
    }
}

/// What the cells of a field are, many of them.
pub(super) fn held(holds: Holds) -> &'static str {
    match holds {
        Holds::Day => "days",
        Holds::Amount => "amounts",
        Holds::Currency => "currency codes",
        Holds::Email => "e-mail addresses",
        Holds::Site => "websites",
        Holds::Count => "whole numbers",
        Holds::Yes => "yes or no",
        Holds::Id | Holds::Name | Holds::Word | Holds::Text => "what is wanted",
    }
}
