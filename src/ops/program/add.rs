//! `program add`.

use clap::Args;

use crate::{
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    store::{Applies, NewTerms},
    text::check_name,
};

/// Add a program: what you pay partners, and when
#[derive(Debug, Args)]
pub struct ProgramAdd {
    /// Its name, such as referral
    #[arg(value_name = "NAME")]
    name: String,
    /// What is paid, such as "25% of base for 12 months"
    #[arg(long, required = true, value_name = "TERMS")]
    terms: String,
    /// Days from a payment until its commission is payable
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=3650))]
    hold_days: u32,
    /// The least a payout pays, such as "100 USD"; may be given once per currency
    #[arg(long, value_name = "MONEY")]
    minimum: Vec<String>,
    /// Kind of program
    #[arg(long, value_name = "KIND", default_value = "referral", value_parser = ["referral", "affiliate", "reseller"])]
    kind: String,
    /// Enrol everybody, with all they ever referred
    #[arg(long)]
    enrol_all: bool,
}

impl Operation for ProgramAdd {
    const SPEC: Spec = Spec {
        path: "program add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let name = check_name(&self.name)?;
        let terms = super::read(&self.terms)?;
        let minimums = self
            .minimum
            .iter()
            .map(|m| args::money(Some(m), view))
            .collect::<Result<Vec<_>>>()?;
        let mut ask = cx.ask();
        ask.bulk = self.enrol_all && view.referral_count()? > super::MANY;
        let done = cx.store.write(&ask, |tx| {
            let program = tx.add_program(&name, &self.kind)?;
            tx.add_terms(&NewTerms {
                program,
                text: terms.to_string(),
                from: None,
                applies: Applies::NewReferrals,
                hold_days: self.hold_days,
            })?;
            for minimum in minimums.iter().flatten() {
                tx.set_minimum(program, *minimum)?;
            }
            let mut summary = format!("Added the program {name}: {terms}");
            if self.enrol_all {
                let partners = args::counted(tx.enrol_all(program)? as u64, "partner", "partners");
                let agreed = super::agree(tx)?;
                summary = format!("{summary}; enrolled {partners}{agreed}");
            }
            Ok((summary, tx.view().program(program)?.slug))
        })?;
        let mut next = vec![super::slips(&terms)];
        if !self.enrol_all {
            next.push(format!(
                "Nobody is in it yet: partnerbook program enrol {} PARTNER, or --all",
                done.value
            ));
        }
        Ok(args::wrote(&done, next.join(" ").trim_start()))
    }
}
