//! `referral edit`.

use clap::Args;

use super::{agreed, known::Known};
use crate::{
    domain::day::{Day, shown},
    error::{Error, Result},
    ops::{Cx, Kind, Operation, Outcome, Selection, Spec, args},
    store::NewReferral,
    text::check_name,
};

/// Change one referral or several
#[derive(Debug, Args)]
pub struct ReferralEdit {
    /// The referrals
    #[arg(required = true, value_name = "REFERRAL")]
    referrals: Vec<String>,
    /// New name of the company, for one referral only
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
    /// Who referred it; its commission goes to them from the start, and the ledger corrects itself
    #[arg(short, long, value_name = "PARTNER")]
    partner: Option<String>,
    /// The day it was handed in
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    submitted: Option<String>,
    /// The day it first qualified
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    qualified: Option<String>,
    /// The day it was won, for a won one
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    won: Option<String>,
    #[command(flatten)]
    known: Known,
    /// Field to empty; may be given several times
    #[arg(long, value_name = "FIELD", value_parser = [
        "domain", "contact", "email", "value", "came-by", "owner", "next", "note", "external-id", "qualified",
    ])]
    clear: Vec<String>,
}

impl Operation for ReferralEdit {
    const SPEC: Spec = Spec {
        path: "referral edit",
        kind: Kind::Write,
        aliases: &["set"],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let ids = super::ids(&self.referrals, view)?;
        if self.company.is_some() && ids.len() > 1 {
            return Err(Error::usage(
                "A company's name can be given to one referral only.",
            ));
        }
        let partner = self
            .partner
            .as_deref()
            .map(|p| view.find_partner(p))
            .transpose()?;
        let mut changed = Vec::with_capacity(ids.len());
        for id in ids {
            let before = view.referral(id)?.known;
            let mut to = before.clone();
            for field in &self.clear {
                empty(&mut to, field);
            }
            self.known.put(&mut to, view, cx.today)?;
            if let Some(company) = &self.company {
                to.company = check_name(company)?;
            }
            to.partner = partner.unwrap_or(to.partner);
            to.submitted_on = args::day(self.submitted.as_deref(), cx.today)?.or(to.submitted_on);
            to.qualified_on = args::day(self.qualified.as_deref(), cx.today)?.or(to.qualified_on);
            to.won_on = args::day(self.won.as_deref(), cx.today)?.or(to.won_on);
            self.expect_possible(id, &to, cx.today)?;
            changed.push((id, before, to));
        }
        let done = cx.store.write(&cx.ask(), |tx| {
            let mut said = match changed.as_slice() {
                [(id, _, one)] => format!("Changed R{id} {}", one.company),
                many => format!("Changed {} referrals", many.len()),
            };
            for (id, before, to) in &changed {
                let Some(terms) = agreed::set(tx, *id, before, to)? else {
                    continue;
                };
                said = match changed.len() {
                    1 => format!("{said}; {terms}"),
                    _ => format!("{said}; R{id}: {terms}"),
                };
            }
            Ok((said, ()))
        })?;
        Ok(args::wrote(&done, ""))
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected(selection, "referral", "referrals")
    }
}

impl ReferralEdit {
    /// Refuses days that were given and cannot be: still to come, or over before it was handed in.
    fn expect_possible(&self, id: i64, to: &NewReferral, today: Day) -> Result<()> {
        let refuse = |words: String| Err(Error::refused(words).means("Nothing was changed."));
        for (said, day) in [
            (&self.submitted, to.submitted_on),
            (&self.qualified, to.qualified_on),
            (&self.won, to.won_on),
        ] {
            if let (Some(_), Some(day)) = (said, day)
                && day > today
            {
                return refuse(format!(
                    "{} is still to come; say it when it has happened.",
                    shown(day)
                ));
            }
        }
        if self.submitted.is_none() && self.won.is_none() {
            return Ok(());
        }
        match (to.submitted_on, to.won_on) {
            (Some(submitted), Some(won)) if won < submitted => refuse(format!(
                "R{id} {} cannot be won on {}, before it was submitted on {}.",
                to.company,
                shown(won),
                shown(submitted)
            )),
            _ => Ok(()),
        }
    }
}

fn empty(referral: &mut NewReferral, field: &str) {
    match field {
        "domain" => referral.domain = None,
        "contact" => referral.contact = None,
        "email" => referral.email = None,
        "value" => referral.expected = None,
        "came-by" => referral.came_by = None,
        "owner" => referral.owner = None,
        "next" => (referral.next_step, referral.next_on) = (None, None),
        "note" => referral.note = None,
        "qualified" => referral.qualified_on = None,
        // clap lets nothing else through.
        _ => referral.external_id = None,
    }
}
