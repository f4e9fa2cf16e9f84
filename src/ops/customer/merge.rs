//! `customer merge`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, merge},
    store::{Customer, View},
};

/// Make two customers one: everything of the first moves to the second
#[derive(Debug, Args)]
pub struct CustomerMerge {
    /// The customer that goes
    #[arg(value_name = "FROM")]
    from: String,
    /// The customer that stays
    #[arg(value_name = "INTO")]
    into: String,
}

impl CustomerMerge {
    fn both(&self, view: View<'_>) -> Result<(Customer, Customer)> {
        let one = |typed: &str| view.customer(view.find_customer(typed)?);
        Ok((one(&self.from)?, one(&self.into)?))
    }
}

impl Operation for CustomerMerge {
    const SPEC: Spec = Spec {
        path: "customer merge",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (from, into) = self.both(cx.store.view())?;
        merge::merge(cx, &from.known.name, &into.known.name, |tx| {
            tx.merge_customer(from.id, into.id)
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        merge::selected(selection, "customer")
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let (from, into) = self.both(view)?;
        let merged = view.customer_merge(&from, &into)?;
        Ok(Some(merge::question(
            &from.known.name,
            &into.known.name,
            &merged,
        )))
    }
}
