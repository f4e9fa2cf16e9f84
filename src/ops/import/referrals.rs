//! `import referrals`: deals with the partner who brought them. A referral is known by its id in the file, or else by
//! partner, company and day of submission.

use std::collections::HashMap;

use clap::Args;

use super::{
    conflicts::Conflicts,
    fields,
    intake::{Fate, Intake, Noun, Spoken, Stop, bring_in},
    opened::Opened,
    partners, put,
    reading::Reading,
    report::edits,
    words::{Suggestions, Words},
};
use crate::{
    domain::{
        day::Day,
        identity::{match_key, same_name},
        money::Money,
        referral::{Pipeline, Stage, StageKind},
    },
    error::{Error, Result},
    import::{Mapping, Row},
    ops::{Choice, Cx, Kind, Operation, Outcome, Spec, referral::agreed},
    store::{LeadKey, Names, NewPartner, NewReferral, Tx},
};

fields! {
    Id = "id" maybe id ["referral_id", "deal_id", "opportunity_id", "lead_id", "external_id"];
    Partner = "partner" needed name ["partner_id", "partner_code", "partner_name", "referred_by", "referrer"];
    Company = "company" needed name ["company_name", "account", "account_name", "customer"];
    Domain = "domain" maybe site ["website", "site", "url", "web", "company_domain"];
    Contact = "contact" maybe name ["contact_name", "contact_person"];
    Email = "email" maybe email ["contact_email", "e-mail", "mail"];
    Stage = "stage" maybe word ["status", "deal_stage", "dealstage"];
    Reason = "reason" maybe text ["lost_reason", "closed_lost_reason"];
    Submitted = "submitted" maybe day ["submitted_on", "submitted_date", "created", "create_date", "created_at"];
    Qualified = "qualified" maybe day ["qualified_on", "qualified_date"];
    Won = "won" maybe day ["won_on", "won_date", "close_date", "closedate"];
    Closed = "closed" maybe day ["closed_on", "closed_date", "lost_on", "lost_date"];
    Value = "value" maybe amount ["expected", "expected_value", "amount", "deal_value"];
    Currency = "currency" maybe currency [];
    Owner = "owner" maybe name ["deal_owner", "account_owner"];
    CameBy = "came_by" maybe word [];
    Note = "note" maybe text ["notes", "comment"];
}

/// How a referral can have come, as the book knows it.
const WAYS: [&str; 5] = ["form", "link", "e-mail", "introduction", "list"];

/// Read referrals from a CSV file
#[derive(Debug, Clone, Args)]
pub struct ImportReferrals {
    #[command(flatten)]
    reading: Reading,
    /// What the file's stages are here; names like ours and Closed Won, Closed Lost need no map
    #[arg(long, value_name = "THEIRS=OURS")]
    stage_map: Vec<String>,
    /// Add partners the book does not have yet
    #[arg(long)]
    add_partners: bool,
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
            let pipeline = tx.view().pipeline()?;
            if let Some(ours) = words.ours().find(|ours| pipeline.find(ours).is_none()) {
                let all: Vec<&str> = pipeline.stages.iter().map(|s| s.name.as_str()).collect();
                return Err(
                    Error::usage(format!("--stage-map: there is no stage “{ours}”."))
                        .hint(format!("The stages are: {}.", all.join(", "))),
                );
            }
            Ok(Referrals {
                names: tx.view().partner_names()?,
                by_company: if mapping.says(At::Id.into()) {
                    None
                } else {
                    Some(tx.view().leads_by_company()?)
                },
                stages: Stages::new(pipeline, words, mapping)?,
                add_partners: self.add_partners,
                suggestions: Suggestions::new(),
                spoken: Spoken::default(),
                conflicts: Conflicts::new(tx)?,
            })
        })
    }
}

struct Referrals {
    names: Names,
    /// Only where the file has no ids.
    by_company: Option<HashMap<LeadKey, i64>>,
    stages: Stages,
    add_partners: bool,
    suggestions: Suggestions,
    spoken: Spoken,
    conflicts: Conflicts,
}

impl Intake for Referrals {
    fn take(&mut self, tx: &Tx<'_>, row: &Row<'_>) -> Result<Fate, Stop> {
        let company = row.text(At::Company)?.ok_or_else(|| {
            row.refuse(
                At::Company,
                "is empty; --default company=\"Unknown account\" takes such rows",
            )
        })?;
        let partner_name = row.needed(At::Partner)?;
        let submitted = row.day(At::Submitted)?;
        let external = row.text(At::Id)?;
        let stage = self.stages.of(row)?;
        // Looked up last: a row that is refused for something else must leave no partner behind.
        let partner = partners::named(&self.names, row, At::Partner.into(), &partner_name)?;
        let known = match (&external, partner) {
            (Some(external), _) => tx.view().lead(external)?.map(|l| l.id),
            (None, Some(partner)) => self.without_id(row, partner, &company, submitted)?,
            (None, None) => None,
        };
        let before = known.map(|id| tx.view().referral(id)).transpose()?;
        let mut to = before.as_ref().map(|r| r.known.clone()).unwrap_or_default();
        put(&mut to.external_id, external);
        to.company = company;
        put(
            &mut to.domain,
            row.text(At::Domain)?.as_deref().and_then(match_key),
        );
        put(&mut to.contact, row.text(At::Contact)?);
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
        to.partner = match partner {
            Some(partner) => partner,
            None => self.add_partner(tx, row, partner_name)?,
        };

        let Some(before) = before else {
            let id = tx.add_referral(&to)?;
            self.spoken.note(id);
            self.conflicts.note(row.record.line, id, &to);
            if let Some(all) = &mut self.by_company {
                all.insert((to.partner, same_name(&to.company), to.submitted_on), id);
            }
            return Ok(Fate::New);
        };
        if !self
            .spoken
            .judge(before.id, before.known == to, row, At::Id.into())?
        {
            return Ok(Fate::Same);
        }
        let terms = agreed::set(tx, before.id, &before.known, &to)?;
        self.conflicts.note(row.record.line, before.id, &to);
        let name = format!("R{} {}", before.id, to.company);
        let mut changes = edits(shown(tx, &before.known)?, shown(tx, &to)?);
        if let (Some(terms), Some(first)) = (terms, changes.first_mut()) {
            first.after = format!("{} ({terms})", first.after);
        }
        Ok(Fate::Changed(name, changes))
    }

