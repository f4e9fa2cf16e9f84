//! `overlap list`: the accounts of one region, cell or play of an overlap, what each is to us and what to them.

use clap::Args;

use super::chosen::Chosen;
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    table::{self, Region},
};

/// Accounts you have in common with a partner, or that only one of you has
#[derive(Debug, Clone, Args)]
pub struct OverlapList {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    chosen: Chosen,
}

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
        let partner = super::with_lists(view, &self.partner)?;
        let asked = self.chosen.query(partner, cx)?;
        let mut said = String::new();
        if asked.region == Region::Theirs && !view.theirs_known(partner)? {
            said = format!(
                "The lists of {} were compared privately, so what only they have is not known.",
                view.partner(partner)?.known.name
            );
        }
        Ok(Outcome {
            said,
            table: Some(table::whole(view, &asked)?),
            ..Outcome::default()
        })
    }
}
