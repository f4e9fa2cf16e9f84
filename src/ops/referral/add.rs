//! `referral add`.

use std::path::PathBuf;

use clap::Args;

use super::{
    from_email::{self, Filled},
    known::Known,
    with,
};
use crate::{
    domain::{
        day::{Day, shown},
        referral::StageKind,
    },
    error::{Error, Result},
    ops::{Cx, Form, Kind, Operation, Outcome, Selection, Spec, args},
    store::{NewReferral, Same, View},
    text::check_name,
};

/// Log a company that a partner referred
#[derive(Debug, Args)]
pub struct ReferralAdd {
    /// Name of the company
    #[arg(value_name = "COMPANY", required_unless_present = "from_email")]
    company: Option<String>,
    /// Who referred it
    #[arg(
        short,
        long,
        required_unless_present = "from_email",
        value_name = "PARTNER"
    )]
    partner: Option<String>,
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
    /// Fill in what is not given here from an e-mail (.eml), or from its text; - for standard input
    #[arg(long, value_name = "FILE", allow_hyphen_values = true)]
    from_email: Option<PathBuf>,
}

impl Operation for ReferralAdd {
    const SPEC: Spec = Spec {
        path: "referral add",
        kind: Kind::Write,
        aliases: &["new"],
    };

    /// A screen has no file to read from: an e-mail is pasted into the form.
    const FORM: Form = Form {
        needs: &["company", "partner"],
        without: &["from_email"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let mail = match &self.from_email {
            Some(file) => Some(from_email::read(file, cx)?),
            None => None,
        };
        let view = cx.store.view();
        let mail = mail.as_ref();
        if let Some(external) = mail.and_then(Filled::external_id)
            && let Some(lead) = view.lead(&external)?
        {
            return Err(Error::refused(format!(
                "This e-mail was logged already: it is R{} {}.",
                lead.id, lead.company
            ))
            .means("Nothing was logged."));
        }
        let partner = match (&self.partner, mail) {
            (Some(said), _) => view.find_partner(said)?,
            (None, Some(mail)) => mail.partner()?,
            (None, None) => return Err(Error::usage("Say who referred it: --partner PARTNER.")),
        };
        let partner = view.partner(partner)?;
        let company = match (&self.company, mail) {
            (Some(said), _) => said.clone(),
            (None, Some(mail)) => mail.company()?,
            (None, None) => return Err(Error::usage("Name the company.")),
        };
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
        // “today” is what stands there where nobody said anything: an e-mail knows its own day.
        let on = match mail {
            Some(mail) if self.on == "today" => mail.on(cx.today),
            _ => args::day(Some(&self.on), cx.today)?.unwrap_or(cx.today),
        };
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
            company: check_name(&company)?,
            stage: stage.name.clone(),
            submitted_on: Some(on),
            qualified_on: pipeline.qualifies(stage).then_some(on),
            ..NewReferral::default()
        };
        if let Some(mail) = mail {
            mail.put(&mut new);
        }
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
        let mut outcome = args::wrote(&done, &next);
        if let Some(mail) = mail {
            let lines = mail.lines(cx.store.view(), &self.said())?;
            outcome.said = format!("{}\nFrom the e-mail:\n{}", outcome.said, lines.join("\n"));
        }
        Ok(outcome)
    }

    /// What an e-mail was understood to say is looked at before it is logged. What is piped in comes from a mail filter as a rule.
    fn confirm(&self, cx: &mut Cx<'_>) -> Result<Option<String>> {
        let Some(file) = self.from_email.as_ref().filter(|f| f.as_os_str() != "-") else {
            return Ok(None);
        };
        let mail = from_email::read(file, cx)?;
        let view = cx.store.view();
        if self.partner.is_none() {
            mail.partner()?;
        }
        if self.company.is_none() {
            mail.company()?;
        }
        let lines = mail.lines(view, &self.said())?;
        Ok(Some(format!(
            "The e-mail says:\n{}\nLog it as a referral? What you give beside it wins.",
            lines.join("\n")
        )))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

impl ReferralAdd {
    /// What was given on the command line, and so is not the e-mail's to say.
    fn said(&self) -> Vec<&'static str> {
        let mut said = self.known.said();
        said.extend(self.company.as_ref().map(|_| "company"));
        said.extend(self.partner.as_ref().map(|_| "partner"));
        said.extend((self.on != "today").then_some("day"));
        said
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
