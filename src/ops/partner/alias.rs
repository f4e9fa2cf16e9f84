//! `partner alias`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args, known_as::Names},
    store::Noun,
};

/// Say what else files call a partner; without a name: show what they do
#[derive(Debug, Args)]
pub struct PartnerAlias {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    #[command(flatten)]
    names: Names,
}

impl Operation for PartnerAlias {
    const SPEC: Spec = Spec {
        path: "partner alias",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        self.names
            .settle(cx, Noun::Partner, partner.id, &partner.known.name)
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}
