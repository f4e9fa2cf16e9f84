//! `customer alias`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args, known_as::Names},
    store::Noun,
};

/// Say what else files call a customer; without a name: show what they do
#[derive(Debug, Args)]
pub struct CustomerAlias {
    /// The customer
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    #[command(flatten)]
    names: Names,
}

impl Operation for CustomerAlias {
    const SPEC: Spec = Spec {
        path: "customer alias",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let customer = view.customer(view.find_customer(&self.customer)?)?;
        self.names
            .settle(cx, Noun::Customer, customer.id, &customer.known.name)
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "customer", "customer")
    }
}