    fn finish(&mut self, tx: &Tx<'_>) -> Result<()> {
        tx.agree_all()?;
        Ok(())
    }

    fn remarks(&self) -> Option<String> {
        self.conflicts.said()
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

    fn add_partner(&mut self, tx: &Tx<'_>, row: &Row<'_>, name: String) -> Result<i64, Stop> {
        if !self.add_partners {
            let or = "--add-partners adds those that are missing";
            let hint = self.suggestions.of(&name, &self.names, or);
            return Err(row
                .refuse(At::Partner, format!("is no partner in the book{hint}"))
                .into());
        }
        let new = NewPartner {
            name,
            ..NewPartner::default()
        };
        let id = tx.add_partner(&new)?;
        self.names.add(id, None, None, &new.name);
        Ok(id)
    }
}

/// What the file's stages are here.
struct Stages {
    pipeline: Pipeline,
    words: Words,
    first: String,
    won: String,
    says_stage: bool,
}

impl Stages {
    fn new(pipeline: Pipeline, words: Words, mapping: &Mapping) -> Result<Self> {
        let missing = |what: &str| Error::failed(format!("The pipeline has no {what} stage."));
        let first = pipeline
            .first()
            .ok_or_else(|| missing("open"))?
            .name
            .clone();
        let won = pipeline
            .closing(StageKind::Won)
            .ok_or_else(|| missing("won"))?
            .name
            .clone();
        Ok(Self {
            pipeline,
            words,
            first,
            won,
            says_stage: mapping.says(At::Stage.into()),
        })
    }

    /// The stage a row says, if it says one.
    fn of(&self, row: &Row<'_>) -> Result<Option<&Stage>, Stop> {
        let raw = row.raw(At::Stage);
        if raw.is_empty() {
            return Ok(None);
        }
        let obvious = || {
            let kind = match raw.to_lowercase().replace(['_', '-'], " ").as_str() {
                "won" | "closed won" | "closedwon" => StageKind::Won,
                "lost" | "closed lost" | "closedlost" => StageKind::Lost,
                "rejected" => StageKind::Rejected,
                "expired" => StageKind::Expired,
                _ => return None,
            };
            self.pipeline.closing(kind)
        };
        let mapped = self
            .words
            .get(raw)
            .and_then(|ours| self.pipeline.find(ours));
        mapped
            .or_else(|| self.pipeline.find(raw))
            .or_else(obvious)
            .map(Some)
            .ok_or_else(|| {
                row.refuse(
                    At::Stage,
                    format!("is no stage here; say what it is, with --stage-map \"{raw}=STAGE\""),
                )
                .into()
            })
    }

    /// Puts a referral into its stage with the days that belong to it. `won` counts only where it is won; what came to
    /// nothing closed on that day where no other is given.
    fn settle(
        &self,
        row: &Row<'_>,
        stage: Option<&Stage>,
        to: &mut NewReferral,
    ) -> Result<(), Stop> {
        let (won, closed) = (row.day(At::Won)?, row.day(At::Closed)?);
        let reason = row.text(At::Reason)?;
        let name = match stage {
            Some(stage) => &stage.name,
            // Without a column of stages the day it was won says that it was.
            None if !self.says_stage && won.is_some() => &self.won,
            None if to.stage.is_empty() => &self.first,
            None => &to.stage,
        };
        let stage = self.pipeline.find(name).cloned();
        let kind = stage.as_ref().map_or(StageKind::Open, |s| s.kind);
        to.stage
            .clone_from(&stage.map_or_else(|| self.first.clone(), |s| s.name));
        match kind {
            StageKind::Won => {
                to.closed_on = None;
                to.reason = None;
                put(&mut to.won_on, won.or(closed));
                if to.won_on.is_none() {
                    return Err(row
                        .refuse(
                            At::Won,
                            "is empty, and a referral that is won needs the day it was won",
                        )
                        .into());
                }
                if to.qualified_on.is_none() {
                    to.qualified_on = to.won_on;
                }
            }
            StageKind::Open => {
                (to.won_on, to.closed_on, to.reason) = (None, None, None);
            }
            StageKind::Lost | StageKind::Rejected | StageKind::Expired => {
                to.won_on = None;
                put(&mut to.closed_on, closed.or(won));
                put(&mut to.reason, reason);
            }
        }
        if let (Some(from), Some(end)) = (to.submitted_on, to.won_on.or(to.closed_on))
            && end < from
        {
            let at = if row.raw(At::Won).is_empty() {
                At::Closed
            } else {
                At::Won
            };
            return Err(row
                .refuse(at, format!("is before {from}, the day it was submitted"))
                .into());
        }
        Ok(())
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
