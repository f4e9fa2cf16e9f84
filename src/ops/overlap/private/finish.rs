//! `overlap finish`: the third file of a private comparison: the partner learns of the same accounts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Finishing, Kind as Step, Label, LabelField, Level},
};

use super::{
    begun::{Begun, with},
    chance, ours, own_name, refused,
    secrets::{Secrets, Step as Kept},
    stem, target, written,
};

/// Tell a partner in return which accounts you both have: writes the third file, as you offered
#[derive(Debug, Args)]
pub struct OverlapFinish {
    /// The answer you opened
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    mine: ours::Mine,
    /// How the partner knows you; the book's name if not given
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The file to write; beside the answer if not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

struct Prepared {
    secrets: Secrets,
    finishing: Finishing,
    labels: BTreeMap<String, Label>,
    /// Accounts of ours that are told.
    told: usize,
    /// Matches that are not shared with this partner any more.
    kept_back: usize,
    /// Keys of matches that no account of ours has any more.
    unknown: usize,
    exchange: i64,
    name: String,
}

impl OverlapFinish {
    fn prepare(&self, cx: &mut Cx<'_>) -> Result<Prepared> {
        let begun = Begun::find(
            &self.file,
            Step::Response,
            Kept::Opened,
            "the answer was not opened, nothing was offered in return, or the third file was made already",
            cx,
        )?;
        let finishing = Finishing::from_bytes(&begun.kept).map_err(refused)?;
        let with = with(&begun)?;
        let (name, slug) = (with.name.clone(), with.slug.clone());
        let ours = ours::read(&self.mine, Some(with.partner), cx)?;
        let (mut labels, mut all) = (BTreeMap::new(), BTreeMap::new());
        for (at, account) in ours.accounts.iter().enumerate() {
            // What the book does not share by account is not told here either.
            let label = match account.level {
                None => Some(account.label.clone()),
                Some(Level::Matches(fields)) => Some(account.label.only(fields)),
                Some(Level::Counts | Level::Hidden) => None,
            };
            for key in &account.keys {
                all.entry(key.clone())
                    .or_insert_with(|| (at, label.clone()));
            }
        }
        // An account may have been found by two keys: both tell it, and it is counted once.
        let (mut told, mut kept, mut unknown) = (BTreeSet::new(), BTreeSet::new(), 0);
        for key in finishing.keys() {
            match all.remove(key) {
                Some((at, Some(label))) => {
                    told.insert(at);
                    labels.insert(key.to_owned(), label);
                }
                Some((at, None)) => {
                    kept.insert(at);
                }
                // It is no longer in the book, or not in this list.
                None => unknown += 1,
            }
        }
        let kept_back = kept.len();
        if told.is_empty() && kept_back > 0 {
            return Err(Error::refused(format!(
                "You have {kept_back} accounts in common, and share none of them with {name} by account."
            ))
            .means("Nothing was told and nothing was changed.")
            .hint(format!(
                "What {name} may know is yours to say: `partnerbook overlap share {slug} customers overlapping`."
            )));
        }
        if told.is_empty() && unknown > 0 {
            return Err(Error::refused(format!(
                "None of the accounts you both have is in {}.",
                ours.from
            ))
            .means("Nothing was told and nothing was changed.")
            .hint("If you asked about those of a list, name it here too: --list FILE."));
        }
        Ok(Prepared {
            exchange: with.exchange,
            secrets: begun.secrets,
            finishing,
            labels,
            told: told.len(),
            kept_back,
            unknown,
            name,
        })
    }
}

impl Operation for OverlapFinish {
    const SPEC: Spec = Spec {
        path: "overlap finish",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let made = self.prepare(cx)?;
        let told: Vec<&str> = made
            .finishing
            .offers()
            .iter()
            .map(LabelField::told)
            .collect();
        let mut lines = vec![format!(
            "{} learns which {} of theirs you have too{}.",
            made.name,
            counted(made.told as u64, "account", "accounts"),
            if told.is_empty() {
                ", and nothing else about them".to_owned()
            } else {
                format!(", and of each {}", told.join(", "))
            }
        )];
        if made.kept_back > 0 {
            lines.push(format!(
                "{} of those you both have are left out: you do not share them with this partner.",
                made.kept_back
            ));
        }
        if made.unknown > 0 {
            lines.push(format!(
                "{} that matched are left out: no account has them any more, or they are of another list.",
                counted(made.unknown as u64, "key", "keys")
            ));
        }
        lines.push("Write the file?".to_owned());
        Ok(Some(lines.join("\n")))
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let out = target(
            self.out.as_ref(),
            Some(&self.file),
            &stem(&self.file),
            Step::Finish,
        )?;
        let from = own_name(self.from.as_ref(), cx)?;
        let made = self.prepare(cx)?;
        let session = made.finishing.session();
        let identity = made.secrets.identity()?;
        let bytes = private::finish(
            &identity,
            &made.finishing,
            &from,
            cx.today,
            &made.labels,
            chance()?,
        )
        .map_err(refused)?;
        let (ask, name) = (cx.ask(), made.name.clone());
        let done = written(&out, &bytes, || {
            cx.store.write(&ask, |tx| {
                tx.move_exchange(made.exchange, "finished", None, None)?;
                Ok((format!("Told {name} of the accounts both have"), ()))
            })
        })?;
        made.secrets.erase(&session, Kept::Opened)?;
        let count = counted(made.told as u64, "account", "accounts");
        Ok(Outcome {
            said: format!(
                "Wrote {}, of {count}. Send it to {name}; they take it in with `partnerbook overlap close FILE`.",
                out.display()
            ),
            files: vec![out],
            op: done.op,
            ..Outcome::default()
        })
    }
}
