//! `import customers`: customers from a list. A customer is known by its id in the file, its domain, or its name.

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    put,
    reading::Reading,
    report::edits,
};
use crate::{
    domain::identity::match_key,
    error::Result,
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{Found, Names, NewCustomer, Tx},
};

fields! {
    Id = "id" maybe id ["customer_id", "account_id", "external_id"];
    Name = "name" needed name ["customer", "customer_name", "company", "company_name", "account", "account_name"];
    Domain = "domain" maybe site ["website", "site", "url", "web", "company_domain"];
    Started = "started" maybe day ["started_on", "start_date", "customer_since", "created"];
    Churned = "churned" maybe day ["churned_on", "churn_date", "cancelled", "canceled_at"];
    Plan = "plan" maybe word ["product", "subscription"];
    Country = "country" maybe word [];
    Owner = "owner" maybe name ["account_owner", "account_manager"];
    Referral = "referral" maybe id ["referral_id", "deal_id", "opportunity_id"];
}

/// Read customers from a CSV file
#[derive(Debug, Clone, Args)]
pub struct ImportCustomers {
    #[command(flatten)]
    reading: Reading,
}

impl Operation for ImportCustomers {
    const SPEC: Spec = Spec {
        path: "import customers",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "customer",
            many: "customers",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, _| {
            Ok(Customers {
                names: tx.view().customer_names()?,
                spoken: Spoken::default(),
            })
        })
    }
}

struct Customers {
    names: Names,
    spoken: Spoken,
}

impl Intake for Customers {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let name = row.needed(At::Name)?;
        let domain = row.text(At::Domain)?.as_deref().and_then(match_key);
        let known = self.find(tx, row, &name, domain.as_deref())?;
        let before = known.map(|id| tx.view().customer(id)).transpose()?;
        let mut to = before.as_ref().map(|c| c.known.clone()).unwrap_or_default();
        put(&mut to.external_id, row.text(At::Id)?);
        to.name = name;
        put(&mut to.domain, domain);
        put(&mut to.started_on, row.day(At::Started)?);
        put(&mut to.churned_on, row.day(At::Churned)?);
        put(&mut to.plan, row.text(At::Plan)?);
        put(&mut to.country, row.text(At::Country)?);
        put(&mut to.owner, row.text(At::Owner)?);
        if let Some(external) = row.text(At::Referral)? {
            let lead = tx.view().lead(&external)?;
            let lead =
                lead.ok_or_else(|| row.refuse(At::Referral, "is no referral in the book"))?;
            to.referral = Some(lead.id);
        }
        let note = |names: &mut Names, id| {
            names.add(
                id,
                to.external_id.as_deref(),
                to.domain.as_deref(),
                &to.name,
            );
        };
        let Some(before) = before else {
            let id = tx.add_customer(&to)?;
            self.spoken.note(id);
            note(&mut self.names, id);
            return Ok(Fate::New);
        };
        if !self
            .spoken
            .judge(before.id, before.known == to, row, At::Name.into())?
        {
            return Ok(Fate::Same);
        }
        tx.set_customer(before.id, &to)?;
        if let (Some(referral), true) = (to.referral, to.referral != before.known.referral) {
            tx.link_customer(before.id, referral)?;
        }
        note(&mut self.names, before.id);
        Ok(Fate::Changed(
            to.name.clone(),
            edits(shown(&before.known), shown(&to)),
        ))
    }
}

impl Customers {
    /// The customer a row is about: by its id; where that is new, by domain or name, unless that one has another id.
    fn find(
        &self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        name: &str,
        domain: Option<&str>,
    ) -> Result<Option<i64>, Stop> {
        let id = row.text(At::Id)?;
        if let Some(found) = id.as_deref().and_then(|id| self.names.by_id(id)) {
            return Ok(Some(found));
        }
        let by_domain = domain.map_or(Found::None, |d| self.names.by_key(d));
        let found = match by_domain {
            // Several accounts on one domain are told apart by their names.
            Found::None | Found::Many => self.names.by_name(name),
            one @ Found::One(_) => one,
        };
        match found {
            Found::None => Ok(None),
            Found::One(found) => {
                let theirs = tx.view().customer(found)?.known;
                let other_id = id.is_some() && theirs.external_id.is_some();
                // One name on two domains is two companies.
                let other_domain = matches!((domain, &theirs.domain), (Some(a), Some(b)) if a != b);
                Ok((!other_id && !other_domain).then_some(found))
            }
            Found::Many if id.is_some() => Ok(None),
            Found::Many => Err(row
                .refuse(
                    At::Name,
                    "is the name of several customers; map their ids or domains",
                )
                .into()),
        }
    }
}

fn shown(c: &NewCustomer) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let day = |d: Option<crate::domain::day::Day>| d.map_or(String::new(), |d| d.to_string());
    vec![
        ("id", text(&c.external_id)),
        ("name", c.name.clone()),
        ("domain", text(&c.domain)),
        ("started", day(c.started_on)),
        ("churned", day(c.churned_on)),
        ("plan", text(&c.plan)),
        ("country", text(&c.country)),
        ("owner", text(&c.owner)),
        (
            "referral",
            c.referral.map_or(String::new(), |r| format!("R{r}")),
        ),
    ]
}
