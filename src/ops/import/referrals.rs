//! `import referrals`: deals with the partner who brought them. A referral is known by its id in the file, or else by
//! partner, company and day of submission; what another source brought already is asked.

mod company;

use std::collections::HashMap;

use clap::Args;

use super::{
    conflicts::Conflicts,
    earning::Earning,
    enrolling::Enrolling,
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    person, put,
    reading::Reading,
    report::edits,
    same_deal::{self, Deals},
    stages::Stages,
    trial::AllMade,
    who::{Meant, Places, Sent},
    words::Words,
};
use crate::{
    domain::{
        day::Day,
        identity::{match_key, same_name},
        money::Money,
    },
    error::Result,
    import::Row,
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec, referral::agreed},
    store::{LeadKey, NewReferral, Tx},
};

fields! {
    Id = "id" maybe id ["referral_id", "deal_id", "opportunity_id", "lead_id", "external_id"];
    Partner = "partner" needed name ["partner_id", "partner_code", "partner_name", "referred_by", "referrer"];
    PartnerEmail = "partner_email" maybe email ["referrer_email", "affiliate_email", "submitted_by"];
    Code = "code" maybe word ["referral_code", "link_code"];
    Company = "company" needed name ["company_name", "account", "account_name", "customer"];
    Deal = "deal" maybe name ["deal_name", "dealname", "opportunity_name"];
    Domain = "domain" maybe site ["website", "site", "url", "web", "company_domain"];
    Contact = "contact" maybe name ["contact_name", "contact_person"];
    First = "first" maybe name ["first_name", "contact_first_name"];
    Last = "last" maybe name ["last_name", "contact_last_name"];
    Email = "email" maybe email ["contact_email", "e-mail", "mail"];
    Stage = "stage" maybe word ["status", "deal_stage", "dealstage"];
    IsWon = "is_won" maybe yes ["is_closed_won"];
    IsClosed = "is_closed" maybe yes [];
    Reason = "reason" maybe text ["lost_reason", "closed_lost_reason"];
    Submitted = "submitted" maybe day ["submitted_on", "submitted_date", "created", "create_date", "created_at"];
    Qualified = "qualified" maybe day ["qualified_on", "qualified_date"];
    Won = "won" maybe day ["won_on", "won_date", "close_date", "closedate"];
    Closed = "closed" maybe day ["closed_on", "closed_date", "lost_on", "lost_date"];
    Value = "value" maybe amount ["expected", "expected.amount", "expected_value", "amount", "deal_value"];
    Currency = "currency" maybe currency ["expected_currency", "expected.currency"];
    Owner = "owner" maybe name ["deal_owner", "account_owner"];
    CameBy = "came_by" maybe word [];
    Note = "note" maybe text ["notes", "comment"];
}

/// How a referral can have come, as the book knows it.
const WAYS: [&str; 5] = ["form", "link", "e-mail", "introduction", "list"];

/// Read referrals from a table: CSV, XLSX, ODS or JSON
#[derive(Debug, Clone, Args)]
pub struct ImportReferrals {
    #[command(flatten)]
    reading: Reading,
    /// What the file's stages are here, or a program whose stages are known, such as hubspot; ours and words such as Lead and Closed Won need no map
    #[arg(long, value_name = "THEIRS=OURS")]
    stage_map: Vec<String>,
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
    /// The program that new partners go into, or none; the only one there is if not given
    #[arg(long, value_name = "PROGRAM")]
    program: Option<String>,
    /// Referrals that are won and have no day of it were won on the day they were submitted
    #[arg(long)]
    won_when_submitted: bool,
}

