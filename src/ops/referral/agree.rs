//! `referral agree`.

use clap::Args;

use crate::{
    domain::{day::shown, rate::Rate},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{NewAgreement, REFERRER},
    text::slug,
};

/// Agree by hand that a partner earns on a referral, beside what it earns by its program: an agency's fee, say
#[derive(Debug, Args)]
pub struct ReferralAgree {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
    /// The program whose terms hold for it; its latest ones, the partner's own if it has any
    #[arg(value_name = "PROGRAM")]
    program: String,
    /// Who earns; who referred it if not given
    #[arg(short, long, value_name = "PARTNER", conflicts_with = "split")]
    partner: Option<String>,
    /// Several who share, such as northwind:70; together 100
    #[arg(long, value_name = "PARTNER:PERCENT")]
    split: Vec<String>,
    /// What for; “referral” for who referred it and “agency” for another, if not given
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// First day
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    from: Option<String>,
    /// Last day
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    to: Option<String>,
}

impl Operation for ReferralAgree {
    const SPEC: Spec = Spec {
        path: "referral agree",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let refuse = |words: String| Err(Error::refused(words).means("Nothing was changed."));
        let view = cx.store.view();
        let referral = view.referral(view.find_referral(&self.referral)?)?;
        let program = view.program(view.find_program(&self.program)?)?;
        let mut split = args::shares(&self.split, view)?;
        if split.is_empty() {
            let partner = match &self.partner {
                Some(typed) => view.find_partner(typed)?,
                None => referral.known.partner,
            };
            split.push((partner, Rate::FULL));
        }
        let first = split.first().map_or(referral.known.partner, |(p, _)| *p);
        let referrer = split.iter().any(|(p, _)| *p == referral.known.partner);
        let role = match &self.role {
            Some(role) => slug(role),
            None if referrer => REFERRER.to_owned(),
            None => "agency".to_owned(),
        };
        let starts = args::day(self.from.as_deref(), cx.today)?;
        let mut ends = args::day(self.to.as_deref(), cx.today)?;
        if let (Some(from), Some(to)) = (starts, ends)
            && to < from
        {
            return refuse(format!(
                "An agreement cannot end on {}, before it starts on {}.",
                shown(to),
                shown(from)
            ));
        }
        if let Some(stops) = program.stops_on {
            if starts.unwrap_or(cx.today) > stops {
                return refuse(format!(
                    "{} ended on {}; nothing is earned under it after that day.",
                    program.name,
                    shown(stops)
                ));
            }
            ends = Some(ends.map_or(stops, |to| to.min(stops)));
        }
        let Some(terms) = view.terms_for(program.id, first, cx.today)? else {
            return refuse(format!("{} has no terms yet.", program.name));
        };
        let new = NewAgreement {
            referral: referral.id,
            terms: terms.id,
            role,
            split,
            starts,
            ends,
        };
        let done = cx.store.write(&cx.ask(), |tx| {
            tx.add_agreement(&new)?;
            let term = super::term(new.starts, new.ends);
            let who = super::shared(&new.split, tx.view())?;
            Ok((
                format!(
                    "R{} {} earns by {} as {}: {}, for {who}{term}",
                    new.referral, referral.known.company, program.name, new.role, terms.known.text
                ),
                (),
            ))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}
