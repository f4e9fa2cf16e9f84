//! `referral reopen`.

use clap::Args;

use crate::{
    domain::referral::{Pipeline, Stage, StageKind},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::View,
};

/// Open a referral again that was lost, rejected, expired, or won by mistake
#[derive(Debug, Args)]
pub struct ReferralReopen {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// The open stage it goes to; where it was before if not given
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// The day it was opened again
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ReferralReopen {
    const SPEC: Spec = Spec {
        path: "referral reopen",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let (id, company) = (referral.id, &referral.known.company);
        let refuse = |words: String| Error::refused(words).means("Nothing was changed.");
        match referral.kind {
            StageKind::Open => return Err(refuse(format!("R{id} {company} is open."))),
            StageKind::Won if !view.referral_revenue(id)?.is_empty() => {
                return Err(
                    refuse(format!("R{id} {company} is won, and was paid for.")).hint(
                        "Void its revenue lines first, or link the customer to another referral.",
                    ),
                );
            }
            _ => {}
        }
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        super::moves::expect_possible(&referral, on, cx.today)?;
        let pipeline = view.pipeline()?;
        let stage = match &self.stage {
            Some(name) => super::open_stage(&pipeline, name)?,
            None => before(&pipeline, view, id)?,
        };
        let mut known = referral.known.clone();
        known.stage.clone_from(&stage.name);
        known.reason = None;
        known.won_on = None;
        known.closed_on = None;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.put_referral(id, &known, on)?;
            Ok((
                format!("R{id} {company} is open again, at {}", stage.name),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}

/// The last open stage it was at, or the first there is.
fn before<'a>(pipeline: &'a Pipeline, view: View<'_>, id: i64) -> Result<&'a Stage> {
    let steps = view.referral_steps(id)?;
    steps
        .iter()
        .rev()
        .filter_map(|step| pipeline.find(&step.stage))
        .find(|stage| stage.kind == StageKind::Open)
        .or_else(|| pipeline.first())
        .ok_or_else(|| Error::failed("The pipeline has no open stage."))
}