impl Operation for ImportReferrals {
    const SPEC: Spec = Spec {
        path: "import referrals",
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
            one: "referral",
            many: "referrals",
        };
        let words = Words::parse("--stage-map", &self.stage_map)?;
        bring_in(FIELDS, noun, &self.reading, cx, |tx, mapping| {
            let places = Places {
                name: At::Partner.into(),
                code: Some(At::Code.into()),
                email: Some(At::PartnerEmail.into()),
            };
            Ok(Referrals {
                sent: Sent::new(tx, mapping, &self.reading, places, self.add_partners)?,
                by_company: if mapping.says(At::Id.into()) && !mapping.own {
                    None
                } else {
                    Some(tx.view().leads_by_company()?)
                },
                stages: Stages::new(tx.view().pipeline()?, words, mapping)?
                    .won_when_submitted(self.won_when_submitted),
                named_by_domain: 0,
                spoken: Spoken::default(),
                conflicts: Conflicts::new(tx)?,
                deals: Deals::new(tx, &self.reading)?,
                enrolling: Enrolling::new(tx, self.program.as_deref())?,
                partner_domains: HashMap::new(),
                earning: Earning::default(),
            })
        })
    }
}

struct Referrals {
    sent: Sent,
    /// Only where the file has no ids.
    by_company: Option<HashMap<LeadKey, i64>>,
    stages: Stages,
    /// Rows whose company is called by the domain of an address.
    named_by_domain: u64,
    spoken: Spoken,
    conflicts: Conflicts,
    earning: Earning,
    deals: Deals,
    enrolling: Enrolling,
    /// The domains of a partner itself.
    partner_domains: HashMap<i64, [Option<String>; 2]>,
}

impl Intake for Referrals {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let (company, told_by) = self.company(row)?;
        let submitted = row.day(At::Submitted)?;
        let external = row.text(At::Id)?;
        let stage = self.stages.of(row)?;
        // Looked up last: a row that is refused for something else must leave no partner behind.
        let partner = match self.sent.of(tx, row)? {
            Some(partner) => partner,
            None => self.sent.nobody(tx, row)?,
        };
        let known = match (&external, partner) {
            (Some(external), _) => tx.view().lead(external)?.map(|l| l.id),
            (None, Meant::Known(partner)) => self.without_id(row, partner, &company, submitted)?,
            (None, Meant::New) => None,
        };
        let site = row.text(At::Domain)?.as_deref().and_then(match_key);
        let domain = match site.or(told_by) {
            Some(domain) => Some(domain),
            None => self.by_contact(tx, row, partner)?,
        };
        let (known, heard) = match (known, partner) {
            (None, Meant::Known(partner)) => {
                let told = same_deal::Told {
                    partner,
                    company: &company,
                    domain: domain.as_deref(),
                    external: external.as_deref(),
                };
                let same = self.deals.same(tx, row, told)?;
                (same, same.is_some())
            }
            (known, _) => (known, false),
        };
        let before = known.map(|id| tx.view().referral(id)).transpose()?;
        // What another source speaks of too is filled and goes forward; nothing of it is replaced.
        let shared = before.as_ref().is_some_and(|before| {
            heard
                || (external.is_some() && self.deals.is_shared(&before.known, external.as_deref()))
        });
        let mut to = before.as_ref().map(|r| r.known.clone()).unwrap_or_default();
        put(&mut to.external_id, external.clone());
        to.company = company;
        put(&mut to.domain, domain);
        put(
            &mut to.contact,
            person::name(row, At::Contact, At::First, At::Last)?,
        );
        put(&mut to.email, row.text(At::Email)?);
        put(&mut to.submitted_on, submitted);
        put(&mut to.qualified_on, row.day(At::Qualified)?);
        put(
            &mut to.expected,
            row.amount(At::Value, row.currency(At::Currency)?)?,
        );
        put(&mut to.owner, row.text(At::Owner)?);
        put(&mut to.note, row.note(At::Note)?);
        if let Some(way) = row.text(At::CameBy)? {
            let way = way.to_lowercase();
            if !WAYS.contains(&way.as_str()) {
                return Err(row
                    .refuse(At::CameBy, format!("is not one of {}", WAYS.join(", ")))
                    .into());
            }
            to.came_by = Some(way);
        }
        self.stages.settle(row, stage, &mut to)?;
        to.partner = self.sent.settled(tx, row, partner)?;

