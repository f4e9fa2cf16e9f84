//! `import partners`: partners from a list. A partner is known by its id in the file, or else by its name.

use clap::Args;

use super::{
    fields,
    intake::{Edit, Fate, Intake, Noun, Spoken, Stop, bring_in, twice},
    opened::Opened,
    person, put,
    reading::Reading,
    report::edits,
    total,
    who::{Subject, Told, Who},
    words::{Became, Words},
};
use crate::{
    domain::{
        iban::Bic, identity::match_key, partner::PartnerState, pay_method, reward::SpiffPolicy, tax,
    },
    error::{Error, Result},
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec},
    store::{self, Contact, Known, NewPartner, Tx},
};

fields! {
    Id = "id" maybe id ["partner_id", "partner_code", "external_id", "code"];
    Name = "name" needed name ["partner", "partner_name", "company", "company_name", "account_name"];
    First = "first" maybe name ["first_name"];
    Last = "last" maybe name ["last_name"];
    Kind = "kind" maybe word ["type", "partner_type"];
    State = "state" maybe word ["status"];
    Since = "since" maybe day ["joined", "joined_date", "joined_on", "start_date", "partner_since"];
    Email = "email" maybe email ["e-mail", "mail", "email_address"];
    Contact = "contact" maybe name ["contact_name", "contact_person"];
    Site = "site" maybe site ["website", "url", "domain", "web"];
    Country = "country" maybe word [];
    Owner = "owner" maybe name ["partner_manager", "account_owner", "account_manager"];
    Source = "source" maybe word ["recruited_by", "recruitment_source"];
    Tags = "tags" maybe word ["labels"];
    PayBy = "pay_by" maybe word ["payout_method", "payment_method"];
    PayTo = "pay_to" maybe word ["payout_reference", "payout_email", "paypal_email", "iban"];
    PayName = "pay_name" maybe name ["payout_name", "account_holder"];
    PayBic = "pay_bic" maybe word ["payout_bic", "bic", "swift", "swift_code"];
    TaxForm = "tax_form" maybe word ["tax_form_on_file"];
    Spiff = "spiff" maybe word ["spiff_policy"];
    Note = "note" maybe text ["notes", "comment"];
}

/// Read partners from a table: CSV, XLSX, ODS or JSON
#[derive(Debug, Clone, Args)]
pub struct ImportPartners {
    #[command(flatten)]
    reading: Reading,
    /// Enrol partners that are new in this program
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// What the file's states are here, or a program whose states are known, such as rewardful
    #[arg(long, value_name = "THEIRS=OURS")]
    state_map: Vec<String>,
}

impl Operation for ImportPartners {
    const SPEC: Spec = Spec {
        path: "import partners",
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
            one: "partner",
            many: "partners",
        };
        let words = Words::parse("--state-map", &self.state_map)?;
        if let Some(ours) = words
            .ours()
            .find(|ours| PartnerState::parse(ours).is_none())
        {
            return Err(
                Error::usage(format!("--state-map: a partner cannot be “{ours}”."))
                    .hint(format!("The states are: {}.", states())),
            );
        }
        bring_in(FIELDS, noun, &self.reading, cx, |tx, _| {
            let program = self.program.as_deref();
            Ok(Partners {
                who: Who::new(tx, store::Noun::Partner, &self.reading)?,
                program: program.map(|p| tx.view().find_program(p)).transpose()?,
                spoken: Spoken::default(),
                words,
                became: Became::default(),
            })
        })
    }
}

struct Partners {
    who: Who,
    program: Option<i64>,
    spoken: Spoken,
    words: Words,
    became: Became,
}

impl Intake for Partners {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        // Affiliates are often known by nothing but an address.
        let name = person::name(row, At::Name, At::First, At::Last)?.or(row.text(At::Email)?);
        let name = name.ok_or_else(|| row.refuse(At::Name, "is empty, and it is needed"))?;
        let subject = self.find(tx, row, &name)?;
        let reached = [At::Id, At::Email, At::Site]
            .iter()
            .any(|at| !row.raw(*at).is_empty());
        if subject.id.is_none() && !reached && total::is_called(&name) {
            return Err(row.refuse(At::Name, total::REASON).into());
        }
        let before = subject.id.map(|id| tx.view().partner(id)).transpose()?;
        let mut to = before.as_ref().map(|p| p.known.clone()).unwrap_or_default();
        put(&mut to.external_id, row.text(At::Id)?);
        to.name = name;
        put(&mut to.kind, row.text(At::Kind)?.map(|k| k.to_lowercase()));
        if let Some(word) = row.text(At::State)? {
            let state = self.words.partner(&word).ok_or_else(|| {
                row.refuse(
                    At::State,
                    format!("is no state of a partner; these are: {}", states()),
                )
            })?;
            if to.state != state {
                to.state_reason = None;
            }
            to.state = state;
            if let Some(theirs) = self.became.note(&word, state.word()) {
                if state.needs_reason() && to.state_reason.is_none() {
                    to.state_reason = Some(format!("“{theirs}” in the file it came from"));
                }
                to.their_status = Some(theirs);
            }
        }
        put(&mut to.since, row.day(At::Since)?);
        put(&mut to.email, row.text(At::Email)?);
        put(&mut to.site, row.text(At::Site)?);
        put(&mut to.country, row.text(At::Country)?);
        put(&mut to.owner, row.text(At::Owner)?);
        put(&mut to.source, row.text(At::Source)?);
        if let Some(tags) = row.text(At::Tags)? {
            let words = tags.split([' ', ',', ';']).filter(|t| !t.is_empty());
            to.tags = words.map(str::to_owned).collect();
        }
        put(
            &mut to.payout_method,
            row.text(At::PayBy)?.map(|m| pay_method::kept(&m)),
        );
        put(&mut to.payout_reference, row.text(At::PayTo)?);
        put(&mut to.payout_name, row.text(At::PayName)?);
        if let Some(code) = row.text(At::PayBic)? {
            let code = Bic::parse(&code)
                .map_err(|_| row.refuse(At::PayBic, "is no BIC: 8 or 11 letters and digits"))?;
            to.payout_bic = Some(code.code().to_owned());
        }
        put(
            &mut to.tax_form,
            row.text(At::TaxForm)?.map(|f| tax::form(&f)),
        );
        if let Some(word) = row.text(At::Spiff)? {
            let policy = SpiffPolicy::parse(&word).ok_or_else(|| {
                row.refuse(At::Spiff, "is no policy; these are: allowed, no cash, none")
            })?;
            to.spiff_policy = Some(policy);
        }
        put(&mut to.note, row.note(At::Note)?);
        let contact = row.text(At::Contact)?;
        let told = to.clone();
        if let Some(before) = before.as_ref().filter(|_| subject.by_alias) {
            to = before.known.filled_from(&told);
        } else if let Some(before) = before.as_ref().filter(|_| subject.keeps_name) {
            to.name.clone_from(&before.known.name);
        }

