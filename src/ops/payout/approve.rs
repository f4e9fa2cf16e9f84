//! `payout approve`.

use clap::Args;

use super::{named, ranged, selected, which::Which};
use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::Payout,
};

/// Approve drafts: they may be sent from here on
#[derive(Debug, Args)]
pub struct PayoutApprove {
    #[command(flatten)]
    which: Which,
}

impl Operation for PayoutApprove {
    const SPEC: Spec = Spec {
        path: "payout approve",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let picked = self.which.picked(cx.store.view(), &["draft"])?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for payout in &picked.payouts {
                tx.approve_payout(payout.id)?;
            }
            Ok((format!("Approved {}", named(&picked.payouts)?), ()))
        })?;
        let ids: Vec<i64> = picked.payouts.iter().map(|p| p.id).collect();
        let ids = ranged(&ids);
        Ok(Outcome {
            said: format!(
                "{}.{}{}\nTo write payment files: partnerbook payout export {ids}\nWhen you have paid: partnerbook payout paid {ids}",
                done.summary,
                picked.left_said(),
                more_since(cx, &picked.payouts)?
            ),
            op: done.op,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }
}

/// What has become payable to the same partners since their payouts were drafted, and is not in them.
fn more_since(cx: &Cx<'_>, payouts: &[Payout]) -> Result<String> {
    let view = cx.store.view();
    let mut said = String::new();
    for payout in payouts.iter().take(super::EACH) {
        let more = view.free_balance(payout, cx.today)?;
        if more.minor > 0 {
            said = format!(
                "{said}\n{} more is payable to {} by now; `partnerbook payout refresh P{}` takes it in.",
                more.shown(),
                payout.partner_name,
                payout.id
            );
        }
    }
    Ok(said)
}
