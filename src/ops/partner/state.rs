//! `partner state`.

use clap::Args;

use crate::{
    domain::partner::PartnerState,
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
};

/// Pause, resume, end or decline partners, or move them towards active
#[derive(Debug, Args)]
pub struct PartnerMove {
    /// Where you stand with them now
    #[arg(value_name = "STATE", value_parser = ["prospect", "applied", "qualified", "active", "paused", "ended", "declined"])]
    state: String,
    /// The partners
    #[arg(required = true, value_name = "PARTNER")]
    partners: Vec<String>,
    /// Why; needed for paused, ended and declined
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Operation for PartnerMove {
    const SPEC: Spec = Spec {
        path: "partner state",
        kind: Kind::Write,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let to = PartnerState::parse(&self.state)
            .ok_or_else(|| Error::usage(format!("“{}” is no state.", self.state)))?;
        let reason = args::line("--reason", self.reason.as_deref())?;
        if to.needs_reason() && reason.is_none() {
            return Err(
                Error::refused(format!("Say why it is {to}, with --reason."))
                    .means("Nothing was changed; the reason is kept with the partner."),
            );
        }
        let mut moved = Vec::with_capacity(self.partners.len());
        for typed in &self.partners {
            let mut partner = view.partner(view.find_partner(typed)?)?;
            let from = partner.known.state;
            if from != to && !from.may_become(to) {
                let may: Vec<&str> = from.next().iter().map(|s| s.word()).collect();
                return Err(Error::refused(format!(
                    "{} is {from} and cannot become {to}.",
                    partner.known.name
                ))
                .means("Nothing was changed.")
                .hint(format!(
                    "From {from} a partner may become {}.",
                    may.join(", ")
                )));
            }
            partner.known.state = to;
            partner.known.state_reason.clone_from(&reason);
            if to == PartnerState::Active && partner.known.since.is_none() {
                partner.known.since = Some(cx.today);
            }
            moved.push(partner);
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            for partner in &moved {
                tx.set_partner(partner.id, &partner.known)?;
            }
            let who = match moved.as_slice() {
                [one] => format!("{} is", one.known.name),
                many => format!("{} partners are", many.len()),
            };
            Ok((format!("{who} {to} now"), ()))
        })?;
        let next = match to {
            PartnerState::Ended => "Their running agreements go on; what is owed stays owed.",
            _ => "",
        };
        Ok(args::wrote(&done, next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "partner", "partners")
    }
}
