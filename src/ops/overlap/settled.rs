//! `overlap settled`: what a person said of pairs of accounts, newest first, and how to take it back. Read only.

use clap::Args;

use super::review::named;
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::View,
    table::{self, Settled, SettledSide},
};

/// What you said of pairs of accounts: the same, different or of one group
#[derive(Debug, Clone, Args)]
pub struct OverlapSettled {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
}

/// One side of a decision: its account as it is now, or what the decision knows it by.
fn side(view: View<'_>, partner: Option<i64>, key: &str) -> Result<SettledSide> {
    Ok(match view.decided_account(partner, key)? {
        Some(account) => SettledSide {
            named: Some(named(&account)),
            name: account.name,
        },
        None => SettledSide {
            named: None,
            name: key.replace('|', ", "),
        },
    })
}

impl Operation for OverlapSettled {
    const SPEC: Spec = Spec {
        path: "overlap settled",
        kind: Kind::Read,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.find_partner(&self.partner)?;
        let known = view.partner(partner)?;
        let mut all = Vec::new();
        for decision in view.decisions(partner)? {
            all.push(Settled {
                ours: side(view, None, &decision.ours_key)?,
                theirs: side(view, Some(partner), &decision.theirs_key)?,
                verdict: decision.verdict,
                on: decision.on,
                note: decision.note,
            });
        }
        let said = if all.is_empty() {
            format!("You settled no pair of {} yet.", known.known.name)
        } else {
            format!(
                "To take one back: partnerbook overlap undecide {} YOURS THEIRS",
                known.slug
            )
        };
        Ok(Outcome {
            said,
            table: Some(table::settled(all)),
            ..Outcome::default()
        })
    }
}
