//! `program enrol`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{Applies, NewTerms},
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
    /// Terms of their own, such as "30% of base for 24 months", for these partners alone
    #[arg(long, value_name = "TERMS", conflicts_with = "all")]
    terms: Option<String>,
    /// With terms of their own: days from a payment until its commission is payable; as for everybody if not given
    #[arg(long, value_name = "DAYS", requires = "terms", value_parser = clap::value_parser!(u32).range(0..=3650))]
    hold_days: Option<u32>,
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
        let terms = self.terms.as_deref().map(super::read).transpose()?;
        let mut ask = cx.ask();
        ask.bulk = self.all && view.referral_count()? > super::MANY;
        let done = cx.store.write(&ask, |tx| {
            let mut enrolled = 0;
            if self.all {
                enrolled = tx.enrol_all(program.id)?;
            }
            for partner in &partners {
                let past = tx.view().enrolments(partner.id)?;
                enrolled += usize::from(tx.enrol(partner.id, program.id, from)?);
                let Some(terms) = &terms else { continue };
                // Who was in it before keeps what was agreed so far.
                let been = past.iter().any(|e| e.program == program.id);
                let first = from.or(been.then_some(cx.today));
                let general = tx.view().terms_for(program.id, partner.id, cx.today)?;
                let own = NewTerms {
                    program: program.id,
                    text: terms.to_string(),
                    from: first,
                    applies: Applies::NewReferrals,
                    hold_days: self
                        .hold_days
                        .or(general.map(|v| v.known.hold_days))
                        .unwrap_or(30),
                };
                tx.add_own_terms(&own, partner.id)?;
            }
            let agreed = super::agree(tx)?;
            let who = match partners.as_slice() {
                [one] => one.known.name.clone(),
                _ => args::counted(enrolled as u64, "partner", "partners"),
            };
            let on = terms
                .as_ref()
                .map_or(String::new(), |t| format!(", on terms of its own: {t}"));
            let since = from.map_or(String::new(), |d| format!(" from {}", shown(d)));
            Ok((
                format!("Enrolled {who} in {}{since}{on}{agreed}", program.name),
                (),
            ))
        })?;
        let look = terms.as_ref().map_or(String::new(), super::slips);
        Ok(args::wrote(&done, &look))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        let mut fields = args::selected(selection, "partner", "partners");
        fields.extend(args::selected_one(selection, "program", "program"));
        fields
    }
}
