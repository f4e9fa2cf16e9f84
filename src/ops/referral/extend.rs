//! `referral extend`.

use clap::Args;

use crate::{
    domain::day::{add_days, shown},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{EXTENSION_DAYS, PROTECTED_DAYS},
};

/// Protect the partner's claim to a company for 30 days more, once
#[derive(Debug, Args)]
pub struct ReferralExtend {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
}

impl Operation for ReferralExtend {
    const SPEC: Spec = Spec {
        path: "referral extend",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let mut known = referral.known.clone();
        let (id, company) = (referral.id, known.company.clone());
        let refuse = |words: String| Error::refused(words).means("Nothing was changed.");
        let (Some(until), Some(from)) = (known.protected_until, known.submitted_on) else {
            return Err(refuse(format!(
                "R{id} {company} is not protected, so there is nothing to extend."
            )));
        };
        if until > add_days(from, PROTECTED_DAYS)? {
            return Err(refuse(format!(
                "The protection of R{id} {company} was extended already, to {}.",
                shown(until)
            )));
        }
        let to = add_days(until, EXTENSION_DAYS)?;
        known.protected_until = Some(to);
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.set_referral(id, &known)?;
            Ok((
                format!("R{id} {company} is protected until {}", shown(to)),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
