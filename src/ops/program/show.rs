//! `program show`.

use clap::Args;
use serde_json::{Value, json};

use super::split::named;

use crate::{
    domain::{day::shown, terms::Terms},
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines},
    store::{Applies, TermsVersion},
};

/// One program: its terms in words, and their versions
#[derive(Debug, Args)]
pub struct ProgramShow {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
}

impl Operation for ProgramShow {
    const SPEC: Spec = Spec {
        path: "program show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let versions = view.terms(program.id)?;
        let minimums = view.minimums(program.id)?;
        let (own, split) = (view.own_terms(program.id)?, view.program_split(program.id)?);
        let enrolled = view.enrolled(program.id, cx.today)?;
        let mut lines = Lines::titled(&program.name, &program.slug);
        lines.fact("Kind", Some(&program.kind));
        lines.fact("Enrolled", Some(&enrolled.to_string()));
        let least: Vec<String> = minimums.iter().map(|m| m.shown()).collect();
        lines.fact(
            "Minimum",
            (!least.is_empty()).then(|| least.join("  ")).as_deref(),
        );
        let ends = program.ends_on.map(|day| match program.stops_on {
            Some(stops) => format!("{}; nothing is earned after {}", shown(day), shown(stops)),
            None => format!("{}; what was agreed goes on", shown(day)),
        });
        lines.fact("Ends", ends.as_deref());
        lines.fact(
            "Split",
            (!split.is_empty()).then(|| named(&split)).as_deref(),
        );
        lines.head("Terms");
        let listed: Vec<Value> = versions.iter().rev().map(|v| say(&mut lines, v)).collect();
        lines.or("None yet.");
        let mut own_listed = Vec::new();
        if !own.is_empty() {
            lines.head("Terms of their own");
        }
        for v in own.iter().rev() {
            let Some((id, name)) = &v.only else { continue };
            lines.say(name);
            let mut one = say(&mut lines, v);
            one["partner"] = json!(view.partner(*id)?.slug);
            own_listed.push(one);
        }
        let json = json!({
            "program": program.slug, "name": program.name, "kind": program.kind, "enrolled": enrolled,
            "minimums": minimums, "ends_on": program.ends_on, "stops_on": program.stops_on,
            "split": split.iter().map(|(role, share)| json!({ "role": role, "share": share })).collect::<Vec<_>>(),
            "versions": listed, "own_terms": own_listed,
        });
        Ok(Outcome {
            record: Some(Record {
                lines: lines.done(),
                json,
            }),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}

/// One version of terms, in lines and as JSON.
fn say(lines: &mut Lines, v: &TermsVersion) -> Value {
    let whom = match (v.known.from, v.known.applies) {
        (None, _) => "from the start".to_owned(),
        (Some(d), Applies::NewReferrals) => format!("for referrals submitted from {}", shown(d)),
        (Some(d), Applies::LinesFrom) => format!("for payments from {}", shown(d)),
    };
    let words = Terms::parse(&v.known.text).map_or_else(|_| v.known.text.clone(), |t| t.in_words());
    let agreements = args::counted(v.agreements.unsigned_abs(), "agreement", "agreements");
    lines.fact(
        &format!("Version {}", v.version),
        Some(&format!("{}, {whom}", v.known.text)),
    );
    lines.fact("", Some(&words));
    lines.fact(
        "",
        Some(&format!("Held {} days; {agreements}", v.known.hold_days)),
    );
    json!({
        "version": v.version, "terms": v.known.text, "words": words, "from": v.known.from,
        "applies": v.known.applies.word(), "hold_days": v.known.hold_days, "agreements": v.agreements,
    })
}
