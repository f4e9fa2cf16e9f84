//! `customer show`: one customer in full, for the shell and the detail pane.

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines},
    store::{Noun, View},
};

/// One customer: who brought it, what it paid, what that earned
#[derive(Debug, Args)]
pub struct CustomerShow {
    /// The customer
    #[arg(value_name = "CUSTOMER")]
    customer: String,
}

impl Operation for CustomerShow {
    const SPEC: Spec = Spec {
        path: "customer show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let record = record(view, view.find_customer(&self.customer)?)?;
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "customer", "customer")
    }
}

/// A customer in full.
pub fn record(view: View<'_>, id: i64) -> Result<Record> {
    let customer = view.customer(id)?;
    let known = &customer.known;
    let referral = known.referral.map(|r| view.referral(r)).transpose()?;
    let revenue = view.customer_revenue(id)?;
    let count = view.customer_lines(id)?;
    let commission = referral
        .as_ref()
        .map(|r| view.referral_commission(r.id))
        .transpose()?
        .unwrap_or_default();

    let mut lines = Lines::titled(&known.name, &format!("C{id}"));
    lines.fact(
        "Brought by",
        referral
            .as_ref()
            .map(|r| format!("{}, R{}", r.partner_name, r.id))
            .as_deref(),
    );
    lines.day("Since", known.started_on);
    lines.day("Left", known.churned_on);
    lines.fact("Plan", known.plan.as_deref());
    lines.fact("Domain", known.domain.as_deref());
    lines.fact("Country", known.country.as_deref());
    lines.fact("Owner", known.owner.as_deref());
    lines.fact("Known as", known.external_id.as_deref());
    let aliases = view.aliases(Noun::Customer, id)?;
    lines.fact(
        "In files",
        (!aliases.is_empty()).then(|| aliases.join(", ")).as_deref(),
    );
    lines.head("Money");
    lines.sums("Paid us", &revenue);
    lines.sums("Commission", &commission);
    if count > 0 {
        lines.fact("Lines", Some(&count.to_string()));
    }
    lines.or(&format!(
        "Nothing paid yet. Add it: partnerbook revenue add C{id} AMOUNT"
    ));

    let json = json!({
        "customer": format!("C{id}"), "name": known.name, "domain": known.domain, "started_on": known.started_on,
        "churned_on": known.churned_on, "plan": known.plan, "country": known.country, "owner": known.owner,
        "external_id": known.external_id, "aliases": aliases, "referral": referral.as_ref().map(|r| format!("R{}", r.id)),
        "partner": referral.as_ref().map(|r| r.partner_name.clone()),
        "revenue": revenue, "revenue_lines": count, "commission": commission,
    });
    Ok(Record {
        lines: lines.done(),
        json,
    })
}
