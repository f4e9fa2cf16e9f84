//! What can be said of a referral on a command line or in a form: the same fields for adding and for changing.

use clap::Args;

use crate::{
    domain::day::Day,
    error::Result,
    ops::args,
    store::{NewReferral, View},
};

#[derive(Debug, Clone, Args)]
pub(super) struct Known {
    /// Website or domain of the company; the same domain is the same company
    #[arg(long, value_name = "SITE")]
    domain: Option<String>,
    /// Person there
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// Their e-mail address
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// What it is expected to be worth
    #[arg(long, value_name = "MONEY")]
    value: Option<String>,
    /// How it came
    #[arg(long, value_name = "WAY", value_parser = ["form", "link", "e-mail", "introduction", "list"])]
    came_by: Option<String>,
    /// Your person; the partner's if not given
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// What is to be done next
    #[arg(long, value_name = "TEXT")]
    next: Option<String>,
    /// The day it is to be done
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    next_on: Option<String>,
    /// Internal note; partners never see it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The referral's name in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Known {
    /// What of an e-mail was said here instead.
    pub fn said(&self) -> Vec<&'static str> {
        [
            ("domain", self.domain.is_some()),
            ("contact", self.contact.is_some()),
            ("e-mail", self.email.is_some()),
            ("note", self.note.is_some()),
        ]
        .into_iter()
        .filter_map(|(what, said)| said.then_some(what))
        .collect()
    }

    /// Puts what was said over what is known.
    pub fn put(&self, to: &mut NewReferral, view: View<'_>, today: Day) -> Result<()> {
        let over = |field: &mut Option<String>, said: Option<String>| {
            if said.is_some() {
                *field = said;
            }
        };
        over(
            &mut to.domain,
            args::domain("--domain", self.domain.as_deref())?,
        );
        over(
            &mut to.contact,
            args::line("--contact", self.contact.as_deref())?,
        );
        over(&mut to.email, args::email(self.email.as_deref())?);
        over(&mut to.came_by, self.came_by.clone());
        over(&mut to.owner, args::line("--owner", self.owner.as_deref())?);
        over(
            &mut to.next_step,
            args::line("--next", self.next.as_deref())?,
        );
        over(&mut to.note, args::note("--note", self.note.as_deref())?);
        over(
            &mut to.external_id,
            args::line("--external-id", self.external_id.as_deref())?,
        );
        if let Some(day) = args::day(self.next_on.as_deref(), today)? {
            to.next_on = Some(day);
        }
        if let Some(money) = args::money(self.value.as_deref(), view)? {
            to.expected = Some(money);
        }
        Ok(())
    }
}
