//! `customer influence` and `referral influence`: which partners helped with what somebody else brought, since when and why.

use clap::Args;
use serde_json::json;

use crate::{
    domain::day::shown,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args},
    store::{Helped, View},
};

/// Say that a partner helped with a customer; without a partner: show who did. It earns nothing
#[derive(Debug, Args)]
pub struct CustomerInfluence {
    /// The customer
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    #[command(flatten)]
    said: Said,
}

/// Say that a partner helped with a referral of another; without a partner: show who did. It earns nothing
#[derive(Debug, Args)]
pub struct ReferralInfluence {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    #[command(flatten)]
    said: Said,
}

/// What is said of it.
#[derive(Debug, Args)]
struct Said {
    /// Who helped
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
    /// The first day they helped
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// What they did, and what shows it
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// They did not
    #[arg(long, requires = "partner")]
    remove: bool,
}

/// What was helped with, and how a sentence calls it.
struct With {
    what: Helped,
    called: String,
    /// Who brought it, who cannot also have helped.
    by: Option<i64>,
}

fn run(with: &With, said: &Said, cx: &mut Cx<'_>) -> Result<Outcome> {
    let view = cx.store.view();
    let called = &with.called;
    let Some(typed) = &said.partner else {
        return show(with, view);
    };
    let partner = view.partner(view.find_partner(typed)?)?;
    let name = &partner.known.name;
    if said.remove {
        let done = cx.store.write(&cx.ask(), |tx| {
            if !tx.drop_influence(partner.id, with.what)? {
                return Err(Error::not_found(format!(
                    "Nobody said that {name} helped with {called}."
                ))
                .means("Nothing was changed."));
            }
            Ok((format!("{name} did not help with {called}"), ()))
        })?;
        return Ok(args::wrote(&done, ""));
    }
    if with.by == Some(partner.id) {
        return Err(Error::refused(format!(
            "{name} brought {called}, which is more than helping."
        ))
        .means("Nothing was changed: who brings is counted as source."));
    }
    let on = args::day(Some(&said.on), cx.today)?.unwrap_or(cx.today);
    if on > cx.today {
        return Err(Error::refused(format!("{} is still to come.", shown(on)))
            .means("Nothing was changed."));
    }
    let why = args::note("--why", said.why.as_deref())?
        .unwrap_or_else(|| format!("said on {}", shown(cx.today)));
    let done = cx.store.write(&cx.ask(), |tx| {
        tx.put_influence(partner.id, with.what, on, &why)?;
        Ok((
            format!("{name} helped with {called}, since {}", shown(on)),
            (),
        ))
    })?;
    Ok(args::wrote(&done, "It earns nothing by that."))
}

fn show(with: &With, view: View<'_>) -> Result<Outcome> {
    let all = view.influences(with.what)?;
    let lines = if all.is_empty() {
        vec![format!(
            "Nobody is said to have helped with {}.",
            with.called
        )]
    } else {
        all.iter()
            .map(|i| format!("{} since {}: {}", i.partner_name, shown(i.on), i.why))
            .collect()
    };
    let json = json!({ "influenced_by": all.iter().map(|i| json!({
        "partner": i.partner_name, "on": i.on.to_string(), "why": i.why,
    })).collect::<Vec<_>>() });
    Ok(Outcome {
        record: Some(Record { lines, json }),
        ..Outcome::default()
    })
}

impl Operation for CustomerInfluence {
    const SPEC: Spec = Spec {
        path: "customer influence",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "customer", "customer")
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let customer = view.customer(view.find_customer(&self.customer)?)?;
        let by = customer.known.referral.map(|id| view.referral(id));
        let with = With {
            what: Helped::Customer(customer.id),
            called: format!("C{} {}", customer.id, customer.known.name),
            by: by.transpose()?.map(|r| r.known.partner),
        };
        run(&with, &self.said, cx)
    }
}

impl Operation for ReferralInfluence {
    const SPEC: Spec = Spec {
        path: "referral influence",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let with = With {
            what: Helped::Referral(referral.id),
            called: format!("R{} {}", referral.id, referral.known.company),
            by: Some(referral.known.partner),
        };
        run(&with, &self.said, cx)
    }
}
