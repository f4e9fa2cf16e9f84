//! `partner add`.

use clap::Args;

use super::known::Known;
use crate::{
    domain::partner::PartnerState,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Spec, args},
    store::{NewPartner, Noun},
    text::check_name,
};

/// Add a partner; only its name is needed
#[derive(Debug, Args)]
pub struct PartnerAdd {
    /// Name of the company or person
    #[arg(value_name = "NAME")]
    name: String,
    /// Program to enrol it in; may be given several times
    #[arg(long, value_name = "PROGRAM")]
    program: Vec<String>,
    #[command(flatten)]
    known: Known,
    /// Where you stand with it
    #[arg(long, value_name = "STATE", default_value = "active", value_parser = ["prospect", "applied", "qualified", "active"])]
    state: String,
}

impl Operation for PartnerAdd {
    const SPEC: Spec = Spec {
        path: "partner add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let mut new = NewPartner {
            name: check_name(&self.name)?,
            state: PartnerState::parse(&self.state)
                .ok_or_else(|| Error::usage(format!("“{}” is no state.", self.state)))?,
            ..NewPartner::default()
        };
        self.known.put(&mut new, view, cx.today)?;
        if let Some(same) = view.partner_named(&new.name)? {
            return Err(Error::refused(format!(
                "There is a partner “{}” already ({}).",
                same.known.name, same.slug
            ))
            .means("Nothing was changed.")
            .hint("If it is another one, tell them apart in the name, such as by its city."));
        }
        if let Some(other) = view.alias_of(Noun::Partner, &new.name)? {
            let other = view.partner(other)?;
            return Err(Error::refused(format!(
                "“{}” is another name of {} ({}).",
                new.name, other.known.name, other.slug
            ))
            .means("Nothing was changed.")
            .hint(format!(
                "If it is another one: partnerbook partner alias {} --forget \"{}\"",
                other.slug, new.name
            )));
        }
        let same_look = view.same_look(Noun::Partner, &new.name)?;
        let contacts = self.known.contacts()?;
        let programs = self
            .program
            .iter()
            .map(|p| view.find_program(p))
            .collect::<Result<Vec<_>>>()?;
        let first = view.programs()?.first().map(|p| p.slug.clone());
        let done = cx.store.write(&cx.ask(), |tx| {
            let id = tx.add_partner(&new)?;
            for contact in &contacts {
                tx.add_contact(id, contact)?;
            }
            for program in &programs {
                tx.enrol(id, *program, None)?;
            }
            Ok((format!("Added {}", new.name), tx.view().partner(id)?.slug))
        })?;
        let slug = &done.value;
        let next = match (programs.is_empty(), first) {
            (true, Some(program)) => {
                format!("It is in no program yet: partnerbook program enrol {program} {slug}")
            }
            _ => format!("Next: partnerbook referral add COMPANY --partner {slug}"),
        };
        let next = match same_look {
            Some((id, name)) => format!(
                "It looks like “{name}” ({}), written with other letters. {next}",
                cx.store.view().partner(id)?.slug
            ),
            None => next,
        };
        Ok(args::wrote(&done, &next))
    }
}
