//! A bare ledger (plans, referrals, agreements, lines as `COMMISSION_RULES` has them) read as a book; it owes nothing yet.

mod plan;

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{
    Agreement, Customer, Document, DocumentError, Listed, On, Partner, Program, Ref, Referral,
    Revenue, Share, Step, Terms,
};
use crate::domain::{
    currency::Currency,
    day::parse_iso,
    ledger::{Code, LedgerError},
    money::Money,
    plan::BASE,
    terms,
};
use crate::text::slug;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    plans: BTreeMap<String, plan::BarePlan>,
    #[serde(default)]
    referrals: Vec<BareReferral>,
    #[serde(default)]
    agreements: Vec<BareAgreement>,
    #[serde(default)]
    lines: Vec<BareLine>,
    payout: Option<BarePayout>,
}

/// What was asked of the ledger (R11). Of it only the hold is a fact of the book: the rest is the question.
#[derive(Deserialize)]
struct BarePayout {
    #[serde(default)]
    hold_days: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BareReferral {
    id: String,
    status: String,
    #[serde(default)]
    submitted_on: String,
    #[serde(default)]
    qualified_on: String,
    #[serde(default)]
    won_on: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BareAgreement {
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "its name in the file: agreements get numbers of their own"
    )]
    id: String,
    referral: String,
    plan: String,
    split: Vec<(String, String)>,
    #[serde(default)]
    starts: String,
    #[serde(default)]
    ends: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BareLine {
    id: String,
    referral: String,
    date: String,
    #[serde(default = "base")]
    kind: String,
    amount: String,
    currency: String,
    #[serde(default)]
    refund_of: String,
    period_months: Option<u32>,
}

fn base() -> String {
    BASE.to_owned()
}

/// Reads a ledger that stands alone or under `ledger`, with what else is beside it (an id, what is expected) ignored.
pub(super) fn read(json: &[u8]) -> Result<Document, DocumentError> {
    #[derive(Deserialize)]
    struct Wrapped {
        ledger: Option<serde_json::Value>,
    }
    let plain = |e: serde_json::Error| DocumentError::at("", format!("{e}."));
    let wrapped: Wrapped = serde_json::from_slice(json).map_err(plain)?;
    let bare: Bare = match wrapped.ledger {
        Some(ledger) => serde_json::from_value(ledger)
            .map_err(|e| DocumentError::at("ledger", format!("{e}.")))?,
        None => serde_json::from_slice(json).map_err(plain)?,
    };
    Ok(book(&bare)?)
}

/// Partners and programs come from the names the ledger uses; each referral with lines gets a customer of its name.
fn book(bare: &Bare) -> Result<Document, LedgerError> {
    let mut doc = Document::empty();
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    let earners = bare
        .agreements
        .iter()
        .flat_map(|a| a.split.iter().map(|(partner, _)| partner.as_str()));
    for name in earners.chain(["nobody"]) {
        let taken = names
            .values()
            .filter(|s| s.starts_with(&slug(name)))
            .count();
        names.entry(name).or_insert_with(|| {
            if taken == 0 {
                slug(name)
            } else {
                format!("{}-{}", slug(name), taken + 1)
            }
        });
    }
    let owner_of: HashMap<&str, &str> = bare
        .agreements
        .iter()
        .rev()
        .filter_map(|a| Some((a.referral.as_str(), a.split.first()?.0.as_str())))
        .collect();
    let homeless = bare
        .referrals
        .iter()
        .any(|r| !owner_of.contains_key(r.id.as_str()));
    doc.partners = names
        .iter()
        .filter(|(name, _)| {
            homeless || **name != "nobody" || owner_of.values().any(|o| *o == "nobody")
        })
        .map(|(name, slug)| partner(name, slug))
        .collect::<Vec<_>>()
        .into();
    let hold_days = bare.payout.as_ref().map_or(0, |p| p.hold_days);
    doc.programs = bare
        .plans
        .iter()
        .map(|(name, plan)| program(name, plan, hold_days))
        .collect::<Result<Vec<_>, _>>()?
        .into();
    let short = |name: &str| names.get(name).cloned().unwrap_or_default();
    let numbers: HashMap<&str, i64> = bare
        .referrals
        .iter()
        .map(|r| r.id.as_str())
        .zip(1..)
        .collect();
    let mut referrals = Vec::new();
    for r in &bare.referrals {
        let owner = owner_of.get(r.id.as_str()).copied().unwrap_or("nobody");
        referrals.push(referral(r, numbers[r.id.as_str()], short(owner))?);
    }
    for (n, a) in (1_i64..).zip(&bare.agreements) {
        let at = format!("agreements[{}]", n - 1);
        let Some(to) = numbers
            .get(a.referral.as_str())
            .and_then(|id| referrals.get_mut(usize::try_from(id - 1).ok()?))
        else {
            return Err(LedgerError::new(
                Code::UnknownReferral,
                format!("There is no referral “{}”.", a.referral),
            )
            .at(at));
        };
        if !bare.plans.contains_key(&a.plan) {
            return Err(LedgerError::new(
                Code::UnknownPlan,
                format!("There is no plan “{}”.", a.plan),
            )
            .at(at));
        }
        let shares = a.split.iter().map(|(partner, share)| Share {
            partner: short(partner),
            share: share.clone(),
        });
        to.agreements.0.push(Agreement {
            id: Ref(n),
            program: slug(&a.plan),
            version: 1,
            role: "referral".to_owned(),
            starts: maybe_day(&a.starts)?,
            ends: maybe_day(&a.ends)?,
            by_hand: None,
            shares: shares.collect::<Vec<_>>().into(),
        });
    }
    doc.referrals = referrals.into();
    doc.customers = customers(bare, &numbers);
    doc.revenue = revenue(bare, &numbers)?.into();
    Ok(doc)
}

fn partner(name: &str, slug: &str) -> Partner {
    Partner {
        id: slug.to_owned(),
        name: name.to_owned(),
        state: "active".to_owned(),
        external_id: None,
        kind: None,
        state_reason: None,
        since: None,
        email: None,
        site: None,
        domain: None,
        country: None,
        owner: None,
        source: None,
        invited_by: None,
        tags: None,
        payout_method: None,
        payout_reference: None,
        payout_name: None,
        payout_bic: None,
        tax_form: None,
        spiff_policy: None,
        spiff_note: None,
        note: None,
        their_status: None,
        contacts: Listed::default(),
    }
}

fn program(name: &str, plan: &plan::BarePlan, hold_days: u32) -> Result<Program, LedgerError> {
    let place = || format!("plans.{name}");
    let text = terms::Terms::new(vec![plan.read().map_err(|e| e.at(place()))?])
        .map_err(|e| e.at(place()))?
        .to_string();
    let version = Terms {
        version: 1,
        text,
        applies: "new referrals".to_owned(),
        hold_days,
        from: None,
        partner: None,
    };
    Ok(Program {
        id: slug(name),
        name: name.to_owned(),
        kind: "referral".to_owned(),
        ends_on: None,
        stops_on: None,
        terms: vec![version].into(),
        minimum: Vec::new(),
        split: Listed::default(),
    })
}

fn referral(r: &BareReferral, number: i64, partner: String) -> Result<Referral, LedgerError> {
    let submitted_on = maybe_day(&r.submitted_on)?;
    let won_on = maybe_day(&r.won_on)?;
    let on = won_on.or(submitted_on);
    Ok(Referral {
        id: Ref(number),
        partner,
        company: r.id.clone(),
        stage: r.status.clone(),
        external_id: Some(r.id.clone()),
        domain: None,
        contact: None,
        email: None,
        came_by: None,
        reason: None,
        submitted_on,
        qualified_on: maybe_day(&r.qualified_on)?,
        won_on,
        closed_on: None,
        touched_on: on,
        expected: None,
        owner: None,
        introduced_on: None,
        asked_on: None,
        protected_until: None,
        next_step: None,
        next_on: None,
        note: None,
        their_status: None,
        history: on
            .map(|on| Step {
                stage: r.status.clone(),
                on,
                reason: None,
            })
            .into_iter()
            .collect::<Vec<_>>()
            .into(),
        roles: Listed::default(),
        agreements: Listed::default(),
    })
}

fn customers(bare: &Bare, numbers: &HashMap<&str, i64>) -> Listed<Customer> {
    let with_lines: std::collections::BTreeSet<i64> = bare
        .lines
        .iter()
        .filter_map(|l| numbers.get(l.referral.as_str()).copied())
        .collect();
    let of = |r: &BareReferral| {
        let number = numbers
            .get(r.id.as_str())
            .copied()
            .filter(|n| with_lines.contains(n))?;
        Some(Customer {
            id: Ref(number),
            name: r.id.clone(),
            external_id: None,
            domain: None,
            referral: Some(Ref(number)),
            started_on: None,
            churned_on: None,
            plan: None,
            country: None,
            owner: None,
        })
    };
    bare.referrals
        .iter()
        .filter_map(of)
        .collect::<Vec<_>>()
        .into()
}

fn revenue(bare: &Bare, numbers: &HashMap<&str, i64>) -> Result<Vec<Revenue>, LedgerError> {
    let mut ids: HashMap<&str, i64> = HashMap::new();
    for (n, line) in (1..).zip(&bare.lines) {
        if ids.insert(&line.id, n).is_some() {
            return Err(LedgerError::new(
                Code::DuplicateLineId,
                format!("The line “{}” is there twice.", line.id),
            ));
        }
    }
    let mut all = Vec::new();
    for (n, line) in (1_i64..).zip(&bare.lines) {
        let at = |e: LedgerError| e.at(format!("lines[{}]", n - 1));
        let referral = numbers
            .get(line.referral.as_str())
            .copied()
            .ok_or_else(|| {
                at(LedgerError::new(
                    Code::UnknownReferral,
                    format!("There is no referral “{}”.", line.referral),
                ))
            })?;
        let refund_of = match line.refund_of.as_str() {
            "" => None,
            other => Some(Ref(*ids.get(other).ok_or_else(|| {
                at(LedgerError::new(
                    Code::BadRefund,
                    format!("There is no line “{other}”."),
                ))
            })?)),
        };
        all.push(Revenue {
            id: Ref(n),
            customer: Ref(referral),
            day: On(parse_iso(&line.date).map_err(at)?),
            kind: line.kind.clone(),
            amount: Money::parse(
                &line.amount,
                Currency::from_code(&line.currency).map_err(at)?,
            )
            .map_err(at)?,
            period_months: line.period_months.unwrap_or(1),
            external_id: Some(line.id.clone()),
            referral: Some(Ref(referral)),
            refund_of,
            their_status: None,
        });
    }
    Ok(all)
}

fn maybe_day(text: &str) -> Result<Option<On>, LedgerError> {
    if text.is_empty() {
        Ok(None)
    } else {
        parse_iso(text).map(|day| Some(On(day)))
    }
}
