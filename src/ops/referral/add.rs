//! `referral add`.

use clap::Args;

use super::{known::Known, with};
use crate::{
    domain::{
        day::{Day, shown},
        referral::StageKind,
    },
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::{NewReferral, Same, View},
    text::check_name,
};

/// Log a company that a partner referred
#[derive(Debug, Args)]
pub struct ReferralAdd {
    /// Name of the company
    #[arg(value_name = "COMPANY")]
    company: String,
    /// Who referred it
    #[arg(short, long, required = true, value_name = "PARTNER")]
    partner: String,
    /// The day it was handed in
    #[arg(
        long,
        value_name = "DAY",
        default_value = "today",
        allow_hyphen_values = true
    )]
    on: String,
    /// The open stage it is at; the first if not given
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    #[command(flatten)]
    known: Known,
    /// Share of the commission, such as northwind:70; several sum to 100
    #[arg(long, value_name = "PARTNER:PERCENT")]
    split: Vec<String>,
    /// Who else has a part in it by the program's split, such as agency=bluepeak
    #[arg(long, value_name = "ROLE=PARTNER", conflicts_with = "split")]
    with: Vec<String>,
    /// What to do when the company is a referral or customer already
    #[arg(long, value_name = "WHAT", default_value = "stop", value_parser = ["stop", "add"])]
    if_duplicate: String,
}

impl Operation for ReferralAdd {
    const SPEC: Spec = Spec {
        path: "referral add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let partner = view.partner(view.find_partner(&self.partner)?)?;
        if !partner.known.state.may_refer() {
            return Err(Error::refused(format!(
                "{} is {}.",
                partner.known.name, partner.known.state
            ))
            .means("Nothing was logged.")
            .hint(format!(
                "If they work with you again: partnerbook partner state active {}",
                partner.slug
            )));
        }
        let on = args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today);
        if on > cx.today {
            return Err(Error::refused(format!("{} is still to come.", shown(on)))
                .means("Nothing was logged."));
        }
        let pipeline = view.pipeline()?;
        let stage = match &self.stage {
            None => pipeline
                .first()
                .ok_or_else(|| Error::failed("The pipeline has no open stage."))?,
            Some(name) => super::open_stage(&pipeline, name)?,
        };
        let mut new = NewReferral {
            partner: partner.id,
            company: check_name(&self.company)?,
            stage: stage.name.clone(),
            submitted_on: Some(on),
            qualified_on: pipeline.qualifies(stage).then_some(on),
            ..NewReferral::default()
        };
        self.known.put(&mut new, view, cx.today)?;
        let split = args::shares(&self.split, view)?;
        let roles = with::read(&self.with, view)?;
        let same = view.same_company(&new.company, new.domain.as_deref())?;
        if let (Some(first), "stop") = (same.first(), self.if_duplicate.as_str()) {
            return Err(duplicate(first, view, cx.today)?);
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            let id = tx.add_referral(&new)?;
            with::fill(tx, id, &roles)?;
            let earns = tx.agree(id, &split)? > 0;
            Ok((
                format!("Logged R{id} {} for {}", new.company, partner.known.name),
                (id, earns),
            ))
        })?;
        let (id, earns) = done.value;
        let mut next = if earns {
            format!("Next: partnerbook referral stage next R{id}")
        } else {
            format!(
                "{} is in no program that has terms, so it earns nothing yet.",
                partner.known.name
            )
        };
        if let Some(same) = same.first() {
            next = format!("Mind that {} {next}", named(same));
        }
        Ok(args::wrote(&done, &next))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

/// Why a second referral of a company is not simply logged: the first to register a company earns on it.
fn duplicate(same: &Same, view: View<'_>, today: Day) -> Result<Error> {
    let means = match same {
        Same::Customer { .. } => {
            "A partner earns on a company it refers before it is a customer. Nothing was logged."
                .to_owned()
        }
        Same::Referral {
            won: true,
            partner_name,
            ..
        } => {
            format!("{partner_name} won it and earns on it. Nothing was logged.")
        }
        Same::Referral {
            id, partner_name, ..
        } => {
            let registered = view.referral(*id)?.known;
            match registered.protected_until {
                Some(until) if until < today => format!(
                    "The claim of {partner_name} ran out on {}, but the referral is still open. Nothing was logged.",
                    shown(until)
                ),
                Some(until) => format!(
                    "The first to register a company earns on it: {partner_name}, protected until {}. Nothing was logged.",
                    shown(until)
                ),
                None => format!(
                    "The first to register a company earns on it: {partner_name}. Nothing was logged."
                ),
            }
        }
    };
    Ok(Error::refused(named(same))
        .means(means)
        .hint("To log it all the same, and settle it by hand: --if-duplicate add"))
}

fn named(same: &Same) -> String {
    match same {
        Same::Customer { id, name } => format!("{name} is a customer already (C{id})."),
        Same::Referral {
            id,
            company,
            partner_name,
            won,
            ..
        } => {
            let how = if *won { "was won" } else { "is open" };
            format!("{company} {how} already, as R{id} from {partner_name}.")
        }
    }
}

/// Only open stages: winning and losing keep more than a stage.
pub(super) fn expect_open(kind: StageKind, name: &str) -> Result<()> {
    if kind == StageKind::Open {
        return Ok(());
    }
    Err(Error::refused(format!("“{name}” is no open stage."))
        .means("Nothing was changed.")
        .hint("Log it at an open stage, then use `referral win`, `referral lose` or `referral reject`."))
}
