//! `program end`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// End a program: nobody comes in after that day; what was agreed goes on earning
#[derive(Debug, Args)]
pub struct ProgramEnd {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// Its last day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// End what was agreed that day too: no payment after it earns anything
    #[arg(long)]
    stop: bool,
}

impl Operation for ProgramEnd {
    const SPEC: Spec = Spec {
        path: "program end",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        let done = cx.store.write(&cx.ask(), |tx| {
            let ended = tx.end_program(program.id, on, self.stop)?;
            let partners = args::counted(ended.partners as u64, "partner", "partners");
            let agreements = args::counted(ended.agreements as u64, "agreement", "agreements");
            let with = match (ended.partners, self.stop) {
                (0, false) => String::new(),
                (_, false) => format!(", for {partners}"),
                (_, true) => format!(", for {partners} and {agreements}"),
            };
            Ok((format!("{} ends on {}{with}", program.name, shown(on)), ()))
        })?;
        let next = if self.stop {
            ""
        } else {
            "What was agreed goes on earning; --stop ends that too."
        };
        Ok(args::wrote(&done, next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}
