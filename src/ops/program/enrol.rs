//! `program enrol`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Enrol partners in a program; what they referred before and earned nothing for counts too
#[derive(Debug, Args)]
pub struct ProgramEnrol {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// The partners
    #[arg(required_unless_present = "all", value_name = "PARTNER")]
    partners: Vec<String>,
    /// Everybody who has not ended
    #[arg(long, conflicts_with = "partners")]
    all: bool,
    /// Only referrals submitted from this day on
    #[arg(
        long,
        value_name = "DAY",
        allow_hyphen_values = true,
        conflicts_with = "all"
    )]
    from: Option<String>,
}

impl Operation for ProgramEnrol {
    const SPEC: Spec = Spec {
        path: "program enrol",
        kind: Kind::Write,
        aliases: &["enroll"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let partners = self
            .partners
            .iter()
            .map(|p| view.partner(view.find_partner(p)?))
            .collect::<Result<Vec<_>>>()?;
        let from = args::day(self.from.as_deref(), cx.today)?;
        let mut ask = cx.ask();
        ask.bulk = self.all && view.referral_count()? > super::MANY;
        let done = cx.store.write(&ask, |tx| {
            let mut enrolled = 0;
            if self.all {
                enrolled = tx.enrol_all(program.id)?;
            }
            for partner in &partners {
                enrolled += usize::from(tx.enrol(partner.id, program.id, from)?);
            }
            let agreed = super::agree(tx)?;
            let who = match partners.as_slice() {
                [one] => one.known.name.clone(),
                _ => args::counted(enrolled as u64, "partner", "partners"),
            };
            let since = from.map_or(String::new(), |d| format!(" from {}", shown(d)));
            Ok((
                format!("Enrolled {who} in {}{since}{agreed}", program.name),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        let mut fields = args::selected(selection, "partner", "partners");
        fields.extend(args::selected_one(selection, "program", "program"));
        fields
    }
}
