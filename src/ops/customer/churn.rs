//! `customer churn`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Record that customers left
#[derive(Debug, Args)]
pub struct CustomerChurn {
    /// The customers
    #[arg(required = true, value_name = "CUSTOMER")]
    customers: Vec<String>,
    /// The day they left
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for CustomerChurn {
    const SPEC: Spec = Spec {
        path: "customer churn",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let mut left = Vec::new();
        for id in super::ids(&self.customers, view)? {
            let mut customer = view.customer(id)?;
            if customer
                .known
                .started_on
                .is_some_and(|started| on < started)
            {
                return Err(Error::refused(format!(
                    "C{id} {} became a customer after {}.",
                    customer.known.name,
                    shown(on)
                ))
                .means("Nothing was changed."));
            }
            customer.known.churned_on = Some(on);
            left.push(customer);
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            for customer in &left {
                tx.set_customer(customer.id, &customer.known)?;
            }
            let who = match left.as_slice() {
                [one] => format!("C{} {}", one.id, one.known.name),
                many => format!("{} customers", many.len()),
            };
            Ok((format!("{who} left on {}", shown(on)), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "customer", "customers")
    }
}
