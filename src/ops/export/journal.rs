//! `export journal`.

use clap::Args;

use super::target::Target;
use crate::{
    error::Result,
    export::journal,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
};

/// Write the ledger as an hledger journal, with balances asserted at each month's end
#[derive(Debug, Args)]
pub struct ExportJournal {
    /// The last day in it: today, eom, 2026-11-30
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    #[command(flatten)]
    target: Target,
}

impl Operation for ExportJournal {
    const SPEC: Spec = Spec {
        path: "export journal",
        kind: Kind::Files,
        aliases: &["hledger"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let to = args::day(self.to.as_deref(), cx.today)?.unwrap_or(cx.today);
        let view = cx.store.view();
        self.target.stream(
            |out| journal::write(view, to, out),
            |count| format!("the ledger as a journal ({count} transactions)"),
        )
    }

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        self.target.question()
    }
}
