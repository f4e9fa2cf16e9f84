//! One account of a list, and the keys it is found by; must not compare accounts.

use super::{name::Name, place::Place, registration::Registration};
use crate::domain::identity::{Nobody, domain_key};

/// One account as a list has it. Texts are as they are written there; an empty one says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Account<'a> {
    /// Its own identifier in its list: ties are ordered by it.
    pub id: u64,
    /// What it is called.
    pub name: &'a str,
    /// Its website, URL or host.
    pub site: &'a str,
    /// An e-mail address of somebody there.
    pub email: &'a str,
    /// Its country, by code or name.
    pub country: &'a str,
    /// Its registration numbers.
    pub registrations: &'a [Registration],
    /// Other names it is known to have.
    pub aliases: &'a [&'a str],
}

/// An account taken apart into what it is compared on.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Its name.
    pub name: Name,
    /// Its name as it is written.
    pub written: String,
    /// Other names it is known to have, those within its name too.
    pub aliases: Vec<Name>,
    /// The registrable domain of its website, where that is its own.
    pub site: Option<String>,
    /// The registrable domain of its e-mail address, where that is no free mail and no shared host.
    pub mail: Option<String>,
    /// Its country.
    pub country: Option<Place>,
    /// Its registration numbers.
    pub registrations: Vec<Registration>,
}

impl Known {
    /// What an account is compared on. A name that is a domain is the name of that domain, and its website where there is
    /// no other.
    pub fn of(account: &Account<'_>) -> Self {
        let mail = mail_key(account.email);
        let named = named_by_domain(account.name);
        let name = match &named {
            Some(domain) => Name::of(label(domain)),
            None => Name::of(account.name),
        };
        let aliases = account
            .aliases
            .iter()
            .map(|a| Name::of(a))
            .filter(|n| !n.is_empty())
            .collect();
        let site = site_key(account.site, &name);
        Self {
            written: account.name.trim().to_owned(),
            aliases,
            site: site.or(named),
            mail,
            country: Place::country(account.country),
            registrations: account.registrations.to_vec(),
            name,
        }
    }

    /// The text a decision about this account is kept under: its strict name and its website, or its country without one.
    /// It stays while those stay, whatever list brings the account in.
    pub fn decision_key(&self) -> String {
        let place = self
            .site
            .as_deref()
            .or(self.country.map(Place::code))
            .unwrap_or_default();
        format!("{}|{place}", self.name.strict_key())
    }
}

/// The first of a domain's labels: `acme` of `acme.co.uk`.
pub(super) fn label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or(domain)
}

/// The domain of a website that is the account's own. A mail provider's is one only of the provider: people give it as the
/// site of companies that have none.
fn site_key(site: &str, name: &Name) -> Option<String> {
    let key = domain_key(site)?;
    if key.nobody() == Some(Nobody::FreeMail) && name.squashed.starts_with(label(key.as_str())) {
        return Some(key.as_str().to_owned());
    }
    key.into_match_key()
}

/// The domain of an e-mail address that belongs to a company.
fn mail_key(email: &str) -> Option<String> {
    if !email.contains('@') {
        return None;
    }
    domain_key(email)?.into_match_key()
}

/// The domain that stands in place of a name: one word with a dot in lower case, or an address. `Booking.com` is a name.
fn named_by_domain(name: &str) -> Option<String> {
    let name = name.trim();
    let plain = !name.contains(char::is_whitespace)
        && !name.contains(char::is_uppercase)
        && !name.contains('@');
    if !plain || !name.contains('.') {
        return None;
    }
    domain_key(name)?.into_match_key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_is_a_key_and_free_mail_is_none() {
        let known = Known::of(&Account {
            name: "Acme Inc",
            site: "https://www.acme.co.uk/x",
            email: "jo@gmail.com",
            country: "UK",
            ..Account::default()
        });
        assert_eq!(known.site.as_deref(), Some("acme.co.uk"));
        assert_eq!(known.mail, None);
        assert_eq!(known.decision_key(), "acme|acme.co.uk");
        let known = Known::of(&Account {
            name: "Acme",
            site: "linkedin.com/company/acme",
            email: "jo@mail.acme.com",
            country: "Germany",
            ..Account::default()
        });
        assert_eq!(known.site, None);
        assert_eq!(known.mail.as_deref(), Some("acme.com"));
        assert_eq!(known.decision_key(), "acme|DE");
    }

    #[test]
    fn a_mail_provider_is_itself_and_nobody_else() {
        let site = |name| {
            Known::of(&Account {
                name,
                site: "yahoo.com",
                ..Account::default()
            })
            .site
        };
        assert_eq!(site("Yahoo! Inc.").as_deref(), Some("yahoo.com"));
        assert_eq!(site("Jo's Bakery"), None);
    }

    #[test]
    fn a_domain_in_place_of_a_name_is_both() {
        let known = Known::of(&Account {
            name: "acme-labs.io",
            ..Account::default()
        });
        assert_eq!(known.site.as_deref(), Some("acme-labs.io"));
        assert_eq!(known.name.strict_key(), "acme labs");
        assert_eq!(
            Known::of(&Account {
                name: "Booking.com",
                ..Account::default()
            })
            .site,
            None
        );
    }
}
