//! What can be said of a partner on a command line or in a form: the same fields for adding and for changing.

use clap::{Args, builder::PossibleValue};

use crate::{
    domain::{
        day::Day,
        iban::Bic,
        pay_method::{self, PayMethod},
        reward::SpiffPolicy,
        tax,
    },
    error::{Error, Result},
    ops::args,
    store::{Contact, NewPartner, View},
    text::check_name,
};

#[derive(Debug, Clone, Args)]
pub(super) struct Known {
    /// agency, technology, affiliate, customer, consultant, reseller, employee, or a word of yours
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// E-mail address
    #[arg(long, value_name = "EMAIL")]
    email: Option<String>,
    /// Person there, as "Ana Ruiz <ana@example.com>"; may be given several times
    #[arg(long, value_name = "CONTACT")]
    contact: Vec<String>,
    /// Website or domain
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Country, as its two letters or its name
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Your person who looks after the partner
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// How the partner was recruited
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// The partner who invited them
    #[arg(long, value_name = "PARTNER")]
    invited_by: Option<String>,
    /// Tag, one word; may be given several times
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// How they are paid: paypal, wise, bank, credit, other, or a word of yours
    #[arg(long, value_name = "METHOD")]
    pay_by: Option<String>,
    /// Account they are paid at: the e-mail address of PayPal or Wise, the IBAN of a bank
    #[arg(long, value_name = "ACCOUNT")]
    pay_to: Option<String>,
    /// Name the account is in, where it is not the partner's
    #[arg(long, value_name = "NAME")]
    pay_name: Option<String>,
    /// The bank's code (BIC), where one is needed
    #[arg(long, value_name = "BIC")]
    pay_bic: Option<String>,
    /// Tax form on file: W-9, W-8BEN, W-8BEN-E
    #[arg(long, value_name = "FORM")]
    tax_form: Option<String>,
    /// What the partner lets its people take from you
    #[arg(long, value_name = "POLICY", value_parser = policies())]
    spiff: Option<String>,
    /// Who said so, and when
    #[arg(long, value_name = "TEXT")]
    spiff_note: Option<String>,
    /// Partner since
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    since: Option<String>,
    /// Internal note; partners never see it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The partner's name in another system
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Known {
    /// Puts what was said over what is known.
    pub fn put(&self, to: &mut NewPartner, view: View<'_>, today: Day) -> Result<()> {
        let over = |field: &mut Option<String>, said: Option<String>| {
            if said.is_some() {
                *field = said;
            }
        };
        over(
            &mut to.kind,
            args::line("--kind", self.kind.as_deref())?.map(|k| k.to_lowercase()),
        );
        over(&mut to.email, args::email(self.email.as_deref())?);
        over(&mut to.site, args::line("--site", self.site.as_deref())?);
        over(
            &mut to.country,
            args::line("--country", self.country.as_deref())?.map(country),
        );
        over(&mut to.owner, args::line("--owner", self.owner.as_deref())?);
        over(
            &mut to.source,
            args::line("--source", self.source.as_deref())?,
        );
        over(
            &mut to.payout_method,
            args::line("--pay-by", self.pay_by.as_deref())?.map(|m| pay_method::kept(&m)),
        );
        over(
            &mut to.payout_reference,
            args::line("--pay-to", self.pay_to.as_deref())?,
        );
        over(
            &mut to.payout_name,
            args::line("--pay-name", self.pay_name.as_deref())?,
        );
        over(
            &mut to.payout_bic,
            self.pay_bic
                .as_deref()
                .map(|typed| Ok::<_, Error>(Bic::parse(typed)?.code().to_owned()))
                .transpose()?,
        );
        over(
            &mut to.tax_form,
            args::line("--tax-form", self.tax_form.as_deref())?.map(|f| tax::form(&f)),
        );
        over(
            &mut to.spiff_note,
            args::line("--spiff-note", self.spiff_note.as_deref())?,
        );
        if let Some(policy) = self.spiff.as_deref().and_then(SpiffPolicy::parse) {
            to.spiff_policy = Some(policy);
        }
        if self.pay_by.is_some() || self.pay_to.is_some() {
            account(to)?;
        }
        over(&mut to.note, args::note("--note", self.note.as_deref())?);
        over(
            &mut to.external_id,
            args::line("--external-id", self.external_id.as_deref())?,
        );
        if let Some(partner) = &self.invited_by {
            to.invited_by = Some(view.find_partner(partner)?);
        }
        if let Some(since) = args::day(self.since.as_deref(), today)? {
            to.since = Some(since);
        }
        for tag in words(&self.tag)? {
            if !to.tags.contains(&tag) {
                to.tags.push(tag);
            }
        }
        Ok(())
    }

    /// The people that were named.
    pub fn contacts(&self) -> Result<Vec<Contact>> {
        self.contact.iter().map(|text| contact(text)).collect()
    }
}

/// Tags as typed: parted by commas or blanks, without the `+` they are searched with.
pub(super) fn words(typed: &[String]) -> Result<Vec<String>> {
    typed
        .iter()
        .flat_map(|t| t.split([',', ' ']))
        .map(|t| t.trim_start_matches('+'))
        .filter(|t| !t.is_empty())
        .map(|t| Ok(check_name(t)?))
        .collect()
}

/// Refuses an account that its way of paying cannot pay to.
fn account(of: &NewPartner) -> Result<()> {
    let method = of.payout_method.as_deref().and_then(PayMethod::known);
    match (method, &of.payout_reference) {
        (Some(method), Some(account)) => method.check(account),
        _ => Ok(()),
    }
}

/// The words of `--spiff`; also as they are shown.
fn policies() -> Vec<PossibleValue> {
    vec![
        PossibleValue::new("allowed").help("Anything"),
        PossibleValue::new("no-cash")
            .alias("no cash")
            .help("Anything but cash"),
        PossibleValue::new("none").help("Nothing"),
    ]
}

fn country(typed: String) -> String {
    if typed.len() == 2 {
        typed.to_uppercase()
    } else {
        typed
    }
}

/// `Ana Ruiz <ana@example.com>`, or either of the two.
fn contact(typed: &str) -> Result<Contact> {
    let (name, email) = match typed.split_once('<') {
        Some((name, rest)) => {
            let email = rest.strip_suffix('>').ok_or_else(|| {
                Error::usage(format!(
                    "“{typed}” has no closing >; write \"Ana Ruiz <ana@example.com>\"."
                ))
            })?;
            (name, args::email(Some(email))?)
        }
        None if typed.contains('@') => (typed, args::email(Some(typed))?),
        None => (typed, None),
    };
    let name = if name.trim().is_empty() {
        email.clone().unwrap_or_default()
    } else {
        name.to_owned()
    };
    Ok(Contact {
        name: check_name(&name)?,
        email,
        role: None,
    })
}
