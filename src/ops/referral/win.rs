//! `referral win`.

use clap::Args;

use super::moves;
use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Mark a referral won and link the customer it became
#[derive(Debug, Args)]
pub struct ReferralWin {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// The customer it became; one named after the company is added if not given
    #[arg(long, value_name = "CUSTOMER")]
    customer: Option<String>,
    /// The day it was won
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ReferralWin {
    const SPEC: Spec = Spec {
        path: "referral win",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let customer = self
            .customer
            .as_deref()
            .map(|c| view.find_customer(c))
            .transpose()?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let pipeline = view.pipeline()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let won = moves::win(tx, &pipeline, referral.id, on, customer)?;
            let summary = format!(
                "Won R{} {} for {} on {}; {}",
                referral.id,
                referral.known.company,
                referral.partner_name,
                shown(on),
                won.said
            );
            Ok((summary, won.customer))
        })?;
        let next = format!(
            "When it pays: partnerbook revenue add C{} AMOUNT",
            done.value
        );
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
