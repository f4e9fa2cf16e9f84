//! `import contacts`: people at partners. A person is known by their e-mail, or else by their name at the partner.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    partners, person, put,
    reading::Reading,
    report::edits,
};
use crate::{
    domain::identity::same_name,
    error::Result,
    import::{Refused, Row},
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{Contact, Found, Names, Senders, Tx},
};

fields! {
    Partner = "partner" maybe name ["partner_id", "partner_code", "partner_name", "company", "company_name", "account", "account_name"];
    Name = "name" needed name ["contact", "contact_name", "full_name", "contact_person"];
    First = "first" maybe name ["first_name"];
    Last = "last" maybe name ["last_name"];
    Email = "email" maybe email ["e-mail", "mail", "email_address", "contact_email"];
    Role = "role" maybe word ["title", "job_title", "position"];
}

/// Read people at partners from a file
#[derive(Debug, Clone, Args)]
pub struct ImportContacts {
    #[command(flatten)]
    reading: Reading,
}

impl Operation for ImportContacts {
    const SPEC: Spec = Spec {
        path: "import contacts",
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
            one: "contact",
            many: "contacts",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, _| {
            Ok(Contacts {
                names: tx.view().partner_names()?,
                senders: tx.view().senders()?,
                known: HashMap::new(),
                spoken: Spoken::default(),
            })
        })
    }
}

struct Contacts {
    names: Names,
    senders: Senders,
    /// The people at each partner the file has spoken of.
    known: HashMap<i64, Vec<(i64, Contact)>>,
    spoken: Spoken,
}

impl Intake for Contacts {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let email = row.text(At::Email)?;
        let name = person::name(row, At::Name, At::First, At::Last)?;
        let Some(shown_as) = name.clone().or_else(|| email.clone()) else {
            return Err(row
                .refuse(At::Name, "is empty, and there is no e-mail")
                .into());
        };
        let role = row.text(At::Role)?;
        let partner = self.partner(row)?;
        let at = match self.known.entry(partner) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(empty) => {
                empty.insert(tx.view().contacts_by_id(partner)?)
            }
        };
        let Some(place) = find(at, name.as_deref(), email.as_deref()) else {
            let new = Contact {
                name: shown_as,
                email,
                role,
            };
            let id = tx.add_contact(partner, &new)?;
            self.spoken.note(id);
            at.push((id, new));
            return Ok(Fate::New);
        };
        let (id, before) = at[place].clone();
        let mut to = before.clone();
        // Who was known by an address only gets a name; a name is not replaced by an address.
        if let Some(name) = name {
            to.name = name;
        }
        put(&mut to.email, email);
        put(&mut to.role, role);
        if !self.spoken.judge(id, before == to, row, At::Name.into())? {
            return Ok(Fate::Same);
        }
        tx.set_contact(id, &to)?;
        let name = to.name.clone();
        let changes = edits(shown(&before), shown(&to));
        at[place].1 = to;
        Ok(Fate::Changed(name, changes))
    }
}

impl Contacts {
    /// Where the person works: the partner that is named, or the one their address belongs to.
    fn partner(&self, row: &Row<'_>) -> Result<i64, Refused> {
        let named = row.raw(At::Partner);
        if !named.is_empty()
            && let Some(found) = partners::named(&self.names, row, At::Partner.into(), named)?
        {
            return Ok(found);
        }
        match self.senders.by_email(row.raw(At::Email)) {
            Found::One(found) => Ok(found),
            Found::Many => Err(row.refuse(At::Email, "is the address of several partners")),
            Found::None if named.is_empty() => Err(row.refuse(
                At::Partner,
                "is empty, and no partner has an address at this domain",
            )),
            Found::None => Err(row.refuse(At::Partner, "is no partner in the book")),
        }
    }
}

/// Who a row is about. Two people of one name have different addresses: a name counts only where one has none.
fn find(known: &[(i64, Contact)], name: Option<&str>, email: Option<&str>) -> Option<usize> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let by_email = email.and_then(|email| {
        known
            .iter()
            .position(|(_, c)| c.email.as_deref().is_some_and(|e| same(e, email)))
    });
    by_email.or_else(|| {
        let name = same_name(name?);
        known
            .iter()
            .position(|(_, c)| same_name(&c.name) == name && (email.is_none() || c.email.is_none()))
    })
}

fn shown(c: &Contact) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![
        ("name", c.name.clone()),
        ("email", text(&c.email)),
        ("role", text(&c.role)),
    ]
}