        let Some(before) = before else {
            tx.mark()?;
            let id = tx.add_partner(&to)?;
            if let Some(program) = self.program {
                tx.enrol(id, program, to.since)?;
            }
            add_contact(tx, id, contact, &to)?;
            self.spoken.note(id);
            self.note(tx, id, &to)?;
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
        let fresh = add_contact(tx, before.id, contact.clone(), &told)?;
        if !write {
            let Some(name) = contact.filter(|_| fresh) else {
                return Ok(Fate::Same);
            };
            let edit = Edit {
                field: "contact",
                before: String::new(),
                after: name,
            };
            return Ok(Fate::Changed(to.name, vec![edit]));
        }
        tx.set_partner(before.id, &to)?;
        self.note(tx, before.id, &to)?;
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

    fn remarks(&self) -> Option<String> {
        self.became.said("States")
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        if self.program.is_some() {
            tx.agree_all()?;
        }
        Ok(())
    }
}

impl Partners {
    /// The partner a row is about: by its id; where it has none, or the book's has none yet, by alias, name, e-mail or
    /// domain.
    fn find(&mut self, tx: &Tx<'_>, row: &Row<'_>, name: &str) -> Result<Subject, Stop> {
        let (id, email, site) = (row.text(At::Id)?, row.text(At::Email)?, row.text(At::Site)?);
        let domain = site.as_deref().or(email.as_deref()).and_then(match_key);
        let told = Told {
            id: id.as_deref(),
            name,
            domain: domain.as_deref(),
            email: email.as_deref(),
        };
        self.who.subject(tx, row, At::Name.into(), told)
    }

    fn note(&mut self, tx: &Tx<'_>, id: i64, to: &NewPartner) -> Result<()> {
        let partner = tx.view().partner(id)?;
        let known = Known {
            external: to.external_id.as_deref(),
            slug: Some(&partner.slug),
            domain: partner.domain.as_deref(),
            email: to.email.as_deref(),
            name: &to.name,
        };
        self.who.add(id, known);
        Ok(())
    }
}

/// Adds a person at a partner, unless they are known. Returns whether it did.
fn add_contact(tx: &Tx<'_>, partner: i64, name: Option<String>, of: &NewPartner) -> Result<bool> {
    let Some(name) = name else { return Ok(false) };
    if tx.view().contacts(partner)?.iter().any(|c| c.name == name) {
        return Ok(false);
    }
    let contact = Contact {
        name,
        email: of.email.clone(),
        role: None,
    };
    tx.add_contact(partner, &contact)?;
    Ok(true)
}

/// The states of a partner, for messages.
fn states() -> String {
    PartnerState::ALL.map(PartnerState::word).join(", ")
}

fn shown(p: &NewPartner) -> Vec<(&'static str, String)> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![
        ("id", text(&p.external_id)),
        ("name", p.name.clone()),
        ("kind", text(&p.kind)),
        ("state", p.state.word().to_owned()),
        ("their_status", text(&p.their_status)),
        ("since", p.since.map_or(String::new(), |d| d.to_string())),
        ("email", text(&p.email)),
        ("site", text(&p.site)),
        ("country", text(&p.country)),
        ("owner", text(&p.owner)),
        ("source", text(&p.source)),
        ("tags", p.tags.join(" ")),
        ("pay_by", text(&p.payout_method)),
        ("pay_to", text(&p.payout_reference)),
        ("pay_name", text(&p.payout_name)),
        ("pay_bic", text(&p.payout_bic)),
        ("tax_form", text(&p.tax_form)),
        (
            "spiff",
            p.spiff_policy.map_or(String::new(), |s| s.to_string()),
        ),
        ("note", text(&p.note)),
    ]
}
