//! `import customers`: customers from a list. A customer is known by its id in the file, its domain, or its name.

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in, twice},
    opened::Opened,
    put,
    reading::Reading,
    report::edits,
    total,
    who::{Subject, Told, Who},
};
use crate::{
    domain::identity::match_key,
    error::Result,
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{self, Known, NewCustomer, Tx},
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

/// Read customers from a table: CSV, XLSX, ODS or JSON
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
                who: Who::new(tx, store::Noun::Customer, &self.reading)?,
                spoken: Spoken::default(),
            })
        })
    }
}

struct Customers {
    who: Who,
    spoken: Spoken,
}

impl Intake for Customers {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let name = row.needed(At::Name)?;
        let domain = row.text(At::Domain)?.as_deref().and_then(match_key);
        let subject = self.find(tx, row, &name, domain.as_deref())?;
        let reached = domain.is_some() || !row.raw(At::Id).is_empty();
        if subject.id.is_none() && !reached && total::is_called(&name) {
            return Err(row.refuse(At::Name, total::REASON).into());
        }
        let before = subject.id.map(|id| tx.view().customer(id)).transpose()?;
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
        if let Some(before) = before.as_ref().filter(|_| subject.by_alias) {
            to = before.known.filled_from(&to);
        }
        let Some(before) = before else {
            let id = tx.add_customer(&to)?;
            self.spoken.note(id);
            self.note(id, &to);
            return Ok(Fate::New);
        };
        // A row that only fills what is empty says nothing against another one.
        let equal = before.known == to;
        let write = if subject.by_alias {
            !equal
        } else {
            self.spoken
                .judge(before.id, equal, row, At::Name.into())
                .map_err(|why| twice(why, &edits(shown(&before.known), shown(&to))))?
        };
        if !write {
            return Ok(Fate::Same);
        }
        tx.set_customer(before.id, &to)?;
        if let (Some(referral), true) = (to.referral, to.referral != before.known.referral) {
            tx.link_customer(before.id, referral)?;
        }
        self.note(before.id, &to);
        Ok(Fate::Changed(
            to.name.clone(),
            edits(shown(&before.known), shown(&to)),
        ))
    }

    fn forget(&mut self, mark: u64) {
        self.who.forget(mark);
    }

    fn questions(&self) -> Vec<Choice> {
        self.who.questions()
    }
}

impl Customers {
    /// The customer a row is about: by its id; where that is new, by alias, domain or name, unless that one has another id.
    fn find(
        &mut self,
        tx: &Tx<'_>,
        row: &Row<'_>,
        name: &str,
        domain: Option<&str>,
    ) -> Result<Subject, Stop> {
        let id = row.text(At::Id)?;
        let told = Told {
            id: id.as_deref(),
            name,
            domain,
            email: None,
        };
        self.who.subject(tx, row, At::Name.into(), told)
    }

    fn note(&mut self, id: i64, to: &NewCustomer) {
        let known = Known {
            external: to.external_id.as_deref(),
            domain: to.domain.as_deref(),
            name: &to.name,
            ..Known::default()
        };
        self.who.add(id, known);
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
