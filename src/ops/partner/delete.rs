//! `partner delete`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Delete a partner nothing hangs on, such as one added by mistake
#[derive(Debug, Args)]
pub struct PartnerDelete {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
}

impl Operation for PartnerDelete {
    const SPEC: Spec = Spec {
        path: "partner delete",
        kind: Kind::Write,
        aliases: &["rm"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.delete_partner(partner.id)?;
            Ok((format!("Deleted {}", partner.known.name), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        Ok(Some(format!(
            "Delete {} with its contacts and notes?",
            partner.known.name
        )))
    }
}
