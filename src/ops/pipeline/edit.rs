//! `pipeline edit`.

use clap::Args;

use crate::{
    domain::referral::{Pipeline, StageKind},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    store::Tx,
    text::check_name,
};

/// Change the stages: add, rename, put in order, remove
#[derive(Debug, Args)]
pub struct PipelineEdit {
    /// Stage to add as the last open one, or STAGE:AFTER; may be given several times
    #[arg(long, value_name = "STAGE")]
    add: Vec<String>,
    /// Stage to rename, as OLD:NEW; may be given several times
    #[arg(long, value_name = "OLD:NEW")]
    rename: Vec<String>,
    /// Open stage to remove that no referral is at; may be given several times
    #[arg(long, value_name = "STAGE")]
    remove: Vec<String>,
    /// The open stages in their new order, parted by commas
    #[arg(long, value_name = "STAGES", value_delimiter = ',')]
    order: Vec<String>,
}

impl Operation for PipelineEdit {
    const SPEC: Spec = Spec {
        path: "pipeline edit",
        kind: Kind::Write,
        aliases: &["set"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let done = cx.store.write(&cx.ask(), |tx| {
            for text in &self.add {
                let (name, after) = match text.split_once(':') {
                    Some((name, after)) => (name, Some(open(&tx.view().pipeline()?, after)?)),
                    None => (text.as_str(), None),
                };
                tx.add_stage(&stage_name(name)?, after.as_deref())?;
            }
            for text in &self.rename {
                let (from, to) = text.split_once(':').ok_or_else(|| {
                    Error::usage(format!("“{text}” says no new name; write OLD:NEW."))
                })?;
                let pipeline = tx.view().pipeline()?;
                let from = pipeline.find(from).ok_or_else(|| no_stage(from))?;
                tx.rename_stage(&from.name, &stage_name(to)?)?;
            }
            for name in &self.remove {
                let pipeline = tx.view().pipeline()?;
                let name = open(&pipeline, name)?;
                if pipeline.open().count() == 1 {
                    return Err(
                        Error::refused(format!("“{name}” is the only open stage left."))
                            .means("Nothing was changed."),
                    );
                }
                tx.remove_stage(&name)?;
            }
            if !self.order.is_empty() {
                order(tx, &self.order)?;
            }
            let pipeline = tx.view().pipeline()?;
            let names: Vec<&str> = pipeline.open().map(|s| s.name.as_str()).collect();
            Ok((format!("The stages are {}", names.join(", ")), ()))
        })?;
        Ok(args::wrote(&done, ""))
    }
}

fn order(tx: &Tx<'_>, typed: &[String]) -> Result<()> {
    let pipeline = tx.view().pipeline()?;
    let wanted = typed
        .iter()
        .map(|name| open(&pipeline, name))
        .collect::<Result<Vec<_>>>()?;
    let all = pipeline
        .open()
        .all(|s| wanted.iter().filter(|w| **w == s.name).count() == 1);
    if !all {
        return Err(
            Error::refused("An order names each open stage once.").means("Nothing was changed.")
        );
    }
    tx.order_stages(&wanted)
}

/// Names of stages are typed on command lines, where two of them mean a step.
fn stage_name(typed: &str) -> Result<String> {
    let name = check_name(typed)?;
    if name == "next" || name == "back" || name.contains([':', ',']) {
        return Err(
            Error::refused(format!("A stage cannot be called “{name}”."))
                .means("Nothing was changed.")
                .hint("`next` and `back` are steps, and names have no colon and no comma."),
        );
    }
    Ok(name)
}

fn open(pipeline: &Pipeline, name: &str) -> Result<String> {
    let stage = pipeline.find(name).ok_or_else(|| no_stage(name))?;
    if stage.kind != StageKind::Open {
        return Err(Error::refused(format!(
            "“{}” is a closing stage and stays where it is.",
            stage.name
        ))
        .means("Nothing was changed."));
    }
    Ok(stage.name.clone())
}

fn no_stage(name: &str) -> Error {
    Error::not_found(format!("There is no stage “{name}”."))
        .hint("`partnerbook pipeline show` lists them.")
}
