//! `link list` and `link signups`: coded links with what came of them, and who signed up.

use clap::Args;

use super::{Asked, When};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec},
    table::List,
};

/// List coded links, with clicks, sign-ups, referrals and what was won
#[derive(Debug, Args)]
pub struct LinkList {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for LinkList {
    const SPEC: Spec = Spec {
        path: "link list",
        kind: Kind::Read,
        aliases: &["ls"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::Links, &When::default(), cx)
    }
}

/// List sign-ups by coded links: what became of them, and which need a look
#[derive(Debug, Args)]
pub struct LinkSignups {
    #[command(flatten)]
    asked: Asked,
}

impl Operation for LinkSignups {
    const SPEC: Spec = Spec {
        path: "link signups",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        self.asked.run(List::SignUps, &When::default(), cx)
    }
}
