//! `partner alias`.

use clap::Args;
use serde_json::json;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args},
    store::Noun,
    text::check_name,
};

/// Say what else files call a partner; without a name: show what they do
#[derive(Debug, Args)]
pub struct PartnerAlias {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
    /// What files call it: a name, an id, a domain
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// It is not called that any more
    #[arg(long, value_name = "NAME")]
    forget: Vec<String>,
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
        let (id, called) = (partner.id, &partner.known.name);
        if self.names.is_empty() && self.forget.is_empty() {
            let names = view.aliases(Noun::Partner, id)?;
            let lines = if names.is_empty() {
                vec![format!("Files call {called} by its own names only.")]
            } else {
                names
                    .iter()
                    .map(|n| format!("“{n}” is {called}."))
                    .collect()
            };
            return Ok(Outcome {
                record: Some(Record {
                    lines,
                    json: json!({ "name": called, "aliases": names }),
                }),
                ..Outcome::default()
            });
        }
        let names = self
            .names
            .iter()
            .map(|n| Ok(check_name(n)?))
            .collect::<Result<Vec<_>>>()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for name in &self.forget {
                if !tx.forget_alias(Noun::Partner, name, id)? {
                    return Err(
                        Error::not_found(format!("{called} has no other name “{name}”."))
                            .means("Nothing was changed."),
                    );
                }
            }
            for name in &names {
                tx.remember(Noun::Partner, name, id)?;
            }
            let said = match (names.as_slice(), self.forget.as_slice()) {
                ([one], []) => format!("In files “{one}” is {called}"),
                ([], [one]) => format!("“{one}” is {called} no more"),
                _ => format!("Changed what files call {called}"),
            };
            Ok((said, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}
