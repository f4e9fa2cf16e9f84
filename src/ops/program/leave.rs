//! `program leave`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Take partners out of a program; what they referred goes on earning
#[derive(Debug, Args)]
pub struct ProgramLeave {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// The partners
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// Their last day in it
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
}

impl Operation for ProgramLeave {
    const SPEC: Spec = Spec {
        path: "program leave",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let partners = self
            .partners
            .iter()
            .map(|p| view.partner(view.find_partner(p)?))
            .collect::<Result<Vec<_>>>()?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let done = cx.store.write(&cx.ask(), |tx| {
            for partner in &partners {
                if !tx.leave(partner.id, program.id, on)? {
                    return Err(Error::refused(format!(
                        "{} is not in {}.",
                        partner.known.name, program.name
                    ))
                    .means("Nothing was changed."));
                }
            }
            let who = match partners.as_slice() {
                [one] => format!("{} leaves", one.known.name),
                many => format!("{} partners leave", many.len()),
            };
            Ok((format!("{who} {} after {}", program.name, shown(on)), ()))
        })?;
        Ok(args::wrote(
            &done,
            "What they referred until then goes on earning.",
        ))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "partner", "partners")
    }
}
