//! `import contacts`: people at partners. A person is known by their e-mail, or else by their name at the partner.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    person, put,
    reading::Reading,
    report::edits,
    trial::AllMade,
    who::{Meant, Places, Sent},
};
use crate::{
    domain::identity::same_name,
    error::Result,
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{Contact, Tx},
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
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
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
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let places = Places {
                name: At::Partner.into(),
                code: None,
                email: Some(At::Email.into()),
            };
            Ok(Contacts {
                sent: Sent::new(tx, mapping, &self.reading, places, self.add_partners)?,
                known: HashMap::new(),
                spoken: Spoken::default(),
            })
        })
    }
}

struct Contacts {
    sent: Sent,
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
        let partner = self.partner(tx, row)?;
        let partner = self.sent.settled(tx, row, partner)?;
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

    fn forget(&mut self, mark: u64) {
        self.sent.who.forget(mark);
    }

    fn questions(&self) -> Vec<Choice> {
        self.sent.who.questions()
    }

    fn made(&self) -> AllMade {
        self.sent.who.all_made()
    }
}

impl Contacts {
    /// Where the person works: the partner that is named, or the one their address belongs to. Whose an unknown address
    /// is, is not asked: most people in such lists are at no partner.
    fn partner(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Meant, Stop> {
        self.sent.of(tx, row)?.ok_or_else(|| {
            let why = "is empty, and no partner has an address at this domain";
            row.refuse(At::Partner, why).into()
        })
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
