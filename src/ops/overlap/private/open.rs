//! `overlap open`: the answer to a private comparison read; what both have goes into the book as a list of the partner.

use std::{collections::HashMap, fmt::Write as _, path::PathBuf};

use clap::Args;
use serde_json::json;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Asking, Checks, Found, Kind as Step, Limits, Opened, RULES},
    store::ExchangeSide,
};

use super::{
    Watching, compare_words, nothing_kept, ours, pinned, read, refused,
    secrets::{Secrets, Step as Kept},
    told::{Both, compared, record},
};

/// Open a partner's answer: which accounts you both have
#[derive(Debug, Args)]
pub struct OverlapOpen {
    /// The answer that came
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    mine: ours::Mine,
    /// Open an answer of at most so many accounts; four times those you asked about, up to 20000, if not given
    #[arg(long, value_name = "N")]
    at_most: Option<u32>,
}

impl Operation for OverlapOpen {
    const SPEC: Spec = Spec {
        path: "overlap open",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (bytes, header) = read(&self.file, Step::Response)?;
        let secrets = Secrets::of(cx.store.view(), cx.today)?;
        let Some(kept) = secrets.kept(&header.session, Kept::Asked)? else {
            return Err(nothing_kept(
                "you did not ask for it, or opened the answer already",
            ));
        };
        let asking = Asking::from_bytes(&kept).map_err(refused)?;
        drop(kept);
        let view = cx.store.view();
        let session = private::hex(&header.session);
        let exchange = view
            .exchange(&session, ExchangeSide::Asked)?
            .ok_or_else(|| {
                Error::not_found("The book knows nothing of this comparison: it was undone.")
                    .means("Nothing was changed.")
                    .hint("Redo it, or begin again with `partnerbook overlap request PARTNER`.")
            })?;
        let partner = view.partner(exchange.partner)?;
        let (name, slug) = (partner.known.name, partner.slug);
        let key = pinned(view, exchange.partner)?;
        if let Some(other) = view
            .partner_of_key(&header.sender.hex())?
            .filter(|other| *other != exchange.partner)
        {
            return Err(Error::refused(format!(
                "The answer is signed with the key of {}, and {name} was asked.",
                view.partner(other)?.known.name
            ))
            .means("Nothing of it was believed, and nothing was changed.")
            .hint("Ask who made the file."));
        }
        let own = secrets.identity()?.public();
        let checks = Checks {
            today: cx.today,
            rules: RULES,
            own: &own,
            pinned: key.as_ref(),
        };
        let usual = Limits::usual(asking.asked());
        let limits = Limits {
            at_most: self.at_most.unwrap_or(usual.at_most),
            spent: None,
        };
        let watch = Watching(cx.progress);
        let opened = private::open(&bytes, &asking, &checks, &limits, &watch).map_err(refused)?;
        let both = self.names(&opened, cx)?;
        let mut ask = cx.ask();
        ask.file = self.file.file_name().map(|n| {
            let name = n.to_string_lossy().into_owned();
            (name, private::hex(&opened.sha256))
        });
        let file = self
            .file
            .file_name()
            .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let matched = match opened.found {
            Found::Exactly(n) => Some(n),
            Found::FewerThan(_) => None,
        };
        let done = cx.store.write(&ask, |tx| {
            if key.is_none() {
                tx.pin_peer(exchange.partner, &opened.header.sender.hex())?;
            }
            let listed = Some(opened.header.rows);
            tx.move_exchange(exchange.id, "opened", listed, matched)?;
            if !opened.header.counts_only {
                tx.keep_compared(exchange.partner, exchange.id, &file, &compared(&both))?;
            }
            Ok((format!("Opened the answer of {name}"), ()))
        })?;
        if let Some(finishing) = &opened.finishing {
            let bytes = finishing.to_bytes();
            secrets.keep(&header.session, Kept::Opened, finishing.expires(), &bytes)?;
        }
        secrets.erase(&header.session, Kept::Asked)?;
        let mut said = said(&opened, both.len(), &name);
        let mut add = |line: &str| {
            said.push('\n');
            said.push_str(line);
        };
        if opened.finishing.is_some() {
            add(&format!(
                "You offered to tell them of the same accounts: `partnerbook overlap finish {}`.",
                self.file.display()
            ));
        }
        if key.is_none() {
            add(&compare_words(&name, &slug, &opened.header.sender));
        }
        let count = match opened.found {
            Found::Exactly(n) => json!(n),
            Found::FewerThan(n) => json!(format!("fewer than {n}")),
        };
        let title = if opened.header.counts_only {
            format!(
                "In common with {name}: {}",
                count.to_string().trim_matches('"')
            )
        } else {
            format!("Accounts that you and {name} both have")
        };
        let more = json!({ "partner": name, "matched": count, "unopened": opened.unopened });
        Ok(Outcome {
            said,
            record: Some(record(title, &both, more)),
            op: done.op,
            ..Outcome::default()
        })
    }
}

impl OverlapOpen {
    /// The matches by our names: of the book or of the list that was asked about. An account found by two keys is one.
    fn names(&self, opened: &Opened, cx: &mut Cx<'_>) -> Result<Vec<Both>> {
        if opened.matches.is_empty() {
            return Ok(Vec::new());
        }
        let ours = ours::read(&self.mine, None, cx)?;
        let mut by_key = HashMap::new();
        for (at, account) in ours.accounts.iter().enumerate() {
            for key in &account.keys {
                by_key.entry(key.as_str()).or_insert(at);
            }
        }
        let (mut seen, mut both) = (std::collections::HashSet::new(), Vec::new());
        for one in &opened.matches {
            let at = by_key.get(one.key.as_str()).copied();
            if at.is_some_and(|at| !seen.insert(at)) {
                continue;
            }
            let name = at.and_then(|at| ours.accounts.get(at)).and_then(|account| {
                account
                    .label
                    .get(private::LabelField::Name)
                    .map(str::to_owned)
            });
            both.push(Both {
                ours: name.unwrap_or_else(|| one.key.clone()),
                key: Some(one.key.clone()),
                label: one.label.clone(),
            });
        }
        both.sort_by(|a, b| (&a.ours, &a.key).cmp(&(&b.ours, &b.key)));
        Ok(both)
    }
}

fn said(opened: &Opened, both: usize, name: &str) -> String {
    let mut said = match (opened.header.counts_only, opened.found) {
        (true, Found::Exactly(n)) => format!(
            "You and {name} have {} in common.",
            counted(n as u64, "account", "accounts")
        ),
        (true, Found::FewerThan(n)) => format!(
            "You and {name} have fewer than {n} accounts in common; so few are not counted, as the number would tell which."
        ),
        (false, _) => format!(
            "You and {name} both have {}. What they told is in the book as a list of theirs.",
            counted(both as u64, "account", "accounts")
        ),
    };
    if opened.unopened > 0 {
        let rows = counted(opened.unopened as u64, "row", "rows");
        // Writing to a String cannot fail.
        let _ = write!(
            said,
            "\n{rows} of their answer matched and could not be read: their program made them wrong. They are not counted."
        );
    }
    if opened.nearly_all {
        said.push_str("\nThat is more than 60 % of all they listed: look twice whether the lists are what they seem.");
    }
    said
}
