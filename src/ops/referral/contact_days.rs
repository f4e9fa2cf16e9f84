//! `referral introduce` and `referral ask`: the two days that tell whether a partner was treated as promised.

use clap::Args;

use crate::{
    domain::day::{Day, shown},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewReferral,
};

/// Record that the partner introduced you to the company
#[derive(Debug, Args)]
pub struct ReferralIntroduce {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// The day of the introduction
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

/// Record that you asked the partner before calling the lead
#[derive(Debug, Args)]
pub struct ReferralAsk {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// The day you asked
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ReferralIntroduce {
    const SPEC: Spec = Spec {
        path: "referral introduce",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        mark(cx, &self.referrals, &self.on, "Introduced", |r, on| {
            r.introduced_on = Some(on);
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}

impl Operation for ReferralAsk {
    const SPEC: Spec = Spec {
        path: "referral ask",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        mark(
            cx,
            &self.referrals,
            &self.on,
            "Asked the partner about",
            |r, on| r.asked_on = Some(on),
        )
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}

fn mark(
    cx: &mut Cx<'_>,
    typed: &[String],
    on: &str,
    what: &str,
    set: fn(&mut NewReferral, Day),
) -> Result<Outcome> {
    let view = cx.store.view();
    let ids = super::ids(typed, view)?;
    let on = args::day(Some(on), cx.today)?.unwrap_or(cx.today);
    let done = cx.store.write(&cx.ask(), |tx| {
        let mut named = Vec::with_capacity(ids.len());
        for id in &ids {
            let mut known = tx.view().referral(*id)?.known;
            set(&mut known, on);
            tx.set_referral(*id, &known)?;
            tx.touch_referral(*id, on)?;
            named.push(format!("R{id} {}", known.company));
        }
        let who = match named.as_slice() {
            [one] => one.clone(),
            many => format!("{} referrals", many.len()),
        };
        Ok((format!("{what} {who} on {}", shown(on)), ()))
    })?;
    Ok(args::wrote(&done, ""))
}
