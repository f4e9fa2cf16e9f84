//! What can be said of a customer on a command line or in a form: the same fields for adding and for changing.

use clap::Args;

use crate::{domain::day::Day, error::Result, ops::args, store::NewCustomer};

#[derive(Debug, Clone, Args)]
pub(super) struct Known {
    /// Website or domain
    #[arg(long, value_name = "SITE")]
    domain: Option<String>,
    /// Customer since
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    started: Option<String>,
    /// What it has bought
    #[arg(long, value_name = "TEXT")]
    plan: Option<String>,
    /// Country, as its two letters or its name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Your person who looks after it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The customer's name in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Known {
    /// Puts what was said over what is known.
    pub fn put(&self, to: &mut NewCustomer, today: Day) -> Result<()> {
        for (field, argument, said) in [
            (&mut to.plan, "--plan", &self.plan),
            (&mut to.country, "--country", &self.country),
            (&mut to.owner, "--owner", &self.owner),
            (&mut to.external_id, "--external-id", &self.external_id),
        ] {
            if let Some(text) = args::line(argument, said.as_deref())? {
                *field = Some(text);
            }
        }
        if let Some(domain) = args::domain("--domain", self.domain.as_deref())? {
            to.domain = Some(domain);
        }
        if let Some(day) = args::day(self.started.as_deref(), today)? {
            to.started_on = Some(day);
        }
        Ok(())
    }
}
