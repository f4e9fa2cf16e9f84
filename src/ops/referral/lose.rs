//! `referral lose`.

use clap::Args;

use super::close;
use crate::{
    domain::referral::StageKind,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Mark referrals lost, with the reason
#[derive(Debug, Args)]
pub struct ReferralLose {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// Why
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
    /// The day it was lost
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ReferralLose {
    const SPEC: Spec = Spec {
        path: "referral lose",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        close(cx, StageKind::Lost, &self.referrals, &self.on, &self.reason)
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}
