//! What a row of a list of accounts can say, and the account it comes to.

use crate::{
    domain::{
        identity::match_key,
        matching::{Place, Registration},
        overlap::kept_numbers,
    },
    import::{Refused, Row},
    ops::import::fields,
    store::NewAccount,
};

fields! {
    Name = "name" maybe name ["company", "company_name", "account", "account_name", "customer"];
    Site = "site" maybe site ["domain", "website", "url", "web", "company_domain"];
    Email = "email" maybe email ["e-mail", "mail", "contact_email"];
    Rep = "rep" maybe name ["owner", "account_owner", "account_manager", "account_executive", "sales_rep"];
    Stage = "stage" maybe word ["status", "deal_stage"];
    Value = "value" maybe amount ["amount", "arr", "mrr", "deal_value"];
    Currency = "currency" maybe currency [];
    Id = "id" maybe id ["account_id", "customer_id", "external_id", "record_id"];
    Country = "country" maybe word ["country_code", "billing_country"];
    Since = "since" maybe day ["customer_since", "start_date", "close_date"];
    Opened = "opened" maybe day ["opened_on", "created", "create_date", "created_date"];
    Standing = "standing" maybe word ["relationship", "account_type", "population"];
    Aliases = "aliases" maybe text ["alias", "other_names", "aka", "dba"];
    Duns = "duns" maybe id ["duns_number", "d-u-n-s"];
    Lei = "lei" maybe id ["lei_code"];
    Vat = "vat" maybe id ["vat_id", "vat_number", "vat_no"];
    Number = "number" maybe id ["registration_number", "company_number", "siren", "siret"];
}

/// The account of a row; `number` is what the column of registration numbers is called.
pub(super) fn account(row: &Row<'_>, number: &str) -> Result<NewAccount, Refused> {
    let (site, email) = (row.text(At::Site)?, row.text(At::Email)?);
    let domain = site.as_deref().and_then(match_key);
    let mail_domain = email.as_deref().and_then(match_key);
    let name = row
        .text(At::Name)?
        .or_else(|| domain.clone())
        .or_else(|| mail_domain.clone())
        .or_else(|| site.clone())
        .or(email);
    let country = row.text(At::Country)?;
    let place = country.as_deref().and_then(Place::country);
    let registrations: Vec<Registration> = [
        (At::Duns, "duns"),
        (At::Lei, "lei"),
        (At::Vat, "vat"),
        (At::Number, number),
    ]
    .into_iter()
    .filter_map(|(field, label)| Registration::read(label, row.raw(field), place))
    .collect();
    let aliases = row.text(At::Aliases)?.unwrap_or_default();
    let mut aliases: Vec<String> = aliases
        .split([';', '|', '\n'])
        .map(|a| a.trim().to_owned())
        .filter(|a| !a.is_empty())
        .collect();
    aliases.sort_unstable();
    aliases.dedup();
    Ok(NewAccount {
        name: name.ok_or_else(|| {
            row.refuse(
                At::Name,
                "is empty, and the row has no site or e-mail either",
            )
        })?,
        site,
        domain,
        rep: row.text(At::Rep)?,
        stage: row.text(At::Stage)?,
        value: row.amount(At::Value, row.currency(At::Currency)?)?,
        external_id: row.text(At::Id)?,
        mail_domain,
        country: place.map(|p| p.code().to_owned()).or(country),
        numbers: kept_numbers(&registrations),
        aliases,
        since: row.day(At::Since)?,
        opened_on: row.day(At::Opened)?,
    })
}

/// What an account says, field by field, to show what changed.
pub(super) fn shown(a: &NewAccount) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let day = |d: Option<crate::domain::day::Day>| d.map_or(String::new(), |d| d.to_string());
    vec![
        ("name", a.name.clone()),
        ("site", text(&a.site)),
        ("rep", text(&a.rep)),
        ("stage", text(&a.stage)),
        (
            "value",
            a.value
                .map_or(String::new(), crate::domain::money::Money::shown),
        ),
        ("id", text(&a.external_id)),
        ("email", text(&a.mail_domain)),
        ("country", text(&a.country)),
        ("since", day(a.since)),
        ("opened", day(a.opened_on)),
        ("number", text(&a.numbers)),
        ("aliases", a.aliases.join("; ")),
    ]
}
