//! `overlap finish`: the third file of a private comparison: the partner learns of the same accounts.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use crate::{
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args::counted},
    private::{self, Finishing, Kind as Step, Label, LabelField, Level},
    store::ExchangeSide,
};

use super::{
    chance, nothing_kept, ours, own_name, read, refused,
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
    /// Matches that are not shared with this partner any more.
    kept_back: usize,
    exchange: i64,
    name: String,
}

impl OverlapFinish {
    fn prepare(&self, cx: &mut Cx<'_>) -> Result<Prepared> {
        let (_, header) = read(&self.file, Step::Response)?;
        let secrets = Secrets::of(cx.store.view(), cx.today)?;
        let Some(kept) = secrets.kept(&header.session, Kept::Opened)? else {
            return Err(nothing_kept(
                "the answer was not opened, nothing was offered in return, or the third file was made already",
            ));
        };
        let finishing = Finishing::from_bytes(&kept).map_err(refused)?;
        let view = cx.store.view();
        let session = private::hex(&header.session);
        let exchange = view
            .exchange(&session, ExchangeSide::Asked)?
            .ok_or_else(|| {
                Error::not_found("The book knows nothing of this comparison: it was undone.")
                    .means("Nothing was told and nothing was changed.")
            })?;
        let partner = view.partner(exchange.partner)?;
        let (name, slug) = (partner.known.name, partner.slug);
        let ours = ours::read(&self.mine, Some(exchange.partner), cx)?;
        let (mut labels, mut all) = (BTreeMap::new(), BTreeMap::new());
        for account in &ours.accounts {
            // What the book does not share by account is not told here either.
            let label = match account.level {
                None => Some(account.label.clone()),
                Some(Level::Matches(fields)) => Some(account.label.only(fields)),
                Some(Level::Counts | Level::Hidden) => None,
            };
            for key in &account.keys {
                all.entry(key.clone()).or_insert_with(|| label.clone());
            }
        }
        let mut kept_back = 0;
        for key in finishing.keys() {
            match all.remove(key).flatten() {
                Some(label) => {
                    labels.insert(key.to_owned(), label);
                }
                None => kept_back += 1,
            }
        }
        if labels.is_empty() && kept_back > 0 {
            return Err(Error::refused(format!(
                "You have {kept_back} accounts in common, and share none of them with {name} by account."
            ))
            .means("Nothing was told and nothing was changed.")
            .hint(format!(
                "What {name} may know is yours to say: `partnerbook overlap share {slug} customers overlapping`."
            )));
        }
        Ok(Prepared {
            secrets,
            finishing,
            labels,
            kept_back,
            exchange: exchange.id,
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
            counted(made.labels.len() as u64, "account", "accounts"),
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
        let count = counted(made.labels.len() as u64, "account", "accounts");
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
