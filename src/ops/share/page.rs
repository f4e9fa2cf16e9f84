//! `share page`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::{
    error::{Error, Result},
    export::{
        page, page_text,
        place::{self, There},
    },
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec},
    store::View,
};

/// Write each partner a page of its own: what it earned, why, and when it is paid
#[derive(Debug, Args)]
pub struct SharePage {
    /// Whose page
    #[arg(value_name = "PARTNER", required_unless_present = "all")]
    partner: Vec<String>,
    /// A page for every partner with a referral or a commission
    #[arg(long, conflicts_with = "partner")]
    all: bool,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// A page for the browser, or plain text
    #[arg(long, value_enum, default_value = "html")]
    format: PageFormat,
    /// Write over files that are no pages of ours, without asking
    #[arg(long)]
    force: bool,
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// One self-contained HTML file.
    Html,
    /// Plain text.
    Text,
}

impl PageFormat {
    fn file(self, slug: &str) -> String {
        match self {
            Self::Html => format!("{slug}.html"),
            Self::Text => format!("{slug}.txt"),
        }
    }
}

impl SharePage {
    /// Ids and short names of the partners that get a page.
    fn who(&self, view: View<'_>) -> Result<Vec<(i64, String)>> {
        if self.all {
            return view.partners_with_work();
        }
        let mut who: Vec<(i64, String)> = Vec::new();
        for typed in &self.partner {
            let id = view.find_partner(typed)?;
            if who.iter().all(|(known, _)| *known != id) {
                who.push((id, view.partner(id)?.slug));
            }
        }
        Ok(who)
    }

    /// Where a partner's page goes.
    fn path(&self, slug: &str) -> PathBuf {
        self.out.join(self.format.file(slug))
    }
}

impl Operation for SharePage {
    const SPEC: Spec = Spec {
        path: "share page",
        kind: Kind::Files,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let who = self.who(view)?;
        if who.is_empty() {
            return Err(
                Error::not_found("No partner has a referral or a commission yet.")
                    .means("Nothing was written."),
            );
        }
        let mut files = Vec::with_capacity(who.len());
        for (done, (id, slug)) in (0_u64..).zip(&who) {
            if cx.progress.stop() {
                return Err(match files.len() {
                    0 => Error::stopped(),
                    n => Error {
                        message: format!(
                            "Stopped after {n} of {} pages; those are whole.",
                            who.len()
                        ),
                        ..Error::stopped()
                    },
                });
            }
            cx.progress.tell(done, who.len() as u64, "pages");
            let statement = view.statement(*id, cx.today)?;
            let text = match self.format {
                PageFormat::Html => page::html(&statement)?,
                PageFormat::Text => page_text::text(&statement)?,
            };
            let path = self.path(slug);
            place::write(&path, text.as_bytes())?;
            files.push(path);
        }
        Ok(Outcome {
            said: said(&files),
            files,
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        if selection.noun == "partner" {
            vec![("partner", selection.names.join(" "))]
        } else {
            Vec::new()
        }
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        if self.force {
            return Ok(None);
        }
        let mut foreign = Vec::new();
        for (_, slug) in self.who(cx.store.view())? {
            let path = self.path(&slug);
            if place::look(&path)? == There::Foreign {
                foreign.push(path);
            }
        }
        Ok(over(&foreign))
    }
}

/// What a confirmation says about files that would be lost.
pub(in crate::ops) fn over(foreign: &[PathBuf]) -> Option<String> {
    match foreign {
        [] => None,
        [one] => Some(format!(
            "{} is there already and would be replaced. Write over it?",
            one.display()
        )),
        [one, rest @ ..] => Some(format!(
            "{} and {} more files are there already and would be replaced. Write over them?",
            one.display(),
            rest.len()
        )),
    }
}

fn said(files: &[PathBuf]) -> String {
    match files {
        [one] => format!(
            "Wrote {}. Nothing was sent: attach it, or put it where the partner can see it.",
            one.display()
        ),
        many => {
            let folder = many
                .first()
                .and_then(|f| f.parent())
                .unwrap_or(Path::new("."));
            let folder = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            format!(
                "Wrote {} pages to {}. Nothing was sent.",
                many.len(),
                folder.display()
            )
        }
    }
}
