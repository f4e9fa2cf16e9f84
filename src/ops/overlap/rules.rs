//! `overlap rules` and `overlap probable`: the rules by which accounts are the same, and whether the probable ones count.

use clap::Args;

use crate::{
    domain::matching::Tier,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::View,
    table,
};

/// The rules by which accounts are the same, which of them count, and how many pairs each found
#[derive(Debug, Clone, Args)]
pub struct OverlapRules {
    /// Only pairs with this partner
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
}

/// Say whether probable pairs count as accounts in common
#[derive(Debug, Clone, Args)]
pub struct OverlapProbable {
    /// yes: the same name with a country missing, or an e-mail address at the other's website, counts with every partner
    #[arg(value_name = "YES OR NO", value_parser = ["yes", "no"])]
    counts: String,
}

/// What is said where probable pairs wait; nothing where none does.
pub(super) fn waiting(view: View<'_>, partner: i64, slug: &str) -> Result<Option<String>> {
    let settle = format!(
        "count them with `partnerbook overlap probable yes`, or settle each with `partnerbook overlap review {slug}`."
    );
    Ok(match view.probable_count(partner)? {
        0 => None,
        1 => Some(format!("1 probable one waits for your yes: {settle}")),
        n => Some(format!("{n} probable ones wait for your yes: {settle}")),
    })
}

impl Operation for OverlapRules {
    const SPEC: Spec = Spec {
        path: "overlap rules",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = match &self.partner {
            Some(typed) => Some(super::with_lists(view, typed)?),
            None => None,
        };
        let on = view.probable_counts()?;
        let said = if on {
            "Probable ones (C) count, as you said. To take it back: partnerbook overlap probable no"
        } else {
            "Probable ones (C) count once you say so: partnerbook overlap probable yes"
        };
        Ok(Outcome {
            said: said.to_owned(),
            table: Some(table::match_rules(&view.pairs_by_tier(partner)?, on)),
            ..Outcome::default()
        })
    }
}

impl Operation for OverlapProbable {
    const SPEC: Spec = Spec {
        path: "overlap probable",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let counts = self.counts == "yes";
        let pairs = |view: View<'_>| -> Result<u64> {
            let probable = |(tier, counting, open): &(Tier, u64, u64)| {
                let how_many = if counts { open } else { counting };
                if tier.is_probable() { *how_many } else { 0 }
            };
            Ok(view.pairs_by_tier(None)?.iter().map(probable).sum())
        };
        if cx.store.view().probable_counts()? == counts {
            let word = if counts { "count" } else { "wait for you" };
            return Ok(Outcome {
                said: format!("Probable pairs {word} already. Nothing was changed."),
                ..Outcome::default()
            });
        }
        let moved = args::counted(pairs(cx.store.view())?, "pair", "pairs");
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.let_probable_count(counts)?;
            let said = if counts {
                format!("Probable pairs count as accounts in common: {moved} now")
            } else {
                format!("Probable pairs wait for a person again: {moved} now")
            };
            Ok((said, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }
}
