//! `payout export`: approved payouts as files a bank or a provider takes. Writing a file pays nobody.

mod plan;

use std::{
    fs,
    io::ErrorKind as IoKind,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::json;

use self::plan::Plan;
use super::{ranged, selected, which::Which};
use crate::{
    domain::{day::parse_typed, id::Noun, money::Totals},
    error::{Error, Kind as ErrorKind, Result},
    export::{
        payment::{Format, Version, Wanted},
        place::{self, There},
    },
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args::counted, share::over},
};

/// Write approved payouts to files for PayPal, Wise or your bank; nothing is paid by that
#[derive(Debug, Args)]
pub struct PayoutExport {
    #[command(flatten)]
    which: Which,
    /// The kind of file for all of them; without it, that of each partner's way of being paid
    #[arg(long = "as", id = "as", value_enum, value_name = "KIND")]
    kind: Option<FileKind>,
    /// Folder to write to
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// The day the bank is to pay on
    #[arg(long, value_name = "DAY", default_value = "today")]
    on: String,
    /// Approve drafts in the same step
    #[arg(long)]
    approve: bool,
    /// Write payouts again that are in a file already
    #[arg(long)]
    again: bool,
    /// Version of a SEPA message
    #[arg(
        long = "version",
        id = "message",
        value_enum,
        value_name = "VERSION",
        default_value = "03"
    )]
    version: MessageVersion,
    /// Write over files that are there, without asking
    #[arg(long)]
    force: bool,
}

/// The kinds of payment files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileKind {
    /// PayPal payouts file
    Paypal,
    /// Wise batch file
    Wise,
    /// SEPA credit transfer, pain.001
    Sepa,
    /// A list to pay by hand
    Plain,
}

/// The versions of a SEPA message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageVersion {
    /// pain.001.001.03
    #[value(name = "03")]
    V3,
    /// pain.001.001.09
    #[value(name = "09")]
    V9,
}

impl PayoutExport {
    /// What would be written, and what would not.
    fn plan(&self, cx: &Cx<'_>) -> Result<Plan> {
        let on = parse_typed(&self.on, cx.today)?;
        if on < cx.today {
            return Err(
                Error::refused(format!("{on} is in the past; no bank pays then."))
                    .means("Nothing was written.")
                    .hint("Leave --on out, or give a day from today on."),
            );
        }
        let wanted = Wanted {
            format: self.kind.map(|kind| match kind {
                FileKind::Paypal => Format::PayPal,
                FileKind::Wise => Format::Wise,
                FileKind::Sepa => Format::Sepa,
                FileKind::Plain => Format::Plain,
            }),
            version: match self.version {
                MessageVersion::V3 => Version::V3,
                MessageVersion::V9 => Version::V9,
            },
            on,
            today: cx.today,
        };
        let view = cx.store.view();
        let picked = self
            .which
            .picked(view, &["draft", "approved", "exported"])?;
        Plan::make(view, picked, &wanted, self.approve, self.again)
    }

    /// Puts the files in place and marks what is in them, in one transaction. What failed leaves no file behind.
    fn write(&self, plan: &Plan, cx: &mut Cx<'_>) -> Result<(String, Option<i64>, Vec<PathBuf>)> {
        let mut placed: Vec<Placed> = Vec::with_capacity(plan.batch.files.len());
        let progress = cx.progress;
        let done = cx.store.write(&cx.ask(), |tx| {
            for id in plan.to_approve() {
                tx.approve_payout(id)?;
            }
            for (n, file) in (0_u64..).zip(&plan.batch.files) {
                progress.tell(n, plan.batch.files.len() as u64, "files");
                if progress.stop() {
                    return Err(Error::stopped());
                }
                let path = self.out.join(&file.name);
                let before = before(&path);
                let written = place::write(&path, file.text.as_bytes());
                // It may be in its place though its folder could not be flushed.
                if written.is_ok() || fs::read(&path).is_ok_and(|b| b == file.text.as_bytes()) {
                    placed.push(Placed { path, before });
                }
                written?;
                for id in &file.payouts {
                    tx.mark_exported(*id, &file.name)?;
                }
            }
            Ok((plan.summary()?, ()))
        });
        match done {
            Ok(done) => {
                let files = placed.into_iter().map(|p| p.path).collect();
                Ok((done.summary, done.op, files))
            }
            // Whether the book says so is not known: the files stay, and the person is told to look.
            Err(e) if e.kind == ErrorKind::Unknown => Err(e.hint(
                "The files are written. Look at `partnerbook payout list` before you use them.",
            )),
            Err(e) => Err(taken_away(e, &placed)),
        }
    }
}

/// A file that was put in place, and what it took the place of.
struct Placed {
    path: PathBuf,
    before: Option<Vec<u8>>,
}

/// What is in a file that will be replaced; nothing where there is none, or a link.
fn before(path: &Path) -> Option<Vec<u8>> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|m| m.is_file());
    is_file.then(|| fs::read(path).ok()).flatten()
}

