//! `referral split`.

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{REFERRER, Which},
};

/// Share what a referral earns otherwise than its program does, such as northwind=60 bluepeak=40
#[derive(Debug, Args)]
pub struct ReferralSplit {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// Partners and their shares, together 100
    #[arg(required = true, value_name = "PARTNER=PERCENT")]
    shares: Vec<String>,
    /// Only what it earns under this program
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// What the agreement is for
    #[arg(long, value_name = "ROLE", default_value = REFERRER)]
    role: String,
}

impl Operation for ReferralSplit {
    const SPEC: Spec = Spec {
        path: "referral split",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let id = view.find_referral(&self.referral)?;
        let company = view.referral(id)?.known.company;
        let split = args::shares(&self.shares, view)?;
        if split.is_empty() {
            return Err(Error::usage(
                "Say who gets what, such as northwind=60 bluepeak=40.",
            ));
        }
        let which = Which {
            referral: id,
            program: super::program(self.program.as_deref(), view)?,
            role: Some(self.role.clone()),
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.split_agreements(&which, &split)?;
            Ok((
                format!(
                    "R{id} {company} is split {}",
                    super::shared(&split, tx.view())?
                ),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
