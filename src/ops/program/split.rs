//! `program split`.

use clap::Args;

use crate::{
    domain::{rate::Rate, split},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::REFERRER,
    text::slug,
};

/// Share a program's commission by role, such as referral:70 agency:30; for agreements from now on
#[derive(Debug, Args)]
pub struct ProgramSplit {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// Roles and their shares, together 100; “referral” is who referred, and gets what nobody else fills
    #[arg(required_unless_present = "clear", value_name = "ROLE:PERCENT")]
    shares: Vec<String>,
    /// No split any more: all of it goes to who referred
    #[arg(long, conflicts_with = "shares")]
    clear: bool,
}

impl Operation for ProgramSplit {
    const SPEC: Spec = Spec {
        path: "program split",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let shares = read(&self.shares)?;
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.set_program_split(program.id, &shares)?;
            let summary = if shares.is_empty() {
                format!("{} is not split any more", program.name)
            } else {
                format!("{} is split {}", program.name, named(&shares))
            };
            Ok((summary, ()))
        })?;
        let next = match shares.iter().find(|(role, _)| role != REFERRER) {
            _ if done.op.is_none() => String::new(),
            Some((role, _)) => format!(
                "It holds for agreements from now on. Say who fills a role: partnerbook referral with R1 {role}=PARTNER"
            ),
            None => "Agreements that stand keep their shares.".to_owned(),
        };
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}

/// `referral 70%, agency 30%`.
pub(super) fn named(shares: &[(String, Rate)]) -> String {
    let all: Vec<String> = shares.iter().map(|(r, s)| format!("{r} {s}")).collect();
    all.join(", ")
}

/// Roles and shares as typed; who referred is put first, as its volume and its wins are the ones that count.
fn read(typed: &[String]) -> Result<Vec<(String, Rate)>> {
    let mut found: Vec<(String, Rate)> = Vec::with_capacity(typed.len());
    let refuse = |words: String| Error::refused(words).means("Nothing was changed.");
    for text in typed.iter().flat_map(|t| t.split(',')) {
        let (role, percent) = text.rsplit_once([':', '=']).ok_or_else(|| {
            Error::usage(format!(
                "“{text}” is no share; write ROLE:PERCENT, such as agency:30."
            ))
        })?;
        let role = slug(role);
        if found.iter().any(|(one, _)| *one == role) {
            return Err(refuse(format!(
                "The role {role} is named twice in the split."
            )));
        }
        found.push((role, Rate::parse(percent.trim())?));
    }
    if found.is_empty() {
        return Ok(found);
    }
    let rates: Vec<Rate> = found.iter().map(|(_, rate)| *rate).collect();
    split::check(&rates)?;
    if !found.iter().any(|(role, _)| role == REFERRER) {
        return Err(refuse(format!(
            "The split does not say what who referred gets: it needs “{REFERRER}”."
        ))
        .hint("Such as referral:70 agency:30; 0 is a share too."));
    }
    found.sort_by_key(|(role, _)| role != REFERRER);
    Ok(found)
}
