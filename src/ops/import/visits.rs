//! `import visits`: clicks on coded links, and the sign-ups after them. Which sign-up is owed to whom is worked out anew
//! from everything in the book once all rows are in.

use std::collections::HashMap;

use clap::Args;

use super::{
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    reading::Reading,
    report::edits,
    trial::{AllMade, Made},
};
use crate::{
    domain::{
        attribution::Moment,
        coded_link::codes_in,
        day::{add_days, shown},
        id::Noun as Name,
    },
    error::Result,
    import::{Refused, Row},
    ops::{
        Choice, Cx, Kind, Operation, Outcome, Spec,
        args::counted,
        link::settle::{Settled, settle},
    },
    store::{NewVisit, Tx},
};

fields! {
    When = "at" needed day ["date", "time", "timestamp", "created_at", "created", "occurred_at", "clicked_at", "signed_up_at", "signup_date", "datetime"];
    What = "kind" maybe word ["event", "event_type", "event_name"];
    Code = "code" maybe word ["ref", "via", "link_key", "short_link", "referral_code", "affiliate_code", "link_code"];
    Page = "page" maybe site ["url", "landing_page", "landing_url", "page_url"];
    Visitor = "visitor" maybe id ["visitor_id", "click_id", "anonymous_id", "session_id"];
    Email = "email" maybe email ["e-mail", "mail", "customer_email", "user_email"];
    Company = "company" maybe name ["company_name", "account", "account_name", "organisation", "organization"];
    Contact = "contact" maybe name ["name", "full_name"];
    Id = "id" maybe id ["event_id", "external_id", "uuid"];
}

/// Words for a click, and words for a sign-up.
const CLICKS: &[&str] = &[
    "click",
    "clicks",
    "visit",
    "view",
    "pageview",
    "page_view",
    "page view",
    "link.clicked",
    "clicked",
];
const SIGN_UPS: &[&str] = &[
    "sign-up",
    "signup",
    "sign up",
    "sign_up",
    "signed up",
    "signed_up",
    "lead",
    "lead.created",
    "registration",
    "register",
    "registered",
    "trial",
    "conversion",
    "referral",
];

/// Read clicks on coded links, and the sign-ups after them, from a file
#[derive(Debug, Clone, Args)]
pub struct ImportVisits {
    #[command(flatten)]
    reading: Reading,
}

impl Operation for ImportVisits {
    const SPEC: Spec = Spec {
        path: "import visits",
        kind: Kind::Write,
        aliases: &[],
    };

    fn confirm(&self, _: &mut Cx<'_>) -> Result<Option<String>> {
        Ok(self.reading.confirm())
    }

    fn choices(&self, cx: &mut Cx<'_>) -> Result<Vec<Choice>> {
        // Clicks and sign-ups name codes and addresses: which sign-up needs a look is said in its own list.
        Opened::choices(FIELDS, &self.reading, cx)
    }

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let noun = Noun {
            one: "click or sign-up",
            many: "clicks and sign-ups",
        };
        bring_in(FIELDS, noun, &self.reading, cx, |tx, _| {
            let links = tx.view().links()?;
            Ok(Visits {
                links: links
                    .into_iter()
                    .map(|l| (l.code.to_lowercase(), l.id))
                    .collect(),
                nameless: tx.view().nameless_visits()?,
                spoken: Spoken::default(),
                unknown: 0,
                settled: Settled::default(),
            })
        })
    }
}

struct Visits {
    links: HashMap<String, i64>,
    /// Visits without an id of their own, by all they say.
    nameless: HashMap<NewVisit, i64>,
    spoken: Spoken,
    /// Clicks whose code no link has.
    unknown: u64,
    settled: Settled,
}

impl Intake for Visits {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let to = self.read(tx, row)?;
        let link = to
            .code
            .as_ref()
            .and_then(|c| self.links.get(&c.to_lowercase()))
            .copied();
        let link = link.filter(|_| !to.signed_up);
        self.unknown += u64::from(!to.signed_up && link.is_none());
        let Some(external) = &to.external_id else {
            if self.nameless.contains_key(&to) {
                return Ok(Fate::Same);
            }
            let id = tx.add_visit(&to, link)?;
            self.spoken.note(id);
            self.nameless.insert(to, id);
            return Ok(Fate::New);
        };
        let Some((id, before)) = tx.view().visit_of(external)? else {
            let id = tx.add_visit(&to, link)?;
            self.spoken.note(id);
            return Ok(Fate::New);
        };
        if !self.spoken.judge(id, before == to, row, At::Id.into())? {
            return Ok(Fate::Same);
        }
        if before.signed_up != to.signed_up {
            return Err(row
                .refuse(At::Id, "is the id of a click and of a sign-up; leave the column out with --map, or give the files ids of their own")
                .into());
        }
        tx.set_visit(id, &to, link)?;
        let name = if to.signed_up {
            Name::SignUp.id(id).to_string()
        } else {
            format!("click {external}")
        };
        Ok(Fate::Changed(name, edits(cells(&before), cells(&to))))
    }

    fn forget(&mut self, _: u64) {
        // A row makes nothing beside its own record.
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.settled = settle(tx)?;
        Ok(())
    }

    fn made(&self) -> AllMade {
        let companies = self.settled.made.iter();
        let named: Vec<Made> = companies
            .map(|company| Made {
                noun: "referral",
                name: company.clone(),
                rows: 1,
            })
            .collect();
        AllMade::of("referral", named.len(), named)
    }

    fn remarks(&self) -> Option<String> {
        let unknown = (self.unknown > 0).then(|| {
            let clicks = counted(self.unknown, "click has a code", "clicks have codes");
            format!("{clicks} that no link has; `link new PARTNER --code CODE` makes it theirs.")
        });
        let said: Vec<String> = self.settled.said().into_iter().chain(unknown).collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }
}

