//! `overlap forget`: a partner's lists of accounts leave the book; undo brings them back.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::Ask,
};

/// Delete a partner's list of accounts
#[derive(Debug, Clone, Args)]
pub struct OverlapForget {
    /// Whose list
    #[arg(value_name = "PARTNER")]
    partner: String,
}

impl Operation for OverlapForget {
    const SPEC: Spec = Spec {
        path: "overlap forget",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = super::with_lists(view, &self.partner)?;
        let name = view.partner(partner)?.known.name;
        let ask = Ask::new(cx.origin, cx.command.clone(), cx.today);
        let done = cx.store.write(&ask, |tx| {
            let accounts = tx.forget_population(partner, None)?;
            let noun = if accounts == 1 { "account" } else { "accounts" };
            Ok((format!("Forgot {accounts} {noun} of {name}"), ()))
        })?;
        Ok(Outcome {
            said: format!("{}.", done.summary),
            op: done.op,
            ..Outcome::default()
        })
    }
}
