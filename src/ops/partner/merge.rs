//! `partner merge`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{Partner, View},
};

/// Make two partners one: everything of the first moves to the second
#[derive(Debug, Args)]
pub struct PartnerMerge {
    /// The partner that goes
    #[arg(value_name = "FROM")]
    from: String,
    /// The partner that stays
    #[arg(value_name = "INTO")]
    into: String,
}

impl PartnerMerge {
    fn both(&self, view: View<'_>) -> Result<(Partner, Partner)> {
        let one = |typed: &str| view.partner(view.find_partner(typed)?);
        Ok((one(&self.from)?, one(&self.into)?))
    }
}

impl Operation for PartnerMerge {
    const SPEC: Spec = Spec {
        path: "partner merge",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (from, into) = self.both(cx.store.view())?;
        let done = cx.store.write(&cx.ask(), |tx| {
            let merged = tx.merge_partner(from.id, into.id)?;
            let what = format!(
                "Merged {} into {}: {}",
                from.known.name,
                into.known.name,
                merged.said()
            );
            Ok((what, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        match (selection.noun, selection.names.as_slice()) {
            ("partner", [from, into]) => vec![("from", from.clone()), ("into", into.clone())],
            _ => args::selected_one(selection, "partner", "from"),
        }
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let view = cx.store.view();
        let (from, into) = self.both(view)?;
        let merged = view.partner_merge(&from, &into)?;
        let notes = merged.notes.join(" ");
        let said = format!(
            "Merge {} into {}? What moves: {}. {notes} Its names become other names of {}.",
            from.known.name,
            into.known.name,
            merged.said(),
            into.known.name
        );
        Ok(Some(said.replace("  ", " ")))
    }
}
