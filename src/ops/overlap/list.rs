//! `overlap list`: the accounts of one region of an overlap, what each is to us and what to them.

use clap::{Args, ValueEnum};

use crate::{
    domain::{id::Noun, money::Money, overlap::Region},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::Match,
    table::{Align, Cell, Column, Row, Table},
};

/// Which accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Both,
    Ours,
    Theirs,
}

/// Accounts you have in common with a partner, or that only one of you has
#[derive(Debug, Clone, Args)]
pub struct OverlapList {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// Accounts of both, only ours, or only theirs
    #[arg(long, value_enum, default_value = "both")]
    region: Which,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

const fn column(
    key: &'static str,
    title: &'static str,
    min: u16,
    max: u16,
    priority: u8,
) -> Column {
    Column {
        key,
        title,
        align: Align::Left,
        min,
        max,
        priority,
        sortable: false,
    }
}

const fn figure(key: &'static str, title: &'static str, priority: u8) -> Column {
    Column {
        align: Align::Right,
        ..column(key, title, 10, 16, priority)
    }
}

const COLUMNS: [Column; 10] = [
    column("account", "Account", 14, 32, 0),
    column("ours", "Ours as", 8, 14, 1),
    column("our_ref", "Our ID", 6, 9, 3),
    figure("our_value", "Our value", 0),
    column("their_name", "Their name", 12, 28, 3),
    column("theirs", "Theirs as", 9, 14, 1),
    column("stage", "Their stage", 8, 16, 4),
    column("rep", "Their rep", 8, 20, 2),
    figure("their_value", "Their value", 4),
    column("domain", "Domain", 10, 24, 2),
];

impl Operation for OverlapList {
    const SPEC: Spec = Spec {
        path: "overlap list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        super::lists(view, partner)?;
        let region = match self.region {
            Which::Both => Region::Both,
            Which::Ours => Region::Ours,
            Which::Theirs => Region::Theirs,
        };
        let mut found = view.overlap_accounts(partner, region)?;
        found.truncate(self.limit.unwrap_or(usize::MAX));
        let rows = (1..).zip(found).map(|(id, account)| row(id, account));
        Ok(Outcome {
            table: Some(Table {
                columns: COLUMNS.to_vec(),
                rows: rows.collect(),
                footer: Vec::new(),
            }),
            ..Outcome::default()
        })
    }
}

fn row(id: i64, a: Match) -> Row {
    let text = |t: Option<String>| t.map_or(Cell::Empty, Cell::Text);
    let money = |m: Option<Money>| m.map_or(Cell::Empty, Cell::Money);
    let customer = a.customer.map(|id| Noun::Customer.id(id));
    let our_ref = customer.or(a.referral.map(|id| Noun::Referral.id(id)));
    let account = a.our_name.or_else(|| a.their_name.clone());
    let cells = vec![
        text(account),
        text(a.ours),
        text(our_ref.map(|r| r.to_string())),
        money(a.our_value),
        text(a.their_name),
        text(a.theirs),
        text(a.stage),
        text(a.rep),
        money(a.their_value),
        text(a.domain),
    ];
    Row { id, cells }
}
