//! The whole book read into a document, in the order of its numbers; changes nothing.

mod fields;
mod links;
mod lists;
mod owed;

use super::View;
use crate::{
    domain::document::{
        Activity, Agreement, Alias, Contact, Customer, Document, Enrolment, Mapping, Partner,
        Program, Ref, Referral, Revenue, Role, RoleShare, Share, Stage, Step, Terms,
    },
    error::Result,
};
use fields::money_of;

impl View<'_> {
    /// Everything the book holds, but its log: facts, ledger, payouts, settings.
    pub fn document(&self) -> Result<Document> {
        let mut doc = Document::empty();
        doc.settings = self
            .all("SELECT key, value FROM setting ORDER BY key", |f| {
                Ok((f.take()?, f.take()?))
            })?
            .into_iter()
            .collect();
        doc.stages = self
            .all("SELECT name, kind FROM stage ORDER BY position, id", |f| {
                Ok(Stage {
                    name: f.take()?,
                    kind: f.take()?,
                })
            })?
            .into();
        doc.partners = self.doc_partners()?.into();
        doc.programs = self.doc_programs()?.into();
        doc.enrolments = self
            .all(
                "SELECT p.slug, g.slug, e.from_day, e.to_day FROM enrolment e JOIN partner p ON p.id = e.partner_id
                 JOIN program g ON g.id = e.program_id ORDER BY e.id",
                |f| Ok(Enrolment { partner: f.take()?, program: f.take()?, from: f.maybe_day()?, to: f.maybe_day()? }),
            )?
            .into();
        doc.referrals = self.doc_referrals()?.into();
        doc.customers = self.doc_customers()?.into();
        doc.revenue = self
            .all(
                "SELECT id, customer_id, day, kind, minor, currency, period_months, external_id, referral_id, refund_of, their_status FROM revenue_line ORDER BY id",
                |f| {
                    Ok(Revenue {
                        id: f.number()?,
                        customer: f.number()?,
                        day: f.day()?,
                        kind: f.take()?,
                        amount: f.money()?,
                        period_months: f.take()?,
                        external_id: f.take()?,
                        referral: f.maybe_number()?,
                        refund_of: f.maybe_number()?,
                        their_status: f.take()?,
                    })
                },
            )?
            .into();
        self.read_owed(&mut doc)?;
        self.read_links(&mut doc)?;
        self.read_lists(&mut doc)?;
        doc.activities = self
            .all(
                "SELECT a.on_day, a.text, p.slug, a.referral_id, a.kind, a.minutes, a.external_id FROM activity a LEFT JOIN partner p ON p.id = a.partner_id ORDER BY a.id",
                |f| {
                    Ok(Activity {
                        on: f.day()?,
                        text: f.take()?,
                        partner: f.take()?,
                        referral: f.maybe_number()?,
                        kind: f.take()?,
                        minutes: f.take()?,
                        external_id: f.take()?,
                    })
                },
            )?
            .into();
        doc.mappings = self.doc_mappings()?.into();
        doc.aliases = self
            .all(
                "SELECT a.text, p.slug, c.id FROM alias a LEFT JOIN partner p ON a.noun = 'partner' AND p.id = a.record_id
                 LEFT JOIN customer c ON a.noun = 'customer' AND c.id = a.record_id ORDER BY a.id",
                |f| Ok(Alias { text: f.take()?, partner: f.take()?, customer: f.maybe_number()? }),
            )?
            .into();
        Ok(doc)
    }

    fn doc_mappings(&self) -> Result<Vec<Mapping>> {
        let all = self.mappings()?.into_iter().map(|m| Mapping {
            name: m.name,
            kind: m.kind,
            header: m.header,
            words: m.words,
            partner: m.partner.map(|(_, slug)| slug),
        });
        Ok(all.collect())
    }

    fn doc_partners(&self) -> Result<Vec<Partner>> {
        let mut contacts = self.by_owner(
            "SELECT partner_id, name, email, role FROM contact ORDER BY id",
            |f| {
                Ok(Contact {
                    name: f.take()?,
                    email: f.take()?,
                    role: f.take()?,
                })
            },
        )?;
        self.all(
            "SELECT p.id, p.slug, p.name, p.state, p.external_id, p.kind, p.state_reason, p.since, p.email, p.site, p.domain, p.country,
               p.owner, p.source, i.slug, p.tags, p.payout_method, p.payout_reference, p.payout_name,
               p.payout_bic, p.tax_form, p.spiff_policy, p.spiff_note, p.note, p.their_status
             FROM partner p LEFT JOIN partner i ON i.id = p.invited_by ORDER BY p.id",
            |f| {
                let id = f.take::<i64>()?;
                Ok(Partner {
                    id: f.take()?,
                    name: f.take()?,
                    state: f.take()?,
                    external_id: f.take()?,
                    kind: f.take()?,
                    state_reason: f.take()?,
                    since: f.maybe_day()?,
                    email: f.take()?,
                    site: f.take()?,
                    domain: f.take()?,
                    country: f.take()?,
                    owner: f.take()?,
                    source: f.take()?,
                    invited_by: f.take()?,
                    tags: f.take()?,
                    payout_method: f.take()?,
                    payout_reference: f.take()?,
                    payout_name: f.take()?,
                    payout_bic: f.take()?,
                    tax_form: f.take()?,
                    spiff_policy: f.take()?,
                    spiff_note: f.take()?,
                    note: f.take()?,
                    their_status: f.take()?,
                    contacts: contacts.remove(&id).unwrap_or_default().into(),
                })
            },
        )
    }

    fn doc_programs(&self) -> Result<Vec<Program>> {
        let mut terms = self.by_owner(
            "SELECT t.program_id, t.version, t.text, t.applies, t.hold_days, t.from_day, p.slug FROM terms t
             LEFT JOIN partner p ON p.id = t.partner_id ORDER BY t.program_id, t.version",
            |f| {
                Ok(Terms {
                    version: f.take()?,
                    text: f.take()?,
                    applies: f.take()?,
                    hold_days: f.take()?,
                    from: f.maybe_day()?,
                    partner: f.take()?,
                })
            },
        )?;
        let mut split = self.by_owner(
            "SELECT program_id, role, share FROM program_split ORDER BY program_id, position",
            |f| {
                Ok(RoleShare {
                    role: f.take()?,
                    share: f.take()?,
                })
            },
        )?;
        let mut minimum = self.by_owner(
            "SELECT program_id, minor, currency FROM minimum ORDER BY program_id, currency",
            money_of,
        )?;
        self.all(
            "SELECT id, slug, name, kind, ends_on, stops_on FROM program ORDER BY id",
            |f| {
                let id = f.take::<i64>()?;
                Ok(Program {
                    id: f.take()?,
                    name: f.take()?,
                    kind: f.take()?,
                    ends_on: f.maybe_day()?,
                    stops_on: f.maybe_day()?,
                    terms: terms.remove(&id).unwrap_or_default().into(),
                    minimum: minimum.remove(&id).unwrap_or_default(),
                    split: split.remove(&id).unwrap_or_default().into(),
                })
            },
        )
    }

    fn doc_referrals(&self) -> Result<Vec<Referral>> {
        let mut steps = self.by_owner(
            "SELECT referral_id, stage, on_day, reason FROM referral_stage ORDER BY id",
            |f| {
                Ok(Step {
                    stage: f.take()?,
                    on: f.day()?,
                    reason: f.take()?,
                })
            },
        )?;
        let mut roles = self.by_owner(
            "SELECT o.referral_id, o.role, p.slug FROM referral_role o JOIN partner p ON p.id = o.partner_id ORDER BY o.id",
            |f| {
                Ok(Role {
                    role: f.take()?,
                    partner: f.take()?,
                })
            },
        )?;
        let mut shares = self.by_owner(
            "SELECT s.agreement_id, p.slug, s.share FROM agreement_share s JOIN partner p ON p.id = s.partner_id ORDER BY s.agreement_id, s.position",
            |f| Ok(Share { partner: f.take()?, share: f.take()? }),
        )?;
        let mut agreements = self.by_owner(
            "SELECT a.referral_id, a.id, g.slug, t.version, a.role, a.starts, a.ends, a.by_hand FROM agreement a JOIN terms t ON t.id = a.terms_id
             JOIN program g ON g.id = t.program_id ORDER BY a.id",
            |f| {
                let id: Ref<'A'> = f.number()?;
                Ok(Agreement {
                    id,
                    program: f.take()?,
                    version: f.take()?,
                    role: f.take()?,
                    starts: f.maybe_day()?,
                    ends: f.maybe_day()?,
                    by_hand: f.take()?,
                    shares: shares.remove(&id.0).unwrap_or_default().into(),
                })
            },
        )?;
        self.all(
            "SELECT r.id, p.slug, r.company, r.stage, r.external_id, r.domain, r.contact, r.email, r.came_by, r.reason, r.submitted_on,
               r.qualified_on, r.won_on, r.closed_on, r.touched_on, r.expected_minor, r.currency, r.owner, r.introduced_on, r.asked_on,
               r.protected_until, r.next_step, r.next_on, r.note, r.their_status
             FROM referral r JOIN partner p ON p.id = r.partner_id ORDER BY r.id",
            |f| {
                let id: Ref<'R'> = f.number()?;
                Ok(Referral {
                    id,
                    partner: f.take()?,
                    company: f.take()?,
                    stage: f.take()?,
                    external_id: f.take()?,
                    domain: f.take()?,
                    contact: f.take()?,
                    email: f.take()?,
                    came_by: f.take()?,
                    reason: f.take()?,
                    submitted_on: f.maybe_day()?,
                    qualified_on: f.maybe_day()?,
                    won_on: f.maybe_day()?,
                    closed_on: f.maybe_day()?,
                    touched_on: f.maybe_day()?,
                    expected: f.maybe_money()?,
                    owner: f.take()?,
                    introduced_on: f.maybe_day()?,
                    asked_on: f.maybe_day()?,
                    protected_until: f.maybe_day()?,
                    next_step: f.take()?,
                    next_on: f.maybe_day()?,
                    note: f.take()?,
                    their_status: f.take()?,
                    history: steps.remove(&id.0).unwrap_or_default().into(),
                    roles: roles.remove(&id.0).unwrap_or_default().into(),
                    agreements: agreements.remove(&id.0).unwrap_or_default().into(),
                })
            },
        )
    }

    fn doc_customers(&self) -> Result<Vec<Customer>> {
        self.all(
            "SELECT id, name, external_id, domain, referral_id, started_on, churned_on, plan, country, owner FROM customer ORDER BY id",
            |f| {
                Ok(Customer {
                    id: f.number()?,
                    name: f.take()?,
                    external_id: f.take()?,
                    domain: f.take()?,
                    referral: f.maybe_number()?,
                    started_on: f.maybe_day()?,
                    churned_on: f.maybe_day()?,
                    plan: f.take()?,
                    country: f.take()?,
                    owner: f.take()?,
                })
            },
        )
    }
}
