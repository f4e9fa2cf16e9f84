//! `partner merge`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, merge},
    store::{Partner, View},
};

/// Make two partners one: everything of the first moves to the second
#[derive(Debug, Args)]
pub struct PartnerMerge {
    /// The partner that goes
    #[arg(value_name = "FROM")]
    from: String,
    /// The partner that stays
    #[arg(value_name = "INTO")]
    into: String,
}

impl PartnerMerge {
    fn both(&self, view: View<'_>) -> Result<(Partner, Partner)> {
        let one = |typed: &str| view.partner(view.find_partner(typed)?);
        Ok((one(&self.from)?, one(&self.into)?))
    }
}

impl Operation for PartnerMerge {
    const SPEC: Spec = Spec {
        path: "partner merge",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (from, into) = self.both(cx.store.view())?;
        merge::merge(cx, &from.known.name, &into.known.name, |tx| {
            tx.merge_partner(from.id, into.id)
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        merge::selected(selection, "partner")
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let (from, into) = self.both(view)?;
        let merged = view.partner_merge(&from, &into)?;
        Ok(Some(merge::question(
            &from.known.name,
            &into.known.name,
            &merged,
        )))
    }
}
