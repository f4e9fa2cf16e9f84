//! What files call a record: shown, added and taken back, the same for every noun that has other names.

use clap::Args;
use serde_json::json;

use super::{Cx, Outcome, Record, args};
use crate::{
    error::{Error, Result},
    store::{Noun, View},
    text::check_name,
};

/// The names a person gives and takes back.
#[derive(Debug, Args)]
pub(super) struct Names {
    /// What files call it: a name, an id, a domain
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// It is not called that any more
    #[arg(long, value_name = "NAME")]
    forget: Vec<String>,
}

impl Names {
    /// Writes what is said of the record `id`, called `called`; said nothing, tells its names.
    pub(super) fn settle(
        &self,
        cx: &mut Cx<'_>,
        noun: Noun,
        id: i64,
        called: &str,
    ) -> Result<Outcome> {
        if self.names.is_empty() && self.forget.is_empty() {
            return told(cx.store.view(), noun, id, called);
        }
        let names = self
            .names
            .iter()
            .map(|n| Ok(check_name(n)?))
            .collect::<Result<Vec<_>>>()?;
        let done = cx.store.write(&cx.ask(), |tx| {
            for name in &self.forget {
                if !tx.forget_alias(noun, name, id)? {
                    return Err(
                        Error::not_found(format!("{called} has no other name “{name}”."))
                            .means("Nothing was changed."),
                    );
                }
            }
            for name in &names {
                tx.remember(noun, name, id)?;
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
}

fn told(view: View<'_>, noun: Noun, id: i64, called: &str) -> Result<Outcome> {
    let names = view.aliases(noun, id)?;
    let lines = if names.is_empty() {
        vec![format!("Files call {called} by its own names only.")]
    } else {
        names
            .iter()
            .map(|n| format!("“{n}” is {called}."))
            .collect()
    };
    Ok(Outcome {
        record: Some(Record {
            lines,
            json: json!({ "name": called, "aliases": names }),
        }),
        ..Outcome::default()
    })
}
