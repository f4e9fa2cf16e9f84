//! `payout refresh`.

use clap::Args;

use super::{selected, which::Which};
use crate::{
    domain::id::Noun,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args::counted},
    store::{Payout, Refreshed},
};

/// Make drafts anew from what is payable now
#[derive(Debug, Args)]
pub struct PayoutRefresh {
    #[command(flatten)]
    which: Which,
}

impl Operation for PayoutRefresh {
    const SPEC: Spec = Spec {
        path: "payout refresh",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let picked = self.which.picked(cx.store.view(), &["draft", "approved"])?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let mut said = Vec::new();
            for payout in &picked.payouts {
                said.extend(words(payout, &tx.refresh_payout(payout.id)?));
            }
            let same = picked.payouts.len() - said.len();
            let mut summary = said.join("; ");
            if same > 0 {
                let same = counted(same as u64, "payout is", "payouts are");
                let parted = if summary.is_empty() { "" } else { "; " };
                summary = format!("{summary}{parted}{same} up to date");
            }
            Ok((summary, ()))
        })?;
        Ok(Outcome {
            said: format!(
                "{}.{}",
                done.summary.trim_end_matches('.'),
                picked.left_said()
            ),
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }
}

/// What became of one; nothing where it is the same.
fn words(payout: &Payout, refreshed: &Refreshed) -> Option<String> {
    let id = Noun::Payout.id(payout.id);
    let name = &payout.partner_name;
    match refreshed {
        Refreshed::Same => None,
        Refreshed::Changed(now) => {
            let again = if payout.state == "draft" {
                ""
            } else {
                ", and is a draft again"
            };
            Some(format!(
                "{id} to {name} was {} and is {}{again}",
                payout.money.shown(),
                now.shown()
            ))
        }
        Refreshed::Cancelled(why) => Some(format!(
            "{id} to {name} was {} and is cancelled: {}",
            payout.money.shown(),
            why.trim_end_matches('.')
        )),
    }
}
