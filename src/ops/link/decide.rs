//! `link accept`, `link refuse`: what a person says of a sign-up that waits for one.

use clap::Args;

use super::settle;
use crate::{
    domain::{attribution::Moment, id::Noun},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::SignUp,
    text::check_name,
};

/// Make a referral of a sign-up that waits for a look
#[derive(Debug, Args)]
pub struct LinkAccept {
    /// A sign-up such as S8
    #[arg(value_name = "SIGNUP")]
    signup: String,
    /// Whose it is; the partner of the link it came by if not given
    #[arg(short, long, value_name = "PARTNER")]
    partner: Option<String>,
    /// Name of the company, where it is not known
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
}

impl Operation for LinkAccept {
    const SPEC: Spec = Spec {
        path: "link accept",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let mut to = open(view.find_sign_up(&self.signup)?)?;
        let id = Noun::SignUp.id(to.id);
        let partner = match (&self.partner, to.link) {
            (Some(said), _) => view.find_partner(said)?,
            (None, Some(link)) => view.link(link)?.known.partner,
            (None, None) => {
                return Err(Error::refused(format!(
                    "{id} came by no link, so it is not known whose it is."
                ))
                .means("Nothing was changed.")
                .hint("Say it with --partner PARTNER."));
            }
        };
        let said = self.company.as_deref().map(check_name).transpose()?;
        let of = settle::company(&to, said.as_deref()).ok_or_else(|| {
            Error::refused(format!("The company of {id} is not known."))
                .means("Nothing was changed.")
                .hint("Name it with --company NAME.")
        })?;
        let on = Moment::parse(&to.known.at).map_or(cx.today, |at| at.day);
        let pipeline = view.pipeline()?;
        let stage = pipeline
            .first()
            .ok_or_else(|| Error::failed("The pipeline has no open stage."))?;
        let new = settle::referral(
            &to,
            &of,
            partner,
            on,
            &stage.name,
            pipeline.qualifies(stage),
        );
        let name = view.partner(partner)?.known.name;
        let done = cx.store.write(&cx.ask(), |tx| {
            let referral = tx.add_referral(&new)?;
            tx.agree(referral, &[])?;
            (to.referral, to.decided) = (Some(referral), Some("accepted".to_owned()));
            tx.settle_sign_up(&to)?;
            Ok((
                format!("Accepted {id}: R{referral} {} for {name}", of.name),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "signup", "signup")
    }
}

/// Refuse sign-ups that wait for a look: they become no referrals
#[derive(Debug, Args)]
pub struct LinkRefuse {
    /// Sign-ups such as S8
    #[arg(required = true, value_name = "SIGNUP")]
    signups: Vec<String>,
}

impl Operation for LinkRefuse {
    const SPEC: Spec = Spec {
        path: "link refuse",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let all = self
            .signups
            .iter()
            .map(|s| open(view.find_sign_up(s)?))
            .collect::<Result<Vec<_>>>()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for s in &all {
                tx.settle_sign_up(&SignUp {
                    decided: Some("refused".to_owned()),
                    ..s.clone()
                })?;
            }
            let what = match all.as_slice() {
                [one] => Noun::SignUp.id(one.id).to_string(),
                many => format!("{} sign-ups", many.len()),
            };
            Ok((format!("Refused {what}"), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "signup", "signups")
    }
}

/// Only what is no referral yet is to be decided on.
fn open(s: SignUp) -> Result<SignUp> {
    match s.referral {
        None => Ok(s),
        Some(referral) => Err(Error::refused(format!(
            "{} is referral R{referral} already.",
            Noun::SignUp.id(s.id)
        ))
        .means("Nothing was changed.")
        .hint(format!(
            "If it shall not count: partnerbook referral reject R{referral}"
        ))),
    }
}
