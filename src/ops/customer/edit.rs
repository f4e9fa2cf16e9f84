//! `customer edit`.

use clap::Args;

use super::known::Known;
use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewCustomer,
    text::check_name,
};

/// Change one customer or several
#[derive(Debug, Args)]
pub struct CustomerEdit {
    /// The customers
    #[arg(required = true, value_name = "CUSTOMER")]
    customers: Vec<String>,
    /// New name, for one customer only
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[command(flatten)]
    known: Known,
    /// Field to empty; may be given several times
    #[arg(long, value_name = "FIELD", value_parser = [
        "domain", "started", "churned", "plan", "country", "owner", "external-id",
    ])]
    clear: Vec<String>,
}

impl Operation for CustomerEdit {
    const SPEC: Spec = Spec {
        path: "customer edit",
        kind: Kind::Write,
        aliases: &["set"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let ids = super::ids(&self.customers, view)?;
        if self.name.is_some() && ids.len() > 1 {
            return Err(Error::usage("A name can be given to one customer only."));
        }
        let mut changed = Vec::with_capacity(ids.len());
        for id in ids {
            let mut to = view.customer(id)?.known;
            for field in &self.clear {
                empty(&mut to, field);
            }
            self.known.put(&mut to, cx.today)?;
            if let Some(name) = &self.name {
                to.name = check_name(name)?;
            }
            changed.push((id, to));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            for (id, to) in &changed {
                tx.set_customer(*id, to)?;
            }
            let what = match changed.as_slice() {
                [(id, one)] => format!("C{id} {}", one.name),
                many => format!("{} customers", many.len()),
            };
            Ok((format!("Changed {what}"), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "customer", "customers")
    }
}

fn empty(customer: &mut NewCustomer, field: &str) {
    match field {
        "domain" => customer.domain = None,
        "started" => customer.started_on = None,
        "churned" => customer.churned_on = None,
        "plan" => customer.plan = None,
        "country" => customer.country = None,
        "owner" => customer.owner = None,
        // clap lets nothing else through.
        _ => customer.external_id = None,
    }
}
