//! `export accounts`: the accounts of an overlap for oneself, as `overlap list` shows them. What a partner may be given is
//! `export overlap`'s to say.

use clap::Args;

use super::{list::ListFormat, target::Target};
use crate::{
    error::Result,
    ops::{
        Cx, Kind, Operation, Outcome, Selection, Spec, args,
        overlap::{Chosen, with_lists},
    },
    table,
};

/// Write accounts of an overlap as CSV or JSON, for yourself: it holds what the partner's list says
#[derive(Debug, Clone, Args)]
pub struct ExportAccounts {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    chosen: Chosen,
    /// CSV for spreadsheets, or JSON
    #[arg(long, value_enum, default_value = "csv")]
    format: ListFormat,
    #[command(flatten)]
    target: Target,
}

impl Operation for ExportAccounts {
    const SPEC: Spec = Spec {
        path: "export accounts",
        kind: Kind::Files,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        self.target.question()
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(with_lists(view, &self.partner)?)?;
        let name = &partner.known.name;
        let asked = self.chosen.query(partner.id, cx)?;
        let table = table::whole(view, &asked)?;
        let count = args::counted(table.rows.len() as u64, "account", "accounts");
        self.target.put(
            self.format.text(&table)?,
            &format!("{count} of the overlap with {name}"),
        )
    }
}
