//! `referral show`: one referral with its history, for the shell and the detail pane.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    domain::{
        day::{Day, shown},
        money::Money,
    },
    error::Result,
    ops::{Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines},
    store::{AgreementLine, REFERRER, View},
};

/// One referral with its history, agreements and money
#[derive(Debug, Args)]
pub struct ReferralShow {
    /// The referral
    #[arg(value_name = "REFERRAL")]
    referral: String,
}

impl Operation for ReferralShow {
    const SPEC: Spec = Spec {
        path: "referral show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let record = record(view, view.find_referral(&self.referral)?, cx.today)?;
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "referral", "referral")
    }
}

/// A referral in full.
pub fn record(view: View<'_>, id: i64, today: Day) -> Result<Record> {
    let referral = view.referral(id)?;
    let known = &referral.known;
    let partner = view.partner(known.partner)?;
    let customer = view
        .customer_of(id)?
        .map(|c| view.customer(c))
        .transpose()?;
    let steps = view.referral_steps(id)?;
    let agreements = view.referral_agreements(id)?;
    let roles = view.referral_roles(id)?;
    let (revenue, commission) = (view.referral_revenue(id)?, view.referral_commission(id)?);
    let notes = view.referral_notes(id, 10)?;
    let place = view.pipeline()?.place(&known.stage);

    let mut lines = Lines::titled(&known.company, &format!("R{id}"));
    lines.fact("Partner", Some(&partner.known.name));
    let mut stage = known.stage.clone();
    if let Some((n, of)) = place {
        stage = format!("{stage}, {n} of {of}");
    }
    if let Some(why) = &known.reason {
        stage = format!("{stage}: {why}");
    }
    lines.fact("Stage", Some(&stage));
    lines.fact("Their word", known.their_status.as_deref());
    lines.fact("Expected", known.expected.map(Money::shown).as_deref());
    lines.fact("Domain", known.domain.as_deref());
    lines.fact("Contact", known.contact.as_deref());
    lines.fact("E-mail", known.email.as_deref());
    lines.fact("Came by", known.came_by.as_deref());
    lines.fact("Owner", known.owner.as_deref());
    lines.day("Submitted", known.submitted_on);
    lines.day("Qualified", known.qualified_on);
    lines.day("Won", known.won_on);
    lines.day("Closed", known.closed_on);
    lines.day("Introduced", known.introduced_on);
    lines.day("Asked first", known.asked_on);
    if let Some(until) = known.protected_until.filter(|_| place.is_some()) {
        let over = if until < today { " (over)" } else { "" };
        lines.fact("Protected", Some(&format!("until {}{over}", shown(until))));
    }
    let next = match (&known.next_step, known.next_on) {
        (Some(step), Some(day)) => Some(format!("{step}, {}", shown(day))),
        (Some(step), None) => Some(step.clone()),
        (None, day) => day.map(shown),
    };
    lines.fact("Next", next.as_deref());
    lines.fact(
        "Customer",
        customer
            .as_ref()
            .map(|c| format!("C{} {}", c.id, c.known.name))
            .as_deref(),
    );
    lines.fact("Known as", known.external_id.as_deref());
    lines.fact("Note", known.note.as_deref());

    for role in &roles {
        lines.fact(&capital(&role.role), Some(&role.name));
    }

    lines.head("Money");
    lines.sums("Revenue", &revenue);
    lines.sums("Commission", &commission);
    lines.or("Nothing paid yet.");

    lines.head("Earns");
    for a in &agreements {
        let mut more = super::term(a.starts, a.ends);
        if a.own_terms {
            more.push_str(", own terms");
        }
        if a.by_hand {
            more.push_str(", by hand");
        }
        let role = match a.role.as_str() {
            REFERRER => String::new(),
            role => format!(", {role}"),
        };
        lines.say(&format!(
            "{}{role}: {} ({}{more})",
            a.program, a.text, a.shares
        ));
    }
    lines.or("Nothing: its partner was in no program with terms when it was submitted.");

    lines.head("History");
    for step in &steps {
        let why = step
            .reason
            .as_ref()
            .map_or(String::new(), |r| format!(": {r}"));
        lines.fact(&shown(step.on), Some(&format!(" {}{why}", step.stage)));
    }
    lines.notes(&notes);

    let json = json!({
        "referral": format!("R{id}"), "company": known.company, "partner": partner.slug, "partner_name": partner.known.name,
        "stage": known.stage, "state": referral.kind.word(), "reason": known.reason, "their_status": known.their_status, "expected": known.expected,
        "domain": known.domain, "contact": known.contact, "email": known.email, "came_by": known.came_by,
        "owner": known.owner, "submitted_on": known.submitted_on, "qualified_on": known.qualified_on,
        "won_on": known.won_on, "closed_on": known.closed_on, "touched_on": referral.touched_on,
        "introduced_on": known.introduced_on, "asked_on": known.asked_on, "protected_until": known.protected_until,
        "next_step": known.next_step, "next_on": known.next_on, "note": known.note, "external_id": known.external_id,
        "customer": customer.map(|c| format!("C{}", c.id)),
        "roles": roles.iter().map(|r| json!({ "role": r.role, "partner": r.slug })).collect::<Vec<_>>(),
        "revenue": revenue, "commission": commission,
        "agreements": agreements.iter().map(agreement).collect::<Vec<_>>(),
        "history": steps.iter().map(|s| json!({ "on": s.on, "stage": s.stage, "reason": s.reason })).collect::<Vec<_>>(),
        "notes": notes.iter().map(|n| json!({ "on": n.on, "kind": n.kind, "minutes": n.minutes, "text": n.text })).collect::<Vec<_>>(),
    });
    Ok(Record {
        lines: lines.done(),
        json,
    })
}

/// A word at the beginning of a line.
fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(rest).collect()
    })
}

fn agreement(a: &AgreementLine) -> Value {
    let part = |(partner, share): &(String, String)| json!({ "partner": partner, "share": share });
    let split: Vec<Value> = a.split.iter().map(part).collect();
    json!({
        "program": a.program, "version": a.version, "terms": a.text, "starts": a.starts, "ends": a.ends,
        "shares": a.shares, "split": split, "role": a.role, "own_terms": a.own_terms, "by_hand": a.by_hand,
    })
}
