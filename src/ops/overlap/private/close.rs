//! `overlap close`: the third file of a private comparison taken in, with a book or without.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Answered, Kind as Step, quoted},
};

use super::{
    begun::Begun,
    refused,
    secrets::Step as Kept,
    told::{by_our_names, compared, record},
};

/// Take in what a partner tells in return for your answer: the accounts you both have
#[derive(Debug, Args)]
pub struct OverlapClose {
    /// The third file that came
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Operation for OverlapClose {
    const SPEC: Spec = Spec {
        path: "overlap close",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let begun = Begun::find(
            &self.file,
            Step::Finish,
            Kept::Answered,
            "you did not answer it, or took this file in already",
            cx,
        )?;
        let answered = Answered::from_bytes(&begun.kept).map_err(refused)?;
        let checks = begun.checks(cx.today);
        let closed = private::close(&begun.bytes, &answered, &checks).map_err(refused)?;
        let found = closed.matches.iter();
        let found = found.map(|one| (one.account.clone(), one.key.clone(), one.label.clone()));
        let both = by_our_names(found.collect(), cx.store.view())?;
        let name = match &begun.with {
            Some(with) => with.name.clone(),
            // As they call themselves: a quotation, not a fact.
            None if closed.header.from.is_empty() => "they".to_owned(),
            None => quoted(&closed.header.from),
        };
        let mut op = None;
        if let Some(with) = &begun.with {
            let ask = begun.ask(cx, &closed.sha256);
            let done = cx.store.write(&ask, |tx| {
                tx.move_exchange(with.exchange, "closed", None, Some(both.len()))?;
                tx.keep_compared(with.partner, with.exchange, &begun.file, &compared(&both))?;
                Ok((format!("Closed the private comparison with {name}"), ()))
            })?;
            op = done.op;
        }
        begun.secrets.erase(&begun.header.session, Kept::Answered)?;
        let count = counted(both.len() as u64, "account", "accounts");
        let mut said = format!("You and {name} both have {count}.");
        if closed.unopened > 0 {
            said.push_str(" Some rows of the file could not be read: their program made them wrong. They are not counted.");
        }
        if closed.nearly_all {
            said.push_str(" That is more than 60 % of all you listed: look twice whether their list is what it seems.");
        }
        let title = format!("Accounts that you and {name} both have");
        let more = json!({ "partner": name, "matched": both.len(), "unopened": closed.unopened });
        Ok(Outcome {
            said,
            record: Some(record(title, &both, more)),
            op,
            ..Outcome::default()
        })
    }
}
