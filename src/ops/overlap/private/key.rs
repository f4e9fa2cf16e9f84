//! `overlap key`: the words of one's own key, and those of a partner's, compared or forgotten.

use clap::Args;
use serde_json::json;

use crate::{
    domain::day::shown,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args::wrote},
};

use super::{pinned, secrets::Secrets};

/// The words of your key and of a partner's, to read to each other on the phone
#[derive(Debug, Args)]
pub struct OverlapKey {
    /// Whose key, beside your own
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
    /// You read the words to each other, and they were the same
    #[arg(long, requires = "partner")]
    compared: bool,
    /// Forget the partner's key: the next file of theirs brings the new one
    #[arg(long, requires = "partner", conflicts_with = "compared")]
    forget: bool,
}

impl Operation for OverlapKey {
    const SPEC: Spec = Spec {
        path: "overlap key",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::super::selected(selection)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let own = Secrets::of(cx.store.view(), cx.today)?.identity()?.public();
        let mut lines = vec![format!("Your key: {}", own.words())];
        let mut json = json!({ "own": own.words() });
        let Some(partner) = &self.partner else {
            return Ok(Outcome {
                record: Some(Record { lines, json }),
                ..Outcome::default()
            });
        };
        let view = cx.store.view();
        let id = view.find_partner(partner)?;
        let name = view.partner(id)?.known.name;
        let (Some(key), Some(peer)) = (pinned(view, id)?, view.peer(id)?) else {
            return Err(Error::not_found(format!("No key of {name} is known yet."))
                .hint("It comes with the first file of a private comparison."));
        };
        let ask = cx.ask();
        if self.compared {
            let done = cx.store.write(&ask, |tx| {
                tx.peer_compared(id)?;
                Ok((format!("Noted that the key of {name} was compared"), ()))
            })?;
            return Ok(wrote(&done, ""));
        }
        if self.forget {
            let done = cx.store.write(&ask, |tx| {
                tx.forget_peer(id)?;
                Ok((format!("Forgot the key of {name}"), ()))
            })?;
            return Ok(wrote(
                &done,
                "The next file of theirs brings their new key.",
            ));
        }
        let compared = peer.compared_on.map_or_else(
            || "not compared yet".to_owned(),
            |day| format!("compared on {}", shown(day)),
        );
        lines.push(format!(
            "Key of {name}: {} (since {}, {compared})",
            key.words(),
            shown(peer.pinned_on)
        ));
        json["partner"] = json!({
            "name": name, "words": key.words(), "since": peer.pinned_on.to_string(),
            "compared_on": peer.compared_on.map(|d| d.to_string()),
        });
        Ok(Outcome {
            record: Some(Record { lines, json }),
            ..Outcome::default()
        })
    }
}
