//! Accounts in one region of a partner's overlap: columns, fields, and a row as cells.

use super::{
    Cell, Column, Row,
    cells::{amounts, opt_day, opt_text},
    columns::{day, left, right, unsorted},
};
use crate::{
    domain::{
        id::Noun,
        money::Totals,
        query::{FieldDef, FieldKind},
    },
    store::list::AccountRow,
};

/// Columns, most important first where it matters.
pub(super) const COLUMNS: &[Column] = &[
    left("account", "Account", 14, 32, 0),
    left("ours", "Ours as", 11, 14, 2),
    left("our_ref", "Our ID", 6, 9, 4),
    right("our_value", "Our value", 10, 16, 0),
    left("their_name", "Their name", 12, 28, 6),
    left("theirs", "Theirs as", 11, 14, 1),
    left("stage", "Their stage", 11, 16, 5),
    left("rep", "Their rep", 12, 20, 3),
    right("their_value", "Their value", 11, 16, 4),
    left("domain", "Domain", 14, 24, 4),
    left("owner", "Our owner", 8, 20, 5),
    left("their_ref", "Their ID", 6, 9, 9),
    day("our_since", "Ours since", 6),
    day("opened_on", "Opened", 7),
    day("their_since", "Theirs since", 6),
    day("seen_first", "First seen", 7),
    left("country", "Country", 7, 14, 6),
    left("tier", "Tier", 4, 4, 6),
    left("rule", "Rule", 8, 20, 7),
    unsorted(left("named", "Named", 8, 32, 9)),
];

/// What it can be filtered and sorted by.
pub(super) const FIELDS: &[FieldDef] = &[
    field("account", FieldKind::Text),
    field("ours", FieldKind::Word),
    field("our_ref", FieldKind::Word),
    field("our_value", FieldKind::Money),
    field("their_name", FieldKind::Text),
    field("theirs", FieldKind::Word),
    field("stage", FieldKind::Text),
    field("rep", FieldKind::Text),
    field("their_value", FieldKind::Money),
    field("domain", FieldKind::Text),
    field("owner", FieldKind::Text),
    field("their_ref", FieldKind::Word),
    field("our_since", FieldKind::Day),
    field("opened_on", FieldKind::Day),
    field("their_since", FieldKind::Day),
    field("seen_first", FieldKind::Day),
    field("country", FieldKind::Word),
    field("tier", FieldKind::Word),
    field("rule", FieldKind::Word),
];

const fn field(name: &'static str, kind: FieldKind) -> FieldDef {
    FieldDef {
        name,
        kind,
        sortable: true,
    }
}

pub(super) fn row(a: AccountRow) -> Row {
    let customer = a.customer_id.map(|id| Noun::Customer.id(id));
    let our_ref = customer.or(a.referral_id.map(|id| Noun::Referral.id(id)));
    let account = a.our_name.clone().or(a.their_name.clone());
    // How it is named on a command line: by its website, or by what else tells it from any other.
    let named = (a.domain.clone())
        .or(our_ref.map(|r| r.to_string()))
        .or(a
            .their_row
            .filter(|_| a.our_name.is_none())
            .map(|id| format!("A{id}")))
        .or(account.clone());
    let cells = vec![
        opt_text(account.clone()),
        opt_text(a.ours.map(ToOwned::to_owned)),
        opt_text(our_ref.map(|r| r.to_string())),
        worth(&a.our_value),
        opt_text(a.their_name),
        opt_text(a.theirs.map(ToOwned::to_owned)),
        opt_text(a.stage),
        opt_text(a.rep),
        worth(&a.their_value),
        opt_text(a.domain.clone()),
        opt_text(a.owner),
        opt_text(a.their_row.map(|row| format!("A{row}"))),
        opt_day(a.our_since),
        opt_day(a.opened_on),
        opt_day(a.their_since),
        opt_day(a.seen_first),
        opt_text(a.country),
        opt_text(a.tier),
        opt_text(a.rule),
        opt_text(named),
    ];
    Row { id: a.id, cells }
}

/// One amount as such; several as they are.
fn worth(totals: &Totals) -> Cell {
    let mut all = totals.iter();
    match (all.next(), all.next()) {
        (Some(one), None) => Cell::Money(one),
        _ => amounts(totals),
    }
}
