//! `partner show`: one partner in full, for the shell and the detail pane.

use clap::Args;
use serde_json::json;

use crate::{
    domain::{
        day::{Day, shown},
        reward::SpiffPolicy,
    },
    error::Result,
    ops::{
        Cx, Kind, Operation, Outcome, Record, Selection, Spec, args, facts::Lines, link::show::came,
    },
    store::{Noun, View},
};

/// One partner: terms, referrals, money, contacts, notes
#[derive(Debug, Args)]
pub struct PartnerShow {
    /// The partner
    #[arg(value_name = "PARTNER")]
    partner: String,
}

impl Operation for PartnerShow {
    const SPEC: Spec = Spec {
        path: "partner show",
        kind: Kind::Read,
        aliases: &[],
    };

    fn run(self, cx: &mut Cx<'_>) -> Result<Outcome> {
        let view = cx.store.view();
        let record = record(view, view.find_partner(&self.partner)?, cx.today)?;
        Ok(Outcome {
            record: Some(record),
            ..Outcome::default()
        })
    }

    fn prefill(selection: &Selection) -> Vec<(&'static str, String)> {
        args::selected_one(selection, "partner", "partner")
    }
}

/// A partner in full.
pub fn record(view: View<'_>, id: i64, today: Day) -> Result<Record> {
    let partner = view.partner(id)?;
    let known = &partner.known;
    let money = view.partner_money(id, today)?;
    let (open, won, other) = view.partner_referrals(id)?;
    let contacts = view.contacts(id)?;
    let notes = view.partner_notes(id, 5)?;
    let enrolments = view.enrolments(id)?;
    let coded = view.partner_links(id)?;
    let inviter = known.invited_by.map(|by| view.partner(by)).transpose()?;

    let mut lines = Lines::titled(&known.name, &partner.slug);
    lines.fact("Kind", known.kind.as_deref());
    lines.fact(
        "State",
        Some(&match &known.state_reason {
            Some(why) => format!("{}: {why}", known.state),
            None => known.state.to_string(),
        }),
    );
    lines.fact("Their word", known.their_status.as_deref());
    lines.day("Since", known.since);
    lines.fact("Owner", known.owner.as_deref());
    lines.fact("E-mail", known.email.as_deref());
    lines.fact("Site", known.site.as_deref());
    lines.fact("Country", known.country.as_deref());
    lines.fact("Source", known.source.as_deref());
    lines.fact(
        "Invited by",
        inviter.as_ref().map(|p| p.known.name.as_str()),
    );
    lines.fact(
        "Tags",
        (!known.tags.is_empty())
            .then(|| known.tags.join(" "))
            .as_deref(),
    );
    let pay = [
        known.payout_method.as_deref(),
        known.payout_reference.as_deref(),
    ];
    let pay: Vec<&str> = pay.into_iter().flatten().collect();
    lines.fact(
        "Paid by",
        (!pay.is_empty()).then(|| pay.join(", ")).as_deref(),
    );
    lines.fact("Account of", known.payout_name.as_deref());
    lines.fact("BIC", known.payout_bic.as_deref());
    lines.fact("Tax form", known.tax_form.as_deref());
    let policy = known.spiff_policy.map(|p| p.to_string());
    let spiffs: Vec<&str> = [policy.as_deref(), known.spiff_note.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    lines.fact(
        "SPIFFs",
        (!spiffs.is_empty()).then(|| spiffs.join(": ")).as_deref(),
    );
    lines.fact("Known as", known.external_id.as_deref());
    let aliases = view.aliases(Noun::Partner, id)?;
    lines.fact(
        "In files",
        (!aliases.is_empty()).then(|| aliases.join(", ")).as_deref(),
    );
    lines.fact("Note", known.note.as_deref());

    lines.head("Money");
    for (word, sums) in [
        ("Payable", &money.payable),
        ("Held", &money.held),
        ("Blocked", &money.blocked),
        ("In payouts", &money.in_payouts),
        ("Paid", &money.paid),
        ("Earned", &money.earned),
    ] {
        lines.sums(word, sums);
    }
    lines.or("No commission yet.");

    lines.head("Referrals");
    lines.say(&if open + won + other == 0 {
        format!(
            "None yet. Log one: partnerbook referral add COMPANY --partner {}",
            partner.slug
        )
    } else {
        format!("{open} open, {won} won, {other} came to nothing")
    });

    lines.head("Terms");
    let mut terms = Vec::new();
    for e in &enrolments {
        let running = e.to.is_none_or(|to| to >= today);
        let version = view.terms_for(e.program, id, today)?;
        let own = version.as_ref().is_some_and(|v| v.only.is_some());
        let text = version
            .as_ref()
            .map_or("no terms yet", |v| v.known.text.as_str());
        let since = e
            .from
            .map_or(String::new(), |d| format!(", from {}", shown(d)));
        let until =
            e.to.map_or(String::new(), |d| format!(", until {}", shown(d)));
        let whose = if own { ", own terms" } else { "" };
        lines.say(&format!("{}: {text}{whose}{since}{until}", e.program_name));
        terms.push(json!({ "program": e.program_name, "terms": version.map(|v| v.known.text), "own_terms": own, "from": e.from, "to": e.to, "running": running }));
    }
    lines
        .or("In no program: it earns nothing. Enrol it: partnerbook program enrol PROGRAM PARTNER");

    if !coded.is_empty() {
        lines.head("Links");
        for link in &coded {
            let ended = link
                .known
                .ended_on
                .map_or(String::new(), |d| format!(", ended {}", shown(d)));
            lines.say(&format!("{}: {}{ended}", link.known.code, came(link)));
        }
    }
    if !contacts.is_empty() {
        lines.head("Contacts");
        for c in &contacts {
            lines.say(&match &c.email {
                Some(email) if *email != c.name => format!("{} <{email}>", c.name),
                _ => c.name.clone(),
            });
        }
    }
    lines.notes(&notes);

    let json = json!({
        "partner": partner.slug, "name": known.name, "kind": known.kind, "state": known.state.word(),
        "state_reason": known.state_reason, "their_status": known.their_status, "since": known.since, "owner": known.owner, "email": known.email,
        "site": known.site, "domain": partner.domain, "country": known.country, "source": known.source,
        "invited_by": inviter.map(|p| p.slug), "tags": known.tags, "payout_method": known.payout_method,
        "payout_reference": known.payout_reference, "payout_name": known.payout_name,
        "payout_bic": known.payout_bic, "tax_form": known.tax_form, "spiff_policy": known.spiff_policy.map(SpiffPolicy::word),
        "spiff_note": known.spiff_note, "note": known.note, "external_id": known.external_id, "aliases": aliases,
        "money": { "payable": money.payable, "held": money.held, "blocked": money.blocked, "in_payouts": money.in_payouts, "paid": money.paid, "earned": money.earned },
        "referrals": { "open": open, "won": won, "other": other },
        "terms": terms,
        "links": coded.iter().map(|l| json!({ "link": l.known.code, "url": l.known.url, "clicks": l.clicks, "signups": l.signups,
            "referrals": l.referrals, "won": l.won, "ended_on": l.known.ended_on })).collect::<Vec<_>>(),
        "contacts": contacts.iter().map(|c| json!({ "name": c.name, "email": c.email, "role": c.role })).collect::<Vec<_>>(),
        "notes": notes.iter().map(|n| json!({ "on": n.on, "kind": n.kind, "minutes": n.minutes, "text": n.text })).collect::<Vec<_>>(),
    });
    Ok(Record {
        lines: lines.done(),
        json,
    })
}
