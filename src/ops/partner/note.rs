//! `partner note`.

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Note something about a partner; partners never see it
#[derive(Debug, Args)]
pub struct PartnerNote {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// What to note; - reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// The day it is about
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for PartnerNote {
    const SPEC: Spec = Spec {
        path: "partner note",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let text = args::words(&self.text, cx)?;
        let text =
            args::note("TEXT", Some(&text))?.ok_or_else(|| Error::usage("The note is empty."))?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.add_activity(Some(partner.id), None, on, &text)?;
            Ok((format!("Noted for {}", partner.known.name), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}