        if let Some(before) = before.as_ref().filter(|_| shared) {
            to = same_deal::filled(&before.known, to, &self.stages.pipeline);
            self.deals
                .remember(tx, &before.known, external.as_deref())?;
        }

        let Some(before) = before else {
            let id = tx.add_referral(&to)?;
            self.spoken.note(id);
            self.earning.note(id, &to);
            self.conflicts.note(row.record.line, id, &to);
            if let Some(all) = &mut self.by_company {
                all.insert((to.partner, same_name(&to.company), to.submitted_on), id);
            }
            return Ok(Fate::New);
        };
        // A row that only fills what is empty says nothing against another one.
        let equal = before.known == to;
        let write = if shared {
            !equal
        } else {
            self.spoken.judge(before.id, equal, row, At::Id.into())?
        };
        if !write {
            return Ok(Fate::Same);
        }
        tx.mark()?;
        let terms = agreed::set(tx, before.id, &before.known, &to)?;
        self.conflicts.note(row.record.line, before.id, &to);
        let name = format!("R{} {}", before.id, to.company);
        let mut changes = edits(shown(tx, &before.known)?, shown(tx, &to)?);
        if let (Some(terms), Some(first)) = (terms, changes.first_mut()) {
            first.after = format!("{} ({terms})", first.after);
        }
        Ok(Fate::Changed(name, changes))
    }

    fn forget(&mut self, mark: u64) {
        self.sent.who.forget(mark);
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        self.enrolling.enrol(tx, self.sent.who.made_ids())?;
        tx.agree_all()?;
        self.earning.look(tx)
    }

    fn remarks(&self) -> Option<String> {
        let by_domain = (self.named_by_domain > 0).then(|| {
            format!(
                "Companies without a name are called by the domain of their site or e-mail: {} rows.",
                self.named_by_domain
            )
        });
        let all: Vec<String> = [
            self.stages.became.said("Stages"),
            by_domain,
            self.conflicts.said(),
            self.deals.said(),
            self.enrolling.said(),
            self.earning.said(),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn questions(&self) -> Vec<Choice> {
        let mut all = self.stages.questions();
        all.extend(self.sent.who.questions());
        all.extend(self.deals.questions());
        all.extend(self.enrolling.question());
        all
    }

    fn must_ask(&self) -> bool {
        self.enrolling.question().is_some()
    }

    fn made(&self) -> AllMade {
        self.sent.who.all_made()
    }
}

impl Referrals {
    fn without_id(
        &self,
        row: &Row<'_>,
        partner: i64,
        company: &str,
        submitted: Option<Day>,
    ) -> Result<Option<i64>, Stop> {
        match &self.by_company {
            Some(all) => Ok(all.get(&(partner, same_name(company), submitted)).copied()),
            None => Err(row
                .refuse(At::Id, "is empty, though the other rows have an id")
                .into()),
        }
    }
}

fn shown(tx: &Tx<'_>, r: &NewReferral) -> Result<Vec<(&'static str, String)>> {
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let day = |d: Option<Day>| d.map_or(String::new(), |d| d.to_string());
    Ok(vec![
        ("id", text(&r.external_id)),
        ("partner", tx.view().partner(r.partner)?.known.name),
        ("company", r.company.clone()),
        ("domain", text(&r.domain)),
        ("contact", text(&r.contact)),
        ("email", text(&r.email)),
        ("stage", r.stage.clone()),
        ("their_status", text(&r.their_status)),
        ("reason", text(&r.reason)),
        ("submitted", day(r.submitted_on)),
        ("qualified", day(r.qualified_on)),
        ("won", day(r.won_on)),
        ("closed", day(r.closed_on)),
        ("value", r.expected.map_or(String::new(), Money::shown)),
        ("owner", text(&r.owner)),
        ("came_by", text(&r.came_by)),
        ("note", text(&r.note)),
    ])
}
