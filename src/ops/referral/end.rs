//! `referral end`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::Which,
};

/// Set the last day on which payments on a referral earn commission
#[derive(Debug, Args)]
pub struct ReferralEnd {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// The last day that earns
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// Only what it earns under this program
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// Only what it earns for this, such as agency
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
}

impl Operation for ReferralEnd {
    const SPEC: Spec = Spec {
        path: "referral end",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let id = view.find_referral(&self.referral)?;
        let company = view.referral(id)?.known.company;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let which = Which {
            referral: id,
            program: super::program(self.program.as_deref(), view)?,
            role: self.role.clone(),
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            let set = tx.end_agreements(&which, on)?;
            let agreements = args::counted(set as u64, "agreement", "agreements");
            Ok((
                format!("R{id} {company} earns until {}, by {agreements}", shown(on)),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
