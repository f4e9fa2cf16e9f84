//! `program terms`.

use clap::Args;

use crate::{
    domain::day::shown,
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{Applies, NewTerms},
};

/// Give a program new terms from a day on; the old ones stay with what they were agreed for
#[derive(Debug, Args)]
pub struct ProgramTerms {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// What is paid, such as "20% of base for 12 months"
    #[arg(value_name = "TERMS")]
    terms: String,
    /// First day of the new terms
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    from: String,
    /// To referrals submitted from that day on, or to every payment from that day on
    #[arg(long, value_name = "WHAT", default_value = "new referrals", value_parser = ["new referrals", "lines from"])]
    applies: String,
    /// Days from a payment until its commission is payable; as before if not given
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=3650))]
    hold_days: Option<u32>,
    /// The least a payout pays from now on, such as "100 USD"; may be given once per currency
    #[arg(long, value_name = "MONEY")]
    minimum: Vec<String>,
}

impl Operation for ProgramTerms {
    const SPEC: Spec = Spec {
        path: "program terms",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let terms = super::read(&self.terms)?;
        let latest = view.terms(program.id)?.into_iter().next_back();
        let hold_days = self
            .hold_days
            .or(latest.as_ref().map(|v| v.known.hold_days))
            .unwrap_or(30);
        let from = args::day(Some(&self.from), cx.today)?.unwrap_or(cx.today);
        let minimums = self
            .minimum
            .iter()
            .map(|m| args::money(Some(m), view))
            .collect::<Result<Vec<_>>>()?;
        let new = NewTerms {
            program: program.id,
            text: terms.to_string(),
            // The first terms of a program hold from the start.
            from: latest.is_some().then_some(from),
            applies: if self.applies == "lines from" {
                Applies::LinesFrom
            } else {
                Applies::NewReferrals
            },
            hold_days,
        };
        let mut ask = cx.ask();
        ask.bulk = view.referral_count()? > super::MANY;
        let done = cx.store.write(&ask, |tx| {
            tx.add_terms(&new)?;
            for minimum in minimums.iter().flatten() {
                tx.set_minimum(program.id, *minimum)?;
            }
            let agreed = super::agree(tx)?;
            let whom = match new.applies {
                Applies::NewReferrals => "referrals submitted",
                Applies::LinesFrom => "payments",
            };
            Ok((
                format!(
                    "{} pays {terms} on {whom} from {}{agreed}",
                    program.name,
                    shown(from)
                ),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "program", "program")
    }
}