/// The error of an export that failed, after its files were taken away and those before them put back: nobody must
/// pay from them.
fn taken_away(e: Error, placed: &[Placed]) -> Error {
    let stays = |one: &&Placed| match &one.before {
        Some(bytes) => place::write(&one.path, bytes).is_err(),
        None => fs::remove_file(&one.path).is_err_and(|e| e.kind() != IoKind::NotFound),
    };
    let stay: Vec<String> = placed
        .iter()
        .filter(stays)
        .map(|one| one.path.display().to_string())
        .collect();
    if stay.is_empty() {
        return e.means("No payment file is left behind, and nothing was changed in the book.");
    }
    e.means("Nothing was changed in the book.").hint(format!(
        "Delete these files, and do not pay from them: {}.",
        stay.join(", ")
    ))
}

impl Operation for PayoutExport {
    const PREVIEWS: bool = true;
    const SPEC: Spec = Spec {
        path: "payout export",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let plan = self.plan(cx)?;
        if plan.batch.files.is_empty() {
            return Ok(Outcome {
                said: format!(
                    "No file was written, and nothing was changed: {} cannot be paid this way.{}",
                    counted(plan.batch.left.len() as u64, "payout", "payouts"),
                    plan.picked.left_said()
                ),
                record: Some(record(&plan, &self.out)),
                rejected: true,
                ..Outcome::default()
            });
        }
        let (summary, op, files) = self.write(&plan, cx)?;
        let left = match plan.batch.left.len() as u64 {
            0 => String::new(),
            n => format!(" {} left out.", counted(n, "payout was", "payouts were")),
        };
        Ok(Outcome {
            said: format!(
                "{summary}.{left}{}\nNothing is paid by that. When it is: partnerbook import results FILE, or partnerbook payout paid {}",
                plan.picked.left_said(),
                ranged(&plan.written())
            ),
            record: Some(record(&plan, &self.out)),
            files,
            op,
            rejected: !plan.batch.left.is_empty(),
            ..Outcome::default()
        })
    }

    fn preview(&self, cx: &mut Cx<'_>) -> Result<Option<Record>> {
        let plan = self.plan(cx)?;
        let mut seen = record(&plan, &self.out);
        let heading = match plan.batch.files.len() as u64 {
            0 => "No file would be written.".to_owned(),
            n => format!("Would write {}:", counted(n, "file", "files")),
        };
        seen.lines.insert(0, heading);
        for file in &plan.batch.files {
            let path = self.out.join(&file.name);
            if place::look(&path)? != There::Nothing {
                let path = path.display();
                seen.lines
                    .push(format!("{path} is there already: you are asked first."));
            }
        }
        Ok(Some(seen))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        selected(selection)
    }

    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let plan = self.plan(cx)?;
        let mut asked = Vec::new();
        let again = plan.again();
        if !again.is_empty() {
            asked.push(format!(
                "{} {} in a payment file already. Whoever pays from both files pays twice: be sure that the first was not used, or was refused.",
                ranged(&again),
                if again.len() == 1 { "is" } else { "are" }
            ));
        }
        if !self.force {
            let mut there = Vec::new();
            for file in &plan.batch.files {
                let path = self.out.join(&file.name);
                if place::look(&path)? != There::Nothing {
                    there.push(path);
                }
            }
            asked.extend(over(&there));
        }
        if !again.is_empty() && asked.len() == 1 {
            asked.push("Write them again?".to_owned());
        }
        Ok((!asked.is_empty()).then(|| asked.join("\n\n")))
    }
}

/// The files and what is in none of them, readable and as JSON.
fn record(plan: &Plan, out: &Path) -> Record {
    let mut lines = Vec::new();
    let mut files = Vec::new();
    for file in &plan.batch.files {
        let path = out.join(&file.name).display().to_string();
        let n = file.payouts.len() as u64;
        lines.push(format!(
            "{path}  {}  {}",
            counted(n, "payout", "payouts"),
            file.sums.shown()
        ));
        let ids: Vec<String> = file.payouts.iter().map(|id| name(*id)).collect();
        files.push(json!({ "file": path, "kind": file.format.word(), "payouts": ids, "sums": money(&file.sums) }));
    }
    let mut left = Vec::new();
    if !plan.batch.left.is_empty() {
        lines.push("Left as they are:".to_owned());
    }
    for one in &plan.batch.left {
        let payout = plan.payout(one.payout);
        let to = payout.map_or_else(String::new, |p| {
            format!("{}  {}  ", p.money.shown(), p.partner_name)
        });
        lines.push(format!("  {}  {to}{}", name(one.payout), one.reason));
        left.push(json!({ "payout": name(one.payout), "reason": one.reason }));
    }
    Record {
        lines,
        json: json!({ "files": files, "left": left }),
    }
}

fn money(sums: &Totals) -> Vec<serde_json::Value> {
    sums.iter()
        .map(|m| json!({ "amount": m.plain(), "currency": m.currency.code() }))
        .collect()
}

fn name(payout: i64) -> String {
    Noun::Payout.id(payout).to_string()
}
