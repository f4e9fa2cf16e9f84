//! `referral list`: the pipeline, open stages first.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List referrals
#[derive(Debug, Args)]
pub struct ReferralList {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for ReferralList {
    const SPEC: Spec = Spec {
        path: "referral list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Referrals, &When::default(), cx)
    }
}
