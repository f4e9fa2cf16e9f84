//! `revenue add`.

use clap::Args;

use crate::{
    domain::{
        day::{is_before_2000, shown},
        money::Money,
    },
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewRevenue,
};

/// Add what a customer paid, or what it was given back
#[derive(Debug, Args)]
pub struct RevenueAdd {
    /// Who paid
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// How much, such as 1,200.00 or 640 EUR; negative for a refund or discount
    #[arg(value_name = "MONEY", allow_hyphen_values = true)]
    amount: String,
    /// The day it was paid
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// What was paid for: base, or a word of yours such as usage or setup
    #[arg(long, value_name = "KIND", default_value = "base")]
    kind: String,
    /// How many months it pays for
    #[arg(long, value_name = "MONTHS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1200))]
    period_months: u32,
    /// The referral that earns on it; the one that brought the customer if not given
    #[arg(long, value_name = "REFERRAL")]
    referral: Option<String>,
    /// The line it gives back, such as V5; the amount may then be written without its minus
    #[arg(long, value_name = "REVENUE")]
    refund_of: Option<String>,
    /// Its name in another system, such as the number of the invoice
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Operation for RevenueAdd {
    const SPEC: Spec = Spec {
        path: "revenue add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let customer = view.customer(view.find_customer(&self.customer)?)?;
        let refund_of = self
            .refund_of
            .as_deref()
            .map(|v| view.find_revenue(v))
            .transpose()?;
        // A refund is in the currency and of the kind of its line, unless it says otherwise.
        let line = refund_of.map(|v| view.revenue(v)).transpose()?;
        let currency = match &line {
            Some(line) => line.known.money.currency,
            None => view.currency()?,
        };
        let mut money = Money::parse_typed(&self.amount, currency)?;
        if refund_of.is_some() && money.minor > 0 {
            money = money.negated()?;
        }
        if money.is_zero() {
            return Err(
                Error::refused("An amount of zero says nothing.").means("Nothing was added.")
            );
        }
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        if on > cx.today {
            return Err(Error::refused(format!(
                "{} is still to come; add what was paid when it was paid.",
                shown(on)
            ))
            .means("Nothing was added."));
        }
        if is_before_2000(on) {
            return Err(Error::refused(format!(
                "{} is before 2000; is the year right?",
                shown(on)
            ))
            .means("Nothing was added."));
        }
        let new = NewRevenue {
            external_id: args::line("--external-id", self.external_id.as_deref())?,
            customer: customer.id,
            referral: self
                .referral
                .as_deref()
                .map(|r| view.find_referral(r))
                .transpose()?,
            day: on,
            kind: match line {
                Some(line) => line.known.kind,
                None => args::line("--kind", Some(&self.kind))?
                    .unwrap_or(self.kind)
                    .to_lowercase(),
            },
            money,
            period_months: self.period_months,
            refund_of,
            their_status: None,
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            let id = tx.add_revenue(&new)?;
            let name = &customer.known.name;
            let summary = match refund_of {
                Some(line) => format!(
                    "Added V{id}: {} given back of V{line} to {name} on {}",
                    money.shown(),
                    shown(on)
                ),
                None => format!(
                    "Added V{id}: {} from {name} on {}",
                    money.shown(),
                    shown(on)
                ),
            };
            Ok((summary, id))
        })?;
        let added = cx.store.view().revenue(done.value)?.known;
        let next = match added.referral {
            None => "No partner earns on it: no referral brought this customer.",
            Some(_) if done.posted.lines == 0 => {
                if cx.store.view().voids_on(done.value)?.is_empty() {
                    "It earns no commission under the terms."
                } else {
                    "The commission on what it gives back was voided, so nothing is taken back."
                }
            }
            Some(_) => "",
        };
        Ok(args::wrote(&done, next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "customer", "customer")
    }
}
