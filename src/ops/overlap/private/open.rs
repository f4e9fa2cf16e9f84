//! `overlap open`: the answer to a private comparison read; what both have goes into the book as a list of the partner.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use serde_json::json;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Asking, Found, Kind as Step, Limits, Opened},
};

use super::{
    Watching,
    begun::{Begun, with},
    compare_words, refused,
    secrets::Step as Kept,
    told::{by_our_names, compared, record},
};

/// Open a partner's answer: which accounts you both have
#[derive(Debug, Args)]
pub struct OverlapOpen {
    /// The answer that came
    #[arg(value_name = "FILE")]
    file: PathBuf,
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
        let begun = Begun::find(
            &self.file,
            Step::Response,
            Kept::Asked,
            "you did not ask for it, or opened the answer already",
            cx,
        )?;
        let asking = Asking::from_bytes(&begun.kept).map_err(refused)?;
        let with = with(&begun)?;
        let (name, slug) = (&with.name, &with.slug);
        let view = cx.store.view();
        if let Some(other) = view
            .partner_of_key(&begun.header.sender.hex())?
            .filter(|other| *other != with.partner)
        {
            return Err(Error::refused(format!(
                "The answer is signed with the key of {}, and {name} was asked.",
                view.partner(other)?.known.name
            ))
            .means("Nothing of it was believed, and nothing was changed.")
            .hint("Ask who made the file."));
        }
        let usual = Limits::usual(asking.asked());
        let limits = Limits {
            at_most: self.at_most.unwrap_or(usual.at_most),
            spent: None,
        };
        let watch = Watching(cx.progress);
        let checks = begun.checks(cx.today);
        let opened =
            private::open(&begun.bytes, &asking, &checks, &limits, &watch).map_err(refused)?;
        let found = opened.matches.iter();
        let found = found.map(|one| (one.account.clone(), one.key.clone(), one.label.clone()));
        let both = by_our_names(found.collect(), cx.store.view())?;
        let ask = begun.ask(cx, &opened.sha256);
        let matched = match opened.found {
            Found::Exactly(n) if opened.header.counts_only => Some(n),
            // Keys were found, and an account may have two.
            Found::Exactly(_) => Some(both.len()),
            Found::FewerThan(_) => None,
        };
        let done = cx.store.write(&ask, |tx| {
            if with.key.is_none() {
                tx.pin_peer(with.partner, &opened.header.sender.hex())?;
            }
            let listed = Some(opened.header.rows);
            tx.move_exchange(with.exchange, "opened", listed, matched)?;
            if !opened.header.counts_only {
                tx.keep_compared(with.partner, with.exchange, &begun.file, &compared(&both))?;
            }
            Ok((format!("Opened the answer of {name}"), ()))
        })?;
        if let Some(finishing) = &opened.finishing {
            let bytes = finishing.to_bytes();
            let (session, until) = (finishing.session(), finishing.expires());
            begun.secrets.keep(&session, Kept::Opened, until, &bytes)?;
        }
        begun.secrets.erase(&begun.header.session, Kept::Asked)?;
        let mut said = said(&opened, both.len(), name);
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
        if with.key.is_none() {
            add(&compare_words(name, slug, &opened.header.sender));
        }
        let count = match opened.found {
            Found::Exactly(_) => json!(matched),
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
