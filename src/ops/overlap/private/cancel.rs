//! `overlap cancel`: private comparisons given up, and what was kept for them erased; without words, which are open.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::{
    domain::day::{Day, shown},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args::counted},
    private::hex,
    store::OpenExchange,
    text::clean,
};

use super::{
    head,
    secrets::{Secrets, Step as Kept},
};

/// Give up private comparisons and erase what is kept for them; without words, list those that are open
#[derive(Debug, Args)]
pub struct OverlapCancel {
    /// Whose: all that are open with this partner
    #[arg(value_name = "PARTNER")]
    partner: Option<String>,
    /// Only the one this file belongs to, yours or theirs
    #[arg(long, value_name = "FILE", conflicts_with = "partner")]
    file: Option<PathBuf>,
    /// All that are open, with whomever
    #[arg(long, conflicts_with_all = ["partner", "file"])]
    all: bool,
}

/// One comparison that is open.
struct Open {
    session: String,
    /// What is kept, and until when; `None` where it is lost and only the book knows of it.
    kept: Option<(Kept, Day)>,
    /// As the book knows it; `None` where it knows nothing of it.
    known: Option<OpenExchange>,
}

impl Open {
    /// With whom, in words.
    fn with(&self) -> &str {
        self.known
            .as_ref()
            .map_or("somebody this book does not know", |known| &known.name)
    }

    /// What it waits for, as words after a comma.
    fn waits(&self) -> String {
        match self.kept {
            Some((Kept::Asked, until)) => {
                format!("you asked; an answer is taken until {}", shown(until))
            }
            Some((Kept::Answered, until)) => {
                format!("you answered; a third file is taken until {}", shown(until))
            }
            Some((Kept::Opened, until)) => {
                format!(
                    "you opened the answer; you may tell in return until {}",
                    shown(until)
                )
            }
            None => "what was kept for it is lost".to_owned(),
        }
    }
}

impl OverlapCancel {
    /// Those that were meant; an error where there is none.
    fn meant(&self, cx: &Cx<'_>) -> Result<(Secrets, Vec<Open>)> {
        let view = cx.store.view();
        let secrets = Secrets::of(view, cx.today)?;
        let mut open: Vec<Open> = Vec::new();
        let mut known = view.open_exchanges(cx.today)?;
        for (session, step, until) in secrets.open()? {
            let at = known.iter().position(|k| k.session == session);
            let known = match at {
                Some(at) => Some(known.remove(at)),
                None => view.known_exchange(&session)?,
            };
            open.push(Open {
                known,
                session,
                kept: Some((step, until)),
            });
        }
        // An answer may still be waited for though what would open it is lost.
        open.extend(
            known
                .into_iter()
                .filter(|known| known.waits)
                .map(|known| Open {
                    session: known.session.clone(),
                    kept: None,
                    known: Some(known),
                }),
        );
        if let Some(partner) = &self.partner {
            let id = view.find_partner(partner)?;
            let name = view.partner(id)?.known.name;
            open.retain(|open| open.known.as_ref().is_some_and(|known| known.partner == id));
            if open.is_empty() {
                return Err(nothing(&format!(
                    "No private comparison with {name} is open."
                )));
            }
        }
        if let Some(file) = &self.file {
            let session = hex(&head(file)?.session);
            open.retain(|open| open.session == session);
            if open.is_empty() {
                return Err(nothing("The comparison of this file is not open here."));
            }
        }
        if self.all && open.is_empty() {
            return Err(nothing("No private comparison is open."));
        }
        Ok((secrets, open))
    }

    /// Whether any were named.
    fn names(&self) -> bool {
        self.partner.is_some() || self.file.is_some() || self.all
    }
}

fn nothing(what: &str) -> Error {
    Error::not_found(what)
        .means("Nothing was changed.")
        .hint("`partnerbook overlap cancel` lists those that are.")
}

fn line(open: &Open) -> String {
    format!("{}: {}", clean(open.with()), open.waits())
}

impl Operation for OverlapCancel {
    const SPEC: Spec = Spec {
        path: "overlap cancel",
        kind: Kind::Write,
        aliases: &[],
    };

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        super::super::selected(selection)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        if !self.names() {
            return Ok(None);
        }
        let (_, open) = self.meant(cx)?;
        let lines: Vec<String> = open.iter().map(line).collect();
        Ok(Some(format!(
            "{}\nFiles that still come for {} can then not be read, and an undo does not change that. What was told is told.\nGive {} up?",
            lines.join("\n"),
            if open.len() == 1 { "it" } else { "them" },
            if open.len() == 1 { "it" } else { "them" },
        )))
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let (secrets, open) = self.meant(cx)?;
        if !self.names() {
            return Ok(listed(&open));
        }
        let known: Vec<&OpenExchange> = open.iter().filter_map(|o| o.known.as_ref()).collect();
        let mut op = None;
        let mut names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if !known.is_empty() {
            let ask = cx.ask();
            let done = cx.store.write(&ask, |tx| {
                for known in &known {
                    tx.move_exchange(known.id, "given up", None, None)?;
                }
                Ok((
                    format!("Gave up a private comparison with {}", names.join(", ")),
                    (),
                ))
            })?;
            op = done.op;
        }
        // After the book: what it tells as given up and is still kept can be given up once more, the other way round
        // an error here would leave a comparison that looks open and is not.
        for open in &open {
            secrets.give_up(&open.session)?;
        }
        let count = counted(
            open.len() as u64,
            "private comparison",
            "private comparisons",
        );
        Ok(Outcome {
            said: format!("Gave up {count} and erased what was kept."),
            op,
            ..Outcome::default()
        })
    }
}

/// Those that are open, for a person and as JSON.
fn listed(open: &[Open]) -> Outcome {
    let mut lines: Vec<String> = open.iter().map(line).collect();
    lines.push(if open.is_empty() {
        "No private comparison is open.".to_owned()
    } else {
        "Give one up with `partnerbook overlap cancel PARTNER` or `--file FILE`.".to_owned()
    });
    let json: Vec<serde_json::Value> = open
        .iter()
        .map(|open| {
            json!({
                "partner": open.known.as_ref().map(|known| &known.name),
                "session": open.session,
                "waits": open.waits(),
                "until": open.kept.map(|(_, until)| until.to_string()),
            })
        })
        .collect();
    Outcome {
        record: Some(Record {
            lines,
            json: json!({ "open": json }),
        }),
        ..Outcome::default()
    }
}
