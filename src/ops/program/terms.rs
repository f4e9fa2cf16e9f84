//! `program terms`: new terms for a program or one partner, with what they would mean shown before they hold.

mod preview;

use clap::Args;

use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
    },
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args},
    store::{Applies, NewTerms, Partner, Program, View},
};

/// Give a program, or one partner in it, new terms from a day on
#[derive(Debug, Args)]
pub struct ProgramTerms {
    /// The program
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// What is paid, such as "20% of base for 12 months"
    #[arg(required_unless_present = "like_everybody", value_name = "TERMS")]
    terms: Option<String>,
    /// For this partner alone
    #[arg(short, long, value_name = "PARTNER")]
    partner: Option<String>,
    /// For the partner: the terms everybody has on that day
    #[arg(long, requires = "partner", conflicts_with = "terms")]
    like_everybody: bool,
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
    #[arg(long, value_name = "MONEY", conflicts_with = "partner")]
    minimum: Vec<String>,
}

impl Operation for ProgramTerms {
    const PREVIEWS: bool = true;
    const SPEC: Spec = Spec {
        path: "program terms",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let Asked {
            program,
            partner,
            from,
            new,
        } = self.asked(cx)?;
        let minimums = self
            .minimum
            .iter()
            .filter_map(|m| args::money(Some(m), view).transpose())
            .collect::<Result<Vec<Money>>>()?;
        let mut ask = cx.ask();
        ask.bulk = partner.is_none() && view.referral_count()? > super::MANY;
        let done = cx.store.write(&ask, |tx| {
            match &partner {
                None => tx.add_terms(&new)?,
                Some(partner) => tx.add_own_terms(&new, partner.id)?,
            };
            for minimum in &minimums {
                tx.set_minimum(program.id, *minimum)?;
            }
            let agreed = super::agree(tx)?;
            let whom = partner
                .as_ref()
                .map_or(String::new(), |p| format!(" {}", p.known.name));
            let on = match new.applies {
                Applies::NewReferrals => "referrals submitted",
                Applies::LinesFrom => "payments",
            };
            let from = shown(from);
            Ok((
                format!(
                    "{} pays{whom} {} on {on} from {from}{agreed}",
                    program.name, new.text
                ),
                (),
            ))
        })?;
        Ok(args::wrote(&done, &super::slips(&super::read(&new.text)?)))
    }

    fn preview(&self, cx: &mut Cx<'_>) -> Result<Option<Record>> {
        let asked = self.asked(cx)?;
        let partner = asked.partner.as_ref();
        cx.store
            .view()
            .terms_fit(&asked.new, partner.map(|p| p.id))?;
        preview::told(cx, &asked.program, &asked.new, partner).map(Some)
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        let mut fields = args::selected_one(selection, "program", "program");
        fields.extend(args::selected_one(selection, "partner", "partner"));
        fields
    }
}

/// What was asked for, as the book knows it.
struct Asked {
    program: Program,
    partner: Option<Partner>,
    from: Day,
    new: NewTerms,
}

impl ProgramTerms {
    fn asked(&self, cx: &Cx<'_>) -> Result<Asked> {
        let view = cx.store.view();
        let program = view.program(view.find_program(&self.program)?)?;
        let partner = self
            .partner
            .as_deref()
            .map(|p| view.partner(view.find_partner(p)?))
            .transpose()?;
        let from = args::day(Some(&self.from), cx.today)?.unwrap_or(cx.today);
        let new = match &partner {
            None => self.general(view, &program, from)?,
            Some(partner) => self.own(view, &program, partner, from)?,
        };
        Ok(Asked {
            program,
            partner,
            from,
            new,
        })
    }

    fn applies(&self) -> Applies {
        if self.applies == "lines from" {
            Applies::LinesFrom
        } else {
            Applies::NewReferrals
        }
    }

    fn general(&self, view: View<'_>, program: &Program, from: Day) -> Result<NewTerms> {
        let latest = view.terms(program.id)?.into_iter().next_back();
        let hold_days = latest.as_ref().map_or(30, |v| v.known.hold_days);
        Ok(NewTerms {
            program: program.id,
            text: super::read(self.terms.as_deref().unwrap_or_default())?.to_string(),
            // The first terms of a program hold from the start.
            from: latest.is_some().then_some(from),
            applies: self.applies(),
            hold_days: self.hold_days.unwrap_or(hold_days),
        })
    }

    fn own(
        &self,
        view: View<'_>,
        program: &Program,
        partner: &Partner,
        from: Day,
    ) -> Result<NewTerms> {
        let name = &partner.known.name;
        let enrolled = view.enrolments(partner.id)?;
        if !enrolled.iter().any(|e| e.program == program.id) {
            return Err(
                Error::refused(format!("{name} is not in {}.", program.name))
                    .means("Nothing was changed.")
                    .hint(format!(
                        "Enrol it with terms of its own: partnerbook program enrol {} {} --terms \"…\"",
                        program.slug, partner.slug
                    )),
            );
        }
        let everybody = view.terms(program.id)?.into_iter().rev();
        let everybody = everybody
            .skip_while(|v| v.known.from.is_some_and(|day| day > from))
            .map(|v| v.known)
            .next();
        let before = if self.like_everybody {
            everybody.clone()
        } else {
            view.terms_for(program.id, partner.id, from)?
                .map(|v| v.known)
        };
        let text = match (&self.terms, everybody) {
            (Some(typed), _) => super::read(typed)?.to_string(),
            (None, Some(everybody)) => everybody.text,
            (None, None) => {
                return Err(Error::refused(format!(
                    "{} has no terms for everybody on {}.",
                    program.name,
                    shown(from)
                ))
                .means("Nothing was changed."));
            }
        };
        Ok(NewTerms {
            program: program.id,
            text,
            from: Some(from),
            applies: self.applies(),
            hold_days: self.hold_days.or(before.map(|v| v.hold_days)).unwrap_or(30),
        })
    }
}
