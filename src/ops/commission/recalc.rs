//! `commission recalc`: the ledger from nothing.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Above this many referrals, what is posted is kept in the log as a range.
const MANY: i64 = 10_000;

/// Work out from nothing what is owed, and post the difference if there is one
#[derive(Debug, Args)]
pub struct CommissionRecalc {
    /// The whole book; so it is where no partner is named
    #[arg(long, conflicts_with = "partner")]
    all: bool,
    /// Only what these partners have a share in
    #[arg(long, value_name = "PARTNER")]
    partner: Vec<String>,
}

impl Operation for CommissionRecalc {
    const SPEC: Spec = Spec {
        path: "commission recalc",
        kind: Kind::Write,
        aliases: &["recalculate"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partners = self
            .partner
            .iter()
            .flat_map(|p| p.split_whitespace())
            .map(|p| view.find_partner(p))
            .collect::<Result<Vec<i64>>>()?;
        let only = (!partners.is_empty()).then_some(partners);
        let mut ask = cx.ask();
        ask.bulk = view.referral_count()? > MANY;
        let done = cx.store.write(&ask, |tx| {
            let looked = tx.recalculate(only.as_deref())?;
            let said = format!(
                "Worked out {}, {}",
                args::counted(looked.referrals, "referral", "referrals"),
                args::counted(looked.lines, "revenue line", "revenue lines")
            );
            Ok((said, ()))
        })?;
        if done.posted.lines == 0 {
            return Ok(Outcome {
                said: format!("{}: nothing to post.", done.summary),
                ..Outcome::default()
            });
        }
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "partner", "partner")
    }
}
