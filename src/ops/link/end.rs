//! `link end`.

use clap::Args;

use super::settle;
use crate::{
    domain::day::shown,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// End a coded link: clicks after its last day count for nobody
#[derive(Debug, Args)]
pub struct LinkEnd {
    /// The link, by its code
    #[arg(value_name = "LINK")]
    link: String,
    /// Its last day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for LinkEnd {
    const SPEC: Spec = Spec {
        path: "link end",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let link = view.link(view.find_link(&self.link)?)?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        if on < link.known.made_on {
            return Err(Error::refused(format!(
                "{} was made on {}, after {}.",
                link.known.code,
                shown(link.known.made_on),
                shown(on)
            ))
            .means("Nothing was changed."));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.end_link(link.id, Some(on))?;
            let settled = settle::settle(tx)?;
            Ok((
                format!(
                    "Link {} of {} ends on {}",
                    link.known.code,
                    link.partner_name,
                    shown(on)
                ),
                settled,
            ))
        })?;
        let said = done.value.said().unwrap_or_default();
        Ok(args::wrote(&done, &said))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "link", "link")
    }
}
