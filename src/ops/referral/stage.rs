//! `referral stage`.

use clap::Args;

use super::moves;
use crate::{
    domain::referral::{Pipeline, Stage, StageKind},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::Referral,
};

/// Move referrals to a stage, or one stage on or back
#[derive(Debug, Args)]
pub struct ReferralStage {
    /// The stage, or next, or back
    #[arg(value_name = "STAGE")]
    stage: String,
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// The day it happened
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// Why; needed for lost and rejected
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Operation for ReferralStage {
    const SPEC: Spec = Spec {
        path: "referral stage",
        kind: Kind::Write,
        aliases: &["move"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let ids = super::ids(&self.referrals, view)?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let reason = args::line("--reason", self.reason.as_deref())?;
        let pipeline = view.pipeline()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let mut summary = String::new();
            for id in &ids {
                let referral = tx.view().referral(*id)?;
                let to = target(&pipeline, &self.stage, &referral)?;
                let mut more = String::new();
                if to.kind == StageKind::Won {
                    more = format!("; {}", moves::win(tx, &pipeline, *id, on, None)?.said);
                } else {
                    moves::to_stage(tx, &pipeline, *id, to, on, reason.as_deref())?;
                }
                summary = format!("R{id} {} is at {}{more}", referral.known.company, to.name);
            }
            if ids.len() > 1 {
                summary = format!("Moved {} referrals to {}", ids.len(), self.stage);
            }
            Ok((summary, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}

fn target<'a>(pipeline: &'a Pipeline, typed: &str, referral: &Referral) -> Result<&'a Stage> {
    let at = &referral.known.stage;
    let step = match typed {
        "next" => pipeline.next(at),
        "back" => pipeline.back(at),
        name => return super::stage(pipeline, name),
    };
    step.map_err(|e| {
        Error::refused(format!("R{} {}: {e}", referral.id, referral.known.company))
            .means("Nothing was changed.")
            .hint(format!(
                "To win it: partnerbook referral win R{}",
                referral.id
            ))
    })
}
