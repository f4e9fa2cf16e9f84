//! `referral reject`.

use clap::Args;

use super::close;
use crate::{
    domain::referral::StageKind,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Turn referrals down, with the reason; they earn nothing
#[derive(Debug, Args)]
pub struct ReferralReject {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// Why
    #[arg(long, required = true, value_name = "TEXT")]
    reason: String,
    /// The day it was turned down
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ReferralReject {
    const SPEC: Spec = Spec {
        path: "referral reject",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        close(
            cx,
            StageKind::Rejected,
            &self.referrals,
            &self.on,
            &self.reason,
        )
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}