impl Visits {
    /// What a row says.
    fn read(&self, tx: &Tx<'_>, row: &Row<'_>) -> Result<NewVisit, Stop> {
        let day = row
            .day(At::When)?
            .ok_or_else(|| row.refuse(At::When, "is empty, and it is needed"))?;
        // Somewhere it may be tomorrow already.
        if day > add_days(tx.today, 1).map_err(crate::error::Error::from)? {
            return Err(row
                .refuse(
                    At::When,
                    format!("is still to come: it is {}", shown(tx.today)),
                )
                .into());
        }
        let email = row.text(At::Email)?.map(|e| e.to_lowercase());
        if email
            .as_ref()
            .is_some_and(|e| e.split('@').filter(|p| !p.is_empty()).count() != 2 || e.contains(' '))
        {
            return Err(row.refuse(At::Email, "is not an e-mail address").into());
        }
        let visit = NewVisit {
            external_id: row.text(At::Id)?,
            signed_up: signed_up(row, email.is_some())?,
            at: Moment::of(day, row.raw(At::When)).to_string(),
            code: self.code(row)?,
            visitor: row.text(At::Visitor)?,
            email,
            company: row.text(At::Company)?,
            contact: row.text(At::Contact)?.filter(|name| !name.contains('@')),
            page: page(row)?,
        };
        if !visit.signed_up && visit.code.is_none() {
            return Err(row
                .refuse(
                    At::Code,
                    "names no code, and neither does the page, so the click is nobody's",
                )
                .into());
        }
        if visit.signed_up
            && visit.email.is_none()
            && visit.company.is_none()
            && visit.visitor.is_none()
        {
            return Err(row
                .refuse(At::Email, "is empty, and nothing else says who signed up")
                .into());
        }
        Ok(visit)
    }

    /// The code of a row: as it stands, or out of an address; of several the one that a link has.
    fn code(&self, row: &Row<'_>) -> Result<Option<String>, Refused> {
        let said = row.text(At::Code)?;
        let address = match &said {
            Some(code) if !code.contains(['/', '?']) => return Ok(said),
            Some(address) => address.as_str(),
            None => row.raw(At::Page),
        };
        let found = codes_in(address);
        let known = found
            .iter()
            .find(|(code, _)| self.links.contains_key(&code.to_lowercase()));
        let code = known.or_else(|| found.iter().find(|(_, sure)| *sure));
        let code = code.map(|(code, _)| code.as_str());
        // What an address hides behind percent signs is held to the same rules as any text.
        Ok(code.and_then(|code| crate::text::check_name(code).ok()))
    }
}

/// Whether a row is a sign-up. Where no column says it, an address is left by who signs up only.
fn signed_up(row: &Row<'_>, has_email: bool) -> Result<bool, Refused> {
    match row.raw(At::What).to_lowercase().as_str() {
        "" => Ok(has_email),
        word if CLICKS.contains(&word) => Ok(false),
        word if SIGN_UPS.contains(&word) => Ok(true),
        _ => Err(row.refuse(
            At::What,
            "is neither a click nor a sign-up; leave such rows out with --where",
        )),
    }
}

/// The page, shortened: trackers put whole stories into addresses.
fn page(row: &Row<'_>) -> Result<Option<String>, Refused> {
    let raw = row.raw(At::Page);
    if raw.is_empty() {
        return Ok(None);
    }
    let short: String = raw.chars().take(200).collect();
    crate::text::check_name(&short)
        .map(Some)
        .map_err(|e| row.refuse(At::Page, e.to_string().trim_end_matches('.')))
}

fn cells(v: &NewVisit) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![
        ("at", v.at.clone()),
        ("code", text(&v.code)),
        ("visitor", text(&v.visitor)),
        ("email", text(&v.email)),
        ("company", text(&v.company)),
        ("contact", text(&v.contact)),
        ("page", text(&v.page)),
    ]
}
