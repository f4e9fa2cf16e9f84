//! `overlap close`: the third file of a private comparison taken in, with a book or without.

use std::{collections::HashMap, path::PathBuf};

use clap::Args;
use serde_json::json;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Answered, Checks, Closed, Kind as Step, RULES},
    store::ExchangeSide,
};

use super::{
    nothing_kept, pinned, read, refused,
    secrets::{Secrets, Step as Kept},
    told::{Both, compared, record},
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
        let (bytes, header) = read(&self.file, Step::Finish)?;
        let secrets = Secrets::of(cx.store.view(), cx.today)?;
        let Some(kept) = secrets.kept(&header.session, Kept::Answered)? else {
            return Err(nothing_kept(
                "you did not answer it, or took this file in already",
            ));
        };
        let answered = Answered::from_bytes(&kept).map_err(refused)?;
        drop(kept);
        let view = cx.store.view();
        let session = private::hex(&header.session);
        let exchange = view.exchange(&session, ExchangeSide::Answered)?;
        let key = match &exchange {
            Some(exchange) => pinned(view, exchange.partner)?,
            None => None,
        };
        let own = secrets.identity()?.public();
        let checks = Checks {
            today: cx.today,
            rules: RULES,
            own: &own,
            pinned: key.as_ref(),
        };
        let closed = private::close(&bytes, &answered, &checks).map_err(refused)?;
        let both = names(&closed, cx)?;
        let name = match &exchange {
            Some(exchange) => cx.store.view().partner(exchange.partner)?.known.name,
            None => closed.header.from.clone(),
        };
        let file = self
            .file
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let mut op = None;
        if let Some(exchange) = exchange {
            let ask = cx.ask();
            let done = cx.store.write(&ask, |tx| {
                tx.move_exchange(exchange.id, "closed", None, Some(both.len()))?;
                tx.keep_compared(exchange.partner, exchange.id, &file, &compared(&both))?;
                Ok((format!("Closed the private comparison with {name}"), ()))
            })?;
            op = done.op;
        }
        secrets.erase(&header.session, Kept::Answered)?;
        let count = counted(both.len() as u64, "account", "accounts");
        let who = if name.is_empty() { "they" } else { &name };
        let mut said = format!("You and {who} both have {count}.");
        if closed.unopened > 0 {
            said.push_str(" Some rows of the file could not be read: their program made them wrong. They are not counted.");
        }
        if closed.nearly_all {
            said.push_str(" That is more than 60 % of all you listed: look twice whether their list is what it seems.");
        }
        let title = format!("Accounts that you and {who} both have");
        let more = json!({ "partner": name, "matched": both.len(), "unopened": closed.unopened });
        Ok(Outcome {
            said,
            record: Some(record(title, &both, more)),
            op,
            ..Outcome::default()
        })
    }
}

/// The matches by our names; an account found by two keys is one.
fn names(closed: &Closed, cx: &Cx<'_>) -> Result<Vec<Both>> {
    let mut names: HashMap<String, (String, Option<String>)> = HashMap::new();
    if closed.matches.iter().any(|(id, _)| is_of_book(id)) {
        for account in cx.store.view().comparable_accounts()? {
            names.insert(account.id, (account.name, account.site));
        }
    }
    let (mut seen, mut both) = (std::collections::HashSet::new(), Vec::new());
    for (id, label) in &closed.matches {
        if !seen.insert(id.as_str()) {
            continue;
        }
        let (ours, site) = names.remove(id).unwrap_or_else(|| (id.clone(), None));
        let key = site
            .and_then(|site| crate::domain::identity::match_key(&site))
            .map(|domain| format!("d:{domain}"));
        both.push(Both {
            ours,
            key,
            label: label.clone(),
        });
    }
    both.sort_by(|a, b| a.ours.cmp(&b.ours));
    Ok(both)
}

/// `C12`, `R7`, `A33`: what is not the name in a list.
fn is_of_book(id: &str) -> bool {
    let mut chars = id.chars();
    matches!(chars.next(), Some('C' | 'R' | 'A')) && chars.all(|c| c.is_ascii_digit())
}
